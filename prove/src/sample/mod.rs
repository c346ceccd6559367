//! Finds samples of a schema: a minimal and a full value, then values that differ from the minimal one in
//! one decision, in two, and so on, evenly over all decisions until there are enough. Or one value from a seed.

mod build;
mod facts;
pub mod height;
mod number;
mod pattern;
mod text;
mod types;

pub use build::{UNKNOWN, Variant};
pub use facts::Facts;

use crate::schema::Bundle;
use build::{Point, Run};
use jsonschema::Validator;
use serde_json::{Value, json};
use std::collections::HashSet;

/// Most samples of a schema.
pub const MOST: usize = 100;
/// Most decisions in which a sample differs from the minimal value.
const MOST_DECISIONS: usize = 4;
/// Most ways tried for one decision at a time.
const WAYS: usize = 40;
/// Most runs to mend a value that does not fit.
const MENDS: usize = 400;

/// A value to send.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// The value.
    pub value: Value,
    /// Whether it breaks the schema on purpose, and only has to come back unchanged.
    pub deliberate: bool,
}

/// Samples of the schemas that hold together.
#[must_use]
pub fn samples(bundle: &Bundle, heights: &[u32], schemas: &[&Value]) -> Vec<Sample> {
    let mut explorer = Explorer { bundle, heights, schemas, visited: HashSet::new(), out: Vec::new() };
    let full = explorer.run(Variant::Full, &[]);
    let minimal = explorer.run(Variant::Minimal, &[]);
    // Each branch and type of the whole value in full.
    for point in full
        .iter()
        .flat_map(|points| points.iter().enumerate())
        .filter(|(_, point)| point.depth == 0 && point.options > 2)
        .map(|(index, point)| (index, *point))
        .collect::<Vec<_>>()
    {
        for way in (0..point.1.options).filter(|way| *way != point.1.taken).take(12) {
            explorer.run(Variant::Full, &[(point.0, way)]);
        }
    }
    let mut level: Vec<Vec<Decisions>> = minimal.map(|points| others(&[], &points, 0..points.len())).unwrap_or_default();
    for _ in 0..MOST_DECISIONS {
        let mut next = Vec::new();
        for decided in interleave(level) {
            if explorer.out.len() >= MOST {
                return explorer.out;
            }
            if let (Some(points), Some(&(last, _))) = (explorer.run(Variant::Minimal, &decided), decided.last()) {
                let end = points.get(last).map_or(0, |point| point.end);
                next.push(interleave(others(&decided, &points, last + 1..end)));
            }
        }
        level = next;
    }
    explorer.out
}

/// A value of the schema at index 0 of a bundle; the same seed gives the same value. Where the first one does not fit, the
/// decisions that bring it nearer to the schema are taken otherwise, one after the other.
#[must_use]
pub fn seeded(bundle: &Bundle, heights: &[u32], validator: &Validator, variant: Variant, seed: usize) -> Value {
    let root = json!({ "$ref": crate::schema::bundle::pointer(0) });
    let make = |decided: &[(usize, usize)]| {
        let mut run = Run::new(bundle, heights, variant, decided).seeded(seed);
        let value = run.value(&[&root], 0, None).filter(|_| !run.deliberate)?;
        let wrong = validator.iter_errors(&value).count();
        Some((value, wrong, run.points))
    };
    let mut decided: Decisions = Vec::new();
    let Some((mut value, mut wrong, mut points)) = make(&decided) else { return Value::Null };
    let (mut tries, mut index) = (0, 0);
    while wrong > 0 && index < points.len() && tries < MENDS {
        for way in (0..points[index].options).filter(|way| *way != points[index].taken).take(WAYS) {
            tries += 1;
            let other: Decisions = decided.iter().copied().chain([(index, way)]).collect();
            if let Some((better, fewer, new)) = make(&other).filter(|(_, count, _)| *count < wrong) {
                (value, wrong, points, decided) = (better, fewer, new, other);
                break;
            }
        }
        index += 1;
    }
    value
}

/// Decisions that differ from the default: index of the point and the way taken.
type Decisions = Vec<(usize, usize)>;

struct Explorer<'a> {
    bundle: &'a Bundle,
    heights: &'a [u32],
    schemas: &'a [&'a Value],
    visited: HashSet<String>,
    out: Vec<Sample>,
}

impl Explorer<'_> {
    /// Builds a value and keeps it if it is new; the points of the run, `None` where there is no value.
    fn run(&mut self, variant: Variant, decided: &[(usize, usize)]) -> Option<Vec<Point>> {
        let mut run = Run::new(self.bundle, self.heights, variant, decided);
        let value = run.value(self.schemas, 0, None)?;
        if self.visited.insert(value.to_string()) {
            self.out.push(Sample { value, deliberate: run.deliberate });
        }
        Some(run.points)
    }
}

