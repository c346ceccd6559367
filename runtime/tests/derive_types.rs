//! Structs, open enums and newtypes: what is read, what is written, what stays.
#![allow(missing_docs)]

use std::collections::BTreeMap;

use plansmith_runtime::codegen::serde::de::DeserializeOwned;
use plansmith_runtime::codegen::{serde, serde_json};
use plansmith_runtime::filter::{Field, Filter, Relation, kind};
use plansmith_runtime::{
    Argument, Date, DateTime, Decimal, DecimalText, IntEnum, Newtype, Patch, ReadJson, Setters, TextEnum, Value, WriteJson,
};
use serde_json::json;

/// Identifies a card.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Newtype)]
pub struct CardId(String);

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Newtype)]
pub struct Stamp(DateTime);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Newtype)]
pub struct Number(u64);

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Newtype)]
pub struct Price(Decimal);

#[derive(Clone, Debug, PartialEq, Eq, Hash, TextEnum)]
#[non_exhaustive]
pub enum Color {
    #[wire("blue")]
    Blue,
    /// As on a clear day.
    #[wire("sky\"blue")]
    SkyBlue,
    #[wire("")]
    Empty,
    Other(String),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, IntEnum)]
#[non_exhaustive]
pub enum Level {
    #[wire(1)]
    N1,
    #[deprecated]
    #[wire(5)]
    N5,
    #[wire(-3)]
    Below,
    Other(i64),
}

#[derive(Clone, Debug, ReadJson, WriteJson, Setters)]
#[wire(rename_all = "camelCase", tag("kind" = "card"), tag("version" = 2), closed)]
pub struct Card {
    pub card_id: CardId,
    pub r#type: Option<String>,
    #[wire("X-color")]
    pub color: Color,
    pub level: Option<Level>,
    /// Its nickname.
    pub nick_name: Patch<String>,
    #[wire(null)]
    pub due: Option<Date>,
    pub tags: Vec<CardId>,
    pub children: Option<Vec<Card>>,
    pub parent: Option<Box<Card>>,
    #[deprecated = "never used"]
    pub old: Option<bool>,
}

#[derive(Clone, Debug, Default, PartialEq, ReadJson, WriteJson)]
pub struct Bag {
    pub a: Option<i32>,
    #[wire(extra)]
    pub extra: BTreeMap<String, Patch<i64>>,
}

#[derive(Clone, Debug, ReadJson, WriteJson, Setters)]
#[wire(tag("only" = true))]
pub struct TagOnly {}

#[derive(Clone, Copy, Debug, ReadJson, WriteJson, Setters)]
pub struct Nothing;

#[derive(Clone, Debug, ReadJson, WriteJson)]
pub struct Numbers {
    pub small: i8,
    pub large: u64,
    pub huge: i128,
    pub exact: Decimal,
    pub text: DecimalText,
    pub float: f64,
}

#[derive(Clone, Debug, ReadJson, WriteJson, Setters)]
#[allow(non_camel_case_types)]
pub struct String_ {
    pub some: Option<String>,
    pub result: String,
    pub m: i64,
    pub f0: i64,
    pub i: Option<i64>,
}

/// Every position a value can be in.
#[derive(Clone, Debug, WriteJson, Setters)]
pub struct Positions {
    pub text: String,
    pub maybe_text: Option<String>,
    pub patch_text: Patch<String>,
    pub id: CardId,
    pub maybe_id: Option<CardId>,
    pub patch_id: Patch<CardId>,
    pub day: Date,
    pub maybe_day: Option<Date>,
    pub patch_day: Patch<Date>,
    pub color: Color,
    pub patch_color: Patch<Color>,
    pub number: Number,
    pub patch_number: Patch<Number>,
    pub level: Level,
    pub patch_count: Patch<i64>,
    pub price: Patch<Decimal>,
    #[wire(null)]
    pub nullable: Option<CardId>,
    pub boxed: Box<CardId>,
    pub patch_box: Patch<Box<CardId>>,
    pub list: Patch<Vec<CardId>>,
    pub any: Patch<Value>,
}

