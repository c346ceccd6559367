//! Operations.

use super::ApiReader;
use super::path;
use super::root::servers;
use crate::document::Node;
use crate::ir::{Docs, LeftOut, Location, Method, Operation, Param, Segment};
use crate::location::Place;
use crate::model::{NamePath, name_path_of};
use crate::schema::docs_of;
use foldhash::HashSet;

/// What is around a part of an operation.
pub(super) struct Context<'a> {
    /// The names that lead to inline schemas of the operation.
    pub(super) name_path: NamePath<'a>,
    /// The operation in messages.
    pub(super) name: &'a str,
}

impl<'d> ApiReader<'_, '_, 'd, '_> {
    /// The operations of all paths in order.
    pub(super) fn operations(&mut self) -> Vec<Operation> {
        let mut operations = Vec::new();
        let Some(paths) = self.builder.schema.root.get("paths") else { return operations };
        for (path, given) in paths.entries() {
            if path.starts_with("x-") {
                continue;
            }
            let Some(item) = self.builder.schema.follow(&given) else {
                self.left_out.push(LeftOut {
                    what: format!("path {path}"),
                    reason: "its `$ref` leads nowhere".to_owned(),
                    operation: true,
                    place: given.place(),
                });
                continue;
            };
            if path::has_nameless(path) {
                self.builder
                    .schema
                    .report
                    .warning("nameless-parameter", given.place().key(), format!("a parameter of `{path}` has no name"))
                    .help("its operations are left out");
            }
            for owner in owners(&given, &item) {
                self.odd_methods(path, &owner);
                for (method, node) in methods(&owner) {
                    if path::has_nameless(path) {
                        let name = format!("{} {path}", method.as_str());
                        self.leave_out_operation(&name, "a parameter of its path has no name", node.place());
                        continue;
                    }
                    if let Some(operation) = self.operation(path, &method, &item, &node) {
                        operations.push(operation);
                    }
                }
            }
        }
        operations
    }

    /// Says which operations of a path item have a method that has a key of its own, and which one that is none.
    pub(super) fn odd_methods(&mut self, path: &str, item: &Node<'d>) {
        for (name, node) in item.get("additionalOperations").iter().flat_map(Node::entries) {
            match Method::from_name(name) {
                Some(Method::Other(_)) => {}
                Some(_) => {
                    let message = format!("`{name}` has a key of its own in a path item");
                    let said = self.builder.schema.report.warning("misplaced-key", node.place().key(), message);
                    said.help(format!("write `{}` beside `additionalOperations`", name.to_ascii_lowercase()));
                }
                None => self.leave_out_operation(&format!("{name} {path}"), "its method is no name of a method", node.place()),
            }
        }
    }

    fn leave_out_operation(&mut self, name: &str, reason: &str, place: Place) {
        let left_out = LeftOut { what: format!("operation {name}"), reason: reason.to_owned(), operation: true, place };
        self.left_out.push(left_out);
    }

    /// Reads `{+name}`, `{name*}` and the like, which other standards have for values with slashes, as the parameter they mean.
    fn expressions(&mut self, template: &mut path::Template, params: &mut [Param], node: &Node<'d>) {
        let names: Vec<String> = template.segments.iter().filter_map(param_name).map(str::to_owned).collect();
        for written in &names {
            let declared = |name: &str| params.iter().position(|param| param.location == Location::Path && param.wire == name);
            let meant = path::operand(written).filter(|(meant, _)| names.iter().all(|name| name != meant));
            let (None, Some((meant, slashes))) = (declared(written), meant) else { continue };
            let Some(at) = declared(meant) else { continue };
            params[at].slashes |= slashes;
            template.rename(written, meant);
            let message = format!("`{{{written}}}` is no variable of OpenAPI");
            let said = self.builder.schema.report.warning("path-expression", node.place(), message);
            said.help(format!("it is read as `{{{meant}}}`{}", if slashes { ", and its value keeps its slashes" } else { "" }));
        }
    }

    fn operation(&mut self, path: &str, method: &Method, item: &Node<'d>, node: &Node<'d>) -> Option<Operation> {
        if !node.is_object() {
            return None;
        }
        let mut template = path::parse(path);
        let id = node.string("operationId").filter(|id| !id.trim().is_empty());
        let fallback;
        let word = if let Some(id) = id {
            id
        } else {
            fallback = format!("{} {path}", method.as_str().to_ascii_lowercase());
            &fallback
        };
        let name = id.map_or_else(|| format!("{} {path}", method.as_str()), str::to_owned);
        let context = Context { name_path: NamePath::root(word), name: &name };
        let mut params = self.params(item, node, &context);
        self.expressions(&mut template, &mut params, node);
        self.beyond_path(&template, &mut params, node);
        let used: HashSet<&str> = template.segments.iter().filter_map(param_name).collect();
        for name in template.segments.iter().filter_map(param_name) {
            if !params.iter().any(|param| param.location == Location::Path && param.wire == name) {
                self.builder
                    .schema
                    .report
                    .warning("undeclared-parameter", node.place(), format!("`{{{name}}}` of the path is not declared"))
                    .help("it is taken as a required string");
                params.push(Self::undeclared(name, Location::Path, node.place()));
            }
        }
        params.retain(|param| {
            let keep = param.location != Location::Path || used.contains(param.wire.as_str());
            if !keep {
                self.builder
                    .schema
                    .report
                    .warning(
                        "unused-parameter",
                        param.place.clone(),
                        format!("path parameter `{}` is not in the path", param.wire),
                    )
                    .help("it is not sent");
            }
            keep
        });
        let body = match node.get("requestBody") {
            Some(given) => {
                if let Some(body) = self.builder.schema.follow(&given) {
                    let shared = (body.address() != given.address()).then(|| name_path_of(&body).join(" "));
                    match shared {
                        Some(shared) => self.body(&body, &NamePath::root(&shared)),
                        None => self.body(&body, &context.name_path.then("body")),
                    }
                } else {
                    self.left_out.push(LeftOut {
                        what: format!("operation {name}"),
                        reason: "the `$ref` of its body leads nowhere".to_owned(),
                        operation: true,
                        place: node.place(),
                    });
                    return None;
                }
            }
            None => None,
        };
        let responses = self.responses(node, method, &context);
        let mut operation = Operation {
            id: id.map(str::to_owned),
            method_name: node.string("x-method").map(str::to_owned),
            method: method.clone(),
            path: template.segments,
            path_text: template.text,
            fragment: template.fragment,
            tags: node
                .get("tags")
                .map(|tags| tags.items().filter_map(|tag| tag.str().map(str::to_owned)).collect())
                .unwrap_or_default(),
            docs: docs_within(item, node),
            evidence: node.string("x-evidence").map(str::to_owned),
            params,
            body,
            responses,
            security: node.get("security").filter(|array| array.value.is_array()).map(|array| self.requirements(&array)),
            servers: [node, item]
                .into_iter()
                .find_map(|owner| owner.get("servers"))
                .map(|array| servers(&array))
                .unwrap_or_default(),
            paging: None,
            filter: None,
            sort: None,
            place: node.place(),
        };
        self.conventions(node, &mut operation);
        Some(operation)
    }
}

