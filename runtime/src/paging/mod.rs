//! Lists that come in pages: [`Pages`] and [`Items`].

mod access;
mod engine;
mod follow;
mod link;
mod progress;

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

pub use self::access::{IntoCount, IntoFlag, IntoItems, PageAccess, cursor};
use self::engine::{Engine, Unreadable};
use crate::calls::Call;
use crate::decode::Decoder;
use crate::error::Error;

impl<D: Decoder> Call<D> {
    /// The responses of this operation, page after page.
    pub fn pages<I>(self, access: PageAccess<D::Output, I>) -> Pages<D::Output>
    where
        D: 'static,
        D::Output: Send + 'static,
        I: 'static,
    {
        Pages::new(self, access)
    }

    /// The records of this operation, page after page.
    pub fn items<I>(self, access: PageAccess<D::Output, I>) -> Items<I>
    where
        D: 'static,
        D::Output: Send + 'static,
        I: Send + 'static,
    {
        Items::new(Pages::with(self, access, Unreadable::IsLeftOut), access.items)
    }
}

/// The responses of a list, page after page: a [`Stream`], with [`try_next`](Pages::try_next) for code without stream helpers.
///
/// The call's own limit is the size of a page, as far as the API allows it, and its own start is where the pages
/// begin. Nothing is sent before the first page is asked for. An error ends it.
///
/// A server that breaks its word is an error ([`ErrorKind::Decode`](crate::ErrorKind::Decode)) and no silent end: three pages
/// in a row without a record where the total says that there are more, a cursor or URL that was there before, a hundred pages
/// that bring the end no nearer because the total grows or no page has a record.
///
/// Where the server names the URL of the next page, it is resolved against that of the page before (RFC 3986), and it must be
/// on the client's own server or on that of the operation. Any other is an error, and neither a request nor a credential goes
/// there.
#[must_use = "pages are fetched when they are asked for"]
pub struct Pages<P>(Box<Engine<P>>);

impl<P: Send + 'static> Pages<P> {
    pub(crate) fn new<D, I>(call: Call<D>, access: PageAccess<P, I>) -> Self
    where
        D: Decoder<Output = P> + 'static,
    {
        Self::with(call, access, Unreadable::Fails)
    }

    fn with<D, I>(call: Call<D>, access: PageAccess<P, I>, unreadable: Unreadable) -> Self
    where
        D: Decoder<Output = P> + 'static,
    {
        Self(Box::new(Engine::new(call, access, unreadable)))
    }

    fn poll_whole(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<P, Error>>> {
        self.0.poll_page(cx).map_ok(|page| page.value)
    }

    /// Fetches up to `pages` pages at once. Works where positions are numbers and the response tells how many records or pages
    /// there are, and from the second page on; otherwise pages are fetched one by one. The order stays the same.
    pub fn prefetch(mut self, pages: usize) -> Self {
        self.0.set_prefetch(pages);
        self
    }

    /// The number of records in all pages, as the most recent page states it.
    #[must_use]
    pub fn total(&self) -> Option<u64> {
        self.0.total()
    }

    /// The next page; `None` at the end.
    ///
    /// # Errors
    /// As for a single call; the pages end with it.
    pub async fn try_next(&mut self) -> Result<Option<P>, Error> {
        poll_fn(|cx| self.poll_whole(cx)).await.transpose()
    }
}

impl<P: Send + 'static> Stream for Pages<P> {
    type Item = Result<P, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_whole(cx)
    }
}

impl<P> fmt::Debug for Pages<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").finish_non_exhaustive()
    }
}

/// The records of a list, over all pages: a [`Stream`], with [`try_next`](Items::try_next) for code without stream helpers.
///
/// Behaves as [`Pages`] does, except for records that cannot be read: each is an error
/// ([`ErrorKind::Decode`](crate::ErrorKind::Decode)) with its place in its page, such as `$.data[3].id`, and the record after it
/// is the next one. Any other error ends the records.
#[must_use = "records are fetched when they are asked for"]
pub struct Items<I> {
    pages: Box<dyn Lists<I>>,
    page: std::vec::IntoIter<I>,
    /// Records of the page that could not be read, and how many of all that were sent have been given out.
    lost: std::iter::Peekable<std::vec::IntoIter<(usize, Error)>>,
    given: usize,
}

