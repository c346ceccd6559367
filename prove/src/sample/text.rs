//! Texts that fit a format, a pattern and lengths.

use super::facts::Facts;
use super::pattern;
use jsonschema::Validator;
use serde_json::{Value, json};

/// Texts worth trying, the most ordinary first. Some may not fit after all; the validator has the last word.
pub fn texts(facts: &Facts<'_>) -> Vec<String> {
    let format = facts.format.map(known).unwrap_or_default();
    if !facts.patterns.is_empty() {
        return patterned(facts, format);
    }
    if !format.is_empty() {
        let fit: Vec<String> = format.iter().filter(|text| fits(text, facts)).map(|text| (*text).to_owned()).collect();
        if !fit.is_empty() {
            return fit;
        }
    }
    plain(facts.min_length, facts.max_length)
}

/// A text from a seed that no other seed below some hundred thousand has, as far as the schema leaves room for it.
#[must_use]
pub fn seeded(facts: &Facts<'_>, seed: usize) -> Option<String> {
    let (day, hour) = (seed % 28 + 1, seed % 24);
    let text = match facts.format.unwrap_or_default() {
        "uuid" => format!("{seed:08x}-0000-4000-8000-{seed:012x}"),
        "date" => format!("2024-03-{day:02}"),
        "date-time" => format!("2024-03-{day:02}T10:22:15Z"),
        "time" | "time-local" => format!("{hour:02}:30"),
        "uri" | "url" | "iri" => format!("https://files.example.com/{seed}"),
        "uri-reference" => format!("/files/{seed}"),
        "email" => format!("person{seed}@example.com"),
        "hostname" => "host.example.com".to_owned(),
        "ipv4" => "192.0.2.1".to_owned(),
        "byte" => "YWJj".to_owned(),
        _ => format!("text {seed}"),
    };
    let length = text.chars().count();
    let text: String =
        text.chars().chain(std::iter::repeat_n('x', facts.min_length.min(100_000).saturating_sub(length))).collect();
    let text: String = text.chars().take(facts.max_length).collect();
    let fits = facts.patterns.is_empty() || checks(facts).iter().all(|check| check.is_valid(&Value::from(text.as_str())));
    fits.then_some(text)
}

/// Validators of the patterns.
fn checks(facts: &Facts<'_>) -> Vec<Validator> {
    let build = |pattern: &&str| jsonschema::options().build(&json!({ "pattern": pattern })).ok();
    facts.patterns.iter().filter_map(build).collect()
}

fn patterned(facts: &Facts<'_>, format: &[&str]) -> Vec<String> {
    let mut out: Vec<String> = format.iter().filter(|text| fits(text, facts)).map(|text| (*text).to_owned()).collect();
    for pattern in &facts.patterns {
        out.extend(pattern::matching(pattern, facts.min_length, facts.max_length.min(facts.min_length.saturating_add(40))));
    }
    // A pattern is often no more than a length or a set of letters in another form.
    out.extend(["1", "abc", "ABC", "Example", "example-1", "2024-02-29"].map(str::to_owned));
    let checks = checks(facts);
    out.retain(|text| fits(text, facts) && checks.iter().all(|check| check.is_valid(&Value::from(text.as_str()))));
    out.truncate(3);
    out
}

fn fits(text: &str, facts: &Facts<'_>) -> bool {
    let length = text.chars().count();
    length >= facts.min_length && length <= facts.max_length
}

fn plain(min: usize, max: usize) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for text in ["text", "", "\u{e4}\u{1f980} \"\\/\n\t<&>", "0012", "true"] {
        let mut text: String = text.chars().take(max).collect();
        let length = text.chars().count();
        if length < min.min(100_000) {
            text.extend(std::iter::repeat_n('x', min - length));
        }
        if !out.contains(&text) {
            out.push(text);
        }
    }
    if max < 300 && max > 5 {
        out.push("m".repeat(max));
    }
    out
}

/// Texts of a format, offsets and fractions among them.
fn known(format: &str) -> &'static [&'static str] {
    match format {
        "date-time" | "datetime" => &[
            "2024-02-29T23:59:59Z",
            "2024-03-01T12:30:15.123456+02:00",
            "1999-12-31T00:00:00.5-05:30",
            "2024-01-01T00:00:00.000Z",
            "2024-06-30T10:00:00+00:00",
        ],
        "date" => &["2024-02-29", "1970-01-01", "9999-12-31"],
        "time" => &["12:30:15Z", "23:59:59.25+02:00", "00:00:00-05:30"],
        "partial-time" => &["12:30:15", "12:30:15.250"],
        "duration" => &["P3Y6M4DT12H30M5S", "PT0S", "PT36H", "P2W"],
        "uuid" | "guid" => &[
            "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
            "00000000-0000-0000-0000-000000000000",
            "F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6",
        ],
        "uri" | "url" | "iri" => &["https://example.com/a%20b/?q=1&r=%C3%A4#f", "urn:isbn:0451450523", "https://example.com"],
        "uri-reference" | "iri-reference" => &["../a/b?c=d", "https://example.com/"],
        "uri-template" => &["https://example.com/{id}{?q}"],
        "email" | "idn-email" => &["a.b+c@example.com"],
        "hostname" | "idn-hostname" => &["host.example.com"],
        "ipv4" | "ip" => &["192.0.2.1", "0.0.0.0"],
        "ipv6" => &["2001:db8::1", "::"],
        "byte" | "base64" => &["aGVsbG8=", "/+8=", ""],
        "decimal" | "numeric" | "money" => &["12.50", "-0.001", "123456789012345678901234567890.123456789"],
        "int64" | "uint64" | "integer" | "int32" => &["42", "9007199254740993"],
        "json-pointer" => &["/a~1b/0"],
        "regex" => &["^a+$"],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Bundle;

    fn of(schema: &Value) -> Vec<String> {
        let bundle = Bundle::default();
        let texts = texts(&Facts::new(&bundle, &[schema]));
        let validator = jsonschema::options().should_validate_formats(true).build(schema).expect("valid schema");
        for text in &texts {
            assert!(validator.is_valid(&json!(text)), "{text:?} does not fit {schema}");
        }
        texts
    }

    #[test]
    fn every_text_fits_its_schema() {
        for format in [
            "date-time",
            "date",
            "time",
            "duration",
            "uuid",
            "uri",
            "uri-reference",
            "email",
            "hostname",
            "ipv4",
            "ipv6",
            "json-pointer",
            "regex",
        ] {
            assert!(!of(&json!({"type": "string", "format": format})).is_empty(), "{format}");
        }
        assert!(of(&json!({"minLength": 2, "maxLength": 7})).iter().any(|text| text.len() == 7));
        assert!(of(&json!({"maxLength": 0})) == [""]);
        assert!(!of(&json!({"pattern": "^[a-z]{2}-\\d+$"})).is_empty());
        assert!(!of(&json!({"pattern": "^(?!x)[A-Z]{3}$"})).is_empty());
    }
}
