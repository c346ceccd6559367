//! How the lists of an API are paged, as data.

/// How a list is paged.
///
/// Names in `position` and `limit` are those of query parameters. One that begins with a slash is a JSON pointer (RFC 6901) to
/// a property of the JSON body instead, as searches by POST have it.
///
/// ```
/// use plansmith_runtime::conventions::{Next, Paging};
///
/// // `{"items": [...], "nextCursor": "b2Zmc2V0"}`, and the cursor goes back as `?pageToken=b2Zmc2V0`.
/// const CURSOR: Paging = Paging { position: "pageToken", next: Next::Body, ..Paging::CURSOR };
/// // `Link: <https://api.example.com/things?page=2>; rel="next"`.
/// const LINK: Paging = Paging { next: Next::Link("next"), limit: Some("per_page"), ..Paging::URL };
/// // `?page=2`, until as many pages are read as a header announces.
/// const NUMBER: Paging = Paging { pages_header: Some("X-Total-Pages"), ..Paging::PAGE };
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paging {
    /// How the position of a page is expressed.
    pub style: PagingStyle,
    /// The parameter for the position; empty where the position is a URL.
    pub position: &'static str,
    /// The parameter for the page size.
    pub limit: Option<&'static str>,
    /// The page size when none is requested.
    pub default_limit: Option<u64>,
    /// The largest page size that the server accepts.
    pub max_limit: Option<u64>,
    /// The position of the first record, or the number of the first page.
    pub first: u64,
    /// Where a response has the cursor or the URL of the page after it.
    pub next: Next,
    /// The header with the number of all records, where the body does not have it.
    pub total_header: Option<&'static str>,
    /// The header with the number of all pages, where the body does not have it.
    pub pages_header: Option<&'static str>,
    /// Whether a page with fewer records than the page size is the last, where nothing else marks the end; otherwise an empty page is.
    pub short_page_ends: bool,
}

impl Paging {
    /// By number of records to skip, from 0, in the parameter `offset`.
    pub const OFFSET: Self = Self {
        style: PagingStyle::Offset,
        position: "offset",
        limit: None,
        default_limit: None,
        max_limit: None,
        first: 0,
        next: Next::LastItem,
        total_header: None,
        pages_header: None,
        short_page_ends: true,
    };

    /// By index of the first record, from 1, in the parameter `startIndex`.
    pub const INDEX: Self = Self { style: PagingStyle::Index, position: "startIndex", first: 1, ..Self::OFFSET };

    /// By number of the page, from 1, in the parameter `page`.
    pub const PAGE: Self = Self { style: PagingStyle::Page, position: "page", first: 1, ..Self::OFFSET };

    /// By a cursor from the last record of the page before, in the parameter `cursor`.
    pub const CURSOR: Self = Self { style: PagingStyle::Cursor, position: "cursor", ..Self::OFFSET };

    /// By the URL of the next page, which the body of a response has.
    pub const URL: Self = Self { style: PagingStyle::Url, position: "", next: Next::Body, ..Self::OFFSET };

    /// The size to ask for: the caller's, as far as the server allows it, else the API's own default.
    pub(crate) fn size(&self, asked: Option<u64>) -> Option<u64> {
        let size = asked.or(self.default_limit).or(self.max_limit)?;
        Some(self.max_limit.map_or(size, |max| size.min(max)))
    }

    /// Whether the headers of a response say how the pages go on.
    pub(crate) fn reads_headers(&self) -> bool {
        self.total_header.is_some() || self.pages_header.is_some() || matches!(self.next, Next::Header(_) | Next::Link(_))
    }
}

/// How the position of a page is expressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PagingStyle {
    /// The number of records to skip.
    Offset,
    /// The index of the first record; the response states where it begins and how many it holds.
    Index,
    /// The number of the page.
    Page,
    /// A value from the page before.
    Cursor,
    /// The URL of the page, from the page before. It must be of the client's own host, or the operation's.
    Url,
}

/// Where a response has the cursor or the URL of the page after it. An empty one is none, and the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Next {
    /// In the last record; a page without records is the end.
    LastItem,
    /// In the body, beside the records.
    Body,
    /// In this header.
    Header(&'static str),
    /// The target of the first link of this relation in the `Link` headers (RFC 8288).
    Link(&'static str),
}
