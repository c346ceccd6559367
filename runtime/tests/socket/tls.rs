//! TLS as the features choose it: whose certificates are trusted, and what a refusal is called.
#![cfg(any(feature = "rustls", feature = "aws-lc", feature = "native-tls"))]

use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::Command;
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use plansmith_runtime::{Client, ClientBuilder, ErrorKind, Retry};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::Acceptor;
use rustls::{ServerConfig, StreamOwned};

use super::{API, GET, send};

/// Names the server of a test to the process that calls it.
const SERVER: &str = "PLANSMITH_TEST_TLS_SERVER";

/// Answers one connection. Gives the application protocols that were offered, and the request, if it came so far. The
/// certificate is of an authority that no system knows; its key was thrown away.
fn server() -> (String, JoinHandle<(Vec<String>, String)>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    let serve = move || {
        let (mut connection, _) = listener.accept().unwrap();
        let mut acceptor = Acceptor::default();
        let accepted = loop {
            acceptor.read_tls(&mut connection).unwrap();
            if let Some(accepted) = acceptor.accept().unwrap() {
                break accepted;
            }
        };
        let offered = accepted.client_hello().alpn().into_iter().flatten();
        let offered = offered.map(|name| String::from_utf8(name.to_vec()).unwrap()).collect();
        let certificate = CertificateDer::from(include_bytes!("certificates/server.der").as_slice());
        let key = PrivateKeyDer::try_from(include_bytes!("certificates/server.key.der").as_slice()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let config = config.with_no_client_auth().with_single_cert(vec![certificate], key).unwrap();
        let mut stream = StreamOwned::new(accepted.into_connection(Arc::new(config)).unwrap(), connection);
        let mut request = Vec::new();
        let mut byte = [0];
        while !request.ends_with(b"\r\n\r\n") && matches!(stream.read(&mut byte), Ok(1)) {
            request.push(byte[0]);
        }
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 1\r\n\r\n1");
        let _ = stream.flush();
        (offered, String::from_utf8(request).unwrap())
    };
    (url, thread::spawn(serve))
}

fn client(url: impl Into<String>) -> Client {
    ClientBuilder::new(&API).base_url(url).retry(Retry::new().attempts(1)).build().unwrap()
}

#[tokio::test]
async fn an_unknown_authority_is_refused_by_the_backend_that_wins() {
    let (url, server) = server();
    let error = send(&client(url), &GET).await.unwrap_err();
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Connect, false), "{error:#}");
    let text = format!("{error:#}");
    assert!(text.contains("no secure connection"), "{text}");
    let words = if cfg!(feature = "native-tls") { "certificate verify failed" } else { "invalid peer certificate" };
    assert!(!cfg!(target_os = "linux") || text.contains(words), "{text}");
    let (offered, request) = server.join().unwrap();
    assert!(request.is_empty(), "{request}");
    assert_eq!(offered.iter().any(|name| name == "h2"), cfg!(feature = "http2"), "{offered:?}");
}

/// The trusted authorities of a process are chosen when it starts, so the call is made by another one.
#[cfg(target_os = "linux")]
#[test]
fn the_authorities_of_the_system_are_trusted() {
    let (url, server) = server();
    let authority = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/socket/certificates/ca.pem");
    let caller = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "tls::calls_the_server_it_is_given"])
        .env("SSL_CERT_FILE", authority)
        .env(SERVER, url)
        .output()
        .unwrap();
    assert!(caller.status.success(), "{}", String::from_utf8_lossy(&caller.stdout));
    assert!(server.join().unwrap().1.starts_with("GET /things HTTP/1.1\r\n"));
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn calls_the_server_it_is_given() {
    // By itself, in the process of all tests, there is nothing to call.
    let Ok(url) = std::env::var(SERVER) else { return };
    assert_eq!(send(&client(url), &GET).await.unwrap(), 1);
}