/// For each point in the range, its other ways, the last one (something unknown) first.
fn others(decided: &[(usize, usize)], points: &[Point], range: std::ops::Range<usize>) -> Vec<Vec<Decisions>> {
    let points = range.filter_map(|index| Some((index, points.get(index)?)));
    let lists = points.map(|(index, point)| {
        let ways = (0..point.options).rev().take(1).chain(0..point.options.saturating_sub(1));
        let ways = ways.filter(|way| *way != point.taken).take(WAYS);
        ways.map(|way| decided.iter().copied().chain([(index, way)]).collect()).collect()
    });
    lists.collect()
}

/// The first of each list, then the second of each.
fn interleave<T>(lists: Vec<Vec<T>>) -> Vec<T> {
    let mut lists: Vec<_> = lists.into_iter().map(Vec::into_iter).collect();
    let mut out = Vec::new();
    loop {
        let before = out.len();
        out.extend(lists.iter_mut().filter_map(Iterator::next));
        if out.len() == before {
            return out;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::height::heights;
    use super::*;
    use crate::Documents;
    use crate::schema::validate::{Fit, Validators};

    /// Samples of the component `A`; those not broken on purpose must fit it.
    fn of(schemas: &Value) -> Vec<Value> {
        let root = json!({"openapi": "3.0.3", "components": {"schemas": schemas}});
        let bundle = Bundle::of_components(&Documents::new(vec![("a.yaml".to_owned(), root)]));
        let schema = json!({"$ref": "#/$defs/s0"});
        let samples = samples(&bundle, &heights(&bundle), &[&schema]);
        let validators = Validators::new(&bundle);
        for sample in &samples {
            let fits = validators.fit(0, &sample.value) == Fit::Strict;
            assert_eq!(fits, !sample.deliberate, "{}", sample.value);
        }
        samples.into_iter().map(|sample| sample.value).collect()
    }

    #[test]
    fn presence_null_and_lists() {
        let list = of(&json!({"A": {"type": "object", "required": ["a"], "properties": {
            "a": {"type": "string", "nullable": true}, "b": {"type": "array", "items": {"type": "integer", "format": "int32"}}}}}));
        for wanted in
            [json!({"a": "text"}), json!({"a": null}), json!({"a": "text", "b": []}), json!({"a": "text", "b": [i32::MAX]})]
        {
            assert!(list.contains(&wanted), "{wanted} is missing");
        }
    }

    #[test]
    fn unions_and_tags() {
        let list = of(&json!({
            "A": {"oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
                  "discriminator": {"propertyName": "kind", "mapping": {"c": "#/components/schemas/Cat"}}},
            "Cat": {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}, "lives": {"type": "integer"}}, "additionalProperties": false},
            "Dog": {"type": "object", "required": ["kind", "bark"], "properties": {"kind": {"type": "string"}, "bark": {"type": "boolean"}}}
        }));
        assert!(list.contains(&json!({"kind": "c"})));
        assert!(list.contains(&json!({"kind": "Dog", "bark": true})));
        assert!(list.iter().any(|value| value["kind"] == UNKNOWN));
    }

    #[test]
    fn both_branches_of_any_of() {
        let list = of(&json!({"A": {"anyOf": [
            {"type": "object", "required": ["x"], "properties": {"x": {"type": "integer"}}},
            {"type": "object", "required": ["y"], "properties": {"y": {"type": "integer"}}}]}}));
        assert!(list.iter().any(|value| value.get("x").is_some() && value.get("y").is_some()));
        assert!(list.iter().any(|value| value.get("x").is_none()));
    }

    #[test]
    fn enums_and_maps() {
        let list = of(
            &json!({"A": {"type": "object", "properties": {"e": {"type": "string", "enum": ["a", "", "c"]}}, "additionalProperties": {"type": "number"}}}),
        );
        for value in ["a", "", "c", UNKNOWN] {
            assert!(list.contains(&json!({ "e": value })), "{value}");
        }
        assert!(list.contains(&json!({"zz-key": 2.5})));
    }

    #[test]
    fn recursion_and_contradictions_end() {
        assert!(of(&json!({"A": {"type": "object", "required": ["next"], "properties": {"next": {"$ref": "#/components/schemas/A"}}}})).is_empty());
        assert!(of(&json!({"A": {"allOf": [{"$ref": "#/components/schemas/A"}]}})).len() > 3);
        let tree = of(
            &json!({"A": {"type": "object", "properties": {"children": {"type": "array", "items": {"$ref": "#/components/schemas/A"}}}}}),
        );
        assert!(tree.contains(&json!({"children": [{}]})));
    }
}
