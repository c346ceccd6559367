//! Parameters off the wire: one reader per style, then the schema decides what a text means.

use super::operation::{Operation, Parameter, Place};
use crate::http::{decode, decode_form};
use plansmith_prove::Documents;
use serde_json::{Map, Number, Value};

/// A query, cookie string or form that is read piece by piece; what nobody took is undeclared.
#[derive(Debug)]
pub(super) struct Pairs<'a> {
    pairs: Vec<(String, &'a str)>,
    taken: Vec<bool>,
}

impl<'a> Pairs<'a> {
    /// Pairs whose names are decoded and whose values are not.
    pub(super) fn new(raw: Vec<(&'a str, &'a str)>) -> Self {
        let taken = vec![false; raw.len()];
        Self { pairs: raw.into_iter().map(|(name, value)| (decode_form(name), value)).collect(), taken }
    }

    fn take(&mut self, wanted: impl Fn(&str) -> bool) -> Vec<(String, &'a str)> {
        let mut out = Vec::new();
        for ((name, value), taken) in self.pairs.iter().zip(&mut self.taken) {
            if !*taken && wanted(name) {
                *taken = true;
                out.push((name.clone(), *value));
            }
        }
        out
    }

    /// The names nobody took.
    pub(super) fn left(&self) -> impl Iterator<Item = &str> {
        self.pairs.iter().zip(&self.taken).filter(|(_, taken)| !**taken).map(|((name, _), _)| name.as_str())
    }

    /// Takes the value of one name written in that style; `None` when it is absent.
    pub(super) fn read(
        &mut self,
        documents: &Documents,
        name: &str,
        schema: &Value,
        style: &str,
        explode: bool,
    ) -> Result<Option<Value>, String> {
        let shape = Shape::of(documents, schema);
        if style == "deepObject" {
            return Ok(self.read_deep(documents, name, &shape));
        }
        if shape.object && explode {
            return Ok(self.read_spread(documents, &shape));
        }
        let found = self.take(|key| key == name);
        let Some((_, first)) = found.first() else {
            return Ok(None);
        };
        if shape.list && explode {
            let items = found.iter().map(|(_, raw)| scalar(documents, shape.items(), &decode_form(raw)));
            return Ok(Some(items.collect()));
        }
        if found.len() > 1 {
            return Err(format!("is sent {} times", found.len()));
        }
        if shape.list || shape.object {
            let separator = match style {
                "form" => ",",
                "spaceDelimited" => "%20",
                "pipeDelimited" => "|",
                other => return Err(format!("style `{other}` is none of a query")),
            };
            let text = match style {
                "spaceDelimited" => first.replace('+', "%20"),
                "pipeDelimited" => first.replace("%7C", "|").replace("%7c", "|"),
                _ => (*first).to_owned(),
            };
            let pieces: Vec<String> = split(&text, separator).map(decode_form).collect();
            return Ok(Some(joined(documents, &shape, &pieces)));
        }
        Ok(Some(scalar(documents, schema, &decode_form(first))))
    }

    fn read_deep(&mut self, documents: &Documents, name: &str, shape: &Shape<'_>) -> Option<Value> {
        let inside = |key: &str| Some(key.strip_prefix(name)?.strip_prefix('[')?.strip_suffix(']')?.to_owned());
        let found = self.take(|key| inside(key).is_some());
        let mut out = Map::new();
        for (key, raw) in found {
            let key = inside(&key).unwrap_or_default();
            let value = scalar(documents, shape.property(&key), &decode_form(raw));
            out.insert(key, value);
        }
        (!out.is_empty()).then_some(Value::Object(out))
    }

    fn read_spread(&mut self, documents: &Documents, shape: &Shape<'_>) -> Option<Value> {
        let found = self.take(|key| shape.properties.iter().any(|(name, _)| *name == key));
        let pairs = found.into_iter().map(|(key, raw)| {
            let value = scalar(documents, shape.property(&key), &decode_form(raw));
            (key, value)
        });
        let out: Map<String, Value> = pairs.collect();
        (!out.is_empty()).then_some(Value::Object(out))
    }
}

/// Reads a path parameter or header in `simple` style from its raw text.
pub(super) fn read_simple(documents: &Documents, parameter: &Parameter, raw: &str) -> Result<Value, String> {
    let plain = |text: &str| {
        if parameter.place == Place::Path { decode(text) } else { text.to_owned() }
    };
    if parameter.json {
        return serde_json::from_str(&plain(raw)).map_err(|error| format!("is no JSON: {error}"));
    }
    if parameter.style != "simple" {
        return Err(format!("style `{}` is not covered by this checker", parameter.style));
    }
    let shape = Shape::of(documents, &parameter.schema);
    if !shape.list && !shape.object {
        return Ok(scalar(documents, &parameter.schema, &plain(raw)));
    }
    let mut pieces: Vec<String> = split(raw, ",").map(|piece| plain(piece.trim())).collect();
    if shape.object && parameter.explode {
        pieces = pieces
            .iter()
            .flat_map(|piece| piece.split_once('=').map_or([piece.as_str(), ""], |(key, value)| [key, value]))
            .map(str::to_owned)
            .collect();
    }
    Ok(joined(documents, &shape, &pieces))
}

