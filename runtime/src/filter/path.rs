//! [`Relation`] and [`Property`]: paths through related objects.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::{Serialize, Serializer};

use super::expression::{Filter, FilterError, check_name};
use super::field::Field;
use crate::conventions::{EagerRules, FieldRules};

/// A relation of resource `R`, whose objects can be included in a response.
pub struct Relation<R> {
    head: Cow<'static, str>,
    rest: Vec<Cow<'static, str>>,
    owner: PhantomData<fn() -> R>,
}

impl<R> Relation<R> {
    /// The relation with this wire name.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { head: Cow::Borrowed(name), rest: Vec::new(), owner: PhantomData }
    }

    /// A relation of the related object: `RESOURCES.then(resource::with::AVATAR)`, or by wire name.
    #[must_use]
    pub fn then<S>(mut self, next: impl Into<Relation<S>>) -> Self {
        let next = next.into();
        self.rest.push(next.head);
        self.rest.extend(next.rest);
        self
    }

    /// Records that have one or more of these.
    #[must_use]
    pub fn has(self) -> Filter<R> {
        Filter::statement(self.words().collect::<Vec<_>>().join("."), "has", None)
    }

    /// The path as the API writes it.
    ///
    /// # Errors
    ///
    /// When a name holds what separates relations.
    pub fn render(&self, rules: &EagerRules) -> Result<String, FilterError> {
        self.written(rules).map(Cow::into_owned)
    }

    /// The path as [`render`](Self::render) writes it, without a copy where it is one name.
    pub(super) fn written(&self, rules: &EagerRules) -> Result<Cow<'_, str>, FilterError> {
        if self.rest.is_empty() {
            check_name(&self.head, [rules.separator])?;
            return Ok(Cow::Borrowed(&self.head));
        }
        let mut path = String::new();
        for (index, name) in self.words().enumerate() {
            check_name(name, [rules.separator])?;
            if index > 0 {
                path.push_str(rules.path_separator);
            }
            path.push_str(name);
        }
        Ok(Cow::Owned(path))
    }

    fn words(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.head).chain(&self.rest).map(|word| &**word)
    }
}

impl<R> From<&str> for Relation<R> {
    /// The wire name of a relation without a constant.
    fn from(name: &str) -> Self {
        Self { head: Cow::Owned(name.to_owned()), rest: Vec::new(), owner: PhantomData }
    }
}

impl<R> From<String> for Relation<R> {
    fn from(name: String) -> Self {
        Self { head: Cow::Owned(name), rest: Vec::new(), owner: PhantomData }
    }
}

impl<R> Serialize for Relation<R> {
    /// The path with dots, for parameters without conventions.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.words().collect::<Vec<_>>().join("."))
    }
}

impl<R> Clone for Relation<R> {
    fn clone(&self) -> Self {
        Self { head: self.head.clone(), rest: self.rest.clone(), owner: PhantomData }
    }
}

impl<R> fmt::Debug for Relation<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Relation({})", self.words().collect::<Vec<_>>().join("."))
    }
}

/// A single relation is accepted wherever several are.
impl<R> IntoIterator for Relation<R> {
    type Item = Self;
    type IntoIter = std::iter::Once<Self>;

    fn into_iter(self) -> Self::IntoIter {
        std::iter::once(self)
    }
}

/// A property of resource `R`, or of an object related to it, to be shown or hidden.
pub struct Property<R> {
    steps: Vec<PathStep>,
    owner: PhantomData<fn() -> R>,
}

#[derive(Clone, Debug)]
enum PathStep {
    Name(Cow<'static, str>),
    Index(usize),
    Any,
}

impl<R> Property<R> {
    /// A property of this one's object.
    #[must_use]
    pub fn then<S>(mut self, next: impl Into<Property<S>>) -> Self {
        self.steps.extend(next.into().steps);
        self
    }

    /// Every element of this array, or every property of this object.
    #[must_use]
    pub fn any(mut self) -> Self {
        self.steps.push(PathStep::Any);
        self
    }

    /// One element of this array, counted from 0.
    #[must_use]
    pub fn at(mut self, index: usize) -> Self {
        self.steps.push(PathStep::Index(index));
        self
    }

    /// The path as the API writes it.
    ///
    /// # Errors
    ///
    /// When a name holds what separates properties.
    pub fn render(&self, rules: &FieldRules) -> Result<String, FilterError> {
        for step in &self.steps {
            if let PathStep::Name(name) = step {
                check_name(name, [rules.separator])?;
            }
        }
        Ok(self.join(rules.path_separator, rules.any_index))
    }

    fn join(&self, separator: &str, any: &str) -> String {
        let words = self.steps.iter().map(|step| match step {
            PathStep::Name(name) => Cow::Borrowed(&**name),
            PathStep::Index(index) => Cow::Owned(index.to_string()),
            PathStep::Any => Cow::Borrowed(any),
        });
        words.collect::<Vec<_>>().join(separator)
    }

    fn one(name: Cow<'static, str>) -> Self {
        Self { steps: vec![PathStep::Name(name)], owner: PhantomData }
    }
}

impl<R, K> From<Field<R, K>> for Property<R> {
    fn from(field: Field<R, K>) -> Self {
        Self::one(Cow::Borrowed(field.name()))
    }
}

impl<R> From<Relation<R>> for Property<R> {
    fn from(relation: Relation<R>) -> Self {
        let steps = std::iter::once(relation.head).chain(relation.rest).map(PathStep::Name).collect();
        Self { steps, owner: PhantomData }
    }
}

impl<R> From<&str> for Property<R> {
    /// The path as the API writes it.
    fn from(path: &str) -> Self {
        Self::one(Cow::Owned(path.to_owned()))
    }
}

impl<R> From<String> for Property<R> {
    /// The path as the API writes it.
    fn from(path: String) -> Self {
        Self::one(Cow::Owned(path))
    }
}

impl<R> Serialize for Property<R> {
    /// The path with dots and `*`, for parameters without conventions.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.join(".", "*"))
    }
}

impl<R> Clone for Property<R> {
    fn clone(&self) -> Self {
        Self { steps: self.steps.clone(), owner: PhantomData }
    }
}

impl<R> fmt::Debug for Property<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Property").field(&self.steps).finish()
    }
}

/// A single property is accepted wherever several are.
impl<R> IntoIterator for Property<R> {
    type Item = Self;
    type IntoIter = std::iter::Once<Self>;

    fn into_iter(self) -> Self::IntoIter {
        std::iter::once(self)
    }
}
