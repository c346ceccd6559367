//! What fetches pages in order, one by one or several at once.

use std::collections::VecDeque;
use std::task::{Context, Poll};

use http::HeaderMap;

use super::access::PageAccess;
use super::progress::Progress;
use crate::calls::Call;
use crate::conventions::{Paging, PagingStyle};
use crate::decode::Decoder;
use crate::error::{Error, ErrorKind};
use crate::transport::BoxFuture;
use crate::wire::Partly;

/// Asks for the page at a position.
type Fetch<P> = Box<dyn Fn(&Position) -> BoxFuture<'static, Result<Fetched<P>, Error>> + Send>;

/// Where a page begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Position {
    /// Wherever the call says.
    Start,
    Number(u64),
    Cursor(String),
    Url(String),
}

/// A page as it arrived.
pub(super) struct Fetched<P> {
    pub page: Partly<P>,
    /// Its headers, where the rule reads them.
    pub headers: HeaderMap,
    /// Where it came from, where the next one is a URL.
    pub url: String,
}

pub(super) struct Engine<P> {
    fetch: Fetch<P>,
    pub(super) look: Look<P>,
    pub(super) paging: Option<Paging>,
    /// The size of page that is asked for.
    pub(super) limit: Option<u64>,
    /// The next page to ask for.
    planned: Option<Position>,
    under_way: VecDeque<Page<P>>,
    /// Offset between pages, once known.
    pub(super) stride: Option<u64>,
    pub(super) total: Option<u64>,
    /// The number of pages.
    pub(super) pages: Option<u64>,
    /// Records on a full page and before the first page that was asked for, where pages are numbered.
    pub(super) page_size: Option<u64>,
    pub(super) skipped: u64,
    prefetch: usize,
    pub(super) progress: Progress,
    operation: &'static str,
    failure: Option<Error>,
}

/// What a record that cannot be read does to its page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Unreadable {
    /// The page fails.
    Fails,
    /// The page arrives without it.
    IsLeftOut,
}

/// The part of [`PageAccess`] that only looks.
pub(super) struct Look<P> {
    pub len: fn(&P) -> usize,
    pub total: fn(&P) -> Option<u64>,
    pub start: fn(&P) -> Option<u64>,
    pub size: fn(&P) -> Option<u64>,
    pub pages: fn(&P) -> Option<u64>,
    pub more: fn(&P) -> Option<bool>,
    pub cursor: fn(&P) -> Option<String>,
    /// Name of the type of a record.
    record: &'static str,
}

impl<P> Look<P> {
    /// The records of a page that could not be read.
    pub(super) fn lost(&self, page: &Partly<P>) -> u64 {
        page.unreadable.iter().filter(|lost| lost.element == self.record).count() as u64
    }

    /// How many records were sent.
    pub(super) fn records(&self, page: &Partly<P>) -> u64 {
        (self.len)(&page.value) as u64 + self.lost(page)
    }
}

struct Page<P> {
    position: Position,
    state: FetchState<P>,
}

enum FetchState<P> {
    Waiting(BoxFuture<'static, Result<Fetched<P>, Error>>),
    Done(Result<Fetched<P>, Error>),
}

impl<P: Send + 'static> Engine<P> {
    pub(super) fn new<D, I>(mut call: Call<D>, access: PageAccess<P, I>, unreadable: Unreadable) -> Self
    where
        D: Decoder<Output = P> + 'static,
    {
        let meta = call.request.meta();
        let paging = meta.paging;
        let failure = paging.is_none().then(|| Error::request(meta.id, "the operation does not page".to_owned()));
        let mut progress = Progress::default();
        let mut limit = None;
        let mut planned = None;
        if let Some(paging) = &paging {
            if let Some(name) = paging.limit {
                limit = paging.size(call.request.number_at(name));
                if let Some(limit) = limit {
                    call.request.set_place(name, &limit);
                }
            }
            let start = call.request.number_at(paging.position);
            (planned, progress.whole) = match paging.style {
                PagingStyle::Cursor => (Some(Position::Start), !call.request.has_place(paging.position)),
                PagingStyle::Url => (Some(Position::Start), true),
                _ => (Some(Position::Number(start.unwrap_or(paging.first))), start.is_none_or(|start| start <= paging.first)),
            };
        }
        let PageAccess { len, total, start, size, pages, more, cursor, .. } = access;
        Self {
            fetch: Box::new(move |position: &Position| fetch(call.clone(), paging, position, unreadable)),
            look: Look { len, total, start, size, pages, more, cursor, record: std::any::type_name::<I>() },
            paging,
            limit,
            planned,
            under_way: VecDeque::new(),
            stride: None,
            total: None,
            pages: None,
            page_size: None,
            skipped: 0,
            prefetch: 1,
            progress,
            operation: meta.id,
            failure,
        }
    }
}

