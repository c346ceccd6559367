//! Texts of a change: our words, and words of the description kept apart, so that no output format can mistake the
//! one for the other.

use serde_json::Value;

/// Characters of a value that are shown.
const SHOWN: usize = 60;

/// A part of a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Piece {
    /// Our words.
    Ours(String),
    /// Words of the description: a name or a value. Not trusted.
    Theirs(String),
}

/// A sentence fragment: lower case, no final dot.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Sentence(pub Vec<Piece>);

impl Sentence {
    /// An empty sentence.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds words of ours.
    #[must_use]
    pub fn say(mut self, words: &str) -> Self {
        if let Some(Piece::Ours(last)) = self.0.last_mut() {
            last.push_str(words);
        } else if !words.is_empty() {
            self.0.push(Piece::Ours(words.to_owned()));
        }
        self
    }

    /// Adds a name of the description.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.0.push(Piece::Theirs(shortened(&name.into())));
        self
    }

    /// Adds a value of the description as JSON.
    #[must_use]
    pub fn value(self, value: &Value) -> Self {
        self.name(value.to_string())
    }

    /// Adds several names, separated by commas. More than six are counted.
    #[must_use]
    pub fn names<'n>(mut self, names: impl IntoIterator<Item = &'n str>) -> Self {
        let names: Vec<&str> = names.into_iter().collect();
        for (index, name) in names.iter().take(6).enumerate() {
            self = if index > 0 { self.say(", ") } else { self }.name(*name);
        }
        if names.len() > 6 { self.say(&format!(" and {} more", names.len() - 6)) } else { self }
    }

    /// The text with names in backticks, for terminals and messages. Control characters are replaced.
    #[must_use]
    pub fn plain(&self) -> String {
        let mut out = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Ours(words) => out.push_str(words),
                Piece::Theirs(name) => {
                    out.push('`');
                    out.extend(name.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }));
                    out.push('`');
                }
            }
        }
        out
    }
}

/// A text cut to what a line can show.
#[must_use]
pub fn shortened(text: &str) -> String {
    let mut letters = text.chars();
    let mut out: String = letters.by_ref().take(SHOWN).collect();
    if letters.next().is_some() {
        out.push_str("...");
    }
    out
}
