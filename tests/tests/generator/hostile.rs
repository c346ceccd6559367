//! Texts of a description that try to become code, leave the output folder, or break the manifest.

use crate::run::{fixtures, from_text, messages};
use plansmith_generator::Generated;
use proc_macro2::{TokenStream, TokenTree};
use proptest::prelude::*;
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path};
use std::str::FromStr;

/// A word that no identifier is made of: names have their words split and their cases changed.
const CANARY: &str = "hostile__Canary";

const TEXTS: &[&str] = &[
    "\"; fn hostile__Canary() { panic!() } const X: &str = \"",
    "\\\"); hostile__Canary!(); (\\\"",
    "*/ pub mod hostile__Canary {} /*",
    "\n#![hostile__Canary]\n#[hostile__Canary]",
    "\n\npub fn hostile__Canary() {}\n",
    "\r\n*/ hostile__Canary();\r",
    "`hostile__Canary`` ``` \n```rust\nhostile__Canary();\n```\n~~~",
    "r#\"hostile__Canary\"# r##\"hostile__Canary\"##",
    "}} {{ hostile__Canary }} {% raw %} {{ header }} {# #}",
    "${hostile__Canary} $(hostile__Canary) {hostile__Canary}",
    "../../../hostile__Canary",
    "..\\..\\hostile__Canary",
    "/etc/hostile__Canary",
    "C:\\hostile__Canary",
    "a/../../hostile__Canary\0",
    "\u{202e}hostile__Canary\u{2066} \u{2069}\u{200b}",
    "\"\n[dependencies]\nhostile__Canary = \"1\"\n#",
    "'\"'''\"\"\" hostile__Canary = 1",
    "]]>--><script>hostile__Canary</script><!--",
    "[hostile__Canary](javascript:alert(1)) [`hostile__Canary`] [x]: hostile__Canary",
    "",
    " ",
    "\u{0}\u{1}\u{7f}\u{85}\u{feff}",
    "\u{2028}\u{2029}hostile__Canary",
    "con",
    "mod",
    "lib",
    "types/mod",
    "self",
    "r#type",
    "_",
    "%00%2e%2e%2f{hostile__Canary}",
    "-hostile__Canary",
    "'hostile__Canary",
    "é\u{301}\u{301}\u{301}",
];

/// The description whose texts are replaced: a bit of everything.
fn base() -> Value {
    let text = fs::read_to_string(fixtures().join("hostile.yaml")).expect("the fixture is there");
    serde_yaml::from_str(&text).expect("the fixture is YAML")
}

/// A place of a text: the keys that lead to it, and whether it is the last key itself.
type Position = (Vec<String>, bool);

/// Every text of a description: values, and the keys that are names.
fn positions(value: &Value) -> Vec<Position> {
    fn walk(value: &Value, path: &mut Vec<String>, out: &mut Vec<Position>) {
        let mut step = |key: String, inner: &Value, named: bool| {
            path.push(key);
            if named {
                out.push((path.clone(), true));
            }
            walk(inner, path, out);
            path.pop();
        };
        match value {
            Value::String(_) => out.push((path.clone(), false)),
            Value::Array(items) => items.iter().enumerate().for_each(|(index, item)| step(index.to_string(), item, false)),
            Value::Object(map) => map.iter().for_each(|(key, item)| step(key.clone(), item, true)),
            _ => {}
        }
    }
    let mut out = Vec::new();
    walk(value, &mut Vec::new(), &mut out);
    out
}

/// Puts a text at a position.
fn put(value: &mut Value, position: &Position, text: &str) {
    let (path, is_key) = position;
    let (last, parents) = path.split_last().expect("the root is no text");
    let mut current = value;
    for key in parents {
        current = match current {
            Value::Array(items) => &mut items[key.parse::<usize>().expect("an index")],
            // An earlier replacement may have renamed it.
            other => match other.get_mut(key) {
                Some(inner) => inner,
                None => return,
            },
        };
    }
    match current {
        Value::Object(map) if *is_key => {
            let renamed =
                std::mem::take(map).into_iter().map(|(key, value)| (if key == *last { text.to_owned() } else { key }, value));
            *map = renamed.collect::<Map<_, _>>();
        }
        Value::Object(map) => drop(map.insert(last.clone(), text.into())),
        Value::Array(items) => items[last.parse::<usize>().expect("an index")] = text.into(),
        _ => {}
    }
}

/// Generates, and checks that the output holds nothing that the generator did not mean.
fn check(description: &Value) -> Generated {
    let generated = from_text("openapi.json", &description.to_string(), false);
    let shown = messages(&generated);
    for diagnostic in generated.report.diagnostics() {
        assert!(shown.contains(&format!("[{}]", diagnostic.code)), "`{}` is not shown:\n{shown}", diagnostic.code);
    }
    assert!(!shown.chars().any(|letter| letter.is_control() && letter != '\n'), "a message steers the terminal: {shown:?}");
    if generated.files.is_empty() {
        assert!(generated.report.has_errors(), "no crate and no reason");
        return generated;
    }
    let mut seen = BTreeSet::new();
    for (path, text) in &generated.files {
        inside(path);
        assert!(seen.insert(path.to_lowercase()), "`{path}` is another file where cases do not count");
        assert!(!text.contains(unsafe_mark), "`{path}` holds marks that turn or hide text:\n{text}");
        let extension = Path::new(path).extension().and_then(|extension| extension.to_str());
        match extension {
            Some("rs") => code(path, text),
            Some("toml") => manifest(text),
            Some("md") => {}
            _ => panic!("`{path}` is no file of a crate"),
        }
    }
    generated
}

