//! Rules of OpenAPI that a table of keys does not tell.

use super::super::Version;
use super::super::keys::ObjectKind;
use super::super::reference;
use super::shadowed::types_of;
use super::value::TYPES;
use super::{At, Walk};
use serde_json::{Map, Value};

impl<'d> Walk<'d, '_> {
    /// Rules of one object.
    pub(super) fn rules(&mut self, kind: ObjectKind, map: &'d Map<String, Value>, at: &At<'_>) {
        match kind {
            ObjectKind::Root => self.root_rules(map, at),
            ObjectKind::Operation => self.operation_rules(map, at),
            ObjectKind::Parameter => self.parameter_rules(map, at),
            ObjectKind::Header => self.schema_or_content("a header", map, at),
            ObjectKind::Response if self.document.version < Version::V32 && !map.contains_key("description") => {
                self.missing("a response", "description", at);
            }
            ObjectKind::Schema => self.schema_rules(map, at),
            ObjectKind::SecurityScheme => self.scheme_rules(map, at),
            ObjectKind::Flows => self.flow_rules(map, at),
            _ => {}
        }
        if self.is_strict() {
            self.house_rules(kind, map, at);
        }
    }

    fn root_rules(&mut self, map: &Map<String, Value>, at: &At<'_>) {
        let keys: &[&str] = if self.document.version == Version::V30 { &["paths"] } else { &["paths", "components", "webhooks"] };
        if !keys.iter().any(|key| map.contains_key(*key)) {
            self.missing("a description", keys[0], at);
        }
    }

    fn operation_rules(&mut self, map: &'d Map<String, Value>, at: &At<'_>) {
        if self.document.version == Version::V30 && !map.contains_key("responses") {
            self.missing("an operation", "responses", at);
        }
        let Some(Value::String(id)) = map.get("operationId") else { return };
        let place = at.place().join("operationId");
        if let Some(first) = self.visited.operations.get(id.as_str()) {
            // A path item that two paths refer to is one operation, visited twice.
            if *first != place {
                let message = format!("the operation id `{id}` is used more than once");
                self.report.warning("duplicate-operation-id", place, message).also(first.clone(), "first used here");
            }
        } else {
            self.visited.operations.insert(id, place);
        }
    }

    fn parameter_rules(&mut self, map: &Map<String, Value>, at: &At<'_>) {
        self.schema_or_content("a parameter", map, at);
        if map.get("in").and_then(Value::as_str) == Some("path") && map.get("required") != Some(&Value::Bool(true)) {
            let said = self.report.warning("path-required", at.place(), "a path parameter needs `required: true`");
            said.help("it is read as required");
        }
    }

    fn schema_or_content(&mut self, owner: &str, map: &Map<String, Value>, at: &At<'_>) {
        match (map.contains_key("schema"), map.contains_key("content")) {
            (false, false) => {
                self.report.warning("missing-key", at.place(), format!("{owner} needs the key `schema` or `content`"));
            }
            (true, true) => {
                self.report.warning("schema-and-content", at.place(), format!("{owner} has `schema` or `content`, not both"));
            }
            _ => {}
        }
    }

    pub(super) fn schema_rules(&mut self, map: &'d Map<String, Value>, at: &At<'_>) {
        // In 3.1 an array may hold anything.
        if self.document.version == Version::V30
            && map.get("type").and_then(Value::as_str) == Some("array")
            && !map.contains_key("items")
        {
            self.missing("a schema of an array", "items", at);
        }
        self.listed_values(map, at);
        self.idle_keywords(map, at);
        self.shadowed_properties(map, at);
        let Some(Value::Object(rule)) = map.get("discriminator") else { return };
        let above = at.key("discriminator");
        if let Some(target) = rule.get("defaultMapping").and_then(Value::as_str) {
            self.uses(target, &above.key("defaultMapping"));
        }
        let entries = above.key("mapping");
        for (name, target) in rule.get("mapping").and_then(Value::as_object).into_iter().flatten() {
            if let Some(target) = target.as_str() {
                self.uses(target, &entries.key(name));
            }
        }
    }

    /// Reports keywords for the contents of lists or objects beside a type that has no such contents, where they say nothing.
    fn idle_keywords(&mut self, map: &'d Map<String, Value>, at: &At<'_>) {
        let types = types_of(map);
        if types.is_empty() || !types.iter().all(|name| TYPES.contains(name)) {
            return;
        }
        let speaks = |key: &&&str| matches!(map.get(**key), Some(Value::Object(inner)) if !inner.is_empty());
        let groups: [(&[&str], &str, &str); 2] = [
            (&["items", "prefixItems"], "array", "arrays"),
            (&["properties", "patternProperties", "additionalProperties"], "object", "objects"),
        ];
        for (keys, wanted, those) in groups {
            let Some(key) = keys.iter().find(speaks).filter(|_| !types.contains(&wanted)) else { continue };
            let help = match (wanted, types.as_slice()) {
                ("array", ["object", ..]) => {
                    "make the type `array`, or say by `additionalProperties` what an object holds".to_owned()
                }
                ("object", ["array", ..]) => format!("put `{key}` into `items`, or make the type `object`"),
                _ => format!("make the type `{wanted}`, or leave `{key}` out"),
            };
            let stated = types.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ");
            let message = format!("`{key}` speaks of {those}, and the type is {stated}");
            self.report.warning("idle-keyword", at.key(key).place().key(), message).help(help);
        }
    }

    /// A schema that is named in a mapping, by reference or by its bare name.
    fn uses(&mut self, target: &'d str, at: &At<'_>) {
        let document = self.document;
        if !target.contains(['#', '/']) {
            self.visited.used_names.insert(target);
            let schemas = document.root().get("components").and_then(|components| components.get("schemas"));
            if schemas.is_some_and(|schemas| schemas.get(target).is_some()) {
                return;
            }
        }
        let from = document.file(at.file);
        let help = match from.as_ref().map(|from| reference::resolve(from, target)) {
            Some(Ok(found)) => {
                self.visited.used.insert(found.address());
                return;
            }
            Some(Err(why)) => why.help,
            None => None,
        };
        let namesake = from.and_then(|from| from.namesake(target));
        let message = match &namesake {
            Some(found) => {
                self.visited.used.insert(found.address());
                format!("`{target}` is not in the description; it is read as `#{}`", found.pointer())
            }
            None => format!("`{target}` is not in the description"),
        };
        let said = if self.is_strict() {
            self.report.error("dangling-ref", at.place(), message)
        } else {
            self.report.warning("dangling-ref", at.place(), message)
        };
        said.help = said.help.take().or(help);
    }

    fn scheme_rules(&mut self, map: &Map<String, Value>, at: &At<'_>) {
        let needed: &[&str] = match map.get("type").and_then(Value::as_str) {
            Some("apiKey") => &["name", "in"],
            Some("http") => &["scheme"],
            Some("oauth2") => &["flows"],
            Some("openIdConnect") => &["openIdConnectUrl"],
            Some("mutualTLS") if self.document.version == Version::V30 => {
                self.report.warning(
                    "newer-key",
                    at.place().join("type"),
                    "the type `mutualTLS` comes with OpenAPI 3.1, and this is 3.0",
                );
                return;
            }
            _ => return,
        };
        for key in needed.iter().filter(|key| !map.contains_key(**key)) {
            self.missing("a security scheme of this type", key, at);
        }
    }

    fn flow_rules(&mut self, flows: &Map<String, Value>, at: &At<'_>) {
        for (grant, keys) in [
            ("implicit", &["authorizationUrl"][..]),
            ("password", &["tokenUrl"]),
            ("clientCredentials", &["tokenUrl"]),
            ("authorizationCode", &["authorizationUrl", "tokenUrl"]),
        ] {
            let Some(Value::Object(flow)) = flows.get(grant) else { continue };
            for key in keys.iter().filter(|key| !flow.contains_key(**key)) {
                self.missing(&format!("the flow `{grant}`"), key, &at.key(grant));
            }
        }
    }
}
