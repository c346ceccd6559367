//! Gives identifiers: the only place that makes one.
//!
//! Each scope starts with keywords and the names the output uses itself. In a curated description a
//! collision is an error that shows both places; in a foreign one it is resolved the same way every time.

pub mod given;
mod scope;

pub use crate::words::{Case, Words};
pub use scope::{Scope, is_keyword};

use crate::ir::{Api, Enum, EnumValue, Kind, Method, Named, Object, Operation, Origin, Segment, TypeId, Union};
use crate::location::{Place, Report};
use crate::passes::{Usage, View};
use foldhash::{HashMap, HashMapExt};
use serde_json::Value;

/// Names that files of types and operations import or that the prelude gives, as types.
const TYPE_NAMES: &[&str] = &[
    "Self",
    "Option",
    "Vec",
    "String",
    "Box",
    "BTreeMap",
    "Patch",
    "Value",
    "Date",
    "Time",
    "DateTime",
    "Duration",
    "Uuid",
    "Uri",
    "Base64",
    "Decimal",
    "DecimalText",
    "Bytes",
    "ByteStream",
    "EventStream",
    "Body",
    "MediaBody",
    "FilePart",
    "PartValue",
    "Json",
    "JsonSequence",
    "JsonStream",
    "JsonValues",
    "Text",
    "Raw",
    "Download",
    "Events",
    "Empty",
    "Filter",
    "Sort",
    "Relation",
    "Property",
    "Client",
];

/// Methods that every request has.
const REQUEST_NAMES: &[&str] =
    &["send", "send_full", "send_stream", "send_events", "send_values", "pages", "items", "new", "clone", "fmt", "to_string"];

/// Names of all that the description names, ready to be printed.
#[derive(Debug)]
pub struct Names {
    /// Scope of types, for those that lowering adds.
    pub types: Scope,
    forms: HashMap<(TypeId, View), String>,
    fields: Vec<Vec<String>>,
    /// Names of operations, in order.
    pub operations: Vec<OperationNames>,
    /// Names of resources, by tag.
    pub resources: Vec<ResourceNames>,
    /// Names of webhook functions, in order.
    pub webhooks: Vec<String>,
}

/// Names of an operation.
#[derive(Clone, Debug)]
pub struct OperationNames {
    /// The operation's id, or what stands for it.
    pub id: String,
    /// Words of the id.
    pub words: Words,
    /// Request type.
    pub request: String,
    /// Method of the handle.
    pub method: String,
    /// Parameters in order.
    pub params: Vec<String>,
    /// Body, when there is one.
    pub body: String,
    /// Index of the resource.
    pub resource: usize,
}

/// Names of a resource.
#[derive(Clone, Debug)]
pub struct ResourceNames {
    /// Tag.
    pub tag: String,
    /// Module and accessor.
    pub module: String,
    /// Handle type.
    pub handle: String,
}

impl Names {
    /// Name of a form of a type.
    pub fn of(&self, id: TypeId, view: View) -> &str {
        self.forms.get(&(id, view)).or_else(|| self.forms.get(&(id, View::Main))).map_or("", String::as_str)
    }

    /// Names of the fields or variants of a type, in order.
    #[must_use]
    pub fn members(&self, id: TypeId) -> &[String] {
        &self.fields[id.0 as usize]
    }
}

/// Names everything.
pub fn name(api: &Api, usage: &Usage, report: &mut Report) -> Names {
    let patched = has_patches(api).then_some("PatchOperation");
    let reserved: Vec<&str> = TYPE_NAMES.iter().copied().chain(patched).collect();
    let mut types = Scope::new(Case::Camel, "type", &reserved);
    let mut forms = HashMap::new();
    // Components first: their names are what the description's author chose.
    let components = |named: &Named| matches!(named.origin, Origin::Component(_));
    for pass in [true, false] {
        for (id, named) in api.types.iter().filter(|(_, named)| components(named) == pass) {
            let (wire, words) = type_words(named);
            for view in usage.views(id) {
                let words = match view {
                    View::Main => words.clone(),
                    View::Sent => Words::split("new").then(&words),
                    View::Partial => words.and("update"),
                    View::Form if !usage.views(id).contains(&View::Main) => words.clone(),
                    View::Form => words.and("form"),
                };
                let fallback = words.and("model");
                forms.insert((id, view), types.claim(&wire, &words, Some(&fallback), &named.place, report));
            }
        }
    }
    let fields = api.types.iter().map(|(_, named)| member_names(named, report)).collect();
    let resources = resources(api, &mut types, report);
    let operations = operations(api, &resources, &mut types, report);
    let mut functions = Scope::new(Case::Snake, "webhook", &[]);
    let webhooks = api
        .webhooks
        .iter()
        .map(|hook| functions.claim(&hook.name, &Words::split(&hook.name), None, &hook.place, report))
        .collect();
    Names { types, forms, fields, operations, resources, webhooks }
}

