//! What it takes to go from one surface to another.

use super::{Entry, PublicApi};
use std::collections::BTreeMap;

/// What a change calls for under semantic versioning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Nothing that code relies on.
    Patch,
    /// Something new.
    Minor,
    /// Code may not compile any more.
    Major,
}

impl Step {
    /// Its name in every output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

/// One difference of two surfaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RustChange {
    /// What it calls for.
    pub step: Step,
    /// Path of the item: the new one where it was renamed.
    pub path: String,
    /// `struct`, `fn`, `field` and so on.
    pub kind: String,
    /// What happened, in words a caller understands.
    pub text: String,
    /// The name on the wire, where the item has one.
    pub wire: String,
    /// How many items inside went or came with it.
    pub inside: usize,
}

/// The differences of two surfaces, worst first.
#[must_use]
pub fn compare(old: &PublicApi, new: &PublicApi) -> Vec<RustChange> {
    let gone: BTreeMap<&str, &Entry> = old
        .entries
        .iter()
        .filter(|(path, _)| !new.entries.contains_key(*path))
        .map(|(path, entry)| (path.as_str(), entry))
        .collect();
    let come: BTreeMap<&str, &Entry> = new
        .entries
        .iter()
        .filter(|(path, _)| !old.entries.contains_key(*path))
        .map(|(path, entry)| (path.as_str(), entry))
        .collect();
    let mut changes = Vec::new();
    let mut renamed_old = Vec::new();
    let mut renamed_new = Vec::new();
    for (path, entry) in &gone {
        if entry.wire.is_empty() || !matches!(entry.kind.as_str(), "fn" | "field" | "variant" | "const" | "struct") {
            continue;
        }
        let partner = come.iter().find(|(other, now)| {
            let near = entry.kind == "struct" || entry.wire.contains(' ') || parent(other) == parent(path);
            near && now.kind == entry.kind && now.wire == entry.wire && !renamed_new.contains(*other)
        });
        if let Some((other, now)) = partner {
            renamed_old.push(*path);
            renamed_new.push(*other);
            changes.push(RustChange {
                step: Step::Major,
                path: (*other).to_owned(),
                kind: now.kind.clone(),
                text: format!("`{}` is called `{}` now", short(path), short(other)),
                wire: now.wire.clone(),
                inside: 0,
            });
        }
    }
    one_sided(&gone, &renamed_old, Step::Major, "is gone", &mut changes);
    one_sided(&come, &renamed_new, Step::Minor, "is new", &mut changes);
    for (path, was) in &old.entries {
        let Some(is) = new.entries.get(path) else { continue };
        if was.kind != is.kind {
            changes.push(change(
                Step::Major,
                path,
                is,
                format!("`{}` changed from {} to {}", short(path), word(&was.kind), word(&is.kind)),
            ));
        } else if was.says != is.says {
            // A type that may be made of its fields only and no longer is, cannot be made any more; the reverse is harmless.
            let step = if is.kind == "struct" && was.says.is_empty() { Step::Minor } else { Step::Major };
            let shown = |entry: &Entry| if entry.says.is_empty() { "nothing".to_owned() } else { entry.says.clone() };
            changes.push(change(step, path, is, format!("`{}` is `{}` now, was `{}`", short(path), shown(is), shown(was))));
        } else if was.wire != is.wire && !was.wire.is_empty() {
            changes.push(change(
                Step::Patch,
                path,
                is,
                format!("`{}` is `{}` on the wire, was `{}`", short(path), is.wire, was.wire),
            ));
        }
    }
    changes.sort_by(|a, b| b.step.cmp(&a.step).then_with(|| a.path.cmp(&b.path)));
    changes
}

fn change(step: Step, path: &str, entry: &Entry, text: String) -> RustChange {
    RustChange { step, path: path.to_owned(), kind: entry.kind.clone(), text, wire: entry.wire.clone(), inside: 0 }
}

