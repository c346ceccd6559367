//! Lists that come in pages: [`Pages`] and [`Items`].

mod access;
mod engine;

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

pub use self::access::{IntoCount, IntoItems, PageAccess, cursor};
use self::engine::Engine;
use crate::calls::Call;
use crate::decode::Decoder;
use crate::error::Error;

impl<D: Decoder> Call<D> {
    /// The answers of this operation, page after page.
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
        Items::new(Pages::new(self, access), access.items)
    }
}

/// The answers of a list, page after page: a [`Stream`], with [`try_next`](Pages::try_next) for code without stream helpers.
///
/// The call's own limit is the size of a page, as far as the API allows it, and its own start is where the pages
/// begin. Nothing is sent before the first page is asked for. An error ends it.
///
/// A server that breaks its word is an error ([`ErrorKind::Decode`](crate::ErrorKind::Decode)) and no silent end: three pages
/// in a row without a record where the total says that there are more, a cursor that was there before, a hundred pages that
/// bring the end no nearer because the total grows.
#[must_use = "pages are fetched when they are asked for"]
pub struct Pages<P>(Box<Engine<P>>);

impl<P: Send + 'static> Pages<P> {
    pub(crate) fn new<D, I>(call: Call<D>, access: PageAccess<P, I>) -> Self
    where
        D: Decoder<Output = P> + 'static,
    {
        Self(Box::new(Engine::new(call, access)))
    }

    /// Fetches up to `pages` pages at once. Works where the answer tells the total, and from the second page on;
    /// otherwise pages are fetched one by one. The order stays the same.
    pub fn prefetch(mut self, pages: usize) -> Self {
        self.0.set_prefetch(pages);
        self
    }

    /// The number of records in all pages, as the last page told it.
    #[must_use]
    pub fn total(&self) -> Option<u64> {
        self.0.total()
    }

    /// The next page; `None` at the end.
    ///
    /// # Errors
    /// As for a single call; the pages end with it.
    pub async fn try_next(&mut self) -> Result<Option<P>, Error> {
        poll_fn(|cx| self.0.poll_page(cx)).await.transpose()
    }
}

impl<P: Send + 'static> Stream for Pages<P> {
    type Item = Result<P, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_page(cx)
    }
}

impl<P> fmt::Debug for Pages<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").finish_non_exhaustive()
    }
}

/// The records of a list, over all pages: a [`Stream`], with [`try_next`](Items::try_next) for code without stream helpers.
///
/// Behaves as [`Pages`] does.
#[must_use = "records are fetched when they are asked for"]
pub struct Items<I> {
    pages: Box<dyn Lists<I>>,
    page: std::vec::IntoIter<I>,
}

impl<I> Unpin for Items<I> {}

impl<I: Send + 'static> Items<I> {
    pub(crate) fn new<P: Send + 'static>(pages: Pages<P>, items: fn(P) -> Vec<I>) -> Self {
        Self { pages: Box::new(Source { pages, items }), page: Vec::new().into_iter() }
    }

    /// Fetches up to `pages` pages at once; see [`Pages::prefetch`].
    pub fn prefetch(mut self, pages: usize) -> Self {
        self.pages.set_prefetch(pages);
        self
    }

    /// The number of records, as the last page told it.
    #[must_use]
    pub fn total(&self) -> Option<u64> {
        self.pages.total()
    }

    /// The next record; `None` at the end.
    ///
    /// # Errors
    /// As for a single call; the records end with it.
    pub async fn try_next(&mut self) -> Result<Option<I>, Error> {
        poll_fn(|cx| self.poll_item(cx)).await.transpose()
    }

    /// All records.
    ///
    /// # Errors
    /// As for a single call; the records before it are lost.
    pub async fn collect(mut self) -> Result<Vec<I>, Error> {
        let mut all = Vec::new();
        while let Some(list) = poll_fn(|cx| self.pages.poll_list(cx)).await.transpose()? {
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
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll_list(cx)) {
                Some(Ok(list)) => self.page = list.into_iter(),
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

/// Pages whose type is forgotten.
trait Lists<I>: Send {
    fn poll_list(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Vec<I>, Error>>>;
    fn set_prefetch(&mut self, pages: usize);
    fn total(&self) -> Option<u64>;
}

struct Source<P, I> {
    pages: Pages<P>,
    items: fn(P) -> Vec<I>,
}

impl<P: Send + 'static, I> Lists<I> for Source<P, I> {
    fn poll_list(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Vec<I>, Error>>> {
        let page = ready!(self.pages.0.poll_page(cx));
        Poll::Ready(page.map(|page| page.map(self.items)))
    }

    fn set_prefetch(&mut self, pages: usize) {
        self.pages.0.set_prefetch(pages);
    }

    fn total(&self) -> Option<u64> {
        self.pages.total()
    }
}

#[cfg(test)]
mod tests;
