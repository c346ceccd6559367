//! Request bodies as they leave.

use crate::{Exchange, text};
use plansmith_runtime::{Body, Bytes, ErrorKind, FilePart, JsonValues, MediaBody, PartValue};
use plansmith_tests::http::{Reply, Request};
use std::time::Duration;
use wire_client::bodies::{PutLinesBody, SendChoiceBody, SendKindsBody};
use wire_client::types::{Created, Parts, Presence, Rgb, SendCaptionedBody, SendFormBody, SendUnheadedForm, UploadBody};

fn media(request: &Request) -> &str {
    request.header("Content-Type").unwrap_or_default()
}

#[tokio::test]
async fn an_optional_body_is_there_or_not() {
    let exchange = Exchange::start([Reply::empty(204), Reply::empty(204)]).await;
    let bodies = exchange.client().bodies();
    bodies.send_optional().send().await.expect("a response");
    assert_eq!((media(&exchange.last()), exchange.last().body.len()), ("", 0));
    bodies.send_optional().body(Rgb::new().g(1)).send().await.expect("a response");
    assert_eq!((media(&exchange.last()), text(&exchange.last()).as_str()), ("application/json", r#"{"G":1}"#));
}

#[tokio::test]
async fn json_under_another_name() {
    let exchange = Exchange::start([Reply::empty(204)]).await;
    exchange.client().bodies().send_merge(Presence::new("a", None).both(None)).send().await.expect("a response");
    let seen = exchange.last();
    assert_eq!((seen.method.as_str(), media(&seen)), ("PATCH", "application/merge-patch+json"));
    assert_eq!(text(&seen), r#"{"plain":"a","nothing":null,"both":null}"#);
}

#[tokio::test]
async fn forms_hold_lists_and_objects() {
    let exchange = Exchange::start([Reply::empty(204)]).await;
    let body = SendFormBody::new("a b&c=ä").tags(["x", "y"]).ids([1, 2]).deep(Rgb::new().r(1).b(2)).json(Rgb::new().g(3));
    exchange.client().bodies().send_form(body).send().await.expect("a response");
    let seen = exchange.last();
    assert_eq!(media(&seen), "application/x-www-form-urlencoded");
    let pairs: Vec<(String, String)> = seen.form();
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    let expected = [
        ("name", "a b&c=ä"),
        ("tags", "x"),
        ("tags", "y"),
        ("ids", "1 2"),
        ("deep[R]", "1"),
        ("deep[B]", "2"),
        ("json", r#"{"G":3}"#),
    ];
    assert_eq!(pairs, expected, "{}", text(&seen));
}

/// The parts of a multipart body: headers and content.
fn parts(request: &Request) -> Vec<(String, Vec<u8>)> {
    let boundary =
        media(request).strip_prefix("multipart/form-data; boundary=").expect("a boundary").trim_matches('"').to_owned();
    let body = &request.body;
    let mark = format!("--{boundary}");
    let find = |from: usize, what: &str| {
        body[from..].windows(what.len()).position(|window| window == what.as_bytes()).map(|at| from + at)
    };
    let mut out = Vec::new();
    let mut at = find(0, &mark).expect("a first part") + mark.len();
    while !body[at..].starts_with(b"--") {
        let head_end = find(at, "\r\n\r\n").expect("a head");
        let next = find(head_end, &format!("\r\n{mark}")).expect("an end");
        let head = String::from_utf8(body[at + 2..head_end].to_vec()).expect("the head is text");
        out.push((head, body[head_end + 4..next].to_vec()));
        at = next + 2 + mark.len();
    }
    assert_eq!(body[at..], *b"--\r\n", "nothing follows the last part");
    out
}

#[tokio::test]
async fn multipart_holds_files_json_and_texts() {
    let exchange = Exchange::start([Reply::empty(204)]).await;
    let bytes = vec![0_u8, 13, 10, 45, 45, 255];
    let more = [FilePart::new("b.txt", "b").content_type("text/plain"), FilePart::new("c\"\r\n.txt", "c")];
    let body = UploadBody::new(FilePart::new("ä.png", bytes.clone()).content_type("image/png"), Rgb::new().r(1));
    let body = body.more(more).name("n\r\n--x").size(-5).labels(["one", "two"]);
    exchange.client().bodies().upload(body).send().await.expect("a response");
    let parts = parts(&exchange.last());
    let names: Vec<&str> = parts.iter().filter_map(|(head, _)| head.split("name=\"").nth(1)?.split('"').next()).collect();
    assert_eq!(names, ["file", "more", "more", "meta", "name", "size", "labels", "labels"]);
    let head = |number: usize| parts[number].0.as_str();
    assert!(head(0).contains("image/png") && head(0).contains("ä.png"), "{}", head(0));
    assert_eq!(parts[0].1, bytes);
    assert!(head(1).contains("text/plain") && head(1).contains("filename=\"b.txt\""), "{}", head(1));
    assert_eq!(head(2).lines().filter(|line| line.contains("filename")).count(), 1, "{}", head(2));
    assert!(!head(2).contains("c\"\r\n"), "{}", head(2));
    assert!(head(3).to_lowercase().contains("content-type: application/json"), "{}", head(3));
    assert_eq!(parts[3].1, br#"{"R":1}"#);
    assert_eq!(parts[4].1, b"n\r\n--x");
    assert_eq!(parts[5].1, b"-5");
    assert_eq!((parts[6].1.as_slice(), parts[7].1.as_slice()), (b"one".as_slice(), b"two".as_slice()));
}

/// One component as two bodies: each is written as its own operation says.
#[tokio::test]
async fn parts_have_headers() {
    let exchange = Exchange::start([]).await;
    let bodies = exchange.client().bodies();
    let table = "Content-Disposition: form-data; name=\"table\"\r\n";
    let file = "Content-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n";
    let heads = |request: &Request| -> Vec<String> { parts(request).into_iter().map(|(head, _)| head).collect() };
    let picture = || FilePart::new("a.png", vec![1]);
    bodies.send_headed(Parts::new("a;b", picture())).send().await.expect("a response");
    let expected =
        [format!("{table}Content-Type: text/csv\r\nX-Delimiter: ;"), format!("{file}Content-Type: image/png\r\nX-Rank: 1")];
    assert_eq!(heads(&exchange.last()), expected);
    bodies.send_headed(Parts::new("a;b", picture().header("x-rank", "7"))).send().await.expect("a response");
    assert_eq!(heads(&exchange.last())[1], format!("{file}Content-Type: image/png\r\nx-rank: 7"));
    bodies.send_unheaded(SendUnheadedForm::new("a;b", picture())).send().await.expect("a response");
    let expected = [format!("{table}Content-Type: text/plain"), format!("{file}Content-Type: application/octet-stream")];
    assert_eq!(heads(&exchange.last()), expected);
}

#[tokio::test]
async fn texts_and_json_take_headers_of_the_caller() {
    let exchange = Exchange::start([]).await;
    let bodies = exchange.client().bodies();
    let body = SendCaptionedBody::new(PartValue::new("A lake".to_owned()).header("X-Language", "en"));
    let tags = [PartValue::new("a".to_owned()).header("X-At", "1"), PartValue::new("b".to_owned())];
    bodies.send_captioned(body.tags(tags).rgb(Rgb::new().r(1))).send().await.expect("a response");
    let sent: Vec<String> = parts(&exchange.last())
        .into_iter()
        .map(|(head, content)| format!("{}|{}", head.split_once("; ").expect("a name").1, String::from_utf8_lossy(&content)))
        .collect();
    let expected = [
        "name=\"caption\"\r\nX-Language: en|A lake",
        "name=\"tags\"\r\nX-At: 1|a",
        "name=\"tags\"|b",
        "name=\"rgb\"\r\nContent-Type: application/json|{\"R\":1}",
    ];
    assert_eq!(sent, expected);
    bodies.send_captioned(SendCaptionedBody::new("plain")).send().await.expect("a response");
    assert!(!String::from_utf8_lossy(&exchange.last().body).contains("X-Language"));
}

#[tokio::test]
async fn values_are_lines_or_records() {
    let exchange = Exchange::start([]).await;
    let bodies = exchange.client().bodies();
    let lines = JsonValues::new((1..=2).map(|r| Rgb::new().r(r)));
    bodies.put_lines(PutLinesBody::XNdjson(lines)).send().await.expect("a response");
    assert_eq!((media(&exchange.last()), text(&exchange.last()).as_str()), ("application/x-ndjson", "{\"R\":1}\n{\"R\":2}\n"));
    let records = JsonValues::from([Created::new("a"), Created::new("b")]);
    bodies.put_lines(PutLinesBody::JsonSeq(records)).send().await.expect("a response");
    assert_eq!(text(&exchange.last()), "\u{1e}{\"id\":\"a\"}\n\u{1e}{\"id\":\"b\"}\n");
    // What comes in goes out as it comes.
    let records = Reply::body(200, "application/json-seq", "\u{1e}{\"R\":1}\n\u{1e}{\"R\":2}\n");
    let exchange = Exchange::start([records, Reply::empty(204)]).await;
    let client = exchange.client();
    let stream = client.responses().sequence().send().await.expect("the response begins");
    client.bodies().put_lines(PutLinesBody::XNdjson(JsonValues::stream(stream))).send().await.expect("a response");
    assert_eq!(text(&exchange.last()), "{\"R\":1}\n{\"R\":2}\n");
}

#[tokio::test]
async fn text_stays_text() {
    let exchange = Exchange::start([]).await;
    let response = exchange.client().bodies().send_text("a;b\r\n1;ä").send().await.expect("an echo");
    assert_eq!(response, "a;b\r\n1;ä");
    assert!(media(&exchange.last()).starts_with("text/csv"), "{}", media(&exchange.last()));
}

#[tokio::test]
async fn bytes_stay_bytes() {
    let exchange = Exchange::start([Reply::empty(204)]).await;
    let bytes: Vec<u8> = (0..=255).collect();
    exchange.client().bodies().send_bytes(bytes.clone()).send().await.expect("a response");
    assert_eq!((media(&exchange.last()), exchange.last().body), ("application/octet-stream", bytes));
}

/// What is downloaded goes up again without being held in memory as a whole.
#[tokio::test]
async fn a_download_becomes_an_upload() {
    let file: Vec<u8> = (0..100_000_u32).flat_map(u32::to_le_bytes).collect();
    let down = Reply::body(200, "application/pdf", file.clone()).trickled(32_768, Duration::ZERO);
    let exchange = Exchange::start([down, Reply::empty(204), Reply::empty(204)]).await;
    let client = exchange.client();
    let stream = client.responses().download().send().await.expect("the download begins");
    client.bodies().send_bytes(Body::stream(stream, None)).send().await.expect("a response");
    let seen = exchange.last();
    assert_eq!(seen.header("Transfer-Encoding"), Some("chunked"));
    assert!(seen.body == file, "{} of {} bytes arrived", seen.body.len(), file.len());
}

#[tokio::test]
async fn xml_is_bytes_both_ways() {
    let exchange = Exchange::start([]).await;
    let response: Bytes = exchange.client().bodies().send_xml("<a>ä</a>").send().await.expect("an echo");
    assert_eq!(response, "<a>ä</a>".as_bytes());
    assert_eq!(media(&exchange.last()), "application/xml");
}

/// A range is never sent as it stands: the caller names the type, which is one of it.
#[tokio::test]
async fn the_type_of_a_range_is_an_argument() {
    let exchange = Exchange::start([]).await;
    let bodies = exchange.client().bodies();
    bodies.send_picture(("image/png", vec![1, 2])).send().await.expect("a response");
    assert_eq!((media(&exchange.last()), exchange.last().body), ("image/png", vec![1, 2]));
    bodies.send_anything().body(MediaBody::new("Text/Markdown; charset=utf-8", "# a")).send().await.expect("a response");
    assert_eq!((media(&exchange.last()), text(&exchange.last()).as_str()), ("Text/Markdown; charset=utf-8", "# a"));
    bodies.send_anything().send().await.expect("a response");
    assert_eq!((media(&exchange.last()), exchange.last().body.len()), ("", 0));
    bodies.send_kinds(SendKindsBody::Text(("text/csv", "a,b").into())).send().await.expect("a response");
    assert_eq!((media(&exchange.last()), text(&exchange.last()).as_str()), ("text/csv", "a,b"));
    bodies.send_kinds(Rgb::new().r(1)).send().await.expect("a response");
    assert_eq!(media(&exchange.last()), "application/json");
    let asked = exchange.seen().len();
    for wrong in ["text/plain", "image/*", "image", "png", "", "image/png\r\nX-A: b"] {
        let error = bodies.send_picture((wrong, "x")).send().await.expect_err("it is no type of the range");
        assert_eq!(error.kind(), ErrorKind::Request, "{error}");
    }
    assert_eq!(exchange.seen().len(), asked, "nothing was sent");
}

#[tokio::test]
async fn a_choice_sends_what_was_chosen() {
    let exchange = Exchange::start((0..4).map(|_| Reply::empty(204))).await;
    let bodies = exchange.client().bodies();
    let choices = [
        (SendChoiceBody::Json(Rgb::new().r(1)), "application/json", r#"{"R":1}"#),
        (SendChoiceBody::Form(Rgb::new().r(1).g(2)), "application/x-www-form-urlencoded", "R=1&G=2"),
        (SendChoiceBody::Text("plain".to_owned()), "text/plain", "plain"),
        (SendChoiceBody::Png("\u{1}png".into()), "image/png", "\u{1}png"),
    ];
    for (body, expected, content) in choices {
        bodies.send_choice(body).send().await.expect("a response");
        let seen = exchange.last();
        assert!(media(&seen).starts_with(expected), "{}", media(&seen));
        assert_eq!(text(&seen), content);
    }
}
