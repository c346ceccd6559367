//! Examples and defaults of a description, held against their own schemas.

use crate::document::{Documents, escaped};
use crate::judge::Judge;
use crate::schema::{Direction, Usage};
use serde_json::{Map, Value, json};

/// An example or default that does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// `wrong-example` or `wrong-default`.
    pub code: &'static str,
    /// The file.
    pub file: String,
    /// RFC 6901 pointer to the value.
    pub pointer: String,
    /// What does not fit.
    pub message: String,
}

/// Most messages about one value.
const MESSAGES: usize = 3;

/// Keys whose value is data of the API.
const DATA: [&str; 6] = ["example", "examples", "default", "enum", "const", "dataValue"];
/// Keys whose value maps names to nodes, so that a name such as `default` is no key of OpenAPI.
const NAMES: [&str; 20] = [
    "properties",
    "patternProperties",
    "dependentSchemas",
    "$defs",
    "definitions",
    "schemas",
    "responses",
    "parameters",
    "requestBodies",
    "headers",
    "securitySchemes",
    "links",
    "callbacks",
    "pathItems",
    "paths",
    "webhooks",
    "x-webhooks",
    "content",
    "mediaTypes",
    "additionalOperations",
];

/// Every example and default that its schema refuses.
///
/// Read literally: null fits only where the standard lets it in, as other tools judge it. An example of an object has only
/// properties that its schema names.
#[must_use]
pub fn wrong(documents: &Documents) -> Vec<Wrong> {
    let judge = Judge::new(documents.clone());
    let mut checker = Checker { judge: &judge, wrong: Vec::new() };
    for (file, value) in documents.files() {
        let context = Context { file, direction: None, partial: false };
        checker.node(value, context, &mut String::new(), false);
    }
    checker.wrong
}

#[derive(Clone, Copy)]
struct Context<'a> {
    file: &'a str,
    /// Which way the values here travel, as far as the place tells it.
    direction: Option<Direction>,
    /// Whether the body may leave out what is required.
    partial: bool,
}

struct Checker<'a> {
    judge: &'a Judge,
    wrong: Vec<Wrong>,
}

impl Checker<'_> {
    fn node(&mut self, value: &Value, context: Context<'_>, pointer: &mut String, names: bool) {
        let length = pointer.len();
        match value {
            Value::Object(object) => {
                if !names {
                    self.object(value, object, context, pointer);
                }
                for (key, child) in object {
                    let skip = !names && (DATA.contains(&key.as_str()) || key.starts_with("x-") && key != "x-webhooks");
                    if skip {
                        continue;
                    }
                    let direction = match key.as_str() {
                        _ if names => context.direction,
                        "requestBody" | "requestBodies" | "parameters" => Some(Direction::Sent),
                        "responses" => Some(Direction::Received),
                        "schemas" => None,
                        _ => context.direction,
                    };
                    let partial = child.get("x-partial") == Some(&Value::Bool(true));
                    push(pointer, key);
                    self.node(child, Context { direction, partial, ..context }, pointer, !names && NAMES.contains(&key.as_str()));
                    pointer.truncate(length);
                }
            }
            Value::Array(list) => {
                for (index, child) in list.iter().enumerate() {
                    push(pointer, &index.to_string());
                    self.node(child, context, pointer, false);
                    pointer.truncate(length);
                }
            }
            _ => {}
        }
    }

    /// Values of one object: of a media type, parameter or header beside its `schema`, or of a schema itself.
    fn object(&mut self, value: &Value, object: &Map<String, Value>, context: Context<'_>, pointer: &str) {
        if let Some(schema) = object.get("schema").filter(|schema| schema.is_object()) {
            if let Some(example) = object.get("example") {
                self.judge("wrong-example", schema, example, context, &format!("{pointer}/example"));
            }
            for (name, example) in object.get("examples").and_then(Value::as_object).into_iter().flatten() {
                let target = self.judge.documents().follow(example).clone();
                if let Some(value) = target.get("value") {
                    let mut place = format!("{pointer}/examples");
                    push(&mut place, name);
                    let own = example.get("value").is_some();
                    self.judge("wrong-example", schema, value, context, &if own { place + "/value" } else { place });
                }
            }
        } else if is_schema(object) {
            let neutral = Context { direction: None, partial: false, ..context };
            if let Some(example) = object.get("example") {
                self.judge("wrong-example", &bare(value), example, neutral, &format!("{pointer}/example"));
            }
            for (index, example) in object.get("examples").and_then(Value::as_array).into_iter().flatten().enumerate() {
                self.judge("wrong-example", &bare(value), example, neutral, &format!("{pointer}/examples/{index}"));
            }
            if let Some(default) = object.get("default") {
                self.judge("wrong-default", &bare(value), default, neutral, &format!("{pointer}/default"));
            }
        }
    }

    fn judge(&mut self, code: &'static str, schema: &Value, value: &Value, context: Context<'_>, pointer: &str) {
        let usage = Usage { direction: context.direction, partial: context.partial, literal_null: true, closed: true };
        let errors = self.judge.errors(schema, usage, value);
        let what = if code == "wrong-default" { "the default" } else { "the example" };
        for error in errors.into_iter().take(MESSAGES) {
            let message = format!("{what} does not fit its schema: {error}");
            self.wrong.push(Wrong { code, file: context.file.to_owned(), pointer: pointer.to_owned(), message });
        }
    }
}

