//! Numbers as JSON has them: `1.0` and `1e3` are integers (JSON Schema 2020-12, "integer"), and whole numbers are sent without a
//! fraction, because servers that want an integer refuse `300.0`.

use std::io;

use serde::Serialize;
use serde_json::Value;
use serde_json::ser::{CompactFormatter, Formatter, Serializer};

use super::check;

/// Largest magnitude up to which a double holds every integer: 2^53.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// The value of a JSON number without a fraction, exactly, however it is written: `12`, `12.0`, `1.2e1`. `None` for a text that
/// is no number, has a fraction, or does not fit.
pub(crate) fn integer(text: &str) -> Option<i128> {
    if !check::number(text) {
        return None;
    }
    let (sign, rest) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let (mantissa, exponent) = rest.split_once(['e', 'E']).unwrap_or((rest, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = [whole, fraction].concat();
    let significant = digits.trim_end_matches('0');
    if significant.trim_start_matches('0').is_empty() {
        return Some(0);
    }
    let zeros = i64::try_from(digits.len() - significant.len()).ok()?;
    let places = exponent.parse::<i64>().ok()?.checked_add(zeros)?.checked_sub(i64::try_from(fraction.len()).ok()?)?;
    let power = 10i128.checked_pow(u32::try_from(places).ok()?)?;
    [sign, significant].concat().parse::<i128>().ok()?.checked_mul(power)
}

/// The integer a double stands for, when every digit of it is certain.
#[allow(clippy::cast_possible_truncation)]
pub(crate) fn whole(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && number.abs() <= EXACT).then_some(number as i64)
}

/// Whether two JSON numbers are the same value: `1`, `1.0` and `10e-1` are.
#[allow(clippy::float_cmp)]
pub(crate) fn same(left: &str, right: &str) -> bool {
    if left == right {
        return true;
    }
    match (integer(left), integer(right)) {
        (Some(left), Some(right)) => left == right,
        (None, None) => matches!((left.parse::<f64>(), right.parse::<f64>()), (Ok(left), Ok(right)) if left == right),
        _ => false,
    }
}

/// A double as it is sent.
pub(crate) fn text(number: f64) -> String {
    whole(number).map_or_else(|| Value::from(number).to_string(), |whole| whole.to_string())
}

/// JSON text for the wire.
pub(crate) fn to_vec<T: Serialize + ?Sized>(value: &T) -> serde_json::Result<Vec<u8>> {
    let mut out = Vec::with_capacity(128);
    value.serialize(&mut Serializer::with_formatter(&mut out, Wire))?;
    Ok(out)
}

/// As [`to_vec`], as text.
pub(crate) fn to_text<T: Serialize + ?Sized>(value: &T) -> serde_json::Result<String> {
    to_vec(value).map(|json| String::from_utf8(json).unwrap_or_default())
}

/// Compact JSON in which whole numbers have no fraction.
struct Wire;

impl Formatter for Wire {
    fn write_f64<W: ?Sized + io::Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        match whole(value) {
            Some(whole) => CompactFormatter.write_i64(writer, whole),
            None => CompactFormatter.write_f64(writer, value),
        }
    }

    fn write_f32<W: ?Sized + io::Write>(&mut self, writer: &mut W, value: f32) -> io::Result<()> {
        match whole(f64::from(value)) {
            Some(whole) => CompactFormatter.write_i64(writer, whole),
            None => CompactFormatter.write_f32(writer, value),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_integers_however_they_are_written() {
        let table = [
            ("0", Some(0)),
            ("-0", Some(0)),
            ("0.000e-400", Some(0)),
            ("1.0", Some(1)),
            ("1e3", Some(1000)),
            ("-1.50E+1", Some(-15)),
            ("120e-1", Some(12)),
            ("18446744073709551615.0", Some(18_446_744_073_709_551_615)),
            ("9007199254740993.0", Some(9_007_199_254_740_993)),
            ("-170141183460469231731687303715884105728", Some(i128::MIN)),
            ("170141183460469231731687303715884105728", None),
            ("1.5", None),
            ("1e-1", None),
            ("1e400", None),
            ("1e99999999999999999999", None),
            ("", None),
            ("01", None),
            ("+1", None),
            ("1 ", None),
            ("NaN", None),
        ];
        for (text, wanted) in table {
            assert_eq!(integer(text), wanted, "{text}");
        }
        assert!(same("1", "1.0") && same("0.5", "5e-1") && !same("1", "2") && !same("1", "1.5"));
    }

    #[test]
    fn whole_numbers_are_sent_without_a_fraction() {
        let values = [300.0, -2.0, 0.0, 0.5, 1e21, 9_007_199_254_740_992.0, 1e-7];
        assert_eq!(to_text(&values).unwrap(), "[300,-2,0,0.5,1e+21,9007199254740992,1e-7]");
        assert_eq!(to_text(&[1.0f32, 0.1]).unwrap(), "[1,0.1]");
        assert_eq!(to_text(&serde_json::json!({"a": 1.0})).unwrap(), r#"{"a":1}"#);
        assert_eq!((text(2.0), text(2.5)), ("2".to_owned(), "2.5".to_owned()));
    }
}
