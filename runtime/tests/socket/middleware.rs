//! Services of tower between a client and the network.
#![cfg(feature = "tower")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use plansmith_runtime::call::{Download, Empty};
use plansmith_runtime::transport::{ReqwestTransport, ServiceTransport, TransportError, TransportService};
use plansmith_runtime::{Body, Client, ClientBuilder, ErrorKind, http};
use tower::{BoxError, ServiceBuilder, ServiceExt, service_fn};

use super::server::{Server, Step, json};
use super::{API, FILE, GET, POST, builder, call, chunks, send};

fn network() -> TransportService<ReqwestTransport> {
    TransportService::new(ReqwestTransport::new().unwrap())
}

#[tokio::test]
async fn layers_see_every_attempt_and_change_it() {
    let server = Server::start(|_, number| json(if number == 0 { 503 } else { 200 }, "1")).await;
    let seen = Arc::new(AtomicUsize::new(0));
    let counted = seen.clone();
    let service = ServiceBuilder::new()
        .concurrency_limit(2)
        .map_request(move |mut request: http::Request<Body>| {
            let number = counted.fetch_add(1, Ordering::Relaxed);
            request.headers_mut().insert("x-attempt", number.into());
            request
        })
        .service(network());
    let client: Client = builder(&server).transport(ServiceTransport::new(service)).build().unwrap();
    assert_eq!(send(&client, &GET).await.unwrap(), 1);
    let numbers: Vec<_> = server.received().iter().map(|request| request.head.contains("x-attempt: 1")).collect();
    assert_eq!((numbers, seen.load(Ordering::Relaxed)), (vec![false, true], 2));
}

#[tokio::test]
async fn streams_pass_through_both_ways() {
    let server = Server::start(|_, _| vec![Step::Send(format!("{}3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", super::CHUNKED))]).await;
    let service = ServiceBuilder::new().buffer::<http::Request<Body>>(4).service(network());
    let client: Client = builder(&server).transport(ServiceTransport::new(service)).build().unwrap();
    assert_eq!(call::<Download>(&client, &FILE).send().await.unwrap().collect().await.unwrap(), "abcde");
    call::<Empty>(&client, &POST).raw("text/plain", Body::stream(chunks(), Some(13))).send().await.unwrap();
    assert_eq!(server.received()[1].body, "one two three");
    // What the caller gave to send failed, also behind a buffer that wraps its error.
    let broken = Body::stream(super::Chunks::failing(), Some(100));
    let error = call::<Empty>(&client, &POST).raw("text/plain", broken).send().await.unwrap_err();
    assert!(format!("{error:#}").contains("the disk is gone"), "{error:#}");
}

#[tokio::test]
async fn errors_keep_their_kind_or_count_as_interrupted() {
    let server = Server::start(|_, _| vec![Step::Pause(Duration::from_secs(5))]).await;
    let slow = ServiceBuilder::new().timeout(Duration::from_millis(30)).service(network());
    let client: Client = builder(&server).transport(ServiceTransport::new(slow)).build().unwrap();
    let error = send(&client, &POST).await.unwrap_err();
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Interrupted, false));
    assert_eq!(send(&client, &GET).await.unwrap_err().kind(), ErrorKind::Interrupted);
    assert_eq!(server.received().len(), 1 + 3, "a read is repeated, a POST is not");

    let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let wrapped = ServiceBuilder::new().timeout(Duration::from_secs(5)).service(network());
    let client: Client =
        builder(&server).base_url(format!("http://{free}")).transport(ServiceTransport::new(wrapped)).build().unwrap();
    assert_eq!(send(&client, &POST).await.unwrap_err().kind(), ErrorKind::Connect);
}

#[tokio::test]
async fn any_service_responses() {
    let responses = service_fn(|request: http::Request<Body>| async move {
        match request.uri().path() {
            "/things" => Ok(http::Response::new(Body::from("1"))),
            other => Err(BoxError::from(other.to_owned())),
        }
    });
    let client: Client =
        ClientBuilder::new(&API).base_url("http://api.test").transport(ServiceTransport::new(responses)).build().unwrap();
    assert_eq!(send(&client, &GET).await.unwrap(), 1);
    let direct = network().oneshot(http::Request::new(Body::empty())).await;
    let _: TransportError = direct.unwrap_err();
}
