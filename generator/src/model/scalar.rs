//! Scalars: widths of numbers, formats of strings, and enums.

use crate::ir::{Enum, EnumValue, Float, Int, StringFormat, Type};
use crate::schema::{AllowedValue, Constraints, Number, TypeSet};
use foldhash::{HashSet, HashSetExt};
use serde_json::Value;

/// The largest number an `i64` holds, as the nearest float.
const I64_END: f64 = 9_223_372_036_854_775_808.0;
const U64_END: f64 = 18_446_744_073_709_551_616.0;

/// The type of a number.
pub(super) fn number(constraints: &Constraints<'_>) -> Type {
    match constraints.number {
        Some(Number::Int(int)) => return Type::Int(int),
        Some(Number::Float(float)) => return Type::Float(float),
        None => {}
    }
    if !constraints.types.has(TypeSet::FRACTION) {
        return Type::Int(int(constraints));
    }
    match constraints.format {
        // A `number` may have a fraction whatever its format says; a double would cut whole ones of 64 bits.
        Some("decimal" | "decimal128" | "int64" | "uint64") => Type::Float(Float::Decimal),
        _ => Type::Float(Float::F64),
    }
}

/// The width of an integer. Bounds only widen what the format says.
fn int(constraints: &Constraints<'_>) -> Int {
    let low = constraints.minimum.unwrap_or(0.0);
    let high = constraints.maximum.unwrap_or(0.0);
    let unsigned = constraints.minimum.is_some_and(|minimum| minimum >= 0.0);
    // 2^64 - 1 as written rounds up to 2^64.
    let wide = if high > U64_END || low < -I64_END || (high >= I64_END && low < 0.0) {
        Int::I128
    } else if high >= I64_END {
        // 2^63 - 1 as written rounds up to 2^63.
        let exact = constraints.maximum == Some(I64_END) && !matches!(constraints.format, Some("uint64"));
        if exact {
            Int::I64
        } else if unsigned {
            Int::U64
        } else {
            Int::I128
        }
    } else {
        Int::I64
    };
    match constraints.format {
        Some("int32" | "int16" | "int8") if high < 2_147_483_648.0 && low >= -2_147_483_648.0 => Int::I32,
        Some("uint8" | "uint16" | "uint32") if high < 4_294_967_296.0 && low >= 0.0 => Int::U32,
        Some("uint64" | "uint") if high <= U64_END && low >= 0.0 => Int::U64,
        // How languages with unsigned numbers write them, since the standard has no format for them.
        Some("int64") if unsigned && constraints.maximum.is_none() => Int::U64,
        _ => wide,
    }
}

/// The type of a string, by its format.
pub(super) fn string(constraints: &Constraints<'_>) -> StringFormat {
    if constraints.base64 {
        return StringFormat::Base64;
    }
    match constraints.format {
        Some("date") => StringFormat::Date,
        Some("time" | "time-local") => StringFormat::Time,
        Some("date-time") => StringFormat::DateTime,
        Some("duration") => StringFormat::Duration,
        Some("uuid") => StringFormat::Uuid,
        Some("uri" | "url" | "uri-reference") => StringFormat::Uri,
        Some("byte" | "base64") => StringFormat::Base64,
        Some("decimal" | "decimal128") => StringFormat::Decimal,
        Some("password") => StringFormat::Secret,
        _ => StringFormat::Plain,
    }
}

/// An enum of strings or integers; `None` where the values are of other types.
pub(super) fn enumeration(types: TypeSet, values: &[AllowedValue<'_>]) -> Option<Enum> {
    let integer = !types.has(TypeSet::STRING);
    let mut list: Vec<EnumValue> = Vec::with_capacity(values.len());
    let mut visited: HashSet<String> = HashSet::with_capacity(values.len());
    for fact in values {
        let value = match fact.value {
            Value::Number(number) if integer => {
                let whole = number.as_i64().or_else(|| {
                    #[allow(clippy::cast_possible_truncation)]
                    number.as_f64().filter(|float| float.fract() == 0.0 && float.abs() < I64_END).map(|float| float as i64)
                })?;
                Value::from(whole)
            }
            Value::String(word) if !integer => Value::from(word.as_str()),
            Value::Number(_) | Value::Bool(_) if !integer => Value::from(fact.value.to_string()),
            _ => return None,
        };
        if visited.insert(value.to_string()) {
            list.push(EnumValue { value, rename: fact.rename.clone(), description: fact.description.clone() });
        }
    }
    (!list.is_empty()).then_some(Enum { values: list, integer })
}

/// The wider of two integer types.
pub(super) fn wider(a: Int, b: Int) -> Int {
    match (a, b) {
        (a, b) if a == b => a,
        (Int::I32, Int::I64 | Int::U32) | (Int::I64, Int::I32 | Int::U32) | (Int::U32, Int::I32 | Int::I64) => Int::I64,
        (Int::U32, Int::U64) | (Int::U64, Int::U32) => Int::U64,
        _ => Int::I128,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn constraints(format: Option<&'static str>, minimum: Option<f64>, maximum: Option<f64>) -> Constraints<'static> {
        Constraints { types: TypeSet::INTEGER, format, minimum, maximum, ..Constraints::default() }
    }

    #[test]
    fn bounds_only_widen() {
        assert_eq!(int(&constraints(None, Some(0.0), Some(10.0))), Int::I64);
        assert_eq!(int(&constraints(Some("int32"), None, None)), Int::I32);
        assert_eq!(int(&constraints(Some("int32"), None, Some(4e9))), Int::I64);
        assert_eq!(int(&constraints(None, Some(0.0), Some(1.8e19))), Int::U64);
        assert_eq!(int(&constraints(None, Some(-1.0), Some(1.8e19))), Int::I128);
        assert_eq!(int(&constraints(None, None, Some(1.8e19))), Int::I128);
        assert_eq!(int(&constraints(None, None, Some(1e30))), Int::I128);
        assert_eq!(int(&constraints(None, None, Some(9.223_372_036_854_776e18))), Int::I64);
        assert_eq!(int(&constraints(Some("uint8"), None, None)), Int::U32);
        assert_eq!(int(&constraints(Some("int64"), Some(0.0), None)), Int::U64);
        assert_eq!(int(&constraints(Some("int64"), Some(0.0), Some(100.0))), Int::I64);
        assert_eq!(int(&constraints(Some("int64"), Some(-1.0), None)), Int::I64);
        assert_eq!(int(&constraints(None, Some(0.0), None)), Int::I64);
    }

    #[test]
    fn text_enums_take_numbers_as_texts() {
        let one = Value::from(1);
        let values = [AllowedValue { value: &one, rename: None, description: None }];
        let made = enumeration(TypeSet::STRING, &values).unwrap();
        assert!(!made.integer);
        assert_eq!(made.values[0].value, Value::from("1"));
    }
}
