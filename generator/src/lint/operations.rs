//! Rules of operations: ids, words, lists, failed responses.

use super::{Lint, has_text};
use crate::document::Node;

/// Longest summary, in characters: it is a line in lists.
const SUMMARY: usize = 80;
/// First words of summaries that tell what an operation does instead of what to do.
const THIRD_PERSON: [&str; 18] = [
    "adds",
    "responses",
    "archives",
    "assigns",
    "changes",
    "creates",
    "deletes",
    "downloads",
    "fetches",
    "gets",
    "lists",
    "moves",
    "removes",
    "replaces",
    "retrieves",
    "returns",
    "updates",
    "uploads",
];

pub(super) fn check(lint: &mut Lint<'_, '_>) {
    // Some APIs answer failures with a status and nothing else: then there is no body to ask for.
    let has_errors = lint.document.root().get("x-conventions").is_some_and(|conventions| conventions.get("error").is_some());
    let names = paging_parameters(&lint.document.root());
    for (path, operation) in lint.operations() {
        let shared = lint.shared_parameters(path);
        words(lint, &operation);
        id(lint, path, &operation);
        pages(lint, &operation, &shared, &names);
        failures(lint, &operation, has_errors);
        choices(lint, &operation);
    }
}

fn words(lint: &mut Lint<'_, '_>, operation: &Node<'_>) {
    for key in ["summary", "description"] {
        if !has_text(operation, key) {
            let code = if key == "summary" { "missing-summary" } else { "missing-description" };
            lint.say(code, operation.place().key(), format!("the operation has no `{key}`")).help(if key == "summary" {
                "say in the imperative what it does: `List cards`"
            } else {
                "say what it does, then limits and doubts"
            });
        }
    }
    let Some(summary) = operation.string("summary").map(str::trim) else { return };
    let first = summary.split_whitespace().next().unwrap_or_default().to_lowercase();
    let fault = if summary.ends_with('.') {
        "ends with a full stop"
    } else if summary.chars().count() > SUMMARY {
        "has more than 80 characters"
    } else if THIRD_PERSON.contains(&first.as_str()) {
        "is not in the imperative"
    } else {
        return;
    };
    lint.say("summary-style", operation.place().join("summary"), format!("the summary {fault}"))
        .help("a summary is a short line in the imperative without a full stop: `List cards`");
}

fn id(lint: &mut Lint<'_, '_>, path: &str, operation: &Node<'_>) {
    let Some(id) = operation.string("operationId") else {
        if !lint.report.strict {
            // A curated description is told so while it is read.
            let message = format!("the operation of `{path}` has no `operationId`");
            lint.say("missing-operation-id", operation.place().key(), message).help("without one its name is made from the path");
        }
        return;
    };
    let camel =
        id.starts_with(|first: char| first.is_ascii_lowercase()) && id.chars().all(|letter| letter.is_ascii_alphanumeric());
    if !camel {
        lint.say("operation-id-case", operation.place().join("operationId"), format!("`{id}` is not in camelCase"))
            .help("such as `listCards`: a verb and what it is about");
    }
}

/// A list that has pages tells how they follow each other. One without a parameter for them responses everything at once.
fn pages<'d>(lint: &mut Lint<'d, '_>, operation: &Node<'d>, item: &[Node<'d>], names: &[String]) {
    if operation.get("x-paging").is_some() || operation.last().as_deref() != Some("get") {
        return;
    }
    let own = operation.get("parameters").into_iter().flat_map(|list| list.items().collect::<Vec<_>>());
    for parameter in own.chain(item.iter().cloned()).collect::<Vec<_>>() {
        let place = parameter.place();
        let Some(parameter) = lint.follow(&parameter) else { continue };
        let Some(name) = parameter.string("name").filter(|_| parameter.string("in") == Some("query")) else { continue };
        if names.iter().any(|known| known == name) {
            lint.say("unpaged-list", operation.place().key(), "the operation answers pages and has no `x-paging`")
                .also(place, format!("`{name}` chooses the page"))
                .help("name a style of `x-conventions.paging`");
            return;
        }
    }
}

/// Names of the parameters that choose a page: those of `x-conventions.paging`, or the usual ones where there are none.
fn paging_parameters(root: &Node<'_>) -> Vec<String> {
    let styles = root.get("x-conventions").and_then(|conventions| conventions.get("paging"));
    let Some(styles) = styles else { return USUAL.iter().map(|name| (*name).to_owned()).collect() };
    let names = styles.entries().flat_map(|(_, style)| {
        ["offset", "start", "page", "cursor"]
            .into_iter()
            .filter_map(|key| style.string(key).map(str::to_owned))
            .collect::<Vec<_>>()
    });
    names.collect()
}

/// Usual names of parameters that choose a page.
const USUAL: [&str; 8] = ["after", "cursor", "next_token", "offset", "page", "pageToken", "page_token", "starting_after"];

/// An operation tells how it fails, and what the response holds then.
fn failures<'d>(lint: &mut Lint<'d, '_>, operation: &Node<'d>, has_errors: bool) {
    let Some(responses) = operation.get("responses") else { return };
    let is_failure = |status: &str| status.starts_with(['4', '5']) || status == "default";
    let failures: Vec<_> = responses.entries().filter(|(status, _)| is_failure(status)).collect();
    if failures.is_empty() {
        lint.say("missing-error-response", responses.place().key(), "no failed response is described")
            .help("add what the pages name, or `default` with the error body that all operations share");
    }
    for (_, response) in failures {
        // Said of the response itself, which many operations share.
        let Some(response) = lint.follow(&response) else { continue };
        let has_body =
            response.get("content").is_some_and(|content| content.entries().any(|(_, media)| media.get("schema").is_some()));
        if !has_body && has_errors {
            lint.say("error-without-body", response.place().key(), "the failed response has no body")
                .help("refer to the response with the error body that all operations share; where there is none, accept it with `x-waive`");
        }
    }
}

/// A choice of fields counts for the object: where one of filter and sort takes all, the list of the other means nothing.
fn choices(lint: &mut Lint<'_, '_>, operation: &Node<'_>) {
    let (Some(filter), Some(sort)) = (operation.get("x-filter"), operation.get("x-sort")) else { return };
    for (narrow, name, wide) in [(&filter, "x-filter", "x-sort"), (&sort, "x-sort", "x-filter")] {
        let other = if name == "x-filter" { &sort } else { &filter };
        if let Some(fields) = narrow.get("fields").filter(|_| other.get("fields").is_none()) {
            lint.say(
                "ineffective-fields",
                fields.place().key(),
                format!("`{name}.fields` has no effect beside `{wide}` without `fields`"),
            )
            .help(format!("list the fields under `{wide}` too: filters and sort orders share the constants of the object"));
        }
    }
}
