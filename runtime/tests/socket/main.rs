//! The default transport against a real socket: time limits, broken connections, streams, concurrency.
#![cfg(feature = "reqwest")]

mod idempotency;
mod limits;
mod messages;
mod middleware;
mod server;
mod sessions;
mod tls;
mod transports;

use std::collections::VecDeque;
use std::error::Error as _;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::{Duration, Instant, SystemTime};

use plansmith_runtime::auth::{AuthorizationCode, ClientCredentials, Credential, TokenSet};
use plansmith_runtime::call::{Call, Decoder, Download, Empty, Events, Json, Meta};
use plansmith_runtime::{Api, Body, Client, ClientBuilder, Error, ErrorKind, FilePart, MultipartForm, Retry, Value};
use server::{Received, Server, Step, json};

static API: Api = Api {
    name: "Test",
    user_agent: "test/1",
    servers: &[],
    conventions: &plansmith_runtime::conventions::Conventions::DEFAULT,
    security: &[&["token"], &[]],
};

const fn meta(method: &'static str, accept: &'static str) -> Meta {
    Meta { id: "op", method, path: "/things", accept, ..Meta::DEFAULT }
}

static GET: Meta = meta("GET", "application/json");
static POST: Meta = meta("POST", "application/json");
static FILE: Meta = meta("GET", "*/*");

fn builder(server: &Server) -> ClientBuilder<Client> {
    let retry = Retry::new().attempts(3).base_delay(Duration::from_millis(10));
    ClientBuilder::new(&API).base_url(server.url()).timeout(Duration::from_millis(300)).retry(retry)
}

fn call<D: Decoder>(client: &Client, meta: &'static Meta) -> Call<D> {
    Call::new(client, meta)
}

async fn send(client: &Client, meta: &'static Meta) -> Result<Value, Error> {
    call::<Json<Value>>(client, meta).send().await
}

fn text(text: &str) -> Step {
    Step::Send(text.to_owned())
}

fn pause(milliseconds: u64) -> Step {
    Step::Pause(Duration::from_millis(milliseconds))
}

fn chunk(data: &str) -> Step {
    Step::Send(format!("{:x}\r\n{data}\r\n", data.len()))
}

const CHUNKED: &str = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";

#[tokio::test]
async fn an_response_that_does_not_come_is_a_timeout() {
    let silent: fn(&Received, usize) -> Vec<Step> = |_, _| vec![pause(5000)];
    let stuck: fn(&Received, usize) -> Vec<Step> =
        |_, _| vec![text("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n12345"), pause(5000)];
    for behaviour in [silent, stuck] {
        let server = Server::start(behaviour).await;
        let client = builder(&server).build().unwrap();
        let start = Instant::now();
        let error = send(&client, &GET).await.unwrap_err();
        assert_eq!((error.kind(), error.status()), (ErrorKind::Timeout, None));
        assert!(start.elapsed() >= Duration::from_millis(300) && start.elapsed() < Duration::from_secs(3));
        assert_eq!(server.received().len(), 1, "a timeout is not repeated by itself");
        let short = call::<Json<Value>>(&client, &GET).option_timeout(Duration::from_millis(20));
        let start = Instant::now();
        assert_eq!(short.send().await.unwrap_err().kind(), ErrorKind::Timeout);
        assert!(start.elapsed() < Duration::from_millis(250));
    }
}

#[tokio::test]
async fn a_broken_connection_is_repeated_where_that_is_safe() {
    let before: fn(&Received, usize) -> Vec<Step> = |_, number| if number == 0 { vec![Step::Close] } else { json(200, "1") };
    let within: fn(&Received, usize) -> Vec<Step> = |_, number| match number {
        0 => vec![text("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n12345"), pause(20), Step::Close],
        _ => json(200, "1"),
    };
    for behaviour in [before, within] {
        let server = Server::start(behaviour).await;
        assert_eq!(send(&builder(&server).build().unwrap(), &GET).await.unwrap(), 1);
        assert_eq!(server.received().len(), 2);

        let server = Server::start(behaviour).await;
        let error = send(&builder(&server).build().unwrap(), &POST).await.unwrap_err();
        assert_eq!((error.kind(), error.is_retryable(), server.received().len()), (ErrorKind::Interrupted, false, 1));
        assert!(error.source().is_some());
    }
}

