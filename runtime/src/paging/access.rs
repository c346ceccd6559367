//! How paging looks into a page whose type it does not know.

use std::fmt;

use serde::Serialize;
use serde_json::Value;

use crate::wire::Patch;

/// Where a page has its records and what it says of itself.
pub struct PageAccess<P, I> {
    /// The records.
    pub items: fn(P) -> Vec<I>,
    /// How many records there are on the page.
    pub len: fn(&P) -> usize,
    /// How many there are on all pages.
    pub total: fn(&P) -> Option<u64>,
    /// The position of the first record, as the server answered it.
    pub start: fn(&P) -> Option<u64>,
    /// The capacity of the page, as the server answered it.
    pub size: fn(&P) -> Option<u64>,
    /// How many pages there are.
    pub pages: fn(&P) -> Option<u64>,
    /// Whether there are more records behind this page.
    pub more: fn(&P) -> Option<bool>,
    /// What asks for the page after this one: a cursor, or the URL of the page.
    pub cursor: fn(&P) -> Option<String>,
}

impl<P, I> PageAccess<P, I> {
    /// A page without records that says nothing of itself: what one that differs starts from.
    pub const DEFAULT: Self = Self {
        items: |_| Vec::new(),
        len: |_| 0,
        total: |_| None,
        start: |_| None,
        size: |_| None,
        pages: |_| None,
        more: |_| None,
        cursor: |_| None,
    };
}

impl<P, I> Clone for PageAccess<P, I> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P, I> Copy for PageAccess<P, I> {}

impl<P, I> fmt::Debug for PageAccess<P, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PageAccess").finish_non_exhaustive()
    }
}

/// The array of records in whatever form the page has it.
pub trait IntoItems<I> {
    /// The records; none when the array is absent.
    fn into_items(self) -> Vec<I>;
    /// The records by reference.
    fn items(&self) -> &[I];
}

impl<I> IntoItems<I> for Vec<I> {
    fn into_items(self) -> Vec<I> {
        self
    }

    fn items(&self) -> &[I] {
        self
    }
}

impl<I> IntoItems<I> for Option<Vec<I>> {
    fn into_items(self) -> Vec<I> {
        self.unwrap_or_default()
    }

    fn items(&self) -> &[I] {
        self.as_deref().unwrap_or_default()
    }
}

impl<I> IntoItems<I> for Patch<Vec<I>> {
    fn into_items(self) -> Vec<I> {
        match self {
            Patch::Value(items) => items,
            _ => Vec::new(),
        }
    }

    fn items(&self) -> &[I] {
        match self {
            Patch::Value(items) => items,
            _ => &[],
        }
    }
}

/// A count in whatever form the page has it.
pub trait IntoCount {
    /// The count; `None` when it is absent or no count.
    fn count(&self) -> Option<u64>;
}

macro_rules! integers {
    ($($int:ty)*) => {$(
        impl IntoCount for $int {
            fn count(&self) -> Option<u64> {
                u64::try_from(*self).ok()
            }
        }
    )*};
}

integers!(u8 u16 u32 u64 usize i8 i16 i32 i64 isize);

impl IntoCount for f64 {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    fn count(&self) -> Option<u64> {
        (*self >= 0.0 && self.fract() == 0.0 && *self < 9e15).then_some(*self as u64)
    }
}

impl IntoCount for String {
    fn count(&self) -> Option<u64> {
        self.trim().parse().ok()
    }
}

impl<T: IntoCount> IntoCount for Option<T> {
    fn count(&self) -> Option<u64> {
        self.as_ref()?.count()
    }
}

impl<T: IntoCount> IntoCount for Patch<T> {
    fn count(&self) -> Option<u64> {
        match self {
            Patch::Value(value) => value.count(),
            _ => None,
        }
    }
}

impl<T: IntoCount + ?Sized> IntoCount for &T {
    fn count(&self) -> Option<u64> {
        (**self).count()
    }
}

/// A flag in whatever form the page has it.
pub trait IntoFlag {
    /// The flag; `None` when it is absent.
    fn flag(&self) -> Option<bool>;
}

impl IntoFlag for bool {
    fn flag(&self) -> Option<bool> {
        Some(*self)
    }
}

impl<T: IntoFlag> IntoFlag for Option<T> {
    fn flag(&self) -> Option<bool> {
        self.as_ref()?.flag()
    }
}

impl<T: IntoFlag> IntoFlag for Patch<T> {
    fn flag(&self) -> Option<bool> {
        match self {
            Patch::Value(value) => value.flag(),
            _ => None,
        }
    }
}

/// A cursor in whatever form the page has it: a string, a number, an id; `None` for null and anything else.
pub fn cursor<T: Serialize + ?Sized>(value: &T) -> Option<String> {
    match serde_json::to_value(value).ok()? {
        Value::String(text) => Some(text).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
