//! House rules for curated descriptions: everything is described, linked and named.

use super::super::keys::ObjectKind;
use super::{At, Walk};
use serde_json::{Map, Value};

impl<'d> Walk<'d, '_> {
    /// Rules of one object of a curated description.
    pub(super) fn house_rules(&mut self, kind: ObjectKind, map: &'d Map<String, Value>, at: &At<'_>) {
        match kind {
            ObjectKind::Operation => self.operation_house_rules(map, at),
            ObjectKind::Parameter => self.described("a parameter", map, at),
            ObjectKind::Response => self.described("a response", map, at),
            ObjectKind::Schema => self.properties(map, at),
            ObjectKind::Components => {
                let Some(Value::Object(schemas)) = map.get("schemas") else { return };
                let above = at.key("schemas");
                for (name, schema) in schemas {
                    self.described_schema("a schema", schema, &above.key(name));
                }
            }
            ObjectKind::MediaType => {
                if let Some(Value::String(name)) = map.get("x-json-patch") {
                    self.visited.used_names.insert(name);
                }
            }
            _ => {}
        }
    }

    fn operation_house_rules(&mut self, map: &'d Map<String, Value>, at: &At<'_>) {
        if !has_text(map, "description") && !has_text(map, "summary") {
            self.report.warning("missing-docs", at.place(), "an operation needs a `summary` or `description`");
        }
        if is_webhook(at) {
            return;
        }
        if map.contains_key("x-signature") {
            let said = self.report.warning(
                "misplaced-key",
                at.key("x-signature").place().key(),
                "the server signs webhooks, no responses",
            );
            said.help("move it to the operation of a webhook");
        }
        for key in ["operationId", "x-method"] {
            if !map.contains_key(key) {
                self.report.warning("missing-method", at.place(), format!("an operation needs the key `{key}`"));
            }
        }
        if !map.contains_key("x-evidence") {
            let said = self.report.warning("missing-evidence", at.place(), "an operation needs the key `x-evidence`");
            said.help("`documented`, `partial`, `client` or `inferred`");
        }
        if map.get("externalDocs").and_then(|docs| docs.get("url")).is_none() {
            self.report
                .warning("missing-docs", at.place(), "an operation needs `externalDocs.url`")
                .help("the page it was read from");
        }
        let tags = map.get("tags").and_then(Value::as_array).map_or(0, Vec::len);
        if tags != 1 {
            self.report.warning("tag-count", at.place(), format!("an operation has one tag, not {tags}"));
        }
    }

    fn properties(&mut self, map: &'d Map<String, Value>, at: &At<'_>) {
        let Some(Value::Object(properties)) = map.get("properties") else {
            return;
        };
        let above = at.key("properties");
        for (name, schema) in properties {
            self.described_schema("a property", schema, &above.key(name));
        }
    }

    /// A description is of the target where there is a reference, alone or in `allOf`.
    fn described_schema(&mut self, owner: &str, schema: &Value, at: &At<'_>) {
        let Value::Object(map) = schema else { return };
        let refers = |value: &Value| value.get("$ref").is_some();
        let wraps = |value: &Value| value.as_array().is_some_and(|parts| matches!(&parts[..], [only] if refers(only)));
        if !refers(schema) && !map.get("allOf").is_some_and(wraps) {
            self.described(owner, map, at);
        }
    }

    fn described(&mut self, owner: &str, map: &Map<String, Value>, at: &At<'_>) {
        if !has_text(map, "description") {
            self.report.warning("missing-docs", at.place(), format!("{owner} needs a `description`"));
        }
    }
}

fn has_text(map: &Map<String, Value>, key: &str) -> bool {
    map.get(key).and_then(Value::as_str).is_some_and(|text| !text.trim().is_empty())
}

/// Whether the way to an operation leads through webhooks or callbacks: the server makes these requests.
fn is_webhook(at: &At<'_>) -> bool {
    std::iter::successors(Some(at), |at| at.parent)
        .any(|at| matches!(at.step, super::Step::Key("x-webhooks" | "webhooks" | "callbacks")))
}
