//! Finds lines and columns for pointers by scanning a text once more.

use super::{Format, On, Place, Sources, Span, tokens};
use foldhash::HashMap;
use saphyr_parser::Event;

mod excerpt;
mod json;
#[cfg(test)]
mod tests;
pub(crate) mod yaml;

/// See [`Sources::locate`].
pub(super) fn locate(sources: &Sources, places: &[Place]) -> Vec<Option<Span>> {
    let mut out = vec![None; places.len()];
    for (id, file) in sources.all() {
        let wanted: Vec<usize> = (0..places.len()).filter(|&at| places[at].file == id).collect();
        if wanted.is_empty() {
            continue;
        }
        let mut tree = Tree { ends_early: !file.has_repeats, ..Tree::default() };
        let nodes: Vec<usize> = wanted.iter().map(|&at| tree.want(&places[at].pointer)).collect();
        scan(&file.text, file.format, &mut tree);
        for (at, node) in wanted.into_iter().zip(nodes) {
            out[at] = tree.span(node, places[at].on);
        }
    }
    out
}

/// The first and the last position of each key. They differ where a key is repeated.
pub(crate) fn key_spans(text: &str, format: Format, pointers: &[&str]) -> Vec<Option<(Span, Span)>> {
    if pointers.is_empty() {
        return Vec::new();
    }
    let mut tree = Tree::default();
    let nodes: Vec<usize> = pointers.iter().map(|pointer| tree.want(pointer)).collect();
    scan(text, format, &mut tree);
    nodes.into_iter().map(|node| tree.nodes[node].key).collect()
}

fn scan(text: &str, format: Format, tree: &mut Tree) {
    match format {
        Format::Json => json::scan(text, tree),
        // Messages about a configuration bring their positions.
        Format::Toml => {}
        Format::Yaml => {
            let found = excerpt::excerpt(text, tree).is_some_and(|excerpt| {
                scan_yaml(&excerpt, tree);
                tree.is_complete()
            });
            if !found {
                tree.forget();
                scan_yaml(text, tree);
            }
            tree.trim(text);
        }
    }
}

/// Cuts a range at the end of its quotes and of its line: the parser counts the space behind quotes, comments and
/// further lines in.
fn trim(lines: &[&str], span: &mut Span) {
    let Some(line) = lines.get(span.line - 1) else { return };
    let letters = || line.chars().skip(span.column - 1);
    let length = match letters().next() {
        Some('\'') => closing(letters(), '\'', '\''),
        Some('"') => closing(letters(), '"', '\\'),
        _ => None,
    };
    let length = length.unwrap_or_else(|| line.trim_end().chars().count().saturating_sub(span.column - 1));
    span.length = span.length.min(length).max(1);
}

/// Characters up to the closing quote. A quote behind the sign `escape` does not close.
fn closing(letters: impl Iterator<Item = char>, quote: char, escape: char) -> Option<usize> {
    let mut letters = letters.enumerate().skip(1).peekable();
    while let Some((index, letter)) = letters.next() {
        let is_escaped = letter == escape && (escape != quote || letters.peek().is_some_and(|(_, next)| *next == quote));
        if is_escaped {
            letters.next();
        } else if letter == quote {
            return Some(index + 1);
        }
    }
    None
}

/// The pointers that are looked for, as a tree of their tokens.
struct Tree {
    nodes: Vec<Wanted>,
    /// How many of them have a value.
    found: usize,
    /// Whether the scan ends with the last pointer that is found.
    ends_early: bool,
}

#[derive(Default)]
struct Wanted {
    parent: usize,
    children: HashMap<String, usize>,
    /// The first and the last position of the key.
    key: Option<(Span, Span)>,
    value: Option<Span>,
    /// Whether the value is an object or array.
    container: bool,
}

/// The root of the tree.
const ROOT: usize = 0;

impl Default for Tree {
    fn default() -> Self {
        Self { nodes: vec![Wanted::default()], found: 0, ends_early: false }
    }
}

impl Tree {
    fn want(&mut self, pointer: &str) -> usize {
        let mut at = ROOT;
        for token in tokens(pointer) {
            let next = self.nodes.len();
            let found = *self.nodes[at].children.entry(token).or_insert(next);
            if found == next {
                self.nodes.push(Wanted { parent: at, ..Wanted::default() });
            }
            at = found;
        }
        at
    }

