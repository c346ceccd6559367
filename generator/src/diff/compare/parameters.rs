//! Parameters: matched by location and name, those of a path by where they stand in it.

use super::super::code::Code;
use super::super::fact::Fact;
use super::super::graph::{OperationId, PairId};
use super::super::text::Sentence;
use super::super::verdict::{Direction, Position};
use super::super::view::View;
use super::types::Types;
use super::{Comparer, Of};
use crate::document::Node;
use crate::location::Report;

/// A parameter of an operation.
struct Parameter<'d> {
    node: Node<'d>,
    location: &'d str,
    name: &'d str,
    /// What it is matched by.
    key: (String, String),
}

impl Parameter<'_> {
    fn required(&self) -> bool {
        self.location == "path" || self.node.flag("required")
    }

    fn words(&self) -> Sentence {
        Sentence::new().say(self.what()).say(" ").name(self.name)
    }

    fn what(&self) -> &'static str {
        match self.location {
            "path" => "path parameter",
            "header" => "header parameter",
            "cookie" => "cookie parameter",
            _ => "query parameter",
        }
    }

    /// `style` and `explode` with their defaults.
    fn style(&self) -> (&str, bool) {
        let default = if matches!(self.location, "path" | "header") { "simple" } else { "form" };
        let style = self.node.string("style").unwrap_or(default);
        let explode = self.node.get("explode").and_then(|node| node.bool()).unwrap_or(style == "form");
        (style, explode)
    }
}

/// The parameters of an operation, its own before those of the path.
fn parameters<'d>(path: &Node<'d>, operation: &Node<'d>, template: &str, report: &mut Report) -> Vec<Parameter<'d>> {
    let mut found: Vec<Parameter<'d>> = Vec::new();
    let lists = [operation.get("parameters"), path.get("parameters")];
    for node in lists.iter().flatten().flat_map(Node::items) {
        let Some(node) = node.follow(report) else { continue };
        let (Some(location), Some(name)) = (node.string("in"), node.string("name")) else { continue };
        let key = match location {
            "path" => place_in(template, name).map_or_else(|| name.to_owned(), |index| format!("{{{index}}}")),
            "header" => name.to_ascii_lowercase(),
            _ => name.to_owned(),
        };
        let key = (location.to_owned(), key);
        if !found.iter().any(|known| known.key == key) {
            found.push(Parameter { node, location, name, key });
        }
    }
    found
}

/// The position of `{name}` among the variables of a path.
fn place_in(template: &str, name: &str) -> Option<usize> {
    template.split('{').skip(1).position(|part| part.split('}').next() == Some(name))
}

impl<'o, 'n> Comparer<'o, 'n> {
    /// Compares the parameters of two operations.
    pub(super) fn parameters(
        &mut self,
        id: OperationId,
        direction: Direction,
        old: (&Node<'o>, &Node<'o>),
        new: (&Node<'n>, &Node<'n>),
    ) {
        let entry = &self.operations[id.0 as usize];
        let (old_template, new_template) = (entry.old_path.clone().unwrap_or_default(), entry.path.clone());
        let was = parameters(old.0, old.1, &old_template, &mut self.old_report);
        let is = parameters(new.0, new.1, &new_template, &mut self.new_report);
        let mut own = None;
        for before in &was {
            if let Some(after) = is.iter().find(|after| after.key == before.key) {
                let (pair, fresh) = self.once(Of::Parameter, &before.node, &after.node, after.name);
                self.graph.root(pair, id, direction);
                if fresh {
                    self.graph.get(pair).what = after.what();
                    self.parameter(pair, before, after);
                }
            } else {
                let pair = *own.get_or_insert_with(|| self.own(id, direction));
                let code = if before.node.flag("deprecated") { Code::DeprecatedParameterRemoved } else { Code::ParameterRemoved };
                let fact = Fact::new(code, before.words().say(" is gone"));
                self.fact(pair, fact.places(Some(before.node.place()), Some(new.1.place())));
            }
        }
        for after in is.iter().filter(|after| !was.iter().any(|before| before.key == after.key)) {
            let pair = *own.get_or_insert_with(|| self.own(id, direction));
            let text = Sentence::new().say("new ").say(if after.required() { "required " } else { "" });
            let text = Sentence([text.0, after.words().0].concat());
            let code = if after.required() { Code::RequiredParameterAdded } else { Code::OptionalParameterAdded };
            self.fact(pair, Fact::new(code, text).places(Some(old.1.place()), Some(after.node.place())));
        }
    }

