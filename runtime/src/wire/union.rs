//! Unions: an enum whose variants are told apart by a discriminator, by what they know of the value, by constants, by what
//! decodes without doubt and, last, by order.

use serde::Deserialize;
use serde::de::{Deserializer, Error as _};
use serde_json::value::RawValue;

use super::fit::{Fit, rank};
use super::json::{member, scalar, too_deep};
use super::shape::{Arm, Typed};
use super::state::{self, Nested, Notes, TOO_MUCH_WORK};

/// An enum read by [`union`]; implemented by `#[derive(ReadJson)]` only.
pub trait Union: Sized {
    /// The discriminator property; empty when there is none.
    const TAG: &'static str;
    /// The variants in order, without the last one that takes everything.
    const ARMS: &'static [Arm];

    /// Reads a variant; an index beyond [`ARMS`](Self::ARMS) is the variant that takes everything.
    ///
    /// # Errors
    ///
    /// When the text does not fit the variant.
    fn read(index: usize, text: &str) -> serde_json::Result<Self>;
}

/// Reads the content of a variant.
///
/// # Errors
///
/// When the text does not fit.
#[inline]
pub fn variant<T: Typed>(text: &str) -> serde_json::Result<T> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = T::read(&mut deserializer)?;
    deserializer.end()?;
    Ok(value)
}

/// Reads a union: the body of every `#[derive(ReadJson)]` of an enum.
///
/// # Errors
///
/// When the input is not JSON or nests too deep, or when telling the variants apart takes too much work (some thousand steps for
/// each byte). What fits no variant is no error: it is kept as it is.
pub fn union<'de, D: Deserializer<'de>, U: Union>(deserializer: D) -> Result<U, D::Error> {
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    let text = raw.get();
    let nested = Nested::enter(text.len());
    if nested.outermost && too_deep(text) {
        return Err(D::Error::custom("recursion limit exceeded"));
    }
    pick(text).map_err(D::Error::custom)
}

/// A variant that was read.
struct Candidate<U> {
    value: U,
    index: usize,
    fit: Fit,
    notes: Notes,
}

impl<U> Candidate<U> {
    /// Whether nothing speaks against it.
    fn is_clear(&self) -> bool {
        self.notes.doubts == 0 && self.notes.bent == 0
    }

    /// Whether a variant with this fit, which is no better, might still be preferred.
    fn may_lose_to(&self, fit: Fit) -> bool {
        fit == self.fit
            || (self.notes.bent > 0 && fit.is_sound())
            || (self.notes.forbidden > 0 && fit.constants > self.fit.constants)
    }

    /// Whether this variant, which ranks no better, is preferred.
    fn beats(&self, first: &Self) -> bool {
        if self.notes.bent != first.notes.bent {
            // Kinds tell variants apart: a number is no text where another variant takes a number.
            return self.notes.bent < first.notes.bent;
        }
        if self.fit == first.fit {
            return self.notes.doubts < first.notes.doubts;
        }
        // A constant decides where the better variant does not allow the value.
        self.notes.forbidden < first.notes.forbidden && self.fit.constants > first.fit.constants
    }
}

fn pick<U: Union>(text: &str) -> serde_json::Result<U> {
    let known = state::recall(U::ARMS, text);
    let named = if known.is_some() { Named::Several } else { named::<U>(text) };
    // Usual case: the discriminator names one variant and it decodes.
    let mut tried = None;
    if let Named::One(index) = named {
        let (value, notes) = attempt::<U>(index, text);
        match value {
            Ok(value) if notes.contradicted == 0 => {
                state::keep(notes);
                return Ok(value);
            }
            value => tried = Some((index, (value, notes))),
        }
    }
    let ranking = match (known, named) {
        (Some(known), _) => known.to_vec(),
        (None, Named::None) => Vec::new(),
        (None, _) => rank(U::TAG, U::ARMS, text).unwrap_or_default(),
    };
    let mut kept: Option<Candidate<U>> = None;
    let mut tries = 0;
    for (fit, index) in ranking {
        if kept.as_ref().is_some_and(|first| !first.may_lose_to(fit)) {
            continue;
        }
        tries += 1;
        let (value, notes) = match tried.take_if(|(first, _)| *first == index) {
            Some((_, attempt)) => attempt,
            None => attempt(index, text),
        };
        let Ok(value) = value else { continue };
        let candidate = Candidate { value, index, fit, notes };
        if kept.as_ref().is_none_or(|first| candidate.beats(first)) {
            kept = Some(candidate);
        }
        if kept.as_ref().is_some_and(Candidate::is_clear) {
            break;
        }
    }
    if state::is_exhausted() {
        return Err(serde_json::Error::custom(TOO_MUCH_WORK));
    }
    if tries > 1 || kept.is_none() {
        // The union around this one may read it again, once for each of its own variants: that must not multiply.
        state::remember(U::ARMS, text, &kept.iter().map(|kept| (kept.fit, kept.index)).collect());
    }
    if let Some(kept) = kept {
        state::keep(kept.notes);
        return Ok(kept.value);
    }
    state::forbidden();
    U::read(U::ARMS.len(), text)
}

/// The variants that the discriminator names.
#[derive(Clone, Copy)]
enum Named {
    /// No variant can be meant.
    None,
    One(usize),
    /// Several, or the discriminator does not say.
    Several,
}

fn named<U: Union>(text: &str) -> Named {
    if U::TAG.is_empty() {
        return Named::Several;
    }
    let Some(tag) = member(text, U::TAG).and_then(scalar) else { return Named::Several };
    let mut named = U::ARMS.iter().enumerate().filter(|(_, arm)| arm.tags.contains(&&*tag)).map(|(index, _)| index);
    match (named.next(), named.next()) {
        (Some(one), None) => Named::One(one),
        (None, _) if U::ARMS.iter().all(|arm| !arm.tags.is_empty()) => Named::None,
        _ => Named::Several,
    }
}

fn attempt<U: Union>(index: usize, text: &str) -> (serde_json::Result<U>, Notes) {
    if !state::work(text.len()) {
        return (Err(serde_json::Error::custom(TOO_MUCH_WORK)), Notes::default());
    }
    state::noted(|| U::read(index, text))
}
