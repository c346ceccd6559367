//! What several schemas that hold at once (`allOf`, siblings of `$ref`, a chosen branch) say about a value.

use super::types::{TYPES, Types};
use crate::schema::bundle::{self, Bundle};
use serde_json::Value;

/// Branches of which one is chosen.
#[derive(Clone, Copy, Debug)]
pub struct Choice<'b> {
    /// The branches.
    pub branches: &'b [Value],
    /// `anyOf`: several may hold at once.
    pub any: bool,
    /// The property that tells the branches apart, with its mapping.
    pub discriminator: Option<&'b Value>,
}

/// What is known about a value.
#[derive(Debug)]
pub struct Facts<'b> {
    bundle: &'b Bundle,
    visited: Vec<usize>,
    /// Allowed types.
    pub types: Types,
    /// Allowed values (`enum`, `const`).
    pub values: Option<Vec<&'b Value>>,
    /// Whether a `const` fixes the value.
    pub constant: bool,
    /// Properties with everything that holds for them.
    pub properties: Vec<(&'b str, Vec<&'b Value>)>,
    /// Whether several branches hold at once. Further properties of one are then none of the others'.
    pub mixed: bool,
    /// Whether properties are listed, be it none.
    pub listed: bool,
    /// Properties that must be there.
    pub required: Vec<&'b str>,
    /// Schemas of further properties.
    pub extras: Vec<&'b Value>,
    /// Whether further properties are forbidden.
    pub closed: bool,
    /// Pattern and schema of properties.
    pub patterned: Vec<(&'b str, &'b Value)>,
    /// Schemas of property names.
    pub names: Vec<&'b Value>,
    /// Fewest properties.
    pub min_properties: usize,
    /// Most properties.
    pub max_properties: usize,
    /// Schemas of the items.
    pub items: Vec<&'b Value>,
    /// Schemas of the first items.
    pub prefix: &'b [Value],
    /// Fewest items.
    pub min_items: usize,
    /// Most items.
    pub max_items: usize,
    /// Shortest text in characters.
    pub min_length: usize,
    /// Longest text in characters.
    pub max_length: usize,
    /// Patterns of a text.
    pub patterns: Vec<&'b str>,
    /// `format`.
    pub format: Option<&'b str>,
    /// Bounds of a number, exclusive ones among them.
    pub bounds: Bounds,
    /// Examples and defaults.
    pub examples: Vec<&'b Value>,
    /// Choices not made yet.
    pub choices: Vec<Choice<'b>>,
    /// Values of discriminating properties.
    pub tags: Vec<(&'b str, String)>,
    /// Whether something is said about objects, lists, texts, numbers.
    hints: Types,
}

/// Bounds of a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// Lowest value, and whether it is excluded.
    pub low: Option<(f64, bool)>,
    /// Highest value, and whether it is excluded.
    pub high: Option<(f64, bool)>,
    /// Only multiples of this.
    pub step: Option<f64>,
}

