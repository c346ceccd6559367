//! Says which differences of the two crates come from which change of the description.

use super::change::{Change, Diff, OperationEntry};
use super::surface::{PublicApi, RustChange};
use foldhash::{HashMap, HashMapExt};
use heck::{ToSnakeCase, ToUpperCamelCase};

/// Links the differences of the crates to the changes of the descriptions.
pub(super) fn link(diff: &mut Diff, old: &PublicApi, new: &PublicApi) {
    // Requests by method and path, which every operation has in both.
    let mut requests: HashMap<&str, Vec<&str>> = HashMap::new();
    for api in [old, new] {
        for (path, entry) in api.entries.iter().filter(|(_, entry)| entry.kind == "struct" && !entry.wire.is_empty()) {
            requests.entry(entry.wire.as_str()).or_default().push(path);
        }
    }
    let links: Vec<Vec<usize>> = diff
        .changes
        .iter()
        .map(|change| {
            let types = types_of(change, old, new);
            let calls = calls_of(change, &diff.operations);
            let name = Name::of(change);
            let mine = |one: &RustChange| {
                types.iter().any(|name| is_of_type(one, name, change))
                    || calls.iter().any(|call| is_of_call(one, call, change, &name, &requests))
            };
            diff.rust.iter().enumerate().filter(|(_, one)| mine(one)).map(|(index, _)| index).collect()
        })
        .collect();
    let mut links = links;
    for (index, one) in diff.rust.iter().enumerate() {
        // The same property in a type that takes over properties of the component.
        if one.wire.is_empty()
            || !matches!(one.kind.as_str(), "field" | "const")
            || links.iter().any(|mine| mine.contains(&index))
        {
            continue;
        }
        let mut about = diff.changes.iter().enumerate().filter(|(_, change)| change.member.as_deref() == Some(&one.wire));
        if let (Some((change, _)), None) = (about.next(), about.next()) {
            links[change].push(index);
        }
    }
    for (change, mine) in diff.changes.iter_mut().zip(links) {
        change.rust = mine.iter().map(|index| diff.rust[*index].step).max().unwrap_or(super::Step::Patch);
        change.rust_changes = mine;
    }
}

/// The types that a change of a schema may be about: of its component, and of the property it is below.
fn types_of(change: &Change, old: &PublicApi, new: &PublicApi) -> Vec<String> {
    let mut names = Vec::new();
    if let Some(component) = &change.component {
        for api in [old, new] {
            names.extend(api.components.get(component).cloned());
        }
        // Forms of a type that is sent and read differently.
        let words = component.to_upper_camel_case();
        names.extend([format!("New{words}"), format!("{words}Update"), words]);
    } else if let Some(name) = &change.name {
        names.push(name.to_upper_camel_case());
    }
    names.sort();
    names.dedup();
    names
}

/// Method and path of the operations that a change of one operation is about.
fn calls_of(change: &Change, operations: &[OperationEntry]) -> Vec<String> {
    if change.component.is_some() || change.users.len() > 8 {
        return Vec::new();
    }
    let calls = change.users.iter().filter_map(|user| operations.get(user.operation));
    calls.filter(|entry| !entry.method.is_empty()).map(OperationEntry::call).collect()
}

fn is_of_type(one: &RustChange, name: &str, change: &Change) -> bool {
    let Some(rest) = one.path.strip_prefix("types::").and_then(|path| path.strip_prefix(name)) else { return false };
    match &change.member {
        Some(member) => {
            let field = rest.starts_with("::")
                && (one.wire == *member || rest[2..].trim_start_matches("r#") == *member || rest == "::new");
            field || rest.is_empty() && one.wire.is_empty() && one.kind != "enum"
        }
        None => rest.is_empty() || rest.starts_with("::") || rest.starts_with(" as "),
    }
}

/// The name of what a change is about, as setters and types have it; made once, as every difference is held against it.
struct Name {
    snake: String,
    camel: String,
}

impl Name {
    fn of(change: &Change) -> Self {
        let snake = change.name.as_ref().unwrap_or(&change.subject).to_snake_case();
        Self { camel: snake.to_upper_camel_case(), snake }
    }
}

/// Whether a difference is of an operation: all of them for a change of the operation itself, the signature and what is
/// named after it for a change of a parameter, a body or a response.
fn is_of_call(one: &RustChange, call: &str, change: &Change, name: &Name, requests: &HashMap<&str, Vec<&str>>) -> bool {
    let own = change.subject == call;
    if one.wire == call {
        return own || one.text.contains(" is `");
    }
    let Some(paths) = requests.get(call) else { return false };
    paths.iter().any(|path| match one.path.strip_prefix(path) {
        Some("") => true,
        Some(rest) => rest.strip_prefix("::").is_some_and(|setter| own || setter.trim_start_matches("r#") == name.snake),
        None => {
            let request = path.rsplit("::").next().unwrap_or(path);
            let ty = one.path.strip_prefix("types::").unwrap_or(&one.path);
            let ty = ty.split("::").next().unwrap_or(ty);
            !own && ty.strip_prefix(request) == Some(name.camel.as_str())
        }
    })
}
