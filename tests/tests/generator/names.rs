//! Wire names to words and identifiers.

use crate::run::{compare, each, fixtures};
use plansmith_generator::name::{Case, Words};
use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};
use std::fmt::Write as _;
use std::fs;

#[test]
fn lists_of_names() {
    let folder = fixtures().join("names");
    each(&folder, |name, path| {
        let list = fs::read_to_string(path).expect("a fixture can be read");
        let mut text = String::new();
        for wire in list.lines() {
            let words = Words::split(wire);
            let [snake, camel, shouty] = [Case::Snake, Case::Camel, Case::Shouty].map(|case| words.render(case));
            let _ = writeln!(text, "{wire:28} {snake:28} {camel:24} {shouty}");
        }
        compare(&folder, name, &text);
    });
}

/// Whether a text is an identifier, keywords aside.
fn is_identifier(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

proptest! {
    #[test]
    fn any_text_gives_an_identifier(wire in any::<String>()) {
        let words = Words::split(&wire);
        for case in [Case::Snake, Case::Camel, Case::Shouty] {
            let name = words.render(case);
            prop_assert!(is_identifier(&name), "{wire:?} becomes {name:?}");
        }
    }

    /// A name that is an identifier already stays one and the same.
    #[test]
    fn snake_names_stay(wire in "[a-z]{1,8}(_[a-z]{1,8}){0,3}") {
        prop_assert_eq!(Words::split(&wire).render(Case::Snake), wire);
    }

    /// Splitting what was printed gives the same words again.
    #[test]
    fn naming_is_stable(wire in "[A-Za-z0-9_. -]{1,24}") {
        let once = Words::split(&wire).render(Case::Snake);
        prop_assert_eq!(Words::split(&once).render(Case::Snake), once);
    }
}
