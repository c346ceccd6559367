//! Documentation of schemas: title, description, and a line for each constraint that a type does not show.

use super::SchemaReader;
use super::composition::{Composition, Operand, is_ref};
use crate::document::{Node, member};
use crate::ir::Docs;
use crate::limits::{NESTED_DOCS, QUOTED_BYTES, QUOTED_FORMAT_BYTES};
use crate::numbers::grouped;
use serde_json::Value;

/// The documentation of one object of the description: an operation, parameter, response or schema.
pub(crate) fn docs_of(node: &Node<'_>) -> Docs {
    let text = |key: &str| node.string(key).filter(|text| !text.trim().is_empty()).map(str::to_owned);
    Docs {
        title: text("summary").or_else(|| text("title")),
        description: text("description"),
        deprecated: node.flag("deprecated"),
        link: node.get("externalDocs").and_then(|docs| docs.string("url").map(str::to_owned)),
        notes: Vec::new(),
    }
}

impl Composition<'_> {
    /// The documentation of this use of a schema, not that of the schema it refers to.
    pub(crate) fn docs(&self) -> Docs {
        let mut docs = Docs::default();
        self.add_docs(&mut docs, 0);
        docs
    }

    fn add_docs(&self, docs: &mut Docs, depth: usize) {
        match self {
            Self::Node(node) => {
                let Value::Object(map) = node.value else { return };
                if depth < NESTED_DOCS
                    && !is_ref(node.value)
                    && member(map, "allOf").is_some()
                    && let Some(branches) = node.get("allOf")
                {
                    for branch in branches.items() {
                        Composition::Node(branch).add_docs(docs, depth + 1);
                    }
                }
                let own = docs_of(node);
                docs.title = own.title.or(docs.title.take());
                docs.description = own.description.or(docs.description.take());
                docs.deprecated |= own.deprecated;
                docs.link = own.link.or(docs.link.take());
                for note in notes_of(node.value) {
                    if !docs.notes.contains(&note) {
                        docs.notes.push(note);
                    }
                }
            }
            Self::All(list) => list.iter().for_each(|part| part.add_docs(docs, depth + 1)),
            Self::Any(list) => {
                // The documentation of one branch would be wrong for the others; the first is the best there is.
                if let Some(first) = list.first() {
                    first.add_docs(docs, depth + 1);
                    docs.notes.clear();
                }
            }
        }
    }
}

impl<'d> SchemaReader<'d, '_> {
    /// The first example given for a schema.
    pub(crate) fn example(&mut self, composition: &Composition<'d>) -> Option<Value> {
        let own = self.operands(composition).into_iter().find_map(|operand| match operand {
            Operand::Own(node, _) => example_of(&node),
            _ => None,
        });
        own.or_else(|| if let Composition::Node(node) = composition { example_of(node) } else { None })
    }
}

fn example_of(node: &Node<'_>) -> Option<Value> {
    let listed = || match node.value.get("examples")? {
        Value::Array(array) => array.first(),
        Value::Object(map) => map.values().find_map(|example| example.get("value")),
        _ => None,
    };
    node.value.get("example").or_else(listed).cloned()
}

