//! Unions: which variant is picked, as a table of JSON texts.
#![allow(missing_docs)]

use std::collections::BTreeMap;

use plansmith_runtime::codegen::serde_json;
use plansmith_runtime::{Date, DateTime, IntEnum, ReadJson, TextEnum, Uuid, Value, WriteJson};

#[derive(Clone, Debug, PartialEq, Eq, Hash, TextEnum)]
pub enum Color {
    #[wire("blue")]
    Blue,
    Other(String),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, IntEnum)]
pub enum Level {
    #[wire(1)]
    One,
    Other(i64),
}

#[derive(Clone, Debug, ReadJson, WriteJson)]
pub struct Cat {
    #[wire("petType")]
    pub pet_type: String,
    pub lives: Option<i64>,
}

#[derive(Clone, Debug, ReadJson, WriteJson)]
#[wire(tag("petType" = "dog"))]
pub struct Dog {
    pub friend: Option<Pet>,
    pub bark: bool,
}

#[derive(Clone, Debug, ReadJson, WriteJson)]
#[wire(tag = "petType")]
pub enum Pet {
    #[wire("cat", "kitty", write)]
    Cat(Cat),
    #[wire("dog")]
    Dog(Box<Dog>),
    #[wire("7", "true")]
    Odd(BTreeMap<String, Value>),
    Other(Value),
}

#[derive(Clone, Debug, ReadJson, WriteJson)]
pub enum Scalar {
    Color(Color),
    Level(Level),
    Integer(i64),
    Huge(i128),
    Float(f64),
    Bool(bool),
    When(DateTime),
    Day(Date),
    Id(Uuid),
    Text(String),
    Numbers(Vec<i64>),
    Texts(Vec<String>),
    Pair((String, i64)),
    Pets(Vec<Pet>),
    Counts(BTreeMap<String, i64>),
    Other(Value),
}

#[derive(Clone, Debug, ReadJson, WriteJson)]
pub struct Small {
    pub a: i64,
}

#[derive(Clone, Debug, ReadJson, WriteJson)]
pub struct Large {
    pub a: i64,
    pub b: Option<i64>,
}

#[derive(Clone, Debug, ReadJson, WriteJson)]
#[wire(closed)]
pub struct Closed {
    pub c: Option<i64>,
}

#[derive(Clone, Debug, ReadJson, WriteJson)]
pub struct TextA {
    pub a: String,
}

#[derive(Clone, Debug, ReadJson, WriteJson)]
pub struct Colored {
    pub d: Color,
}

#[derive(Clone, Debug, ReadJson, WriteJson)]
pub struct Leveled {
    pub d: Shade,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, TextEnum)]
pub enum Shade {
    #[wire("dark")]
    Dark,
    Other(String),
}

#[derive(Clone, Debug, ReadJson, WriteJson)]
#[wire(tag("v" = 1))]
pub struct One {
    pub e: Option<i64>,
}

#[derive(Clone, Debug, ReadJson, WriteJson)]
#[wire(tag("v" = 2))]
pub struct Two {
    pub e: Option<i64>,
}

#[derive(Clone, Debug, ReadJson, WriteJson)]
pub enum Shape {
    Small(Small),
    Large(Large),
    TextA(TextA),
    Colored(Colored),
    Leveled(Leveled),
    One(One),
    Two(Two),
    Pet(Pet),
    Closed(Closed),
    Scalar(Option<bool>),
    Other(Value),
}

fn name(value: &impl std::fmt::Debug) -> String {
    format!("{value:?}").split('(').next().unwrap_or_default().to_owned()
}

/// Reads from text and from a value, and writes; the variant must be `wanted` and the JSON unchanged.
macro_rules! picks {
    ($ty:ty: $($json:expr => $wanted:literal,)+) => {$({
        let json: &str = $json;
        let plain: Value = serde_json::from_str(json).expect("JSON");
        let from_text: $ty = serde_json::from_str(json).expect(json);
        assert_eq!(name(&from_text), $wanted, "{json}");
        assert_eq!(serde_json::to_value(&from_text).expect("JSON"), plain);
        let from_value: $ty = serde_json::from_value(plain.clone()).expect(json);
        assert_eq!(name(&from_value), $wanted, "{json} from a value");
    })+};
}

