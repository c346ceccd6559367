//! Unions: an enum whose variants are told apart by a discriminator, by what they know of the value, by constants, by what
//! decodes without doubt and, last, by order.

use std::cell::{Cell, RefCell};

use serde::Deserialize;
use serde::de::{Deserializer, Error as _};
use serde_json::value::RawValue;

use super::fit::{Fit, rank};
use super::json::{member, scalar, too_deep};
use super::shape::{Arm, Typed};
use super::state::{self, Doing, Nested, Notes, Once, TOO_MUCH_WORK};

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
    // Only a union that is the whole text: a known event in it is one, and must not become an unknown one.
    let strict = nested.outermost && DELIVERY.get() == text.len();
    pick(text, strict).map_err(D::Error::custom)
}

thread_local! {
    /// The length of the delivery that is being read, 0 for none.
    static DELIVERY: Cell<usize> = const { Cell::new(0) };
    /// Why the variant that a delivery names does not fit.
    static MISFIT: RefCell<Option<serde_json::Error>> = const { RefCell::new(None) };
}

/// Reads a text of which a variant that is named but does not fit is an error, and not a value that no variant fits.
///
/// # Errors
///
/// As [`union`], and the reason why the named variant does not fit.
pub(super) fn named<T>(text: &str, read: impl FnOnce() -> serde_json::Result<T>) -> serde_json::Result<T> {
    MISFIT.set(None);
    DELIVERY.set(text.trim_ascii().len());
    let result = read();
    DELIVERY.set(0);
    match MISFIT.take() {
        Some(misfit) => Err(misfit),
        None => result,
    }
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
            // Kinds tell variants apart: a number is no string where another variant takes a number.
            return self.notes.bent < first.notes.bent;
        }
        if self.fit == first.fit {
            return self.notes.doubts < first.notes.doubts;
        }
        // A constant decides where the better variant does not allow the value.
        self.notes.forbidden < first.notes.forbidden && self.fit.constants > first.fit.constants
    }
}

fn pick<U: Union>(text: &str, strict: bool) -> serde_json::Result<U> {
    let Some(_once) = Once::enter(Doing::Reading, U::ARMS, text) else {
        return Err(serde_json::Error::custom("a union is a variant of itself"));
    };
    let known = state::recall(U::ARMS, text);
    let named = if known.is_some() { Named::Several } else { names::<U>(text) };
    let mut misfit = None;
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
        let value = match value {
            Ok(value) => value,
            Err(error) => {
                // Constants in it name a variant as a discriminator does.
                misfit = misfit.or((fit.constants > 0).then_some(error));
                continue;
            }
        };
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
    // The discriminator named a variant whose required keys are not all there, so that it was not ranked.
    misfit = misfit.or(tried.and_then(|(_, (value, _))| value.err()));
    if let Some(misfit) = misfit.filter(|_| strict) {
        MISFIT.set(Some(misfit));
        return Err(serde_json::Error::custom("the value does not fit the variant it names"));
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

fn names<U: Union>(text: &str) -> Named {
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
