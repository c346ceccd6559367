//! Which file each item goes to.
//!
//! One file per resource, and its types beside it where only it uses them; what several share goes to
//! `types`. A file that would grow past the limit is split by the leading words of its items, so that an
//! addition moves nothing else.

use super::features::features;
use super::partition::{accessor_lines, item_name, lines, partition, pieces};
use super::{Lower, TypeItems};
use crate::ir::{ContentKind, Kind, Type, TypeId};
use crate::limits::FILE_LINES;
use crate::limits::{CRATE_FEATURES, OPERATIONS_WITHOUT_FEATURES};
use crate::name::{Case, Words};
use crate::options::Purpose;
use crate::passes::usage::each_member;
use crate::rust::{ClientItem, Crate, Examples, File, HandleItem, Item, Manifest, ModuleItem, OperationItem, Surface};
use foldhash::{HashMap, HashMapExt, HashSet};
use indexmap::IndexMap;
use std::collections::BTreeSet;

/// Names of the runtime that a consumer writes beside those of the API: every type that a public signature may name.
const RUNTIME_NAMES: [&str; 47] = [
    "Argument",
    "Arguments",
    "Base64",
    "Body",
    "BoxError",
    "ByteStream",
    "Bytes",
    "ClientBuilder",
    "Date",
    "DateTime",
    "Decimal",
    "DecimalText",
    "Deprecation",
    "Duration",
    "Error",
    "ErrorBody",
    "ErrorKind",
    "Event",
    "EventStream",
    "FilePart",
    "Filter",
    "FromHeaders",
    "InvalidText",
    "Items",
    "JsonStream",
    "MediaBody",
    "MultipartForm",
    "Operation",
    "Pages",
    "Patch",
    "PatchOperation",
    "Property",
    "RateLimit",
    "Relation",
    "Response",
    "Retry",
    "Secret",
    "Sort",
    "Time",
    "Uri",
    "Uuid",
    "Value",
    "filter",
    "http",
    "json_patch",
    "transport",
    "webhook",
];

