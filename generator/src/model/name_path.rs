//! What types without a name of their own are called: the names that lead to them.

use crate::document::Node;
use crate::location::tokens;

/// The names that lead to an inline schema, such as `Card`, `labels`, `item`. A chain, so that no list is built for a
/// schema that needs no name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NamePath<'a> {
    up: Option<&'a NamePath<'a>>,
    word: &'a str,
}

impl<'a> NamePath<'a> {
    pub(crate) fn root(word: &'a str) -> Self {
        Self { up: None, word }
    }

    pub(crate) fn then(&'a self, word: &'a str) -> Self {
        Self { up: Some(self), word }
    }

    pub(super) fn to_vec(self) -> Vec<String> {
        let mut name_path = self.up.map_or_else(Vec::new, |up| up.to_vec());
        if !self.word.is_empty() {
            name_path.push(self.word.to_owned());
        }
        name_path
    }
}

/// The key under which a schema is a component: in `components/schemas`, `$defs`, `definitions`, or a file of its own.
pub(super) fn component_key(node: &Node<'_>) -> Option<String> {
    let pointer = node.pointer();
    let (parent, key) = pointer.rsplit_once('/')?;
    let is_component = parent == "/components/schemas" || parent.ends_with("/$defs") || parent.ends_with("/definitions");
    is_component.then(|| tokens(&pointer).last().unwrap_or_else(|| key.to_owned()))
}

/// The names that lead to a schema that is referred to by its place.
pub(crate) fn name_path_of(node: &Node<'_>) -> Vec<String> {
    let tokens: Vec<String> = tokens(&node.pointer()).collect();
    let mut name_path = Vec::new();
    let mut rest = tokens.as_slice();
    if let [first, second, more @ ..] = rest
        && first == "components"
    {
        if let [key, more @ ..] = more {
            name_path.push(key.clone());
            if second == "requestBodies" {
                name_path.push("body".to_owned());
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
            "items" => name_path.push("item".to_owned()),
            "additionalProperties" => name_path.push("value".to_owned()),
            "requestBody" => name_path.push("body".to_owned()),
            number if number.bytes().all(|byte| byte.is_ascii_digit()) && index > 0 && rest[index - 1] != "responses" => {
                name_path.push(format!("option {number}"));
            }
            word => name_path.push(word.to_owned()),
        }
    }
    if name_path.is_empty() {
        name_path.push(file_word(node).unwrap_or_else(|| "value".to_owned()));
    }
    name_path
}

/// The name of a file that is one schema as a whole.
fn file_word(node: &Node<'_>) -> Option<String> {
    let file = node.document().sources.file(node.file())?;
    let name = file.path.rsplit('/').next()?;
    let word = name.split('.').next().filter(|word| !word.is_empty())?;
    node.pointer().is_empty().then(|| word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_keeps_its_order() {
        let card = NamePath::root("Card");
        let labels = card.then("labels");
        assert_eq!(labels.then("item").to_vec(), ["Card", "labels", "item"]);
    }
}
