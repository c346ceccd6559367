//! What follows a page: the next position, the end, or how the server breaks its word.

use http::HeaderMap;

use super::access::IntoCount as _;
use super::engine::{Engine, Fetched, Position};
use super::link;
use super::progress::MOST_EMPTY;
use crate::address::resolve;
use crate::conventions::{Next, Paging, PagingStyle, header};

/// What a page and its headers say of the pages.
struct Said {
    /// Records that were sent.
    len: u64,
    /// Whether there are more records.
    more: Option<bool>,
    /// The capacity of the page.
    size: Option<u64>,
}

impl<P> Engine<P> {
    /// Where the page after one that is still under way begins, when that can be told already.
    pub(super) fn position_behind(&self, position: &Position) -> Option<Position> {
        let (Position::Number(here), Some(paging)) = (position, &self.paging) else { return None };
        let next = here.checked_add(self.stride?)?;
        let index = next - paging.first.min(next);
        let there = match (paging.style, self.pages) {
            (PagingStyle::Page, Some(pages)) => index < pages,
            (PagingStyle::Page, None) => index.saturating_mul(self.page_size?) < self.total?,
            _ => index < self.total?,
        };
        there.then_some(Position::Number(next))
    }

    /// The position of the next page; `None` at the end.
    ///
    /// # Errors
    /// How the server breaks its word.
    pub(super) fn next(&mut self, position: &Position, page: &Fetched<P>) -> Result<Option<Position>, String> {
        let Some(paging) = self.paging else { return Ok(None) };
        let count = |name: Option<&str>| header(&page.headers, name?)?.to_str().ok()?.to_owned().count();
        self.total = (self.look.total)(&page.page.value).or_else(|| count(paging.total_header)).or(self.total);
        self.pages = (self.look.pages)(&page.page.value).or_else(|| count(paging.pages_header)).or(self.pages);
        let said = Said {
            len: self.look.records(&page.page),
            more: (self.look.more)(&page.page.value),
            size: (self.look.size)(&page.page.value).filter(|size| *size > 0),
        };
        self.progress.records += said.len;
        match position {
            Position::Number(here) => self.next_number(&paging, *here, page, &said),
            _ => self.next_named(&paging, page, &said),
        }
    }

    fn next_number(&mut self, paging: &Paging, here: u64, page: &Fetched<P>, said: &Said) -> Result<Option<Position>, String> {
        let len = said.len;
        let by_page = paging.style == PagingStyle::Page;
        let start = match paging.style {
            PagingStyle::Index => (self.look.start)(&page.page.value).unwrap_or(here),
            _ => here,
        };
        let index = start - paging.first.min(start);
        if by_page && self.page_size.is_none() {
            // The first page is full, unless it is also the last.
            self.page_size = said.size.or((len > 0).then_some(len));
            self.skipped = index.saturating_mul(self.page_size.unwrap_or_default());
        }
        let size = said.size.or(self.limit);
        let before = if by_page { self.skipped + self.progress.records } else { index.saturating_add(len) };
        let left = self.total.map(|total| total.saturating_sub(before));
        let pages_left = self.pages.filter(|_| by_page).map(|pages| pages.saturating_sub(index.saturating_add(1)));
        let end = match (said.more, pages_left, left, size) {
            (Some(more), ..) => !more,
            (None, Some(pages), ..) => pages == 0,
            (None, None, Some(left), _) => left == 0,
            (None, None, None, Some(size)) if paging.short_page_ends => len < size,
            _ => len == 0,
        };
        let announced = said.more.is_some() || pages_left.is_some() || left.is_some();
        // Of the pages before the first that was asked for, the size is only supposed.
        let counted = !by_page || self.progress.whole || said.more.is_some() || pages_left.is_some();
        if end || (len == 0 && !(announced && counted)) {
            return Ok(None);
        }
        if announced {
            let (total, pages) = (self.total, self.pages.filter(|_| by_page));
            let left = if said.more.is_some() { None } else { pages_left.or(left) };
            self.progress.step(len, left, by_page || size.is_some(), |records| match (said.more, pages, total) {
                (None, None, Some(total)) => fewer(total, records),
                (None, Some(pages), _) => {
                    format!("the server announces {pages} pages, and {MOST_EMPTY} in a row have no record")
                }
                _ => format!("the server says that there are more than {records} records, and its pages have none"),
            })?;
        }
        let stride = if by_page { 1 } else { said.size.unwrap_or(if len == 0 { size.unwrap_or(1) } else { len }) };
        self.stride = Some(stride);
        match start.checked_add(stride).filter(|next| *next > here) {
            Some(next) => Ok(Some(Position::Number(next))),
            None => Err(format!("the server answers from position {start} where {here} was asked for")),
        }
    }

    /// What the server names as the next page: a cursor or a URL.
    fn next_named(&mut self, paging: &Paging, page: &Fetched<P>, said: &Said) -> Result<Option<Position>, String> {
        let records = self.progress.records;
        if said.more == Some(false) {
            return Ok(None);
        }
        if said.len == 0 && paging.next == Next::LastItem {
            if said.more == Some(true) {
                return Err(format!("the server says that there are more than {records} records, and a page has none"));
            }
            return match self.total.filter(|total| self.progress.whole && *total > records) {
                Some(total) => Err(fewer(total, records)),
                None => Ok(None),
            };
        }
        let text = |headers: &HeaderMap, name| {
            let value = header(headers, name)?.to_str().ok()?.trim();
            (!value.is_empty()).then(|| value.to_owned())
        };
        let named = match paging.next {
            Next::Header(name) => text(&page.headers, name),
            Next::Link(relation) => link::target(&page.headers, relation, &page.url),
            Next::LastItem | Next::Body => (self.look.cursor)(&page.page.value),
        };
        let Some(named) = named else {
            // The cursor may be a property of the last record.
            let lost = self.look.lost(&page.page) > 0 && (self.look.len)(&page.page.value) == 0;
            return match () {
                () if lost && paging.next == Next::LastItem => {
                    Err("no record of a page can be read, so what asks for the page after it is not known".to_owned())
                }
                () if said.more == Some(true) => Err(format!(
                    "the server says that there are more than {records} records, and does not say what asks for them"
                )),
                () => Ok(None),
            };
        };
        if paging.style != PagingStyle::Url {
            self.progress.follow(said.len, &named, "cursor")?;
            return Ok(Some(Position::Cursor(named)));
        }
        self.progress.is_new(&page.url);
        let url = resolve(&page.url, &named);
        self.progress.follow(said.len, &url, "URL")?;
        Ok(Some(Position::Url(url)))
    }
}

fn fewer(total: u64, records: u64) -> String {
    format!("the server announces {total} records, and its pages end after {records}")
}
