//! The ways between a client and the network: a proxy, a client of reqwest made by hand, services of tower.

use std::time::{Duration, SystemTime};

use plansmith_runtime::auth::{AuthorizationCode, TokenSet};
use plansmith_runtime::transport::{Recorder, ReqwestTransport, reqwest};
use plansmith_runtime::{Client, ClientBuilder, ErrorKind};

use super::server::{Server, json};
use super::{API, GET, builder, send};

#[tokio::test]
async fn everything_goes_through_a_proxy() {
    let proxy = Server::start(|_, _| json(200, "1")).await;
    let url = proxy.url().replace("http://", "http://me:hunter2@");
    // The host does not exist: only the proxy can have answered.
    let client = || ClientBuilder::<Client>::new(&API).base_url("http://api.invalid/v1").proxy(url.clone());
    assert_eq!(send(&client().build().unwrap(), &GET).await.unwrap(), 1);
    let request = &proxy.received()[0];
    assert!(request.line.starts_with("GET http://api.invalid/v1/things "), "{request:?}");
    // "me:hunter2" in Base64.
    assert!(request.head.contains("proxy-authorization: basic bwu6ahvudgvymg=="), "{request:?}");
    assert!(!format!("{:?}", client()).contains("hunter2"));
}

#[test]
fn a_proxy_that_cannot_be_used_is_found_by_build() {
    let build = |builder: ClientBuilder<Client>| builder.base_url("http://api.test").build().unwrap_err();
    let error = build(ClientBuilder::new(&API).proxy("http://me:hunter2@"));
    assert_eq!(error.kind(), ErrorKind::Request);
    assert!(!format!("{error:#} {error:?}").contains("hunter2"), "{error:#}");
    let error = build(ClientBuilder::new(&API).proxy("http://proxy.test").transport(Recorder::new()));
    assert!(format!("{error:#}").contains("another transport is given"), "{error:#}");
}

#[tokio::test]
async fn a_client_made_by_hand_keeps_its_settings() {
    let server = Server::start(|_, _| json(200, "1")).await;
    let headers = || [("x-own".parse().unwrap(), "yes".parse().unwrap())].into_iter().collect();
    // One is enough for the process, whoever made it.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let whole =
        reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).default_headers(headers()).build().unwrap();
    let changed = ReqwestTransport::configured(move |builder| builder.default_headers(headers())).unwrap();
    for transport in [ReqwestTransport::from(whole), changed] {
        let client: Client = builder(&server).transport(transport).build().unwrap();
        assert_eq!(send(&client, &GET).await.unwrap(), 1);
    }
    let received = server.received();
    assert_eq!(received.len(), 2);
    assert!(received.iter().all(|request| request.head.contains("x-own: yes\r\n")), "{received:?}");
}

#[tokio::test]
async fn a_token_refresh_has_the_settings_of_a_changed_transport() {
    let server =
        Server::start(|request, _| json(200, if request.line.contains("/token") { r#"{"access_token": "new"}"# } else { "1" }))
            .await;
    let headers = || [("x-own".parse().unwrap(), "yes".parse().unwrap())].into_iter().collect();
    let transport = ReqwestTransport::configured(move |builder| builder.default_headers(headers())).unwrap();
    let tokens = TokenSet::new("old").refresh_token("r1").expires_at(SystemTime::now());
    let flow = AuthorizationCode::new("token", "https://id.test/authorize", format!("{}/token", server.url()), "app");
    let credential = flow.credential(tokens, |_: &TokenSet| Ok(()));
    let client: Client = builder(&server).timeout(Duration::from_secs(20)).auth(credential).transport(transport).build().unwrap();
    send(&client, &GET).await.unwrap();
    let received = server.received();
    assert!(received[0].line.contains("/token") && received[0].head.contains("x-own: yes\r\n"), "{received:?}");
    assert!(received[1].head.contains("authorization: bearer new\r\n"), "{received:?}");
}

#[cfg(not(any(feature = "rustls", feature = "aws-lc", feature = "native-tls")))]
#[tokio::test]
async fn without_tls_https_is_refused_and_not_sent_in_the_clear() {
    let server = Server::start(|_, _| json(200, "1")).await;
    let client: Client = builder(&server).base_url(server.url().replace("http:", "https:")).build().unwrap();
    let error = send(&client, &GET).await.unwrap_err();
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Connect, false), "{error:#}");
    assert!(server.received().is_empty());
}