impl<I> Unpin for Items<I> {}

impl<I: Send + 'static> Items<I> {
    pub(crate) fn new<P: Send + 'static>(pages: Pages<P>, items: fn(P) -> Vec<I>) -> Self {
        Self {
            pages: Box::new(PageSource { pages, items }),
            page: Vec::new().into_iter(),
            lost: Vec::new().into_iter().peekable(),
            given: 0,
        }
    }

    /// Fetches up to `pages` pages at once; see [`Pages::prefetch`].
    pub fn prefetch(mut self, pages: usize) -> Self {
        self.pages.set_prefetch(pages);
        self
    }

    /// The number of records, as the most recent page states it.
    #[must_use]
    pub fn total(&self) -> Option<u64> {
        self.pages.total()
    }

    /// The next record; `None` at the end.
    ///
    /// # Errors
    /// As for a single call; the records end with it. After a record that cannot be read the next call goes on behind it.
    pub async fn try_next(&mut self) -> Result<Option<I>, Error> {
        poll_fn(|cx| self.poll_item(cx)).await.transpose()
    }

    /// All records.
    ///
    /// # Errors
    /// As for a single call, and for the first record that cannot be read; the records before it are lost.
    pub async fn collect(mut self) -> Result<Vec<I>, Error> {
        let mut all = Vec::new();
        while let Some((list, lost)) = poll_fn(|cx| self.pages.poll_list(cx)).await.transpose()? {
            if let Some((_, error)) = lost.into_iter().next() {
                return Err(error);
            }
            if all.is_empty() {
                all = list;
            } else {
                all.extend(list);
            }
        }
        Ok(all)
    }

    fn poll_item(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<I, Error>>> {
        loop {
            let given = self.given;
            self.given += 1;
            if let Some((_, error)) = self.lost.next_if(|(index, _)| *index <= given) {
                return Poll::Ready(Some(Err(error)));
            }
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            if let Some((_, error)) = self.lost.next() {
                return Poll::Ready(Some(Err(error)));
            }
            match ready!(self.pages.poll_list(cx)) {
                Some(Ok((list, lost))) => {
                    self.page = list.into_iter();
                    self.lost = lost.into_iter().peekable();
                    self.given = 0;
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<I: Send + 'static> Stream for Items<I> {
    type Item = Result<I, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(cx)
    }
}

impl<I> fmt::Debug for Items<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").finish_non_exhaustive()
    }
}

/// The records of a page, and those that could not be read with their position.
type List<I> = (Vec<I>, Vec<(usize, Error)>);

/// Pages whose type is forgotten.
trait Lists<I>: Send {
    fn poll_list(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<List<I>, Error>>>;
    fn set_prefetch(&mut self, pages: usize);
    fn total(&self) -> Option<u64>;
}

struct PageSource<P, I> {
    pages: Pages<P>,
    items: fn(P) -> Vec<I>,
}

impl<P: Send + 'static, I> Lists<I> for PageSource<P, I> {
    fn poll_list(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<List<I>, Error>>> {
        let page = ready!(self.pages.0.poll_page(cx));
        Poll::Ready(page.map(|page| {
            page.map(|mut page| {
                let lost = self.pages.0.take_lost(&mut page);
                ((self.items)(page.value), lost)
            })
        }))
    }

    fn set_prefetch(&mut self, pages: usize) {
        self.pages.0.set_prefetch(pages);
    }

    fn total(&self) -> Option<u64> {
        self.pages.total()
    }
}

#[cfg(test)]
mod styles_tests;
#[cfg(test)]
mod tests;
