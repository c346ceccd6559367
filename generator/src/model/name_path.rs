//! The words that lead to an inline schema.

use crate::document::Node;
use crate::source::tokens;

/// Words as a chain, so that no list is built for a schema that needs no name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words<'a> {
    up: Option<&'a Words<'a>>,
    word: &'a str,
}

impl<'a> Words<'a> {
    pub(super) fn root(word: &'a str) -> Self {
        Self { up: None, word }
    }

    pub(super) fn then(&'a self, word: &'a str) -> Self {
        Self { up: Some(self), word }
    }

    pub(super) fn to_vec(self) -> Vec<String> {
        let mut words = self.up.map_or_else(Vec::new, |up| up.to_vec());
        if !self.word.is_empty() {
            words.push(self.word.to_owned());
        }
        words
    }
}

/// The key under which a schema is a component: in `components/schemas`, `$defs`, `definitions`, or a file of its own.
pub(super) fn component_key(node: &Node<'_>) -> Option<String> {
    let pointer = node.pointer();
    let (parent, key) = pointer.rsplit_once('/')?;
    let is_component = parent == "/components/schemas" || parent.ends_with("/$defs") || parent.ends_with("/definitions");
    is_component.then(|| tokens(&pointer).last().unwrap_or_else(|| key.to_owned()))
}

/// Words for a schema that is referred to by its place.
pub(super) fn words_of_pointer(node: &Node<'_>) -> Vec<String> {
    let tokens: Vec<String> = tokens(&node.pointer()).collect();
    let mut words = Vec::new();
    let mut rest = tokens.as_slice();
    if let [first, second, more @ ..] = rest
        && first == "components"
    {
        if let [key, more @ ..] = more {
            words.push(key.clone());
            if second == "requestBodies" {
                words.push("body".to_owned());
            }
            rest = more;
        }
    } else if let [first, more @ ..] = rest
        && (first == "paths" || first == "webhooks" || first == "x-webhooks")
    {
        rest = more;
    }
    let mut skip = false;
    for (index, token) in rest.iter().enumerate() {
        if skip {
            skip = false;
            continue;
        }
        match token.as_str() {
            "properties" | "responses" | "schema" | "allOf" | "oneOf" | "anyOf" | "headers" | "parameters" => {}
            "content" => skip = true,
            "items" => words.push("item".to_owned()),
            "additionalProperties" => words.push("value".to_owned()),
            "requestBody" => words.push("body".to_owned()),
            number if number.bytes().all(|byte| byte.is_ascii_digit()) && index > 0 && rest[index - 1] != "responses" => {
                words.push(format!("option {number}"));
            }
            word => words.push(word.to_owned()),
        }
    }
    if words.is_empty() {
        words.push("value".to_owned());
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_keeps_its_order() {
        let card = Words::root("Card");
        let labels = card.then("labels");
        assert_eq!(labels.then("item").to_vec(), ["Card", "labels", "item"]);
    }
}
