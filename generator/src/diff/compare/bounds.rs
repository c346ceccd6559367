//! Bounds, patterns and what else narrows a scalar or the size of an array.

use super::super::code::Code;
use super::super::fact::Fact;
use super::super::graph::PairId;
use super::super::text::Sentence;
use super::super::view::View;
use super::Comparer;
use super::types::Types;
use serde_json::Value;

/// A bound of numbers.
#[derive(Clone, Copy, PartialEq)]
struct Bound {
    value: f64,
    exclusive: bool,
}

/// The keys that bound a size from below and from above, with what is counted.
const SIZES: [(&str, &str, &str); 4] = [
    ("minLength", "maxLength", "characters"),
    ("minItems", "maxItems", "items"),
    ("minProperties", "maxProperties", "properties"),
    ("minContains", "maxContains", "matching items"),
];

/// Patterns that any text matches.
const ANYTHING: [&str; 4] = [".*", "^.*$", "^.*", ".*$"];

impl<'o, 'n> Comparer<'o, 'n> {
    /// Compares the bounds of two schemas.
    pub(super) fn bounds(&mut self, pair: PairId, old: &View<'o>, new: &View<'n>) {
        let integer = Types::of(old).is_integer() && Types::of(new).is_integer();
        let (was, is) = (number(old, true, integer), number(new, true, integer));
        self.bound(pair, old, new, was, is, ("minimum", "exclusiveMinimum"), "", true);
        let (was, is) = (number(old, false, integer), number(new, false, integer));
        self.bound(pair, old, new, was, is, ("maximum", "exclusiveMaximum"), "", false);
        for (least, most, what) in SIZES {
            let was = size(old, least, true).filter(|size| size.value > 0.0);
            let is = size(new, least, true).filter(|size| size.value > 0.0);
            self.bound(pair, old, new, was, is, (least, least), what, true);
            self.bound(pair, old, new, size(old, most, false), size(new, most, false), (most, most), what, false);
        }
        self.multiple_of(pair, old, new);
        self.pattern(pair, old, new);
        self.unique(pair, old, new);
    }

    #[expect(clippy::too_many_arguments, reason = "one call compares one bound")]
    fn bound(
        &mut self,
        pair: PairId,
        old: &View<'o>,
        new: &View<'n>,
        was: Option<Bound>,
        is: Option<Bound>,
        keys: (&str, &str),
        what: &str,
        lower: bool,
    ) {
        let words = |bound: Bound| {
            let sign = match (lower, bound.exclusive) {
                (true, false) => "at least ",
                (true, true) => "more than ",
                (false, false) => "at most ",
                (false, true) => "less than ",
            };
            let count = bound.value.to_string();
            let unit = match (what, count.as_str()) {
                ("", _) => String::new(),
                ("properties", "1") => " property".to_owned(),
                (_, "1") => format!(" {}", what.trim_end_matches('s')),
                _ => format!(" {what}"),
            };
            format!("{sign}{count}{unit}")
        };
        let (code, text) = match (was, is) {
            (None, Some(is)) => {
                let code = if lower { Code::LowerBoundSet } else { Code::UpperBoundSet };
                (code, Sentence::new().say(&format!("now {}", words(is))))
            }
            (Some(was), None) => {
                let code = if lower { Code::LowerBoundDropped } else { Code::UpperBoundDropped };
                (code, Sentence::new().say(&format!("no longer {}", words(was))))
            }
            (Some(was), Some(is)) if was != is => {
                let tighter = tighter(was, is, lower);
                let code = match (lower, tighter) {
                    (true, true) => Code::LowerBoundRaised,
                    (true, false) => Code::LowerBoundLowered,
                    (false, true) => Code::UpperBoundLowered,
                    (false, false) => Code::UpperBoundRaised,
                };
                (code, Sentence::new().say(&format!("{}, was {}", words(is), words(was))))
            }
            _ => return,
        };
        let key = |view: &View<'_>| if view.value(keys.0).is_some() { keys.0.to_owned() } else { keys.1.to_owned() };
        let at = |view: &View<'_>| view.get(&key(view)).map_or_else(|| view.node().place(), |node| node.place());
        self.fact(pair, Fact::new(code, text).places(Some(at(old)), Some(at(new))));
    }

