//! Builds JSON values from YAML events.
//!
//! The events come from a loop, not from recursion, so nesting costs no stack; what it builds is bounded by
//! [`NESTED_VALUES`] and, where anchors multiply it, by [`COPIED_BYTES`].

use super::entries::Entries;
use super::merged::Merged;
use super::repeats::report_repeat;
use super::scalar;
use crate::limits::{COPIED_BYTES, COPIED_NODE_BYTES, NESTED_VALUES};
use crate::location::yaml::{shown, spot};
use crate::location::{FileId, Format, Place, Report, key_spans, push_token};
use foldhash::{HashMap, HashMapExt};
use saphyr_parser::{Event, Parser, ScalarStyle, Tag};
use serde_json::Value;
use std::collections::BTreeMap;

/// Reads a text. `None` where it is no YAML, nests too deep or grows without bounds, which is reported.
pub(super) fn read(id: FileId, text: &str, report: &mut Report) -> Option<Value> {
    let mut reader = Reader {
        id,
        report,
        stack: Vec::new(),
        anchors: HashMap::new(),
        copied: 0,
        documents: 0,
        root: None,
        repeats: BTreeMap::new(),
        numeric_keys: 0,
        first_numeric_key: None,
    };
    let done = reader.run(text);
    reader.report_keys(text);
    let root = reader.root;
    done.then(|| root.unwrap_or(Value::Null))
}

pub(super) struct Reader<'r> {
    id: FileId,
    pub(super) report: &'r mut Report,
    stack: Vec<Frame>,
    anchors: HashMap<usize, Anchored>,
    copied: usize,
    documents: usize,
    root: Option<Value>,
    /// Pointers of repeated keys.
    repeats: BTreeMap<String, String>,
    numeric_keys: usize,
    first_numeric_key: Option<Place>,
}

/// An object or array that is not complete.
struct Frame {
    anchor: usize,
    open: Open,
    merged: Merged,
}

enum Open {
    Array(Vec<Value>),
    Map(Entries, PendingKey),
}

/// The key that waits for its value.
enum PendingKey {
    /// None does: the next node is a key.
    Awaited,
    Name(String),
    /// `<<`: the value is an object, or several, whose entries are taken in.
    Merge,
    /// An object or array as key; its value is dropped.
    Unusable,
}

struct Anchored {
    value: Value,
    weight: usize,
    height: usize,
}

/// The reason to stop reading; it is reported already.
struct Stop;

