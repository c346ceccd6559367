//! What stands at the root: info, servers, tags.

use super::ApiReader;
use crate::document::Node;
use crate::ir::{Api, Info, Operation, Package, Server, ServerVariable, Tag, Types};
use serde_json::Value;

impl ApiReader<'_, '_, '_, '_> {
    /// The whole API but its types.
    pub(super) fn api(&mut self) -> Api {
        let root = self.builder.schema.root.clone();
        let mut operations = self.operations();
        self.group(&root, &mut operations);
        let webhooks = self.webhooks();
        Api {
            info: info(&root),
            package: package(&root),
            servers: root.get("servers").map(|array| servers(&array)).unwrap_or_default(),
            tags: tags(&root, &operations),
            types: Types::default(),
            operations,
            webhooks,
            schemes: self.schemes(),
            security: root.get("security").map(|array| self.requirements(&array)).unwrap_or_default(),
            conventions: std::mem::take(&mut self.rules),
            left_out: std::mem::take(&mut self.left_out),
        }
    }
}

impl<'d> ApiReader<'_, '_, 'd, '_> {
    /// Puts the tag that groups an operation first: one of another `kind` than `nav` (OpenAPI 3.2) is a badge or an audience, and
    /// groups only where no other does. Reports parents that are not there and those that lead in a circle.
    fn group(&mut self, root: &Node<'d>, operations: &mut [Operation]) {
        let Some(tags) = root.get("tags") else { return };
        let declared: Vec<Node<'d>> = tags.items().collect();
        let find = |name: &str| declared.iter().find(|tag| tag.string("name") == Some(name));
        for tag in &declared {
            let Some(parent) = tag.string("parent") else { continue };
            let mut above = vec![tag.string("name").unwrap_or_default()];
            let mut next = Some(parent);
            let message = loop {
                let Some(name) = next else { break None };
                if above.contains(&name) {
                    break Some(format!("the parents of the tag `{}` lead back to `{name}`", above[0]));
                }
                let Some(found) = find(name) else {
                    break Some(format!("no tag is named `{name}`, which is a parent of `{}`", above[0]));
                };
                above.push(name);
                next = found.string("parent");
            };
            if let Some(message) = message {
                self.builder.schema.report.warning("tag-parent", tag.place().join("parent"), message);
            }
        }
        let groups = |name: &String| find(name).and_then(|tag| tag.string("kind")).is_none_or(|kind| kind == "nav");
        for operation in operations {
            if let Some(at) = operation.tags.iter().position(groups) {
                operation.tags[..=at].rotate_right(1);
            }
        }
    }
}

/// What a person reads of a tag: `summary` and `description`, and the tag it is a part of.
fn about_tag(node: &Node<'_>) -> Option<String> {
    let string = |key: &str| node.string(key).map(str::trim).filter(|text| !text.is_empty());
    let parts = [string("summary").map(str::to_owned), string("description").map(str::to_owned)];
    let parent = string("parent").map(|parent| format!("Part of {parent}."));
    let link = node.get("externalDocs").and_then(|docs| docs.string("url")).filter(|url| !url.contains([' ', '<', '>']));
    let link = link.map(|url| format!("<{url}>"));
    let parts: Vec<String> = parts.into_iter().chain([parent, link]).flatten().collect();
    (!parts.is_empty()).then(|| parts.join("\n\n"))
}

pub(super) fn servers(array: &Node<'_>) -> Vec<Server> {
    array
        .items()
        .filter_map(|server| {
            let url = server.string("url")?.to_owned();
            let variables = server.get("variables").map(|map| map.entries().map(|(name, node)| variable(name, &node)).collect());
            Some(Server {
                url,
                description: server.string("description").or_else(|| server.string("name")).map(str::to_owned),
                variables: variables.unwrap_or_default(),
            })
        })
        .collect()
}

fn variable(name: &str, node: &Node<'_>) -> ServerVariable {
    let plain = |value: &Value| match value {
        Value::String(string) => string.clone(),
        other => other.to_string(),
    };
    let values: Vec<String> = node.value.get("enum").and_then(Value::as_array).into_iter().flatten().map(plain).collect();
    let default = node.value.get("default").map(plain).or_else(|| values.first().cloned()).unwrap_or_default();
    ServerVariable { name: name.to_owned(), default, values, description: node.string("description").map(str::to_owned) }
}

fn info(root: &Node<'_>) -> Info {
    let Some(info) = root.get("info") else { return Info::default() };
    let string = |key: &str| info.string(key).filter(|text| !text.trim().is_empty()).map(str::to_owned);
    let name_and_link = |key: &str, links: &[&str]| {
        let node = info.get(key)?;
        let mut parts: Vec<&str> = node.string("name").into_iter().collect();
        parts.extend(links.iter().filter_map(|link| node.string(link)));
        (!parts.is_empty()).then(|| parts.join(", "))
    };
    Info {
        title: string("title").unwrap_or_default(),
        version: match info.value.get("version") {
            Some(Value::String(version)) => version.clone(),
            Some(other) if !other.is_null() => other.to_string(),
            _ => String::new(),
        },
        summary: string("summary"),
        description: string("description"),
        license: name_and_link("license", &["identifier", "url"]),
        contact: name_and_link("contact", &["url", "email"]),
        terms: string("termsOfService"),
        link: root.get("externalDocs").and_then(|docs| docs.string("url")).map(str::to_owned),
    }
}

fn package(root: &Node<'_>) -> Option<Package> {
    let node = root.get("x-crate")?;
    let string = |key: &str| node.string(key).map(str::to_owned);
    let name = string("name")?;
    Some(Package {
        title: string("title").unwrap_or_else(|| name.clone()),
        version: string("version").unwrap_or_else(|| "0.1.0".to_owned()),
        name,
    })
}

/// The declared tags in order, then those that only operations mention.
fn tags(root: &Node<'_>, operations: &[Operation]) -> Vec<Tag> {
    let mut tags: Vec<Tag> = Vec::new();
    let declared = root.get("tags");
    for node in declared.iter().flat_map(Node::items) {
        if let Some(name) = node.string("name")
            && !tags.iter().any(|tag| tag.name == name)
        {
            tags.push(Tag { name: name.to_owned(), description: about_tag(&node), place: node.place() });
        }
    }
    for operation in operations {
        for name in &operation.tags {
            if !tags.iter().any(|tag| tag.name == *name) {
                tags.push(Tag { name: name.clone(), description: None, place: operation.place.join("tags") });
            }
        }
    }
    tags
}
