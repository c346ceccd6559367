//! Objects: the loop that reads a JSON object into the slots of a struct, and the writer that does the opposite.
//!
//! Derived code only says which key belongs to which slot; everything else lives here once.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::Serialize;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap, Serializer};

use super::json::same;
use super::list::{Read, next_value};
use super::patch::Patch;
use super::shape::{Object, Typed};
use super::state::{contradicted, doubt};

/// A struct that is read from a JSON object; implemented by `#[derive(ReadJson)]` only.
pub trait Record<'de>: Sized {
    /// Keys, required keys and constant properties.
    const OBJECT: &'static Object;

    /// Reads all entries and builds the value.
    ///
    /// # Errors
    ///
    /// When a required key is missing or a value does not fit its slot.
    fn read<A: MapAccess<'de>>(fields: Fields<A>) -> Result<Self, A::Error>;
}

/// Reads a [`Record`]: the body of every `#[derive(ReadJson)]`.
///
/// # Errors
///
/// When the input is not an object, or as [`Record::read`].
#[inline]
pub fn record<'de, D: Deserializer<'de>, T: Record<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_map(RecordVisitor(PhantomData))
}

struct RecordVisitor<T>(PhantomData<T>);

impl<'de, T: Record<'de>> Visitor<'de> for RecordVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::read(Fields { map, object: T::OBJECT, next: 0 })
    }
}

/// The entries of the object being read.
pub struct Fields<A> {
    map: A,
    object: &'static Object,
    next: usize,
}

impl<'de, A: MapAccess<'de>> Fields<A> {
    /// Index of the next key with a slot. Constant properties are compared on the way, unknown ones skipped; both what is
    /// unknown and a constant with another value are noted, for unions. `None` at the end.
    ///
    /// # Errors
    ///
    /// When the input is not valid JSON.
    #[inline]
    pub fn key(&mut self) -> Result<Option<usize>, A::Error> {
        loop {
            match self.map.next_key_seed(KeySeed { object: self.object, next: self.next })? {
                Some(index) if index < self.object.keys.len() => {
                    self.next = index + 1;
                    return Ok(Some(index));
                }
                Some(index) => self.aside(index - self.object.keys.len())?,
                None => return Ok(None),
            }
        }
    }

    /// As [`key`](Self::key), but keeps what has no slot of its own in `extra`.
    ///
    /// # Errors
    ///
    /// When the input is not valid JSON or a further property does not have the type of `extra`.
    pub fn key_or<T: Typed>(&mut self, extra: &mut BTreeMap<String, T>) -> Result<Option<usize>, A::Error> {
        loop {
            match self.map.next_key_seed(NamedKeySeed { object: self.object, next: self.next })? {
                None => return Ok(None),
                Some(Ok(index)) => {
                    self.next = index + 1;
                    return Ok(Some(index));
                }
                Some(Err(name)) => {
                    if let Some(tag) = self.object.tag(&name) {
                        self.aside(tag)?;
                    } else if let Some(value) = next_value(&mut self.map)? {
                        extra.insert(name, value);
                    }
                }
            }
        }
    }

    /// Reads the value of a constant property, or skips that of an unknown one.
    #[inline(never)]
    fn aside(&mut self, tag: usize) -> Result<(), A::Error> {
        if let Some((_, wanted)) = self.object.tags.get(tag) {
            if !self.map.next_value_seed(Constant(wanted))? {
                contradicted();
            }
        } else {
            self.map.next_value::<IgnoredAny>()?;
            doubt();
        }
        Ok(())
    }

    /// Reads the value into a slot that was empty; the last of equal keys wins.
    ///
    /// # Errors
    ///
    /// When the value does not fit.
    #[inline]
    pub fn set<T: Typed>(&mut self, slot: &mut Option<T>) -> Result<(), A::Error> {
        *slot = Some(self.map.next_value_seed(Read::new())?);
        Ok(())
    }

    /// Reads the value over a slot that has a default.
    ///
    /// # Errors
    ///
    /// When the value does not fit.
    #[inline]
    pub fn put<T: Typed>(&mut self, slot: &mut T) -> Result<(), A::Error> {
        *slot = self.map.next_value_seed(Read::new())?;
        Ok(())
    }

    /// As [`set`](Self::set), for a type that is read by serde alone, such as one of another crate.
    ///
    /// # Errors
    ///
    /// When the value does not fit.
    pub fn set_own<T: DeserializeOwned>(&mut self, slot: &mut Option<T>) -> Result<(), A::Error> {
        *slot = Some(self.map.next_value()?);
        Ok(())
    }

    /// As [`put`](Self::put), for a type that is read by serde alone.
    ///
    /// # Errors
    ///
    /// When the value does not fit.
    pub fn put_own<T: DeserializeOwned>(&mut self, slot: &mut T) -> Result<(), A::Error> {
        *slot = self.map.next_value()?;
        Ok(())
    }