/// Items that only one side has; what is inside of one that went or came is counted with it.
fn one_sided(items: &BTreeMap<&str, &Entry>, renamed: &[&str], step: Step, words: &str, changes: &mut Vec<RustChange>) {
    let mut inside: BTreeMap<&str, usize> = BTreeMap::new();
    let mut tops = Vec::new();
    for (path, entry) in items {
        let whole = ancestors(path).find(|above| items.contains_key(above));
        match whole {
            Some(above) => *inside.entry(top(above, items)).or_default() += 1,
            None if !renamed.contains(path) => tops.push((*path, *entry)),
            None => {}
        }
    }
    for (path, entry) in tops {
        let inside = inside.get(path).copied().unwrap_or_default();
        let text = format!("{} `{}` {words}", word(&entry.kind), short(path));
        changes.push(RustChange { inside, ..change(step, path, entry, text) });
    }
}

fn top<'p>(path: &'p str, items: &BTreeMap<&str, &Entry>) -> &'p str {
    ancestors(path).filter(|above| items.contains_key(above)).last().unwrap_or(path)
}

/// The paths around a path, the nearest first.
fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    let mut rest = path;
    std::iter::from_fn(move || {
        let cut = rest.rfind(" as ").or_else(|| rest.rfind("::"))?;
        rest = &rest[..cut];
        Some(rest)
    })
}

fn parent(path: &str) -> &str {
    ancestors(path).next().unwrap_or_default()
}

/// A path as callers write it: without the module of types.
fn short(path: &str) -> &str {
    path.strip_prefix("types::").unwrap_or(path)
}

fn word(kind: &str) -> &str {
    match kind {
        "fn" => "method",
        "mod" => "module",
        "const" => "constant",
        "impl" => "trait",
        "newtype" | "type" | "struct" => "type",
        "errors" => "error type",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn api(lines: &str) -> PublicApi {
        PublicApi::parse(&format!("# Public items of a 0.1.0\n{lines}")).expect("lines of a surface")
    }

    fn told(old: &str, new: &str) -> Vec<String> {
        compare(&api(old), &api(new))
            .iter()
            .map(|change| format!("{}: {} +{}", change.step.as_str(), change.text, change.inside))
            .collect()
    }

    #[test]
    fn what_is_gone_or_says_something_else_is_major() {
        assert_eq!(told("struct types::A\nfield types::A::b: String = \"b\"\n", ""), ["major: type `A` is gone +1"]);
        assert_eq!(told("", "struct types::A\nfield types::A::b: String = \"b\"\n"), ["minor: type `A` is new +1"]);
        assert_eq!(
            told("field types::A::b: Option<String> = \"b\"\n", "field types::A::b: String = \"b\"\n"),
            ["major: `A::b` is `String` now, was `Option<String>` +0"]
        );
        assert_eq!(told("struct types::A\n", "enum types::A\n"), ["major: `A` changed from type to enum +0"]);
        assert_eq!(told("impl types::A as Serialize\n", ""), ["major: trait `A as Serialize` is gone +0"]);
    }

    #[test]
    fn a_new_name_for_the_same_thing_is_one_change() {
        let old = "fn cards::Cards::list: () -> ListCards = \"GET /cards\"\nstruct cards::ListCards = \"GET /cards\"\nfn cards::ListCards::limit: (i64)\n";
        let new = "fn cards::Cards::all: () -> AllCards = \"GET /cards\"\nstruct cards::AllCards = \"GET /cards\"\nfn cards::AllCards::limit: (i64)\n";
        assert_eq!(
            told(old, new),
            [
                "major: `cards::ListCards` is called `cards::AllCards` now +0",
                "major: `cards::Cards::list` is called `cards::Cards::all` now +0",
            ]
        );
    }

    #[test]
    fn the_wire_is_no_part_of_the_surface() {
        assert_eq!(
            told("variant types::A::B = \"b\"\n", "variant types::A::B = \"c\"\n"),
            ["patch: `A::B` is `c` on the wire, was `b` +0"]
        );
    }
}
