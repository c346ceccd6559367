//! Reads the constraints of a schema.

use super::SchemaReader;
use super::composition::{Composition, is_mere_ref, is_ref};
use super::constraints::{Additional, AllowedValue, Choice, Constraints, Null, Strength, is_validation, strength};
use super::merge::{merge, narrow};
use super::type_set::TypeSet;
use crate::document::{Node, Version, member};
use crate::limits::{NESTED_ALL_OF, REREAD_CONSTRAINTS};
use crate::location::Place;
use serde_json::Value;
use std::rc::Rc;

impl<'d> SchemaReader<'d, '_> {
    /// What an expression says, references and `allOf` taken in.
    pub(crate) fn constraints(&mut self, composition: &Composition<'d>) -> Rc<Constraints<'d>> {
        match composition {
            Composition::Node(node) => self.constraints_of(node),
            Composition::All(list) => {
                let mut all = Constraints::default();
                for part in list {
                    let constraints = self.constraints(part);
                    self.take_in(&mut all, &constraints, |_| part.place());
                }
                Rc::new(all)
            }
            Composition::Any(list) => {
                let choice = Choice { exclusive: false, branches: list.clone(), discriminator: None };
                Rc::new(Constraints { choices: vec![choice], ..Constraints::default() })
            }
        }
    }

    /// What a schema says, references and `allOf` taken in. Remembered by place, but for scalars: they are most of all schemas
    /// and the quickest to read.
    pub(crate) fn constraints_of(&mut self, node: &Node<'d>) -> Rc<Constraints<'d>> {
        // A mere reference says what its target says. It takes nothing in, so a choice of the target that lists the target is kept.
        if is_mere_ref(node.value)
            && let Some(target) = self.follow(node)
            && target.address() != node.address()
        {
            let constraints = self.constraints_of(&target);
            if constraints.null != Null::Forced {
                return constraints;
            }
            return Rc::new(Constraints { null: Null::Yes, ..constraints.as_ref().clone() });
        }
        let key = node.address();
        if let Some(constraints) = self.read.get(&key) {
            let constraints = Rc::clone(constraints);
            return self.without_lists_of_children(constraints);
        }
        if self.reading.contains(&key) {
            self.report
                .error("circular-all-of", node.place(), "`allOf` leads back to this schema")
                .help("name the shared properties in a schema of their own");
            return Rc::new(Constraints::default());
        }
        if self.reading.len() > NESTED_ALL_OF {
            self.report.error("too-deep", node.place(), "too many schemas are taken into each other by `allOf`");
            return Rc::new(Constraints::default());
        }
        self.reading.push(key);
        let cuts = self.cuts;
        let constraints = match self.shared(node) {
            Some(constraints) => constraints,
            None => Rc::new(self.expand(node)),
        };
        self.reading.pop();
        let settled = self.cuts == cuts || self.reading.is_empty() || self.cuts > REREAD_CONSTRAINTS;
        if settled && !is_scalar(node.value) {
            self.read.insert(key, Rc::clone(&constraints));
        }
        constraints
    }

    /// What a reference without siblings refers to, shared with everything that does. `None` where the place of the reference
    /// matters, and for other schemas.
    fn shared(&mut self, node: &Node<'d>) -> Option<Rc<Constraints<'d>>> {
        if !is_ref(node.value) || node.value.as_object().is_some_and(|map| map.len() > 1) {
            return None;
        }
        let target = self.follow(node)?;
        Some(self.constraints_of(&target)).filter(|constraints| constraints.null != Null::Forced)
    }

    fn expand(&mut self, node: &Node<'d>) -> Constraints<'d> {
        let Value::Object(map) = node.value else {
            return Constraints { never: node.value == &Value::Bool(false), ..Constraints::default() };
        };
        if is_ref(node.value) {
            let mut constraints = Constraints::default();
            if let Some(target) = self.follow(node) {
                constraints = self.constraints_of(&target).as_ref().clone();
                if constraints.null == Null::Forced {
                    constraints.null = Null::Yes;
                }
            }
            if self.version == Version::V30 {
                let own = self.own(node);
                constraints.read_only |= own.read_only;
                constraints.write_only |= own.write_only;
                constraints.answered |= own.answered;
                constraints.deprecated |= own.deprecated;
                if own.null == Null::Forced {
                    constraints.null = Null::Forced;
                }
                return constraints;
            }
            let own = self.own(node);
            self.take_in(&mut constraints, &own, |_| node.place());
            return constraints;
        }
        let mut before: Option<Constraints<'d>> = None;
        if member(map, "allOf").is_some_and(Value::is_array)
            && let Some(list) = node.get("allOf")
        {
            for branch in list.items() {
                let mut part = self.constraints_of(&branch).as_ref().clone();
                if part.null == Null::Forced {
                    part.null =
                        if strength(branch.value) == Strength::None && !is_ref(branch.value) { Null::Forced } else { Null::Yes };
                }
                match &mut before {
                    Some(before) => self.take_in(before, &part, |_| branch.place()),
                    None => before = Some(part),
                }
            }
        }
        let own = self.own(node);
        let mut constraints = match before {
            Some(mut before) => {
                self.take_in(&mut before, &own, |_| node.place());
                before
            }
            None => own,
        };
        self.narrow_choices(&mut constraints);
        constraints
    }

    /// Merges what stands at a place into what was said before, and says so where no value can be both.
    fn take_in(&mut self, into: &mut Constraints<'d>, other: &Constraints<'d>, place: impl FnOnce(&Self) -> Place) {
        if let Some(contradiction) = merge(into, other) {
            let place = place(self);
            self.contradiction(contradiction, place, "what is said here counts");
        }
    }

    /// What a schema says itself, its `$ref` and `allOf` left aside.
    pub(crate) fn own(&mut self, node: &Node<'d>) -> Constraints<'d> {
        let mut constraints = Constraints::default();
        let Value::Object(map) = node.value else { return constraints };
        let mut inferred = TypeSet::NONE;
        let mut null_only = false;
        for (key, value) in map {
            match key.as_str() {
                "type" => {
                    let (types, null) = types_of(value);
                    if !types.is_empty() || null {
                        constraints.types = types;
                        constraints.explicit = true;
                        // An `enum` that has null means it, in whatever order the two are written.
                        constraints.null = if null || constraints.null == Null::Yes { Null::Yes } else { Null::No };
                        null_only = types.is_empty();
                    }
                }
                "enum" | "const" => Self::values(node, key, value, &mut constraints),
                "format" => constraints.format = value.as_str(),
                "contentEncoding" => {
                    constraints.base64 = value.as_str().is_some_and(|name| name.starts_with("base64"));
                    constraints.encoded = true;
                    inferred = inferred.or(TypeSet::STRING);
                }
                "minimum" | "exclusiveMinimum" => constraints.minimum = value.as_f64().or(constraints.minimum),
                "maximum" | "exclusiveMaximum" => constraints.maximum = upper(value).or(constraints.maximum),
                "contentMediaType" => {
                    constraints.media = value.as_str();
                    inferred = inferred.or(TypeSet::STRING);
                }
                "pattern" | "minLength" | "maxLength" => inferred = inferred.or(TypeSet::STRING),
                "minItems" | "maxItems" | "uniqueItems" => inferred = inferred.or(TypeSet::ARRAY),
                "example" | "default" if is_wide(value) => {
                    constraints.maximum = narrow(constraints.maximum, upper(value), f64::max);
                }
                "readOnly" => constraints.read_only = value == &Value::Bool(true),
                "writeOnly" => constraints.write_only = value == &Value::Bool(true),
                "x-answered" => constraints.answered = value == &Value::Bool(true),
                "deprecated" => constraints.deprecated = value == &Value::Bool(true),
                "properties" | "required" | "additionalProperties" | "patternProperties" => {
                    Self::read_object(node, key, value, &mut constraints);
                    if key == "properties"
                        || (key == "additionalProperties" && value != &Value::Bool(false))
                        || key == "patternProperties"
                    {
                        inferred = inferred.or(TypeSet::OBJECT);
                    }
                }
                "items" | "prefixItems" => {
                    read_array(node, key, value, &mut constraints);
                    inferred = inferred.or(TypeSet::ARRAY);
                }
                "oneOf" | "anyOf" if !is_validation(key, value) => self.choice(node, key, &mut constraints),
                _ => {}
            }
        }
        if !constraints.explicit && constraints.values.is_none() {
            if inferred == TypeSet::STRING
                && let Some(number) = constraints.format.map(types_of_format).filter(|types| types.within(TypeSet::NUMBER))
            {
                // A pattern may describe the digits of a number: .NET writes it for numbers that it also takes as strings.
                inferred = number;
            }
            if inferred.is_empty() {
                let number = ["minimum", "maximum", "multipleOf", "exclusiveMinimum", "exclusiveMaximum"];
                if number.iter().any(|key| member(map, key).is_some()) {
                    inferred = TypeSet::NUMBER;
                } else if let Some(format) = constraints.format {
                    inferred = types_of_format(format);
                } else if member(map, "required").is_some_and(|names| names.as_array().is_some_and(|names| !names.is_empty()))
                    && constraints.choices.is_empty()
                {
                    inferred = TypeSet::OBJECT;
                }
            }
            if !inferred.is_empty() && (constraints.choices.is_empty() || constraints.limits_contents()) {
                constraints.types = inferred;
                if constraints.null == Null::Unsaid && constraints.choices.is_empty() {
                    constraints.null = Null::No;
                }
            }
        }
        if member(map, "nullable") == Some(&Value::Bool(true)) {
            constraints.null = Null::Forced;
        }
        if null_only {
            constraints.values = None;
        }
        constraints.exact = !constraints.prefix.is_empty() && is_exact(map, constraints.prefix.len());
        constraints
    }

    fn read_object(node: &Node<'d>, key: &str, value: &'d Value, constraints: &mut Constraints<'d>) {
        match (key, value) {
            ("properties", Value::Object(map)) => {
                constraints.empty = map.is_empty();
                if let Some(properties) = node.get(key) {
                    for (name, child) in properties.entries() {
                        if child.value != &Value::Bool(false) {
                            constraints.properties.insert(name, Composition::Node(child));
                        }
                    }
                }
            }
            ("required", Value::Array(names)) => constraints.required.extend(names.iter().filter_map(Value::as_str)),
            ("additionalProperties", Value::Bool(false)) => constraints.additional = Additional::Closed,
            ("additionalProperties", Value::Bool(true)) => constraints.additional = Additional::Any,
            ("additionalProperties", Value::Object(map)) => {
                constraints.additional = match node.get(key) {
                    Some(child) if !map.is_empty() => Additional::Schema(Composition::Node(child)),
                    _ => Additional::Any,
                };
            }
            ("patternProperties", Value::Object(_)) => {
                if let Some(patterns) = node.get(key) {
                    constraints.patterns.extend(patterns.entries().map(|(_, child)| Composition::Node(child)));
                }
            }
            _ => {}
        }
    }

    fn choice(&mut self, node: &Node<'d>, key: &str, constraints: &mut Constraints<'d>) {
        let Some(array) = node.get(key) else { return };
        let branches: Vec<Node<'d>> = array.items().collect();
        if branches.is_empty() {
            return;
        }
        let choice = Choice {
            exclusive: key == "oneOf",
            branches: branches.into_iter().map(Composition::Node).collect(),
            discriminator: node.get("discriminator").filter(|node| node.value.is_object()),
        };
        if self.reading.len() > 1 && self.lists_open(&choice) {
            self.cuts += 1;
            return;
        }
        constraints.choices.push(choice);
    }

    /// A parent that lists its children is merged into a child without its list.
    fn without_lists_of_children(&mut self, constraints: Rc<Constraints<'d>>) -> Rc<Constraints<'d>> {
        if self.reading.is_empty() || constraints.choices.is_empty() {
            return constraints;
        }
        let kept: Vec<Choice<'d>> = constraints.choices.iter().filter(|choice| !self.lists_open(choice)).cloned().collect();
        if kept.len() == constraints.choices.len() {
            return constraints;
        }
        self.cuts += 1;
        Rc::new(Constraints { choices: kept, ..constraints.as_ref().clone() })
    }

    /// Whether a branch is a schema that is being read.
    fn lists_open(&mut self, choice: &Choice<'d>) -> bool {
        choice.branches.iter().any(|branch| {
            let Composition::Node(branch) = branch else { return false };
            is_ref(branch.value) && self.follow(branch).is_some_and(|target| self.reading.contains(&target.address()))
        })
    }

    pub(super) fn values(node: &Node<'d>, key: &str, value: &'d Value, constraints: &mut Constraints<'d>) {
        let array = match (key, value) {
            ("enum", Value::Array(array)) => array.as_slice(),
            ("enum", _) => return,
            (_, value) => std::slice::from_ref(value),
        };
        let string = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
        let names = node.value.get("x-enum-varnames").or_else(|| node.value.get("x-enumNames"));
        let descriptions = node.value.get("x-enum-descriptions").or_else(|| node.value.get("x-enumDescriptions"));
        let mut values: Vec<AllowedValue<'d>> = Vec::with_capacity(array.len());
        let mut visited = foldhash::HashSet::default();
        for (index, value) in array.iter().enumerate() {
            if value.is_null() {
                constraints.null = Null::Yes;
                continue;
            }
            if !visited.insert(value.to_string()) {
                continue;
            }
            let word = match value {
                Value::String(word) => word.clone(),
                other => other.to_string(),
            };
            let at = |of: Option<&'d Value>| string(of.and_then(|of| of.get(index).or_else(|| of.get(&word))));
            let mut description = at(descriptions);
            if key == "const" {
                description =
                    description.or_else(|| string(node.value.get("description"))).or_else(|| string(node.value.get("title")));
            }
            values.push(AllowedValue { value, rename: at(names), description });
        }
        if values.is_empty() {
            if !array.is_empty() && !constraints.explicit {
                constraints.types = TypeSet::NONE;
            }
            return;
        }
        let types = values.iter().filter_map(|value| TypeSet::of(value.value)).fold(TypeSet::NONE, TypeSet::or);
        if node.value.get("type").is_none_or(|said| types_of(said).0.is_empty()) {
            constraints.types = types;
            if constraints.null == Null::Unsaid {
                constraints.null = Null::No;
            }
        }
        match &mut constraints.values {
            Some(old) => old.retain(|old| values.iter().any(|new| new.value == old.value)),
            old => *old = Some(values),
        }
    }
}

/// Whether an array has exactly so many items.
fn is_exact(map: &serde_json::Map<String, Value>, count: usize) -> bool {
    let is_count = |key: &str| member(map, key).and_then(Value::as_u64) == u64::try_from(count).ok();
    is_count("minItems") && (is_count("maxItems") || member(map, "items") == Some(&Value::Bool(false)))
}

fn read_array<'d>(node: &Node<'d>, key: &str, value: &'d Value, constraints: &mut Constraints<'d>) {
    let Some(child) = node.get(key) else { return };
    match value {
        Value::Array(_) => constraints.prefix.extend(child.items().map(Composition::Node)),
        Value::Object(_) if key == "items" => constraints.items = Some(Composition::Node(child)),
        _ => {}
    }
}

/// The types behind a `type`, and whether null is one.
fn types_of(value: &Value) -> (TypeSet, bool) {
    match value {
        Value::String(name) => (TypeSet::named(name).unwrap_or(TypeSet::NONE), name == "null"),
        Value::Array(names) => names.iter().filter_map(Value::as_str).fold((TypeSet::NONE, false), |(types, null), name| {
            (types.or(TypeSet::named(name).unwrap_or(TypeSet::NONE)), null || name == "null")
        }),
        _ => (TypeSet::NONE, false),
    }
}

/// The kind a format alone speaks of.
fn types_of_format(format: &str) -> TypeSet {
    match format {
        "int8" | "int16" | "int32" | "int64" | "uint8" | "uint16" | "uint32" | "uint64" | "uint" => TypeSet::INTEGER,
        "float" | "double" => TypeSet::NUMBER,
        _ => TypeSet::STRING,
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

/// Whether a schema says nothing that holds other schemas or values.
fn is_scalar(schema: &Value) -> bool {
    const SCALAR: [&str; 4] = ["string", "integer", "number", "boolean"];
    schema.get("type").and_then(Value::as_str).is_some_and(|name| SCALAR.contains(&name))
        && !["enum", "allOf", "oneOf", "anyOf", "$ref"].iter().any(|key| schema.get(key).is_some())
}
