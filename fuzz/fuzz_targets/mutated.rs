//! Real documents with their parts moved about: values swapped, copied, removed, and references planted where they lead to what
//! holds them. Damage to the text seldom gets past the reader; this gets to the rooms behind it.
#![no_main]

#[path = "check.rs"]
mod check;
#[path = "mutate.rs"]
mod mutate;

/// Descriptions that are changed: the fixtures that show one feature each.
const DOCUMENTS: &[&str] = &[
    include_str!("../../tests/fixtures/course/obstacles.yaml"),
    include_str!("../../tests/fixtures/ok/all_of_discriminated.yaml"),
    include_str!("../../tests/fixtures/err/circular_wrappers.yaml"),
];

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let [document, strict, rest @ ..] = data else { return };
    let text = DOCUMENTS[usize::from(*document) % DOCUMENTS.len()];
    check::check(mutate::mutated(text, rest).to_string().as_bytes(), *strict % 2 == 1);
});