    fn multiple_of(&mut self, pair: PairId, old: &View<'o>, new: &View<'n>) {
        // Every whole number is a multiple of 1 and of 0.5.
        let says = |view: &View<'_>, of: &f64| !(Types::of(view).is_integer() && *of != 0.0 && (1.0 / of).fract() == 0.0);
        let read = |view: &View<'_>| view.values("multipleOf").filter_map(|(_, value)| value.as_f64()).find(|of| says(view, of));
        let (code, text) = match (read(old), read(new)) {
            (None, Some(is)) => (Code::MultipleOfAdded, format!("now a multiple of {is}")),
            (Some(was), None) => (Code::MultipleOfRemoved, format!("no longer a multiple of {was}")),
            (Some(was), Some(is)) if was.to_bits() != is.to_bits() => {
                let code = if is != 0.0 && (was / is).fract() == 0.0 { Code::MultipleOfRemoved } else { Code::MultipleOfChanged };
                (code, format!("a multiple of {is}, was {was}"))
            }
            _ => return,
        };
        self.fact(pair, Fact::new(code, Sentence::new().say(&text)).between(old.node(), new.node(), "multipleOf"));
    }

    fn pattern(&mut self, pair: PairId, old: &View<'o>, new: &View<'n>) {
        let read = |view: &View<'_>| -> Option<String> {
            let all: Vec<&str> =
                view.values("pattern").filter_map(|(_, value)| value.as_str()).filter(|text| !ANYTHING.contains(text)).collect();
            if all.is_empty() { None } else { Some(all.join(" and ")) }
        };
        let says_anything = new.string("pattern").is_some_and(|text| ANYTHING.contains(&text));
        let (code, text) = match (read(old), read(new)) {
            (None, Some(is)) => (Code::PatternAdded, Sentence::new().say("now matches ").name(is)),
            (Some(was), None) if says_anything => {
                (Code::PatternWidened, Sentence::new().say("matches any string, was ").name(was))
            }
            (Some(was), None) => (Code::PatternRemoved, Sentence::new().say("no longer matches ").name(was)),
            (Some(was), Some(is)) if was != is => {
                (Code::PatternChanged, Sentence::new().say("matches ").name(is).say(", was ").name(was))
            }
            _ => return,
        };
        self.fact(pair, Fact::new(code, text).between(old.node(), new.node(), "pattern"));
    }

    fn unique(&mut self, pair: PairId, old: &View<'o>, new: &View<'n>) {
        let (code, words) = match (old.flag("uniqueItems"), new.flag("uniqueItems")) {
            (false, true) => (Code::UniqueItemsRequired, "items must differ from each other"),
            (true, false) => (Code::UniqueItemsDropped, "items may be equal"),
            _ => return,
        };
        self.fact(pair, Fact::new(code, Sentence::new().say(words)).between(old.node(), new.node(), "uniqueItems"));
    }
}

/// Whether a bound lets less through than before.
fn tighter(was: Bound, is: Bound, lower: bool) -> bool {
    match is.value.partial_cmp(&was.value) {
        Some(std::cmp::Ordering::Equal) | None => is.exclusive,
        Some(std::cmp::Ordering::Greater) => lower,
        Some(std::cmp::Ordering::Less) => !lower,
    }
}

/// The tightest bound of numbers. `exclusiveMinimum: true` is OpenAPI 3.0, a number is 3.1.
fn number(view: &View<'_>, lower: bool, integer: bool) -> Option<Bound> {
    let (key, exclusive_key) = if lower { ("minimum", "exclusiveMinimum") } else { ("maximum", "exclusiveMaximum") };
    let mut found: Option<Bound> = None;
    let mut take = |bound: Bound| {
        // Among whole numbers "more than 0" is "at least 1", and so is "at least 0.5".
        let bound = match (integer, bound.exclusive, lower) {
            (false, ..) => bound,
            (true, true, true) => Bound { value: bound.value.floor() + 1.0, exclusive: false },
            (true, true, false) => Bound { value: bound.value.ceil() - 1.0, exclusive: false },
            (true, false, true) => Bound { value: bound.value.ceil(), exclusive: false },
            (true, false, false) => Bound { value: bound.value.floor(), exclusive: false },
        };
        if found.is_none_or(|known| known != bound && tighter(known, bound, lower)) {
            found = Some(bound);
        }
    };
    for part in &view.parts {
        let exclusive = part.value.get(exclusive_key);
        if let Some(value) = part.value.get(key).and_then(Value::as_f64) {
            take(Bound { value, exclusive: exclusive == Some(&Value::Bool(true)) });
        }
        if let Some(value) = exclusive.and_then(Value::as_f64) {
            take(Bound { value, exclusive: true });
        }
    }
    found
}

fn size(view: &View<'_>, key: &str, lower: bool) -> Option<Bound> {
    let all = view.values(key).filter_map(|(_, value)| value.as_f64());
    let value = if lower {
        all.fold(None, |best: Option<f64>, one| Some(best.map_or(one, |best| best.max(one))))
    } else {
        all.fold(None, |best: Option<f64>, one| Some(best.map_or(one, |best| best.min(one))))
    };
    value.map(|value| Bound { value, exclusive: false })
}
