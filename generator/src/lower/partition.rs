//! Cuts a long list of items into files of the permitted size.

use crate::limits::{FILE_LINES, SPLIT_WORDS};
use crate::name::{Case, Words, is_keyword};
use crate::rust::{Accessor, Item};
use indexmap::IndexMap;
use std::collections::BTreeSet;

/// Lines a group must have for a file of its own.
const LEAST_LINES: usize = FILE_LINES / 4;

/// Groups items by the first letter (types) or word (operations) of their key, and a group that is too large by the next
/// word; what is small stays together.
pub fn partition(items: Vec<(String, Item)>, letters: bool, taken: &BTreeSet<String>) -> Vec<(String, Vec<Item>)> {
    let keyed = items.into_iter().map(|(key, item)| (Words::split(&key).render(Case::Snake), item)).collect();
    let mut groups = Vec::new();
    if letters {
        for (letter, group) in grouped(keyed, |words| words.get(..1).unwrap_or("other").to_owned()) {
            split_group(&letter, 0, group, &mut groups);
        }
    } else {
        split_group("", 0, keyed, &mut groups);
    }
    let mut used = taken.clone();
    for (name, _) in &mut groups {
        while used.contains(name) || is_keyword(name) {
            name.push_str("_part");
        }
        used.insert(name.clone());
    }
    groups.sort_by(|a, b| a.0.cmp(&b.0));
    groups
}

type Group = Vec<(String, Item)>;

fn grouped(items: Group, name: impl Fn(&str) -> String) -> IndexMap<String, Group> {
    let mut groups: IndexMap<String, Group> = IndexMap::new();
    for (words, item) in items {
        groups.entry(name(&words)).or_default().push((words, item));
    }
    groups
}

/// Splits a group by the word at `depth` where it is too large.
fn split_group(prefix: &str, depth: usize, items: Group, out: &mut Vec<(String, Vec<Item>)>) {
    let total = size(&items);
    if total <= FILE_LINES || depth >= SPLIT_WORDS {
        return chunks(prefix, items, out);
    }
    let mut rest = Vec::new();
    for (word, group) in grouped(items, |words| words.split('_').nth(depth).unwrap_or_default().to_owned()) {
        if word.is_empty() || size(&group) < LEAST_LINES {
            rest.extend(group);
        } else {
            // A letter is in the word that follows it.
            let name = if prefix.is_empty() || prefix.len() == 1 && depth == 0 { word } else { format!("{prefix}_{word}") };
            split_group(&name, depth + 1, group, out);
        }
    }
    chunks(prefix, rest, out);
}

fn size(items: &Group) -> usize {
    items.iter().map(|(_, item)| lines(item)).sum()
}

/// Cuts what no word splits into files of the permitted size.
fn chunks(name: &str, group: Group, out: &mut Vec<(String, Vec<Item>)>) {
    let name = if name.is_empty() { "other" } else { name };
    for (number, piece) in pieces(group, |(_, item)| lines(item)).into_iter().enumerate() {
        let name = if number == 0 { name.to_owned() } else { format!("{name}_{number}") };
        out.push((name, piece.into_iter().map(|(_, item)| item).collect()));
    }
}

/// Cuts a list into pieces of at most [`FILE_LINES`], in order.
pub fn pieces<T>(list: Vec<T>, lines: impl Fn(&T) -> usize) -> Vec<Vec<T>> {
    let mut out: Vec<Vec<T>> = Vec::new();
    let mut size = 0;
    for one in list {
        let count = lines(&one);
        match out.last_mut() {
            Some(piece) if size + count <= FILE_LINES => {
                piece.push(one);
                size += count;
            }
            _ => {
                out.push(vec![one]);
                size = count;
            }
        }
    }
    out
}

/// What an item is grouped by.
pub fn item_name(item: &Item) -> String {
    match item {
        Item::Struct(item) => item.name.clone(),
        Item::Enum(item) => item.name.clone(),
        Item::Union(item) => item.name.clone(),
        Item::Newtype(item) | Item::Alias(item) => item.name.clone(),
        Item::Responses(item) => item.name.clone(),
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
        Item::Enum(item) => item.docs.len() + 6 + item.variants.iter().map(|variant| variant.docs.len() + 2).sum::<usize>(),
        Item::Union(item) => {
            item.docs.len()
                + 6
                + item.variants.iter().map(|variant| variant.docs.len() + 1 + tag_lines(variant.tags.len())).sum::<usize>()
        }
        Item::Newtype(item) | Item::Alias(item) => item.docs.len() + 3,
        Item::Responses(item) => item.docs.len() + 4 + 2 * item.variants.len(),
        Item::Content(item) => item.docs.len() + 4 + 3 * item.variants.len(),
        Item::Operation(item) => {
            let params = item.params.iter().map(|param| {
                let optional = param.value().1;
                if optional { param.docs.len() + 4 + usize::from(param.deprecated) } else { 1 }
            });
            let page = item.page.as_ref().map_or(0, |page| page.paths.len() + 6);
            item.docs.len() + 24 + page + item.fixed.len() + params.sum::<usize>()
        }
        Item::Accessors(list) => list.iter().map(accessor_lines).sum::<usize>() + 5,
        Item::Fields(item) => {
            let fields = item.fields.iter().map(|field| field.docs.len() + 1).sum::<usize>();
            10 + fields + 2 * (item.related.len() + item.with.len())
        }
        Item::Patches(item) => 8 + item.fields.iter().map(|field| field.docs.len() + 1).sum::<usize>(),
        Item::Webhook(item) => item.docs.len() + 7,
        _ => 6,
    }
}

/// Lines of the attribute with the values that mean a variant.
fn tag_lines(count: usize) -> usize {
    if count > 3 { count + 2 } else { count.min(1) }
}

/// Lines of an accessor of the client.
pub fn accessor_lines(accessor: &Accessor) -> usize {
    let long = accessor.module.len() + accessor.handle.len() + accessor.name.len() > 45;
    accessor.docs.len() + 5 + usize::from(accessor.feature.is_some()) + if long { 4 } else { 0 }
}
