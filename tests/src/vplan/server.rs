//! The server itself.

use super::errors;
use super::oauth::Tokens;
use super::store::{Query, Store};
use crate::http::{Reply, Request};
use crate::service::{Behaviour, Incoming, Service, Step};
use crate::spec::{Operation, Spec, Variant};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::ops::Deref;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The API key the server accepts.
pub const API_KEY: &str = "k3y-that-must-stay-secret";
/// The environment that belongs to it.
pub const API_ENV: &str = "env-that-must-stay-secret";
/// An access token that always works.
pub const BEARER: &str = "t0ken-that-must-stay-secret";
/// The path of the HTML page behind a 303.
pub const NOTICE: &str = "/notice";

/// A running vPlan server; everything of [`Service`] is there too.
#[derive(Debug)]
pub struct Vplan {
    service: Service,
    model: Arc<Model>,
}

#[derive(Debug, Default)]
struct Model {
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    store: Store,
    tokens: Tokens,
    /// Requests per window and the length of a window.
    rate: (u64, Duration),
    window: Option<(Instant, u64)>,
    deprecated: BTreeMap<String, String>,
}

impl Default for State {
    fn default() -> Self {
        Self {
            store: Store::default(),
            tokens: Tokens::default(),
            rate: (1_000_000, Duration::from_secs(60)),
            window: None,
            deprecated: BTreeMap::new(),
        }
    }
}

impl Model {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Deref for Vplan {
    type Target = Service;

    fn deref(&self) -> &Service {
        &self.service
    }
}

impl Vplan {
    /// Starts a server on the paths of the API (`/v1`) and of its authorization server (`/api/v1`).
    ///
    /// # Errors
    ///
    /// When no port can be bound.
    pub async fn start(spec: Arc<Spec>) -> io::Result<Self> {
        let model = Arc::new(Model::default());
        let behaviour: Arc<dyn Behaviour> = Arc::<Model>::clone(&model);
        let service = Service::start(spec, &["/v1", "/api/v1"], behaviour).await?;
        Ok(Self { service, model })
    }

    /// Keeps a collection with `count` records made up from the item schema of the list at `path`, each different.
    ///
    /// # Panics
    ///
    /// When the spec has no list there.
    pub fn seed(&self, path: &str, count: u64) {
        let records = (0..count).map(|number| self.record(path, number)).collect();
        self.model.state().store.seed(path, records);
    }

    /// Keeps a collection with exactly these records.
    pub fn seed_with(&self, path: &str, records: Vec<Value>) {
        self.model.state().store.seed(path, records);
    }

    /// The record with that number of the list at `path`, as [`Vplan::seed`] makes it.
    ///
    /// # Panics
    ///
    /// When the spec has no list there.
    #[must_use]
    pub fn record(&self, path: &str, number: u64) -> Value {
        let spec = self.service.spec();
        let list =
            spec.operations().iter().find(|operation| operation.method == "GET" && operation.route.capture(path).is_some());
        let item = list.and_then(|list| item_schema(spec, list)).expect("the spec has a list at this path");
        let mut record = spec.sample(item, Variant::Full, number);
        record["id"] = json!(format!("{number:08x}-0000-4000-8000-000000000000"));
        if record.get("external_ref").is_some() {
            record["external_ref"] = json!(format!("ref-{number}"));
        }
        record
    }

    /// The records of a collection now.
    #[must_use]
    pub fn records(&self, path: &str) -> Vec<Value> {
        self.model.state().store.list(path).cloned().unwrap_or_default()
    }

    /// Changes the records of a collection that is kept.
    pub fn change(&self, path: &str, change: impl FnOnce(&mut Vec<Value>)) {
        if let Some(records) = self.model.state().store.list_mut(path) {
            change(records);
        }
    }

    /// What the server recorded about requests, as `GET /api_message` lists it.
    #[must_use]
    pub fn messages(&self) -> Vec<Value> {
        self.model.state().store.messages().to_vec()
    }

    /// Allows `limit` requests per window; further ones are answered with 429.
    pub fn rate(&self, limit: u64, window: Duration) {
        let mut state = self.model.state();
        state.rate = (limit, window);
        state.window = None;
    }

    /// Announces the end of an operation in a `Deprecated` header.
    pub fn deprecate(&self, operation: &str, sentence: &str) {
        self.model.state().deprecated.insert(operation.to_owned(), sentence.to_owned());
    }

    /// Reads or changes the tokens given out.
    pub fn tokens<T>(&self, with: impl FnOnce(&mut Tokens) -> T) -> T {
        with(&mut self.model.state().tokens)
    }

