//! What a call tells tracing and metrics, over a real socket, and that nothing of it is secret.
#![cfg(feature = "reqwest")]

use std::collections::BTreeMap;
use std::fmt::{Debug, Write as _};
use std::io::{Read, Write as _};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use plansmith_runtime::auth::Credential;
use plansmith_runtime::call::{Call, Json, Meta, Style};
use plansmith_runtime::conventions::Conventions;
use plansmith_runtime::{Api, CallReport, Client, ClientBuilder, Error, ErrorKind, Retry, Value};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;

static API: Api =
    Api { name: "Test", user_agent: "test/1", servers: &[], conventions: &Conventions::DEFAULT, security: &[&["key"], &[]] };

static GET: Meta = Meta { id: "readThing", path: "/things/{id}", ..Meta::DEFAULT };

/// A server that answers its connections with these statuses, one each, and then no more.
fn server(statuses: &'static [u16]) -> (String, u16) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for status in statuses {
            let (mut connection, _) = listener.accept().unwrap();
            let mut head = Vec::new();
            let mut byte = [0];
            while !head.ends_with(b"\r\n\r\n") && connection.read(&mut byte).unwrap() == 1 {
                head.push(byte[0]);
            }
            let head = format!("HTTP/1.1 {status} X\r\ncontent-type: application/json\r\nconnection: close\r\n");
            write!(connection, "{head}content-length: 20\r\n\r\n{{\"secret\":\"hunter2\"}}").unwrap();
        }
    });
    (format!("http://127.0.0.1:{port}"), port)
}

fn builder(url: &str) -> ClientBuilder<Client> {
    ClientBuilder::new(&API)
        .base_url(url)
        .retry(Retry::new().attempts(3).base_delay(Duration::from_millis(1)))
        .auth(Credential::query("key", [("key", "hunter2")]))
}

async fn read(client: &Client) -> Result<Value, Error> {
    Call::<Json<Value>>::new(client, &GET).path("id", Style::PATH, "hunter2").send().await
}

/// The fields of a span by name.
type Span = BTreeMap<String, String>;

/// Keeps spans that ended, and events as text.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<(Vec<Span>, Vec<String>)>>);

struct Fields(Span);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}").trim_matches('"').to_owned());
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Seen {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut fields = Fields(BTreeMap::from([("span".to_owned(), attributes.metadata().name().to_owned())]));
        attributes.record(&mut fields);
        context.span(id).unwrap().extensions_mut().insert(fields);
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        values.record(context.span(id).unwrap().extensions_mut().get_mut::<Fields>().unwrap());
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut fields = Fields(BTreeMap::new());
        event.record(&mut fields);
        let mut text = format!("{:?} in", fields.0);
        for span in context.event_scope(event).into_iter().flatten() {
            let _ = write!(text, " {}", span.name());
        }
        self.0.lock().unwrap().1.push(text);
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        let fields = context.span(&id).unwrap().extensions_mut().remove::<Fields>().unwrap();
        if fields.0["span"] == "call" {
            self.0.lock().unwrap().0.push(fields.0);
        }
    }
}

/// Spans and events of one call. Each test has a thread of its own, and so has its subscriber.
async fn watched(url: &str) -> (Span, Vec<String>, Result<Value, Error>) {
    let seen = Seen::default();
    let guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(seen.clone()));
    let result = read(&builder(url).build().unwrap()).await;
    drop(guard);
    let (mut spans, events) = std::mem::take(&mut *seen.0.lock().unwrap());
    assert_eq!(spans.len(), 1, "one span a call: {spans:?}");
    let span = spans.remove(0);
    let own: Vec<String> = events.into_iter().filter(|event| event.contains("operation")).collect();
    assert!(!format!("{span:?} {own:?}").contains("hunter2"), "{span:?} {own:?}");
    (span, own, result)
}

