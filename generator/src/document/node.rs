use super::{Document, reference};
use crate::location::{FileId, Place, Report, push_token};
use serde_json::{Map, Value};
use std::rc::Rc;

/// One step from a node to a child.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step<'d> {
    /// Into an object.
    Key(&'d str),
    /// Into an array.
    Index(usize),
}

/// Most keys that are compared one by one: objects of a description are small, and to hash a key takes longer.
const FEW_KEYS: usize = 16;

/// The value of a key.
pub(crate) fn member<'v>(map: &'v Map<String, Value>, key: &str) -> Option<&'v Value> {
    entry(map, key).map(|(_, value)| value)
}

fn entry<'v>(map: &'v Map<String, Value>, key: &str) -> Option<(&'v String, &'v Value)> {
    if map.len() > FEW_KEYS {
        return map.get_key_value(key);
    }
    map.iter().find(|(own, _)| *own == key)
}

/// The way from the root of a file to a node, shared between the nodes below.
#[derive(Debug)]
struct Trail<'d> {
    parent: Option<Rc<Trail<'d>>>,
    step: Step<'d>,
}

/// A cursor on a value of a description. Cheap to make and to clone; its pointer is put together only when
/// asked for.
///
/// A description may hold anything in any place, so every accessor answers `None` or nothing where the value
/// is of another kind.
#[derive(Clone, Debug)]
pub struct Node<'d> {
    doc: &'d Document,
    file: FileId,
    /// The value.
    pub value: &'d Value,
    trail: Option<Rc<Trail<'d>>>,
}

/// The identity of a value for the lifetime of its document. Equal exactly for the same node, however it was
/// reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Address(usize);

impl Address {
    /// The identity of a value inside its document.
    pub(super) fn of(value: &Value) -> Self {
        Self(std::ptr::from_ref(value) as usize)
    }
}

impl<'d> Node<'d> {
    /// The whole of a file.
    pub(super) fn root(doc: &'d Document, file: FileId, value: &'d Value) -> Self {
        Self { doc, file, value, trail: None }
    }

