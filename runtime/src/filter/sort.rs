//! [`Sort`]: a key by which records are ordered.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use super::expression::{FilterError, check_name};
use crate::conventions::SortRules;

/// A sort key of resource `R`.
pub struct Sort<R> {
    name: Cow<'static, str>,
    descending: bool,
    owner: PhantomData<fn() -> R>,
}

impl<R> Sort<R> {
    /// Smallest first, by the property with this wire name.
    #[must_use]
    pub fn ascending(name: impl Into<Cow<'static, str>>) -> Self {
        Self { name: name.into(), descending: false, owner: PhantomData }
    }

    /// Largest first, by the property with this wire name.
    #[must_use]
    pub fn descending(name: impl Into<Cow<'static, str>>) -> Self {
        Self { name: name.into(), descending: true, owner: PhantomData }
    }

    /// Whether the name would be read as another name or direction: with the templates `{field}` and `-{field}`, one that
    /// begins with a minus.
    fn is_ambiguous(&self, rules: &SortRules) -> bool {
        let decorated = |template: &str| {
            let (prefix, suffix) = template.split_once("{field}").unwrap_or_default();
            (!prefix.is_empty() && self.name.starts_with(prefix)) || (!suffix.is_empty() && self.name.ends_with(suffix))
        };
        decorated(rules.ascending) || decorated(rules.descending)
    }

    /// The key as the API writes it.
    ///
    /// # Errors
    ///
    /// When the name holds what separates keys or belongs to their grammar.
    pub fn render(&self, rules: &SortRules) -> Result<String, FilterError> {
        let template = if self.descending { rules.descending } else { rules.ascending };
        check_name(&self.name, [rules.separator, template])?;
        if self.is_ambiguous(rules) {
            return Err(FilterError::new(format!(
                "the sort key `{}` has a name that means another key",
                self.name.escape_debug()
            )));
        }
        Ok(template.replace("{field}", &self.name))
    }
}

/// A single key is accepted wherever several are.
impl<R> IntoIterator for Sort<R> {
    type Item = Self;
    type IntoIter = std::iter::Once<Self>;

    fn into_iter(self) -> Self::IntoIter {
        std::iter::once(self)
    }
}

impl<R> Clone for Sort<R> {
    fn clone(&self) -> Self {
        Self { name: self.name.clone(), descending: self.descending, owner: PhantomData }
    }
}

impl<R> fmt::Debug for Sort<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sort({} {})", self.name, if self.descending { "descending" } else { "ascending" })
    }
}
