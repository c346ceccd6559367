//! The wire layer: types that hold JSON as it was received, and the shared half of the derived `serde` implementations.
//!
//! Derived code (`plansmith-macros`) is data and a line per field; [`record`] and [`union`] do the work.

mod base64;
mod check;
pub mod codegen;
mod convert;
mod decimal;
mod decode;
mod event;
mod fit;
mod json;
mod lenient;
mod list;
pub(crate) mod number;
mod partly;
mod parts;
mod patch;
mod path;
mod record;
mod scalar;
mod shape;
mod state;
mod tagged;
mod text;
mod union;

use std::cell::Cell;

pub use decimal::Decimal;
pub use decode::{DecodeError, from_slice, read_slice};
pub(crate) use decode::{from_delivery, from_event, from_form};
pub(crate) use partly::from_slice_partly;
pub use partly::{Partly, Unreadable};
pub use patch::Patch;
/// Any JSON.
pub use serde_json::Value;
pub use text::{Base64, Date, DateTime, DecimalText, Duration, InvalidText, Time, Uri, Uuid};

thread_local! {
    static PARAMETER: Cell<bool> = const { Cell::new(false) };
}

/// Whether a parameter is being written, where numbers are text anyway and need not pass through `f64`.
fn is_parameter() -> bool {
    PARAMETER.get()
}

/// Runs `write` with numbers of any precision written as text.
pub(crate) fn as_parameter<T>(write: impl FnOnce() -> T) -> T {
    struct Reset(bool);
    impl Drop for Reset {
        fn drop(&mut self) {
            PARAMETER.set(self.0);
        }
    }
    let _reset = Reset(PARAMETER.replace(true));
    write()
}

#[cfg(test)]
mod tests;
