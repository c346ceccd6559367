//! Reading a page whose readable records arrive although others do not: one odd value must not lose the rest.

use std::cell::RefCell;

use serde::de::SeqAccess;
use serde_json::value::RawValue;

use super::decode::{DecodeError, explain_at, path_at, reading, utf8};
use super::shape::Typed;
use super::union::variant;

/// A value that was read except for some elements of its arrays.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Partly<T> {
    /// The value, without what could not be read.
    pub value: T,
    /// What could not be read, in the order of the text.
    pub unreadable: Vec<Unreadable>,
}

/// An element of an array that could not be read.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Unreadable {
    /// JSON path of the array, such as `$.data`.
    pub list: String,
    /// Position in the array as it was sent, from 0.
    pub index: usize,
    /// What is wrong with it; its path leads from the start of the text, `$.data[3].id`.
    pub error: DecodeError,
    /// Name of the Rust type it should have had.
    pub(crate) element: &'static str,
}

impl<T> Partly<T> {
    /// A value of which everything was read.
    pub(crate) const fn whole(value: T) -> Self {
        Self { value, unreadable: Vec::new() }
    }
}

/// An element that failed: where its text begins and how long it is, by address, and the failure within it.
struct Failed {
    start: usize,
    length: usize,
    index: usize,
    element: &'static str,
    error: serde_json::Error,
}

thread_local! {
    /// The failures of the text being read in this mode, outside any array; `None` within an array and in every other case.
    static HERE: RefCell<Option<Vec<Failed>>> = const { RefCell::new(None) };
}

/// Whether an array that begins here may leave out what it cannot read.
#[inline]
pub(crate) fn is_here() -> bool {
    HERE.with_borrow(Option::is_some)
}

/// Reads JSON text whose outermost arrays may have elements that cannot be read, `null` among them. Arrays in the elements are as
/// strict as always: the element is what is left out.
///
/// # Errors
///
/// When the text is not JSON, or something outside the elements of arrays does not have its shape.
pub(crate) fn from_slice_partly<T: Typed>(bytes: &[u8]) -> Result<Partly<T>, DecodeError> {
    struct Reset;
    impl Drop for Reset {
        fn drop(&mut self) {
            HERE.take();
        }
    }
    let text = utf8(bytes)?;
    let reset = Reset;
    let value = reading(text, || {
        HERE.set(Some(Vec::new()));
        variant(text)
    })?;
    let failed = HERE.take().unwrap_or_default();
    drop(reset);
    let unreadable = failed.iter().map(|failed| {
        // A list within a union is read from a copy, which has no place in the text.
        let start = failed.start.wrapping_sub(text.as_ptr() as usize);
        let element = text.get(start..start.saturating_add(failed.length));
        let path = element.map_or_else(|| format!("$[{}]", failed.index), |element| path_at(text, start + element.len()));
        let list = path.rsplit_once('[').map_or(path.as_str(), |(list, _)| list).to_owned();
        let error = explain_at(text, element.map_or(0, |_| start), element, &failed.error);
        Unreadable { list, index: failed.index, error, element: failed.element }
    });
    Ok(Partly { value, unreadable: unreadable.collect() })
}

/// Reads an array element by element.
pub(crate) fn read_list<'de, A: SeqAccess<'de>, T: Typed>(mut list: A, mut put: impl FnMut(T)) -> Result<(), A::Error> {
    let mut index = 0;
    while let Some(raw) = list.next_element::<&'de RawValue>()? {
        // Inside the element this is off.
        let failed = HERE.take();
        let result = variant(raw.get());
        HERE.set(failed);
        match result {
            Ok(item) => put(item),
            Err(error) => HERE.with_borrow_mut(|failed| {
                let text = raw.get();
                let element = std::any::type_name::<T>();
                let failure = Failed { start: text.as_ptr() as usize, length: text.len(), index, element, error };
                failed.get_or_insert_default().push(failure);
            }),
        }
        index += 1;
    }
    Ok(())
}
