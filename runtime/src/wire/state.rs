//! What is known while a text is being read: how well it fits so far, how much work was done, and in which mode.
//!
//! `serde` hands nothing down to the types it reads, so this is kept by thread. Each guard puts back what it found.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::rc::Rc;

use super::fit::Fit;
use super::shape::Arm;

/// What was noticed while a value was read that its description does not say. A union prefers the variant with less of it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Notes {
    /// Everything below but [`bent`](Self::bent), and keys that are not described.
    pub doubts: u32,
    /// Values outside those described: of an enum, of a discriminator.
    pub forbidden: u32,
    /// Constants with another value.
    pub contradicted: u32,
    /// Values of another JSON kind that were read all the same, such as a number that arrived as a string.
    pub bent: u32,
}

impl Notes {
    fn since(self, before: Self) -> Self {
        Self {
            doubts: self.doubts.wrapping_sub(before.doubts),
            forbidden: self.forbidden.wrapping_sub(before.forbidden),
            contradicted: self.contradicted.wrapping_sub(before.contradicted),
            bent: self.bent.wrapping_sub(before.bent),
        }
    }

    fn and(self, more: Self) -> Self {
        Self {
            doubts: self.doubts.wrapping_add(more.doubts),
            forbidden: self.forbidden.wrapping_add(more.forbidden),
            contradicted: self.contradicted.wrapping_add(more.contradicted),
            bent: self.bent.wrapping_add(more.bent),
        }
    }
}

thread_local! {
    static NOTES: Cell<Notes> = const { Cell::new(Notes { doubts: 0, forbidden: 0, contradicted: 0, bent: 0 }) };
    static ROUNDED: Cell<bool> = const { Cell::new(false) };
    static EXACT: Cell<bool> = const { Cell::new(false) };
    static TEXTS: Cell<bool> = const { Cell::new(false) };
    static DEPTH: Cell<u32> = const { Cell::new(0) };
    static WORK: Cell<Work> = const { Cell::new(Work { left: 0, scope: false }) };
    static RANKED: RefCell<Ranked> = RefCell::new(Ranked::default());
    static RANKING: RefCell<Vec<Same>> = const { RefCell::new(Vec::new()) };
    static READING: RefCell<Vec<Same>> = const { RefCell::new(Vec::new()) };
}

/// A union by its variants, and the length of a text.
type Same = (usize, usize);

/// What is done with a union.
#[derive(Clone, Copy)]
pub(crate) enum Doing {
    Ranking,
    Reading,
}

impl Doing {
    fn with<T>(self, work: impl FnOnce(&mut Vec<Same>) -> T) -> T {
        match self {
            Self::Ranking => RANKING.with_borrow_mut(work),
            Self::Reading => READING.with_borrow_mut(work),
        }
    }
}

/// Marks a union while it is ranked or read for a text.
pub(crate) struct Once(Doing);

impl Once {
    /// `None` when the same is done for the same text already: a union that is one of its own variants, at once or through others,
    /// has no value more by that. What stands in a text is shorter than it, so of the same length is the same text only.
    pub(crate) fn enter(doing: Doing, arms: &'static [Arm], text: &str) -> Option<Self> {
        let this = (arms.as_ptr() as usize, text.len());
        doing.with(|stack| {
            if stack.iter().rev().take_while(|(_, length)| *length == this.1).any(|other| *other == this) {
                return None;
            }
            stack.push(this);
            Some(Self(doing))
        })
    }
}

impl Drop for Once {
    fn drop(&mut self) {
        self.0.with(Vec::pop);
    }
}

fn note(change: impl FnOnce(&mut Notes)) {
    let mut notes = NOTES.get();
    change(&mut notes);
    NOTES.set(notes);
}

/// Notes that what was just read fits only because the type is lenient: a key that is not described.
#[inline]
pub fn doubt() {
    note(|notes| notes.doubts = notes.doubts.wrapping_add(1));
}

/// Notes a value outside those described.
pub(crate) fn forbidden() {
    note(|notes| *notes = notes.and(Notes { doubts: 1, forbidden: 1, ..Notes::default() }));
}

/// Notes a constant with another value.
pub(crate) fn contradicted() {
    note(|notes| *notes = notes.and(Notes { doubts: 1, contradicted: 1, ..Notes::default() }));
}

/// Notes a value of another JSON kind.
pub(crate) fn bent() {
    note(|notes| notes.bent = notes.bent.wrapping_add(1));
}

/// Runs `read` and says what was noted on the way. What it noted counts only after [`keep`].
pub(crate) fn noted<T>(read: impl FnOnce() -> T) -> (T, Notes) {
    let before = NOTES.get();
    let value = read();
    let notes = NOTES.get().since(before);
    NOTES.set(before);
    (value, notes)
}

/// Adds notes of something that was kept.
pub(crate) fn keep(more: Notes) {
    note(|notes| *notes = notes.and(more));
}

/// Notes that digits were lost, because `serde` gave a number with a fraction or of great size as a double.
pub(crate) fn rounded() {
    ROUNDED.set(true);
}