/// Whether the output has JSON Patch constants.
fn has_patches(api: &Api) -> bool {
    let bodies = api.operations.iter().filter_map(|operation| operation.body.as_ref());
    bodies.flat_map(|body| &body.contents).any(|content| content.json_patch.is_some())
}

/// The wire name of a type and the words of its name.
fn type_words(named: &Named) -> (String, Words) {
    let (wire, words) = match &named.origin {
        Origin::Component(key) => (key.clone(), Words::split(key)),
        Origin::Inline(parts) => (parts.join("."), Words::join(parts.iter().map(String::as_str))),
    };
    match &named.rename {
        Some(name) => (wire, Words::split(name)),
        None => (wire, words),
    }
}

fn member_names(named: &Named, report: &mut Report) -> Vec<String> {
    match &named.kind {
        Kind::Object(object) => field_names(object, report),
        Kind::Enum(values) => value_names(values, &named.place, report),
        Kind::Union(union) => variant_names(union, &named.place),
        Kind::Alias(_) => Vec::new(),
    }
}

fn field_names(object: &Object, report: &mut Report) -> Vec<String> {
    let mut scope = Scope::new(Case::Snake, "property", &["new"]);
    let mut names: Vec<String> = Vec::new();
    for field in &object.fields {
        let words = Words::split(field.rename.as_deref().unwrap_or(&field.wire));
        // A setter of this name would hide `Default::default`.
        let words = if words == Words::split("default") { words.and("value") } else { words };
        names.push(scope.claim(&field.wire, &words, Some(&Words::spelled(&field.wire)), &field.place.key(), report));
    }
    names.push(scope.claim(
        "further properties",
        &Words::split("extra"),
        Some(&Words::split("extra_properties")),
        &Place::default(),
        &mut Report::new(false),
    ));
    names
}

fn value_names(values: &Enum, place: &Place, report: &mut Report) -> Vec<String> {
    let mut scope = Scope::new(Case::Camel, "value", &["Other", "Self"]);
    let name = |value: &EnumValue, scope: &mut Scope, report: &mut Report| {
        let text = value_text(&value.value);
        let words = Words::split(value.rename.as_deref().unwrap_or(&text));
        let words = if values.integer && value.rename.is_none() && !text.starts_with('-') {
            Words::split("n").then(&words)
        } else {
            words
        };
        let spelled = Words::spelled(&text);
        let spelled = if spelled == words { spelled.and("value") } else { spelled };
        scope.claim(&text, &words, Some(&spelled), place, report)
    };
    values.values.iter().map(|value| name(value, &mut scope, report)).collect()
}

/// A value as text, without quotes.
pub fn value_text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn variant_names(union: &Union, place: &Place) -> Vec<String> {
    let mut scope = Scope::new(Case::Camel, "variant", &["Other", "Self"]);
    let mut name = |text: &str| {
        let words = Words::split(text);
        // Two branches with one name is nothing an author can mend by looking: number them.
        scope.claim(text, &words, Some(&words.and("variant")), place, &mut Report::new(false))
    };
    union.variants.iter().map(|variant| name(&variant.name)).collect()
}

/// Modules that tags may not be: those of the crate itself, its root files (`src/lib.rs`, `src/main.rs`, `src/mod.rs`), the
/// crate its code names, and methods of the client.
const RESERVED_MODULES: &[&str] = &[
    "types",
    "client",
    "auth",
    "conventions",
    "webhooks",
    "builder",
    "self",
    "into",
    "from",
    "clone",
    "runtime",
    "filter",
    "http",
    "json_patch",
    "transport",
    "webhook",
    "blocking",
    "example_responses",
    "lib",
    "main",
    "r#mod",
    "plansmith_runtime",
    "conventions",
    "filter",
    "http",
    "json_patch",
    "transport",
    "webhook",
    "blocking",
];

