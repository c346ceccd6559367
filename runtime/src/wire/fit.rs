//! How well a JSON text fits a [`Shape`].

use std::borrow::Cow;
use std::cmp::Reverse;

use super::json::{RawJson, parse, same, scalar};
use super::number;
use super::shape::{Arm, Object, Shape};
use super::state::{Doing, Once, Ranking, recall, remember, work};

/// How well a text fits; larger is better. The fields decide in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Fit {
    pub grade: Grade,
    /// Keys of the value that are known by name, constants included: one of them is worth no more than another.
    known: u32,
    /// Keys that would not be kept.
    lost: Reverse<u32>,
    /// Constants and discriminators that agree.
    pub constants: u32,
    /// Whether no constant is missing, and a tuple has the length of the list.
    complete: bool,
}

/// The kinds of fit, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Grade {
    /// A union of which no variant fits: the value would be kept as unknown.
    Unknown,
    /// An object of whose keys none is known.
    Blank,
    /// An object with some known keys, of which none is required or constant, and keys that would be lost.
    Partial,
    /// Any JSON.
    Any,
    /// An enum that does not know the value.
    UnknownEnum,
    /// An object that keeps all keys and knows none, such as a map.
    Keeps,
    /// An object with what is required of it or with an agreeing constant, and keys that would be lost or are not known.
    Sure,
    /// A value of the right kind.
    Kind,
    /// A value of the right kind and form.
    Precise,
    /// An enum that knows the value.
    KnownEnum,
    /// An object that knows every key.
    Full,
}

impl Fit {
    const fn of(grade: Grade) -> Self {
        Self { grade, known: 0, lost: Reverse(0), constants: 0, complete: false }
    }

    /// Whether nothing of the value would be lost, or only what the variant has no name for although it is sure of the rest.
    pub(crate) fn is_sound(self) -> bool {
        self.grade >= Grade::Any
    }
}

/// Only so many elements of an array or values of a map are looked at.
const SAMPLE: usize = 64;

/// Fit of an element of an array or map; a union takes anything there, if only as unknown.
fn element(shape: Shape, text: &str) -> Option<Fit> {
    let fit = match inner_union(shape) {
        // Not parsed here: the same text may have been ranked before.
        Some((tag, arms)) if text != "null" => nested(tag, arms, text),
        _ => work(text.len()).then(|| parse(text)).flatten().and_then(|json| fit(shape, &json, text)),
    };
    if fit.is_none() && inner_union(shape).is_some() { Some(Fit::of(Grade::Unknown)) } else { fit }
}

fn inner_union(shape: Shape) -> Option<(&'static str, &'static [Arm])> {
    match shape {
        Shape::Union(tag, arms) => Some((tag, arms)),
        Shape::Nullable(inner) => inner_union(inner()),
        _ => None,
    }
}

/// Fit of a text that was parsed.
pub(crate) fn fit(shape: Shape, json: &RawJson<'_>, text: &str) -> Option<Fit> {
    let grade = match (shape, json) {
        (Shape::Any, _) => Grade::Any,
        (Shape::Nullable(_) | Shape::Null, RawJson::Null)
        | (Shape::Bool, RawJson::Bool)
        | (Shape::Text, RawJson::String(_))
        | (Shape::Number, RawJson::Number(_)) => Grade::Kind,
        (Shape::Nullable(inner), _) => return fit(inner(), json, text),
        (Shape::Integer, RawJson::Number(number)) => number::integer(number).map(|_| Grade::Precise)?,
        (Shape::IntEnum(known), RawJson::Number(number)) => {
            let number = number::integer(number)?;
            if i64::try_from(number).is_ok_and(known) { Grade::KnownEnum } else { Grade::UnknownEnum }
        }
        (Shape::Format(valid), RawJson::String(text)) => valid(text).then_some(Grade::Precise)?,
        (Shape::TextEnum(known), RawJson::String(text)) => {
            if known(text) {
                Grade::KnownEnum
            } else {
                Grade::UnknownEnum
            }
        }
        (Shape::Array(item), RawJson::Array(items)) => return least(items.iter().map(|raw| element(item(), raw.get()))),
        (Shape::Tuple(shapes), RawJson::Array(items)) if shapes.len() == items.len() => {
            let least = least(shapes.iter().zip(items).map(|(shape, raw)| element(shape(), raw.get())))?;
            return Some(Fit { complete: true, ..least });
        }
        (Shape::Map(item), RawJson::Object(entries)) => {
            least(entries.iter().map(|(_, text)| element(item(), text)))?;
            if entries.is_empty() { Grade::Kind } else { Grade::Keeps }
        }
        (Shape::Object(object), RawJson::Object(entries)) => return fields(object, entries, None),
        (Shape::Union(tag, arms), _) => return nested(tag, arms, text),
        _ => return None,
    };
    Some(Fit::of(grade))
}

