//! Tables for the text types, the JSON paths of failures, and headers.
#![allow(clippy::cmp_owned)]

use std::collections::BTreeMap;
use std::str::FromStr;

use jiff::civil;
use jiff::{SignedDuration, Timestamp, ZonedDateTime};
use serde_json::Value;

use super::*;

fn table<T: FromStr>(good: &[&str], bad: &[&str]) {
    for text in good {
        assert!(text.parse::<T>().is_ok(), "{text} is a {}", std::any::type_name::<T>());
    }
    for text in bad {
        assert!(text.parse::<T>().is_err(), "{text} is no {}", std::any::type_name::<T>());
    }
}

#[test]
fn strict_constructors_check_the_form() {
    table::<Date>(
        &["2024-02-29", "2000-12-31"],
        &["2023-02-29", "2024-13-01", "2024-1-1", "2024-00-01", "", "2024-02-29T", "1900-02-29"],
    );
    table::<Time>(
        &["13:45", "13:45:00", "23:59:60Z", "00:00:00.123456789+05:30", "13:45Z"],
        &["24:00", "13", "13:60", "13:45:61", "13:45:00.", "13:45:00+5", "a3:45", "13:45:00x"],
    );
    table::<DateTime>(
        &["2024-02-29T13:45:00Z", "2024-02-29t13:45:00.5+02:00", "2024-02-29 13:45:00-00:00"],
        &["2024-02-29", "2024-02-29T13:45:00", "2024-02-29T13:45Z", "2024-02-30T13:45:00Z", "2024-02-29T13:45:00+2", "é"],
    );
    table::<Duration>(
        &["P3DT4H", "PT0S", "-P1Y2M3W4DT5H6M7.8S", "PT0,5H", "P1W"],
        &["", "P", "PT", "P3DT", "P3H", "3D", "PT4H3H", "PT1M1H", "P.5D", "P1.D", "P1é"],
    );
    table::<Uuid>(
        &["123e4567-e89b-12d3-a456-426614174000", "123E4567-E89B-12D3-A456-426614174000"],
        &["123e4567e89b12d3a456426614174000", "123e4567-e89b-12d3-a456-42661417400g", ""],
    );
    table::<Uri>(&["https://a.b/c?d=e#f", "/a", "urn:x:y", "a%20b", "http://é.test/"], &["", "a b", "<x>", "a\nb", "a\"b"]);
    table::<Base64>(&["", "QQ==", "QUI=", "QUJD", "QUJD\r\nQUJD", "-_-_", "QQ"], &["Q", "QQ=Q", "QQ===", "Q Q=", "é"]);
    table::<DecimalText>(&["0", "-1.50", "1e5", "10"], &["", "01", "1.", ".5", "+1", "1e", "--1", "NaN"]);
    table::<Decimal>(&["0", "-1.50", "1E+5", "123456789012345678901234567890"], &["", "01", "1.", "1 ", "true"]);
    assert_eq!("x".parse::<Date>().unwrap_err().to_string(), "text is not a date such as 2024-02-29");
}

#[test]
fn any_text_stays_as_it_is() {
    for text in ["2024-02-29T13:45:00.50+02:00", "hello", "", "\u{1F600}"] {
        let json = Value::from(text).to_string();
        macro_rules! same {
            ($($ty:ty)+) => {$(
                assert_eq!(serde_json::to_string(&serde_json::from_str::<$ty>(&json).unwrap()).unwrap(), json);
                assert_eq!(<$ty>::from(text).to_string(), text);
            )+};
        }
        same! { Date Time DateTime Duration Uuid Uri Base64 DecimalText }
    }
    assert!(serde_json::from_str::<Date>("5").is_err());
    assert!(!Date::from("x").is_valid() && Date::from("2024-01-01") == "2024-01-01");
}