/// Marks that make a reader see another text than the compiler: rustc refuses them.
fn unsafe_mark(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn inside(path: &str) {
    let parts: Vec<_> = Path::new(path).components().collect();
    assert!(parts.iter().all(|part| matches!(part, Component::Normal(_))), "`{path}` is outside");
    assert!(path.chars().all(|c| c.is_ascii_alphanumeric() || "_./".contains(c)), "`{path}` is no plain path");
    assert!(!path.split('/').any(|part| part.starts_with('.')), "`{path}` is hidden");
}

fn code(path: &str, text: &str) {
    let file = syn::parse_file(text).unwrap_or_else(|error| panic!("`{path}` is not Rust: {error}\n{text}"));
    assert!(file.attrs.iter().all(|attribute| attribute.path().is_ident("doc")), "`{path}` has attributes:\n{text}");
    for item in &file.items {
        if let syn::Item::Fn(function) = item {
            let known = ["src/webhooks.rs", "src/auth.rs", "src/example_responses.rs"].contains(&path);
            assert!(known, "`{path}` has the function `{}`", function.sig.ident);
        }
        assert!(!matches!(item, syn::Item::Macro(_)), "`{path}` calls a macro:\n{text}");
    }
    words(path, TokenStream::from_str(text).expect("what parses has tokens"), text);
}

/// No identifier is a word of the description as it stands there, and every literal is one.
fn words(path: &str, tokens: TokenStream, text: &str) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => words(path, group.stream(), text),
            TokenTree::Ident(ident) => {
                let word = ident.to_string();
                assert!(word != CANARY, "`{path}` holds a word of the description as code:\n{text}");
                assert!(word.is_ascii(), "`{path}` holds the identifier `{word}`");
            }
            TokenTree::Literal(_) | TokenTree::Punct(_) => {}
        }
    }
}

fn manifest(text: &str) {
    let table: toml::Table = text.parse().unwrap_or_else(|error| panic!("the manifest is no TOML: {error}\n{text}"));
    let known = ["package", "lib", "dependencies", "dev-dependencies", "features", "lints", "workspace"];
    assert!(table.keys().all(|key| known.contains(&key.as_str())), "the manifest has more tables:\n{text}");
    let dependencies = table["dependencies"].as_table().expect("dependencies are a table");
    assert_eq!(dependencies.keys().collect::<Vec<_>>(), ["plansmith-runtime"], "{text}");
    let name = table["package"]["name"].as_str().expect("the package has a name");
    assert!(name.starts_with(|c: char| c.is_ascii_lowercase()), "`{name}` is no package name");
    assert!(
        name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') && name.len() <= 64,
        "`{name}` is no package name"
    );
    let library = table["lib"]["name"].as_str().expect("the library has a name");
    assert_eq!(library, name.replace('-', "_"));
}

#[test]
fn the_description_that_is_attacked_is_fine() {
    let generated = check(&base());
    assert!(!generated.files.is_empty());
    let text = messages(&generated);
    assert!(!generated.report.has_errors(), "{text}");
}

/// Each text of the description is replaced by a hostile one, another one for each.
#[test]
fn every_position_holds() {
    let base = base();
    for (number, position) in positions(&base).iter().enumerate() {
        let text = TEXTS[number * 7 % TEXTS.len()];
        let mut description = base.clone();
        put(&mut description, position, text);
        let result = std::panic::catch_unwind(|| check(&description));
        assert!(result.is_ok(), "{} with {text:?}", position.0.join("/"));
    }
}

/// Each hostile text at all positions whose key is the same: all descriptions, all names of schemas.
#[test]
fn every_text_holds() {
    let base = base();
    let all = positions(&base);
    for text in TEXTS {
        for kind in [
            "description",
            "summary",
            "title",
            "tags",
            "name",
            "operationId",
            "url",
            "enum",
            "pattern",
            "format",
            "default",
            "propertyName",
            "scopes",
            "in",
        ] {
            let mut description = base.clone();
            let fits = |position: &&Position| !position.1 && position.0.iter().any(|key| key == kind);
            all.iter().filter(fits).for_each(|position| put(&mut description, position, text));
            let result = std::panic::catch_unwind(|| check(&description));
            assert!(result.is_ok(), "{kind} with {text:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Several hostile texts at once, glued together and mixed with any other text.
    #[test]
    fn mixtures_hold(
        choices in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<prop::sample::Index>(), ".{0,12}"), 1..12)
    ) {
        let mut description = base();
        let all = positions(&description);
        for (place, one, two, more) in &choices {
            let text = format!("{}{more}{}", one.get(TEXTS), two.get(TEXTS));
            put(&mut description, place.get(&all), &text);
        }
        check(&description);
    }
}
