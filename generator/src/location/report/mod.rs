//! What there is to say about a description: diagnostics with a code, a place and help.
//!
//! Every stage writes to one [`Report`]; nothing stops at the first mistake. Positions are looked up when the
//! report is rendered.

mod render;
#[cfg(test)]
mod tests;

use super::{Origins, Place, Span};
use crate::limits::DIAGNOSTICS_KEPT;
use foldhash::{HashMap, HashMapExt};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Worth knowing; nothing is lost.
    Note,
    /// Probably a mistake; the output is right all the same.
    Warning,
    /// Something is missing in the output, or there is none.
    Error,
}

impl Level {
    /// The word in front of a message.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Another place that a diagnostic speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// The place.
    pub place: Place,
    /// What is there, such as `first used here`.
    pub label: String,
    /// Its position, where the pointer alone does not tell it.
    pub span: Option<Span>,
}

/// One thing to say about a description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable name of the kind of mistake, such as `unknown-key`.
    pub code: &'static str,
    /// How bad it is.
    pub level: Level,
    /// One sentence fragment, lower case, no final dot, things in backticks.
    pub message: String,
    /// Where.
    pub place: Place,
    /// Its position, where the pointer alone does not tell it: in a text that cannot be read, or at the
    /// second of two equal keys.
    pub span: Option<Span>,
    /// What to do about it.
    pub help: Option<String>,
    /// Other places it speaks of.
    pub related: Vec<Related>,
}

impl Diagnostic {
    /// Says what to do about it.
    pub fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = Some(help.into());
        self
    }

    /// Shows another place, such as where a name was first used.
    pub fn also(&mut self, place: Place, label: impl Into<String>) -> &mut Self {
        self.relate(Related { place, label: label.into(), span: None })
    }

    /// Shows another place whose position is known.
    pub fn also_at(&mut self, place: Place, span: Span, label: impl Into<String>) -> &mut Self {
        self.relate(Related { place, label: label.into(), span: Some(span) })
    }

    /// States the position, where the pointer alone does not tell it.
    pub fn at(&mut self, span: Span) -> &mut Self {
        self.span = Some(span);
        self
    }

    fn relate(&mut self, related: Related) -> &mut Self {
        if !self.related.contains(&related) {
            self.related.push(related);
        }
        self
    }
}

/// Everything there is to say about a description.
#[derive(Clone, Debug)]
pub struct Report {
    /// Whether the description is curated: warnings become errors.
    pub strict: bool,
    kept: Vec<Diagnostic>,
    known: HashMap<(&'static str, Place, String), usize>,
    by_code: HashMap<&'static str, usize>,
    counts: [usize; 3],
    fatal: bool,
    /// How many of the first diagnostics speak of places in the texts, whatever overlays changed.
    settled: usize,
    /// Takes what is said about diagnostics that are not kept.
    spill: Diagnostic,
}

impl Report {
    /// An empty report.
    #[must_use]
    pub fn new(strict: bool) -> Self {
        let spill = Diagnostic {
            code: "",
            level: Level::Note,
            message: String::new(),
            place: Place::default(),
            span: None,
            help: None,
            related: Vec::new(),
        };
        Self {
            strict,
            kept: Vec::new(),
            known: HashMap::new(),
            by_code: HashMap::new(),
            counts: [0; 3],
            fatal: false,
            settled: 0,
            spill,
        }
    }

    /// Says that something is missing in the output. In a foreign description the rest is still generated.
    pub fn error(&mut self, code: &'static str, place: Place, message: impl Into<String>) -> &mut Diagnostic {
        self.add(Level::Error, code, place, message.into())
    }

    /// Says that there can be no output at all, not even for a foreign description.
    pub fn fatal(&mut self, code: &'static str, place: Place, message: impl Into<String>) -> &mut Diagnostic {
        self.fatal = true;
        self.add(Level::Error, code, place, message.into())
    }

    /// States that there can be no output, for errors that are reported already.
    pub(crate) fn forbid_output(&mut self) {
        self.fatal = true;
    }

    /// Says that something is probably a mistake. An error where the description is curated.
    pub fn warning(&mut self, code: &'static str, place: Place, message: impl Into<String>) -> &mut Diagnostic {
        let level = if self.strict { Level::Error } else { Level::Warning };
        self.add(level, code, place, message.into())
    }

