//! `type`, `format` and `nullable`.

use super::super::code::Code;
use super::super::fact::Fact;
use super::super::graph::{PairId, Step};
use super::super::text::Sentence;
use super::super::view::{Says, View};
use super::Comparer;
use crate::location::Report;
use serde_json::Value;

/// A set of JSON types, without `null`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Types(u8);

const NAMES: [&str; 6] = ["boolean", "integer", "number", "string", "array", "object"];
const INTEGER: u8 = 1 << 1;
const NUMBER: u8 = 1 << 2;
const STRING: u8 = 1 << 3;
const ARRAY: u8 = 1 << 4;
const OBJECT: u8 = 1 << 5;

impl Types {
    const ANY: Self = Self(0b11_1111);

    /// The types that all parts of a schema take: those it states, else those of the values it lists.
    pub(super) fn of(view: &View<'_>) -> Self {
        let mut all = Self::ANY.0;
        for part in &view.parts {
            match part.value {
                Value::Bool(false) => all = 0,
                value => all &= value.get("type").map_or(Self::ANY.0, stated_types),
            }
        }
        if Self(all).is_any() {
            for part in &view.parts {
                all &= part.listed_values().map_or(Self::ANY.0, |values| values.map(type_of).fold(0, |all, one| all | one));
            }
        }
        Self(all)
    }

    /// The types that a schema takes, those of the members of its unions included.
    fn with_members(view: &View<'_>, depth: u8, report: &mut Report) -> Self {
        let mut all = Self::of(view);
        for list in ["oneOf", "anyOf"].into_iter().flat_map(|key| view.unions(key)) {
            let members = list.items().map(|member| {
                let member = View::of(&member, report);
                if depth == 0 { Self::of(&member).0 } else { Self::with_members(&member, depth - 1, report).0 }
            });
            all.0 &= members.fold(0, |all, one| all | one);
        }
        all
    }

    pub(super) fn is_any(self) -> bool {
        self == Self::ANY
    }

    pub(super) fn allows(self, name: &str) -> bool {
        NAMES.iter().position(|known| *known == name).is_some_and(|bit| self.0 & (1 << bit) != 0)
    }

    /// Only whole numbers, so that bounds can be compared as such.
    pub(super) fn is_integer(self) -> bool {
        self.0 == INTEGER
    }

    pub(super) fn overlaps(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    fn within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    pub(super) fn scalar(self) -> bool {
        self.0 & (ARRAY | OBJECT) == 0
    }

    fn words(self) -> String {
        if self.is_any() {
            return "any".to_owned();
        }
        // A number is not shown as "integer or number".
        let shown = if self.0 & NUMBER != 0 { self.0 & !INTEGER } else { self.0 };
        let names: Vec<&str> = (0..NAMES.len()).filter(|bit| shown & (1 << bit) != 0).map(|bit| NAMES[bit]).collect();
        if names.is_empty() { "nothing".to_owned() } else { names.join(" or ") }
    }
}

/// Depth to which unions in unions are looked into for their types.
const UNION_DEPTH: u8 = 4;

fn type_of(value: &Value) -> u8 {
    match value {
        Value::Null => 0,
        Value::Bool(_) => 1,
        Value::Number(number) if number.as_f64().is_some_and(|number| number.fract() == 0.0) => INTEGER,
        Value::Number(_) => NUMBER,
        Value::String(_) => STRING,
        Value::Array(_) => ARRAY,
        Value::Object(_) => OBJECT,
    }
}

fn stated_types(stated: &Value) -> u8 {
    let bits = |name: &Value| match name.as_str() {
        Some("number") => NUMBER | INTEGER,
        Some("null") => 0,
        // `file` of Swagger 2.0 is a string.
        Some("file") => STRING,
        Some(name) => NAMES.iter().position(|known| *known == name).map_or(Types::ANY.0, |bit| 1 << bit),
        None => Types::ANY.0,
    };
    match stated {
        Value::Array(list) => list.iter().map(bits).fold(0, |all, one| all | one),
        one => bits(one),
    }
}

/// How the new type lies to the old one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Relation {
    Same,
    Wider,
    Narrower,
    Other,
}

