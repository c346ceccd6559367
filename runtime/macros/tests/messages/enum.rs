//! Enums and unions.
use plansmith_runtime::{IntEnum, ReadJson, TextEnum, Value, WriteJson};

#[derive(TextEnum)]
enum WithoutValue {
    Blue,
    Other(String),
}

#[derive(TextEnum)]
enum WithoutOther {
    #[wire("blue")]
    Blue,
}

#[derive(IntEnum)]
enum TextForNumber {
    #[wire("1")]
    One,
    Other(i64),
}

#[derive(ReadJson)]
enum UnionWithoutOther {
    Text(String),
}

#[derive(WriteJson)]
enum UnionWithoutContent {
    Text,
    Other(Value),
}

fn main() {}