#[test]
fn times_convert_to_jiff_and_back() {
    let text = DateTime::from("2024-02-29T13:45:00.5+02:00");
    let instant: Timestamp = text.clone().try_into().unwrap();
    assert_eq!(instant.to_string(), "2024-02-29T11:45:00.5Z");
    let zoned: ZonedDateTime = text.clone().try_into().unwrap();
    assert_eq!(DateTime::from(zoned), "2024-02-29T13:45:00.5+02:00");
    assert_eq!(DateTime::from(instant), "2024-02-29T11:45:00.5Z");
    assert!(DateTime::from("soon").timestamp().is_err());
    assert_eq!(civil::Date::try_from(Date::from("2024-02-29")).unwrap(), civil::date(2024, 2, 29));
    assert_eq!(Date::from(civil::date(2024, 2, 29)), "2024-02-29");
    assert_eq!(civil::Time::try_from(Time::from("13:45:00.5+02:00")).unwrap(), civil::time(13, 45, 0, 500_000_000));
    assert_eq!(Time::from(civil::time(13, 45, 0, 0)), "13:45:00");
    assert_eq!(SignedDuration::try_from(Duration::from("PT90M")).unwrap(), SignedDuration::from_mins(90));
    assert_eq!(std::time::Duration::try_from(&Duration::from("PT0.5S")).unwrap().as_millis(), 500);
    assert_eq!(
        Duration::from(std::time::Duration::from_secs(90)).to_string().parse::<Duration>().map(|d| d.is_valid()),
        Ok(true)
    );
    assert_eq!(Uuid::from(0x123e_4567_e89b_12d3_a456_4266_1417_4000), "123e4567-e89b-12d3-a456-426614174000");
}

#[test]
fn order_is_by_meaning_where_there_is_one() {
    assert!(DateTime::from("2024-01-01T10:00:00+02:00") < DateTime::from("2024-01-01T09:00:00Z"));
    assert!(DateTime::from("2999-01-01T10:00:00Z") < DateTime::from("soon"));
    assert_ne!(DateTime::from("2024-01-01T10:00:00Z"), DateTime::from("2024-01-01T12:00:00+02:00"));
    assert!(Decimal::from(9) < Decimal::from(10) && Decimal::try_from(-0.5).unwrap() < Decimal::from(0));
    assert!(Decimal::try_from(f64::NAN).is_err());
    assert_eq!((Decimal::from(i128::MIN).to_i128(), Decimal::from(2).to_f64()), (Some(i128::MIN), 2.0));
}

#[test]
fn base64_goes_both_ways() {
    let mut random = fastrand::Rng::with_seed(4);
    for length in 0..70usize {
        let bytes: Vec<u8> = (0..length).map(|_| random.u8(..)).collect();
        let text = Base64::encode(&bytes);
        assert_eq!(text.as_str().len(), length.div_ceil(3) * 4);
        assert_eq!(text.decode().unwrap(), bytes);
        assert_eq!(
            Base64::from(text.as_str().trim_end_matches('=').replace('+', "-").replace('/', "_")).decode().unwrap(),
            bytes
        );
    }
    assert_eq!(Base64::encode("AB"), "QUI=");
}

#[test]
fn patch_has_three_states() {
    let states: Vec<Patch<i32>> = vec![Patch::default(), None.into(), 5.into(), Some(6).into()];
    assert_eq!(states, [Patch::Absent, Patch::Null, Patch::Value(5), Patch::Value(6)]);
    assert_eq!(
        states.iter().map(|state| state.into_nested()).collect::<Vec<_>>(),
        [None, Some(None), Some(Some(5)), Some(Some(6))]
    );
    assert_eq!(Patch::Value(2).map(|n| n * 2).as_ref().value(), Some(&&4));
    assert_eq!(serde_json::from_str::<Patch<i32>>("null").unwrap(), Patch::Null);
    assert_eq!(Patch::<String>::from("a").unwrap_or(String::new()), "a");
}

