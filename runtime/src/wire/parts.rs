//! Small conversions that expansions call, so that they stay short.

use http::HeaderMap;
use serde_json::Value;

use super::patch::Patch;
use super::shape::Typed;
use super::union::variant;

/// `value.into()` with the target in front, where an expansion cannot leave it to inference.
#[inline]
pub fn into<T>(value: impl Into<T>) -> T {
    value.into()
}

/// The elements of a list argument.
#[inline]
pub fn list<T, I>(items: I) -> Vec<T>
where
    I: IntoIterator,
    I::Item: Into<T>,
{
    items.into_iter().map(Into::into).collect()
}

/// A required header.
///
/// # Errors
///
/// When the header is missing or does not have its type.
pub fn header<T: Typed>(headers: &HeaderMap, name: &str) -> Result<T, String> {
    header_opt(headers, name)?.ok_or_else(|| format!("the header `{name}` is missing"))
}

/// A header that may be missing; an array is one whose elements are separated by commas (style `simple`).
///
/// # Errors
///
/// When the header does not have its type.
pub fn header_opt<T: Typed>(headers: &HeaderMap, name: &str) -> Result<Option<T>, String> {
    let mut texts = Vec::new();
    for value in headers.get_all(name) {
        texts.push(value.to_str().map_err(|_| format!("the header `{name}` is not text"))?);
    }
    if texts.is_empty() {
        return Ok(None);
    }
    let text = texts.join(",");
    let text = text.trim();
    // Text first, so that quotes stay; then what looks like JSON, such as numbers; then a list of either.
    let list = |item: fn(&str) -> Value| T::read(text.split(',').map(|text| item(text.trim())).collect::<Value>()).ok();
    let value = serde_json::from_value(Value::from(text)).ok();
    let value = value.or_else(|| variant(text).ok());
    let value =
        value.or_else(|| list(|text| Value::from(text))).or_else(|| list(|text| serde_json::from_str(text).unwrap_or_default()));
    value.map(Some).ok_or_else(|| format!("the header `{name}` does not have its type"))
}

/// A step of a path into a page, through a struct that may be absent: `(&page.meta).step()`. [`StepOver`] has the same method
/// for structs that are always there; method lookup finds this one first.
pub trait Step {
    /// What is behind the step.
    type Inner;
    /// The struct, if it is there.
    fn step(&self) -> Option<&Self::Inner>;
}

/// As [`Step`], to take something out.
pub trait StepMut {
    /// What is behind the step.
    type Inner;
    /// What `take` makes of the struct; the default when it is not there.
    fn step_mut<R: Default>(&mut self, take: impl FnOnce(&mut Self::Inner) -> R) -> R;
}

impl<T> Step for Option<T> {
    type Inner = T;

    fn step(&self) -> Option<&T> {
        self.as_ref()
    }
}

impl<T> StepMut for Option<T> {
    type Inner = T;

    fn step_mut<R: Default>(&mut self, take: impl FnOnce(&mut T) -> R) -> R {
        self.as_mut().map(take).unwrap_or_default()
    }
}

impl<T> Step for Patch<T> {
    type Inner = T;

    fn step(&self) -> Option<&T> {
        self.value()
    }
}

impl<T> StepMut for Patch<T> {
    type Inner = T;

    fn step_mut<R: Default>(&mut self, take: impl FnOnce(&mut T) -> R) -> R {
        self.value_mut().map(take).unwrap_or_default()
    }
}

/// A step through a struct that is always there.
pub trait StepOver<'a, T> {
    /// The struct.
    fn step(&self) -> Option<&'a T>;
}

impl<'a, T> StepOver<'a, T> for &'a T {
    fn step(&self) -> Option<&'a T> {
        Some(self)
    }
}

/// As [`StepOver`], to take something out.
pub trait StepOverMut<T> {
    /// What `take` makes of the struct.
    fn step_mut<R: Default>(&mut self, take: impl FnOnce(&mut T) -> R) -> R;
}

impl<T> StepOverMut<T> for &mut T {
    fn step_mut<R: Default>(&mut self, take: impl FnOnce(&mut T) -> R) -> R {
        take(self)
    }
}