#[tokio::test]
async fn a_refused_connection_is_told_without_the_key() {
    let server = Server::start(|_, _| Vec::new()).await;
    let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let client: Client = builder(&server)
        .base_url(format!("http://{free}"))
        .auth(Credential::query("token", [("key", "hunter2")]))
        .build()
        .unwrap();
    let error = send(&client, &POST).await.unwrap_err();
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Connect, true));
    let mut all = format!("{error} {error:?}");
    let mut source = error.source();
    while let Some(cause) = source {
        all = format!("{all} {cause} {cause:?}");
        source = cause.source();
    }
    assert!(!all.contains("hunter2"), "{all}");
}

#[tokio::test]
async fn a_server_without_tls_gets_no_request() {
    let server = Server::start(|_, _| json(200, "1")).await;
    let client: Client = builder(&server).base_url(format!("https://{}", server.address)).build().unwrap();
    let error = send(&client, &GET).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Connect | ErrorKind::Timeout), "{error:?}");
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let server =
        Server::start(|_, _| vec![text("HTTP/1.1 302 Found\r\nlocation: /elsewhere\r\ncontent-length: 0\r\n\r\n")]).await;
    let error = send(&builder(&server).build().unwrap(), &GET).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Redirect, Some(302)));
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn a_download_may_take_long_but_not_pause_long() {
    let server = Server::start(|_, number| {
        let mut steps = vec![text(CHUNKED)];
        for _ in 0..6 {
            steps.extend([chunk("0123456789"), pause(100)]);
        }
        if number == 1 {
            steps.push(pause(5000));
        }
        steps.push(text("0\r\n\r\n"));
        steps
    })
    .await;
    let client = builder(&server).build().unwrap();
    let start = Instant::now();
    let bytes = call::<Download>(&client, &FILE).send().await.unwrap().collect().await.unwrap();
    assert_eq!(bytes.len(), 60);
    assert!(start.elapsed() > Duration::from_millis(450), "longer than the timeout of 300 ms");

    let mut stream = call::<Download>(&client, &FILE).send().await.unwrap();
    let mut length = 0;
    let error = loop {
        match stream.try_next().await {
            Ok(chunk) => length += chunk.expect("no end before the error").len(),
            Err(error) => break error,
        }
    };
    assert_eq!((length, error.kind(), error.operation()), (60, ErrorKind::Timeout, "op"));
    assert!(stream.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn an_endless_response_is_cut_off() {
    let server = Server::start(|_, _| {
        let mut steps = vec![text(CHUNKED)];
        steps.extend((0..1000).map(|_| chunk(&"x".repeat(1000))));
        steps
    })
    .await;
    let client: Client = builder(&server).body_limit(5000).build().unwrap();
    assert_eq!(send(&client, &GET).await.unwrap_err().kind(), ErrorKind::BodyTooLarge);
}

/// A stream of the given chunks, and an error behind them if there is one.
#[derive(Default)]
struct Chunks(VecDeque<&'static str>, Option<&'static str>);

impl Chunks {
    fn failing() -> Self {
        Self(VecDeque::from(["one ", "two "]), Some("the disk is gone"))
    }
}

impl futures_core::Stream for Chunks {
    type Item = Result<&'static [u8], std::io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match self.0.pop_front() {
            Some(text) => Poll::Ready(Some(Ok(text.as_bytes()))),
            None => Poll::Ready(self.1.take().map(|text| Err(std::io::Error::other(text)))),
        }
    }
}

fn chunks() -> Chunks {
    Chunks(VecDeque::from(["one ", "two ", "three"]), None)
}

#[tokio::test]
async fn uploads_are_streamed_with_and_without_length() {
    let server = Server::start(|_, number| json(if number == 2 { 429 } else { 200 }, "1")).await;
    let client = builder(&server).build().unwrap();
    let upload = |body: Body| call::<Empty>(&client, &POST).raw("text/plain", body).send();
    upload(Body::stream(chunks(), None)).await.unwrap();
    upload(Body::stream(chunks(), Some(13))).await.unwrap();
    // The third request is refused with 429 and can be sent again, because its stream can.
    upload(Body::replayable(chunks, Some(13))).await.unwrap();
    let received = server.received();
    assert_eq!(received.len(), 4);
    assert!(received.iter().all(|request| request.body == "one two three"), "{received:?}");
    assert!(received[0].head.contains("transfer-encoding: chunked"));
    assert!(received[1].head.contains("content-length: 13"));
}