#[test]
fn failures_name_their_path() {
    type Rows = BTreeMap<String, Vec<BTreeMap<String, i64>>>;
    let table = [
        (r#"{"a": [{"b": 1}, {"c": "x"}]}"#, "$.a[1].c"),
        ("{\n  \"a\": [\n    {\"b\": 1,\n     \"d e\": null}]}", "$.a[0][\"d e\"]"),
        (r#"{"a": [1]}"#, "$.a[0]"),
        (r#"{"a": {}}"#, "$.a"),
        (r#"{"a": [[]]}"#, "$.a[0]"),
        (r#"{"a": [{"b": [1, 2]}]}"#, "$.a[0].b"),
        (r#"{"a": [{"b": {"c": 1}}]}"#, "$.a[0].b"),
        (r#"{"a": [], "b": [ ], "c": [{}], "d": 5}"#, "$.d"),
        (r#"{"a": [{"é": 1, "q\"uote": true}]}"#, "$.a[0][\"q\\\"uote\"]"),
        (r#"{"a": [{"b": 1} {"c": 2}]}"#, "$.a[0]"),
        (r#"{"a": [{"b": 1"#, "$.a[0].b"),
        (r#"{"a": [{"b": 12.5}]}"#, "$.a[0].b"),
        (r#"["a"]"#, "$"),
        ("", "$"),
        ("\u{feff}5", "$"),
    ];
    for (text, path) in table {
        let error = from_slice::<Rows>(text.as_bytes()).unwrap_err();
        assert_eq!(error.path, path, "{text}: {error}");
        assert!(!error.message.contains("line"), "{error}");
    }
    let error = from_slice::<Rows>(b"{\"a\": [{\"\xff\": 1}]}").unwrap_err();
    assert_eq!((error.path.as_str(), error.line, error.column), ("$.a[0]", 1, 10));
    assert!(from_slice::<Rows>("\u{feff}{\"a\": []}".as_bytes()).is_ok());
}

#[test]
fn paths_are_found_in_any_damage() {
    let text = r#"{"a": [{"b": "c\"d"}, [], {}, null], "e": {"f": 1.5e3, "g": [true]}}"#;
    let mut random = fastrand::Rng::with_seed(5);
    for _ in 0..3000 {
        let mut bytes = text.as_bytes().to_vec();
        for _ in 0..random.usize(1..4) {
            let at = random.usize(0..bytes.len());
            bytes[at] = b"{}[],:\"\\ a1\xff"[random.usize(0..12)];
        }
        bytes.truncate(random.usize(0..=bytes.len()));
        if let Err(error) = from_slice::<Value>(&bytes) {
            assert!(error.path.starts_with('$'));
        }
        for offset in [0, bytes.len() / 2, bytes.len()] {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            assert!(decode::path_at(&text, offset).starts_with('$'));
        }
    }
    let deep = "[".repeat(100_000);
    assert!(from_slice::<Value>(deep.as_bytes()).is_err());
}

#[test]
fn headers_have_the_type_of_their_field() {
    let mut headers = http::HeaderMap::new();
    for (name, value) in [("n", "5"), ("t", "\"v1\""), ("l", "a, b"), ("m", "1,2"), ("b", "true"), ("e", "")] {
        headers.insert(name, value.parse().unwrap());
    }
    assert_eq!(codegen::header::<i64>(&headers, "n"), Ok(5));
    assert_eq!(codegen::header::<String>(&headers, "n").as_deref(), Ok("5"));
    assert_eq!(codegen::header::<String>(&headers, "t").as_deref(), Ok("\"v1\""));
    assert_eq!(codegen::header::<Vec<String>>(&headers, "l"), Ok(vec!["a".to_owned(), "b".to_owned()]));
    assert_eq!(codegen::header::<Vec<u8>>(&headers, "m"), Ok(vec![1, 2]));
    assert_eq!(codegen::header::<bool>(&headers, "b"), Ok(true));
    assert_eq!(codegen::header_opt::<bool>(&headers, "x"), Ok(None));
    assert!(codegen::header::<bool>(&headers, "x").unwrap_err().contains("`x` is missing"));
    assert!(codegen::header::<bool>(&headers, "n").unwrap_err().contains("`n`"));
}

#[test]
fn every_time_of_the_system_is_a_date_in_its_order() {
    use std::time::{Duration, SystemTime, UNIX_EPOCH};

    let far = Duration::from_secs(400_000 * 365 * 24 * 3600);
    let before = UNIX_EPOCH.checked_sub(far).map(DateTime::from);
    let after = UNIX_EPOCH.checked_add(far).map(DateTime::from);
    let now = DateTime::from(SystemTime::now());
    // Where the system cannot say them there is nothing to ask.
    assert!(before.is_none_or(|before| before.as_str().starts_with("-009999-") && before < now));
    assert!(after.is_none_or(|after| after.as_str().starts_with("9999-12-30T") && after > now));
}

#[test]
fn headers_hold_cookies_line_by_line_and_names_beyond_ascii() {
    let mut headers = http::HeaderMap::new();
    for cookie in ["a=1; Expires=Wed, 21 Oct 2015 07:28:00 GMT", "b=2"] {
        headers.append("set-cookie", cookie.parse().unwrap());
    }
    headers.insert("x-utf8", http::HeaderValue::from_bytes("grüß.pdf".as_bytes()).unwrap());
    headers.insert("x-latin", http::HeaderValue::from_bytes(b"gr\xFC\xDF.pdf").unwrap());
    let cookies = codegen::header::<Vec<String>>(&headers, "Set-Cookie").unwrap();
    assert_eq!(cookies, ["a=1; Expires=Wed, 21 Oct 2015 07:28:00 GMT", "b=2"]);
    assert_eq!(codegen::header::<String>(&headers, "Set-Cookie").unwrap(), cookies.join("\n"));
    for name in ["x-utf8", "x-latin"] {
        assert_eq!(codegen::header::<String>(&headers, name).unwrap(), "grüß.pdf", "{name}");
    }
}
