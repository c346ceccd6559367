//! The checker: right requests pass, each kind of mistake is named.

use crate::spec;
use plansmith_tests::http::Request;
use plansmith_tests::vplan::{API_ENV, API_KEY};
use std::time::Instant;

const ID: &str = "/v1/card/497f6eca-6276-4993-bfeb-53cbbbba6f08";

fn request(method: &str, target: &str, headers: &[(&str, &str)], body: &[u8]) -> Request {
    let mut all = vec![("Host", "x"), ("X-Api-Key", API_KEY), ("X-Api-Env", API_ENV)];
    all.extend(headers);
    Request {
        method: method.to_owned(),
        target: target.to_owned(),
        headers: all.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        body: body.to_owned(),
        connection: 1,
        at: Instant::now(),
    }
}

fn wrong(request: &Request) -> Vec<String> {
    let spec = spec();
    let (operation, captured) = spec.find(request, "/v1").expect("the spec has the operation");
    spec.check(operation, &captured, request, &[])
}

const JSON: (&str, &str) = ("Content-Type", "application/json");

#[test]
fn right_requests_pass() {
    let query = "limit=10&offset=0&filter=id%3Aeq%3A%271%27&sort=id:asc,title:desc&with=rows";
    let form = ("Content-Type", "application/x-www-form-urlencoded");
    let part = ("Content-Type", "multipart/form-data; boundary=x");
    let file = b"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n\xff\r\n\
        --x\r\nContent-Disposition: form-data; name=\"tags\"\r\n\r\na\r\n--x\r\nContent-Disposition: form-data; name=\"tags\"\r\n\r\nb\r\n\
        --x\r\nContent-Disposition: form-data; name=\"meta\"\r\nContent-Type: application/json\r\n\r\n{\"size\": 1}\r\n--x--\r\n";
    for right in [
        request("GET", &format!("/v1/card?{query}"), &[("Accept", "application/json")], b""),
        request("POST", "/v1/card", &[JSON], br#"{"title": "a", "due": null, "rows": [{"number": 1}]}"#),
        request("PUT", ID, &[JSON], br#"{"size": 3}"#),
        request("DELETE", ID, &[], b""),
        request("GET", "/v1/card/export?filter[size]=1&filter%5Btitle%5D=x", &[("X-Trace", "7"), ("Accept", "text/csv")], b""),
        request("POST", "/v1/card/1/file", &[part], file),
        request(
            "PATCH",
            "/v1/pet",
            &[("Content-Type", "application/json-patch+json")],
            br#"[{"op": "add", "path": "/a", "value": 1}]"#,
        ),
    ] {
        assert_eq!(wrong(&right), [""; 0], "{} {}", right.method, right.target);
    }
    let mut token = request("POST", "/v1/oauth/token", &[form], b"grant_type=refresh_token&refresh_token=a%20b");
    token.headers.retain(|(name, _)| !name.starts_with("X-"));
    assert_eq!(wrong(&token), [""; 0]);
}

#[test]
fn every_kind_of_mistake_is_named() {
    let form = ("Content-Type", "application/x-www-form-urlencoded");
    let part = ("Content-Type", "multipart/form-data; boundary=x");
    let cases = [
        (request("GET", "/v1/card?limit=ten", &[], b""), "query `limit`"),
        (request("GET", "/v1/card?offset=-1", &[], b""), "query `offset`"),
        (request("GET", "/v1/card?limit=1&limit=2", &[], b""), "sent 2 times"),
        (request("GET", "/v1/card?page=1", &[], b""), "query `page`: the spec does not declare it"),
        (request("GET", "/v1/card/7", &[], b""), "path `card_id`"),
        (request("GET", "/v1/card/export", &[("X-Trace", "a")], b""), "header `X-Trace`"),
        (request("GET", "/v1/card", &[("X-Other", "a")], b""), "header `X-Other`"),
        (request("GET", "/v1/card", &[("Accept", "text/csv")], b""), "header `Accept`"),
        (request("GET", "/v1/card", &[("host", "a")], b""), "sent twice"),
        (request("GET", "/v1/card", &[], b"x"), "body: the operation takes none"),
        (request("GET", "/v1/card", &[JSON], b""), "without a body"),
        (request("POST", "/v1/card", &[], b"{}"), "header `Content-Type`: missing"),
        (request("POST", "/v1/card", &[("Content-Type", "text/plain")], b"{}"), "takes no `text/plain`"),
        (request("POST", "/v1/card", &[JSON], b"{"), "is no JSON"),
        (request("POST", "/v1/card", &[JSON], b"{}"), "\"title\" is a required property"),
        (request("POST", "/v1/card", &[JSON], br#"{"title": ""}"#), "body `/title`"),
        (request("POST", "/v1/card", &[JSON], br#"{"title": "a", "titel": 1}"#), "titel"),
        (request("POST", "/v1/card", &[JSON], br#"{"title": "a", "rows": [{"number": 1, "nubmer": 1}]}"#), "nubmer"),
        (request("PUT", ID, &[JSON], br#"{"id": "497f6eca-6276-4993-bfeb-53cbbbba6f08"}"#), "/id"),
        (request("PUT", ID, &[JSON], br#"{"color": "green"}"#), "/color"),
        (request("PATCH", "/v1/pet", &[("Content-Type", "application/json-patch+json")], br#"[{"op": "mov"}]"#), "/0"),
        (request("POST", "/v1/card/1/file", &[part], b"--x--"), "\"file\" is a required property"),
        (
            request(
                "POST",
                "/v1/card/1/file",
                &[part],
                b"--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n1\r\n--x--",
            ),
            "without a file name",
        ),
        (request("POST", "/v1/oauth/token", &[form], b"grant_type=password"), "grant_type"),
        (request("POST", "/v1/oauth/token", &[form], b"grant_type=refresh_token&scope=a"), "scope"),
        (request("POST", "/v1/oauth/token", &[form], b"grant_type=refresh_token"), "security: credentials of"),
    ];
    for (request, wanted) in cases {
        let wrong = wrong(&request);
        assert!(
            wrong.iter().any(|line| line.contains(wanted)),
            "{} {}: {wanted:?} not in {wrong:#?}",
            request.method,
            request.target
        );
    }
    let mut bare = request("GET", "/v1/card", &[], b"");
    bare.headers.retain(|(name, _)| name != "X-Api-Env");
    assert!(wrong(&bare)[0].contains("security"));
}

#[test]
fn the_most_literal_path_wins() {
    let spec = spec();
    let find =
        |method: &str, target: &str| spec.find(&request(method, target, &[], b""), "/v1").map(|(found, _)| found.id.clone());
    assert_eq!(find("GET", "/v1/card/export?x=1").as_deref(), Some("exportCards"));
    assert_eq!(find("GET", "/v1/card/expor").as_deref(), Some("getCard"));
    assert_eq!(find("GET", "/v2/card"), None);
    assert_eq!(find("POST", "/v1/card/1"), None);
}