fn both_ways<T: DeserializeOwned + serde::Serialize>(json: &Value) {
    let from_text: T = serde_json::from_str(&json.to_string()).unwrap_or_else(|error| panic!("{error}: {json}"));
    assert_eq!(&serde_json::to_value(&from_text).expect("JSON"), json, "from text");
    let from_value: T = serde_json::from_value(json.clone()).unwrap_or_else(|error| panic!("{error}: {json}"));
    assert_eq!(&serde_json::to_value(&from_value).expect("JSON"), json, "from a value");
}

fn error<T: DeserializeOwned>(json: &str) -> String {
    serde_json::from_str::<T>(json).err().unwrap_or_else(|| panic!("{json} was read")).to_string()
}

#[test]
fn round_trips() {
    let small = json!({"kind": "card", "version": 2, "cardId": "1", "X-color": "blue", "due": null, "tags": []});
    both_ways::<Card>(&small);
    both_ways::<Card>(&json!({
        "kind": "card", "version": 2, "cardId": "1", "type": "t", "X-color": "unheard of", "level": 77, "nickName": null, "due": "2024-02-30",
        "tags": ["a"], "children": [small], "parent": small, "old": true
    }));
    both_ways::<Bag>(&json!({"a": 1, "x": null, "y": 2}));
    both_ways::<TagOnly>(&json!({"only": true}));
    both_ways::<Nothing>(&json!({}));
    both_ways::<Stamp>(&json!("2024-01-01T10:00:00.120+02:00"));
    both_ways::<Number>(&json!(u64::MAX));
    both_ways::<Price>(&json!(12.5));
    both_ways::<Vec<Color>>(&json!(["blue", "sky\"blue", "", "x"]));
    both_ways::<Vec<Level>>(&json!([1, 5, -3, 0]));
}