    /// Checks that all required keys were there; `found` is in the order of [`Object::need`].
    ///
    /// # Errors
    ///
    /// Names the first key that is missing.
    #[inline]
    pub fn check(&self, found: &[bool]) -> Result<(), A::Error> {
        if found.iter().all(|&found| found) { Ok(()) } else { Err(self.missing(found)) }
    }

    #[cold]
    fn missing(&self, found: &[bool]) -> A::Error {
        let at = found.iter().position(|&found| !found).unwrap_or_default();
        A::Error::missing_field(self.object.keys[self.object.need[at] as usize])
    }

    /// Empties a slot that [`check`](Self::check) found full.
    ///
    /// # Panics
    ///
    /// When it was not checked.
    #[inline]
    pub fn take<T>(&self, slot: Option<T>) -> T {
        slot.expect("`check` was called first")
    }
}

/// Place of `key` when it is where it is expected: servers mostly write keys in the order of their description.
#[inline]
fn expected(object: &Object, next: usize, key: &str) -> bool {
    object.keys.get(next).is_some_and(|known| *known == key)
}

/// Place of `key` anywhere, looking on from where it was expected.
#[inline(never)]
fn search(object: &Object, next: usize, key: &str) -> Option<usize> {
    let next = next.min(object.keys.len());
    let (before, after) = object.keys.split_at(next);
    let place = after.iter().position(|known| *known == key).map(|at| at + next);
    place.or_else(|| before.iter().position(|known| *known == key))
}

struct KeySeed {
    object: &'static Object,
    next: usize,
}

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = usize;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for KeySeed {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a property name")
    }

    #[inline]
    fn visit_str<E>(self, key: &str) -> Result<usize, E> {
        if expected(self.object, self.next, key) {
            return Ok(self.next);
        }
        Ok(search(self.object, self.next, key)
            .unwrap_or_else(|| self.object.keys.len() + self.object.tag(key).unwrap_or(self.object.tags.len())))
    }
}

/// Compares a value with the JSON text of a constant.
struct Constant(&'static str);

impl<'de> DeserializeSeed<'de> for Constant {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Constant {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }

    fn visit_str<E>(self, found: &str) -> Result<bool, E> {
        Ok(serde_json::from_str::<&str>(self.0).map_or_else(
            |_| serde_json::from_str::<String>(self.0).is_ok_and(|wanted| wanted == found),
            |wanted| wanted == found,
        ))
    }

    fn visit_bool<E>(self, found: bool) -> Result<bool, E> {
        Ok(self.0 == if found { "true" } else { "false" })
    }

    fn visit_i64<E>(self, found: i64) -> Result<bool, E> {
        Ok(same(self.0, &found.to_string()))
    }

    fn visit_u64<E>(self, found: u64) -> Result<bool, E> {
        Ok(same(self.0, &found.to_string()))
    }

    fn visit_f64<E>(self, found: f64) -> Result<bool, E> {
        Ok(same(self.0, &found.to_string()))
    }

    fn visit_unit<E>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<bool, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(false)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<bool, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(false)
    }
}

struct NamedKeySeed {
    object: &'static Object,
    next: usize,
}

impl<'de> DeserializeSeed<'de> for NamedKeySeed {
    type Value = Result<usize, String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for NamedKeySeed {
    type Value = Result<usize, String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a property name")
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        if expected(self.object, self.next, key) {
            return Ok(Ok(self.next));
        }
        Ok(search(self.object, self.next, key).ok_or_else(|| key.to_owned()))
    }
}

/// Writes an object entry by entry; the first error stops it and is returned by [`end`](Writer::end).
pub struct Writer<M: SerializeMap>(Result<M, M::Error>);

/// Begins an object: the first line of every `#[derive(WriteJson)]`.
#[inline]
pub fn writer<S: Serializer>(serializer: S) -> Writer<S::SerializeMap> {
    Writer(serializer.serialize_map(None))
}

impl<M: SerializeMap> Writer<M> {
    /// Writes an entry.
    #[inline]
    pub fn put<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) {
        if let Ok(map) = &mut self.0
            && let Err(error) = map.serialize_entry(key, value)
        {
            self.0 = Err(error);
        }
    }

    /// Writes an entry unless it is `None`.
    #[inline]
    pub fn opt<T: Serialize>(&mut self, key: &str, value: &Option<T>) {
        if let Some(value) = value {
            self.put(key, value);
        }
    }

    /// Writes an entry unless it is absent.
    #[inline]
    pub fn patch<T: Serialize>(&mut self, key: &str, value: &Patch<T>) {
        if !value.is_absent() {
            self.put(key, value);
        }
    }

    /// Writes all further properties.
    #[inline]
    pub fn extra<T: Serialize>(&mut self, values: &BTreeMap<String, T>) {
        for (key, value) in values {
            self.put(key, value);
        }
    }

    /// Ends the object.
    ///
    /// # Errors
    ///
    /// The first error of any entry.
    #[inline]
    pub fn end(self) -> Result<M::Ok, M::Error> {
        self.0.and_then(SerializeMap::end)
    }
}
