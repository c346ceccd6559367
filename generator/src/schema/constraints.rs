//! What a schema says about its values, with every `$ref` and `allOf` taken in.
//!
//! Facts hold children as expressions, not as types, so they can be read for any schema at any time, recursive
//! ones included, and merged before a type is made of them.

use super::expr::Expr;
use super::kinds::Kinds;
use crate::document::Node;
use indexmap::{IndexMap, IndexSet};
use serde_json::Value;

/// Whether null is allowed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Null {
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
    pub(super) fn allowed(self) -> bool {
        matches!(self, Self::Yes | Self::Forced)
    }
}

/// Properties beyond the named ones.
#[derive(Clone, Debug, Default)]
pub(super) enum Additional<'d> {
    #[default]
    Unsaid,
    Closed,
    Any,
    Schema(Expr<'d>),
}

/// A value of an `enum` or `const`.
#[derive(Clone, Debug)]
pub(super) struct EnumFact<'d> {
    pub(super) value: &'d Value,
    pub(super) rename: Option<String>,
    pub(super) description: Option<String>,
}

/// A `oneOf` or `anyOf`.
#[derive(Clone, Debug)]
pub(super) struct Choice<'d> {
    /// `oneOf`: exactly one branch holds.
    pub(super) one: bool,
    pub(super) branches: Vec<Expr<'d>>,
    /// The `discriminator` beside it.
    pub(super) discriminator: Option<Node<'d>>,
}

/// What a schema says about its values.
#[derive(Clone, Debug)]
pub(super) struct Facts<'d> {
    pub(super) kinds: Kinds,
    /// Whether `kinds` comes from a `type`.
    pub(super) explicit: bool,
    pub(super) null: Null,
    pub(super) format: Option<&'d str>,
    pub(super) base64: bool,
    pub(super) values: Option<Vec<EnumFact<'d>>>,
    pub(super) minimum: Option<f64>,
    pub(super) maximum: Option<f64>,
    pub(super) properties: IndexMap<&'d str, Expr<'d>>,
    /// An empty list of properties is given: an object with nothing in it.
    pub(super) empty: bool,
    pub(super) required: IndexSet<&'d str>,
    pub(super) additional: Additional<'d>,
    pub(super) patterns: Vec<Expr<'d>>,
    pub(super) items: Option<Expr<'d>>,
    pub(super) prefix: Vec<Expr<'d>>,
    /// The list has exactly the items of `prefix`.
    pub(super) exact: bool,
    pub(super) choices: Vec<Choice<'d>>,
    pub(super) read_only: bool,
    pub(super) write_only: bool,
    pub(super) deprecated: bool,
    /// The schema `false`: no value is allowed.
    pub(super) never: bool,
}

impl Default for Facts<'_> {
    fn default() -> Self {
        Self {
            kinds: Kinds::ANY,
            explicit: false,
            null: Null::Unsaid,
            format: None,
            base64: false,
            values: None,
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
            deprecated: false,
            never: false,
        }
    }
}

impl<'d> Facts<'d> {
    /// Whether the kinds are narrowed at all.
    pub(super) fn typed(&self) -> bool {
        self.kinds != Kinds::ANY
    }

    /// Whether nothing but null is allowed.
    pub(super) fn only_null(&self) -> bool {
        self.kinds.is_empty() && self.null.allowed() && self.choices.is_empty()
    }

    /// Whether anything is said of the properties or items, so that it must reach every branch beside it.
    pub(super) fn bears(&self) -> bool {
        !self.properties.is_empty()
            || !self.required.is_empty()
            || !self.patterns.is_empty()
            || matches!(self.additional, Additional::Schema(_) | Additional::Any)
            || self.items.is_some()
            || !self.prefix.is_empty()
            || self.values.is_some()
    }

    /// The facts without the choices, for what stands beside them.
    pub(super) fn base(&self) -> Self {
        Self { choices: Vec::new(), null: Null::Unsaid, ..self.clone() }
    }

    /// The facts for a part of the kinds.
    pub(super) fn only(&self, kinds: Kinds) -> Self {
        let mut facts = Self { kinds, explicit: true, null: Null::No, ..self.clone() };
        if let Some(values) = &mut facts.values {
            values.retain(|value| Kinds::of(value.value).is_none_or(|kind| kind.within(kinds)));
            if values.is_empty() {
                facts.values = None;
            }
        }
        facts
    }

    /// The texts, numbers or flags a property is held to.
    pub(super) fn constants(&self) -> Option<&[EnumFact<'d>]> {
        if self.choices.is_empty() { self.values.as_deref().filter(|values| !values.is_empty()) } else { None }
    }

    /// The only value, where there is one.
    pub(super) fn constant(&self) -> Option<&'d Value> {
        match self.constants() {
            Some([only]) if matches!(only.value, Value::String(_) | Value::Number(_) | Value::Bool(_)) => Some(only.value),
            _ => None,
        }
    }
}

/// How much a schema object says about types, its `$ref` and `allOf` left aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    /// Only annotations.
    None,
    /// A type name, a format or bounds, which add nothing to a type that is referred to.
    Weak,
    /// Properties, values, items or branches.
    Strong,
}

/// See [`Strength`].
pub(super) fn strength(value: &Value) -> Strength {
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
            "additionalProperties" => {
                if child.is_object() && !is_empty(child) {
                    Strength::Strong
                } else {
                    Strength::Weak
                }
            }
            "type"
            | "format"
            | "contentEncoding"
            | "contentMediaType"
            | "minimum"
            | "maximum"
            | "exclusiveMinimum"
            | "exclusiveMaximum"
            | "multipleOf"
            | "minLength"
            | "maxLength"
            | "pattern"
            | "minItems"
            | "maxItems"
            | "uniqueItems"
            | "minProperties"
            | "maxProperties"
            | "unevaluatedProperties"
            | "unevaluatedItems"
            | "propertyNames"
            | "contains" => Strength::Weak,
            _ => Strength::None,
        };
        strength = strength.max(own);
    }
    strength
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Object(map) => map.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Bool(_) | Value::Null => true,
        _ => false,
    }
}

/// Whether a `oneOf` or `anyOf` only says which properties must be there or what must not hold.
pub(super) fn is_validation(key: &str, branches: &Value) -> bool {
    let ("oneOf" | "anyOf", Value::Array(list)) = (key, branches) else { return false };
    list.iter().all(|branch| {
        let Value::Object(map) = branch else { return branch.is_boolean() };
        !map.is_empty()
            && map.keys().all(|key| {
                matches!(key.as_str(), "required" | "not" | "title" | "description" | "minProperties" | "maxProperties")
                    || key.starts_with("x-")
            })
            && map.keys().any(|key| key == "required" || key == "not" || key.ends_with("Properties"))
    })
}
