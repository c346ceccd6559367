//! Prints diagnostics with an excerpt of the text, as compilers do.

use super::{Diagnostic, Level, Report};
use crate::limits::{ALIKE_SHOWN, DIAGNOSTICS_SHOWN, EXCERPT_WIDTH, LINE_WITH_COLUMNS};
use crate::location::{FileId, Place, Sources, Span};
use foldhash::{HashMap, HashMapExt, HashSet};
use std::fmt::Write;

impl Report {
    /// The diagnostics as a person reads them: by file and position, at most 20 for each code; notes that say the same
    /// of several places as one.
    #[must_use]
    pub fn render(&self, sources: &Sources, color: bool) -> String {
        let places: Vec<Place> = self
            .kept
            .iter()
            .flat_map(|one| std::iter::once(&one.place).chain(one.related.iter().map(|related| &related.place)))
            .cloned()
            .collect();
        let mut spans = sources.locate(&places).into_iter();
        let mut found: Vec<Found<'_>> = self
            .kept
            .iter()
            .map(|one| {
                let span = one.span.or(spans.next().flatten());
                let related = one.related.iter().map(|related| related.span.or(spans.next().flatten())).collect();
                Found { one, span, related }
            })
            .collect();
        found.sort_by_key(|found| (found.one.place.file, found.span));
        let wanted: HashSet<FileId> = places.iter().map(|place| place.file).collect();
        let lines =
            sources.all().filter(|(id, _)| wanted.contains(id)).map(|(id, file)| (id, file.text.lines().collect())).collect();
        let mut out = Printer { sources, lines, color, out: String::new() };
        let mut shown: HashMap<&str, usize> = HashMap::new();
        let mut said: HashMap<&str, usize> = HashMap::new();
        for group in alike(&found) {
            let code = group[0].one.code;
            let count = shown.entry(code).or_default();
            *count += 1;
            if *count <= DIAGNOSTICS_SHOWN {
                out.diagnostic(&group);
                *said.entry(code).or_default() += group.len();
            }
        }
        self.rest(&said, &mut out);
        out.out
    }

    /// How many were not printed, for each code.
    fn rest(&self, said: &HashMap<&str, usize>, out: &mut Printer<'_>) {
        let more = |(code, count): (&&'static str, &usize)| (*code, count - said.get(code).copied().unwrap_or_default());
        let mut codes: Vec<_> = self.by_code.iter().map(more).filter(|(_, more)| *more > 0).collect();
        codes.sort_unstable();
        for (code, more) in codes {
            let level = self.kept.iter().filter(|one| one.code == code).map(|one| one.level).max().unwrap_or(Level::Note);
            out.head(level, code, &format!("and {more} more"));
            out.out.push('\n');
        }
    }
}

/// Diagnostics one by one, but notes that say the same of several places together: one is worth reading.
fn alike<'f, 'r>(found: &'f [Found<'r>]) -> Vec<Vec<&'f Found<'r>>> {
    let mut groups: Vec<Vec<&Found<'_>>> = Vec::new();
    let mut notes: HashMap<(&str, &str, Option<&str>), usize> = HashMap::new();
    for found in found {
        let one = found.one;
        let key = (one.code, one.message.as_str(), one.help.as_deref());
        match notes.get(&key) {
            Some(&group) if one.level == Level::Note && one.related.is_empty() => groups[group].push(found),
            _ => {
                notes.insert(key, groups.len());
                groups.push(vec![found]);
            }
        }
    }
    groups
}

/// A diagnostic with its positions.
struct Found<'r> {
    one: &'r Diagnostic,
    span: Option<Span>,
    related: Vec<Option<Span>>,
}

struct Printer<'s> {
    sources: &'s Sources,
    lines: HashMap<FileId, Vec<&'s str>>,
    color: bool,
    out: String,
}

const BOLD: &str = "\x1b[1m";
const BLUE: &str = "\x1b[1;34m";
const RESET: &str = "\x1b[0m";

fn paint(level: Level) -> &'static str {
    match level {
        Level::Error => "\x1b[1;31m",
        Level::Warning => "\x1b[1;33m",
        Level::Note => "\x1b[1;32m",
    }
}

