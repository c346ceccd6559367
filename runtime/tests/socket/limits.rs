//! Limits that hold: time, rate and repetitions.

use std::time::{Duration, Instant};

use plansmith_runtime::auth::{Credential, Secret, TokenProvider};
use plansmith_runtime::call::{Download, Empty};
use plansmith_runtime::conventions::{Conventions, RateLimitRules};
use plansmith_runtime::transport::{BoxFuture, Transport};
use plansmith_runtime::{Api, BoxError, Client, ClientBuilder, ErrorKind, Retry};

use super::server::{Received, Server, Step, json};
use super::{CHUNKED, FILE, GET, POST, builder, call, chunk, pause, send, text};

fn refuse(header: &str) -> Vec<Step> {
    vec![text(&format!("HTTP/1.1 429 X\r\n{header}\r\ncontent-length: 0\r\n\r\n"))]
}

#[tokio::test]
async fn every_form_of_retry_after_is_waited_for() {
    for (header, least) in [
        ("retry-after: 0.3", 300),
        ("retry-after: 1", 1000),
        ("date: Fri, 12 Mar 2021 14:20:09 GMT\r\nretry-after: Friday, 12-Mar-21 14:20:10 GMT", 1000),
        ("date: Fri, 12 Mar 2021 14:20:09 GMT\r\nretry-after: Fri Mar 12 14:20:10 2021", 1000),
    ] {
        let server = Server::start(move |_, number| if number == 0 { refuse(header) } else { json(200, "1") }).await;
        let start = Instant::now();
        send(&builder(&server).build().unwrap(), &POST).await.unwrap();
        assert!(start.elapsed() >= Duration::from_millis(least), "{header}: {:?}", start.elapsed());
    }
    for header in
        ["retry-after: Fri, 31 Dec 9999 23:59:59 GMT", "retry-after: 99999999999", "retry-after: 99999999999999999999999"]
    {
        let server = Server::start(move |_, number| if number == 0 { refuse(header) } else { json(200, "1") }).await;
        let client = builder(&server).build().unwrap();
        let error = send(&client, &GET).await.unwrap_err();
        assert!(error.retry_after().is_some_and(|wait| wait > Duration::from_secs(99_999_999)), "{header}");
        send(&client, &GET).await.unwrap();
        assert_eq!(server.received().len(), 2, "a wait of years is told, and blocks no other call");
    }
}

/// vPlan's convention, with responses of choice.
static API: Api = Api {
    name: "Test",
    user_agent: "test/1",
    servers: &[],
    conventions: &Conventions {
        rate_limit: RateLimitRules { remaining: Some("x-left"), reset: Some("x-reset"), ..RateLimitRules::DEFAULT },
        ..Conventions::DEFAULT
    },
    security: &[],
};

fn limited(server: &Server) -> ClientBuilder<Client> {
    ClientBuilder::new(&API).base_url(server.url()).retry(Retry::new().base_delay(Duration::from_millis(300)))
}

fn left(left: u64, reset: u64) -> Vec<Step> {
    vec![text(&format!("HTTP/1.1 200 OK\r\nx-left: {left}\r\nx-reset: {reset}\r\ncontent-length: 1\r\n\r\n1"))]
}

#[tokio::test]
async fn a_limit_that_is_used_up_for_long_fails_at_once() {
    let server = Server::start(|_, number| if number == 0 { left(0, 7200) } else { left(99, 60) }).await;
    let client = limited(&server).build().unwrap();
    send(&client, &GET).await.unwrap();
    let start = Instant::now();
    for client in [client.clone(), client] {
        let error = send(&client, &GET).await.unwrap_err();
        assert_eq!((error.kind(), error.status(), error.is_retryable()), (ErrorKind::RateLimited, None, true));
        assert!(error.retry_after().is_some_and(|wait| wait > Duration::from_secs(7000) && wait <= Duration::from_secs(7200)));
    }
    assert!(start.elapsed() < Duration::from_millis(900));
    assert_eq!(server.received().len(), 1, "and sends nothing");
}

