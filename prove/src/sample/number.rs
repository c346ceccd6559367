//! Numbers that fit bounds, the boundaries among them.

use super::facts::Facts;
use serde_json::{Number, Value};

/// Largest whole number that every `f64` up to it is exact for.
const EXACT: f64 = 9_007_199_254_740_991.0;

/// Whole numbers worth trying, the most ordinary first.
pub fn integers(facts: &Facts<'_>) -> Vec<Value> {
    let (low, high) = match facts.format {
        Some("int32") => (i128::from(i32::MIN), i128::from(i32::MAX)),
        Some("uint32") => (0, i128::from(u32::MAX)),
        Some("int8") => (i128::from(i8::MIN), i128::from(i8::MAX)),
        Some("uint8") => (0, i128::from(u8::MAX)),
        Some("int16") => (i128::from(i16::MIN), i128::from(i16::MAX)),
        Some("uint16") => (0, i128::from(u16::MAX)),
        Some("uint64") => (0, i128::from(u64::MAX)),
        _ => (i128::from(i64::MIN), i128::from(i64::MAX)),
    };
    let own_low =
        facts.bounds.low.map_or(low, |(bound, excluded)| whole(bound.floor()) + i128::from(excluded || bound.fract() != 0.0));
    let own_high =
        facts.bounds.high.map_or(high, |(bound, excluded)| whole(bound.ceil()) - i128::from(excluded || bound.fract() != 0.0));
    let high = if facts.format.is_none() { own_high.min(i128::from(u64::MAX)) } else { own_high.min(high) };
    let low = own_low.max(low);
    let mut out: Vec<i128> = vec![7, low, high, 0, -1, 1, i128::from(i32::MAX) + 1];
    if let Some(step) = facts.bounds.step.map(whole).filter(|step| *step > 0) {
        out = out.into_iter().map(|number| number / step * step).chain([step, step * 2]).collect();
    }
    out.retain(|number| *number >= low && *number <= high && (number.abs() > whole(EXACT) || facts.bounds.admit(rough(*number))));
    dedup(&mut out);
    out.into_iter().filter_map(value).collect()
}

/// Numbers worth trying, the most ordinary first.
pub fn numbers(facts: &Facts<'_>) -> Vec<Value> {
    let bounds = &facts.bounds;
    let mut out = vec![2.5, 3.0, -0.25, 0.0, 1e15, 1.5e-7];
    if facts.format != Some("float") {
        out.push(123_456_789.123_456_79);
    }
    out.extend(bounds.low.map(|(low, excluded)| if excluded { low + bounds.step.unwrap_or(0.5) } else { low }));
    out.extend(bounds.high.map(|(high, excluded)| if excluded { high - bounds.step.unwrap_or(0.5) } else { high }));
    if let (Some((low, _)), Some((high, _))) = (bounds.low, bounds.high) {
        out.push(f64::midpoint(low, high));
    }
    if let Some(step) = bounds.step {
        out.splice(0..0, [step, step * 3.0]);
    }
    if facts.format == Some("float") {
        #[expect(clippy::cast_possible_truncation, clippy::float_cmp, reason = "numbers that 32 bits hold exactly")]
        out.retain(|number| f64::from(*number as f32) == *number || [1e15, 1.5e-7].contains(number));
    }
    out.retain(|number| bounds.admit(*number));
    let mut values: Vec<Value> = Vec::new();
    for number in out.into_iter().filter_map(Number::from_f64).map(Value::from) {
        if !values.contains(&number) {
            values.push(number);
        }
    }
    values
}

/// A number from a seed, within the bounds; `None` where it is none of them.
#[must_use]
pub fn seeded(facts: &Facts<'_>, seed: usize, whole: bool) -> Option<Value> {
    let bounds = &facts.bounds;
    let (low, high) = (bounds.low.map_or(-1e9, |(low, _)| low), bounds.high.map_or(1e9, |(high, _)| high));
    let small = f64::from(u8::try_from(seed % 50).unwrap_or(0));
    let wanted = match (whole, bounds.step) {
        (true, step) => (small + 1.0) * step.unwrap_or(1.0).max(1.0),
        (false, Some(step)) => (small + 1.0) * step,
        (false, None) => small + 0.5,
    };
    let number = if whole { wanted.clamp(low.ceil(), high.floor().max(low.ceil())) } else { wanted.clamp(low, high.max(low)) };
    if !bounds.admit(number) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "between -1e9 and 1e9 or a bound")]
    if whole { Some(Value::from(number as i64)) } else { Number::from_f64(number).map(Value::from) }
}

#[expect(clippy::cast_possible_truncation, reason = "saturates")]
fn whole(number: f64) -> i128 {
    number as i128
}

#[expect(clippy::cast_precision_loss, reason = "called for small numbers only")]
fn rough(number: i128) -> f64 {
    number as f64
}

fn value(number: i128) -> Option<Value> {
    i64::try_from(number).map(Value::from).or_else(|_| u64::try_from(number).map(Value::from)).ok()
}

fn dedup(list: &mut Vec<i128>) {
    let mut visited = Vec::new();
    list.retain(|number| {
        !visited.contains(number) && {
            visited.push(*number);
            true
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Bundle;
    use serde_json::json;

    fn of(schema: &Value, make: fn(&Facts<'_>) -> Vec<Value>) -> Vec<Value> {
        let bundle = Bundle::default();
        let list = make(&Facts::new(&bundle, &[schema]));
        let validator = jsonschema::options().build(schema).expect("valid schema");
        for number in &list {
            assert!(validator.is_valid(number), "{number} does not fit {schema}");
        }
        list
    }

    #[test]
    fn boundaries_are_among_the_numbers() {
        let list = of(&json!({"type": "integer", "format": "int32"}), integers);
        assert!(list.contains(&json!(i32::MIN)) && list.contains(&json!(i32::MAX)));
        let list = of(&json!({"type": "integer"}), integers);
        assert!(list.contains(&json!(i64::MIN)) && list.contains(&json!(i64::MAX)) && !list.contains(&json!(u64::MAX)));
        let list = of(&json!({"type": "integer", "format": "uint64"}), integers);
        assert!(list.contains(&json!(u64::MAX)) && !list.contains(&json!(-1)));
        assert_eq!(of(&json!({"type": "integer", "exclusiveMinimum": 3, "maximum": 4.5}), integers), [json!(4)]);
        assert_eq!(of(&json!({"type": "integer", "minimum": 10, "maximum": 20, "multipleOf": 15}), integers), [json!(15)]);
        assert!(!of(&json!({"type": "number", "exclusiveMinimum": 0, "maximum": 1}), numbers).is_empty());
        assert!(!of(&json!({"type": "number", "multipleOf": 0.01}), numbers).is_empty());
    }
}
