//! Accepts connections, reads requests, writes replies.

use super::message::{Ending, Reply, Request};
use std::fmt::Write as _;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

/// Answers requests.
pub trait Handler: Send + Sync + 'static {
    /// The reply to one request. Called from any task, so shared state needs a lock.
    fn response(&self, request: &Request) -> Reply;

    /// Called when the last byte of a reply has left or the connection broke.
    fn finished(&self) {}
}

/// A server on a free port of 127.0.0.1. Dropping it closes every connection.
#[derive(Debug)]
pub struct Listener {
    address: SocketAddr,
    task: JoinHandle<()>,
}

impl Listener {
    /// Binds a free port and starts to answer.
    ///
    /// # Errors
    ///
    /// When no port can be bound.
    pub async fn start(handler: Arc<dyn Handler>) -> io::Result<Self> {
        let socket = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = socket.local_addr()?;
        let task = tokio::spawn(async move {
            let mut connections = JoinSet::new();
            let mut number = 0;
            while let Ok((stream, _)) = socket.accept().await {
                number += 1;
                let _ = stream.set_nodelay(true);
                connections.spawn(converse(stream, Arc::clone(&handler), number));
                while connections.try_join_next().is_some() {}
            }
        });
        Ok(Self { address, task })
    }

    /// The address it listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Serves one connection until either side closes it.
async fn converse(mut stream: TcpStream, handler: Arc<dyn Handler>, number: u64) {
    let mut buffer = Vec::new();
    while let Ok(Some(request)) = read_request(&mut stream, &mut buffer, number).await {
        let reply = handler.response(&request);
        let head_only = request.method == "HEAD";
        let sent = write_reply(&mut stream, &reply, head_only).await;
        handler.finished();
        let last = request.header("Connection").is_some_and(|value| value.eq_ignore_ascii_case("close"));
        if last || !matches!(sent, Ok(true)) {
            break;
        }
    }
}

/// Reads one request; `None` when the other side closed the connection between two requests.
async fn read_request(stream: &mut TcpStream, buffer: &mut Vec<u8>, connection: u64) -> io::Result<Option<Request>> {
    let end = loop {
        if let Some(end) = find(buffer, b"\r\n\r\n") {
            break end;
        }
        if stream.read_buf(buffer).await? == 0 {
            return Ok(None);
        }
    };
    let head = String::from_utf8(buffer[..end].to_vec()).map_err(|_| malformed("head is not UTF-8"))?;
    buffer.drain(..end + 4);
    let mut lines = head.split("\r\n");
    let mut first = lines.next().unwrap_or_default().split(' ');
    let (Some(method), Some(target), Some("HTTP/1.1"), None) = (first.next(), first.next(), first.next(), first.next()) else {
        return Err(malformed("request line"));
    };
    let mut headers = Vec::new();
    for line in lines {
        let (name, value) = line.split_once(':').ok_or_else(|| malformed("header line"))?;
        headers.push((name.to_owned(), value.trim().to_owned()));
    }
    let mut request = Request {
        method: method.to_owned(),
        target: target.to_owned(),
        headers,
        body: Vec::new(),
        connection,
        at: Instant::now(),
    };
    let chunked = request.header("Transfer-Encoding").is_some_and(|coding| coding.eq_ignore_ascii_case("chunked"));
    if chunked {
        request.body = read_chunks(stream, buffer).await?;
    } else if let Some(length) = request.header("Content-Length") {
        let length = length.parse().map_err(|_| malformed("Content-Length"))?;
        request.body = take(stream, buffer, length).await?;
    }
    request.at = Instant::now();
    Ok(Some(request))
}

/// Takes exactly `length` bytes.
async fn take(stream: &mut TcpStream, buffer: &mut Vec<u8>, length: usize) -> io::Result<Vec<u8>> {
    while buffer.len() < length {
        if stream.read_buf(buffer).await? == 0 {
            return Err(malformed("body ends early"));
        }
    }
    Ok(buffer.drain(..length).collect())
}

/// Reads a chunked body.
async fn read_chunks(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = loop {
            if let Some(end) = find(buffer, b"\r\n") {
                break end;
            }
            if stream.read_buf(buffer).await? == 0 {
                return Err(malformed("chunk ends early"));
            }
        };
        let line = String::from_utf8_lossy(&buffer[..end]).into_owned();
        buffer.drain(..end + 2);
        let size =
            usize::from_str_radix(line.split(';').next().unwrap_or_default().trim(), 16).map_err(|_| malformed("chunk size"))?;
        body.extend(take(stream, buffer, size).await?);
        take(stream, buffer, 2).await?;
        if size == 0 {
            return Ok(body);
        }
    }
}