impl Relation {
    fn code(self) -> Option<Code> {
        match self {
            Self::Same => None,
            Self::Wider => Some(Code::TypeWidened),
            Self::Narrower => Some(Code::TypeNarrowed),
            Self::Other => Some(Code::TypeChanged),
        }
    }

    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Same, one) | (one, Self::Same) => one,
            (a, b) if a == b => a,
            _ => Self::Other,
        }
    }
}

fn relation(old: Types, new: Types) -> Relation {
    match (old.within(new), new.within(old)) {
        (true, true) => Relation::Same,
        (true, false) => Relation::Wider,
        (false, true) => Relation::Narrower,
        (false, false) => Relation::Other,
    }
}

fn format_relation(old: Option<&str>, new: Option<&str>) -> Relation {
    const WIDER: [(&str, &str); 4] = [("int32", "int64"), ("float", "double"), ("int32", "bigint"), ("int64", "bigint")];
    match (old, new) {
        (old, new) if old == new => Relation::Same,
        (Some(_), None) => Relation::Wider,
        (None, Some(_)) => Relation::Narrower,
        (Some(old), Some(new)) if WIDER.contains(&(old, new)) => Relation::Wider,
        (Some(old), Some(new)) if WIDER.contains(&(new, old)) => Relation::Narrower,
        _ => Relation::Other,
    }
}

impl<'o, 'n> Comparer<'o, 'n> {
    /// Compares types and formats. Answers whether what is below can be compared.
    pub(super) fn types(&mut self, pair: PairId, old: &View<'o>, new: &View<'n>) -> bool {
        let (mut was, mut is) = (Types::of(old), Types::of(new));
        // A union against a single schema: its members say what it takes. Two unions are compared member by member.
        if old.is_union() != new.is_union() {
            was = Types::with_members(old, UNION_DEPTH, &mut self.old_report);
            is = Types::with_members(new, UNION_DEPTH, &mut self.new_report);
        }
        // Values that are listed on both sides tell themselves what is new or gone.
        if was != is && was.overlaps(is) && !old.says("type") && !new.says("type") && lists(old) && lists(new) {
            return true;
        }
        // Formats say something about one type; with another one they are no change of their own.
        let formats = (format_of(old, was), format_of(new, is));
        let formats = (
            formats.0.or(formats.1.filter(|format| says_format(old, format))),
            formats.1.or(formats.0.filter(|format| says_format(new, format))),
        );
        let by_type = relation(was, is);
        let by_format = if by_type == Relation::Same { format_relation(formats.0, formats.1) } else { Relation::Same };
        let whole = by_type.and(by_format);
        let Some(code) = whole.code() else { return true };
        let key = if by_type == Relation::Same { "format" } else { "type" };
        let show = |types: Types, format: Option<&str>| match format {
            Some(format) if key == "format" => format!("{} ({format})", types.words()),
            _ => types.words(),
        };
        let text = Sentence::new().say("the type is ").name(show(is, formats.1)).say(", was ").name(show(was, formats.0));
        let mut fact = Fact::new(code, text).between(old.node(), new.node(), key);
        let as_text = self.text_relation(old, new, was, is, whole);
        fact.as_text = as_text.code();
        fact.same_text = as_text == Relation::Same;
        self.fact(pair, fact);
        // One value is an array of one element, so that it has to be an element.
        if as_text == Relation::Wider
            && is.0 == ARRAY
            && !was.overlaps(is)
            && let Some(items) = new.child("items", &mut self.new_report)
        {
            self.below(pair, old.clone(), items, "[]", Step::default());
        }
        was.overlaps(is)
    }

    /// The relation where values are sent as strings: any string takes every number, and one element is an array.
    fn text_relation(&mut self, old: &View<'o>, new: &View<'n>, was: Types, is: Types, whole: Relation) -> Relation {
        // A string that may be any takes the text of every other value.
        let takes_all = |types: Types, view: &View<'_>| types.scalar() && types.0 & STRING != 0 && is_free(view);
        if takes_all(was, old) && takes_all(is, new) {
            return Relation::Same;
        }
        if whole != Relation::Other && !(was.scalar() ^ is.scalar()) {
            return whole;
        }
        if was.scalar() && is.0 == ARRAY {
            let takes_one = new.values("minItems").all(|(_, least)| least.as_f64().is_some_and(|least| least <= 1.0));
            return if takes_one { Relation::Wider } else { Relation::Other };
        }
        if is.scalar() && was.0 == ARRAY {
            let free = old.child("items", &mut self.old_report).is_none_or(|items| takes_text(&items, is));
            return if free { Relation::Narrower } else { Relation::Other };
        }
        if was.scalar() && takes_all(is, new) {
            return Relation::Wider;
        }
        if is.scalar() && takes_all(was, old) {
            return Relation::Narrower;
        }
        whole
    }

