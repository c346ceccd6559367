//! Reads JSON through serde, with repeated keys.

use super::entries::Entries;
use super::repeats::report_repeat;
use crate::limits::REPEATED_KEYS;
use crate::location::{FileId, Format, Place, Report, Span, key_spans, push_token};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Number, Value};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;

/// Why a text is no JSON.
pub(super) struct Mistake {
    span: Span,
    message: String,
}

impl Mistake {
    /// Reports it.
    pub(super) fn say(&self, id: FileId, report: &mut Report) {
        report.fatal("syntax", Place::new(id, ""), format!("not JSON: {}", self.message)).at(self.span);
    }
}

/// Reads a text; repeated keys are reported, the last one wins.
///
/// # Errors
///
/// Text that is no JSON, which is not reported.
pub(super) fn read(id: FileId, text: &str, report: &mut Report) -> Result<Value, Mistake> {
    let repeats = Repeats::default();
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = Seed(&repeats).deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    let value = value.map_err(|error| {
        let message = error.to_string();
        // The position is shown by other means.
        let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(before, _)| before).to_owned();
        Mistake { span: Span { line: error.line().max(1), column: error.column().max(1), length: 1 }, message }
    })?;
    // The same key may be repeated many times.
    let repeats: BTreeMap<String, String> = repeats
        .0
        .into_inner()
        .into_iter()
        .filter_map(|mut way| Some((pointer(&way), std::mem::take(way.first_mut()?))))
        .collect();
    let pointers: Vec<&str> = repeats.keys().map(String::as_str).collect();
    let spans = key_spans(text, Format::Json, &pointers);
    for ((pointer, key), spans) in repeats.iter().zip(spans) {
        report_repeat(id, pointer, key, spans, report);
    }
    Ok(value)
}

/// The pointer of a way from the key outwards.
fn pointer(way: &[String]) -> String {
    let mut pointer = String::new();
    for token in way.iter().rev() {
        push_token(&mut pointer, token);
    }
    pointer
}

/// Ways to repeated keys, from the key outwards. Filled while leaving the objects and arrays around them, so that
/// a text without repeated keys costs nothing.
#[derive(Default)]
struct Repeats(RefCell<Vec<Vec<String>>>);

impl Repeats {
    fn count(&self) -> usize {
        self.0.borrow().len()
    }

    fn found(&self, key: &str) {
        if self.count() < REPEATED_KEYS {
            self.0.borrow_mut().push(vec![key.to_owned()]);
        }
    }

    fn left(&self, since: usize, token: impl Fn() -> String) {
        for way in &mut self.0.borrow_mut()[since..] {
            way.push(token());
        }
    }
}

#[derive(Clone, Copy)]
struct Seed<'a>(&'a Repeats);

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Value;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("JSON")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut array = Vec::new();
        loop {
            let before = self.0.count();
            let Some(item) = access.next_element_seed(self)? else {
                array.shrink_to_fit();
                return Ok(Value::Array(array));
            };
            if self.0.count() > before {
                self.0.left(before, || array.len().to_string());
            }
            array.push(item);
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut entries = Entries::default();
        while let Some(key) = access.next_key::<String>()? {
            let before = self.0.count();
            let value = access.next_value_seed(self)?;
            if self.0.count() > before {
                self.0.left(before, || key.clone());
            }
            entries.push(key, value);
        }
        Ok(Value::Object(entries.into_map(|key| self.0.found(key))))
    }
}
