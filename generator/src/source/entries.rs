//! The entries of a map while it is read.

use serde_json::map::Entry;
use serde_json::{Map, Value};

/// Entries in their order, repeated keys included.
///
/// A map that grows with what is put into it holds up to twice what it needs, and a description is made of small maps.
#[derive(Default)]
pub(super) struct Entries(Vec<(String, Value)>);

impl Entries {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Adds one.
    pub(super) fn push(&mut self, key: String, value: Value) {
        self.0.push((key, value));
    }

    /// The map of them. The last value of a repeated key counts, at the place of the first; `repeated` is told of each.
    pub(super) fn into_map(self, mut repeated: impl FnMut(&str)) -> Map<String, Value> {
        let mut map = Map::with_capacity(self.0.len());
        for (key, value) in self.0 {
            match map.entry(key) {
                Entry::Vacant(slot) => {
                    slot.insert(value);
                }
                Entry::Occupied(mut slot) => {
                    repeated(slot.key());
                    slot.insert(value);
                }
            }
        }
        map
    }
}