#[test]
fn what_is_read_leniently() {
    // Constants are not looked at, unknown keys are ignored, the last of equal keys wins, null is none.
    let card: Card = serde_json::from_str(
        r#"{"new": [{}], "cardId": "0", "card\u0049d": "1", "X-color": "blue", "level": null, "due": null, "tags": [], "kind": 5, "type": null}"#,
    )
    .expect("a card");
    assert_eq!(card.card_id.as_str(), "1");
    assert!(card.level.is_none() && card.r#type.is_none() && card.nick_name.is_absent());
    let _: Nothing = serde_json::from_str(r#"{"a": {"b": []}}"#).expect("anything");
}

#[test]
fn what_is_refused() {
    assert!(error::<Card>("{}").contains("missing field `cardId`"));
    assert!(error::<Card>(r#"{"cardId": "1", "X-color": "blue", "tags": []}"#).contains("missing field `due`"));
    assert!(error::<Card>(r#"{"cardId": null}"#).contains("expected a string"));
    assert!(error::<Card>("[]").contains("expected an object"));
    assert!(error::<Level>("1.5").contains("expected i64"));
    assert!(error::<Bag>(r#"{"x": "y"}"#).contains("invalid type"));
}

#[test]
fn numbers_of_any_size_survive() {
    let text = r#"{"small":-128,"large":18446744073709551615,"huge":-170141183460469231731687303715884105728,"exact":0.1000000000000000000000001e-7,"text":"1.50","float":0.1}"#;
    let numbers: Numbers = serde_json::from_str(text).expect("numbers");
    assert_eq!(serde_json::to_string(&numbers).expect("JSON"), text);
    assert!(error::<Decimal>("\"1\"").contains("number"));
}

#[test]
fn setters_take_what_is_convenient() {
    let card = Card::new("1", "blue", None, ["a", "b"]).level(5).nick_name("n").r#type("t").children([Card::new(
        CardId::from("2"),
        Color::Empty,
        Some("2024-01-01".into()),
        vec![CardId::from("c")],
    )]);
    let json = serde_json::to_value(&card).expect("JSON");
    assert_eq!(json["children"][0]["due"], "2024-01-01");
    assert_eq!((&json["nickName"], &json["level"], &json["tags"]), (&json!("n"), &json!(5), &json!(["a", "b"])));
    assert!(serde_json::to_value(Card::new("1", "x", None, [""; 0]).nick_name(None)).expect("JSON")["nickName"].is_null());
    assert_eq!(serde_json::to_value(TagOnly::default()).expect("JSON"), json!({"only": true}));
    let odd = String_::new("r", 1, 2).i(3).some("s");
    assert_eq!((odd.f0, odd.m, odd.result.as_str()), (2, 1, "r"));
}

#[test]
fn open_enums_and_newtypes_convert() {
    assert_eq!(Color::from("blue"), Color::Blue);
    assert_eq!(Color::from(String::from("x")), Color::Other("x".to_owned()));
    assert_eq!((Color::SkyBlue.as_str(), Color::SkyBlue.to_string().as_str()), ("sky\"blue", "sky\"blue"));
    assert_eq!((Level::from(-3), Level::from(9).as_i64()), (Level::Below, 9));
    assert_eq!((Number::from(5).get(), Number::from(5).to_string().as_str()), (5, "5"));
    let id: CardId = "a".into();
    assert_eq!((id.as_str(), id.clone().into_string(), id < CardId::from("b")), ("a", "a".to_owned(), true));
    assert_eq!(Stamp::from("x").as_str(), "x");
}

#[test]
fn one_rule_of_conversion_in_every_position() {
    let (text, id, day) = (String::from("t"), CardId::from("7"), Date::from("2026-01-31"));
    let all = |positions: Positions| serde_json::to_value(positions).expect("JSON");
    let by_reference =
        Positions::new(&text, &id, &day, &Color::Blue, Number::from(7), 5, &id, &id).maybe_text(&text).patch_text(&text);
    let by_reference = by_reference.maybe_id(&id).patch_id(&id).maybe_day(&day).patch_day(&day).patch_color(&Color::Blue);
    let by_text = Positions::new("t", "7", "2026-01-31", "blue", 7, Level::Other(5), "7", CardId::from("7"));
    let by_text = by_text.maybe_text("t").patch_text("t").maybe_id("7").patch_id("7").maybe_day("2026-01-31");
    let by_text = by_text.patch_day("2026-01-31").patch_color("blue");
    assert_eq!(all(by_reference), all(by_text.clone()));
    let by_string = Positions::new(text.clone(), text.clone(), &text, &text, 1, 1, None, id.clone()).patch_day(&text);
    let by_string = by_string.patch_id(text.clone()).maybe_id(&text).patch_count(5).patch_number(9).price(3);
    let json = all(by_string.patch_box(id).list(["1".into()]).any(Value::Null));
    assert_eq!((&json["patch_day"], &json["patch_id"], &json["maybe_id"]), (&json!("t"), &json!("t"), &json!("t")));
    assert_eq!((&json["patch_count"], &json["patch_number"], &json["price"]), (&json!(5), &json!(9), &json!(3)));
    assert_eq!((&json["nullable"], &json["patch_box"], &json["list"]), (&json!(null), &json!("7"), &json!(["1"])));
    assert!(all(by_text.patch_id(None))["patch_id"].is_null());
    let clear: Patch<CardId> = Some(CardId::from("1")).into_value();
    assert_eq!(clear, Patch::Value(CardId::from("1")));
}

/// Names.
pub mod card {
    use super::{Card, CardId, Color, Field, Relation, kind};

    /// The id.
    pub const ID: Field<Card, kind::Id<CardId>> = Field::new("cardId");
    pub const COLOR: Field<Card, kind::Enum<Color>> = Field::new("X-color");
    pub const LEVEL: Field<Card, kind::Number> = Field::new("level");
    pub const DUE: Field<Card, kind::Date> = Field::new("due");
    pub const PARENT: Relation<Card> = Relation::new("parent");
}

#[test]
fn fields_take_values_of_their_kind() {
    let (other, day) = (CardId::from("2"), Date::from("2024-01-01"));
    let _: Filter<Card> = card::ID.eq(CardId::from("1"))
        & card::ID.ne(&other)
        & card::COLOR.ne(Color::Blue)
        & card::LEVEL.lt(5)
        & card::DUE.gte(&day);
    let _: Filter<Card> = card::PARENT.has() | card::DUE.eq(Date::from("2024-01-01"));
}
