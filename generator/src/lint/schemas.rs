//! Rules of schemas and of everything that can be deprecated.

use super::{Lint, each};
use crate::document::{Node, Version};

pub(super) fn check(lint: &mut Lint<'_, '_>) {
    let document = lint.document;
    for (id, _) in document.sources.iter() {
        let Some(file) = document.file(id) else { continue };
        let mut nodes = Vec::new();
        each(&file, false, &mut |node| nodes.push(node.clone()));
        for node in nodes {
            repeated_values(lint, &node);
            successor(lint, &node);
            if document.version == Version::V30 {
                null(lint, &node);
            }
        }
    }
}

fn repeated_values(lint: &mut Lint<'_, '_>, node: &Node<'_>) {
    let Some(values) = node.get("enum") else { return };
    let values: Vec<_> = values.items().collect();
    for (index, value) in values.iter().enumerate() {
        if let Some(first) = values[..index].iter().find(|first| first.value == value.value) {
            lint.say("repeated-enum-value", value.place(), format!("the value {} is listed twice", shown(value)))
                .also(first.place(), "first listed here")
                .help("remove one of them");
        }
    }
}

fn shown(value: &Node<'_>) -> String {
    let text = value.value.to_string();
    if text.chars().count() > 60 { format!("{}...", text.chars().take(57).collect::<String>()) } else { text }
}

/// What is deprecated says what to use.
fn successor(lint: &mut Lint<'_, '_>, node: &Node<'_>) {
    if !node.flag("deprecated") {
        return;
    }
    let text = node.string("description").unwrap_or_default();
    let lower = text.to_lowercase();
    let says = text.contains('`')
        || ["instead", "in favour of", "in favor of", "replaced by", "superseded by", "no successor", "no replacement"]
            .iter()
            .any(|word| lower.contains(word));
    if !says {
        lint.say("deprecated-without-successor", node.place().join("deprecated"), "nothing says what to use instead")
            .help("name the successor in the description, or say that there is no successor");
    }
}

/// `nullable` of OpenAPI 3.0.3 adds null to a `type`, and to nothing else.
fn null(lint: &mut Lint<'_, '_>, node: &Node<'_>) {
    if !node.flag("nullable") || node.ref_target().is_some() {
        return;
    }
    let place = node.place().join("nullable");
    if node.get("type").is_none() {
        lint.say("nullable-without-type", place, "`nullable` has no effect without a `type` beside it")
            .help("add the `type` that the value has when it is not null");
    } else if node.get("enum").is_some_and(|values| values.items().all(|value| !value.value.is_null())) {
        lint.say("null-not-listed", place, "`nullable` has no effect beside an `enum` that does not list null")
            .help("add `null` to the `enum`");
    }
}