/// Reads a query or cookie parameter.
pub(super) fn read_pair(documents: &Documents, parameter: &Parameter, pairs: &mut Pairs<'_>) -> Result<Option<Value>, String> {
    if !parameter.json {
        return pairs.read(documents, &parameter.name, &parameter.schema, &parameter.style, parameter.explode);
    }
    match pairs.take(|key| key == parameter.name).as_slice() {
        [] => Ok(None),
        [(_, raw)] => serde_json::from_str(&decode_form(raw)).map(Some).map_err(|error| format!("is no JSON: {error}")),
        more => Err(format!("is sent {} times", more.len())),
    }
}

/// The parameters of an operation at one place.
pub(super) fn at(operation: &Operation, place: Place) -> impl Iterator<Item = &Parameter> {
    operation.parameters.iter().filter(move |parameter| parameter.place == place)
}

fn split<'a>(text: &'a str, separator: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(separator).filter(move |_| !text.is_empty())
}

fn joined(documents: &Documents, shape: &Shape<'_>, pieces: &[String]) -> Value {
    if shape.list {
        return pieces.iter().map(|piece| scalar(documents, shape.items(), piece)).collect();
    }
    let pairs = pieces.chunks(2).map(|pair| {
        let value = pair.get(1).map_or("", String::as_str);
        (pair[0].clone(), scalar(documents, shape.property(&pair[0]), value))
    });
    Value::Object(pairs.collect())
}

/// What a text means where that schema is expected: a number, a truth value, else the text itself.
pub(super) fn scalar(documents: &Documents, schema: &Value, text: &str) -> Value {
    let shape = Shape::of(documents, schema);
    if shape.integer
        && let Ok(number) = text.parse::<i64>()
    {
        return number.into();
    }
    if shape.number
        && let Some(number) = text.parse().ok().and_then(Number::from_f64)
    {
        return number.into();
    }
    match text {
        "true" | "false" if shape.boolean => Value::Bool(text == "true"),
        _ => Value::String(text.to_owned()),
    }
}

static ANYTHING: Value = Value::Bool(true);

/// The kinds of value a schema allows, its references and compositions followed.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "a schema may allow several kinds at once")]
pub(super) struct Shape<'a> {
    pub(super) list: bool,
    pub(super) object: bool,
    integer: bool,
    number: bool,
    boolean: bool,
    pub(super) binary: bool,
    items: Option<&'a Value>,
    pub(super) properties: Vec<(&'a str, &'a Value)>,
}

impl<'a> Shape<'a> {
    pub(super) fn of(documents: &'a Documents, schema: &'a Value) -> Self {
        let mut shape = Self::default();
        shape.add(documents, schema, 0);
        shape
    }

    pub(super) fn items(&self) -> &'a Value {
        self.items.unwrap_or(&ANYTHING)
    }

    pub(super) fn property(&self, name: &str) -> &'a Value {
        self.properties.iter().find(|(known, _)| *known == name).map_or(&ANYTHING, |(_, schema)| schema)
    }

    fn add(&mut self, documents: &'a Documents, schema: &'a Value, depth: usize) {
        let schema = documents.follow(schema);
        match kind(schema) {
            Some("array") => self.list = true,
            Some("object") => self.object = true,
            Some("integer") => self.integer = true,
            Some("number") => self.number = true,
            Some("boolean") => self.boolean = true,
            _ => {}
        }
        self.binary |= schema.get("format").and_then(Value::as_str) == Some("binary");
        self.items = self.items.or(schema.get("items"));
        if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
            self.object = true;
            self.properties.extend(properties.iter().map(|(name, property)| (name.as_str(), property)));
        }
        for key in ["allOf", "anyOf", "oneOf"] {
            for member in schema.get(key).and_then(Value::as_array).into_iter().flatten() {
                if depth < 8 {
                    self.add(documents, member, depth + 1);
                }
            }
        }
    }
}

/// The type of a schema; of several the first that is not null.
fn kind(schema: &Value) -> Option<&str> {
    let kinds = schema.get("type")?;
    kinds.as_str().or_else(|| kinds.as_array()?.iter().filter_map(Value::as_str).find(|kind| *kind != "null"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::raw_pairs;
    use serde_json::json;

    fn read(query: &str, schema: &Value, style: &str, explode: bool) -> Result<Option<Value>, String> {
        let documents = Documents::parse("{}").unwrap();
        Pairs::new(raw_pairs(query)).read(&documents, "a", schema, style, explode)
    }

    #[test]
    fn query_styles() {
        let list = json!({ "type": "array", "items": { "type": "integer" } });
        assert_eq!(read("a=1&a=2&b=3", &list, "form", true), Ok(Some(json!([1, 2]))));
        assert_eq!(read("a=1,2", &list, "form", false), Ok(Some(json!([1, 2]))));
        assert_eq!(read("a=1%202", &list, "spaceDelimited", false), Ok(Some(json!([1, 2]))));
        assert_eq!(read("a=1%7C2", &list, "pipeDelimited", false), Ok(Some(json!([1, 2]))));
        assert_eq!(read("a=1%2C2", &list, "form", false), Ok(Some(json!(["1,2"]))));
        assert_eq!(read("b=1", &list, "form", false), Ok(None));
        let object = json!({ "type": "object", "properties": { "x": { "type": "boolean" }, "y": {} } });
        assert_eq!(read("a[x]=true&a%5By%5D=no", &object, "deepObject", true), Ok(Some(json!({ "x": true, "y": "no" }))));
        assert_eq!(read("x=true", &object, "form", true), Ok(Some(json!({ "x": true }))));
        assert_eq!(read("a=x,false", &object, "form", false), Ok(Some(json!({ "x": false }))));
        assert!(read("a=1&a=2", &json!({ "type": "integer" }), "form", true).is_err());
    }
}