#[test]
fn by_discriminator() {
    picks! { Pet:
        r#"{"petType": "cat", "lives": 9}"# => "Cat",
        r#"{"lives": 9, "petType": "kit\u0074y"}"# => "Cat",
        r#"{"petType": "dog", "bark": true, "friend": {"petType": "dog", "bark": false}}"# => "Dog",
        r#"{"petType": "fox", "bark": true}"# => "Other",
        r#"{"petType": "dog", "bark": 5}"# => "Other",
        r#"{"petType": 7}"# => "Odd",
        r#"{"petType": true, "x": []}"# => "Odd",
        r"[1]" => "Other",
        r"null" => "Other",
    }
}

#[derive(Clone, Debug, ReadJson, WriteJson)]
pub struct Bare {
    pub lives: Option<i64>,
}

#[derive(Clone, Debug, ReadJson, WriteJson)]
#[wire(tag = "petType")]
pub enum Tagged {
    #[wire("bare", "naked", write)]
    Bare(Bare),
    #[wire("cat", write)]
    Cat(Cat),
    Other(Value),
}

#[test]
fn what_is_sent_says_which_variant_it_is() {
    let sent = |value: &Tagged| serde_json::to_string(value).expect("JSON");
    assert_eq!(sent(&Tagged::Bare(Bare { lives: Some(9) })), r#"{"petType":"bare","lives":9}"#);
    assert_eq!(sent(&Tagged::Cat(Cat { pet_type: "dog".to_owned(), lives: None })), r#"{"petType":"cat"}"#);
    picks! { Tagged: r#"{"petType": "bare", "lives": 1}"# => "Bare", }
}

#[test]
fn by_shape() {
    picks! { Scalar:
        r#""blue""# => "Color",
        r#""red""# => "Text",
        r"1" => "Level",
        r"2" => "Integer",
        r"2.5" => "Float",
        r"true" => "Bool",
        r#""2024-01-01T10:00:00+02:00""# => "When",
        r#""2024-01-01""# => "Day",
        r#""123e4567-e89b-12d3-a456-426614174000""# => "Id",
        r"[1, 2]" => "Numbers",
        r#"["a"]"# => "Texts",
        r#"["a", 1]"# => "Pair",
        r#"[{"petType": "cat"}, {"petType": "new"}]"# => "Pets",
        r#"{"a": 1}"# => "Counts",
        r#"{"a": "b"}"# => "Other",
        r"null" => "Other",
    }
}

#[test]
fn by_keys_and_constants() {
    picks! { Shape:
        r#"{"a": 1}"# => "Small",
        r#"{"a": 1, "b": 2}"# => "Large",
        r#"{"a": "x"}"# => "TextA",
        r#"{"d": "blue"}"# => "Colored",
        r#"{"d": "dark"}"# => "Leveled",
        r#"{"d": "red"}"# => "Colored",
        r#"{"v": 2, "e": 5}"# => "Two",
        r#"{"v": 1}"# => "One",
        r#"{"petType": "cat"}"# => "Pet",
        r#"{"c": 1}"# => "Closed",
        r"true" => "Scalar",
        r"null" => "Scalar",
        r"[]" => "Other",
    }
}

#[test]
fn the_text_of_numbers_survives() {
    let text = "[18446744073709551615,-170141183460469231731687303715884105728]";
    let scalars: Vec<Scalar> = serde_json::from_str(text).expect("numbers");
    assert_eq!(serde_json::to_string(&scalars).expect("JSON"), text);
}

#[test]
fn hostile_nesting_ends_in_an_error() {
    let mut text = r#"{"petType":"dog","bark":true,"friend":"#.repeat(20_000);
    text.push_str("null");
    text.push_str(&"}".repeat(20_000));
    assert!(serde_json::from_str::<Pet>(&text).is_err());
    let deep = r#"{"petType":"dog","bark":true,"friend":"#.repeat(128) + "null" + &"}".repeat(128);
    assert!(matches!(serde_json::from_str(&deep), Ok(Pet::Dog(_))));
}

#[derive(Clone, Debug, PartialEq, ReadJson, WriteJson)]
#[wire(tag("kind" = "circle"))]
pub struct Circle {
    pub radius: i64,
}

#[derive(Clone, Debug, PartialEq, ReadJson, WriteJson)]
pub struct Group {
    pub shapes: Vec<Drawn>,
}

#[derive(Clone, Debug, PartialEq, ReadJson, WriteJson)]
#[wire(tag = "kind")]
pub enum Drawn {
    #[wire("circle", from)]
    Circle(Circle),
    #[wire("group", write, from)]
    Group(Box<Group>),
    Name(String),
    Other(Value),
}

/// What a variant holds is taken where the union is, in every position.
#[test]
fn a_union_is_made_of_what_a_variant_holds() {
    use plansmith_runtime::{Argument, Arguments, Patch};

    fn one(shape: impl Argument<Drawn>) -> Drawn {
        shape.into_value()
    }
    fn maybe(shape: impl Argument<Option<Drawn>>) -> Option<Drawn> {
        shape.into_value()
    }
    fn patch(shape: impl Argument<Patch<Drawn>>) -> Patch<Drawn> {
        shape.into_value()
    }
    fn list(shapes: impl Arguments<Drawn>) -> Vec<Drawn> {
        shapes.into_list()
    }

    let circle = Circle { radius: 1 };
    let shape = Drawn::Circle(circle.clone());
    for made in [one(&circle), one(circle.clone()), one(&shape), Drawn::from(circle.clone())] {
        assert_eq!(made, shape);
    }
    assert_eq!((maybe(&circle), patch(&circle)), (Some(shape.clone()), Patch::Value(shape.clone())));
    let group = Group { shapes: list([&circle, &circle]) };
    assert_eq!(
        serde_json::to_string(&one(&group)).unwrap(),
        r#"{"kind":"group","shapes":[{"kind":"circle","radius":1},{"kind":"circle","radius":1}]}"#
    );
}

/// Unions that are variants of each other, and one that is a variant of its own.
#[derive(Clone, Debug, PartialEq, ReadJson, WriteJson)]
pub enum Left {
    Itself(Box<Left>),
    Right(Box<Right>),
    Text(String),
    List(Vec<Left>),
    Other(Value),
}

#[derive(Clone, Debug, PartialEq, ReadJson, WriteJson)]
pub enum Right {
    Left(Box<Left>),
    Number(i64),
    Text(String),
    Circle(Circle),
    Other(Value),
}

#[derive(Clone, Debug, PartialEq, ReadJson, WriteJson)]
#[wire(tag = "kind")]
pub enum Ring {
    #[wire("circle")]
    Itself(Box<Ring>),
    #[wire("other")]
    Circle(Circle),
    Other(Value),
}

#[test]
fn a_union_within_itself_is_read_once() {
    let circle = r#"{"kind":"circle","radius":1}"#;
    for text in ["1", "\"a\"", "null", "true", "[]", "[1,\"a\",[[2]]]", circle, "{\"x\":[]}", &format!("[{circle},[{circle}]]")] {
        let left: Left = serde_json::from_str(text).unwrap();
        let right: Right = serde_json::from_str(text).unwrap();
        for written in [serde_json::to_string(&left).unwrap(), serde_json::to_string(&right).unwrap()] {
            assert_eq!(written, text);
        }
        assert_eq!(serde_json::to_string(&serde_json::from_str::<Ring>(text).unwrap()).unwrap(), text);
    }
    assert_eq!(serde_json::from_str::<Left>("1").unwrap(), Left::Right(Box::new(Right::Number(1))));
    assert_eq!(serde_json::from_str::<Right>("1").unwrap(), Right::Number(1));
}