/// The worst of all; an empty list fits anything.
fn least(fits: impl Iterator<Item = Option<Fit>>) -> Option<Fit> {
    let mut least = None;
    for fit in fits.take(SAMPLE) {
        let fit = fit?;
        least = Some(least.map_or(fit, |least: Fit| least.min(fit)));
    }
    Some(least.unwrap_or(Fit::of(Grade::Kind)))
}

/// Fit of an object. With a `discriminator` that chose it, its value and keys that are not allowed are no reason to refuse.
fn fields(object: &Object, entries: &[(Cow<'_, str>, &str)], discriminator: Option<&str>) -> Option<Fit> {
    if !work(entries.len() * (object.keys.len() + object.tags.len())) {
        return None;
    }
    let has = |key: &str| entries.iter().any(|(name, _)| name == key);
    if !object.need.iter().all(|&at| has(object.keys[at as usize])) {
        return None;
    }
    let mut found = Fit { complete: true, ..Fit::of(Grade::Full) };
    for &(tag, wanted) in object.tags {
        match entries.iter().find(|(name, _)| name == tag) {
            Some((_, value)) if same(value, wanted) => found.constants += 1,
            Some(_) if discriminator == Some(tag) => {}
            // What is read would not be what came.
            Some(_) => return None,
            // No reason to refuse: servers leave a constant out where the place says enough. What lacks none fits better.
            None => found.complete = false,
        }
    }
    let mut unknown = 0;
    for (name, _) in entries {
        if object.keys.iter().any(|key| key == name) || object.tag(name).is_some() {
            found.known += 1;
        } else if object.closed && discriminator.is_none() {
            return None;
        } else {
            unknown += 1;
        }
    }
    if unknown > 0 {
        let sure = !object.need.is_empty() || found.constants > 0 || discriminator.is_some();
        found.grade = match (sure, object.extra) {
            (true, _) => Grade::Sure,
            (false, true) => Grade::Keeps,
            (false, false) if found.known == 0 => Grade::Blank,
            (false, false) => Grade::Partial,
        };
        found.lost = Reverse(if object.extra { 0 } else { unknown });
    }
    Some(found)
}

/// The fit of the best variant of a union inside the one that is ranked.
fn nested(tag: &str, arms: &'static [Arm], text: &str) -> Option<Fit> {
    let ranking = if let Some(ranking) = recall(arms, text) {
        ranking
    } else {
        let ranking: Ranking = rank(tag, arms, text)?.into();
        // It is asked for again when it is read, and by every other variant that has it. Scalars are ranked as fast as found.
        if text.starts_with(['[', '{']) {
            remember(arms, text, &ranking);
        }
        ranking
    };
    ranking.first().map(|(fit, _)| *fit)
}

/// The variants that may fit, best first, equally good ones in their order; those that the discriminator names come before all
/// others. `None` when the text is not JSON, the work limit is reached, or the union is ranked for this text already.
pub(crate) fn rank(tag: &str, arms: &'static [Arm], text: &str) -> Option<Vec<(Fit, usize)>> {
    if !work(text.len()) {
        return None;
    }
    let _once = Once::enter(Doing::Ranking, arms, text)?;
    let json = parse(text)?;
    let value = match &json {
        RawJson::Object(entries) if !tag.is_empty() => {
            entries.iter().find(|(name, _)| name == tag).and_then(|(_, value)| scalar(value))
        }
        _ => None,
    };
    let mut ranked: Vec<(Fit, usize)> = Vec::new();
    let mut named = 0;
    if let Some(value) = &value {
        for (index, arm) in arms.iter().enumerate().filter(|(_, arm)| arm.tags.iter().any(|known| known == value)) {
            let found = match ((arm.shape)(), &json) {
                (Shape::Object(object), RawJson::Object(entries)) => fields(object, entries, Some(tag)),
                (shape, _) => fit(shape, &json, text),
            };
            ranked.extend(found.map(|found| (Fit { constants: found.constants + 1, ..found }, index)));
        }
        named = ranked.len();
        ranked.sort_by_key(|&(fit, _)| Reverse(fit));
    }
    // With a discriminator in the text, variants of another value of it are out.
    for (index, arm) in arms.iter().enumerate().filter(|(_, arm)| value.is_none() || arm.tags.is_empty()) {
        ranked.extend(fit((arm.shape)(), &json, text).map(|fit| (fit, index)));
    }
    ranked[named..].sort_by_key(|&(fit, _)| Reverse(fit));
    Some(ranked)
}