impl Reader<'_> {
    /// Whether the text was read to its end.
    fn run(&mut self, text: &str) -> bool {
        let mut parser = Parser::new_from_str(text);
        loop {
            match parser.next_event() {
                Some(Ok((Event::StreamEnd, _))) | None => return true,
                Some(Ok((event, span))) => {
                    if self.event(event, span).is_err() {
                        return self.documents > 1;
                    }
                }
                Some(Err(error)) => {
                    let message = format!("not YAML: {}", error.info());
                    self.report.error("syntax", Place::new(self.id, ""), message).at(spot(*error.marker(), 1));
                    return false;
                }
            }
        }
    }

    fn event(&mut self, event: Event<'_>, span: saphyr_parser::Span) -> Result<(), Stop> {
        match event {
            Event::DocumentStart(_) => {
                self.documents += 1;
                if self.documents > 1 {
                    let said = self.report.error("several-documents", Place::new(self.id, ""), "a file holds one YAML document");
                    said.at(spot(span.start, 3)).help("only the first document is read");
                    return Err(Stop);
                }
            }
            Event::Scalar(text, style, anchor, tag) => self.scalar(&text, style, anchor, tag.as_deref(), span)?,
            Event::SequenceStart(anchor, tag) => {
                self.check_tag(tag.as_deref(), "seq", span);
                self.open(anchor, Open::Array(Vec::new()), span)?;
            }
            Event::MappingStart(anchor, tag) => {
                self.check_tag(tag.as_deref(), "map", span);
                self.open(anchor, Open::Map(Entries::default(), PendingKey::Awaited), span)?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span)?,
            Event::Alias(anchor) => self.alias(anchor, span)?,
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
        }
        Ok(())
    }

    fn open(&mut self, anchor: usize, open: Open, span: saphyr_parser::Span) -> Result<(), Stop> {
        if self.stack.len() >= NESTED_VALUES {
            return Err(self.too_deep(span));
        }
        self.stack.push(Frame { anchor, open, merged: Merged::default() });
        Ok(())
    }

    fn close(&mut self, span: saphyr_parser::Span) -> Result<(), Stop> {
        let Some(frame) = self.stack.pop() else { return Ok(()) };
        let value = match frame.open {
            Open::Array(mut array) => {
                array.shrink_to_fit();
                Value::Array(array)
            }
            Open::Map(entries, _) => {
                let mut repeated = Vec::new();
                let map = entries.into_map(|key| repeated.push(key.to_owned()));
                for key in repeated {
                    let mut pointer = self.pointer();
                    push_token(&mut pointer, &key);
                    self.repeats.insert(pointer, key);
                }
                Value::Object(frame.merged.with(map))
            }
        };
        self.remember(frame.anchor, &value, span)?;
        self.put(value, span);
        Ok(())
    }

    fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        span: saphyr_parser::Span,
    ) -> Result<(), Stop> {
        let is_plain = style == ScalarStyle::Plain && tag.is_none();
        if is_plain && self.report.strict && scalar::is_ambiguous(text) {
            self.ambiguous(text, span);
        }
        if anchor == 0 && self.awaits_key() {
            if is_plain && text == "<<" {
                self.merge_key(span);
                return Ok(());
            }
            if is_plain {
                self.plain_key(text);
            }
            self.key(text.to_owned(), span);
            return Ok(());
        }
        let value = match tag {
            None if is_plain => scalar::plain(text),
            None => Value::String(text.to_owned()),
            Some(tag) => self.tagged(text, style, tag, span),
        };
        self.remember(anchor, &value, span)?;
        if self.awaits_key() {
            // An anchor on a key: the key is the string, whatever the scalar means.
            match value {
                Value::String(name) => self.key(name, span),
                other => self.key(other.to_string(), span),
            }
            return Ok(());
        }
        self.put(value, span);
        Ok(())
    }

    fn awaits_key(&self) -> bool {
        matches!(self.stack.last(), Some(Frame { open: Open::Map(_, PendingKey::Awaited), .. }))
    }

    fn key(&mut self, name: String, _: saphyr_parser::Span) {
        if let Some(Frame { open: Open::Map(_, key), .. }) = self.stack.last_mut() {
            *key = PendingKey::Name(name);
        }
    }

    /// A merge key of YAML 1.1, which most readers follow. A curated description does without, because not all do.
    fn merge_key(&mut self, span: saphyr_parser::Span) {
        if self.report.strict {
            let place = self.place().join("<<").key();
            let said = self.report.warning("merge-key", place, "a merge key is not part of YAML 1.2");
            said.at(shown(span)).help("write the keys out");
        }
        if let Some(Frame { open: Open::Map(_, key), .. }) = self.stack.last_mut() {
            *key = PendingKey::Merge;
        }
    }

    /// Takes in the value of a merge key.
    fn merge(&mut self, value: Value, span: saphyr_parser::Span) {
        let array = match value {
            Value::Array(array) => array,
            value => vec![value],
        };
        let mut maps = Vec::with_capacity(array.len());
        for value in array {
            let Value::Object(map) = value else {
                let place = self.place().join("<<").key();
                let said = self.report.warning("merge-key", place, "a merge key takes an object or an array of objects");
                said.at(shown(span)).help("the value is left out");
                continue;
            };
            maps.push(map);
        }
        if let Some(Frame { open: Open::Map(own, _), merged, .. }) = self.stack.last_mut() {
            merged.add(own.len(), maps);
        }
    }

    fn plain_key(&mut self, text: &str) {
        if text.starts_with(|first: char| first.is_ascii_digit()) && scalar::number(text).is_some() {
            self.numeric_keys += 1;
            if self.first_numeric_key.is_none() {
                self.first_numeric_key = Some(self.place().join(text).key());
            }
        }
    }

    /// Puts a finished value where it belongs.
    fn put(&mut self, value: Value, span: saphyr_parser::Span) {
        let Some(frame) = self.stack.last_mut() else {
            self.root = Some(value);
            return;
        };
        if let Open::Map(_, key @ PendingKey::Merge) = &mut frame.open {
            *key = PendingKey::Awaited;
            return self.merge(value, span);
        }
        match &mut frame.open {
            Open::Array(array) => array.push(value),
            Open::Map(entries, key) => match std::mem::replace(key, PendingKey::Awaited) {
                PendingKey::Name(name) => entries.push(name, value),
                PendingKey::Unusable | PendingKey::Merge => {}
                PendingKey::Awaited => {
                    *key = PendingKey::Unusable;
                    let place = self.place();
                    self.report
                        .warning("complex-key", place, "an object or array cannot be a key")
                        .at(shown(span))
                        .help("the entry is left out");
                }
            },
        }
    }

    fn alias(&mut self, anchor: usize, span: saphyr_parser::Span) -> Result<(), Stop> {
        let Some(anchored) = self.anchors.get(&anchor) else {
            // An alias inside its own anchor.
            let place = self.place();
            self.report.error("circular-alias", place, "an alias stands inside what it repeats").at(shown(span));
            self.put(Value::Null, span);
            return Ok(());
        };
        if self.stack.len() + anchored.height > NESTED_VALUES {
            return Err(self.too_deep(span));
        }
        self.copied = self.copied.saturating_add(anchored.weight);
        if self.copied > COPIED_BYTES {
            return Err(self.too_large(span));
        }
        let value = anchored.value.clone();
        if self.awaits_key() {
            match value {
                Value::String(name) => self.key(name, span),
                Value::Array(_) | Value::Object(_) => self.put(value, span),
                other => self.key(other.to_string(), span),
            }
        } else {
            self.put(value, span);
        }
        Ok(())
    }

    fn remember(&mut self, anchor: usize, value: &Value, span: saphyr_parser::Span) -> Result<(), Stop> {
        if anchor == 0 {
            return Ok(());
        }
        let (weight, height) = measure(value);
        // Anchors inside anchors copy their content once for each of them.
        self.copied = self.copied.saturating_add(weight);
        if self.copied > COPIED_BYTES {
            return Err(self.too_large(span));
        }
        self.anchors.insert(anchor, Anchored { value: value.clone(), weight, height });
        Ok(())
    }

    fn ambiguous(&mut self, text: &str, span: saphyr_parser::Span) {
        let place = self.place();
        let said = self.report.warning("ambiguous-scalar", place, format!("`{text}` is not the same in YAML 1.1 and YAML 1.2"));
        said.at(shown(span)).help("put it in quotes, or write the number out");
    }

    fn too_deep(&mut self, span: saphyr_parser::Span) -> Stop {
        let place = self.place();
        self.report.error("too-deep", place, format!("objects and arrays nest deeper than {NESTED_VALUES}")).at(shown(span));
        Stop
    }

    fn too_large(&mut self, span: saphyr_parser::Span) -> Stop {
        let place = self.place();
        self.report.error("too-large", place, format!("aliases repeat more than {} MiB", COPIED_BYTES >> 20)).at(shown(span));
        Stop
    }

    /// Reports what was found out about keys, with the positions of each.
    fn report_keys(&mut self, text: &str) {
        let pointers: Vec<&str> = self.repeats.keys().map(String::as_str).collect();
        let spans = key_spans(text, Format::Yaml, &pointers);
        for ((pointer, key), spans) in self.repeats.iter().zip(spans) {
            report_repeat(self.id, pointer, key, spans, self.report);
        }
        if let Some(place) = self.first_numeric_key.take() {
            let message = format!("{} of the keys are numbers in YAML and are read as strings", self.numeric_keys);
            self.report.note("numeric-key", place, message).help("put them in quotes");
        }
    }

    pub(super) fn place(&self) -> Place {
        Place::new(self.id, &self.pointer())
    }

    /// The pointer of the node that is being read.
    fn pointer(&self) -> String {
        let mut pointer = String::new();
        for frame in &self.stack {
            match &frame.open {
                Open::Array(array) => push_token(&mut pointer, &array.len().to_string()),
                Open::Map(_, PendingKey::Name(key)) => push_token(&mut pointer, key),
                Open::Map(_, PendingKey::Merge) => push_token(&mut pointer, "<<"),
                Open::Map(..) => {}
            }
        }
        pointer
    }
}

/// Weight of the copies that an alias makes, and how deep the value nests.
fn measure(value: &Value) -> (usize, usize) {
    match value {
        Value::String(string) => (COPIED_NODE_BYTES + string.len(), 0),
        Value::Array(array) => array.iter().map(measure).fold((COPIED_NODE_BYTES, 1), join),
        Value::Object(map) => map
            .iter()
            .map(|(key, value)| {
                let (weight, height) = measure(value);
                (weight + key.len(), height)
            })
            .fold((COPIED_NODE_BYTES, 1), join),
        _ => (COPIED_NODE_BYTES, 0),
    }
}

fn join((weight, height): (usize, usize), (more, inner): (usize, usize)) -> (usize, usize) {
    (weight + more, height.max(inner + 1))
}
