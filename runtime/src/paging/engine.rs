//! What fetches pages in order, one by one or several at once.

use std::collections::hash_map::RandomState;
use std::collections::{HashSet, VecDeque};
use std::hash::BuildHasher as _;
use std::task::{Context, Poll};

use super::access::PageAccess;
use crate::calls::Call;
use crate::conventions::{Paging, PagingStyle};
use crate::decode::Decoder;
use crate::error::{Error, ErrorKind};
use crate::transport::BoxFuture;
use crate::wire::Partly;

/// Asks for the page at a position.
type Fetch<P> = Box<dyn Fn(&Position) -> BoxFuture<'static, Result<Partly<P>, Error>> + Send>;

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
    /// Offset between pages, once known.
    stride: Option<u64>,
    total: Option<u64>,
    prefetch: usize,
    progress: Progress,
    operation: &'static str,
    failure: Option<Error>,
}

/// Whether the pages come nearer to an end.
#[derive(Default)]
struct Progress {
    /// Records so far.
    records: u64,
    /// Pages in a row without a record although the total says that there are more.
    empty: u32,
    /// The fewest records that were left, and how many pages have not brought fewer.
    left: Option<u64>,
    standing: u32,
    /// Hashes of the cursors so far.
    cursors: HashSet<u64>,
    hasher: RandomState,
    /// Whether the pages begin with the first record, so that their records can be counted.
    whole: bool,
}

/// Most pages in a row without a record that are asked for where the total says that there are more.
const MOST_EMPTY: u32 = 3;
/// Most pages in a row after which as many records are left as before.
const MOST_STANDING: u32 = 100;

/// What a record that cannot be read does to its page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Unreadable {
    /// The page fails.
    Fails,
    /// The page arrives without it.
    IsLeftOut,
}

/// The part of [`PageAccess`] that only looks.
struct Look<P> {
    len: fn(&P) -> usize,
    total: fn(&P) -> Option<u64>,
    start: fn(&P) -> Option<u64>,
    size: fn(&P) -> Option<u64>,
    cursor: fn(&P) -> Option<String>,
    /// Name of the type of a record.
    record: &'static str,
}

impl<P> Look<P> {
    /// The records of a page that could not be read.
    fn lost(&self, page: &Partly<P>) -> u64 {
        page.unreadable.iter().filter(|lost| lost.element == self.record).count() as u64
    }

    /// How many records were sent.
    fn records(&self, page: &Partly<P>) -> u64 {
        (self.len)(&page.value) as u64 + self.lost(page)
    }
}

struct Page<P> {
    position: Position,
    state: State<P>,
}

