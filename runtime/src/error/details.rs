//! What a server says of a failure, found in the body of its response.

use serde_json::Value;

use crate::conventions::Conventions;

/// What the server said about a failure, found by the API's error pointers.
#[derive(Clone, Default)]
pub(crate) struct Details {
    pub reference: Option<String>,
    pub code: Option<String>,
    pub message: Option<String>,
    /// The rest in one line, such as the messages by property of a failed validation.
    pub explanation: Option<String>,
}

/// Most of a server's explanation that is kept, in bytes.
const LONGEST: usize = 1000;
/// How deep messages are searched for.
const NESTED_MESSAGES: usize = 4;

impl Details {
    pub(crate) fn read(body: &[u8], conventions: &Conventions) -> Self {
        let pointers = &conventions.error;
        let Ok(value) = serde_json::from_slice::<Value>(body) else { return Self::default() };
        let at = |pointer: Option<&str>| value.pointer(pointer?);
        let find = |pointer: Option<&str>| match at(pointer)? {
            Value::String(text) => Some(text.clone()),
            Value::Null => None,
            other => Some(other.to_string()),
        };
        let message = find(pointers.message);
        let mut explanation = String::new();
        if let Some(details) = at(pointers.details) {
            explain(details, "", NESTED_MESSAGES, &mut explanation);
        }
        Self {
            reference: find(pointers.item_reference).or_else(|| find(pointers.reference)),
            code: find(pointers.code),
            explanation: Some(explanation).filter(|text| !text.is_empty() && message.as_ref() != Some(text)),
            message,
        }
    }
}

/// Writes the messages within `value`, each after the property it is about.
fn explain(value: &Value, name: &str, deepest: usize, out: &mut String) {
    if out.len() > LONGEST || deepest == 0 {
        return;
    }
    match value {
        Value::Null => {}
        Value::Array(items) => items.iter().for_each(|item| explain(item, name, deepest - 1, out)),
        Value::Object(entries) => entries.iter().for_each(|(key, value)| {
            let name = if name.is_empty() { key.clone() } else { format!("{name}.{key}") };
            explain(value, &name, deepest - 1, out);
        }),
        scalar => {
            if !out.is_empty() {
                out.push_str("; ");
            }
            if !name.is_empty() {
                out.push_str(name);
                out.push_str(": ");
            }
            match scalar {
                Value::String(text) => out.push_str(text),
                other => out.push_str(&other.to_string()),
            }
        }
    }
}

/// A message of serde without the value it quotes: a response may hold what must not reach a log.
pub(crate) fn without_values(message: &str) -> String {
    for (start, quote) in [("string \"", '"'), ("unknown variant `", '`'), ("character `", '`')] {
        if let Some((before, rest)) = message.split_once(start)
            && let Some(end) = rest.rfind(&format!("{quote}, expected"))
        {
            let word = start.trim_end_matches([' ', '"', '`']);
            return format!("{before}{word}{}", &rest[end + quote.len_utf8()..]);
        }
    }
    message.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conventions::ErrorRules;

    #[test]
    fn details_are_one_line_and_bounded() {
        let error =
            ErrorRules { message: Some("/errors/0/message"), details: Some("/errors/0/description"), ..ErrorRules::DEFAULT };
        let rules = Conventions { error, ..Conventions::DEFAULT };
        let read = |body: &str| Details::read(body.as_bytes(), &rules).explanation;
        let body =
            r#"{"errors": [{"message": "Invalid", "description": {"name": ["is too long", "is odd"], "size": {"unit": 3}}}]}"#;
        assert_eq!(read(body).as_deref(), Some("name: is too long; name: is odd; size.unit: 3"));
        assert_eq!(read(r#"{"errors": [{"message": "same", "description": "same"}]}"#), None);
        assert_eq!(read("<html>"), None);
        let long = format!(r#"{{"errors": [{{"description": {{"a": {:?}}}}}]}}"#, vec!["x".repeat(300); 100]);
        assert!(read(&long).unwrap().len() < 2000);
    }

    #[test]
    fn a_message_quotes_no_value() {
        for (message, without) in [
            (r#"invalid type: string "hunter2", expected i64"#, "invalid type: string, expected i64"),
            (r#"invalid value: string "a\", expected b", expected u8"#, "invalid value: string, expected u8"),
            ("unknown variant `hunter2`, expected `a` or `b`", "unknown variant, expected `a` or `b`"),
            ("missing field `id`", "missing field `id`"),
            ("invalid type: map, expected a string", "invalid type: map, expected a string"),
        ] {
            assert_eq!(without_values(message), without);
        }
    }
}
