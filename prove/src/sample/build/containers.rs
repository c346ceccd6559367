//! Arrays and objects of a run, made of further values.

use super::super::facts::Facts;
use super::super::pattern;
use super::{ANYTHING, Run, Variant};
use serde_json::{Map, Value};

impl<'b> Run<'b, '_> {
    /// An array, of the usual length or another one that is allowed.
    pub(super) fn array(&mut self, facts: &Facts<'b>, depth: usize) -> Option<Value> {
        let most = facts.max_items.max(facts.min_items);
        let usual = if self.is_full(depth) { facts.min_items.max(1).min(most) } else { facts.min_items };
        let mut lengths = vec![usual];
        for length in [0, 1, 2, facts.min_items, facts.prefix.len(), most] {
            if length < 100 && length >= facts.min_items && length <= most && !lengths.contains(&length) {
                lengths.push(length);
            }
        }
        let (index, taken) = self.choose(lengths.len(), 0, depth);
        let outer = self.turn;
        let mut out = Vec::new();
        for position in 0..lengths.get(taken).copied().unwrap_or(0).min(1000) {
            let schemas = match facts.prefix.get(position) {
                Some(schema) => vec![schema],
                None if facts.items.is_empty() => vec![&ANYTHING],
                None => facts.items.clone(),
            };
            self.turn = if self.seeded { outer + position } else { position };
            let item = self.value(&schemas, depth + 1, None);
            self.turn = outer;
            match item {
                Some(item) => out.push(item),
                None if position >= facts.min_items => break,
                None => return None,
            }
        }
        self.close(index);
        Some(Value::Array(out))
    }

    /// An object with the properties that a decision leaves in.
    pub(super) fn object(&mut self, facts: &Facts<'b>, depth: usize) -> Option<Value> {
        let mut out = Map::new();
        let outer = self.turn;
        for (name, schemas) in &facts.properties {
            if self.seeded {
                self.turn = outer.wrapping_add(spread(name));
            }
            let tag = facts.tags.iter().find(|(known, _)| known == name).map(|(_, tag)| tag.as_str());
            if tag.is_some() || facts.required.contains(name) {
                let value = self.value(schemas, depth + 1, tag);
                self.turn = outer;
                out.insert((*name).to_owned(), value?);
                continue;
            }
            let usual = match self.variant {
                Variant::Nulls => Facts::new(self.bundle, schemas).admits_null(),
                _ => self.is_full(depth),
            };
            // What does not travel in the direction that the bundle was made for.
            let usual = usual && !schemas.iter().any(|schema| schema.get("writeOnly").is_some());
            let (index, taken) = self.choose(2, usize::from(usual), depth);
            if taken == 1
                && let Some(value) = self.value(schemas, depth + 1, None)
            {
                out.insert((*name).to_owned(), value);
            }
            self.close(index);
            self.turn = outer;
        }
        for (name, tag) in &facts.tags {
            out.entry(*name).or_insert_with(|| Value::from(tag.as_str()));
        }
        for name in &facts.required {
            if !out.contains_key(*name) {
                let schemas = if facts.extras.is_empty() { vec![&ANYTHING] } else { facts.extras.clone() };
                out.insert((*name).to_owned(), self.value(&schemas, depth + 1, None)?);
            }
        }
        self.further(facts, depth, &mut out)?;
        Some(Value::Object(out))
    }

    /// Properties beyond the named ones, where the schema describes them or names none.
    fn further(&mut self, facts: &Facts<'b>, depth: usize, out: &mut Map<String, Value>) -> Option<()> {
        let free = !facts.listed && !facts.closed && facts.patterned.is_empty();
        let mut schemas = facts.extras.clone();
        if schemas.is_empty() && free {
            schemas.push(&ANYTHING);
        }
        let pattern = facts.patterned.first();
        if (facts.mixed && facts.listed) || (schemas.is_empty() && pattern.is_none()) {
            return Some(());
        }
        let missing = facts.min_properties.saturating_sub(out.len());
        let usual = missing.max(usize::from(self.is_full(depth)));
        let (index, taken) = self.choose(3, usual.min(2), depth);
        let count = if taken == usual.min(2) { usual } else { taken.max(missing) };
        for position in 0..count.min(100) {
            let (key, schemas) = match pattern {
                Some((pattern, schema)) if schemas.is_empty() || position == 0 => {
                    (pattern::matching(pattern, 0, 60).into_iter().nth(position)?, vec![*schema])
                }
                _ => (self.key(facts, position, depth)?, schemas.clone()),
            };
            if out.contains_key(&key) || out.len() >= facts.max_properties {
                continue;
            }
            if let Some(value) = self.value(&schemas, depth + 1, None) {
                out.insert(key, value);
            } else if position < missing {
                return None;
            }
        }
        self.close(index);
        Some(())
    }

    /// A name for a further property.
    fn key(&mut self, facts: &Facts<'b>, position: usize, depth: usize) -> Option<String> {
        if facts.names.is_empty() {
            return Some(match position {
                0 => "zz-key".to_owned(),
                1 => "zz \"\u{e4}\"/~.$1".to_owned(),
                position => format!("zz-{position}"),
            });
        }
        let outer = std::mem::replace(&mut self.turn, position);
        let name = self.value(&facts.names, depth + 1, None);
        self.turn = outer;
        name.and_then(|name| name.as_str().map(str::to_owned))
    }
}

/// A number that differs between most names, so that the properties of an object differ, in whatever order they come.
fn spread(name: &str) -> usize {
    name.bytes().fold(7, |sum, byte| (sum * 31 + usize::from(byte)) % 997)
}