/// One short sentence for each constraint that the type does not show.
pub(crate) fn notes_of(schema: &Value) -> Vec<String> {
    let mut notes = Vec::new();
    let Value::Object(map) = schema else { return notes };
    // Bounds of another type than the stated one say nothing.
    let is_any_of = |types: &[&str]| match member(map, "type") {
        Some(Value::String(name)) => types.contains(&name.as_str()),
        Some(Value::Array(names)) => names.iter().any(|name| name.as_str().is_some_and(|name| types.contains(&name))),
        _ => true,
    };
    let is_number = is_any_of(&["integer", "number"]);
    let number = |key: &str| member(map, key).filter(|value| value.is_number() && is_number).map(shown);
    let count = |key: &str| member(map, key).and_then(Value::as_u64).filter(|count| *count > 0);
    if let Some(default) = member(map, "default")
        && !default.is_null()
    {
        let text = default.to_string();
        if text.len() <= QUOTED_BYTES && !text.contains('`') {
            notes.push(format!("Default: `{}`.", text.trim_matches('"')));
        }
    }
    match (number("minimum"), number("maximum")) {
        (Some(low), Some(high)) => notes.push(format!("From {low} to {high}.")),
        (Some(low), None) => notes.push(format!("At least {low}.")),
        (None, Some(high)) => notes.push(format!("At most {high}.")),
        (None, None) => {}
    }
    if let Some(low) = number("exclusiveMinimum") {
        notes.push(format!("More than {low}."));
    }
    if let Some(high) = number("exclusiveMaximum") {
        notes.push(format!("Less than {high}."));
    }
    if let Some(step) = number("multipleOf") {
        notes.push(format!("A multiple of {step}."));
    }
    for (low, high, of, one, many) in [
        ("minLength", "maxLength", "string", "character", "characters"),
        ("minItems", "maxItems", "array", "item", "items"),
        ("minProperties", "maxProperties", "object", "entry", "entries"),
    ] {
        if !is_any_of(&[of]) {
            continue;
        }
        let shown = |count: u64| format!("{} {}", grouped(count), if count == 1 { one } else { many });
        match (count(low), member(map, high).and_then(Value::as_u64)) {
            (Some(low), Some(high)) if low == high => notes.push(format!("Exactly {}.", shown(low))),
            (Some(low), Some(high)) => notes.push(format!("{} to {}.", grouped(low), shown(high))),
            (Some(low), None) => notes.push(format!("At least {}.", shown(low))),
            (None, Some(high)) => notes.push(format!("At most {}.", shown(high))),
            (None, None) => {}
        }
    }
    if member(map, "uniqueItems") == Some(&Value::Bool(true)) {
        notes.push("Items are unique.".to_owned());
    }
    if let Some(pattern) = member(map, "pattern").and_then(Value::as_str)
        && pattern.len() <= QUOTED_BYTES
        && !pattern.contains(['`', '\n', '\r'])
    {
        notes.push(format!("Matches `{pattern}`."));
    }
    if let Some(format) = member(map, "format").and_then(Value::as_str)
        && !KNOWN_FORMATS.contains(&format)
        && format.len() <= QUOTED_FORMAT_BYTES
        && !format.contains(['`', '\n', '\r'])
    {
        notes.push(format!("Format: `{format}`."));
    }
    notes
}

/// Formats that a type shows by itself.
const KNOWN_FORMATS: &[&str] = &[
    "int32",
    "int64",
    "uint",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
    "float",
    "double",
    "decimal",
    "decimal128",
    "date",
    "date-time",
    "time",
    "time-local",
    "duration",
    "uuid",
    "uri",
    "url",
    "uri-reference",
    "byte",
    "base64",
    "password",
    "binary",
    "string",
];

fn shown(value: &Value) -> String {
    match (value.as_u64(), value.as_i64()) {
        (Some(number), _) => grouped(number),
        (None, Some(number)) => format!("-{}", grouped(number.unsigned_abs())),
        (None, None) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn facts_become_sentences() {
        let notes = notes_of(&json!({"default": 10, "minimum": 1, "maximum": 1000}));
        assert_eq!(notes, ["Default: `10`.", "From 1 to 1,000."]);
        assert_eq!(notes_of(&json!({"maxLength": 60, "pattern": "^a$"})), ["At most 60 characters.", "Matches `^a$`."]);
        assert_eq!(notes_of(&json!({"type": "array", "minItems": 1})), ["At least 1 item."]);
        assert!(notes_of(&json!({"type": "integer", "minLength": 3, "maxItems": 2})).is_empty());
        assert!(notes_of(&json!({"type": ["object", "null"], "minimum": 3})).is_empty());
        assert_eq!(notes_of(&json!({"format": "ipv4", "exclusiveMinimum": 0})), ["More than 0.", "Format: `ipv4`."]);
        assert_eq!(notes_of(&json!({"exclusiveMinimum": true})), Vec::<String>::new());
    }
}
