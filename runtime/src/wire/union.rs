//! Unions: an enum whose variants are told apart by a discriminator, by constants, by shape and, last, by order.

use std::cell::{Cell, RefCell};

use serde::de::{Deserializer, Error as _};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::value::RawValue;

use super::fit::{PER_TAG, Score, score};
use super::scan::{member, parse, scalar, too_deep};
use super::shape::{Arm, doubt, doubts};

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
pub fn variant<T: DeserializeOwned>(text: &str) -> serde_json::Result<T> {
    serde_json::from_str(text)
}

/// Reads a union: the body of every `#[derive(ReadJson)]` of an enum.
///
/// # Errors
///
/// When the input is not JSON or nests too deep. What fits no variant is no error: it is kept as it is.
pub fn union<'de, D: Deserializer<'de>, U: Union>(deserializer: D) -> Result<U, D::Error> {
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    let nested = Nested::enter();
    if nested.outermost && too_deep(raw.get()) {
        return Err(D::Error::custom("recursion limit exceeded"));
    }
    // Only a union that is the whole text: a known event in it is one, and must not become an unknown one.
    let strict = nested.outermost && DELIVERY.get() == raw.get().len();
    pick(raw.get(), strict).map_err(D::Error::custom)
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

fn pick<U: Union>(text: &str, strict: bool) -> serde_json::Result<U> {
    let mut misfit = None;
    // Usual case: the discriminator names one variant and it decodes.
    let tag = if U::TAG.is_empty() { None } else { member(text, U::TAG).and_then(scalar) };
    let tag = tag.as_deref();
    if let Some(tag) = tag {
        for (index, arm) in U::ARMS.iter().enumerate() {
            if arm.tags.contains(&tag) {
                match U::read(index, text) {
                    Ok(value) => return Ok(value),
                    Err(error) => misfit = misfit.or(Some(error)),
                }
            }
        }
    }
    let ranked = rank(U::ARMS, tag, text);
    let mut kept: Option<(u32, U)> = None;
    for (at, &(score, index)) in ranked.iter().enumerate() {
        let before = doubts();
        let read = U::read(index, text);
        if let Err(error) = read {
            // Constants in it name a variant as a discriminator does.
            if misfit.is_none() && score >= PER_TAG {
                misfit = Some(error);
            }
            if kept.is_some() && ranked.get(at + 1).is_none_or(|next| next.0 != score) {
                break;
            }
        } else if let Ok(value) = read {
            let found = doubts().wrapping_sub(before);
            let equals = ranked.get(at + 1).is_some_and(|next| next.0 == score);
            if kept.as_ref().is_none_or(|(fewest, _)| found < *fewest) {
                kept = Some((found, value));
            }
            if found == 0 || !equals || !Nested::may_try() {
                break;
            }
        }
    }
    if let Some((_, value)) = kept {
        return Ok(value);
    }
    if let Some(error) = misfit.filter(|_| strict) {
        MISFIT.set(Some(error));
        return Err(serde_json::Error::custom("the value does not fit the variant it names"));
    }
    doubt();
    U::read(U::ARMS.len(), text)
}

/// The variants that may fit, best first, equally good ones in their order.
fn rank(arms: &[Arm], tag: Option<&str>, text: &str) -> Vec<(Score, usize)> {
    let Some(json) = parse(text) else { return Vec::new() };
    let mut ranked: Vec<(Score, usize)> = arms
        .iter()
        .enumerate()
        // With a discriminator in the text, variants of another tag are out, and those of this one have been tried.
        .filter(|(_, arm)| tag.is_none() || arm.tags.is_empty())
        .filter_map(|(index, arm)| score((arm.shape)(), &json, text).map(|score| (score, index)))
        .collect();
    ranked.sort_by_key(|&(score, _)| std::cmp::Reverse(score));
    ranked
}

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
    static TRIES: Cell<u32> = const { Cell::new(0) };
}

/// Most second tries within one outermost union: unions in unions must not multiply without end.
const MAX_TRIES: u32 = 1000;

/// Counts how deep unions are nested on this thread.
struct Nested {
    outermost: bool,
}

impl Nested {
    fn enter() -> Self {
        let depth = DEPTH.get();
        DEPTH.set(depth + 1);
        if depth == 0 {
            TRIES.set(0);
        }
        Self { outermost: depth == 0 }
    }

    fn may_try() -> bool {
        TRIES.set(TRIES.get() + 1);
        TRIES.get() <= MAX_TRIES
    }
}

impl Drop for Nested {
    fn drop(&mut self) {
        DEPTH.set(DEPTH.get() - 1);
    }
}