fn expect(span: &Span, wanted: &[(&str, &str)]) {
    for (name, value) in wanted {
        assert_eq!(span.get(*name).map(String::as_str), Some(*value), "{name} in {span:?}");
    }
}

#[tokio::test]
async fn a_call_is_one_span_however_often_it_is_sent() {
    let (url, port) = server(&[503, 503, 200]);
    let (span, events, result) = watched(&url).await;
    result.unwrap();
    expect(
        &span,
        &[
            ("otel.kind", "client"),
            ("otel.name", "GET /things/{id}"),
            ("api", "Test"),
            ("operation", "readThing"),
            ("http.request.method", "GET"),
            ("url.template", "/things/{id}"),
            ("server.address", "127.0.0.1"),
            ("server.port", &port.to_string()),
            ("http.response.status_code", "200"),
            ("http.request.resend_count", "2"),
            ("attempts", "3"),
        ],
    );
    assert!(!span.contains_key("error.type") && !span.contains_key("otel.status_code"), "{span:?}");
    // The attempts are events within it.
    assert_eq!(events.len(), 3, "{events:?}");
    assert!(events.iter().all(|event| event.ends_with("in call")), "{events:?}");
    assert!(events[1].contains("\"attempt\": \"2\""), "{events:?}");
}

#[tokio::test]
async fn a_failure_has_the_type_of_its_error() {
    let (url, _) = server(&[404]);
    let (span, _, result) = watched(&url).await;
    assert_eq!(result.unwrap_err().kind(), ErrorKind::NotFound);
    let failed = ("otel.status_code", "ERROR");
    expect(&span, &[("http.response.status_code", "404"), ("error.type", "404"), ("attempts", "1"), failed]);
    assert!(!span.contains_key("http.request.resend_count"), "{span:?}");

    // Nobody listens there any more.
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let (span, _, result) = watched(&format!("http://{free}")).await;
    assert_eq!(result.unwrap_err().kind(), ErrorKind::Connect);
    expect(&span, &[("error.type", "Connect"), ("attempts", "3"), ("http.request.resend_count", "2"), failed]);
    assert!(!span.contains_key("http.response.status_code"), "{span:?}");
}

#[tokio::test]
async fn an_response_that_cannot_be_read_fails_the_span_too() {
    let (url, _) = server(&[200]);
    let seen = Seen::default();
    let _guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(seen.clone()));
    let client = builder(&url).build().unwrap();
    let call = Call::<Json<u32>>::new(&client, &GET).path("id", Style::PATH, "1");
    assert_eq!(call.send().await.unwrap_err().kind(), ErrorKind::Decode);
    let span = &seen.0.lock().unwrap().0[0];
    expect(span, &[("http.response.status_code", "200"), ("error.type", "Decode"), ("otel.status_code", "ERROR")]);
}

#[tokio::test]
async fn metrics_are_told_what_became_of_each_call() {
    let (url, _) = server(&[503, 200, 404]);
    let reports: Arc<Mutex<Vec<CallReport>>> = Arc::default();
    let log = reports.clone();
    let hook = move |report: &CallReport| log.lock().unwrap().push(report.clone());
    let client = builder(&url).on_call(hook).build().unwrap();
    read(&client).await.unwrap();
    read(&client).await.unwrap_err();
    // Nothing is sent without its parameter.
    Call::<Json<Value>>::new(&client, &GET).send().await.unwrap_err();

    let reports = reports.lock().unwrap();
    let told: Vec<_> = reports.iter().map(|report| (report.status, report.error, report.attempts)).collect();
    let wanted = [(Some(200), None, 2), (Some(404), Some(ErrorKind::NotFound), 1), (None, Some(ErrorKind::Request), 0)];
    assert_eq!(told, wanted);
    assert!(reports.iter().all(|one| (one.operation, one.method, one.path) == ("readThing", "GET", "/things/{id}")));
    assert!(reports[0].duration >= Duration::from_micros(100) && reports[0].duration < Duration::from_secs(20));
}