impl Printer<'_> {
    fn diagnostic(&mut self, group: &[&Found<'_>]) {
        let (found, others) = (group[0], &group[1..]);
        let one = found.one;
        self.head(one.level, one.code, &one.message);
        let numbers = found.related.iter().chain([&found.span]).flatten().map(|span| span.line);
        let width = numbers.max().map_or(1, |line| line.to_string().len());
        self.excerpt("-->", &one.place, found.span, width, '^', "", paint(one.level));
        for (related, span) in one.related.iter().zip(&found.related) {
            self.excerpt(":::", &related.place, *span, width, '-', &related.label, BLUE);
        }
        if let Some(help) = &one.help {
            let sign = self.painted(BLUE, "=");
            for (index, line) in help.lines().enumerate() {
                let word = if index == 0 { "help:" } else { "     " };
                let _ = writeln!(self.out, "{:width$} {sign} {word} {}", "", clean(line));
            }
        }
        if !others.is_empty() {
            let mut places: Vec<String> = others.iter().take(ALIKE_SHOWN).map(|other| self.position(other)).collect();
            if others.len() > ALIKE_SHOWN {
                places.push(format!("{} more places", others.len() - ALIKE_SHOWN));
            }
            let sign = self.painted(BLUE, "=");
            let _ = writeln!(self.out, "{:width$} {sign} the same: {}", "", places.join(", "));
        }
        self.out.push('\n');
    }

    fn head(&mut self, level: Level, code: &str, message: &str) {
        let word = self.painted(paint(level), &format!("{}[{code}]", level.as_str()));
        let message = self.painted(BOLD, &format!(": {}", clean(message)));
        let _ = writeln!(self.out, "{word}{message}");
    }

    /// The position, and the line with the part that is meant underlined.
    #[expect(clippy::too_many_arguments, reason = "one call prints one block")]
    fn excerpt(&mut self, arrow: &str, place: &Place, span: Option<Span>, width: usize, mark: char, label: &str, color: &str) {
        let Some(file) = self.sources.file(place.file) else { return };
        let arrow = self.painted(BLUE, arrow);
        let Some(span) = span else {
            let _ = writeln!(self.out, "{:width$}{arrow} {}", "", clean(&file.path));
            return;
        };
        let _ = write!(self.out, "{:width$}{arrow} {}:{}:{}", "", clean(&file.path), span.line, span.column);
        let line = self.lines.get(&place.file).and_then(|lines| lines.get(span.line - 1));
        if line.is_some_and(|line| line.len() > LINE_WITH_COLUMNS) && !place.pointer.is_empty() {
            let _ = write!(self.out, " {}", clean(&place.to_string()));
        }
        self.out.push('\n');
        let Some(line) = line else { return };
        let window = Window::new(line, span);
        let bar = self.painted(BLUE, "|");
        let number = self.painted(BLUE, &format!("{:>width$}", span.line));
        let mut marks = mark.to_string().repeat(window.length);
        if !label.is_empty() {
            let _ = write!(marks, " {}", clean(label));
        }
        let marks = self.painted(color, &marks);
        let _ = writeln!(self.out, "{:width$} {bar}", "");
        let _ = writeln!(self.out, "{number} {bar} {}", window.text);
        let _ = writeln!(self.out, "{:width$} {bar} {:offset$}{marks}", "", "", offset = window.offset);
    }

    /// File, line and column.
    fn position(&self, found: &Found<'_>) -> String {
        let path = self.sources.file(found.one.place.file).map_or("", |file| file.path.as_str());
        match found.span {
            Some(span) => format!("{}:{}:{}", clean(path), span.line, span.column),
            None => clean(path),
        }
    }

    fn painted(&self, color: &str, text: &str) -> String {
        if self.color { format!("{color}{text}{RESET}") } else { text.to_owned() }
    }
}

/// The part of a line that is printed.
struct Window {
    text: String,
    /// Characters in front of the marks.
    offset: usize,
    /// Number of marks.
    length: usize,
}

impl Window {
    fn new(line: &str, span: Span) -> Self {
        let before = span.column - 1;
        // Minified JSON is one line of megabytes: only what is around the position is looked at.
        let start = if before + span.length.min(EXCERPT_WIDTH / 2) > EXCERPT_WIDTH {
            before.saturating_sub(EXCERPT_WIDTH / 4)
        } else {
            0
        };
        let mut letters = line.chars().skip(start);
        let mut text: String = if start > 0 { "... ".to_owned() } else { String::new() };
        let offset = text.chars().count() + before - start;
        text.extend(letters.by_ref().take(EXCERPT_WIDTH).map(printable));
        let end = text.chars().count();
        if letters.next().is_some() {
            text.push_str(" ...");
        }
        // A value may go on in further lines, and an empty one stands behind the last character.
        let length = span.length.min(end.saturating_sub(offset)).max(1);
        Self { text: text.trim_end().to_owned(), offset, length }
    }
}

/// Text of a description is not trusted: control characters would steer the terminal.
fn printable(letter: char) -> char {
    match letter {
        '\t' => ' ',
        letter if letter.is_control() => '\u{fffd}',
        letter => letter,
    }
}

fn clean(text: &str) -> String {
    text.chars().map(printable).collect()
}
