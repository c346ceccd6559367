//! Requests written as generated crates write them, sent through a recorder.
#![allow(missing_docs)]

mod api;

use std::collections::BTreeMap;
use std::time::Duration;

use plansmith_runtime::transport::Recorder;
use plansmith_runtime::{ClientBuilder, Error, FilePart, Operation, PatchOperation, Value};

use api::*;

fn client(recorder: &Recorder) -> Client {
    ClientBuilder::<Client>::new(&API).transport(recorder.clone()).build().expect("a client")
}

fn url(request: &impl std::fmt::Display) -> String {
    let text = request.to_string();
    text.lines().next().unwrap_or_default().to_owned()
}

#[test]
fn parameters_go_where_they_belong() {
    let client = client(&Recorder::new());
    let request = client
        .cards()
        .list()
        .limit(5)
        .filter(card::ID.eq(String::from("a")) & (card::SIZE.gte(3) | !card::ID.starts_with("0")))
        .sort([card::SIZE.desc(), card::ID.asc()])
        .with([card::with::RESOURCES, "a.b".into()])
        .show([card::ID])
        .hide(["x", "y"])
        .ids(["1", "2,3"])
        .trace("t")
        .session("s s")
        .range(BTreeMap::from([("from".to_owned(), 1)]))
        .search("a/b")
        .raw(Value::from(vec![1]));
    let text = request.to_string();
    let wanted = "GET https://api.test/v1/card?limit=5&filter=id%3Aeq%3A%27a%27%2Cand%2C%28size%3Agte%3A%273%27%2Cor%2Cid%3Anot%3Astarts%5Fwith%3A%270%27%29";
    let first = text.lines().next().expect("a line").replace("%5F", "_");
    assert!(first.starts_with(&wanted.replace("%5F", "_")), "{text}");
    assert!(first.ends_with("&ids=1,2%2C3&range%5Bfrom%5D=1&q=a/b&raw=%5B1%5D"), "{text}");
    assert!(text.to_lowercase().contains("x-trace: t"), "{text}");
}

