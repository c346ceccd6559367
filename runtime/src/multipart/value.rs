//! Values of parts that have headers of their own.

use super::Part;

/// A string or JSON value of a part with headers, where the description leaves their values to the caller. A plain value is one
/// without headers.
///
/// ```
/// use plansmith_runtime::PartValue;
///
/// let caption = PartValue::new("A lake".to_owned()).header("X-Language", "en");
/// assert_eq!(caption.value(), "A lake");
/// assert_eq!(PartValue::from(7).value(), &7);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PartValue<T> {
    value: T,
    headers: Vec<(String, String)>,
}

impl<T> PartValue<T> {
    /// A value without headers.
    pub fn new(value: T) -> Self {
        Self { value, headers: Vec::new() }
    }

    /// A header of this part, as [`Part::header`] takes it.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The value.
    #[must_use]
    pub fn value(&self) -> &T {
        &self.value
    }

    /// The part that `make` makes of the value, with the headers. For derived code.
    pub fn into_part(self, make: impl FnOnce(T) -> Part) -> Part {
        self.headers.into_iter().fold(make(self.value), |part, (name, value)| part.header(name, value))
    }
}

impl<T> From<T> for PartValue<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}