/// Writes a reply; true when the connection may be used again.
async fn write_reply(stream: &mut TcpStream, reply: &Reply, head_only: bool) -> io::Result<bool> {
    let delivery = reply.delivery;
    tokio::time::sleep(delivery.delay).await;
    match delivery.ending {
        Ending::Silence => return Ok(false),
        Ending::Hang => {
            return or_closed(stream, std::future::pending()).await.map(|()| false);
        }
        _ => {}
    }
    let bodiless = head_only || reply.status == 204 || reply.status == 304;
    let chunked = delivery.chunks.is_some() || delivery.ending == Ending::Endless;
    let mut head = format!("HTTP/1.1 {} RawResponse\r\n", reply.status);
    for (name, value) in &reply.headers {
        let _ = write!(head, "{name}: {value}\r\n");
    }
    match (bodiless, chunked) {
        (true, _) => {}
        (false, true) => head.push_str("Transfer-Encoding: chunked\r\n"),
        (false, false) => {
            let _ = write!(head, "Content-Length: {}\r\n", reply.body.len());
        }
    }
    if delivery.ending == Ending::Close {
        head.push_str("Connection: close\r\n");
    }
    head.push_str("\r\n");
    let cut = if let Ending::Cut(at) = delivery.ending { at.min(reply.body.len()) } else { reply.body.len() };
    let body = &reply.body[..if bodiless { 0 } else { cut }];
    if chunked && !bodiless {
        stream.write_all(head.as_bytes()).await?;
        write_chunks(stream, body, reply).await?;
    } else {
        stream.write_all(&[head.as_bytes(), body].concat()).await?;
    }
    stream.flush().await?;
    Ok(delivery.ending == Ending::Whole)
}

/// Writes the body piece by piece.
async fn write_chunks(stream: &mut TcpStream, body: &[u8], reply: &Reply) -> io::Result<()> {
    let (size, pause) = reply.delivery.chunks.unwrap_or((body.len().max(1), Duration::ZERO));
    loop {
        for piece in body.chunks(size) {
            let chunk = [format!("{:x}\r\n", piece.len()).as_bytes(), piece, b"\r\n"].concat();
            stream.write_all(&chunk).await?;
            if !pause.is_zero() {
                or_closed(stream, tokio::time::sleep(pause)).await?;
            }
        }
        match reply.delivery.ending {
            Ending::Endless if !body.is_empty() => {}
            Ending::Cut(_) => return Ok(()),
            _ => return stream.write_all(b"0\r\n\r\n").await,
        }
    }
}

/// Waits for `other`, or fails as soon as the other side hangs up.
async fn or_closed(stream: &mut TcpStream, other: impl Future<Output = ()>) -> io::Result<()> {
    let mut byte = [0];
    tokio::pin!(other);
    tokio::select! {
        () = &mut other => Ok(()),
        peeked = stream.peek(&mut byte) => match peeked {
            Ok(0) | Err(_) => Err(malformed("closed by the other side")),
            Ok(_) => {
                other.await;
                Ok(())
            }
        },
    }
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

fn malformed(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what.to_owned())
}