/// Whether an object is a schema, and not an example, a link or a media type: it says something about values.
fn is_schema(object: &Map<String, Value>) -> bool {
    ["type", "properties", "items", "allOf", "oneOf", "anyOf", "enum", "format", "additionalProperties", "const"]
        .iter()
        .any(|key| object.contains_key(*key))
        && !object.contains_key("in")
        && !object.contains_key("flows")
}

/// A schema without its own values, which need not be carried through the translation.
fn bare(schema: &Value) -> Value {
    let mut schema = schema.clone();
    if let Value::Object(object) = &mut schema {
        for key in ["example", "examples", "default"] {
            object.shift_remove(key);
        }
    }
    schema
}

fn push(pointer: &mut String, token: &str) {
    pointer.push('/');
    pointer.push_str(&escaped(token));
}

impl Wrong {
    /// The entry of the list that `plansmith-prove examples` prints.
    #[must_use]
    pub fn to_json(&self) -> Value {
        json!({ "code": self.code, "file": self.file, "pointer": self.pointer, "message": self.message })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&'static str, String)> {
        let documents = Documents::parse(text).expect("a description");
        wrong(&documents).into_iter().map(|wrong| (wrong.code, wrong.pointer)).collect()
    }

    #[test]
    fn names_are_no_keys_wherever_they_stand() {
        let text = "
openapi: 3.1.0
components:
  mediaTypes: {example: {schema: {type: integer}, example: ten}}
  schemas:
    Card:
      type: object
      definitions: {default: {type: integer, default: many}}
";
        let places: Vec<String> = found(text).into_iter().map(|(_, pointer)| pointer).collect();
        assert_eq!(places, ["/components/mediaTypes/example/example", "/components/schemas/Card/definitions/default/default"]);
    }

    #[test]
    fn every_place_of_an_example() {
        let text = "
openapi: 3.0.3
paths:
  /a/b:
    get:
      parameters:
        - {name: limit, in: query, example: ten, schema: {type: integer, default: many}}
      responses:
        '200':
          description: A card.
          headers: {X-Left: {schema: {type: integer}, example: 1}}
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Card'}
              examples:
                right: {value: {name: a}}
                wrong: {value: {nam: a}}
    post:
      requestBody:
        content:
          application/json:
            schema: {$ref: '#/components/schemas/Card'}
            example: {id: 1, name: a}
components:
  schemas:
    Card:
      type: object
      example: {name: 5}
      properties:
        id: {type: integer, readOnly: true}
        name: {type: string}
        example: {type: string, example: fine}
        owner: {nullable: true, allOf: [{type: object, properties: {id: {type: integer}}}], example: null}
";
        let get = "/paths/~1a~1b/get";
        assert_eq!(
            found(text),
            [
                ("wrong-example", format!("{get}/parameters/0/example")),
                ("wrong-default", format!("{get}/parameters/0/schema/default")),
                ("wrong-example", format!("{get}/responses/200/content/application~1json/examples/wrong/value")),
                ("wrong-example", "/paths/~1a~1b/post/requestBody/content/application~1json/example".to_owned()),
                ("wrong-example", "/components/schemas/Card/example".to_owned()),
                ("wrong-example", "/components/schemas/Card/properties/owner/example".to_owned()),
            ]
        );
    }
}