    /// Compares whether `null` is a value.
    pub(super) fn nullable(&mut self, pair: PairId, old: &View<'o>, new: &View<'n>) {
        // Without a word about it everything is a value; the type tells then that `null` is none any more.
        if old.says_nothing() || new.says_nothing() {
            return;
        }
        let was = takes_null(old, UNION_DEPTH, &mut self.old_report);
        let is = takes_null(new, UNION_DEPTH, &mut self.new_report);
        let (code, words) = match (was, is) {
            (Some(false), Some(true)) => (Code::BecameNullable, "it may be null"),
            (None, Some(true)) if new.nullable || new.flag("nullable") => (Code::BecameNullable, "it may be null"),
            (Some(true), Some(false)) => (Code::BecameNotNullable, "it may no longer be null"),
            (Some(true), None) if old.nullable || old.flag("nullable") => (Code::BecameNotNullable, "it may no longer be null"),
            _ => return,
        };
        let key = if old.flag("nullable") || new.flag("nullable") { "nullable" } else { "type" };
        self.fact(pair, Fact::new(code, Sentence::new().say(words)).between(old.node(), new.node(), key));
    }
}

/// Whether `null` is a value, as far as a schema and the members of its unions say it.
fn takes_null(view: &View<'_>, depth: u8, report: &mut Report) -> Option<bool> {
    let own = view.takes_null();
    if view.nullable || view.flag("nullable") || own == Some(false) || depth == 0 {
        return own;
    }
    let mut all = own;
    for list in ["oneOf", "anyOf"].into_iter().flat_map(|key| view.unions(key)) {
        let says = list.items().map(|member| {
            let member = View::of(&member, report);
            takes_null(&member, depth - 1, report).or(if member.says_nothing() { None } else { Some(false) })
        });
        // One member that takes it is enough, and each union has to have one.
        let says: Vec<Option<bool>> = says.collect();
        let here = if says.contains(&Some(true)) {
            Some(true)
        } else if says.contains(&None) {
            None
        } else {
            Some(false)
        };
        all = match (all, here) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), _) | (_, Some(true)) => Some(true),
            (None, None) => None,
        };
    }
    all
}

fn lists(view: &View<'_>) -> bool {
    view.parts.iter().any(|part| part.listed_values().is_some())
}

fn format_of<'d>(view: &View<'d>, types: Types) -> Option<&'d str> {
    // `format: string` on a string says nothing.
    view.string("format").filter(|format| !(types.0.is_power_of_two() && types.allows(format)))
}

/// Whether a schema of 3.1 says what 3.0 says by `format: byte` or `format: binary`.
fn says_format(view: &View<'_>, format: &str) -> bool {
    CONTENT.iter().any(|(key, value, meant)| *meant == format && view.string(key) == Some(value))
}

/// Whether two schemas say the same by a key of 3.1 and by a format of 3.0.
pub(super) fn same_content(old: &View<'_>, new: &View<'_>, key: &str) -> bool {
    let says = |one: &View<'_>, other: &View<'_>, (name, value, format): &(&str, &str, &str)| {
        *name == key && one.string(key) == Some(value) && other.string("format") == Some(format) && !other.says(key)
    };
    CONTENT.iter().any(|entry| says(old, new, entry) || says(new, old, entry))
}

/// Keys of 3.1 with the value that a format of 3.0 stands for.
const CONTENT: [(&str, &str, &str); 2] =
    [("contentEncoding", "base64", "byte"), ("contentMediaType", "application/octet-stream", "binary")];

/// Whether any text of these types is an element.
fn takes_text(items: &View<'_>, types: Types) -> bool {
    let taken = Types::of(items);
    is_free(items) && (taken.0 & STRING != 0 || types.within(taken))
}

/// Whether nothing but its type restricts a value.
fn is_free(view: &View<'_>) -> bool {
    const LIMITS: [&str; 12] = [
        "enum",
        "const",
        "pattern",
        "format",
        "minLength",
        "maxLength",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
        "not",
    ];
    LIMITS.iter().all(|key| view.value(key).is_none())
}
