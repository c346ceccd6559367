//! Lists as Twilio has them: `next_page_uri`, relative to the host.

use crate::{Server, quick};
use plansmith_tests::http::{Reply, Request};
use serde_json::json;
use twilio_client::{Client, ErrorKind, auth};

const ACCOUNT: &str = "AC00000000000000000000000000000001";

fn client(server: &Server) -> Client {
    let account = auth::AccountSidAuthToken::new(ACCOUNT, "token");
    Client::builder().base_url(server.url()).auth(account).retry(quick()).build().expect("the settings are right")
}

#[tokio::test]
async fn messages_come_by_relative_uris() {
    let server = Server::start(|request, number| {
        let messages: Vec<_> = (0..2).map(|n| json!({ "sid": format!("SM{number}{n}"), "body": "testing" })).collect();
        let path = request.path();
        let next = (number < 2).then(|| format!("{path}?To=%2B123456789&PageSize=2&Page={}&PageToken=PASM{number}1", number + 1));
        Reply::json(200, &json!({ "messages": messages, "next_page_uri": next, "page": number, "page_size": 2 }))
    })
    .await;
    let messages = client(&server).api20100401_message().list_message(ACCOUNT).to("+123456789").page_size(2);
    let sids: Vec<_> = messages.items().collect().await.unwrap().into_iter().filter_map(|message| message.sid).collect();
    assert_eq!(sids, ["SM00", "SM01", "SM10", "SM11", "SM20", "SM21"]);
    let path = format!("/2010-04-01/Accounts/{ACCOUNT}/Messages.json");
    assert_eq!(
        server.targets(),
        [
            format!("{path}?To=%2B123456789&PageSize=2"),
            format!("{path}?To=%2B123456789&PageSize=2&Page=1&PageToken=PASM01"),
            format!("{path}?To=%2B123456789&PageSize=2&Page=2&PageToken=PASM11"),
        ]
    );
    let basic = |request: &Request| request.header("Authorization").is_some_and(|value| value.starts_with("Basic "));
    assert!(server.seen().iter().all(basic));
}

#[tokio::test]
async fn the_largest_page_is_asked_for_and_another_host_is_not() {
    let server = Server::start(|_, _| {
        Reply::json(200, &json!({ "accounts": [{ "sid": ACCOUNT }], "next_page_uri": "//evil.example/2010-04-01/Accounts.json" }))
    })
    .await;
    let mut accounts = client(&server).api20100401_account().list_account().items();
    assert_eq!(accounts.try_next().await.unwrap().and_then(|account| account.sid).as_deref(), Some(ACCOUNT));
    let error = accounts.try_next().await.unwrap_err();
    assert!(error.kind() == ErrorKind::Decode && error.to_string().contains("`http://evil.example`"), "{error}");
    assert!(accounts.try_next().await.unwrap().is_none());
    assert_eq!(server.targets(), ["/2010-04-01/Accounts.json?PageSize=1000"]);
}
