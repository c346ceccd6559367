//! What is not HTTP, and connections that end: only the latter are tried again.

use std::time::Duration;

use plansmith_runtime::call::{Download, Json};
use plansmith_runtime::transport::TransportErrorKind;
use plansmith_runtime::{Client, ErrorKind, Value};

use super::server::{Server, Step, json};
use super::{CHUNKED, FILE, GET, POST, builder, call, send, text};

/// The steps of a whole response: a text, and the end of the connection.
fn closing(response: &'static str) -> Vec<Step> {
    if response.is_empty() {
        vec![Step::Close]
    } else {
        vec![text(response), Step::Pause(Duration::from_millis(20)), Step::Close]
    }
}

#[tokio::test]
async fn what_is_not_http_is_not_repeated() {
    for response in [
        "SSH-2.0-OpenSSH_9.9\r\n",
        "220 mail.test ESMTP\r\n",
        "GARBAGE\r\n\r\n",
        "{\"a\": 1}",
        "\u{15}\u{3}\u{1}\0\u{2}\u{2}\u{28}",
        "\0\0\u{12}\u{4}\0\0\0\0\0",
        "HTTP/9.9 200 OK\r\n\r\n",
        "HTTP/1.1 abc OK\r\n\r\n",
        "HTTP/1.1 20 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n12",
        "HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n1",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n1\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nfffffffffffffffffff\r\n1\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\n12\r\n0\r\n\r\n",
    ] {
        for meta in [&GET, &POST] {
            let server = Server::start(move |_, _| closing(response)).await;
            let error = send(&builder(&server).build().unwrap(), meta).await.unwrap_err();
            let sent = server.received().len();
            assert_eq!((error.kind(), error.is_retryable(), sent), (ErrorKind::Protocol, false, 1), "{response:?}: {error:#}");
            assert!(error.to_string().contains("not HTTP"), "{error}");
        }
    }
}

#[tokio::test]
async fn a_connection_that_ends_is_repeated_where_that_is_safe() {
    for response in [
        "",
        "HTTP/1",
        "HTTP/1.1 200 OK\r\ncontent-",
        "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n12",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n12",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1",
    ] {
        let server = Server::start(move |_, number| if number == 0 { closing(response) } else { json(200, "1") }).await;
        let client: Client = builder(&server).build().unwrap();
        assert_eq!(send(&client, &GET).await.unwrap(), 1, "{response:?}");
        let server = Server::start(move |_, _| closing(response)).await;
        let error = send(&builder(&server).build().unwrap(), &POST).await.unwrap_err();
        assert_eq!((error.kind(), server.received().len()), (ErrorKind::Interrupted, 1), "{response:?}: {error:#}");
    }
}

#[tokio::test]
async fn a_download_tells_both_apart() {
    for (rest, kind) in [("3\r\nabc\r\nxyz\r\n", ErrorKind::Protocol), ("3\r\nabc\r\n5\r\n", ErrorKind::Interrupted)] {
        let server = Server::start(move |_, _| [vec![text(CHUNKED)], closing(rest)].concat()).await;
        let mut stream = call::<Download>(&builder(&server).build().unwrap(), &FILE).send().await.unwrap();
        assert_eq!(stream.try_next().await.unwrap().unwrap(), "abc");
        let error = stream.try_next().await.unwrap_err();
        assert_eq!((error.kind(), error.is_retryable()), (kind, false), "{error:#}");
    }
}

/// A response whose status is known is classified by it, whatever comes behind.
#[tokio::test]
async fn a_status_counts_before_the_bytes_behind_it() {
    for (status, kind) in [(404, ErrorKind::NotFound), (422, ErrorKind::Invalid), (500, ErrorKind::Server)] {
        let head = format!("HTTP/1.1 {status} X\r\ntransfer-encoding: chunked\r\n\r\n1\r\n{{\r\nxyz\r\n");
        let server = Server::start(move |_, _| vec![Step::Send(head.clone()), Step::Close]).await;
        let error = call::<Json<Value>>(&builder(&server).build().unwrap(), &GET).send().await.unwrap_err();
        assert_eq!((error.kind(), error.status(), server.received().len()), (kind, Some(status), 1));
    }
}

#[cfg(feature = "gzip")]
#[tokio::test]
async fn a_damaged_compressed_body_is_not_repeated() {
    let damaged = "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 20\r\n\r\n{\"this is\": \"no gzip\"}";
    let server = Server::start(move |_, _| vec![text(damaged)]).await;
    let error = send(&builder(&server).build().unwrap(), &GET).await.unwrap_err();
    assert_eq!((error.kind(), server.received().len()), (ErrorKind::Protocol, 1), "{error:#}");
}

/// A server that speaks HTTP/2 and breaks its rules, or ends the stream in good order.
#[cfg(feature = "http2")]
#[tokio::test]
async fn codes_of_http_2_say_what_may_be_repeated() {
    use plansmith_runtime::transport::{ReqwestTransport, reqwest};
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    let _ = rustls::crypto::ring::default_provider().install_default();
    for (code, kind) in
        [(1, ErrorKind::Protocol), (9, ErrorKind::Protocol), (2, ErrorKind::Interrupted), (11, ErrorKind::Interrupted)]
    {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move {
            while let Ok((mut connection, _)) = listener.accept().await {
                tokio::spawn(async move {
                    // SETTINGS, and once the request is there RST_STREAM of stream 1.
                    connection.write_all(&[0, 0, 0, 4, 0, 0, 0, 0, 0]).await.unwrap();
                    let mut seen = Vec::new();
                    // The preface has 24 bytes and is followed by frames; the first of type 1 has the request.
                    while connection.read_buf(&mut seen).await.unwrap_or(0) > 0 {
                        let mut at = 24;
                        while let Some(head) = seen.get(at..at + 9) {
                            if head[3] == 1 {
                                let _ = connection.write_all(&[0, 0, 4, 3, 0, 0, 0, 0, 1, 0, 0, 0, code]).await;
                            }
                            at += 9 + usize::from(head[1]) * 256 + usize::from(head[2]);
                        }
                    }
                });
            }
        });
        let client = reqwest::Client::builder().http2_prior_knowledge().build().unwrap();
        let client: Client = plansmith_runtime::ClientBuilder::new(&super::API)
            .base_url(url)
            .transport(ReqwestTransport::from(client))
            .retry(plansmith_runtime::Retry::new().attempts(2).base_delay(Duration::from_millis(1)))
            .build()
            .unwrap();
        let error = send(&client, &POST).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{code}: {error:#}");
    }
}

#[test]
fn the_kinds_have_words() {
    let error = plansmith_runtime::transport::TransportError::new(TransportErrorKind::Protocol, "x");
    assert_eq!(error.to_string(), "the response is not HTTP");
}