impl<'b> Facts<'b> {
    /// Everything that `schemas` say together; their choices are still open.
    #[must_use]
    pub fn new(bundle: &'b Bundle, schemas: &[&'b Value]) -> Facts<'b> {
        let mut facts = Facts {
            bundle,
            visited: Vec::new(),
            types: Types::ALL,
            values: None,
            constant: false,
            properties: Vec::new(),
            mixed: false,
            listed: false,
            required: Vec::new(),
            extras: Vec::new(),
            closed: false,
            patterned: Vec::new(),
            names: Vec::new(),
            min_properties: 0,
            max_properties: usize::MAX,
            items: Vec::new(),
            prefix: &[],
            min_items: 0,
            max_items: usize::MAX,
            min_length: 0,
            max_length: usize::MAX,
            patterns: Vec::new(),
            format: None,
            bounds: Bounds { low: None, high: None, step: None },
            examples: Vec::new(),
            choices: Vec::new(),
            tags: Vec::new(),
            hints: Types::NONE,
        };
        for schema in schemas {
            facts.add(schema);
        }
        facts
    }

    /// Adds what another schema says, `$ref` and `allOf` followed.
    pub fn add(&mut self, schema: &'b Value) {
        let object = match schema {
            Value::Object(object) => object,
            Value::Bool(false) => return self.types = Types::NONE,
            _ => return,
        };
        if let Some(index) = object.get("$ref").and_then(Value::as_str).and_then(bundle::index)
            && !self.visited.contains(&index)
        {
            self.visited.push(index);
            self.add(self.bundle.get(index));
        }
        for (key, value) in object {
            self.keyword(key, value);
        }
        let discriminator = object.get("discriminator");
        for (key, any) in [("oneOf", false), ("anyOf", true)] {
            if let Some(branches) = object.get(key).and_then(Value::as_array) {
                self.choices.push(Choice { branches, any, discriminator });
            }
        }
        if let (Some(discriminator), None, None) = (discriminator, object.get("oneOf"), object.get("anyOf")) {
            self.inherited_tag(discriminator);
        }
    }

    fn keyword(&mut self, key: &str, value: &'b Value) {
        let count = || value.as_u64().and_then(|number| usize::try_from(number).ok());
        self.hint(key);
        match key {
            "type" => self.types.and(Types::of(value)),
            "enum" => self.restrict(value.as_array().into_iter().flatten().collect()),
            "const" => {
                self.restrict(vec![value]);
                self.constant = true;
            }
            "properties" => {
                self.listed = true;
                for (name, schema) in value.as_object().into_iter().flatten() {
                    match self.properties.iter_mut().find(|(known, _)| known == name) {
                        Some((_, schemas)) => schemas.push(schema),
                        None => self.properties.push((name, vec![schema])),
                    }
                }
            }
            "required" => {
                for name in value.as_array().into_iter().flatten().filter_map(Value::as_str) {
                    if !self.required.contains(&name) {
                        self.required.push(name);
                    }
                }
            }
            "additionalProperties" if *value == Value::Bool(false) => self.closed = true,
            "additionalProperties" => self.extras.push(value),
            "patternProperties" => {
                self.patterned
                    .extend(value.as_object().into_iter().flatten().map(|(pattern, schema)| (pattern.as_str(), schema)));
            }
            "propertyNames" => self.names.push(value),
            "minProperties" => self.min_properties = self.min_properties.max(count().unwrap_or(0)),
            "maxProperties" => self.max_properties = self.max_properties.min(count().unwrap_or(usize::MAX)),
            "items" => self.items.push(value),
            "prefixItems" => self.prefix = value.as_array().map_or(&[], Vec::as_slice),
            "minItems" => self.min_items = self.min_items.max(count().unwrap_or(0)),
            "maxItems" => self.max_items = self.max_items.min(count().unwrap_or(usize::MAX)),
            "minLength" => self.min_length = self.min_length.max(count().unwrap_or(0)),
            "maxLength" => self.max_length = self.max_length.min(count().unwrap_or(usize::MAX)),
            "pattern" => self.patterns.extend(value.as_str()),
            "format" => self.format = self.format.or(value.as_str()),
            "contentEncoding" if value == "base64" => self.format = self.format.or(Some("byte")),
            "minimum" | "exclusiveMinimum" => self.bounds.raise(value, key == "exclusiveMinimum"),
            "maximum" | "exclusiveMaximum" => self.bounds.lower(value, key == "exclusiveMaximum"),
            "multipleOf" => self.bounds.step = self.bounds.step.or(value.as_f64()),
            "default" => self.examples.push(value),
            "examples" => self.examples.extend(value.as_array().into_iter().flatten()),
            "allOf" => value.as_array().into_iter().flatten().for_each(|schema| self.add(schema)),
            _ => {}
        }
    }

    /// Notes which kind of value a keyword speaks of.
    fn hint(&mut self, key: &str) {
        let types = match key {
            "properties" | "additionalProperties" | "patternProperties" | "required" | "minProperties" | "maxProperties" => {
                Types::named("object")
            }
            "items" | "prefixItems" | "minItems" | "maxItems" | "uniqueItems" => Types::named("array"),
            "pattern" | "minLength" | "maxLength" | "format" | "contentEncoding" => Types::named("string"),
            "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => Types::named("number"),
            _ => Types::NONE,
        };
        self.hints = self.hints.or(types);
    }

    /// The allowed types; without `type` those the other keywords speak of. Empty means anything.
    #[must_use]
    pub fn kinds(&self) -> Vec<&'static str> {
        let mut types = self.types;
        if types == Types::ALL {
            if self.hints == Types::NONE {
                return Vec::new();
            }
            types = self.hints;
            // A format says that a value is a number (.NET writes `pattern` and `format` and no type); a pattern beside it says
            // only which digits it has.
            if let Some(number) = self.format.and_then(number_of) {
                types = Types::named(number);
            }
        }
        TYPES.iter().copied().filter(|name| types.has(name) && !(*name == "integer" && types.has("number"))).collect()
    }

    /// Whether null is a value that the schemas name, by a type or a branch.
    #[must_use]
    pub fn admits_null(&self) -> bool {
        let typed = self.types != Types::ALL && self.types.has("null");
        let listed = self.values.as_ref().is_none_or(|values| values.iter().any(|value| value.is_null()));
        let is_null = |branch: &Value| branch["type"] == "null";
        let chosen = self.choices.iter().all(|choice| choice.branches.iter().any(is_null));
        self.types.has("null") && listed && chosen && (typed || !self.choices.is_empty() || self.values.is_some())
    }

    fn restrict(&mut self, values: Vec<&'b Value>) {
        match &mut self.values {
            Some(known) => known.retain(|value| values.contains(value)),
            None => self.values = Some(values),
        }
    }

    /// Makes the first open choice: takes `branch` of it, with the value its discriminator has then.
    pub fn choose(&mut self, choice: Choice<'b>, branch: usize) {
        let Some(schema) = choice.branches.get(branch) else { return };
        if let Some((name, tag)) = choice.discriminator.and_then(|discriminator| self.tag_of(discriminator, schema)) {
            self.tag(name, &tag);
        }
        self.add(schema);
    }

    fn tag_of(&self, discriminator: &'b Value, branch: &'b Value) -> Option<(&'b str, String)> {
        let name = discriminator["propertyName"].as_str()?;
        let index = bundle::index(branch.get("$ref")?.as_str()?)?;
        Some((name, self.mapped(discriminator, index).or_else(|| self.bundle.key(index))?))
    }

    /// The branch for values whose tag is not mapped (`defaultMapping` of OpenAPI 3.2: the name of a component, or a reference).
    #[must_use]
    pub fn default_branch(&self, choice: Choice<'b>) -> Option<usize> {
        let default = choice.discriminator?["defaultMapping"].as_str()?;
        choice.branches.iter().position(|branch| {
            let index = branch.get("$ref").and_then(Value::as_str).and_then(bundle::index);
            index.is_some_and(|index| {
                self.bundle.key(index).as_deref() == Some(default)
                    || self.bundle.targets.get(index).and_then(Option::as_deref) == Some(default)
            })
        })
    }

    /// Replaces the value of a discriminating property.
    pub fn tag(&mut self, name: &'b str, value: &str) {
        self.tags.retain(|(known, _)| *known != name);
        self.tags.push((name, value.to_owned()));
    }

    /// The tag of a schema that inherits from one with a discriminator and no branches.
    fn inherited_tag(&mut self, discriminator: &'b Value) {
        let Some(name) = discriminator["propertyName"].as_str() else { return };
        if self.tags.iter().any(|(known, _)| *known == name) {
            return;
        }
        let tag = self.visited.iter().find_map(|&index| self.mapped(discriminator, index));
        let first = || discriminator["mapping"].as_object()?.keys().next().cloned();
        let tag = tag.or_else(first).or_else(|| self.bundle.key(*self.visited.first()?));
        if let Some(tag) = tag {
            self.tags.push((name, tag));
        }
    }

    /// The tag that a mapping gives the schema at an index.
    fn mapped(&self, discriminator: &Value, index: usize) -> Option<String> {
        let target = self.bundle.targets.get(index)?.as_deref()?;
        let mapping = discriminator["mapping"].as_object()?;
        let key = self.bundle.key(index);
        let leads_here = |mapped: &Value| mapped == target || mapped.as_str().is_some_and(|name| key.as_deref() == Some(name));
        mapping.iter().find(|(_, mapped)| leads_here(mapped)).map(|(tag, _)| tag.clone())
    }
}

