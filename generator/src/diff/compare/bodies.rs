//! Request bodies and media types.

use super::super::code::Code;
use super::super::fact::{Fact, place};
use super::super::graph::{OperationId, PairId};
use super::super::text::Sentence;
use super::super::verdict::{Direction, Position};
use super::{Comparer, Of, same_or_missing};
use crate::document::Node;

impl<'o, 'n> Comparer<'o, 'n> {
    /// Compares the bodies of two operations.
    pub(super) fn request_body(&mut self, id: OperationId, direction: Direction, old: &Node<'o>, new: &Node<'n>) {
        let key = "requestBody";
        let (was, is) = match (old.get(key), new.get(key)) {
            (None, None) => return,
            (None, Some(is)) => {
                let Some(is) = is.follow(&mut self.new_report) else { return };
                let (code, words) = if is.flag("required") {
                    (Code::RequiredBodyAdded, "new required body")
                } else {
                    (Code::OptionalBodyAdded, "new optional body")
                };
                let pair = self.own(id, direction);
                self.fact(pair, Fact::new(code, Sentence::new().say(words)).places(Some(old.place()), Some(place(new, key))));
                return;
            }
            (Some(_), None) => {
                let pair = self.own(id, direction);
                let text = Sentence::new().say("the body is gone");
                self.fact(pair, Fact::new(Code::BodyRemoved, text).places(Some(place(old, key)), Some(new.place())));
                return;
            }
            (Some(was), Some(is)) => (was, is),
        };
        let Some((was, is)) = self.followed(&was, &is) else { return };
        let label = format!("body of {}", self.operations[id.0 as usize].call());
        let (pair, fresh) = self.once(Of::Body, &was, &is, &label);
        self.graph.root(pair, id, direction);
        if !fresh {
            return;
        }
        let (code, words) = match (was.flag("required"), is.flag("required")) {
            (false, true) => (Code::BodyBecameRequired, "the body became required"),
            (true, false) => (Code::BodyBecameOptional, "the body became optional"),
            _ => (Code::BodyRemoved, ""),
        };
        if !words.is_empty() {
            self.fact(pair, Fact::new(code, Sentence::new().say(words)).between(&was, &is, "required"));
        }
        self.content(pair, &was, &is);
    }

    /// Compares `content`.
    pub(super) fn content(&mut self, pair: PairId, old: &Node<'o>, new: &Node<'n>) {
        let key = "content";
        let mut olds: Vec<(&'o str, Node<'o>)> = old.get(key).iter().flat_map(Node::entries).collect();
        let mut news: Vec<(&'n str, Node<'n>)> = new.get(key).iter().flat_map(Node::entries).collect();
        let mut matched = Vec::new();
        let exact = |a: &str, b: &str| Media::read(a) == Media::read(b);
        take(&mut olds, &mut news, &mut matched, exact);
        take(&mut olds, &mut news, &mut matched, |a, b| kinship(a, b).is_some());
        for ((was_name, was), (is_name, is)) in matched {
            if let Some(code) = kinship(was_name, is_name) {
                let text = Sentence::new().say("the content type is ").name(is_name).say(", was ").name(was_name);
                self.fact(pair, Fact::new(code, text).places(Some(was.place()), Some(is.place())));
            }
            self.media(pair, &was, &is);
        }
        for (name, was) in olds {
            let text = Sentence::new().say("content type ").name(name).say(" is gone");
            self.fact(pair, Fact::new(Code::MediaTypeRemoved, text).places(Some(was.place()), Some(place(new, key))));
        }
        for (name, is) in news {
            let text = Sentence::new().say("new content type ").name(name);
            self.fact(pair, Fact::new(Code::MediaTypeAdded, text).places(Some(place(old, key)), Some(is.place())));
        }
    }

