//! Cuts a long list of items into files of the permitted size.

use crate::name::{Case, Words};
use crate::rust::Item;
use indexmap::IndexMap;
use std::collections::BTreeSet;

/// Lines a file may have before it is split; the printed file has some more for its imports.
pub const MOST_LINES: usize = 1400;

/// Groups items by the first letter (types) or word (operations) of their key, and a group that is still too
/// large by the next word.
pub fn partition(items: Vec<(String, Item)>, letters: bool, taken: &BTreeSet<String>) -> Vec<(String, Vec<Item>)> {
    let mut out: Vec<(String, Vec<Item>)> = Vec::new();
    let mut queue = vec![(String::new(), 0, items)];
    while let Some((prefix, depth, items)) = queue.pop() {
        let mut groups: IndexMap<String, Vec<(String, Item)>> = IndexMap::new();
        for (key, item) in items {
            let words = Words::split(&key).render(Case::Snake);
            let name = if letters && depth == 0 {
                words.chars().take(1).collect()
            } else {
                let word = words.split('_').nth(depth - usize::from(letters)).unwrap_or("base");
                if prefix.is_empty() || letters && depth == 1 { word.to_owned() } else { format!("{prefix}_{word}") }
            };
            groups.entry(name).or_default().push((key, item));
        }
        for (name, group) in groups.into_iter().rev() {
            let total: usize = group.iter().map(|(_, item)| lines(item)).sum();
            if total > MOST_LINES && depth < 8 {
                queue.push((name, depth + 1, group));
            } else {
                out.extend(chunks(&name, group, total));
            }
        }
    }
    for (name, _) in &mut out {
        if taken.contains(name)
            || [
                "mod", "lib", "self", "super", "crate", "type", "use", "move", "ref", "match", "static", "true", "false", "in",
                "for", "if", "as", "do", "box", "try", "async", "await", "dyn", "enum", "fn", "impl", "let", "loop", "pub",
                "return", "struct", "trait", "unsafe", "where", "while", "abstract", "become", "final", "macro", "override",
                "priv", "typeof", "unsized", "virtual", "yield", "gen", "const", "continue", "else", "extern", "break",
            ]
            .contains(&name.as_str())
        {
            name.push_str("_part");
        }
    }
    out.sort_by(|a, b| a.0.cmp(&b.0));
    out
}

/// Cuts a group that no word splits into pieces of the permitted size.
fn chunks(name: &str, group: Vec<(String, Item)>, total: usize) -> Vec<(String, Vec<Item>)> {
    if total <= MOST_LINES {
        return vec![(name.to_owned(), group.into_iter().map(|(_, item)| item).collect())];
    }
    let mut out: Vec<(String, Vec<Item>)> = Vec::new();
    let mut size = 0;
    for (_, item) in group {
        let count = lines(&item);
        if out.is_empty() || size + count > MOST_LINES {
            let number = out.len();
            out.push((if number == 0 { name.to_owned() } else { format!("{name}_{number}") }, Vec::new()));
            size = 0;
        }
        size += count;
        if let Some((_, items)) = out.last_mut() {
            items.push(item);
        }
    }
    out
}

/// What an item is grouped by.
pub fn words_of(item: &Item) -> String {
    match item {
        Item::Struct(item) => item.name.clone(),
        Item::Enum(item) => item.name.clone(),
        Item::Union(item) => item.name.clone(),
        Item::Newtype(item) | Item::Alias(item) => item.name.clone(),
        Item::Answers(item) => item.name.clone(),
        Item::Content(item) => item.name.clone(),
        _ => String::new(),
    }
}

/// Lines an item will take when printed, rounded up.
pub fn lines(item: &Item) -> usize {
    match item {
        Item::Struct(item) => {
            let fields = item.fields.iter().map(|field| {
                field.docs.len() + 1 + usize::from(field.wire.is_some() || field.flag.is_some()) + usize::from(field.deprecated)
            });
            item.docs.len() + 6 + item.tags.len() + fields.sum::<usize>()
        }
        Item::Enum(item) => item.docs.len() + 5 + item.variants.iter().map(|(docs, ..)| docs.len() + 1).sum::<usize>(),
        Item::Union(item) => {
            item.docs.len()
                + 6
                + item.variants.iter().map(|variant| variant.docs.len() + 1 + variant.tags.len().div_ceil(3)).sum::<usize>()
        }
        Item::Newtype(item) | Item::Alias(item) => item.docs.len() + 3,
        Item::Answers(item) => item.docs.len() + 4 + 2 * item.variants.len(),
        Item::Content(item) => item.docs.len() + 4 + 3 * item.variants.len(),
        Item::Operation(item) => {
            let params = item.params.iter().map(|param| param.docs.len() + 2 + usize::from(param.deprecated));
            item.docs.len() + 12 + params.sum::<usize>()
        }
        Item::Fields(item) => 5 + item.fields.len() + item.relations.len(),
        _ => 6,
    }
}
