//! Methods and parameters that come with OpenAPI 3.2.

use crate::{Exchange, text};
use plansmith_runtime::ErrorKind;
use wire_client::types::{Labelled, Rgb};

#[tokio::test]
async fn a_question_is_a_body_and_other_methods_are_sent() {
    let exchange = Exchange::start([]).await;
    let params = exchange.client().params();
    params.ask(Rgb::new().r(1)).send().await.expect("a response");
    let seen = exchange.last();
    assert_eq!((seen.method.as_str(), seen.target.as_str(), text(&seen).as_str()), ("QUERY", "/question", r#"{"R":1}"#));
    params.copy("/there").send().await.expect("a response");
    let seen = exchange.last();
    assert_eq!((seen.method.as_str(), seen.header("Destination")), ("COPY", Some("/there")));
}

#[tokio::test]
async fn one_value_is_the_whole_query() {
    let exchange = Exchange::start([]).await;
    let params = exchange.client().params();
    let color = || Labelled::new().text("a b&c").tags(["x", "y"]);
    params.whole_form(color()).send().await.expect("a response");
    assert_eq!(exchange.last().target, "/whole-form?text=a%20b%26c&tags=x&tags=y");
    params.whole_form(Labelled::new()).send().await.expect("a response");
    assert_eq!(exchange.last().target, "/whole-form");
    params.whole_json().color(Labelled::new().text("ä")).send().await.expect("a response");
    assert_eq!(exchange.last().target, "/whole-json?%7B%22text%22%3A%22%C3%A4%22%7D");
    params.whole_text("$.a[0]&b").send().await.expect("a response");
    assert_eq!(exchange.last().target, "/whole-text?%24.a%5B0%5D%26b");
}

#[tokio::test]
async fn cookies_are_sent_as_they_are() {
    let exchange = Exchange::start([]).await;
    let params = exchange.client().params();
    let call = params.plain_cookies().session("a=b%20/+").color(["x", "y z"]).joined(["1", "2"]);
    call.rgb(Rgb::new().r(1).b(2)).send().await.expect("a response");
    assert_eq!(exchange.last().header("Cookie"), Some("session=a=b%20/+; color=x; color=y z; joined=1,2; R=1; B=2"));
    let asked = exchange.seen().len();
    for call in [params.plain_cookies().session("a; admin=1"), params.plain_cookies().joined(["a,b"])] {
        let error = call.send().await.expect_err("it would be another cookie");
        assert_eq!(error.kind(), ErrorKind::Request, "{error}");
    }
    assert_eq!(exchange.seen().len(), asked, "nothing was sent");
}
