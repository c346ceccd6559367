//! A server for any spec folder: it judges and logs every request and answers from the spec, unless a script or a
//! behaviour answers first.

use crate::http::{Delivery, Handler, Listener, Reply, Request};
use crate::spec::{Operation, Spec, Variant};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt::{self, Write as _};
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// What one API does beyond its spec.
pub trait Behaviour: Send + Sync + 'static {
    /// The response to a request; `None` leaves it to the spec.
    fn response(&self, call: &Incoming<'_>) -> Option<Reply>;

    /// Adds what every response carries.
    fn finish(&self, _call: &Incoming<'_>, reply: Reply) -> Reply {
        reply
    }
}

/// No behaviour of its own.
#[derive(Clone, Copy, Debug)]
pub struct Plain;

impl Behaviour for Plain {
    fn response(&self, _call: &Incoming<'_>) -> Option<Reply> {
        None
    }
}

/// A request together with what the spec says about it.
#[derive(Clone, Copy, Debug)]
pub struct Incoming<'a> {
    /// The request.
    pub request: &'a Request,
    /// The spec of the server.
    pub spec: &'a Spec,
    /// The operation it calls, if there is one.
    pub operation: Option<&'a Operation>,
    /// Its path without the prefix of the server, still encoded.
    pub path: &'a str,
    /// The address of the server, for links.
    pub address: SocketAddr,
}

/// What happens to one request, in the order of a script.
#[derive(Clone, Debug)]
pub enum Step {
    /// It is answered as if there were no script.
    Pass,
    /// It is answered like this and has no effect.
    Instead(Reply),
    /// It takes effect, then it is answered like this.
    After(Reply),
    /// It takes effect and its own response travels like this.
    Deliver(Delivery),
}

/// One request the server received.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The request.
    pub request: Request,
    /// The `operationId` it called.
    pub operation: Option<String>,
    /// What the spec does not allow about it.
    pub wrong: Vec<String>,
    /// The status it was answered with.
    pub status: u16,
    /// The body it was answered with.
    pub response: Vec<u8>,
}

/// A running server. Dropping it closes every connection.
#[derive(Debug)]
pub struct Service {
    listener: Listener,
    shared: Arc<Shared>,
    prefix: String,
}

struct Shared {
    spec: Arc<Spec>,
    behaviour: Arc<dyn Behaviour>,
    prefixes: Vec<String>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    script: VecDeque<Step>,
    log: Vec<Entry>,
    allowed_headers: Vec<String>,
    variant: Variant,
    pause: Duration,
    open: usize,
    most_open: usize,
    address: Option<SocketAddr>,
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared").field("prefixes", &self.prefixes).finish_non_exhaustive()
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Service {
    /// Starts a server. `prefixes` are the paths of the spec's servers, the usual one first, for example `/v1`.
    ///
    /// # Errors
    ///
    /// When no port can be bound.
    pub async fn start(spec: Arc<Spec>, prefixes: &[&str], behaviour: Arc<dyn Behaviour>) -> io::Result<Self> {
        let prefixes: Vec<String> = prefixes.iter().map(|&prefix| prefix.to_owned()).collect();
        let prefix = prefixes.first().cloned().unwrap_or_default();
        let shared = Arc::new(Shared { spec, behaviour, prefixes, state: Mutex::default() });
        let listener = Listener::start(Arc::clone(&shared) as Arc<dyn Handler>).await?;
        shared.state().address = Some(listener.address());
        Ok(Self { listener, shared, prefix })
    }

    /// The address it listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.listener.address()
    }