    fn child(&self, parent: Option<usize>, token: &str) -> Option<usize> {
        self.nodes[parent?].children.get(token).copied()
    }

    fn item(&self, parent: Option<usize>, index: usize) -> Option<usize> {
        let children = &self.nodes[parent?].children;
        if children.is_empty() { None } else { children.get(&index.to_string()).copied() }
    }

    fn found_key(&mut self, node: Option<usize>, span: Span) {
        if let Some(node) = node {
            let key = &mut self.nodes[node].key;
            *key = Some((key.map_or(span, |(first, _)| first), span));
        }
    }

    fn found_value(&mut self, node: Option<usize>, span: Span, container: bool) {
        if let Some(node) = node {
            let wanted = &mut self.nodes[node];
            self.found += usize::from(wanted.value.is_none());
            wanted.value = Some(span);
            wanted.container = container;
        }
    }

    /// Cuts what was found to its lines.
    fn trim(&mut self, text: &str) {
        let lines: Vec<&str> = text.lines().collect();
        for node in &mut self.nodes {
            let keys = node.key.iter_mut().flat_map(|(first, last)| [first, last]);
            keys.chain(&mut node.value).for_each(|span| trim(&lines, span));
        }
    }

    /// Whether every node has a value.
    fn is_complete(&self) -> bool {
        self.found == self.nodes.len()
    }

    /// Drops what was found.
    fn forget(&mut self) {
        self.found = 0;
        for node in &mut self.nodes {
            (node.key, node.value, node.container) = (None, None, false);
        }
    }

    fn span(&self, mut node: usize, on: On) -> Option<Span> {
        let own = &self.nodes[node];
        // The last key wins, as in the value.
        let key = own.key.map(|(_, last)| last);
        let found = if on == On::Key || own.container { key.or(own.value) } else { own.value.or(key) };
        if found.is_some() {
            return found;
        }
        // What is not in the text: the nearest key around it.
        while node != ROOT {
            node = self.nodes[node].parent;
            let around = &self.nodes[node];
            if let Some(found) = around.key.map(|(_, last)| last).or(around.value) {
                return Some(found);
            }
        }
        None
    }
}

/// A map or list around the event.
enum Container {
    List(Option<usize>, usize),
    /// The node, the entry that waits for its value, and whether there is one.
    Map(Option<usize>, Option<usize>, bool),
}

fn scan_yaml(text: &str, tree: &mut Tree) {
    let mut stack: Vec<Container> = Vec::new();
    // A key that is no scalar: levels above this one are inside it.
    for event in yaml::events(text) {
        let Ok((event, span)) = event else { return };
        let (container, closing) = match &event {
            Event::MappingStart(..) | Event::SequenceStart(..) => (true, false),
            Event::MappingEnd | Event::SequenceEnd => (false, true),
            Event::Scalar(..) | Event::Alias(_) => (false, false),
            Event::DocumentEnd => return,
            _ => continue,
        };
        if closing {
            stack.pop();
            continue;
        }
        let node = match stack.last_mut() {
            None => Some(ROOT),
            Some(Container::List(parent, index)) => {
                let node = tree.item(*parent, *index);
                *index += 1;
                node
            }
            Some(Container::Map(parent, entry, awaits)) => {
                if *awaits {
                    *awaits = false;
                    *entry
                } else {
                    *awaits = true;
                    *entry = match &event {
                        Event::Scalar(key, ..) => tree.child(*parent, key),
                        _ => None,
                    };
                    tree.found_key(*entry, yaml::shown(span));
                    if !container {
                        continue;
                    }
                    None
                }
            }
        };
        tree.found_value(node, yaml::shown(span), container);
        if tree.ends_early && tree.is_complete() {
            return;
        }
        match event {
            Event::MappingStart(..) => stack.push(Container::Map(node, None, false)),
            Event::SequenceStart(..) => stack.push(Container::List(node, 0)),
            _ => {}
        }
        // Nothing below matters, but it has to be read to get past it.
    }
}
