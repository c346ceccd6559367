//! The style table of the specification as data, and encoders held against decoders written here.

use serde_json::{Value, json};

use super::StyleKind::{DeepObject, Form, Label, Matrix, PipeDelimited, Simple, SpaceDelimited};
use super::*;

fn pairs(pairs: &[(String, String)]) -> String {
    pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}

#[test]
fn paths_follow_the_style_table() {
    let (text, array, object) = (json!("blue"), json!(["blue", "black"]), json!({"G": 200, "R": 100}));
    let table = [
        (Simple, false, &text, "blue"),
        (Simple, true, &text, "blue"),
        (Simple, false, &array, "blue,black"),
        (Simple, true, &array, "blue,black"),
        (Simple, false, &object, "G,200,R,100"),
        (Simple, true, &object, "G=200,R=100"),
        (Label, false, &text, ".blue"),
        (Label, false, &array, ".blue,black"),
        (Label, true, &array, ".blue.black"),
        (Label, false, &object, ".G,200,R,100"),
        (Label, true, &object, ".G=200.R=100"),
        (Matrix, false, &text, ";color=blue"),
        (Matrix, false, &array, ";color=blue,black"),
        (Matrix, true, &array, ";color=blue;color=black"),
        (Matrix, false, &object, ";color=G,200,R,100"),
        (Matrix, true, &object, ";G=200;R=100"),
    ];
    for (kind, explode, value, wanted) in table {
        assert_eq!(encode_path("color", Style::new(kind, explode), value).unwrap(), wanted, "{kind:?} {explode}");
    }
    assert_eq!(encode_path("color", Style::new(Label, false), &json!("")).unwrap(), ".");
    assert_eq!(encode_path("color", Style::new(Matrix, false), &json!("")).unwrap(), ";color");
    assert_eq!(encode_path("color", Style::new(Matrix, false), &json!([])).unwrap(), ";color");
}

#[test]
fn queries_follow_the_style_table() {
    let (text, array, object) = (json!("blue"), json!(["blue", "black"]), json!({"G": 200, "R": 100}));
    let table = [
        (Form, false, &text, "color=blue"),
        (Form, true, &text, "color=blue"),
        (Form, false, &array, "color=blue,black"),
        (Form, true, &array, "color=blue&color=black"),
        (Form, false, &object, "color=G,200,R,100"),
        (Form, true, &object, "G=200&R=100"),
        (SpaceDelimited, false, &array, "color=blue%20black"),
        (SpaceDelimited, false, &object, "color=G%20200%20R%20100"),
        (SpaceDelimited, false, &text, "color=blue"),
        (PipeDelimited, false, &array, "color=blue%7Cblack"),
        (PipeDelimited, false, &object, "color=G%7C200%7CR%7C100"),
        (DeepObject, true, &object, "color%5BG%5D=200&color%5BR%5D=100"),
        (DeepObject, true, &array, "color%5B0%5D=blue&color%5B1%5D=black"),
    ];
    for (kind, explode, value, wanted) in table {
        assert_eq!(pairs(&encode_query("color", Style::new(kind, explode), value).unwrap()), wanted, "{kind:?} {explode}");
    }
}

#[test]
fn what_the_table_leaves_open_is_decided() {
    let query = |style, value: Value| pairs(&encode_query("a", style, &value).unwrap());
    assert_eq!(query(Style::QUERY, json!("")), "a=");
    for empty in [json!(null), json!([]), json!({}), json!([null]), json!({"b": null})] {
        for kind in [Form, SpaceDelimited, PipeDelimited, DeepObject] {
            for explode in [false, true] {
                assert_eq!(query(Style::new(kind, explode), empty.clone()), "", "{kind:?} {explode} {empty}");
            }
        }
    }
    assert_eq!(query(Style::new(Form, false), json!([""])), "a=");
    assert_eq!(query(Style::QUERY, json!({"b": ["x", "y"], "c": {"d": 1}})), "b=x&b=y&c=%7B%22d%22%3A1%7D");
    assert_eq!(
        query(Style::new(DeepObject, true), json!({"b": {"c": "d"}, "e": [{"f": 1}]})),
        "a%5Bb%5D%5Bc%5D=d&a%5Be%5D%5B0%5D%5Bf%5D=1"
    );
    assert_eq!(query(Style::QUERY.json(), json!({"b": [1]})), "a=%7B%22b%22%3A%5B1%5D%7D");
    assert_eq!(query(Style::QUERY, json!(true)), "a=true");
    assert!(encode_query("a", Style::new(SpaceDelimited, false), &json!(["b c"])).is_err());
    assert!(encode_query("a", Style::new(PipeDelimited, false), &json!(["b|c"])).is_err());
    assert!(encode_path("a", Style::PATH, &Value::Null).is_err());
}