/// The operations of a path item: those of its own keys, then `additionalOperations` (OpenAPI 3.2).
pub(super) fn methods<'d>(item: &Node<'d>) -> Vec<(Method, Node<'d>)> {
    let own = item.entries().filter_map(|(key, node)| Some((Method::from_key(key)?, node)));
    let further = item.get("additionalOperations");
    let further: Vec<_> = further.iter().flat_map(Node::entries).collect();
    own.chain(further.into_iter().filter_map(|(name, node)| Some((Method::from_name(name)?, node)))).collect()
}

/// The path item, and the object that refers to it where that has operations of its own (3.1).
fn owners<'d>(given: &Node<'d>, item: &Node<'d>) -> Vec<Node<'d>> {
    let own = given.address() != item.address()
        && given.entries().any(|(key, _)| key == "additionalOperations" || Method::from_key(key).is_some());
    if own { vec![item.clone(), given.clone()] } else { vec![item.clone()] }
}

/// The documentation of an operation; where it has none, those of its path item.
fn docs_within(item: &Node<'_>, node: &Node<'_>) -> Docs {
    let mut docs = docs_of(node);
    if docs.title.is_none() && docs.description.is_none() {
        let around = docs_of(item);
        (docs.title, docs.description) = (around.title, around.description);
    }
    docs
}

fn param_name(segment: &Segment) -> Option<&str> {
    match segment {
        Segment::Param(name) => Some(name),
        Segment::Text(_) => None,
    }
}
