//! IR to Rust: every decision about the output is made here.

mod body;
mod boxes;
mod client;
mod conventions;
mod docs;
mod equality;
mod examples;
mod features;
mod files;
mod filters;
mod guide;
mod imports;
mod operation;
mod outside;
mod page;
mod page_files;
mod pages;
mod partition;
mod parts;
mod patches;
mod responses;
mod rule;
mod success;
mod summary;
mod surface;
mod type_use;
mod types;
mod values;
mod webhooks;

pub use rule::wire_name;
pub use summary::Summary;
pub use surface::ty_text as surface_text;

use crate::ir::{Api, Int, Kind, Named, Origin, StringFormat, Type, TypeId};
use crate::location::{Place, Report, Sources};
use crate::name::{Names, Words};
use crate::options::{Options, Purpose};
use crate::passes::derives::Derives;
use crate::passes::types::OwnTypes;
use crate::passes::{Usage, View};
use crate::rust::{Crate, Item, Manifest, OtherVariant, ResponsesItem, StructItem, Ty};
use crate::source::Input;
use foldhash::{HashMap, HashMapExt};

/// Edition of generated crates.
const EDITION: &str = "2024";

/// Version of the runtime that generated crates ask for, where the caller names none.
const RUNTIME: &str = include_str!("../../templates/runtime-version");

/// What lowering knows while it goes.
struct Lower<'a> {
    api: &'a Api,
    usage: &'a Usage,
    derives: &'a Derives,
    own: &'a OwnTypes,
    sources: &'a Sources,
    names: &'a mut Names,
    boxes: boxes::Boxes,
    strict: bool,
    summary: &'a mut Summary,
    /// Types that responses and bodies needed, by the resource that asked first.
    added: Vec<(usize, Item)>,
    errors: HashMap<ResponsesKey, String>,
    headers: HashMap<HeadersKey, String>,
}

/// What makes two sets of error responses the same.
type ResponsesKey = Vec<crate::rust::ResponseVariant>;

/// What makes two sets of headers the same: wire name and type.
type HeadersKey = Vec<(String, crate::rust::Ty, bool)>;

/// What the stages before made.
#[derive(Debug)]
pub struct Stages<'a> {
    /// The API.
    pub api: &'a Api,
    /// Directions of its types.
    pub usage: &'a Usage,
    /// Its names.
    pub names: &'a mut Names,
    /// The texts it was read from.
    pub sources: &'a Sources,
    /// Traits that are asked for.
    pub derives: &'a Derives,
    /// Types of the caller.
    pub own: &'a OwnTypes,
}

/// Lowers an API.
pub fn lower(stages: Stages<'_>, input: &Input<'_>, options: &Options, summary: &mut Summary) -> Crate {
    let Stages { api, usage, names, sources, derives, own } = stages;
    let mut lower = Lower {
        api,
        usage,
        derives,
        own,
        sources,
        names,
        boxes: boxes::boxes(api),
        strict: input.strict,
        summary,
        added: Vec::new(),
        errors: HashMap::new(),
        headers: HashMap::new(),
    };
    let mut types = Vec::new();
    for (id, named) in api.types.iter() {
        for view in usage.views(id) {
            types.push((id, lower.named(id, view)));
        }
        if let (Origin::Component(key), true) = (&named.origin, usage.views(id).contains(&View::Main)) {
            let name = lower.names.of(id, View::Main).to_owned();
            lower.summary.schemas.push((key.clone(), name));
        }
    }
    let operations: Vec<_> = match options.purpose {
        Purpose::Publish => (0..api.operations.len()).map(|index| lower.operation(index)).collect(),
        Purpose::Prove => Vec::new(),
    };
    outside::mark(types.iter_mut().map(|(_, item)| item).chain(lower.added.iter_mut().map(|(_, item)| item)));
    equality::derive(&mut types, &mut lower.added);
    let manifest = lower.manifest(input, options);
    lower.summary.package.clone_from(&manifest.name);
    lower.summary.operations = operations.len();
    lower.summary.operations_left_out = api.left_out.iter().filter(|left| left.operation).count();
    lower.summary.left_out = api.left_out.iter().map(|left| format!("{}: {}", left.what, left.reason)).collect();
    lower.summary.types = types.len();
    let mut surface = lower.surface(&operations, &types, input);
    surface.guide = lower.guide(&operations, &types);
    let examples = examples::examples(api, &operations);
    let mut krate = lower.crate_of(manifest, surface, types, operations, options.purpose);
    krate.examples = examples;
    krate
}