impl Lower<'_> {
    /// Puts the items into files.
    pub fn crate_of(
        &mut self,
        mut manifest: Manifest,
        surface: Surface,
        types: TypeItems,
        operations: Vec<(usize, OperationItem)>,
        purpose: Purpose,
    ) -> Crate {
        let gated = operations.len() > OPERATIONS_WITHOUT_FEATURES
            && self.names.resources.len() > 1
            && self.names.resources.len() <= CRATE_FEATURES;
        let features = features(self.names.resources.iter().map(|resource| resource.module.as_str()), gated);
        manifest.features = features.iter().flatten().cloned().collect();
        manifest.features.sort();
        let mut files = Vec::new();
        let mut root: Vec<Item> = Vec::new();
        let module = |name: &str, public| {
            Item::Module(ModuleItem { name: name.to_owned(), public, reexport: false, features: Vec::new() })
        };
        if purpose == Purpose::Publish {
            let credentials = self.credentials();
            if !credentials.is_empty() {
                root.push(module("auth", true));
                let items = credentials.into_iter().map(Item::Credential).collect();
                files.push(File::new(
                    "src/auth.rs".to_owned(),
                    vec!["Credentials that the API accepts.".to_owned()],
                    Vec::new(),
                    items,
                ));
            }
            root.push(module("client", false));
            client_files(self.client(&manifest.name, &features), &mut files);
            if self.api.conventions.is_stated() {
                root.push(module("conventions", false));
                let items = super::conventions::constants(&self.api.conventions).into_iter().map(Item::Const).collect();
                files.push(File::new(
                    "src/conventions.rs".to_owned(),
                    vec!["Conventions that all requests of this API follow.".to_owned()],
                    Vec::new(),
                    items,
                ));
            }
            let fields = self.field_modules();
            if !fields.is_empty() {
                root.push(module("fields", true));
                let docs = vec!["Fields to filter and sort by and relations to load, one module for each type.".to_owned()];
                files.push(File::new(
                    "src/fields.rs".to_owned(),
                    docs,
                    Vec::new(),
                    fields.into_iter().map(Item::Fields).collect(),
                ));
            }
            let patches = self.patch_modules();
            if !patches.is_empty() {
                root.push(module("patches", true));
                files.push(File::new(
                    "src/patches.rs".to_owned(),
                    vec!["Properties that can be changed by JSON Patch, one module for each type.".to_owned()],
                    Vec::new(),
                    patches.into_iter().map(Item::Patches).collect(),
                ));
            }
            let owners = if gated { self.owners() } else { HashMap::new() };
            self.resource_files(operations, &features, &mut root, &mut files);
            self.type_files(types, &owners, &features, &mut root, &mut files);
            self.webhook_file(&mut root, &mut files);
            root.push(Item::Module(ModuleItem {
                name: "example_responses".to_owned(),
                public: false,
                reexport: true,
                features: vec!["examples".to_owned()],
            }));
            let mut runtime = RUNTIME_NAMES.to_vec();
            runtime.extend(self.has_open_headers().then_some("PartValue"));
            runtime.extend(self.sends_values().then_some("JsonValues"));
            runtime.sort_unstable();
            root.push(Item::Reexport(vec!["client::Client".to_owned()], runtime, vec!["blocking"]));
        } else {
            self.type_files(types, &HashMap::new(), &features, &mut root, &mut files);
        }
        root.sort_by_key(|item| {
            item.module().map_or((1, String::new()), |module| (0, module.name.trim_start_matches("r#").to_owned()))
        });
        let mut lib = File::new("src/lib.rs".to_owned(), Vec::new(), Vec::new(), root);
        lib.readme = purpose == Purpose::Publish;
        files.push(lib);
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files.iter_mut().for_each(super::imports::collect);
        let types_only = purpose == Purpose::Prove;
        Crate { manifest, files, surface, examples: Examples::default(), types_only }
    }

    fn resource_files(
        &mut self,
        operations: Vec<(usize, OperationItem)>,
        features: &[Option<String>],
        root: &mut Vec<Item>,
        files: &mut Vec<File>,
    ) {
        let mut by_resource: IndexMap<usize, Vec<(String, Item)>> = IndexMap::new();
        for index in 0..self.names.resources.len() {
            by_resource.insert(index, Vec::new());
        }
        for (resource, operation) in operations {
            let group = format!("{} {}", operation.path.trim_start_matches('/').replace(['{', '}'], ""), operation.name);
            by_resource.entry(resource).or_default().push((group, Item::Operation(Box::new(operation))));
        }
        for (index, items) in by_resource {
            let resource = self.names.resources[index].clone();
            let tag = if resource.tag.is_empty() {
                "Operations without a tag.".to_owned()
            } else {
                format!("{}.", super::docs::markdown(&resource.tag).join(" "))
            };
            let name = resource.module.trim_start_matches("r#").to_owned();
            root.push(Item::Module(ModuleItem {
                name: resource.module.clone(),
                public: true,
                reexport: false,
                features: features[index].iter().cloned().collect(),
            }));
            let docs = vec![format!("{}: requests and their responses.", tag.trim_end_matches('.'))];
            let handle = Item::Handle(HandleItem { docs: self.tag_docs(&resource.tag, tag), name: resource.handle.clone() });
            let mut head = vec![handle];
            let added: Vec<Item> = self
                .added
                .iter()
                .filter(|(owner, item)| *owner == index && matches!(item, Item::Content(_)))
                .map(|(_, item)| item.clone())
                .collect();
            head.extend(added);
            self.spread(&format!("src/{name}"), docs, head, items, files);
        }
    }

    /// What a handle says of its tag: what the description has to say, else its name.
    fn tag_docs(&self, name: &str, title: String) -> Vec<String> {
        let tag = self.api.tags.iter().find(|tag| tag.name == name);
        let text = tag.and_then(|tag| tag.description.as_deref()).filter(|text| !text.trim().is_empty());
        text.map_or_else(|| vec![title], super::docs::markdown)
    }

    fn type_files(
        &mut self,
        types: TypeItems,
        owners: &HashMap<TypeId, usize>,
        features: &[Option<String>],
        root: &mut Vec<Item>,
        files: &mut Vec<File>,
    ) {
        let mut shared: Vec<(String, Item)> = Vec::new();
        let mut owned: IndexMap<usize, Vec<(String, Item)>> = IndexMap::new();
        let many = self.api.types.iter().map(|(_, named)| named.place.file).collect::<HashSet<_>>().len() > 1;
        let mut by_file: IndexMap<String, Vec<(String, Item)>> = IndexMap::new();
        for (id, item) in types {
            let entry = (item_name(&item), item);
            if let Some(owner) = owners.get(&id) {
                owned.entry(*owner).or_default().push(entry);
            } else if many {
                let file = self.file_stem(id);
                by_file.entry(file).or_default().push(entry);
            } else {
                shared.push(entry);
            }
        }
        for (owner, item) in std::mem::take(&mut self.added) {
            if matches!(item, Item::Content(_)) {
                continue;
            }
            let entry = (item_name(&item), item);
            let gated = features.iter().any(Option::is_some);
            if gated && matches!(entry.1, Item::Responses(_)) && !self.errors.values().any(|name| *name == entry.0) {
                owned.entry(owner).or_default().push(entry);
            } else if gated || !many {
                shared.push(entry);
            } else {
                let file = self.names.resources[owner].module.trim_start_matches("r#").to_owned();
                let file = if by_file.contains_key(&file) { file } else { "responses".to_owned() };
                by_file.entry(file).or_default().push(entry);
            }
        }
        let mut modules = Vec::new();
        for (owner, items) in owned {
            let name = format!("{}_types", self.names.resources[owner].module.trim_start_matches("r#"));
            let docs = vec![format!("Types used by {} only.", super::docs::markdown(&self.names.resources[owner].tag).join(" "))];
            modules.push(ModuleItem {
                name: name.clone(),
                public: false,
                reexport: true,
                features: features[owner].iter().cloned().collect(),
            });
            self.spread(&format!("src/types/{name}"), docs, Vec::new(), items, files);
        }
        for (name, items) in by_file {
            let docs = vec![format!("Types described in the file `{name}`.")];
            modules.push(ModuleItem { name: name.clone(), public: false, reexport: true, features: Vec::new() });
            self.spread(&format!("src/types/{name}"), docs, Vec::new(), items, files);
        }
        let docs = vec!["Types of the API.".to_owned()];
        modules.sort_by(|a, b| a.name.cmp(&b.name));
        let head: Vec<Item> = modules.into_iter().map(Item::Module).collect();
        root.push(Item::Module(ModuleItem { name: "types".to_owned(), public: true, reexport: false, features: Vec::new() }));
        self.spread("src/types", docs, head, shared, files);
    }

    /// Writes items into one file, or into a folder of files where they are too many.
    pub(super) fn spread(
        &self,
        base: &str,
        docs: Vec<String>,
        mut head: Vec<Item>,
        items: Vec<(String, Item)>,
        files: &mut Vec<File>,
    ) {
        let total: usize = items.iter().map(|(_, item)| item).chain(&head).map(lines).sum();
        let has_modules = head.iter().any(|item| item.module().is_some());
        if total <= FILE_LINES || items.len() <= 1 {
            head.extend(items.into_iter().map(|(_, item)| item));
            let path = if has_modules { format!("{base}/mod.rs") } else { format!("{base}.rs") };
            files.push(File::new(path, docs, Vec::new(), head));
            return;
        }
        let taken: BTreeSet<String> = head.iter().filter_map(Item::module).map(|module| module.name.clone()).collect();
        let outer: Vec<String> = head
            .iter()
            .filter_map(|item| match item {
                Item::Handle(item) => Some(item.name.clone()),
                Item::Content(item) => Some(item.name.clone()),
                _ => None,
            })
            .collect();
        for (name, group) in partition(items, base.starts_with("src/types"), &taken) {
            let docs = vec![docs.first().cloned().unwrap_or_default()];
            head.push(Item::Module(ModuleItem { name: name.clone(), public: false, reexport: true, features: Vec::new() }));
            let path = format!("{base}/{}.rs", name.trim_start_matches("r#"));
            files.push(File::new(path, docs, outer.clone(), group));
        }
        files.push(File::new(format!("{base}/mod.rs"), docs, Vec::new(), head));
    }

    fn file_stem(&self, id: TypeId) -> String {
        let path = self.sources.file(self.api.types.get(id).place.file).map_or("", |file| file.path.as_str());
        let name = path.rsplit('/').next().unwrap_or_default();
        Words::split(name.split('.').next().unwrap_or_default()).render(Case::Snake)
    }

    /// Types that the operations of a single resource use, with that resource.
    fn owners(&self) -> HashMap<TypeId, usize> {
        let mut users: HashMap<TypeId, BTreeSet<usize>> = HashMap::new();
        for (operation, names) in self.api.operations.iter().zip(&self.names.operations) {
            let mut found: Vec<TypeId> = Vec::new();
            let mut note = |ty: &Type| ty.each_named(&mut |id| found.push(id));
            operation.params.iter().for_each(|param| note(&param.ty));
            let bodies = operation.body.iter().flat_map(|body| &body.contents);
            for content in bodies.chain(operation.responses.iter().flat_map(|response| &response.contents)) {
                content.ty.iter().for_each(&mut note);
            }
            // Error responses are shared between resources and so is what they hold.
            let shared = operation.responses.iter().filter(|response| !super::success::is_success(response.status));
            let shared: Vec<TypeId> = {
                let mut ids = Vec::new();
                for content in shared.flat_map(|response| &response.contents).filter(|content| content.kind == ContentKind::Json)
                {
                    content.ty.iter().for_each(|ty| ty.each_named(&mut |id| ids.push(id)));
                }
                ids
            };
            // The module of JSON Patch constants is always there.
            let mut patched: Vec<TypeId> = Vec::new();
            let bodies = operation.body.iter().flat_map(|body| &body.contents);
            bodies.filter_map(|content| content.json_patch.as_ref()).for_each(|ty| ty.each_named(&mut |id| patched.push(id)));
            self.mark(patched, usize::MAX, &mut users);
            self.mark(found, names.resource, &mut users);
            self.mark(shared, usize::MAX, &mut users);
        }
        for hook in self.api.webhooks.iter().filter_map(|hook| hook.payload.as_ref()) {
            let mut found = Vec::new();
            hook.each_named(&mut |id| found.push(id));
            self.mark(found, usize::MAX, &mut users);
        }
        // What no operation uses is there whatever the features, and so is what it holds.
        let unused: Vec<TypeId> = self.api.types.iter().map(|(id, _)| id).filter(|id| !users.contains_key(id)).collect();
        self.mark(unused, usize::MAX, &mut users);
        // Types in response enums live in the shared module.
        users
            .into_iter()
            .filter_map(|(id, set)| match set.iter().next() {
                Some(owner) if set.len() == 1 && *owner != usize::MAX => Some((id, *owner)),
                _ => None,
            })
            .collect()
    }

    fn mark(&self, mut found: Vec<TypeId>, resource: usize, users: &mut HashMap<TypeId, BTreeSet<usize>>) {
        while let Some(id) = found.pop() {
            if users.entry(id).or_default().insert(resource) {
                let kind: &Kind = &self.api.types.get(id).kind;
                each_member(kind, &mut |ty| ty.each_named(&mut |inner| found.push(inner)));
            }
        }
    }
}

/// The client, its accessors in further files where they are too many.
fn client_files(mut client: ClientItem, files: &mut Vec<File>) {
    let mut parts = pieces(std::mem::take(&mut client.accessors), accessor_lines).into_iter();
    client.accessors = parts.next().unwrap_or_default();
    let mut items = vec![Item::Client(client)];
    for (index, part) in parts.enumerate() {
        let name = format!("resources_{}", index + 1);
        files.push(File::new(
            format!("src/client/{name}.rs"),
            vec!["More resources of the client.".to_owned()],
            vec!["Client".to_owned()],
            vec![Item::Accessors(part)],
        ));
        items.push(Item::Module(ModuleItem { name, public: false, reexport: false, features: Vec::new() }));
    }
    files.push(File::new("src/client.rs".to_owned(), vec!["The client.".to_owned()], Vec::new(), items));
}