#[test]
#[allow(deprecated)]
fn required_parameters_are_arguments() {
    let client = client(&Recorder::new());
    let request = client.cards().update("a/b", 7, CardUpdate::new().name("n")).timeout(true);
    let text = request.to_string();
    assert!(text.starts_with("PUT https://other.test/card/a%2Fb/7?timeout=true"), "{text}");
    assert!(text.ends_with(r#"{"name":"n"}"#), "{text}");
    let meta = <UpdateCard as Operation>::META;
    assert!(meta.deprecated);
    assert_eq!(meta.security, Some(&[&["a", "b"][..], &["c"]][..]));
}

#[test]
fn bodies_of_every_kind() {
    let client = client(&Recorder::new());
    let upload =
        Upload::new(FilePart::new("a.txt", "A"), CardUpdate::new(), [FilePart::new("b", "B"), FilePart::new("c", "C")]).name("n");
    let text = client.cards().upload(upload).to_string();
    assert_eq!(text.matches("filename=").count(), 3, "{text}");
    assert!(text.contains("multipart/form-data"), "{text}");
    let form = BTreeMap::from([("a".to_owned(), Value::from_iter([("x", 1)])), ("b".to_owned(), Value::from(vec!["p", "q"]))]);
    assert!(client.cards().form().body(form).to_string().ends_with("a%5Bx%5D=1&b=p%20q"));
    assert!(client.cards().bytes(vec![1, 2]).to_string().contains("image/png"));
    assert!(client.cards().create(AnyBody::Csv("a,b".to_owned())).to_string().contains("text/csv"));
    assert!(client.cards().create("a,b".to_owned()).to_string().contains("text/csv"));
    assert!(client.cards().create(CardUpdate::new().size(5)).to_string().ends_with(r#"{"size":5}"#));
    let form = AnyBody::from(BTreeMap::from([("size".to_owned(), vec![1, 2])]));
    assert!(client.cards().create(form).to_string().ends_with("size=1,2"));
    assert!(
        client
            .cards()
            .create(Upload::new(FilePart::new("a", "A"), CardUpdate::new(), Vec::<FilePart>::new()))
            .to_string()
            .contains("filename")
    );
}

#[test]
fn patches_name_typed_properties() {
    let client = client(&Recorder::new());
    let changes = [
        card_patch::TITLE.replace("t"),
        card_patch::PARENT.add(CardId::from("7")),
        card_patch::RELATED.append("8"),
        card_patch::SIZES.key("a").add([1, 2]),
    ];
    let text = client.cards().patch("1", changes.clone()).to_string();
    let wanted = concat!(
        r#"[{"op":"replace","path":"/title","value":"t"},{"op":"add","path":"/parent~1id","value":"7"},"#,
        r#"{"op":"add","path":"/related/-","value":"8"},{"op":"add","path":"/sizes/a","value":[1,2]}]"#
    );
    assert!(text.ends_with(wanted), "{text}");
    let listed: Vec<PatchOperation<Card>> = changes.into_iter().take(1).collect();
    assert!(client.cards().patch("1", listed).to_string().ends_with(r#"[{"op":"replace","path":"/title","value":"t"}]"#));
}

#[tokio::test]
async fn pages_are_followed() -> Result<(), Error> {
    let recorder = Recorder::new();
    recorder.json(200, r#"{"data":[{"id":"1"},{"id":"2"}],"count":3}"#).json(200, r#"{"data":[{"id":"3"}],"count":3}"#);
    let client = client(&recorder);
    let mut items = client.cards().list().items();
    let mut ids = Vec::new();
    while let Some(card) = items.try_next().await? {
        ids.push(card.id.as_str().to_owned());
    }
    assert_eq!(ids, ["1", "2", "3"]);
    recorder
        .json(200, r#"{"data":[],"meta":{"total_records":2,"inner":{"rows":[{"id":"1"}]}}}"#)
        .json(200, r#"{"data":[],"meta":{"total_records":2,"inner":{"rows":[{"id":"2"}]}}}"#);
    assert_eq!(client.cards().nested().items().collect().await?.len(), 2);
    recorder.json(200, r#"[{"id":"1"}]"#);
    assert_eq!(client.cards().plain().items().collect().await?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn responses_are_told_apart() -> Result<(), Error> {
    let recorder = Recorder::new();
    let client = client(&recorder);
    let send = || client.cards().create(AnyBody::Json(CardUpdate::new())).send();
    recorder.json(200, r#"{"id":"1"}"#).json(201, "").json(202, r#"{"id":"1"}"#).json(207, "x").json(422, "no");
    assert!(matches!(send().await?, CreateAnswer::Ok(card) if card.id.as_str() == "1"));
    assert!(matches!(send().await?, CreateAnswer::Created));
    assert!(matches!(send().await?, CreateAnswer::Accepted(_)));
    assert!(matches!(send().await?, CreateAnswer::Other(207, _)));
    let error = send().await.expect_err("status 422");
    assert!(matches!(error.body_as(), Some(CreateAnswer::ClientError(text)) if text == "no"));
    Ok(())
}

#[tokio::test]
async fn headers_are_typed() -> Result<(), Error> {
    let recorder = Recorder::new();
    let response = plansmith_runtime::http::Response::builder()
        .header("content-type", "application/json")
        .header("X-Total", "5")
        .header("X-Tag", "12")
        .body(r#"{"data":[]}"#.into())
        .expect("a response");
    recorder.response(response);
    let response = client(&recorder).cards().list().timeout(Duration::from_secs(9)).header("a", "b").send_full().await?;
    let headers: ListHeaders = response.headers_as()?;
    assert_eq!((headers.total, headers.tag.as_str()), (Some(5), "12"));
    Ok(())
}

#[test]
fn requests_are_values() {
    fn is_send<T: Send>(value: T) -> T {
        value
    }
    let client = client(&Recorder::new());
    let request = client.cards().list().limit(1);
    assert_eq!(url(&request.clone().limit(2)), "GET https://api.test/v1/card?limit=2");
    assert_eq!(url(&request), "GET https://api.test/v1/card?limit=1");
    drop(is_send(request.send()));
}
