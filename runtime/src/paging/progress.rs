//! Whether paging comes nearer to its end.

use std::collections::HashSet;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher as _;

/// Most pages in a row without a record that are asked for where a number says that there are more.
pub(super) const MOST_EMPTY: u32 = 3;
/// Most pages in a row after which as many records are left as before, or without a record where the server names the next.
const MOST_STANDING: u32 = 100;

/// What is known of the pages so far.
#[derive(Default)]
pub(super) struct Progress {
    /// Records so far.
    pub records: u64,
    /// Whether the pages begin with the first record, so that their records can be counted.
    pub whole: bool,
    /// Pages in a row without a record.
    empty: u32,
    /// The fewest records or pages that were left, and how many pages have not brought fewer.
    left: Option<u64>,
    standing: u32,
    /// Hashes of the cursors and URLs so far.
    visited: HashSet<u64>,
    hasher: RandomState,
}

impl Progress {
    /// Notes a page of `len` records after which the server says that there are more, of which `left` is the number. Without
    /// `sized` it is not known where a page behind an empty one begins.
    ///
    /// # Errors
    /// When the pages do not come to an end; `broken` says what the server's word was.
    pub(super) fn step(
        &mut self,
        len: u64,
        left: Option<u64>,
        sized: bool,
        broken: impl FnOnce(u64) -> String,
    ) -> Result<(), String> {
        self.empty = if len == 0 { self.empty + 1 } else { 0 };
        if self.empty > 0 && (self.empty >= MOST_EMPTY || !sized) {
            return Err(broken(self.records));
        }
        let Some(left) = left else { return Ok(()) };
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

    /// Notes a page of `len` records and what the server says asks for the next: a cursor or a URL, as `kind` calls it.
    ///
    /// # Errors
    /// When it was there before, or when too many pages in a row have no record.
    pub(super) fn follow(&mut self, len: u64, next: &str, kind: &str) -> Result<(), String> {
        self.empty = if len == 0 { self.empty + 1 } else { 0 };
        if !self.is_new(next) {
            return Err(format!("the server repeats a {kind} after {} records, so the pages would never end", self.records));
        }
        if self.empty >= MOST_STANDING {
            return Err(format!("{MOST_STANDING} pages in a row have no record, and the server names a {kind} after each"));
        }
        Ok(())
    }

    /// Whether a cursor or URL was not there before, which it is from now on.
    pub(super) fn is_new(&mut self, next: &str) -> bool {
        self.visited.insert(self.hasher.hash_one(next))
    }
}
