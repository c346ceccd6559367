//! A paging style of an API, with what the operation overrides.

use serde_json::Value;

use crate::api::Conventions;
use crate::meta::Meta;

/// How an operation pages.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Rule {
    pub style: Style,
    /// The query parameter for where a page begins: offset, start index or cursor.
    pub position: String,
    /// The query parameter for the size of a page.
    pub limit: Option<String>,
    pub default_limit: Option<u64>,
    pub max_limit: Option<u64>,
    /// The position of the first record.
    pub first: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Offset,
    Index,
    Cursor,
}

impl Rule {
    pub(super) fn of(meta: &Meta, conventions: &Conventions) -> Result<Self, String> {
        let Some(used) = &meta.paging else { return Err("the operation does not page".to_owned()) };
        let overrides = match used.overrides {
            "" => Value::Null,
            text => serde_json::from_str(text).map_err(|error| format!("the paging overrides cannot be read: {error}"))?,
        };
        let style = conventions.paging.get(used.name).unwrap_or(&Value::Null);
        if style.is_null() && overrides.is_null() {
            return Err(format!("the conventions have no paging style `{}`", used.name));
        }
        let get = |key: &str| overrides.get(key).or_else(|| style.get(key)).filter(|value| !value.is_null());
        let text = |key: &str| get(key).and_then(Value::as_str);
        let number = |key: &str| get(key).and_then(Value::as_u64);
        let (style, key, default, first) = match text("style") {
            None | Some("offset") => (Style::Offset, "offset", "offset", 0),
            Some("index") => (Style::Index, "start", "startIndex", 1),
            Some("cursor") => (Style::Cursor, "cursor", "cursor", 0),
            Some(other) => return Err(format!("`{other}` is not a paging style")),
        };
        Ok(Self {
            style,
            position: text(key).unwrap_or(default).to_owned(),
            limit: text("limit").map(str::to_owned),
            default_limit: number("default-limit"),
            max_limit: number("max-limit"),
            first: number("first").unwrap_or(first),
        })
    }

    /// The size of a page: what the caller asked for, as far as it is allowed, else the API's own default.
    pub(super) fn limit(&self, asked: Option<u64>) -> Option<u64> {
        let limit = asked.or(self.default_limit).or(self.max_limit)?;
        Some(self.max_limit.map_or(limit, |max| limit.min(max)))
    }
}
