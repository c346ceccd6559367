//! Arrays, maps and what may be absent: how they read their contents ([`Typed::read`]).
//!
//! `null` where no null is allowed is left out of an array or a map, and an array or map that is `null` is empty: both say "nothing
//! here". It is noted, as in [`lenient`](super::lenient).

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::hash::{BuildHasher, Hash};
use std::marker::PhantomData;

use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

use super::partly;
use super::patch::Patch;
use super::shape::{Shape, Typed};
use super::state::bent;

/// Reads a value by [`Typed::read`].
pub(crate) struct Read<T>(PhantomData<T>);

impl<T> Read<T> {
    pub(crate) const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<'de, T: Typed> DeserializeSeed<'de> for Read<T> {
    type Value = T;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        T::read(deserializer)
    }
}

/// Whether `null` is a value of this shape, or at least one that is kept.
fn takes_null(shape: Shape) -> bool {
    matches!(shape, Shape::Nullable(_) | Shape::Null | Shape::Any | Shape::Union(..))
}

struct Optional<T>(PhantomData<T>);

impl<'de, T: Typed> Visitor<'de> for Optional<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }

    #[inline]
    fn visit_none<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    #[inline]
    fn visit_unit<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    #[inline]
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
        T::read(deserializer).map(Some)
    }
}

impl<T: Typed> Typed for Option<T> {
    fn shape() -> Shape {
        Shape::Nullable(T::shape)
    }

    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_option(Optional(PhantomData))
    }
}

impl<T: Typed> Typed for Patch<T> {
    fn shape() -> Shape {
        Shape::Nullable(T::shape)
    }

    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::read(deserializer).map(Self::from)
    }
}

impl<T: Typed> Typed for Box<T> {
    fn shape() -> Shape {
        T::shape()
    }

    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read(deserializer).map(Self::new)
    }
}

/// A collection that is filled one by one.
pub(crate) trait Fill<T>: Default {
    fn put(&mut self, item: T);
}

impl<T> Fill<T> for Vec<T> {
    #[inline]
    fn put(&mut self, item: T) {
        self.push(item);
    }
}

impl<T: Ord> Fill<T> for BTreeSet<T> {
    fn put(&mut self, item: T) {
        self.insert(item);
    }
}

impl<K: Ord, T> Fill<(K, T)> for BTreeMap<K, T> {
    fn put(&mut self, (key, value): (K, T)) {
        self.insert(key, value);
    }
}

impl<K: Eq + Hash, T, S: BuildHasher + Default> Fill<(K, T)> for HashMap<K, T, S> {
    fn put(&mut self, (key, value): (K, T)) {
        self.insert(key, value);
    }
}

struct List<T, C>(PhantomData<(T, C)>);

impl<'de, T: Typed, C: Fill<T>> Visitor<'de> for List<T, C> {
    type Value = C;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sequence")
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<C, E> {
        bent();
        Ok(C::default())
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<C, E> {
        self.visit_none()
    }

    #[inline]
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<C, D::Error> {
        deserializer.deserialize_seq(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<C, A::Error> {
        let mut all = C::default();
        if partly::is_here() {
            return partly::read_list(list, |item| all.put(item)).map(|()| all);
        }
        if takes_null(T::shape()) {
            while let Some(item) = list.next_element_seed(Read::<T>::new())? {
                all.put(item);
            }
        } else {
            while let Some(item) = list.next_element_seed(Read::<Option<T>>::new())? {
                item.map_or_else(bent, |item| all.put(item));
            }
        }
        Ok(all)
    }
}

impl<T: Typed> Typed for Vec<T> {
    fn shape() -> Shape {
        Shape::Array(T::shape)
    }

    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_option(List::<T, Self>(PhantomData))
    }
}

impl<T: Typed + Ord> Typed for BTreeSet<T> {
    fn shape() -> Shape {
        Shape::Array(T::shape)
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_option(List::<T, Self>(PhantomData))
    }
}

struct Map<K, T, C>(PhantomData<(K, T, C)>);

impl<'de, K: DeserializeOwned, T: Typed, C: Fill<(K, T)>> Visitor<'de> for Map<K, T, C> {
    type Value = C;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<C, E> {
        bent();
        Ok(C::default())
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<C, E> {
        self.visit_none()
    }

    #[inline]
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<C, D::Error> {
        deserializer.deserialize_map(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<C, A::Error> {
        let mut all = C::default();
        while let Some(key) = map.next_key()? {
            if let Some(value) = next_value(&mut map)? {
                all.put((key, value));
            }
        }
        Ok(all)
    }
}

/// The value of an entry of a map; `None` for a `null` that is no value of it.
pub(crate) fn next_value<'de, A: MapAccess<'de>, T: Typed>(map: &mut A) -> Result<Option<T>, A::Error> {
    if takes_null(T::shape()) {
        return map.next_value_seed(Read::new()).map(Some);
    }
    let value = map.next_value_seed(Read::<Option<T>>::new())?;
    if value.is_none() {
        bent();
    }
    Ok(value)
}

impl<K: DeserializeOwned + Ord, T: Typed> Typed for BTreeMap<K, T> {
    fn shape() -> Shape {
        Shape::Map(T::shape)
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_option(Map::<K, T, Self>(PhantomData))
    }
}

impl<K: DeserializeOwned + Eq + Hash, T: Typed, S: BuildHasher + Default> Typed for HashMap<K, T, S> {
    fn shape() -> Shape {
        Shape::Map(T::shape)
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_option(Map::<K, T, Self>(PhantomData))
    }
}

macro_rules! tuples {
    ($($len:literal ($($name:ident)+))+) => {$(
        impl<$($name: Typed),+> Typed for ($($name,)+) {
            fn shape() -> Shape {
                Shape::Tuple(const { &[$($name::shape as fn() -> Shape),+] })
            }

            fn read<'de, De: Deserializer<'de>>(deserializer: De) -> Result<Self, De::Error> {
                struct Tuple<$($name),+>(PhantomData<($($name,)+)>);

                impl<'de, $($name: Typed),+> Visitor<'de> for Tuple<$($name),+> {
                    type Value = ($($name,)+);

                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        write!(f, "a list of {} values", $len)
                    }

                    #[allow(non_snake_case)]
                    fn visit_seq<Access: SeqAccess<'de>>(self, mut list: Access) -> Result<Self::Value, Access::Error> {
                        let mut found = 0;
                        $(
                            let $name = list.next_element_seed(Read::<$name>::new())?
                                .ok_or_else(|| Access::Error::invalid_length(found, &self))?;
                            found += 1;
                        )+
                        let _ = found;
                        Ok(($($name,)+))
                    }
                }

                deserializer.deserialize_tuple($len, Tuple(PhantomData))
            }
        }
    )+};
}

tuples! { 1 (A) 2 (A B) 3 (A B C) 4 (A B C D) 5 (A B C D E) 6 (A B C D E F) 7 (A B C D E F G) 8 (A B C D E F G H) }
