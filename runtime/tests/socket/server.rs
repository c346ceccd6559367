//! An HTTP/1.1 server of a few lines that can misbehave: a request in, steps out.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What the server does for a request. After the last step the connection stays open.
#[derive(Clone, Debug)]
pub enum Step {
    Send(String),
    Pause(Duration),
    Close,
}

/// A request as it arrived; a chunked body is put together.
#[derive(Clone, Debug)]
pub struct Received {
    pub line: String,
    /// In lower case.
    pub head: String,
    pub body: String,
}

pub struct Server {
    pub address: SocketAddr,
    received: Arc<Mutex<Vec<Received>>>,
}

impl Server {
    /// Starts a server; `response` gets the request and its number, from 0.
    pub async fn start(response: impl Fn(&Received, usize) -> Vec<Step> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let received = Arc::new(Mutex::new(Vec::new()));
        let (response, log) = (Arc::new(response), received.clone());
        tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                tokio::spawn(serve(connection, response.clone(), log.clone()));
            }
        });
        Self { address, received }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }
}

/// A complete response in JSON.
pub fn json(status: u16, body: &str) -> Vec<Step> {
    let length = body.len();
    vec![Step::Send(format!("HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"))]
}

async fn serve(mut connection: TcpStream, response: Arc<impl Fn(&Received, usize) -> Vec<Step>>, log: Arc<Mutex<Vec<Received>>>) {
    let mut buffer = Vec::new();
    while let Some(request) = read(&mut connection, &mut buffer).await {
        let number = {
            let mut log = log.lock().unwrap();
            log.push(request.clone());
            log.len() - 1
        };
        for step in response(&request, number) {
            match step {
                Step::Send(text) => {
                    if connection.write_all(text.as_bytes()).await.is_err() {
                        return;
                    }
                }
                Step::Pause(time) => tokio::time::sleep(time).await,
                Step::Close => return,
            }
        }
    }
}

async fn read(connection: &mut TcpStream, buffer: &mut Vec<u8>) -> Option<Received> {
    let head_end = loop {
        if let Some(at) = buffer.windows(4).position(|four| four == b"\r\n\r\n") {
            break at + 4;
        }
        fill(connection, buffer).await?;
    };
    let head: Vec<u8> = buffer.drain(..head_end).collect();
    let head = String::from_utf8(head).ok()?;
    let (line, rest) = head.split_once("\r\n")?;
    let rest = rest.to_ascii_lowercase();
    let length = rest.lines().find_map(|line| line.strip_prefix("content-length: ")?.trim().parse::<usize>().ok());
    let mut body = Vec::new();
    if rest.contains("transfer-encoding: chunked") {
        loop {
            let end = loop {
                match buffer.windows(2).position(|two| two == b"\r\n") {
                    Some(at) => break at,
                    None => fill(connection, buffer).await?,
                }
            };
            let size = usize::from_str_radix(std::str::from_utf8(&buffer[..end]).ok()?, 16).ok()?;
            while buffer.len() < end + 2 + size + 2 {
                fill(connection, buffer).await?;
            }
            body.extend_from_slice(&buffer[end + 2..end + 2 + size]);
            buffer.drain(..end + 2 + size + 2);
            if size == 0 {
                break;
            }
        }
    } else {
        let length = length.unwrap_or(0);
        while buffer.len() < length {
            fill(connection, buffer).await?;
        }
        body = buffer.drain(..length).collect();
    }
    Some(Received { line: line.to_owned(), head: rest, body: String::from_utf8_lossy(&body).into_owned() })
}

async fn fill(connection: &mut TcpStream, buffer: &mut Vec<u8>) -> Option<()> {
    (connection.read_buf(buffer).await.ok()? > 0).then_some(())
}
