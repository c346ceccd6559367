//! Attributes of structs and fields.
use plansmith_runtime::{Patch, ReadJson, Setters, WriteJson};

#[derive(ReadJson)]
#[wire(rename_all = "camelcase")]
struct NoSuchRule {
    id: String,
}

#[derive(ReadJson)]
#[wire(camelCase)]
struct NoSuchWord {
    id: String,
}

#[derive(WriteJson)]
struct NullWithoutOption {
    #[wire(null)]
    id: String,
}

#[derive(WriteJson)]
struct ExtraWithoutMap {
    #[wire(extra)]
    rest: Vec<String>,
}

#[derive(Setters)]
struct Wrapper(String);

#[derive(Setters)]
struct Generic<T> {
    value: Patch<T>,
}

fn main() {}