/// Adds the list of everything a caller sees, which is made of the other items of the crate.
pub fn list(krate: &mut Crate) {
    let sections = page::sections(krate, &krate.surface);
    (krate.surface.page, krate.surface.pages) = page_files::divide(sections, &krate.surface);
}

impl Lower<'_> {
    fn manifest(&self, input: &Input<'_>, options: &Options) -> Manifest {
        let info = &self.api.info;
        let package = self.api.package.as_ref();
        let name = input
            .name
            .map(str::to_owned)
            .or_else(|| package.map(|package| package.name.clone()))
            .unwrap_or_else(|| package_name(&info.title));
        let asked = &options.package;
        let version = asked.version.clone().or_else(|| package.map(|package| package.version.clone()));
        let title = package.map_or(info.title.as_str(), |package| package.title.as_str());
        let title: String = title.chars().filter(|c| docs::visible(*c) && !c.is_control()).collect();
        let title = if title.trim().is_empty() { name.clone() } else { title.trim().to_owned() };
        Manifest {
            library: name.replace('-', "_"),
            description: format!("Client for the {} API", title.strip_suffix("API").map_or(title.as_str(), str::trim_end)),
            name,
            version: version.unwrap_or_else(|| "0.1.0".to_owned()),
            edition: asked.edition.clone().unwrap_or_else(|| EDITION.to_owned()),
            license: asked.license.clone(),
            repository: asked.repository.clone(),
            categories: asked.categories.clone(),
            member: input.strict,
            runtime_path: options.runtime_path.clone(),
            runtime_version: options.runtime_version.clone().unwrap_or_else(|| RUNTIME.trim().to_owned()),
            detached: options.detached,
            dependencies: options.dependencies.clone(),
            command: options.command.clone(),
            again: options.again.clone(),
            ..Manifest::default()
        }
    }

    /// Claims a name for a type that lowering adds.
    fn claim(&mut self, words: &Words, fallback: &Words) -> String {
        let mut quiet = Report::new(false);
        self.names.types.claim("", words, Some(fallback), &Place::default(), &mut quiet)
    }
}

/// A package name from a title: ASCII letters, digits and dashes, not one of the names cargo refuses.
fn package_name(title: &str) -> String {
    let words = Words::split(title);
    let mut name = words.render(crate::name::Case::Snake).replace('_', "-");
    name.truncate(name.char_indices().nth(48).map_or(name.len(), |(at, _)| at));
    let name = name.trim_matches('-');
    if name.ends_with("client") { name.to_owned() } else { format!("{name}-client") }
}

/// Whether an alias becomes a type of its own: ids and keys, so that one cannot be passed for another.
fn is_newtype(named: &Named) -> bool {
    let Origin::Component(key) = &named.origin else { return false };
    let words = Words::split(key).render(crate::name::Case::Snake);
    let last = words.rsplit('_').next().unwrap_or_default();
    let scalar = matches!(
        &named.kind,
        Kind::Alias(
            Type::String(StringFormat::Plain | StringFormat::Uuid) | Type::Int(Int::I64 | Int::I32 | Int::U32 | Int::U64)
        )
    );
    scalar && ["id", "uuid", "guid", "key"].contains(&last)
}

/// The responses a set of variants stands for.
fn responses_item(name: String, docs: Vec<String>, mut variants: ResponsesKey) -> Item {
    for variant in &mut variants {
        let status = match variant.status.trim_matches('"') {
            "default" => "Any other status".to_owned(),
            status => format!("Status {status}"),
        };
        let media = variant.media.as_ref().map_or_else(String::new, |media| format!(", `{}`", media.replace('`', "'")));
        let text = variant.docs.first().map(|text| text.trim_end_matches('.')).filter(|text| !text.is_empty());
        let text = text.map_or_else(String::new, |text| format!(": {text}"));
        variant.docs = vec![format!("{status}{media}{text}.")];
    }
    let other = OtherVariant {
        docs: vec!["Any other response: its status and its bytes.".to_owned()],
        name: "Other",
        types: vec![Ty::Prim("u16"), Ty::Runtime("Bytes")],
    };
    Item::Responses(ResponsesItem { docs, name, derives: vec!["Clone", "Debug", "Responses"], variants, other })
}

/// A struct of headers.
fn headers_item(item: StructItem) -> Item {
    Item::Struct(item)
}

/// Types by id, in the order of the description.
type TypeItems = Vec<(TypeId, Item)>;
