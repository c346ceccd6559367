//! Scopes: where identifiers must differ from each other, from keywords and from names we emit.

use crate::location::{Place, Report};
use crate::words::{Case, Words};
use foldhash::HashMap;

/// Keywords that can be written raw (`r#type`), of the edition the output uses.
const RAW: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum", "extern",
    "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override",
    "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Keywords that cannot be identifiers at all.
const NEVER: &[&str] = &["self", "Self", "super", "crate", "_"];

/// Whether a word is a keyword, of whatever kind.
#[must_use]
pub fn is_keyword(word: &str) -> bool {
    RAW.contains(&word) || NEVER.contains(&word)
}

/// What holds a name.
#[derive(Clone, Debug)]
struct Holder {
    place: Option<Place>,
    wire: String,
}

/// A set of identifiers that must differ.
#[derive(Clone, Debug)]
pub struct Scope {
    case: Case,
    /// Word for what is named, for messages: `type`, `field`, `parameter`.
    what: &'static str,
    taken: HashMap<String, Holder>,
}

impl Scope {
    /// A scope in which some identifiers are taken from the start.
    #[must_use]
    pub fn new(case: Case, what: &'static str, reserved: &[&str]) -> Self {
        let taken = reserved.iter().map(|name| ((*name).to_owned(), Holder { place: None, wire: (*name).to_owned() })).collect();
        Self { case, what, taken }
    }

    /// Gives an identifier to words.
    ///
    /// Where it is taken, a strict run reports both places; otherwise `fallback` words are tried, then a
    /// number in the order of the description, so that a later addition never renames what was there.
    ///
    /// # Panics
    ///
    /// Never: one of 2^32 numbers is free.
    pub fn claim(&mut self, wire: &str, words: &Words, fallback: Option<&Words>, place: &Place, report: &mut Report) -> String {
        let first = keyword(words.render(self.case));
        if self.take(&first, wire, place) {
            return first;
        }
        if report.strict {
            self.collision(&first, wire, place, report);
        }
        if let Some(words) = fallback {
            let second = keyword(words.render(self.case));
            if self.take(&second, wire, place) {
                return second;
            }
        }
        let base = first.trim_start_matches("r#");
        let separator = if base.ends_with(|c: char| c.is_ascii_digit()) { "_" } else { "" };
        (2..=u32::MAX)
            .map(|n| format!("{base}{separator}{n}"))
            .find(|name| self.take(name, wire, place))
            .expect("some number is free")
    }

    /// Whether an identifier is taken.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.taken.contains_key(name)
    }

    fn take(&mut self, name: &str, wire: &str, place: &Place) -> bool {
        if self.taken.contains_key(name) {
            return false;
        }
        self.taken.insert(name.to_owned(), Holder { place: Some(place.clone()), wire: wire.to_owned() });
        true
    }

    fn collision(&self, name: &str, wire: &str, place: &Place, report: &mut Report) {
        let holder = &self.taken[name];
        // The request of an operation is named after its id, its method by a key of its own.
        let is_operation = is_operation(place);
        let what = if is_operation && self.what == "type" { "the request of operation" } else { self.what };
        let key = match (is_operation, self.what) {
            (true, "operation") => "`x-method`",
            (true, _) => "`operationId`",
            (false, "tag") => "name in `tags`",
            _ => "name with `x-name`",
        };
        if is_operation && self.what != "operation" && holder.wire == wire {
            return; // Two equal operation ids, which are reported as such.
        }
        match &holder.place {
            Some(other) => report
                .error("name-collision", place.clone(), format!("{what} `{wire}` and `{}` both become `{name}`", holder.wire))
                .also(other.clone(), "first used here")
                .help(format!("give one of them another {key}")),
            None => report
                .error(
                    "reserved-name",
                    place.clone(),
                    format!("{what} `{wire}` becomes `{name}`, which the generated code uses itself"),
                )
                .help(format!("give it another {key}")),
        };
    }
}

/// Whether a place is that of an operation: a method below a path.
fn is_operation(place: &Place) -> bool {
    let tokens: Vec<String> = place.tokens().collect();
    matches!(&tokens[..], [paths, _, method]
        if ["paths", "webhooks", "x-webhooks"].contains(&paths.as_str())
            && ["get", "put", "post", "delete", "options", "head", "patch", "trace"].contains(&method.as_str()))
}

/// Makes a keyword usable as an identifier.
fn keyword(name: String) -> String {
    if NEVER.contains(&name.as_str()) {
        format!("{name}_")
    } else if RAW.contains(&name.as_str()) {
        format!("r#{name}")
    } else {
        name
    }
}