    fn media(&mut self, above: PairId, was: &Node<'o>, is: &Node<'n>) {
        let Some((was, is)) = self.followed(was, is) else { return };
        let label = self.graph.get(above).label.clone();
        let (pair, fresh) = self.once(Of::Content, &was, &is, &label);
        self.graph.link(above, pair, Self::at(Position::Body));
        if !fresh {
            return;
        }
        match (was.get("schema"), is.get("schema")) {
            (Some(was), Some(is)) => self.schema_at(pair, &was, &is, "", Self::at(Position::Body)),
            (None, Some(schema)) if self.new_says(&schema) => {
                let fact = Fact::new(Code::BodySchemaAdded, Sentence::new().say("the content has a schema, it had none"));
                self.fact(pair, fact.between(&was, &is, "schema"));
            }
            (Some(schema), None) if self.old_says(&schema) => {
                let fact = Fact::new(Code::BodySchemaRemoved, Sentence::new().say("the content has no schema any more"));
                self.fact(pair, fact.between(&was, &is, "schema"));
            }
            _ => {}
        }
        if !same_or_missing(was.value.get("encoding"), is.value.get("encoding")) {
            let text = Sentence::new().say("parts of the body are encoded differently");
            self.fact(pair, Fact::new(Code::PartEncodingChanged, text).between(&was, &is, "encoding"));
        }
        self.body_extensions(pair, &was, &is);
    }
}

/// A media type: RFC 9110, 8.3.1.
#[derive(PartialEq, Eq)]
struct Media {
    /// `application` of `application/problem+json;v=1`.
    top: String,
    /// `problem+json`.
    sub: String,
    /// `v=1`.
    parameters: Vec<String>,
}

impl Media {
    fn read(text: &str) -> Self {
        let lower = text.to_ascii_lowercase();
        let mut parts = lower.split(';').map(str::trim);
        let (top, sub) = parts.next().and_then(|name| name.split_once('/')).unwrap_or((&lower, ""));
        // What is sent is UTF-8 with or without a word about it.
        let is_said = |part: &&str| !part.is_empty() && part.replace([' ', '"'], "") != "charset=utf-8";
        let mut parameters: Vec<String> = parts.filter(is_said).map(str::to_owned).collect();
        parameters.sort();
        Self { top: top.to_owned(), sub: sub.to_owned(), parameters }
    }

    /// The syntax behind `+` (RFC 6839), or the subtype itself.
    fn syntax(&self) -> &str {
        self.sub.rsplit_once('+').map_or(self.sub.as_str(), |(_, syntax)| syntax)
    }

    /// Whether everything of the other type is also of this one.
    fn covers(&self, other: &Self) -> bool {
        let name =
            self.top == "*" || self.top == other.top && (self.sub == "*" || self.sub == other.sub || self.sub == other.syntax());
        name && self.parameters.iter().all(|parameter| other.parameters.contains(parameter))
    }
}

/// How a media type that took the place of another lies to it. `None` where they are the same or strangers.
fn kinship(old: &str, new: &str) -> Option<Code> {
    let (old, new) = (Media::read(old), Media::read(new));
    match (old.covers(&new), new.covers(&old)) {
        (true, true) => None,
        (true, false) => Some(Code::MediaTypeSpecialised),
        (false, true) => Some(Code::MediaTypeGeneralised),
        (false, false) => (old.top == new.top && old.syntax() == new.syntax()).then_some(Code::MediaTypeRenamed),
    }
}

type Named<'o, 'n> = ((&'o str, Node<'o>), (&'n str, Node<'n>));

fn take<'o, 'n>(
    olds: &mut Vec<(&'o str, Node<'o>)>,
    news: &mut Vec<(&'n str, Node<'n>)>,
    matched: &mut Vec<Named<'o, 'n>>,
    fits: impl Fn(&str, &str) -> bool,
) {
    let mut index = 0;
    while index < olds.len() {
        match news.iter().position(|new| fits(olds[index].0, new.0)) {
            Some(found) => matched.push((olds.remove(index), news.remove(found))),
            None => index += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_are_compared_by_what_they_hold() {
        assert_eq!(kinship("application/json", "APPLICATION/json"), None);
        assert_eq!(kinship("application/json", "application/problem+json"), Some(Code::MediaTypeSpecialised));
        assert_eq!(kinship("application/json", "application/json; charset=\"UTF-8\""), None);
        assert_eq!(kinship("application/json; v=1", "application/json"), Some(Code::MediaTypeGeneralised));
        assert_eq!(kinship("application/vnd.a+json", "application/vnd.b+json"), Some(Code::MediaTypeRenamed));
        assert_eq!(kinship("application/json", "application/xml"), None);
        assert_eq!(kinship("text/*", "text/plain"), Some(Code::MediaTypeSpecialised));
    }
}