/// The type of number that a format of the OpenAPI format registry belongs to.
fn number_of(format: &str) -> Option<&'static str> {
    match format {
        "int8" | "int16" | "int32" | "int64" | "uint8" | "uint16" | "uint32" | "uint64" => Some("integer"),
        "float" | "double" => Some("number"),
        _ => None,
    }
}

impl Bounds {
    fn raise(&mut self, value: &Value, excluded: bool) {
        if let Some(bound) = value.as_f64()
            && self.low.is_none_or(|(low, _)| bound > low || (excluded && bound >= low))
        {
            self.low = Some((bound, excluded));
        }
    }

    fn lower(&mut self, value: &Value, excluded: bool) {
        if let Some(bound) = value.as_f64()
            && self.high.is_none_or(|(high, _)| bound < high || (excluded && bound <= high))
        {
            self.high = Some((bound, excluded));
        }
    }

    /// Whether a number keeps the bounds.
    pub fn admit(&self, number: f64) -> bool {
        self.low.is_none_or(|(low, excluded)| number > low || (!excluded && number >= low))
            && self.high.is_none_or(|(high, excluded)| number < high || (!excluded && number <= high))
            && self.step.is_none_or(|step| (number / step).fract().abs() < 1e-9)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Documents;
    use serde_json::json;

    #[test]
    fn all_of_and_tags_come_together() {
        let root = json!({"openapi": "3.1.0", "components": {"schemas": {
            "Pet": {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}},
                    "discriminator": {"propertyName": "kind", "mapping": {"cat": "#/components/schemas/Cat"}}},
            "Cat": {"allOf": [{"$ref": "#/components/schemas/Pet"}, {"properties": {"kind": {"maxLength": 9}, "lives": {"type": "integer"}}}]}
        }}});
        let bundle = Bundle::of_components(&Documents::new(vec![("a".to_owned(), root)]));
        let schema = json!({"$ref": "#/$defs/s1"});
        let facts = Facts::new(&bundle, &[&schema]);
        assert_eq!(facts.kinds(), ["object"]);
        assert_eq!(
            facts.properties.iter().map(|(name, schemas)| (*name, schemas.len())).collect::<Vec<_>>(),
            [("kind", 2), ("lives", 1)]
        );
        assert_eq!(facts.tags, [("kind", "cat".to_owned())]);
    }

    #[test]
    fn bounds_admit() {
        let bounds = Bounds { low: Some((0.0, true)), high: Some((10.0, false)), step: Some(2.5) };
        assert!(bounds.admit(2.5) && bounds.admit(10.0) && !bounds.admit(0.0) && !bounds.admit(3.0));
    }
}