    fn parameter(&mut self, pair: PairId, before: &Parameter<'o>, after: &Parameter<'n>) {
        let (was, is) = (&before.node, &after.node);
        if before.required() != after.required() {
            let (code, words) = if after.required() {
                (Code::ParameterBecameRequired, "it became required")
            } else {
                (Code::ParameterBecameOptional, "it became optional")
            };
            self.fact(pair, Fact::new(code, Sentence::new().say(words)).between(was, is, "required"));
        }
        self.mark(
            pair,
            was,
            is,
            "deprecated",
            (Code::ParameterDeprecated, "it is deprecated"),
            (Code::ParameterReactivated, "it is no longer deprecated"),
        );
        self.mark(
            pair,
            was,
            is,
            "allowEmptyValue",
            (Code::EmptyValueAllowed, "it may be empty"),
            (Code::EmptyValueRefused, "it may not be empty"),
        );
        let (mut style, mut new_style) = (before.style(), after.style());
        // A single value is written the same way whether lists are exploded or not.
        if self.is_scalar(was, is) {
            (style.1, new_style.1) = (false, false);
        }
        let reserved = (was.flag("allowReserved"), is.flag("allowReserved"));
        if style != new_style || reserved.0 != reserved.1 {
            let words = |(style, explode): (&str, bool)| format!("{style}{}", if explode { ", exploded" } else { "" });
            let text = if style == new_style {
                Sentence::new().say(if reserved.1 {
                    "reserved characters are sent as they are"
                } else {
                    "reserved characters are encoded"
                })
            } else {
                Sentence::new().say("the style is ").name(words(new_style)).say(", was ").name(words(style))
            };
            self.fact(pair, Fact::new(Code::ParameterStyleChanged, text).between(was, is, "style"));
        }
        self.eager(pair, was, is);
        self.value_of(pair, was, is, Position::Parameter);
    }

    /// Whether the values of a parameter have been and are neither arrays nor objects.
    fn is_scalar(&mut self, was: &Node<'o>, is: &Node<'n>) -> bool {
        let (Some(was), Some(is)) = (was.get("schema"), is.get("schema")) else { return false };
        Types::of(&View::of(&was, &mut self.old_report)).scalar() && Types::of(&View::of(&is, &mut self.new_report)).scalar()
    }

    /// The schema of a parameter or header, or its content.
    pub(super) fn value_of(&mut self, pair: PairId, was: &Node<'o>, is: &Node<'n>, position: Position) {
        let step = Self::at(position);
        let one = |node: Option<Node<'_>>| node.and_then(|content| content.entries().next().map(|(name, _)| name.to_owned()));
        let (media, new_media) = (one(was.get("content")), one(is.get("content")));
        if media != new_media {
            let name = |media: &Option<String>| media.clone().unwrap_or_else(|| "plain".to_owned());
            let text = Sentence::new().say("the value is written as ").name(name(&new_media)).say(", was ").name(name(&media));
            self.fact(pair, Fact::new(Code::ParameterContentChanged, text).between(was, is, "content"));
        }
        let schema = |node: &Node<'o>| node.get("schema").or_else(|| node.get("content")?.entries().next()?.1.get("schema"));
        let new_schema = is.get("schema").or_else(|| is.get("content")?.entries().next()?.1.get("schema"));
        match (schema(was), new_schema) {
            (Some(was), Some(is)) => self.schema_at(pair, &was, &is, "", step),
            (None, Some(schema)) if self.new_says(&schema) => {
                let fact = Fact::new(Code::BodySchemaAdded, Sentence::new().say("the value has a schema, it had none"));
                self.fact(pair, fact.between(was, is, "schema"));
            }
            (Some(schema), None) if self.old_says(&schema) => {
                let fact = Fact::new(Code::BodySchemaRemoved, Sentence::new().say("the value has no schema any more"));
                self.fact(pair, fact.between(was, is, "schema"));
            }
            _ => {}
        }
    }
}
