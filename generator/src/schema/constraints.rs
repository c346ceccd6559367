//! What a schema says about its values, with every `$ref` and `allOf` taken in.
//!
//! Constraints hold children as compositions, not as types, so they can be read for any schema at any time, recursive
//! ones included, and merged before a type is made of them.

use super::composition::Composition;
use super::type_set::TypeSet;
use crate::document::Node;
use crate::ir::{Float, Int};
use indexmap::{IndexMap, IndexSet};
use serde_json::Value;

/// Whether null is allowed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Null {
    /// Nothing said.
    #[default]
    Unsaid,
    /// A type is given and null is not in it.
    No,
    /// Null is one of the types or values.
    Yes,
    /// `nullable: true` on the schema itself: holds whatever it is merged with.
    Forced,
}

impl Null {
    pub(crate) fn allowed(self) -> bool {
        matches!(self, Self::Yes | Self::Forced)
    }
}

/// Properties beyond the named ones.
#[derive(Clone, Debug, Default)]
pub(crate) enum Additional<'d> {
    #[default]
    Unsaid,
    Closed,
    Any,
    Schema(Composition<'d>),
}

/// A value of an `enum` or `const`.
#[derive(Clone, Debug)]
pub(crate) struct AllowedValue<'d> {
    pub(crate) value: &'d Value,
    pub(crate) rename: Option<String>,
    pub(crate) description: Option<String>,
}

/// The type of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Number {
    Int(Int),
    Float(Float),
}

/// A `oneOf` or `anyOf`.
#[derive(Clone, Debug)]
pub(crate) struct Choice<'d> {
    /// `oneOf`: exactly one branch holds.
    pub(crate) exclusive: bool,
    /// The branches in order.
    pub(crate) branches: Vec<Composition<'d>>,
    /// The `discriminator` beside it.
    pub(crate) discriminator: Option<Node<'d>>,
}

/// What a schema says about its values. This is all that types are made of: [`crate::model`] sees no keyword.
#[derive(Clone, Debug)]
pub(crate) struct Constraints<'d> {
    /// The JSON types that are allowed; [`TypeSet::ANY`] where nothing is said.
    pub(crate) types: TypeSet,
    /// Whether `types` comes from a `type`.
    pub(crate) explicit: bool,
    /// Whether null is allowed.
    pub(crate) null: Null,
    /// `format`, of strings and numbers.
    pub(crate) format: Option<&'d str>,
    /// `contentEncoding: base64`.
    pub(crate) base64: bool,
    /// `contentEncoding`: the string encodes something else.
    pub(crate) encoded: bool,
    /// `contentMediaType`.
    pub(crate) media: Option<&'d str>,
    /// `enum` or `const`, without null.
    pub(crate) values: Option<Vec<AllowedValue<'d>>>,
    /// The type of a number, where it is decided already: by several branches together, whatever format and bounds say.
    pub(crate) number: Option<Number>,
    /// The lower bound, inclusive or not.
    pub(crate) minimum: Option<f64>,
    /// The upper bound, inclusive or not.
    pub(crate) maximum: Option<f64>,
    /// `properties`, without those that are never allowed.
    pub(crate) properties: IndexMap<&'d str, Composition<'d>>,
    /// `properties: {}` is given: an object with nothing in it.
    pub(crate) empty: bool,
    /// `required`, also names that are no property.
    pub(crate) required: IndexSet<&'d str>,
    /// `additionalProperties`.
    pub(crate) additional: Additional<'d>,
    /// Schemas of `patternProperties`.
    pub(crate) patterns: Vec<Composition<'d>>,
    /// `items` of an array behind its prefix.
    pub(crate) items: Option<Composition<'d>>,
    /// `prefixItems`.
    pub(crate) prefix: Vec<Composition<'d>>,
    /// The array has exactly the items of `prefix`.
    pub(crate) exact: bool,
    /// `oneOf` and `anyOf`, all of which hold together.
    pub(crate) choices: Vec<Choice<'d>>,
    /// `readOnly`.
    pub(crate) read_only: bool,
    /// `writeOnly`.
    pub(crate) write_only: bool,
    /// `x-answered`: every response has it, although it need not be sent.
    pub(crate) answered: bool,
    /// `deprecated`.
    pub(crate) deprecated: bool,
    /// The schema `false`: no value is allowed.
    pub(crate) never: bool,
}

impl Default for Constraints<'_> {
    fn default() -> Self {
        Self {
            types: TypeSet::ANY,
            explicit: false,
            null: Null::Unsaid,
            format: None,
            base64: false,
            encoded: false,
            media: None,
            values: None,
            number: None,
            minimum: None,
            maximum: None,
            properties: IndexMap::new(),
            empty: false,
            required: IndexSet::new(),
            additional: Additional::Unsaid,
            patterns: Vec::new(),
            items: None,
            prefix: Vec::new(),
            exact: false,
            choices: Vec::new(),
            read_only: false,
            write_only: false,
            answered: false,
            deprecated: false,
            never: false,
        }
    }
}

