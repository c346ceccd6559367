//! The functions `match` and `search` of `JSONPath` (RFC 9535, 2.4.6 and 2.4.7), whose patterns are I-Regexp (RFC 9485).

use crate::limits::PATTERN_BYTES;
use regex::{Regex, RegexBuilder};
use serde_json::Value;
use serde_json_path::functions::{LogicalType, ValueType};

/// Whether the whole of a text matches a pattern.
#[serde_json_path::function(name = "match")]
fn whole(value: ValueType, pattern: ValueType) -> LogicalType {
    found(&value, &pattern, |pattern| format!("^(?:{pattern})$"))
}

/// Whether a part of a text matches a pattern.
#[serde_json_path::function(name = "search")]
fn part(value: ValueType, pattern: ValueType) -> LogicalType {
    found(&value, &pattern, str::to_owned)
}

/// As the RFC has it, what is no text and what is no pattern matches nothing.
fn found(value: &ValueType<'_>, pattern: &ValueType<'_>, whole: impl Fn(&str) -> String) -> LogicalType {
    let (Some(Value::String(text)), Some(Value::String(pattern))) = (value.as_value(), pattern.as_value()) else {
        return LogicalType::False;
    };
    compiled(&whole(pattern)).is_some_and(|pattern| pattern.is_match(text)).into()
}

/// A pattern in which `.` stands for no end of a line, `\r` included.
fn compiled(pattern: &str) -> Option<Regex> {
    RegexBuilder::new(pattern).crlf(true).size_limit(PATTERN_BYTES).build().ok()
}