/// Whether numbers are to be read from their text, digit by digit.
#[inline]
pub(crate) fn is_exact() -> bool {
    EXACT.get()
}

/// Whether all scalars are strings, as in a form, so that `true` is one too.
#[inline]
pub(crate) fn has_texts_only() -> bool {
    TEXTS.get()
}

/// Runs `read` where all scalars are strings.
pub(crate) fn of_texts<T>(read: impl FnOnce() -> T) -> T {
    struct Reset(bool);
    impl Drop for Reset {
        fn drop(&mut self) {
            TEXTS.set(self.0);
        }
    }
    let _reset = Reset(TEXTS.replace(true));
    read()
}

/// Runs `read`, and once more digit by digit if that lost any: only texts and integers that arrive in an odd form are ever read
/// twice, everything else at the speed of `serde_json`.
pub(crate) fn exactly<T, E>(mut read: impl FnMut() -> Result<T, E>) -> Result<T, E> {
    struct Reset(bool, bool);
    impl Drop for Reset {
        fn drop(&mut self) {
            ROUNDED.set(self.0);
            EXACT.set(self.1);
        }
    }
    let _reset = Reset(ROUNDED.replace(false), EXACT.get());
    let mut value = read();
    // A number that only seems not to fit may have been rounded up.
    if ROUNDED.get() && !EXACT.get() {
        EXACT.set(true);
        value = read();
    }
    value
}

#[derive(Clone, Copy)]
struct Work {
    left: u64,
    /// Whether a response or a union is being read, whose length gave the limit.
    scope: bool,
}

/// Steps (about one byte looked at, or one comparison of names) that telling variants apart may take: so many for each byte of the
/// text, and so many in any case. Nested as deep as `serde_json` allows, a union costs some 500 for each byte.
const STEPS_PER_BYTE: u64 = 1024;
const STEPS: u64 = 10_000_000;

/// Message when the limit is reached.
pub(crate) const TOO_MUCH_WORK: &str = "telling the variants of a union apart takes too much work";

/// Limits the work for a text; within another limit it does nothing.
pub(crate) struct Limited(Option<Work>);

impl Limited {
    pub(crate) fn by(length: usize) -> Self {
        let before = WORK.get();
        if before.scope {
            return Self(None);
        }
        let left = (length as u64).saturating_mul(STEPS_PER_BYTE).saturating_add(STEPS);
        WORK.set(Work { left, scope: true });
        Self(Some(before))
    }
}

impl Drop for Limited {
    fn drop(&mut self) {
        if let Some(before) = self.0 {
            WORK.set(before);
        }
    }
}

/// Counts work; `false` when there was too much.
pub(crate) fn work(steps: usize) -> bool {
    let work = WORK.get();
    let left = work.left.saturating_sub(steps as u64);
    WORK.set(Work { left, ..work });
    left > 0
}

/// Whether the limit was reached.
pub(crate) fn is_exhausted() -> bool {
    WORK.get().left == 0
}

/// Counts how deep unions are nested on this thread; the outermost one forgets what was learned.
pub(crate) struct Nested {
    pub outermost: bool,
    _limit: Option<Limited>,
}

impl Nested {
    pub(crate) fn enter(length: usize) -> Self {
        let depth = DEPTH.get();
        DEPTH.set(depth + 1);
        let outermost = depth == 0;
        Self { outermost, _limit: outermost.then(|| Limited::by(length)) }
    }
}

impl Drop for Nested {
    fn drop(&mut self) {
        DEPTH.set(DEPTH.get() - 1);
        if self.outermost {
            RANKED.with_borrow_mut(|ranked| {
                if !ranked.known.is_empty() {
                    ranked.known = HashMap::new();
                }
            });
        }
    }
}

/// Variants that fit a text, best first.
pub(crate) type Ranking = Rc<[(Fit, usize)]>;

/// Rankings of nested unions, found while the outer one was ranked, and decisions between variants. Without them each level would
/// rank and try all below it again.
#[derive(Default)]
struct Ranked {
    /// By the variants, and the text's length and two keyed hashes: the text itself is copied from level to level.
    known: HashMap<(usize, usize, u64, u64), Ranking>,
    hashes: (RandomState, RandomState),
}

impl Ranked {
    fn key(&self, arms: &'static [Arm], text: &str) -> (usize, usize, u64, u64) {
        (arms.as_ptr() as usize, text.len(), self.hashes.0.hash_one(text), self.hashes.1.hash_one(text))
    }
}

/// The ranking of a nested union, if it was found before.
pub(crate) fn recall(arms: &'static [Arm], text: &str) -> Option<Ranking> {
    RANKED.with_borrow(|ranked| {
        if ranked.known.is_empty() {
            return None;
        }
        ranked.known.get(&ranked.key(arms, text)).cloned()
    })
}

/// Keeps the ranking of a nested union.
pub(crate) fn remember(arms: &'static [Arm], text: &str, ranking: &Ranking) {
    RANKED.with_borrow_mut(|ranked| {
        let key = ranked.key(arms, text);
        ranked.known.insert(key, Rc::clone(ranking));
    });
}