#[tokio::test]
async fn a_form_with_a_file_arrives_whole() {
    let server = Server::start(|_, _| json(200, "1")).await;
    let client = builder(&server).build().unwrap();
    let file = FilePart::new("a.txt", Body::stream(chunks(), Some(13))).content_type("text/plain");
    let form = MultipartForm::new().text("kind", "note").file("file", file).json("meta", &["x"]);
    call::<Empty>(&client, &POST).multipart(form).send().await.unwrap();
    let request = &server.received()[0];
    let boundary = request.head.split("boundary=").nth(1).unwrap().lines().next().unwrap().to_owned();
    assert_eq!(request.body.matches(&boundary).count(), 4);
    assert!(request.body.contains("filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\none two three\r\n--"));
    assert!(request.head.contains(&format!("content-length: {}", request.body.len())));
}

#[tokio::test]
async fn events_arrive_as_they_are_sent() {
    let server = Server::start(|_, _| {
        vec![
            text("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"),
            chunk("data: {\"n\":"),
            pause(50),
            chunk(" 1}\n\n: still here\n\nid: 2\nda"),
            pause(500),
            chunk("ta: {\"n\": 2}\n\ndata: [DONE]\n\n"),
            pause(5000),
        ]
    })
    .await;
    let client = builder(&server).build().unwrap();
    let mut events = call::<Events<Value>>(&client, &FILE).send().await.unwrap();
    assert_eq!(events.try_next().await.unwrap().unwrap().data["n"], 1);
    let second = events.try_next().await.unwrap().unwrap();
    assert_eq!((second.id.as_str(), &second.data["n"]), ("2", &Value::from(2)), "a pause ends no event stream");
    assert!(events.try_next().await.unwrap().is_none());
}

/// A server that issues `t1`, `t2`, ... and only accepts the last one; a refresh token works once.
fn token_server() -> impl Fn(&Received, usize) -> Vec<Step> + Send + Sync + 'static {
    let issued = Mutex::new(1);
    move |request, _| {
        let mut issued = issued.lock().unwrap();
        let mut steps = if request.line.contains("/token") {
            if request.body.contains("refresh_token=") && !request.body.contains(&format!("refresh_token=r{issued}&")) {
                json(400, r#"{"error": "invalid_grant"}"#)
            } else {
                *issued += 1;
                let n = *issued;
                json(200, &format!(r#"{{"access_token": "t{n}", "refresh_token": "r{n}", "expires_in": 3600}}"#))
            }
        } else if request.head.contains(&format!("authorization: bearer t{issued}\r\n")) {
            json(200, "1")
        } else {
            json(401, "{}")
        };
        steps.insert(0, pause(30));
        steps
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn forty_calls_share_one_refresh() {
    let server = Server::start(token_server()).await;
    let stored = Arc::new(Mutex::new(Vec::new()));
    let log = stored.clone();
    let tokens = TokenSet::new("old").refresh_token("r1").expires_at(SystemTime::now());
    let code = AuthorizationCode::new("token", "https://id.test/authorize", format!("{}/token", server.url()), "app").credential(
        tokens,
        move |tokens: &TokenSet| {
            log.lock().unwrap().push(tokens.access_token.expose().to_owned());
            Ok(())
        },
    );
    let own = ClientCredentials::new("token", format!("{}/token", server.url()), "id", "secret").into();
    for (credential, tokens) in [(code, 1), (own, 2)] {
        let credential: Credential = credential;
        let client: Client = builder(&server).timeout(Duration::from_secs(10)).auth(credential).build().unwrap();
        let calls: Vec<_> = (0..40).map(|_| tokio::spawn(call::<Json<Value>>(&client, &GET).send())).collect();
        for call in calls {
            call.await.unwrap().unwrap();
        }
        let asked = server.received().iter().filter(|request| request.line.contains("/token")).count();
        assert_eq!(asked, tokens, "token requests so far");
    }
    assert_eq!(*stored.lock().unwrap(), ["t2"]);
}
