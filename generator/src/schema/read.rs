//! Reads the facts of a schema.

use super::Resolver;
use super::expr::{Expr, is_ref};
use super::facts::{Additional, Choice, EnumFact, Facts, Null, Strength, is_validation, strength};
use super::kinds::Kinds;
use super::merge::{merge, narrow};
use crate::document::{Node, Version};
use crate::source::Place;
use serde_json::Value;
use std::rc::Rc;

/// How many schemas may be taken into each other before it is given up.
const DEEPEST: usize = 64;
/// How many facts that depend on what is being read are made anew before they are remembered all the same.
const MOST_CUTS: usize = 20_000;

impl<'d> Resolver<'d, '_> {
    /// What an expression says, references and `allOf` taken in.
    pub(super) fn facts(&mut self, expr: &Expr<'d>) -> Rc<Facts<'d>> {
        match expr {
            Expr::Node(node) => self.facts_of_node(node),
            Expr::All(list) => {
                let mut all = Facts::default();
                for part in list {
                    let facts = self.facts(part);
                    self.take_in(&mut all, &facts, |resolver| resolver.place_of(part));
                }
                Rc::new(all)
            }
            Expr::Any(list) => {
                let choice = Choice { one: false, branches: list.clone(), discriminator: None };
                Rc::new(Facts { choices: vec![choice], ..Facts::default() })
            }
        }
    }

    /// What a schema says, references and `allOf` taken in. Remembered by place.
    pub(super) fn facts_of_node(&mut self, node: &Node<'d>) -> Rc<Facts<'d>> {
        let key = node.address();
        if let Some(facts) = self.facts.get(&key) {
            let facts = Rc::clone(facts);
            return self.without_lists_of_children(facts);
        }
        if self.open_facts.contains(&key) {
            self.report
                .error("circular-all-of", node.place(), "`allOf` leads back to this schema")
                .help("name the shared properties in a schema of their own");
            return Rc::new(Facts::default());
        }
        if self.open_facts.len() > DEEPEST {
            self.report.error("too-deep", node.place(), "too many schemas are taken into each other by `allOf`");
            return Rc::new(Facts::default());
        }
        self.open_facts.push(key);
        let cuts = self.cuts;
        let facts = Rc::new(self.expand(node));
        self.open_facts.pop();
        if self.cuts == cuts || self.open_facts.is_empty() || self.cuts > MOST_CUTS {
            self.facts.insert(key, Rc::clone(&facts));
        }
        facts
    }

    fn expand(&mut self, node: &Node<'d>) -> Facts<'d> {
        let Value::Object(map) = node.value else {
            return Facts { never: node.value == &Value::Bool(false), ..Facts::default() };
        };
        let mut facts = Facts::default();
        if is_ref(node.value) {
            if let Some(target) = self.follow(node) {
                facts = self.facts_of_node(&target).as_ref().clone();
                if facts.null == Null::Forced {
                    facts.null = Null::Yes;
                }
            }
            if self.version == Version::V30 {
                let own = self.own(node);
                facts.read_only |= own.read_only;
                facts.write_only |= own.write_only;
                facts.deprecated |= own.deprecated;
                if own.null == Null::Forced {
                    facts.null = Null::Forced;
                }
                return facts;
            }
            let own = self.own(node);
            self.take_in(&mut facts, &own, |_| node.place());
            return facts;
        }
        if map.get("allOf").is_some_and(Value::is_array)
            && let Some(list) = node.get("allOf")
        {
            for branch in list.items() {
                let mut part = self.facts_of_node(&branch).as_ref().clone();
                if part.null == Null::Forced {
                    part.null =
                        if strength(branch.value) == Strength::None && !is_ref(branch.value) { Null::Forced } else { Null::Yes };
                }
                self.take_in(&mut facts, &part, |_| branch.place());
            }
        }
        let own = self.own(node);
        self.take_in(&mut facts, &own, |_| node.place());
        facts
    }

    /// Merges what stands at a place into what was said before, and says so where no value can be both.
    fn take_in(&mut self, into: &mut Facts<'d>, other: &Facts<'d>, place: impl FnOnce(&Self) -> Place) {
        if let Some((before, here)) = merge(into, other) {
            let message = format!("no value is both {} and {}", before.names(), here.names());
            let place = place(self);
            self.report.warning("contradiction", place, message).help("what is said here counts");
        }
    }

    /// What a schema says itself, its `$ref` and `allOf` left aside.
    pub(super) fn own(&mut self, node: &Node<'d>) -> Facts<'d> {
        let mut facts = Facts::default();
        let Value::Object(map) = node.value else { return facts };
        let mut inferred = Kinds::NONE;
        let mut null_only = false;
        for (key, value) in map {
            match key.as_str() {
                "type" => {
                    let (kinds, null) = kinds_of(value);
                    if !kinds.is_empty() || null {
                        facts.kinds = kinds;
                        facts.explicit = true;
                        facts.null = if null { Null::Yes } else { Null::No };
                        null_only = kinds.is_empty();
                    }
                }
                "enum" | "const" => Self::values(node, key, value, &mut facts),
                "format" => facts.format = value.as_str(),
                "contentEncoding" => {
                    facts.base64 = value.as_str().is_some_and(|name| name.starts_with("base64"));
                    inferred = inferred.or(Kinds::TEXT);
                }
                "minimum" | "exclusiveMinimum" => facts.minimum = value.as_f64().or(facts.minimum),
                "maximum" | "exclusiveMaximum" => facts.maximum = upper(value).or(facts.maximum),
                "pattern" | "minLength" | "maxLength" | "contentMediaType" => inferred = inferred.or(Kinds::TEXT),
                "minItems" | "maxItems" | "uniqueItems" => inferred = inferred.or(Kinds::LIST),
                "example" | "default" if is_wide(value) => facts.maximum = narrow(facts.maximum, upper(value), f64::max),
                "readOnly" => facts.read_only = value == &Value::Bool(true),
                "writeOnly" => facts.write_only = value == &Value::Bool(true),
                "deprecated" => facts.deprecated = value == &Value::Bool(true),
                "properties" | "required" | "additionalProperties" | "patternProperties" => {
                    Self::object_fact(node, key, value, &mut facts);
                    if key == "properties"
                        || (key == "additionalProperties" && value != &Value::Bool(false))
                        || key == "patternProperties"
                    {
                        inferred = inferred.or(Kinds::OBJECT);
                    }
                }
                "items" | "prefixItems" => {
                    list_fact(node, key, value, &mut facts);
                    inferred = inferred.or(Kinds::LIST);
                }
                "oneOf" | "anyOf" if !is_validation(key, value) => self.choice(node, key, &mut facts),
                _ => {}
            }
        }
        if !facts.explicit && facts.values.is_none() {
            if inferred.is_empty() {
                let number = ["minimum", "maximum", "multipleOf", "exclusiveMinimum", "exclusiveMaximum"];
                if number.iter().any(|key| map.contains_key(*key)) {
                    inferred = Kinds::NUMBER;
                } else if let Some(format) = facts.format {
                    inferred = kinds_of_format(format);
                } else if map.get("required").is_some_and(|names| names.as_array().is_some_and(|names| !names.is_empty()))
                    && facts.choices.is_empty()
                {
                    inferred = Kinds::OBJECT;
                }
            }
            if !inferred.is_empty() && (facts.choices.is_empty() || facts.bears()) {
                facts.kinds = inferred;
                if facts.null == Null::Unsaid && facts.choices.is_empty() {
                    facts.null = Null::No;
                }
            }
        }
        if map.get("nullable") == Some(&Value::Bool(true)) {
            facts.null = Null::Forced;
        }
        if null_only {
            facts.values = None;
        }
        facts.exact = !facts.prefix.is_empty() && is_exact(map, facts.prefix.len());
        facts
    }

    fn object_fact(node: &Node<'d>, key: &str, value: &'d Value, facts: &mut Facts<'d>) {
        match (key, value) {
            ("properties", Value::Object(map)) => {
                facts.empty = map.is_empty();
                if let Some(list) = node.get(key) {
                    for (name, child) in list.entries() {
                        if child.value != &Value::Bool(false) {
                            facts.properties.insert(name, Expr::Node(child));
                        }
                    }
                }
            }
            ("required", Value::Array(names)) => facts.required.extend(names.iter().filter_map(Value::as_str)),
            ("additionalProperties", Value::Bool(false)) => facts.additional = Additional::Closed,
            ("additionalProperties", Value::Bool(true)) => facts.additional = Additional::Any,
            ("additionalProperties", Value::Object(map)) => {
                facts.additional = match node.get(key) {
                    Some(child) if !map.is_empty() => Additional::Schema(Expr::Node(child)),
                    _ => Additional::Any,
                };
            }
            ("patternProperties", Value::Object(_)) => {
                if let Some(list) = node.get(key) {
                    facts.patterns.extend(list.entries().map(|(_, child)| Expr::Node(child)));
                }
            }
            _ => {}
        }
    }

    fn choice(&mut self, node: &Node<'d>, key: &str, facts: &mut Facts<'d>) {
        let Some(list) = node.get(key) else { return };
        let branches: Vec<Node<'d>> = list.items().collect();
        if branches.is_empty() {
            return;
        }
        let choice = Choice {
            one: key == "oneOf",
            branches: branches.into_iter().map(Expr::Node).collect(),
            discriminator: node.get("discriminator").filter(|node| node.value.is_object()),
        };
        if self.open_facts.len() > 1 && self.lists_open(&choice) {
            self.cuts += 1;
            return;
        }
        facts.choices.push(choice);
    }

    /// A parent that lists its children is merged into a child without its list.
    fn without_lists_of_children(&mut self, facts: Rc<Facts<'d>>) -> Rc<Facts<'d>> {
        if self.open_facts.is_empty() || facts.choices.is_empty() {
            return facts;
        }
        let kept: Vec<Choice<'d>> = facts.choices.iter().filter(|choice| !self.lists_open(choice)).cloned().collect();
        if kept.len() == facts.choices.len() {
            return facts;
        }
        self.cuts += 1;
        Rc::new(Facts { choices: kept, ..facts.as_ref().clone() })
    }

    /// Whether a branch is a schema that is being read.
    fn lists_open(&mut self, choice: &Choice<'d>) -> bool {
        choice.branches.iter().any(|branch| {
            let Expr::Node(branch) = branch else { return false };
            is_ref(branch.value) && self.follow(branch).is_some_and(|target| self.open_facts.contains(&target.address()))
        })
    }

    fn values(node: &Node<'d>, key: &str, value: &'d Value, facts: &mut Facts<'d>) {
        let list = match (key, value) {
            ("enum", Value::Array(list)) => list.as_slice(),
            ("enum", _) => return,
            (_, value) => std::slice::from_ref(value),
        };
        let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
        let names = node.value.get("x-enum-varnames").or_else(|| node.value.get("x-enumNames"));
        let descriptions = node.value.get("x-enum-descriptions").or_else(|| node.value.get("x-enumDescriptions"));
        let mut values: Vec<EnumFact<'d>> = Vec::with_capacity(list.len());
        let mut seen = foldhash::HashSet::default();
        for (index, value) in list.iter().enumerate() {
            if value.is_null() {
                facts.null = Null::Yes;
                continue;
            }
            if !seen.insert(value.to_string()) {
                continue;
            }
            let word = match value {
                Value::String(word) => word.clone(),
                other => other.to_string(),
            };
            let at = |list: Option<&'d Value>| text(list.and_then(|list| list.get(index).or_else(|| list.get(&word))));
            let mut description = at(descriptions);
            if key == "const" {
                description =
                    description.or_else(|| text(node.value.get("description"))).or_else(|| text(node.value.get("title")));
            }
            values.push(EnumFact { value, rename: at(names), description });
        }
        if values.is_empty() {
            if !list.is_empty() && !facts.explicit {
                facts.kinds = Kinds::NONE;
            }
            return;
        }
        let kinds = values.iter().filter_map(|value| Kinds::of(value.value)).fold(Kinds::NONE, Kinds::or);
        if node.value.get("type").is_none_or(|said| kinds_of(said).0.is_empty()) {
            facts.kinds = kinds;
            if facts.null == Null::Unsaid {
                facts.null = Null::No;
            }
        }
        match &mut facts.values {
            Some(old) => old.retain(|old| values.iter().any(|new| new.value == old.value)),
            old => *old = Some(values),
        }
    }
}

/// Whether a list has exactly so many items.
fn is_exact(map: &serde_json::Map<String, Value>, count: usize) -> bool {
    let is_count = |key: &str| map.get(key).and_then(Value::as_u64) == u64::try_from(count).ok();
    is_count("minItems") && (is_count("maxItems") || map.get("items") == Some(&Value::Bool(false)))
}

fn list_fact<'d>(node: &Node<'d>, key: &str, value: &'d Value, facts: &mut Facts<'d>) {
    let Some(child) = node.get(key) else { return };
    match value {
        Value::Array(_) => facts.prefix.extend(child.items().map(Expr::Node)),
        Value::Object(_) if key == "items" => facts.items = Some(Expr::Node(child)),
        _ => {}
    }
}

/// The kinds behind a `type`, and whether null is one.
fn kinds_of(value: &Value) -> (Kinds, bool) {
    match value {
        Value::String(name) => (Kinds::named(name).unwrap_or(Kinds::NONE), name == "null"),
        Value::Array(names) => names.iter().filter_map(Value::as_str).fold((Kinds::NONE, false), |(kinds, null), name| {
            (kinds.or(Kinds::named(name).unwrap_or(Kinds::NONE)), null || name == "null")
        }),
        _ => (Kinds::NONE, false),
    }
}

/// The kind a format alone speaks of.
fn kinds_of_format(format: &str) -> Kinds {
    match format {
        "int32" | "int64" | "uint32" | "uint64" => Kinds::INT,
        "float" | "double" => Kinds::NUMBER,
        _ => Kinds::TEXT,
    }
}

/// Whether a number is above what 32 bits hold: a description that shows one means it, whatever the format says.
fn is_wide(value: &Value) -> bool {
    value.as_u64().is_some_and(|value| i32::try_from(value).is_err())
}

/// An upper bound; a whole number above the 64-bit range stays above it, which rounding would hide.
fn upper(value: &Value) -> Option<f64> {
    // The first number above the range, which the largest one inside it is rounded to as well.
    const EDGE: f64 = 9_223_372_036_854_775_808.0;
    let beyond = value.is_u64() && !value.is_i64();
    value.as_f64().map(|bound| if beyond && bound <= EDGE { EDGE * (1.0 + f64::EPSILON) } else { bound })
}