fn resources(api: &Api, types: &mut Scope, report: &mut Report) -> Vec<ResourceNames> {
    let mut reserved = RESERVED_MODULES.to_vec();
    reserved.extend(has_patches(api).then_some("patches"));
    let mut modules = Scope::new(Case::Snake, "tag", &reserved);
    let used = |tag: &str| api.operations.iter().any(|operation| operation.tags.first().is_some_and(|first| first == tag));
    let mut out = Vec::new();
    for tag in api.tags.iter().filter(|tag| used(&tag.name)) {
        let words = Words::split(&tag.name);
        let module = modules.claim(&tag.name, &words, Some(&words.and("api")), &tag.place, report);
        let mut quiet = Report::new(false);
        let handle = types.claim(&tag.name, &words, Some(&words.and("api")), &tag.place, &mut quiet);
        out.push(ResourceNames { tag: tag.name.clone(), module, handle });
    }
    if api.operations.iter().any(|operation| operation.tags.is_empty()) {
        let words = Words::split("api");
        let module = modules.claim("", &words, Some(&Words::split("default_api")), &Place::default(), &mut Report::new(false));
        let handle = types.claim("", &words, Some(&Words::split("default_api")), &Place::default(), &mut Report::new(false));
        out.push(ResourceNames { tag: String::new(), module, handle });
    }
    out
}

fn operations(api: &Api, resources: &[ResourceNames], types: &mut Scope, report: &mut Report) -> Vec<OperationNames> {
    let mut methods: Vec<Scope> = resources.iter().map(|_| Scope::new(Case::Snake, "operation", &["clone", "fmt"])).collect();
    let index: HashMap<&str, usize> =
        resources.iter().enumerate().map(|(index, resource)| (resource.tag.as_str(), index)).collect();
    let mut out = Vec::new();
    for operation in &api.operations {
        let id = operation.id.clone().unwrap_or_else(|| path_id(operation));
        let words = Words::split(&id);
        let tag = operation.tags.first().map_or("", String::as_str);
        let resource = index.get(tag).copied().unwrap_or(0);
        let request = types.claim(&id, &words, Some(&words.and("request")), &operation.place, report);
        let short = words.strip_prefix(&Words::split(tag)).unwrap_or_else(|| words.clone());
        let short = operation.method_name.as_deref().map_or(short, Words::split);
        let method = methods[resource].claim(&id, &short, Some(&words), &operation.place, report);
        let (params, body) = param_names(operation, report);
        out.push(OperationNames { id, words, request, method, params, body, resource });
    }
    out
}

/// A stand-in for a missing `operationId`: the method and the path.
fn path_id(operation: &Operation) -> String {
    let mut id = operation.method.as_str().to_lowercase();
    if operation.method == Method::Get && operation.path.is_empty() {
        id.push_str(" root");
    }
    for segment in &operation.path {
        match segment {
            Segment::Text(text) => id.extend([" ", text]),
            Segment::Param(name) => id.extend([" by ", name]),
        }
    }
    Words::split(&id).render(Case::Snake)
}

fn param_names(operation: &Operation, report: &mut Report) -> (Vec<String>, String) {
    let reserved = if operation.paging.is_some() {
        REQUEST_NAMES.to_vec()
    } else {
        REQUEST_NAMES.iter().copied().filter(|name| !["pages", "items"].contains(name)).collect()
    };
    let mut scope = Scope::new(Case::Snake, "parameter", &reserved);
    let mut names = Vec::new();
    for param in &operation.params {
        let words = Words::split(param.rename.as_deref().unwrap_or(&param.wire));
        let place = match param.location {
            crate::ir::Location::Path => "path",
            crate::ir::Location::Query | crate::ir::Location::QueryString => "query",
            crate::ir::Location::Header => "header",
            crate::ir::Location::Cookie => "cookie",
        };
        // The same name in two places is lawful: the place tells them apart.
        let quiet = operation.params.iter().filter(|other| other.wire == param.wire).count() > 1;
        let mut silent = Report::new(false);
        let report = if quiet { &mut silent } else { &mut *report };
        names.push(scope.claim(&param.wire, &words, Some(&words.and(place)), &param.place, report));
    }
    let body = scope.claim(
        "body",
        &Words::split("body"),
        Some(&Words::split("request_body")),
        &operation.place,
        &mut Report::new(false),
    );
    (names, body)
}
