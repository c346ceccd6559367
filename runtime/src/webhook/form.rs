//! A delivery of type `application/x-www-form-urlencoded` as JSON.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use crate::encode::FormStyle;

/// How deep nested names are read, as in `a[b][c]`; deeper ones stay plain names.
const NESTED_NAMES: usize = 16;

/// The object of a form: strings, and arrays and objects where `styles` says so.
///
/// # Errors
/// A name that is not UTF-8.
pub(super) fn object_of(styles: &[(&str, FormStyle)], form: &str) -> Result<Value, String> {
    let mut out = Map::new();
    for pair in form.split('&').filter(|pair| !pair.is_empty()) {
        let (key, raw) = pair.split_once('=').unwrap_or((pair, ""));
        let key = decoded(key).ok_or_else(|| "a name of the form is not UTF-8".to_owned())?;
        let text = decoded(raw).ok_or_else(|| format!("the value of `{key}` is not UTF-8"))?;
        let style = |name: &str| styles.iter().find(|(known, _)| *known == name).map(|(_, style)| *style);
        let (name, steps) = path(&key);
        match (style(&key), style(name)) {
            (Some(FormStyle::Form), _) => push(list(&mut out, &key), [text]),
            (Some(FormStyle::FormJoined), _) => push(list(&mut out, &key), elements(raw, &text, ',')),
            (Some(FormStyle::SpaceDelimited), _) => push(list(&mut out, &key), elements("", &text, ' ')),
            (Some(FormStyle::PipeDelimited), _) => push(list(&mut out, &key), elements(raw, &text, '|')),
            (Some(FormStyle::Json), _) => {
                let value = serde_json::from_str(&text).unwrap_or_else(|_| Value::from(text.as_ref()));
                out.insert(key.into_owned(), value);
            }
            // How PHP and others write an array: `tags[]=a`, `tags[0]=a`.
            (None, Some(FormStyle::Form)) if matches!(steps.as_slice(), [step] if is_index(step)) => {
                push(list(&mut out, name), [text]);
            }
            (None, Some(FormStyle::DeepObject)) if !steps.is_empty() => {
                put(out.entry(name).or_insert(Value::Null), &steps, text.into_owned());
            }
            (_, _) => put(out.entry(key.into_owned()).or_insert(Value::Null), &[], text.into_owned()),
        }
    }
    out.values_mut().for_each(indexed);
    Ok(Value::Object(out))
}

fn decoded(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains('+') {
        return percent_decode_str(text).decode_utf8().ok();
    }
    percent_decode_str(&text.replace('+', " ")).decode_utf8().ok().map(|text| Cow::Owned(text.into_owned()))
}

/// `a[b][c]` as `a` and `[b, c]`; without steps where a name has no such form.
fn path(key: &str) -> (&str, Vec<&str>) {
    let Some((name, rest)) = key.split_once('[') else { return (key, Vec::new()) };
    let Some(inner) = rest.strip_suffix(']') else { return (key, Vec::new()) };
    let steps: Vec<&str> = inner.split("][").collect();
    if steps.len() > NESTED_NAMES { (key, Vec::new()) } else { (name, steps) }
}

/// The elements of an array in one value. A separator that is written as it stands is one, and an escaped one only where there is
/// no other: many senders escape both.
fn elements<'a>(raw: &'a str, text: &'a str, separator: char) -> Vec<Cow<'a, str>> {
    match (text.is_empty(), raw.contains(separator)) {
        (true, _) => Vec::new(),
        (_, true) => raw.split(separator).filter_map(decoded).collect(),
        (_, false) => text.split(separator).map(Cow::Borrowed).collect(),
    }
}

fn list<'a>(out: &'a mut Map<String, Value>, key: &str) -> &'a mut Value {
    out.entry(key).or_insert_with(|| Value::Array(Vec::new()))
}

fn push<'a>(list: &mut Value, texts: impl IntoIterator<Item = Cow<'a, str>>) {
    if let Value::Array(list) = list {
        list.extend(texts.into_iter().map(|text| Value::from(text.as_ref())));
    }
}

/// Puts a string where the steps lead; a second one at the same place makes an array.
fn put(place: &mut Value, steps: &[&str], text: String) {
    match (steps, &mut *place) {
        ([], Value::Null) => *place = Value::from(text),
        ([] | [""], Value::Array(list)) => list.push(Value::from(text)),
        ([], other) => *other = Value::Array(vec![other.take(), Value::from(text)]),
        ([""], Value::Null) => *place = Value::Array(vec![Value::from(text)]),
        ([step, rest @ ..], Value::Object(inner)) => put(inner.entry(*step).or_insert(Value::Null), rest, text),
        ([..], other) => {
            *other = Value::Object(Map::new());
            put(other, steps, text);
        }
    }
}

fn is_index(step: &str) -> bool {
    step.bytes().all(|byte| byte.is_ascii_digit())
}

/// Objects whose names are all numbers become arrays.
fn indexed(value: &mut Value) {
    let Value::Object(inner) = value else { return };
    inner.values_mut().for_each(indexed);
    if !inner.is_empty() && inner.keys().all(|step| is_index(step)) {
        let mut list: Vec<(u64, Value)> = Vec::new();
        for (step, value) in std::mem::take(inner) {
            list.push((step.parse().unwrap_or(u64::MAX), value));
        }
        list.sort_by_key(|(at, _)| *at);
        *value = Value::Array(list.into_iter().map(|(_, value)| value).collect());
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_form_is_the_object_it_stands_for() {
        let styles = [
            ("tags", FormStyle::Form),
            ("joined", FormStyle::FormJoined),
            ("piped", FormStyle::PipeDelimited),
            ("spaced", FormStyle::SpaceDelimited),
            ("deep", FormStyle::DeepObject),
            ("own", FormStyle::Json),
        ];
        for (form, object) in [
            ("a=1&b=x+y%26&c=&d", json!({"a": "1", "b": "x y&", "c": "", "d": ""})),
            ("a=1&a=2&a=3", json!({"a": ["1", "2", "3"]})),
            ("tags=a", json!({"tags": ["a"]})),
            ("tags[]=a&tags%5B%5D=b", json!({"tags": ["a", "b"]})),
            ("tags[0]=a&tags[1]=b", json!({"tags": ["a", "b"]})),
            ("joined=a,b%2Cc", json!({"joined": ["a", "b,c"]})),
            ("joined=a%2Cb", json!({"joined": ["a", "b"]})),
            ("joined=", json!({"joined": []})),
            ("piped=a%7Cb&spaced=a+b%20c", json!({"piped": ["a", "b"], "spaced": ["a", "b", "c"]})),
            ("deep[a]=1&deep[b][c]=2", json!({"deep": {"a": "1", "b": {"c": "2"}}})),
            ("deep[l][1]=b&deep[l][0]=a&deep[m][]=c&deep[m][]=d", json!({"deep": {"l": ["a", "b"], "m": ["c", "d"]}})),
            ("own={\"a\":1}", json!({"own": {"a": 1}})),
            ("own={", json!({"own": "{"})),
            ("free[x]=1", json!({"free[x]": "1"})),
            ("", json!({})),
        ] {
            assert_eq!(object_of(&styles, form), Ok(object), "{form}");
        }
        assert_eq!(object_of(&[], "a=%FF"), Err("the value of `a` is not UTF-8".to_owned()));
        let deep = format!("deep{}=1", "[a]".repeat(5000));
        assert_eq!(object_of(&styles, &deep).map(|object| object.as_object().map(Map::len)), Ok(Some(1)));
    }
}
