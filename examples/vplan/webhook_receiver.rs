//! Receives the events of a webhook, with nothing but Tokio. A web framework does the first half for you.
//!
//! ```sh
//! cargo run --example webhook_receiver -- 127.0.0.1:8080 a-part-nobody-can-guess
//! ```
//!
//! Deliveries are not signed, so the address has a part that only vPlan knows. TLS ends in a proxy before this program.

use std::env;
use std::error::Error;
use std::io;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::time::timeout;
use vplan_client::types::{WebhookEventTypeNormal, WebhookPayload};
use vplan_client::webhooks;

/// More than any event has.
const LARGEST: usize = 1024 * 1024;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8080".to_owned());
    let path = format!("/{}", env::args().nth(2).ok_or("the second argument is the secret part of the path")?);

    // The server waits ten seconds and delivers again what was not accepted. So accept first, and work afterwards.
    let (queue, mut events) = mpsc::channel(1000);
    tokio::spawn(async move {
        while let Some(event) = events.recv().await {
            handle(event);
        }
    });

    let listener = TcpListener::bind(&address).await?;
    println!("listening on {address}");
    loop {
        let (mut stream, peer) = listener.accept().await?;
        let (queue, path) = (queue.clone(), path.clone());
        tokio::spawn(async move {
            let status = match timeout(Duration::from_secs(8), read(&mut stream, &path)).await {
                Ok(Ok(Some(body))) => accept(&queue, body),
                Ok(Ok(None)) => "404 Not Found",
                Ok(Err(_)) | Err(_) => "400 Bad Request",
            };
            let response = format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            if let Err(error) = stream.write_all(response.as_bytes()).await {
                eprintln!("{peer}: {error}");
            }
        });
    }
}

/// Parses a delivery and puts it into the queue. What cannot be parsed or kept is refused, so that it comes again.
fn accept(queue: &mpsc::Sender<WebhookPayload>, body: Vec<u8>) -> &'static str {
    match webhooks::event(body) {
        Ok(event) => match queue.try_send(event) {
            Ok(()) => "204 No Content",
            Err(_) => "503 Service Unavailable",
        },
        Err(error) => {
            // Names the place of the first value that does not fit, such as `$.data.new.id`.
            eprintln!("{error}: {:?}", error.path());
            "400 Bad Request"
        }
    }
}

/// Works on an event. Deliveries may come twice and out of order: compare `updated_at` before trusting one.
fn handle(event: WebhookPayload) {
    match event {
        WebhookPayload::NormalObject(event) => {
            let object = event.data.and_then(|data| data.current);
            let id = object.as_ref().and_then(|object| object.id.as_ref());
            match event.event {
                WebhookEventTypeNormal::CardDeleted => println!("card {id:?} is gone"),
                kind => println!("{kind:?} of {id:?}"),
            }
        }
        WebhookPayload::NestedObject(event) => println!("{:?}", event.event),
        WebhookPayload::NestedObjectWithPivot(event) => println!("{:?}", event.event),
        // An event this version does not know, as JSON.
        other => println!("{other:?}"),
    }
}

/// The body of a POST to `path`; `None` for any other request.
async fn read(stream: &mut TcpStream, path: &str) -> io::Result<Option<Vec<u8>>> {
    let mut reader = BufReader::new(stream.take(LARGEST as u64));
    let mut line = String::new();
    reader.read_line(&mut line).await?;
    let mut words = line.split(' ');
    let wanted = words.next() == Some("POST") && words.next() == Some(path);
    let mut length = 0;
    loop {
        line.clear();
        if reader.read_line(&mut line).await? == 0 || line.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().map_err(io::Error::other)?;
        }
    }
    if length > LARGEST {
        return Err(io::Error::other("a body of that length is no event"));
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).await?;
    Ok(wanted.then_some(body))
}