enum State<P> {
    Waiting(BoxFuture<'static, Result<Partly<P>, Error>>),
    Done(Result<Partly<P>, Error>),
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
        let mut parameter = "";
        if let Some(paging) = &paging {
            parameter = paging.position;
            if let Some(name) = paging.limit {
                limit = paging.size(call.request.query_number(name));
                if let Some(limit) = limit {
                    call.request.set_rendered(name, Ok(limit.to_string()));
                }
            }
            progress.whole = paging.style == PagingStyle::Cursor && !call.request.has_query(paging.position);
            planned = Some(match paging.style {
                PagingStyle::Cursor => Position::Start,
                _ => Position::Number(call.request.query_number(paging.position).unwrap_or(paging.first)),
            });
        }
        let fetch = move |position: &Position| -> BoxFuture<'static, Result<Partly<P>, Error>> {
            let mut call = call.clone();
            match position {
                Position::Start => {}
                Position::Number(number) => call.request.set_rendered(parameter, Ok(number.to_string())),
                Position::Cursor(cursor) => call.request.set_rendered(parameter, Ok(cursor.clone())),
            }
            match unreadable {
                Unreadable::IsLeftOut => Box::pin(call.send_partly()),
                Unreadable::Fails => Box::pin(async { call.send().await.map(Partly::whole) }),
            }
        };
        let PageAccess { len, total, start, size, cursor, .. } = access;
        Self {
            fetch: Box::new(fetch),
            look: Look { len, total, start, size, cursor, record: std::any::type_name::<I>() },
            paging,
            limit,
            planned,
            under_way: VecDeque::new(),
            stride: None,
            total: None,
            prefetch: 1,
            progress,
            operation: meta.id,
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
    fn go_on(&mut self, position: &Position, page: &Partly<P>) {
        self.total = (self.look.total)(&page.value).or(self.total);
        self.progress.records += self.look.records(page);
        let next = match position {
            Position::Number(here) => self.next_number(*here, page),
            _ => self.next_cursor(page),
        };
        match next {
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

    /// # Errors
    /// How the server breaks its word on the number of records.
    fn next_number(&mut self, here: u64, page: &Partly<P>) -> Result<Option<Position>, String> {
        let Some(paging) = self.paging else { return Ok(None) };
        let len = self.look.records(page);
        let page = &page.value;
        let answered = (self.look.size)(page).filter(|size| *size > 0);
        let start = match paging.style {
            PagingStyle::Index => (self.look.start)(page).unwrap_or(here),
            _ => here,
        };
        let index = start - paging.first.min(start);
        let size = answered.or(self.limit);
        let left = self.total.map(|total| total.saturating_sub(index.saturating_add(len)));
        let end = match (left, size) {
            (Some(left), _) => left == 0,
            (None, Some(size)) => len < size,
            (None, None) => len == 0,
        };
        if end || (len == 0 && left.is_none()) {
            return Ok(None);
        }
        if let (Some(left), Some(total)) = (left, self.total) {
            self.progress.step(len, left, total, size.is_some())?;
        }
        let stride = answered.unwrap_or(if len == 0 { size.unwrap_or(1) } else { len });
        self.stride = Some(stride);
        match start.checked_add(stride).filter(|next| *next > here) {
            Some(next) => Ok(Some(Position::Number(next))),
            None => Err(format!("the server answers from position {start} where {here} was asked for")),
        }
    }

    fn next_cursor(&mut self, page: &Partly<P>) -> Result<Option<Position>, String> {
        if self.look.records(page) == 0 {
            let (records, whole) = (self.progress.records, self.progress.whole);
            return match self.total.filter(|total| whole && *total > records) {
                Some(total) => Err(fewer(total, records)),
                None => Ok(None),
            };
        }
        let Some(cursor) = (self.look.cursor)(&page.value) else {
            // The cursor may be a property of the last record.
            return if self.look.lost(page) > 0 && (self.look.len)(&page.value) == 0 {
                Err("no record of a page can be read, so what asks for the page after it is not known".to_owned())
            } else {
                Ok(None)
            };
        };
        let hash = self.progress.hasher.hash_one(&cursor);
        if self.progress.cursors.insert(hash) {
            Ok(Some(Position::Cursor(cursor)))
        } else {
            Err(format!("the server repeats a cursor after {} records, so the pages would never end", self.progress.records))
        }
    }

    fn end(&mut self) {
        self.planned = None;
        self.under_way.clear();
    }
}

impl Progress {
    /// Notes a page of `len` records after which `left` of `total` are left.
    fn step(&mut self, len: u64, left: u64, total: u64, sized: bool) -> Result<(), String> {
        self.empty = if len == 0 { self.empty + 1 } else { 0 };
        if self.empty > 0 && (self.empty >= MOST_EMPTY || !sized) {
            return Err(fewer(total, self.records));
        }
        if self.left.is_none_or(|least| left < least) {
            (self.left, self.standing) = (Some(left), 0);
        } else {
            self.standing += 1;
        }
        if self.standing >= MOST_STANDING {
            return Err(format!("the list grows as fast as it is read: {MOST_STANDING} pages brought its end no nearer"));
        }
        Ok(())
    }
}

fn fewer(total: u64, records: u64) -> String {
    format!("the server announces {total} records, and its pages end after {records}")
}