    /// Says something worth knowing.
    pub fn note(&mut self, code: &'static str, place: Place, message: impl Into<String>) -> &mut Diagnostic {
        self.add(Level::Note, code, place, message.into())
    }

    /// Whether anything is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.count(Level::Error) > 0
    }

    /// Whether nothing may be written: any error of a curated description, a fatal one of a foreign description.
    #[must_use]
    pub fn prevents_output(&self) -> bool {
        self.fatal || (self.strict && self.has_errors())
    }

    /// The diagnostics in the order they were reported: at most 1000 for each code.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.kept
    }

    /// How many diagnostics have this level, also those beyond the 1000 that are kept for each code.
    #[must_use]
    pub fn count(&self, level: Level) -> usize {
        self.counts[level as usize]
    }

    /// How many diagnostics have this code, also those beyond the 1000 that are kept.
    #[must_use]
    pub fn count_of(&self, code: &str) -> usize {
        self.by_code.get(code).copied().unwrap_or_default()
    }

    /// Whether further diagnostics with this code only count, so that help for them need not be worked out.
    #[must_use]
    pub fn is_full(&self, code: &str) -> bool {
        self.count_of(code) >= DIAGNOSTICS_KEPT
    }

    /// States that the places of all diagnostics so far are places in the texts: neither [`Report::relocate`] nor
    /// [`Report::retract`] touches them.
    pub(crate) fn settle(&mut self) {
        self.settled = self.kept.len();
    }

    /// Moves the places of diagnostics to where values come from.
    pub(crate) fn relocate(&mut self, origins: &Origins) {
        if origins.is_empty() {
            return;
        }
        for one in self.kept.iter_mut().skip(self.settled) {
            one.place = origins.source(&one.place);
            for related in &mut one.related {
                related.place = origins.source(&related.place);
            }
        }
    }

    /// Takes back what was said about parts of a description that are not wanted.
    pub(crate) fn retract(&mut self, is_unwanted: impl Fn(&Diagnostic) -> bool) {
        let later = self.kept.split_off(self.settled.min(self.kept.len()));
        self.known.retain(|_, index| *index < self.settled);
        for one in later {
            if is_unwanted(&one) {
                self.counts[one.level as usize] -= 1;
                self.by_code.entry(one.code).and_modify(|count| *count -= 1);
            } else {
                self.known.insert((one.code, one.place.clone(), one.message.clone()), self.kept.len());
                self.kept.push(one);
            }
        }
    }

    /// Makes every diagnostic with a code at least this bad.
    pub fn raise(&mut self, code: &str, level: Level) {
        for diagnostic in self.kept.iter_mut().filter(|diagnostic| diagnostic.code == code && diagnostic.level < level) {
            self.counts[diagnostic.level as usize] -= 1;
            self.counts[level as usize] += 1;
            diagnostic.level = level;
        }
    }

    /// Keeps the diagnostics for which the function says so. Those beyond the 1000 of a code are counted as before.
    pub fn retain(&mut self, mut keep: impl FnMut(&Diagnostic) -> bool) {
        let (counts, by_code) = (&mut self.counts, &mut self.by_code);
        self.kept.retain(|diagnostic| {
            let kept = keep(diagnostic);
            if !kept {
                counts[diagnostic.level as usize] -= 1;
                by_code.entry(diagnostic.code).and_modify(|count| *count -= 1);
            }
            kept
        });
        self.known = self
            .kept
            .iter()
            .enumerate()
            .map(|(index, one)| ((one.code, one.place.clone(), one.message.clone()), index))
            .collect();
    }

    fn add(&mut self, level: Level, code: &'static str, place: Place, message: String) -> &mut Diagnostic {
        let known = self.by_code.get(code).copied().unwrap_or_default();
        if known >= DIAGNOSTICS_KEPT {
            self.counts[level as usize] += 1;
            self.by_code.insert(code, known + 1);
            self.spill.related.clear();
            return &mut self.spill;
        }
        let key = (code, place, message);
        if let Some(&index) = self.known.get(&key) {
            return &mut self.kept[index];
        }
        self.counts[level as usize] += 1;
        self.by_code.insert(code, known + 1);
        self.known.insert(key.clone(), self.kept.len());
        let (code, place, message) = key;
        self.kept.push(Diagnostic { code, level, message, place, span: None, help: None, related: Vec::new() });
        let last = self.kept.len() - 1;
        &mut self.kept[last]
    }
}