impl<'d> Constraints<'d> {
    /// Whether the types are narrowed at all.
    pub(crate) fn typed(&self) -> bool {
        self.types != TypeSet::ANY
    }

    /// Whether nothing but null is allowed.
    pub(crate) fn only_null(&self) -> bool {
        self.types.is_empty() && self.null.allowed() && self.choices.is_empty()
    }

    /// Whether anything is said of the properties or items, so that it must reach every branch beside it.
    pub(crate) fn limits_contents(&self) -> bool {
        !self.properties.is_empty()
            || !self.required.is_empty()
            || !self.patterns.is_empty()
            || matches!(self.additional, Additional::Schema(_) | Additional::Any)
            || self.items.is_some()
            || !self.prefix.is_empty()
            || self.values.is_some()
    }

    /// The constraints without the choices: those of the sibling keywords.
    pub(crate) fn base(&self) -> Self {
        Self { choices: Vec::new(), null: Null::Unsaid, ..self.clone() }
    }

    /// The constraints for a part of the types.
    pub(crate) fn only(&self, types: TypeSet) -> Self {
        let mut constraints = Self { types, explicit: true, null: Null::No, ..self.clone() };
        if let Some(values) = &mut constraints.values {
            values.retain(|value| TypeSet::of(value.value).is_none_or(|kind| kind.within(types)));
            if values.is_empty() {
                constraints.values = None;
            }
        }
        constraints
    }

    /// The values of `enum` or `const`, where the schema has no choices.
    pub(crate) fn constants(&self) -> Option<&[AllowedValue<'d>]> {
        if self.choices.is_empty() { self.values.as_deref().filter(|values| !values.is_empty()) } else { None }
    }

    /// The only value, where there is one.
    pub(crate) fn constant(&self) -> Option<&'d Value> {
        match self.constants() {
            Some([only]) if matches!(only.value, Value::String(_) | Value::Number(_) | Value::Bool(_)) => Some(only.value),
            _ => None,
        }
    }
}

/// How much a schema object says about types, its `$ref` and `allOf` left aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Strength {
    /// Only annotations.
    None,
    /// A type name, a format or bounds, which add nothing to a type that is referred to.
    Weak,
    /// Properties, values, items or branches.
    Strong,
}

/// See [`Strength`].
pub(crate) fn strength(value: &Value) -> Strength {
    let Value::Object(map) = value else {
        return if value.is_boolean() { Strength::None } else { Strength::Weak };
    };
    let mut strength = Strength::None;
    for (key, child) in map {
        let own = match key.as_str() {
            "enum" | "const" | "prefixItems" | "patternProperties" => Strength::Strong,
            "properties" | "required" | "oneOf" | "anyOf" => {
                if is_empty(child) || is_validation(key, child) {
                    Strength::Weak
                } else {
                    Strength::Strong
                }
            }
            "items" => {
                if is_empty(child) {
                    Strength::Weak
                } else {
                    Strength::Strong
                }
            }
            "not" if is_never(value) => Strength::Strong,
            "additionalProperties" | "unevaluatedProperties" => {
                if is_never(child) {
                    Strength::Weak
                } else {
                    Strength::Strong
                }
            }
            "type" | "format" | "contentEncoding" | "contentMediaType" | "minimum" | "maximum" | "exclusiveMinimum"
            | "exclusiveMaximum" | "multipleOf" | "minLength" | "maxLength" | "pattern" | "minItems" | "maxItems"
            | "uniqueItems" | "minProperties" | "maxProperties" | "unevaluatedItems" | "propertyNames" | "contains" => {
                Strength::Weak
            }
            _ => Strength::None,
        };
        strength = strength.max(own);
    }
    strength
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Object(map) => map.is_empty(),
        Value::Array(array) => array.is_empty(),
        Value::Bool(_) | Value::Null => true,
        _ => false,
    }
}

/// Whether no value is allowed: `false`, or how writers of 3.0 spell it, a schema that is not any schema.
pub(crate) fn is_never(schema: &Value) -> bool {
    match schema {
        Value::Bool(allowed) => !allowed,
        Value::Object(map) => match map.get("not") {
            Some(Value::Object(any)) => any.is_empty(),
            Some(any) => any == &Value::Bool(true),
            None => false,
        },
        _ => false,
    }
}

/// Whether a `oneOf` or `anyOf` only says which properties must be there or what must not hold.
pub(crate) fn is_validation(key: &str, branches: &Value) -> bool {
    let ("oneOf" | "anyOf", Value::Array(branches)) = (key, branches) else { return false };
    branches.iter().all(|branch| {
        let Value::Object(map) = branch else { return branch.is_boolean() };
        !map.is_empty()
            && map.keys().all(|key| {
                matches!(key.as_str(), "required" | "not" | "title" | "description" | "minProperties" | "maxProperties")
                    || key.starts_with("x-")
            })
            && map.keys().any(|key| key == "required" || key == "not" || key.ends_with("Properties"))
    })
}
