//! One difference between two nodes, before anybody is asked whom it reaches.

use super::code::Code;
use super::text::Sentence;
use crate::document::Node;
use crate::location::Place;

/// A difference between an old and a new node.
#[derive(Clone, Debug)]
pub struct Fact {
    /// Its kind.
    pub code: Code,
    /// What changed, as a sentence fragment.
    pub text: Sentence,
    /// Where it stands in the old description.
    pub old: Option<Place>,
    /// Where it stands in the new one.
    pub new: Option<Place>,
    /// The property it is about, where it is about one.
    pub member: Option<String>,
    /// It is about a property that clients do not send.
    pub read_only: bool,
    /// It is about a property that clients do not read.
    pub write_only: bool,
    /// It is about a property that must be there.
    pub required: bool,
    /// It is about a property that is gone from an object which takes no others.
    pub refused: bool,
    /// The kind it is where the value is sent as a string, in parameters and headers.
    pub as_text: Option<Code>,
    /// It is no difference there.
    pub same_text: bool,
}

impl Fact {
    /// A difference with its text.
    pub fn new(code: Code, text: Sentence) -> Self {
        Self {
            code,
            text,
            old: None,
            new: None,
            member: None,
            read_only: false,
            write_only: false,
            required: false,
            refused: false,
            as_text: None,
            same_text: false,
        }
    }

    /// Between two nodes; the key `at` in each, where it is there.
    #[must_use]
    pub fn between(self, old: &Node<'_>, new: &Node<'_>, at: &str) -> Self {
        Self { old: Some(place(old, at)), new: Some(place(new, at)), ..self }
    }

    /// Between two places of which one may be missing.
    #[must_use]
    pub fn places(self, old: Option<Place>, new: Option<Place>) -> Self {
        Self { old, new, ..self }
    }

    /// About a property.
    #[must_use]
    pub fn about(mut self, property: &str) -> Self {
        self.member = Some(property.to_owned());
        self
    }
}

/// The place of a key, or of the node where the key is missing.
pub fn place(node: &Node<'_>, key: &str) -> Place {
    let place = node.place();
    if !key.is_empty() && node.value.get(key).is_some() { place.join(key) } else { place }
}