    /// A 303 to the notice page, as when the services are down.
    #[must_use]
    pub fn unavailable(&self) -> Step {
        Step::Instead(Reply::html(303, "See other").header("Location", format!("{}{NOTICE}", self.origin())))
    }
}

impl Behaviour for Model {
    fn response(&self, call: &Incoming<'_>) -> Option<Reply> {
        if call.request.path() == NOTICE {
            return Some(Reply::html(200, "We will be back soon"));
        }
        let Some(operation) = call.operation else {
            return Some(errors::not_found());
        };
        let mut state = self.state();
        if call.path == "/oauth/token" {
            return Some(state.tokens.exchange(call.request));
        }
        if !operation.security.is_empty() {
            if !authentic(&state.tokens, call.request) {
                return Some(errors::unauthorized());
            }
            if !state.admits() {
                return Some(errors::too_many());
            }
        }
        if call.path == "/api_message" && state.store.list("/api_message").is_none() && !state.store.messages().is_empty() {
            let messages = state.store.messages().to_vec();
            state.store.seed("/api_message", messages);
        }
        let query = query(call, operation);
        let is_list = item_schema(call.spec, operation).is_some();
        let (parent, id) = call.path.rsplit_once('/').unwrap_or_default();
        let id = crate::http::decode(id);
        match call.request.method.as_str() {
            "GET" if is_list => state.store.page(call.path, &query),
            "GET" => state.store.get(parent, &id, &query),
            "POST" => {
                let template = operation.success().and_then(|success| success.content.first());
                let template = template.map_or(Value::Null, |media| call.spec.sample(&media.schema, Variant::Full, 0));
                state.store.create(call.path, template, &call.request.json())
            }
            "PUT" => state.store.update(parent, &id, &call.request.json()),
            "DELETE" => state.store.remove(parent, &id),
            _ => None,
        }
    }

    fn finish(&self, call: &Incoming<'_>, mut reply: Reply) -> Reply {
        let state = self.state();
        let Some(operation) = call.operation else {
            return reply;
        };
        if !operation.security.is_empty() {
            let (remaining, reset) = state.remaining();
            reply.headers.retain(|(name, _)| !name.to_ascii_lowercase().starts_with("ratelimit-"));
            reply = reply
                .header("RateLimit-Limit", state.rate.0)
                .header("RateLimit-Remaining", remaining)
                .header("RateLimit-Reset", reset);
        }
        reply.headers.retain(|(name, _)| !["etag", "deprecated"].contains(&name.to_ascii_lowercase().as_str()));
        if reply.status == 200 && !reply.body.is_empty() {
            let mut hasher = DefaultHasher::new();
            reply.body.hash(&mut hasher);
            reply = reply.header("ETag", format!("\"{:032x}\"", hasher.finish()));
        }
        match state.deprecated.get(&operation.id) {
            Some(sentence) => reply.header("Deprecated", sentence),
            None => reply,
        }
    }
}

impl State {
    /// Counts a request; false when the window is full.
    fn admits(&mut self) -> bool {
        let (limit, length) = self.rate;
        let now = Instant::now();
        let (start, used) = self.window.filter(|(start, _)| now < *start + length).unwrap_or((now, 0));
        self.window = Some((start, used + 1));
        used < limit
    }

    /// What is left in the window, and the whole seconds until it ends.
    fn remaining(&self) -> (u64, u64) {
        let (limit, length) = self.rate;
        let Some((start, used)) = self.window else {
            return (limit, length.as_secs());
        };
        let left = (start + length).saturating_duration_since(Instant::now());
        (limit.saturating_sub(used), left.as_secs() + u64::from(left.subsec_nanos() > 0))
    }
}

fn authentic(tokens: &Tokens, request: &Request) -> bool {
    let key = request.header("X-Api-Key") == Some(API_KEY) && request.header("X-Api-Env") == Some(API_ENV);
    let bearer = request.header("Authorization").and_then(|value| value.strip_prefix("Bearer "));
    key || bearer.is_some_and(|token| token == BEARER || tokens.accepts(token))
}

/// The schema of the items in a list envelope; `None` when the operation answers no list.
fn item_schema<'a>(spec: &'a Spec, operation: &'a Operation) -> Option<&'a Value> {
    let media = operation.success()?.content.first()?;
    property(spec, &media.schema, "count")?;
    let data = property(spec, &media.schema, "data")?;
    spec.documents().follow(data).get("items")
}

/// A property of a schema, wherever in its composition it stands.
fn property<'a>(spec: &'a Spec, schema: &'a Value, name: &str) -> Option<&'a Value> {
    let schema = spec.documents().follow(schema);
    schema.get("properties").and_then(|all| all.get(name)).or_else(|| {
        let members = schema.get("allOf").and_then(Value::as_array).into_iter().flatten();
        members.into_iter().find_map(|member| property(spec, member, name))
    })
}

/// The names of all properties of a schema.
fn property_names(spec: &Spec, schema: &Value) -> Vec<String> {
    let schema = spec.documents().follow(schema);
    let own = schema.get("properties").and_then(Value::as_object).into_iter().flatten().map(|(name, _)| name.clone());
    let members = schema.get("allOf").and_then(Value::as_array).into_iter().flatten();
    own.chain(members.flat_map(|member| property_names(spec, member))).collect()
}

fn query(call: &Incoming<'_>, operation: &Operation) -> Query {
    let sent = |name: &str| call.request.parameter(name);
    Query {
        limit: sent("limit"),
        offset: sent("offset"),
        filter: sent("filter"),
        sort: sent("sort"),
        show: sent("show"),
        hide: sent("hide"),
        with: sent("with"),
        relations: relations(call.spec, operation),
        properties: item_schema(call.spec, operation).map(|item| property_names(call.spec, item)).unwrap_or_default(),
    }
}

/// The first-level relations the `with` parameter is known to take.
fn relations(spec: &Spec, operation: &Operation) -> Vec<String> {
    let parameters = operation.source.get("parameters").and_then(Value::as_array).into_iter().flatten();
    let with = parameters.map(|parameter| spec.documents().follow(parameter)).find(|parameter| parameter["name"] == "with");
    let known = with.and_then(|with| with.get("x-eager").or_else(|| with.pointer("/schema/items/enum")));
    known.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}
