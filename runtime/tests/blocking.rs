//! Calls without an async runtime of one's own, over a real socket.
#![cfg(all(feature = "blocking", feature = "reqwest"))]

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;
use std::time::Duration;

use plansmith_runtime::blocking::Wait;
use plansmith_runtime::call::{Call, Json, Meta, PageAccess, Paging};
use plansmith_runtime::conventions::{Conventions, Next};
use plansmith_runtime::{Api, Client, ClientBuilder, ErrorKind, Value};

static API: Api = Api { name: "Test", user_agent: "test/1", servers: &[], conventions: &Conventions::DEFAULT, security: &[] };

static LIST: Meta = Meta {
    id: "list",
    path: "/list",
    paging: Some(Paging { limit: Some("limit"), default_limit: Some(2), ..Paging::OFFSET }),
    ..Meta::DEFAULT
};

static LINKED: Meta =
    Meta { id: "linked", path: "/list", paging: Some(Paging { next: Next::Link("next"), ..Paging::URL }), ..Meta::DEFAULT };

/// Serves the numbers 0 to 4, two a page, with a link to the next; each connection carries one request.
fn server() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut head = Vec::new();
            let mut byte = [0];
            while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap() == 1 {
                head.push(byte[0]);
            }
            let head = String::from_utf8(head).unwrap();
            let offset = head.split("offset=").nth(1).and_then(|rest| rest.split([' ', '&']).next()?.parse().ok()).unwrap_or(0);
            let page: Vec<u64> = (offset..(offset + 2).min(5)).collect();
            let body = serde_json::to_string(&page).unwrap();
            let length = body.len();
            let link = if offset < 3 { format!("link: <?offset={}>; rel=\"next\"\r\n", offset + 2) } else { String::new() };
            write!(
                stream,
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n{link}content-length: {length}\r\nconnection: close\r\n\r\n{body}"
            )
            .unwrap();
        }
    });
    url
}

fn list(client: &Client) -> Call<Json<Vec<u64>>> {
    Call::new(client, &LIST)
}

fn access() -> PageAccess<Vec<u64>, u64> {
    PageAccess { items: |page| page, len: Vec::len, ..PageAccess::DEFAULT }
}

#[test]
fn calls_pages_and_items_without_a_runtime() {
    let client: Client = ClientBuilder::new(&API).base_url(server()).build().unwrap();
    assert_eq!(list(&client).send().wait().unwrap(), [0, 1]);
    let items: Vec<u64> = list(&client).items(access()).blocking().map(Result::unwrap).collect();
    assert_eq!(items, [0, 1, 2, 3, 4]);
    let pages: Vec<Vec<u64>> = list(&client).pages(access()).blocking().map(Result::unwrap).collect();
    assert_eq!(pages, [vec![0, 1], vec![2, 3], vec![4]]);
    let items = Call::<Json<Vec<u64>>>::new(&client, &LINKED).items(access()).blocking();
    assert_eq!(items.map(Result::unwrap).collect::<Vec<_>>(), [0, 1, 2, 3, 4], "by the links of the responses");
    // Any thread may call, several at once too.
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let client = client.clone();
            thread::spawn(move || list(&client).send().wait().unwrap().len())
        })
        .collect();
    assert_eq!(threads.into_iter().map(|thread| thread.join().unwrap()).sum::<usize>(), 8);
}

#[test]
fn time_limits_hold_and_an_error_is_the_last_item() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    let client: Client = ClientBuilder::new(&API).base_url(url).timeout(Duration::from_millis(50)).build().unwrap();
    let mut items = Call::<Json<Vec<Value>>>::new(&client, &LIST)
        .items(PageAccess { items: |page| page, len: Vec::len, ..PageAccess::DEFAULT })
        .blocking();
    assert_eq!(items.next().unwrap().unwrap_err().kind(), ErrorKind::Timeout);
    assert!(items.next().is_none());
}
