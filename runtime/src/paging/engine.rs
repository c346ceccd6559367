//! What fetches pages in order, one by one or several at once.

use std::collections::VecDeque;
use std::task::{Context, Poll};

use super::access::PageAccess;
use crate::call::Call;
use crate::conventions::{Paging, PagingStyle};
use crate::decode::Decoder;
use crate::error::Error;
use crate::transport::BoxFuture;

/// Asks for the page at a position.
type Fetch<P> = Box<dyn Fn(&Position) -> BoxFuture<'static, Result<P, Error>> + Send>;

/// Where a page begins.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Position {
    /// Wherever the call says.
    Start,
    Number(u64),
    Cursor(String),
}

pub(super) struct Engine<P> {
    fetch: Fetch<P>,
    look: Look<P>,
    paging: Option<Paging>,
    /// The size of page that is asked for.
    limit: Option<u64>,
    /// The next page to ask for.
    planned: Option<Position>,
    under_way: VecDeque<Page<P>>,
    /// How far the page after a page is, once a page has told it.
    stride: Option<u64>,
    total: Option<u64>,
    prefetch: usize,
    failure: Option<Error>,
}

/// The part of [`PageAccess`] that only looks.
struct Look<P> {
    len: fn(&P) -> usize,
    total: fn(&P) -> Option<u64>,
    start: fn(&P) -> Option<u64>,
    size: fn(&P) -> Option<u64>,
    cursor: fn(&P) -> Option<String>,
}

struct Page<P> {
    position: Position,
    state: State<P>,
}

enum State<P> {
    Waiting(BoxFuture<'static, Result<P, Error>>),
    Done(Result<P, Error>),
}

impl<P: Send + 'static> Engine<P> {
    pub(super) fn new<D, I>(mut call: Call<D>, access: PageAccess<P, I>) -> Self
    where
        D: Decoder<Output = P> + 'static,
    {
        let meta = call.request.meta();
        let paging = meta.paging;
        let failure = paging.is_none().then(|| Error::request(meta.id, "the operation does not page".to_owned()));
        let mut limit = None;
        let mut planned = None;
        let mut parameter = "";
        if let Some(paging) = &paging {
            parameter = paging.position;
            if let Some(name) = paging.limit {
                limit = paging.size(call.request.query_number(name));
                if let Some(limit) = limit {
                    call.request.set_rendered(name, Ok(limit.to_string()));
                }
            }
            planned = Some(match paging.style {
                PagingStyle::Cursor => Position::Start,
                _ => Position::Number(call.request.query_number(paging.position).unwrap_or(paging.first)),
            });
        }
        let fetch = move |position: &Position| -> BoxFuture<'static, Result<P, Error>> {
            let mut call = call.clone();
            match position {
                Position::Start => {}
                Position::Number(number) => call.request.set_rendered(parameter, Ok(number.to_string())),
                Position::Cursor(cursor) => call.request.set_rendered(parameter, Ok(cursor.clone())),
            }
            Box::pin(call.send())
        };
        let PageAccess { len, total, start, size, cursor, .. } = access;
        Self {
            fetch: Box::new(fetch),
            look: Look { len, total, start, size, cursor },
            paging,
            limit,
            planned,
            under_way: VecDeque::new(),
            stride: None,
            total: None,
            prefetch: 1,
            failure,
        }
    }
}

impl<P> Engine<P> {
    pub(super) fn set_prefetch(&mut self, pages: usize) {
        self.prefetch = pages.max(1);
    }

    pub(super) fn total(&self) -> Option<u64> {
        self.total
    }

    pub(super) fn poll_page(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<P, Error>>> {
        if let Some(failure) = self.failure.take() {
            return Poll::Ready(Some(Err(failure)));
        }
        while self.under_way.len() < self.prefetch {
            let Some(position) = self.planned.take() else { break };
            self.planned = self.position_behind(&position);
            self.under_way.push_back(Page { state: State::Waiting((self.fetch)(&position)), position });
        }
        for page in &mut self.under_way {
            if let State::Waiting(future) = &mut page.state
                && let Poll::Ready(result) = future.as_mut().poll(cx)
            {
                page.state = State::Done(result);
            }
        }
        match self.under_way.pop_front() {
            None => Poll::Ready(None),
            Some(Page { position, state: State::Done(result) }) => {
                match &result {
                    Ok(page) => self.go_on(&position, page),
                    Err(_) => self.end(),
                }
                Poll::Ready(Some(result))
            }
            Some(waiting) => {
                self.under_way.push_front(waiting);
                Poll::Pending
            }
        }
    }

    /// Where the page after one that is still under way begins, when that can be told already.
    fn position_behind(&self, position: &Position) -> Option<Position> {
        let (Position::Number(here), Some(paging)) = (position, &self.paging) else { return None };
        let next = here.checked_add(self.stride?)?;
        (next - paging.first.min(next) < self.total?).then_some(Position::Number(next))
    }

    /// Decides what follows a page. Pages under way that do not begin where this one ends are given up: the list
    /// changed, or the server made the page smaller.
    fn go_on(&mut self, position: &Position, page: &P) {
        self.total = (self.look.total)(page).or(self.total);
        let next = match position {
            Position::Number(here) => self.next_number(*here, page),
            _ => self.next_cursor(position, page),
        };
        match next {
            None => self.end(),
            Some(next) if self.under_way.front().is_some_and(|page| page.position == next) => {}
            Some(next) => {
                self.under_way.clear();
                self.planned = Some(next);
            }
        }
    }

    fn next_number(&mut self, here: u64, page: &P) -> Option<Position> {
        let paging = self.paging?;
        let len = (self.look.len)(page) as u64;
        let answered = (self.look.size)(page).filter(|size| *size > 0);
        let start = match paging.style {
            PagingStyle::Index => (self.look.start)(page).unwrap_or(here),
            _ => here,
        };
        let end = match (self.total, answered.or(self.limit)) {
            (Some(total), _) => (start - paging.first.min(start)).saturating_add(len) >= total,
            (None, Some(size)) => len < size,
            (None, None) => false,
        };
        let stride = answered.unwrap_or(len);
        let next = start.saturating_add(stride);
        self.stride = Some(stride);
        (len > 0 && !end && next > here).then_some(Position::Number(next))
    }

    fn next_cursor(&self, position: &Position, page: &P) -> Option<Position> {
        if (self.look.len)(page) == 0 {
            return None;
        }
        let next = Position::Cursor((self.look.cursor)(page)?);
        (next != *position).then_some(next)
    }

    fn end(&mut self) {
        self.planned = None;
        self.under_way.clear();
    }
}