/// Asks for the page at a position.
fn fetch<D>(
    mut call: Call<D>,
    paging: Option<Paging>,
    position: &Position,
    unreadable: Unreadable,
) -> BoxFuture<'static, Result<Fetched<D::Output>, Error>>
where
    D: Decoder + 'static,
    D::Output: Send + 'static,
{
    let by_url = paging.is_some_and(|paging| paging.style == PagingStyle::Url);
    let headers = paging.is_some_and(|paging| paging.reads_headers());
    let name = paging.map_or("", |paging| paging.position);
    let (client, request) = call.parts();
    let url = match position {
        Position::Start if by_url => client.url(request),
        Position::Start => Ok(String::new()),
        Position::Number(number) => {
            request.set_place(name, number);
            Ok(String::new())
        }
        Position::Cursor(cursor) => {
            request.set_place(name, cursor);
            Ok(String::new())
        }
        Position::Url(url) => client.redirect(request, url).map(|()| url.clone()),
    };
    Box::pin(async move {
        let url = url?;
        let (page, headers) = call.send_page(unreadable == Unreadable::IsLeftOut, headers).await?;
        Ok(Fetched { page, headers, url })
    })
}

impl<P> Engine<P> {
    pub(super) fn set_prefetch(&mut self, pages: usize) {
        self.prefetch = pages.max(1);
    }

    pub(super) fn total(&self) -> Option<u64> {
        self.total
    }

    /// The records of a page that could not be read, each with its position among all that were sent.
    pub(super) fn take_lost(&self, page: &mut Partly<P>) -> Vec<(usize, Error)> {
        let lost = std::mem::take(&mut page.unreadable).into_iter().filter(|lost| lost.element == self.look.record);
        lost.map(|lost| (lost.index, Error::new(ErrorKind::Decode, self.operation).undecoded(lost.error))).collect()
    }

    pub(super) fn poll_page(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Partly<P>, Error>>> {
        if let Some(failure) = self.failure.take() {
            return Poll::Ready(Some(Err(failure)));
        }
        while self.under_way.len() < self.prefetch {
            let Some(position) = self.planned.take() else { break };
            self.planned = self.position_behind(&position);
            self.under_way.push_back(Page { state: FetchState::Waiting((self.fetch)(&position)), position });
        }
        for page in &mut self.under_way {
            if let FetchState::Waiting(future) = &mut page.state
                && let Poll::Ready(result) = future.as_mut().poll(cx)
            {
                page.state = FetchState::Done(result);
            }
        }
        match self.under_way.pop_front() {
            None => Poll::Ready(None),
            Some(Page { position, state: FetchState::Done(result) }) => {
                match &result {
                    Ok(page) => self.go_on(&position, page),
                    Err(_) => self.end(),
                }
                Poll::Ready(Some(result.map(|fetched| fetched.page)))
            }
            Some(waiting) => {
                self.under_way.push_front(waiting);
                Poll::Pending
            }
        }
    }

    /// Decides what follows a page. Pages under way that do not begin where this one ends are given up: the list
    /// changed, or the server made the page smaller.
    fn go_on(&mut self, position: &Position, page: &Fetched<P>) {
        match self.next(position, page) {
            Err(what) => {
                self.failure = Some(Error::new(ErrorKind::Decode, self.operation).context(what));
                self.end();
            }
            Ok(None) => self.end(),
            Ok(Some(next)) if self.under_way.front().is_some_and(|page| page.position == next) => {}
            Ok(Some(next)) => {
                self.under_way.clear();
                self.planned = Some(next);
            }
        }
    }

    fn end(&mut self) {
        self.planned = None;
        self.under_way.clear();
    }
}