#[tokio::test]
async fn a_wrong_reset_slows_no_later_call() {
    // Unix time, now and in the past, where seconds are meant; and more than any window lasts.
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    for reset in [now, 1_700_000_000, 999_999_999] {
        let server = Server::start(move |_, number| if number == 0 { left(0, reset) } else { left(99, 60) }).await;
        let client = limited(&server).build().unwrap();
        let start = Instant::now();
        for _ in 0..4 {
            send(&client, &GET).await.unwrap();
        }
        assert!(start.elapsed() < Duration::from_secs(3), "{reset}: {:?}", start.elapsed());
        assert_eq!(server.received().len(), 4);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn those_who_waited_for_a_window_are_sent_apart() {
    let times = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let log = times.clone();
    let server = Server::start(move |_: &Received, number| {
        log.lock().unwrap().push(Instant::now());
        if number == 0 { left(0, 1) } else { left(99, 60) }
    })
    .await;
    let client = limited(&server).build().unwrap();
    send(&client, &GET).await.unwrap();
    let calls: Vec<_> = (0..50).map(|_| tokio::spawn(call::<Empty>(&client, &GET).send())).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    let mut times = times.lock().unwrap().clone();
    times.sort();
    assert!(times[1] - times[0] >= Duration::from_millis(990));
    assert!(times[45] - times[5] > Duration::from_millis(100), "{:?}", times[45] - times[5]);
}

#[tokio::test]
async fn an_outage_costs_little_more_than_one_request_a_call() {
    let server = Server::start(|_, _| json(503, "{}")).await;
    let retry = Retry::new().base_delay(Duration::from_millis(1));
    let client = builder(&server).timeout(Duration::from_secs(120)).retry(retry).build().unwrap();
    let calls: Vec<_> = (0..200).map(|_| tokio::spawn(call::<Empty>(&client.clone(), &GET).send())).collect();
    for call in calls {
        assert_eq!(call.await.unwrap().unwrap_err().kind(), ErrorKind::Unavailable);
    }
    assert_eq!(server.received().len(), 250);
}

struct Never;

impl TokenProvider for Never {
    fn token<'a>(&'a self, _: &'a std::sync::Arc<dyn Transport>) -> BoxFuture<'a, Result<Secret, BoxError>> {
        Box::pin(std::future::pending())
    }
}

#[tokio::test]
async fn no_limit_is_no_panic_and_a_limit_covers_the_credential() {
    let server = Server::start(|_, _| vec![text(CHUNKED), chunk("0123456789"), pause(30), text("0\r\n\r\n")]).await;
    for limit in [None, Some(Duration::MAX), Some(Duration::from_secs(u64::MAX / 2))] {
        let client: Client = builder(&server)
            .timeout(limit)
            .call_timeout(limit)
            .connect_timeout(limit.map(|_| Duration::from_secs(9)))
            .build()
            .unwrap();
        let bytes = call::<Download>(&client, &FILE).send().await.unwrap().collect().await.unwrap();
        assert_eq!(bytes.len(), 10);
    }
    let hanging: Client = builder(&server).auth(Credential::provider("token", Never)).build().unwrap();
    let start = Instant::now();
    let error = send(&hanging, &GET).await.unwrap_err();
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Timeout, true));
    assert!(start.elapsed() < Duration::from_secs(3));
}

#[tokio::test]
async fn a_permit_is_free_while_its_call_sleeps() {
    let server = Server::start(|request, number| match (number, request.line.contains("POST")) {
        (0, _) => refuse("retry-after: 3"),
        _ => json(200, "1"),
    })
    .await;
    let client = builder(&server).max_concurrency(1).build().unwrap();
    let first = tokio::spawn(call::<Empty>(&client, &GET).send());
    tokio::time::sleep(Duration::from_millis(100)).await;
    let start = Instant::now();
    let late = call::<Empty>(&client, &GET).option_call_timeout(Duration::from_millis(500)).send().await;
    let error = late.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::RateLimited, None), "at once, and not behind the permit: {error}");
    assert!(start.elapsed() < Duration::from_millis(400), "{:?}", start.elapsed());
    first.await.unwrap().unwrap();
}

#[tokio::test]
async fn the_pauses_of_a_caller_do_not_count() {
    let server = Server::start(|_, _| vec![text(CHUNKED), chunk("one"), pause(700), chunk("two"), text("0\r\n\r\n")]).await;
    let client = builder(&server).timeout(Duration::from_millis(400)).build().unwrap();
    let mut stream = call::<Download>(&client, &FILE).send().await.unwrap();
    assert_eq!(stream.try_next().await.unwrap().unwrap(), "one");
    // Longer than the limit; the next chunk comes within the limit of being asked for.
    tokio::time::sleep(Duration::from_millis(550)).await;
    assert_eq!(stream.try_next().await.unwrap().unwrap(), "two");
    // Asked for, given up, and asked for again much later.
    let server = Server::start(|_, _| vec![text(CHUNKED), chunk("one"), pause(900), chunk("two"), text("0\r\n\r\n")]).await;
    let client = builder(&server).timeout(Duration::from_millis(400)).build().unwrap();
    let mut stream = call::<Download>(&client, &FILE).send().await.unwrap();
    stream.try_next().await.unwrap();
    assert!(tokio::time::timeout(Duration::from_millis(20), stream.try_next()).await.is_err());
    tokio::time::sleep(Duration::from_millis(700)).await;
    assert_eq!(stream.try_next().await.unwrap().unwrap(), "two");
}