#[test]
fn values_never_leave_their_place() {
    let all: String = (0..128u8).map(char::from).chain("é€😀".chars()).collect();
    let path = encode_path("a", Style::PATH, &json!(all)).unwrap();
    assert!(path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%".contains(&byte)), "{path}");
    assert_eq!(encode_path("a", Style::PATH, &json!("a/b?c#d%é")).unwrap(), "a%2Fb%3Fc%23d%25%C3%A9");
    let reserved = encode_path("a", Style::PATH.reserved(), &json!(":/?#[]@!$&'()*+,;=%41%zé")).unwrap();
    assert_eq!(reserved, ":%2F%3F%23%5B%5D@!$&'()*+,;=%41%25z%C3%A9");
    let reserved = encode_query("a", Style::QUERY.reserved(), &json!(":/?#[]@!$&'()*+,;=%41%z")).unwrap();
    assert_eq!(pairs(&reserved), "a=:/?%23%5B%5D@!$%26'()*%2B,;=%41%25z");
    assert_eq!(pairs(&encode_query("a&b[]", Style::QUERY, &json!("x")).unwrap()), "a%26b%5B%5D=x");
}

#[test]
fn whole_numbers_have_no_fraction() {
    let number = json!(300.0);
    assert_eq!(encode_path("a", Style::PATH, &number).unwrap(), "300");
    assert_eq!(pairs(&encode_query("a", Style::QUERY, &json!([1.0, 2.5])).unwrap()), "a=1&a=2.5");
    assert_eq!(pairs(&encode_query("a", Style::QUERY.json(), &json!([1.0])).unwrap()), "a=%5B1%5D");
    assert_eq!(pairs(&encode_query("a", Style::QUERY, &json!({"b": {"c": 2.0}})).unwrap()), "b=%7B%22c%22%3A2%7D");
    assert_eq!(encode_header(Style::HEADER, &number).unwrap(), "300");
    assert_eq!(encode_header(Style::HEADER.json(), &json!([2.0])).unwrap(), "[2]");
    assert_eq!(encode_form(&[], &json!({"a": 2.0, "b": {"c": 3.0}})).unwrap(), "a=2&b=%7B%22c%22%3A3%7D");
}

#[test]
fn headers_and_cookies() {
    assert_eq!(encode_header(Style::HEADER, &json!(["a b", "é"])).unwrap(), "a b,é");
    assert_eq!(encode_header(Style::new(Simple, true), &json!({"a": 1, "b": null})).unwrap(), "a=1");
    assert_eq!(encode_header(Style::HEADER.json(), &json!({"a": 1})).unwrap(), r#"{"a":1}"#);
    assert_eq!(encode_header(Style::HEADER, &json!("50%")).unwrap(), "50%");
    assert!(encode_header(Style::HEADER, &json!("a\r\nX: y")).is_err());
    for apart in [json!(["W/\"a,b\"", "\"c\\\"d,\""]), json!(["a b"]), json!([]), json!("a, b"), json!({"a": 1})] {
        assert!(encode_header(Style::HEADER, &apart).is_ok(), "{apart}");
    }
    for mixed in [json!(["a,b", "c"]), json!([""]), json!([" a"]), json!(["\"a"]), json!({"a": "b,c"}), json!({"a,b": 1})] {
        assert!(encode_header(Style::HEADER, &mixed).is_err(), "{mixed}");
    }
    assert_eq!(encode_cookie("a", Style::COOKIE, &json!("x; y=z")).unwrap(), "a=x%3B%20y%3Dz");
    assert_eq!(encode_cookie("a", Style::COOKIE, &json!([1, 2])).unwrap(), "a=1; a=2");
    assert_eq!(encode_cookie("a", Style::new(Form, false), &json!([1, 2])).unwrap(), "a=1,2");
}

#[test]
fn forms_follow_the_encoding_of_each_property() {
    let value = json!({"a": {"b": {"c": [1, {"d": 2}]}}, "e": ["x", "y"], "f": ["p", "q"], "g": {"h": 1}, "i": null, "j": "a b&c", "k": [1, 2], "l": [{"m": 1}]});
    let styles = [("a", FormStyle::DeepObject), ("f", FormStyle::SpaceDelimited), ("k", FormStyle::FormJoined)];
    assert_eq!(
        encode_form(&styles, &value).unwrap(),
        "a%5Bb%5D%5Bc%5D%5B0%5D=1&a%5Bb%5D%5Bc%5D%5B1%5D%5Bd%5D=2&e=x&e=y&f=p%20q&g=%7B%22h%22%3A1%7D&j=a%20b%26c&k=1,2&l=%7B%22m%22%3A1%7D"
    );
    assert_eq!(encode_form(&[("g", FormStyle::Form)], &json!({"g": {"h": 1}})).unwrap(), "h=1");
    assert_eq!(encode_form(&[], &Value::Null).unwrap(), "");
    assert!(encode_form(&[], &json!([1])).is_err());
}

#[test]
fn decimals_keep_their_digits() {
    let number: crate::wire::Decimal = "12345678901234567890.123456789012345678".parse().unwrap();
    assert_eq!(to_value(&[&number]).unwrap(), json!(["12345678901234567890.123456789012345678"]));
    assert_eq!(serde_json::to_string(&number).unwrap(), "12345678901234567890.123456789012345678");
}

/// Undoes percent-encoding.
fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'%' {
            out.push(u8::from_str_radix(&text[at + 1..at + 3], 16).unwrap());
            at += 3;
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8(out).unwrap()
}

/// Texts with everything that has a meaning somewhere.
fn random_text(random: &mut fastrand::Rng) -> String {
    let marks: Vec<char> = "ab1 ,;=&|.[]{}%/?#+\"'é😀\\\n".chars().collect();
    (0..random.usize(0..8)).map(|_| marks[random.usize(0..marks.len())]).collect()
}

fn random_value(random: &mut fastrand::Rng, depth: usize) -> Value {
    match random.u8(0..if depth == 0 { 3 } else { 5 }) {
        0 | 1 => Value::from(random_text(random)),
        2 => Value::from(random_text(random) + "x"),
        3 => (0..random.usize(1..4)).map(|_| random_value(random, depth - 1)).collect(),
        _ => Value::Object(
            (0..random.usize(1..4)).map(|at| (format!("{}{at}", random_text(random)), random_value(random, depth - 1))).collect(),
        ),
    }
}

#[test]
fn property_arrays_decode_back() {
    let mut random = fastrand::Rng::with_seed(1);
    for _ in 0..2000 {
        let items: Vec<String> = (0..random.usize(1..5)).map(|_| random_text(&mut random)).collect();
        let value = json!(items);
        let simple = encode_path("a", Style::PATH, &value).unwrap();
        assert_eq!(simple.split(',').map(decode).collect::<Vec<_>>(), items);
        let joined = encode_query("a", Style::new(Form, false), &value).unwrap();
        assert_eq!(joined[0].1.split(',').map(decode).collect::<Vec<_>>(), items);
        let exploded = encode_query("a", Style::QUERY, &value).unwrap();
        assert_eq!(exploded.iter().map(|(_, value)| decode(value)).collect::<Vec<_>>(), items);
        if let Ok(pipes) = encode_query("a", Style::new(PipeDelimited, false), &value) {
            assert_eq!(decode(&pipes[0].1).split('|').collect::<Vec<_>>(), items);
        } else {
            assert!(items.iter().any(|item| item.contains('|')));
        }
    }
}

#[test]
fn property_deep_objects_decode_back() {
    let mut random = fastrand::Rng::with_seed(2);
    for _ in 0..2000 {
        let value = random_value(&mut random, 3);
        let mut wanted = Vec::new();
        flatten(&value, &mut vec!["root".to_owned()], &mut wanted);
        let mut found = Vec::new();
        for (name, value) in encode_query("root", Style::new(DeepObject, true), &value).unwrap() {
            // Brackets of the keys themselves are encoded once more by nobody, so split at the encoded ones by structure:
            // a key is percent-encoded inside encoded brackets, and its own brackets look the same; compare the joined text.
            found.push((decode(&name), decode(&value)));
        }
        let wanted: Vec<_> = wanted
            .into_iter()
            .map(|(path, value)| (path.iter().skip(1).fold(path[0].clone(), |all, step| format!("{all}[{step}]")), value))
            .collect();
        assert_eq!(found, wanted);
    }
}

fn flatten(value: &Value, path: &mut Vec<String>, out: &mut Vec<(Vec<String>, String)>) {
    let mut below = |step: String, value: &Value| {
        path.push(step);
        flatten(value, path, out);
        path.pop();
    };
    match value {
        Value::Array(items) => items.iter().enumerate().for_each(|(at, item)| below(at.to_string(), item)),
        Value::Object(entries) => entries.iter().for_each(|(key, value)| below(key.clone(), value)),
        Value::String(text) => out.push((path.clone(), text.clone())),
        other => out.push((path.clone(), other.to_string())),
    }
}
