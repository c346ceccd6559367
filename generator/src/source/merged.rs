//! Merge keys of YAML 1.1 (`<<`): objects whose entries are taken into another one.

use serde_json::{Map, Value};

/// What merge keys of an object bring in, and before which of its own entries.
#[derive(Default)]
pub(super) struct Merged {
    at: usize,
    maps: Vec<Map<String, Value>>,
}

impl Merged {
    /// Adds the objects of a merge key that comes after so many entries.
    pub(super) fn add(&mut self, at: usize, maps: Vec<Map<String, Value>>) {
        if self.maps.is_empty() {
            self.at = at;
        }
        self.maps.extend(maps);
    }

    /// The entries of an object with those of its merge keys: its own count, then those of the first object that has the key.
    pub(super) fn with(self, own: Map<String, Value>) -> Map<String, Value> {
        if self.maps.is_empty() {
            return own;
        }
        let mut brought = Map::new();
        for (key, value) in self.maps.into_iter().flatten() {
            if !own.contains_key(&key) && !brought.contains_key(&key) {
                brought.insert(key, value);
            }
        }
        let mut own = own.into_iter();
        let mut map: Map<String, Value> = own.by_ref().take(self.at).collect();
        map.extend(brought);
        map.extend(own);
        map
    }
}
