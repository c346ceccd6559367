//! Servers: of the API, of a path, of an operation, with variables.

use crate::Exchange;
use plansmith_runtime::Retry;
use wire_client::Client;

#[tokio::test]
async fn the_server_of_the_api_can_be_another() {
    let exchange = Exchange::start([]).await;
    let url = format!("http://{}/base/", exchange.address());
    let client = Client::builder().base_url(url).retry(Retry::never()).build().expect("the settings are right");
    client.servers().of_api().send().await.expect("a response");
    assert_eq!(exchange.last().target, "/base/of-api");
}

#[tokio::test]
async fn paths_and_operations_have_servers_of_their_own() {
    let exchange = Exchange::start([]).await;
    let client = exchange.builder().server_variable("host", exchange.address()).build().expect("the settings are right");
    client.servers().of_path().send().await.expect("a response");
    assert_eq!((exchange.last().method.as_str(), exchange.last().target.as_str()), ("GET", "/path/of-path"));
    client.servers().of_operation().send().await.expect("a response");
    assert_eq!((exchange.last().method.as_str(), exchange.last().target.as_str()), ("POST", "/operation/of-path"));
    client.servers().of_api().send().await.expect("a response");
    assert_eq!(exchange.last().target, "/of-api");
}

/// A request prints the server it would go to, so variables can be seen without sending anything.
#[test]
fn variables_choose_the_server() {
    let shown = |client: &Client| client.servers().of_api().to_string();
    let client = Client::builder().build().expect("the settings are right");
    assert!(shown(&client).contains("eu.example"), "{}", shown(&client));
    let client = Client::builder().server_variable("region", "us").build().expect("the settings are right");
    assert!(shown(&client).contains("us.example"), "{}", shown(&client));
    for (name, value, said) in [
        ("region", "asia", "`asia` is no value of the server variable `region`: `eu`, `us`"),
        ("reggion", "us", "no server has a variable `reggion`; there is `host`, `region`"),
    ] {
        let error = Client::builder().server_variable(name, value).build().expect_err("there is no such server");
        assert!(format!("{error:#}").contains(said), "{error:#}");
    }
}
