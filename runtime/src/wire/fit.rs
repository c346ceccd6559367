//! How well a JSON text fits a [`Shape`].

use super::scan::{Json, parse, scalar};
use super::shape::{Arm, Object, Shape};

/// A score; larger is better. Scores of different JSON kinds are never compared.
pub(crate) type Score = u32;

const ANY: Score = 1;
const UNKNOWN_ENUM: Score = 2;
const KIND: Score = 3;
const PRECISE: Score = 4;
const KNOWN_ENUM: Score = 5;
const PER_KEY: Score = 16;
const COMPLETE: Score = 1 << 16;
pub(super) const PER_TAG: Score = 1 << 20;

/// Only so many elements of an array or values of a map are looked at.
const SAMPLE: usize = 64;

/// Score of an element of a list or map; a union takes anything there, if only as unknown.
fn element(shape: Shape, text: &str) -> Option<Score> {
    let score = score(shape, &parse(text)?, text);
    if score.is_none() && is_union(shape) { Some(0) } else { score }
}

fn is_union(shape: Shape) -> bool {
    match shape {
        Shape::Union(..) => true,
        Shape::Nullable(inner) => is_union(inner()),
        _ => false,
    }
}

/// Score of an already scanned text.
pub(crate) fn score(shape: Shape, json: &Json<'_>, text: &str) -> Option<Score> {
    match (shape, json) {
        (Shape::Any, _) => Some(ANY),
        (Shape::Nullable(_) | Shape::Null, Json::Null)
        | (Shape::Bool, Json::Bool)
        | (Shape::Text, Json::Text(_))
        | (Shape::Number, Json::Number(_)) => Some(KIND),
        (Shape::Nullable(inner), _) => score(inner(), json, text),
        (Shape::Integer, Json::Number(number)) => integer(number).then_some(PRECISE),
        (Shape::IntEnum(known), Json::Number(number)) => {
            integer(number).then(|| if number.parse().is_ok_and(known) { KNOWN_ENUM } else { UNKNOWN_ENUM })
        }
        (Shape::Format(valid), Json::Text(text)) => valid(text).then_some(PRECISE),
        (Shape::TextEnum(known), Json::Text(text)) => Some(if known(text) { KNOWN_ENUM } else { UNKNOWN_ENUM }),
        (Shape::Array(item), Json::Array(items)) => least(items.iter().map(|text| element(item(), text))),
        (Shape::Tuple(shapes), Json::Array(items)) if shapes.len() == items.len() => {
            least(shapes.iter().zip(items).map(|(shape, text)| element(shape(), text))).map(|score| score + 1)
        }
        (Shape::Map(item), Json::Object(entries)) => least(entries.iter().map(|(_, text)| element(item(), text))).map(|_| KIND),
        (Shape::Object(object), Json::Object(entries)) => fields(object, entries),
        (Shape::Union(tag, arms), _) => union(tag, arms, json, text),
        _ => None,
    }
}

fn integer(number: &str) -> bool {
    number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
}

/// The worst of all scores; an empty list fits anything.
fn least(scores: impl Iterator<Item = Option<Score>>) -> Option<Score> {
    let mut least = None;
    for score in scores.take(SAMPLE) {
        let score = score?;
        least = Some(least.map_or(score, |least: Score| least.min(score)));
    }
    Some(least.unwrap_or(KIND))
}

fn fields(object: &Object, entries: &[(std::borrow::Cow<'_, str>, &str)]) -> Option<Score> {
    let has = |key: &str| entries.iter().any(|(name, _)| name == key);
    if !object.need.iter().all(|&at| has(object.keys[at as usize])) {
        return None;
    }
    let mut score = KIND + COMPLETE;
    for &(tag, wanted) in object.tags {
        match entries.iter().find(|(name, _)| name == tag) {
            Some((_, value)) if scalar(value) != scalar(wanted) => return None,
            Some(_) => score = score.saturating_add(PER_TAG),
            // No reason to refuse: servers leave a constant out where the place says enough. What lacks none fits better.
            None => score &= !COMPLETE,
        }
    }
    for (name, _) in entries {
        if object.keys.iter().any(|key| key == name) {
            score = score.saturating_add(PER_KEY);
        } else if object.closed && object.tag(name).is_none() {
            return None;
        }
    }
    Some(score)
}

/// The best variant of a union inside a union; what fits none of them would be kept as unknown, which is the weakest fit.
fn union(tag: &str, arms: &[Arm], json: &Json<'_>, text: &str) -> Option<Score> {
    if let (false, Json::Object(entries)) = (tag.is_empty(), json)
        && let Some((_, value)) = entries.iter().find(|(name, _)| name == tag)
        && let Some(value) = scalar(value)
        && arms.iter().any(|arm| arm.tags.iter().any(|known| *known == value))
    {
        let known = arms.iter().filter(|arm| arm.tags.iter().any(|known| *known == value));
        let best = known.filter_map(|arm| score((arm.shape)(), json, text)).max();
        return Some(best.unwrap_or(KIND).saturating_add(PER_TAG));
    }
    arms.iter().filter_map(|arm| score((arm.shape)(), json, text)).max()
}