    /// The document around it.
    #[must_use]
    pub fn document(&self) -> &'d Document {
        self.doc
    }

    /// The file it stands in.
    #[must_use]
    pub fn file(&self) -> FileId {
        self.file
    }

    /// The value of a key. `None` where there is no such key or this is no object.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<Self> {
        let (key, value) = entry(self.value.as_object()?, key)?;
        Some(self.child(Step::Key(key), value))
    }

    /// The element at a position. `None` where there is no such position or this is no array.
    #[must_use]
    pub fn at(&self, index: usize) -> Option<Self> {
        self.value.as_array()?.get(index).map(|value| self.child(Step::Index(index), value))
    }

    /// The elements of an array, nothing for other values.
    pub fn items(&self) -> impl ExactSizeIterator<Item = Self> + use<'d> {
        let parent = self.clone();
        let array = self.value.as_array().map_or(&[][..], Vec::as_slice);
        array.iter().enumerate().map(move |(index, value)| parent.child(Step::Index(index), value))
    }

    /// The entries of an object in the order of the description, nothing for other values.
    pub fn entries(&self) -> impl Iterator<Item = (&'d str, Self)> + use<'d> {
        let parent = self.clone();
        let map = self.value.as_object();
        map.into_iter().flatten().map(move |(key, value)| (key.as_str(), parent.child(Step::Key(key), value)))
    }

    /// The string, if it is one.
    #[must_use]
    pub fn str(&self) -> Option<&'d str> {
        self.value.as_str()
    }

    /// The truth value, if it is one.
    #[must_use]
    pub fn bool(&self) -> Option<bool> {
        self.value.as_bool()
    }

    /// The whole number, if it is one and not negative. A number such as `10.0` is whole.
    #[must_use]
    pub fn u64(&self) -> Option<u64> {
        self.value.as_u64().or_else(|| {
            let number = self.value.as_f64()?;
            // Up to 2^53 the conversion is exact.
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and in range")]
            (number.fract() == 0.0 && (0.0..=9_007_199_254_740_992.0).contains(&number)).then_some(number as u64)
        })
    }

    /// The whole number, if it is one.
    #[must_use]
    pub fn i64(&self) -> Option<i64> {
        self.value.as_i64()
    }

    /// The number, if it is one.
    #[must_use]
    pub fn f64(&self) -> Option<f64> {
        self.value.as_f64()
    }

    /// Whether it is an object.
    #[must_use]
    pub fn is_object(&self) -> bool {
        self.value.is_object()
    }

    /// The string of a key, where it is one: `get(key)` and `str()` in one.
    #[must_use]
    pub fn string(&self, key: &str) -> Option<&'d str> {
        member(self.value.as_object()?, key)?.as_str()
    }

    /// The truth value of a key; `false` where there is none.
    #[must_use]
    pub fn flag(&self, key: &str) -> bool {
        self.value.as_object().and_then(|map| member(map, key)?.as_bool()).unwrap_or_default()
    }

    /// File and pointer.
    #[must_use]
    pub fn place(&self) -> Place {
        Place::new(self.file, &self.pointer())
    }

    /// The pointer inside the file.
    #[must_use]
    pub fn pointer(&self) -> String {
        let mut steps = Vec::new();
        let mut length = 0;
        let mut trail = self.trail.as_deref();
        while let Some(link) = trail {
            length += match link.step {
                Step::Key(key) => key.len() + 3,
                Step::Index(_) => 4,
            };
            steps.push(link.step);
            trail = link.parent.as_deref();
        }
        let mut pointer = String::with_capacity(length);
        for step in steps.into_iter().rev() {
            step.push_to(&mut pointer);
        }
        pointer
    }

    /// The last step of the pointer: the key, or the position in its array. `None` for a whole file.
    #[must_use]
    pub fn last(&self) -> Option<String> {
        self.trail.as_deref().map(|link| match link.step {
            Step::Key(key) => key.to_owned(),
            Step::Index(index) => index.to_string(),
        })
    }

    /// What tells this node from all others. A node that was reached through a `$ref` has the address of the target.
    #[must_use]
    pub fn address(&self) -> Address {
        Address::of(self.value)
    }

    /// The target of its `$ref`, if it has one.
    #[must_use]
    pub fn ref_target(&self) -> Option<&'d str> {
        self.string("$ref")
    }

    /// The node that its `$ref` leads to, through any number of further ones; itself where it has none.
    ///
    /// `None` where a `$ref` leads nowhere, out of the description or in a circle, which is reported.
    #[must_use]
    pub fn follow(&self, report: &mut Report) -> Option<Self> {
        reference::follow(self, report)
    }

    /// Whether a reference leads to a definition of a schema around it, and so to another one where it stands elsewhere.
    #[must_use]
    pub(crate) fn names_own_definition(&self, target: &str) -> bool {
        reference::names_own_definition(self, target)
    }

    /// The node that a reference leads to, read as if it were the `$ref` of this node: for the values of
    /// `discriminator.mapping`, which are no `$ref`. `None`, silently, where it leads nowhere.
    #[must_use]
    pub fn resolve(&self, target: &str) -> Option<Self> {
        reference::resolve(self, target).ok()
    }

    /// The component schema of the root file that is called like the last word of a target which leads nowhere: a mapping may still name
    /// the file (`schemas/Dog.yaml`) or the place (`#/definitions/Dog`) that a schema had before it became a component.
    #[must_use]
    pub fn namesake(&self, target: &str) -> Option<Self> {
        let schemas = self.document().root().get("components")?.get("schemas")?;
        schemas.get(reference::called(schemas.value, target)?)
    }

    pub(super) fn child(&self, step: Step<'d>, value: &'d Value) -> Self {
        Self { doc: self.doc, file: self.file, value, trail: Some(Rc::new(Trail { parent: self.trail.clone(), step })) }
    }
}

impl Step<'_> {
    /// Appends the step to a pointer.
    pub(super) fn push_to(self, pointer: &mut String) {
        match self {
            Self::Key(key) => push_token(pointer, key),
            Self::Index(index) => {
                pointer.push('/');
                pointer.push_str(&index.to_string());
            }
        }
    }
}