    /// Its base URL with the first prefix.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}{}", self.address(), self.prefix)
    }

    /// Its URL without any prefix.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("http://{}", self.address())
    }

    /// Its spec.
    #[must_use]
    pub fn spec(&self) -> &Spec {
        &self.shared.spec
    }

    /// Says what happens to the next requests; later ones are answered as usual.
    pub fn next(&self, steps: impl IntoIterator<Item = Step>) {
        self.shared.state().script.extend(steps);
    }

    /// Says how much responses made up from the spec contain.
    pub fn answer_with(&self, variant: Variant) {
        self.shared.state().variant = variant;
    }

    /// Lets every response wait, so that calls overlap.
    pub fn pause(&self, pause: Duration) {
        self.shared.state().pause = pause;
    }

    /// Allows a header no spec asks for.
    pub fn allow_header(&self, name: &str) {
        self.shared.state().allowed_headers.push(name.to_owned());
    }

    /// Everything received so far.
    #[must_use]
    pub fn log(&self) -> Vec<Entry> {
        self.shared.state().log.clone()
    }

    /// The number of requests so far.
    #[must_use]
    pub fn count(&self) -> usize {
        self.shared.state().log.len()
    }

    /// Forgets everything received so far.
    pub fn clear(&self) {
        let mut state = self.shared.state();
        state.log.clear();
        state.most_open = 0;
    }

    /// The largest number of requests that were answered at the same time.
    #[must_use]
    pub fn most_open(&self) -> usize {
        self.shared.state().most_open
    }

    /// The last request.
    ///
    /// # Panics
    ///
    /// When there was none.
    #[must_use]
    pub fn last(&self) -> Request {
        self.shared.state().log.last().map(|entry| entry.request.clone()).expect("the server received a request")
    }

    /// The operations that were called rightly at least once.
    #[must_use]
    pub fn covered(&self) -> BTreeSet<String> {
        let state = self.shared.state();
        state.log.iter().filter(|entry| entry.wrong.is_empty()).filter_map(|entry| entry.operation.clone()).collect()
    }

    /// Panics with every request the spec does not allow and what is wrong about it.
    ///
    /// # Panics
    ///
    /// As said.
    pub fn assert_conforms(&self) {
        let mut text = String::new();
        let mut wrong: BTreeMap<String, usize> = BTreeMap::new();
        for entry in self.log() {
            if entry.wrong.is_empty() {
                continue;
            }
            let name = entry.operation.unwrap_or_else(|| "no operation".to_owned());
            let mut lines = format!("{} {} ({name})\n", entry.request.method, entry.request.target);
            for line in entry.wrong {
                let _ = writeln!(lines, "    {line}");
            }
            *wrong.entry(lines).or_default() += 1;
        }
        for (lines, times) in &wrong {
            let _ = write!(text, "{times} x {lines}");
        }
        assert!(wrong.is_empty(), "requests the spec does not allow:\n{text}");
    }
}

impl Handler for Shared {
    fn response(&self, request: &Request) -> Reply {
        let found = self.prefixes.iter().find_map(|prefix| Some((prefix, self.spec.find(request, prefix)?)));
        let (step, address, variant, pause, allowed) = {
            let mut state = self.state();
            state.open += 1;
            state.most_open = state.most_open.max(state.open);
            let address = state.address.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 0)));
            (state.script.pop_front(), address, state.variant, state.pause, state.allowed_headers.clone())
        };
        let prefix = found.as_ref().map_or("", |(prefix, _)| prefix.as_str());
        let operation = found.as_ref().map(|(_, (operation, _))| *operation);
        let wrong = match &found {
            Some((_, (operation, captured))) => self.spec.check(operation, captured, request, &allowed),
            None => vec!["the spec has no such operation".to_owned()],
        };
        let path = request.path().strip_prefix(prefix).unwrap_or(request.path());
        let call = Incoming { request, spec: &self.spec, operation, path, address };
        let ordinary = || {
            let reply = self.behaviour.response(&call).unwrap_or_else(|| match operation {
                Some(operation) => self.spec.response(operation, variant, 0),
                None => Reply::empty(404),
            });
            self.behaviour.finish(&call, reply)
        };
        let mut reply = match step {
            None | Some(Step::Pass) => ordinary(),
            Some(Step::Instead(reply)) => reply,
            Some(Step::After(reply)) => {
                let _ = ordinary();
                reply
            }
            Some(Step::Deliver(delivery)) => Reply { delivery, ..ordinary() },
        };
        reply.delivery.delay += pause;
        let operation = operation.map(|operation| operation.id.clone());
        self.state().log.push(Entry {
            request: request.clone(),
            operation,
            wrong,
            status: reply.status,
            response: reply.body.clone(),
        });
        reply
    }

    fn finished(&self) {
        self.state().open -= 1;
    }
}
