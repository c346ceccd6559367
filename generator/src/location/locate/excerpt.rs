//! The lines of a YAML text that have to be read to find some of its nodes.
//!
//! To parse a text takes as long the second time as the first, and most of a description is not spoken of. Blocks nobody asks for are
//! told apart by their indentation alone (YAML 1.2.2, 8.2), which is many times faster; whatever is not plain block style is kept.

use super::{ROOT, Tree};

/// A mapping with entries that are looked for.
struct Level {
    node: usize,
    /// Indentation of its own key.
    key: Option<usize>,
    /// Indentation of its entries, once there is one.
    entries: Option<usize>,
}

/// How lines that are indented deeper than a key are taken.
#[derive(Clone, Copy)]
enum Block {
    /// As entries that may be looked for.
    Open,
    /// As they are, below this indentation.
    Kept(usize),
    /// As empty lines, below this indentation.
    Dropped(usize),
}

/// The text with empty lines in place of what nobody looks for. `None` where the indentation does not tell.
pub(super) fn excerpt(text: &str, tree: &Tree) -> Option<String> {
    let mut out = String::with_capacity(text.len() / 8);
    let mut levels = vec![Level { node: ROOT, key: None, entries: None }];
    let mut block = Block::Open;
    for line in text.lines() {
        let content = line.trim_start_matches(' ');
        let indent = line.len() - content.len();
        let is_item = content == "-" || content.starts_with("- ");
        let says_nothing = content.is_empty() || content.starts_with('#');
        if let Block::Kept(key) | Block::Dropped(key) = block {
            if says_nothing || indent > key || (indent == key && is_item) {
                if matches!(block, Block::Kept(_)) {
                    out.push_str(line);
                }
                out.push('\n');
                continue;
            }
            block = Block::Open;
        }
        if says_nothing {
            out.push('\n');
            continue;
        }
        // Tabs, and keys and values on lines of their own.
        if content.starts_with(['\t', '?', ':']) {
            return None;
        }
        if line.starts_with("---") || line.starts_with('%') {
            out.push_str(line);
            out.push('\n');
            continue;
        }
        // Where the first entry stands is where the text begins.
        let is_first = levels[0].entries.is_none();
        let level = level_of(&mut levels, indent, is_item)?;
        let key = key_of(content);
        let node = key.and_then(|(key, _)| tree.child(Some(level), key));
        if key.is_some() && node.is_none() && !is_first {
            block = Block::Dropped(indent);
        } else {
            out.push_str(line);
            let goes_on = key.is_some_and(|(_, rest)| rest.is_empty());
            match node.filter(|node| goes_on && !tree.nodes[*node].children.is_empty()) {
                Some(node) => levels.push(Level { node, key: Some(indent), entries: None }),
                None => block = Block::Kept(indent),
            }
        }
        out.push('\n');
    }
    Some(out)
}

/// The node of the mapping that an entry of this indentation is in.
fn level_of(levels: &mut Vec<Level>, indent: usize, is_item: bool) -> Option<usize> {
    loop {
        let level = levels.last_mut()?;
        let is_within = level.key.is_none_or(|key| indent > key || (indent == key && is_item));
        match level.entries {
            // An array may stand below its key without being indented.
            None if is_within && level.key == Some(indent) => return levels.pop().map(|level| level.node),
            None if is_within => {
                level.entries = Some(indent);
                return Some(level.node);
            }
            Some(entries) if entries == indent => return Some(level.node),
            Some(entries) if entries < indent => return None,
            _ => {
                levels.pop();
            }
        }
    }
}

/// The key of an entry and what follows its colon, comments aside. `None` for everything but a plain or quoted key on one line.
fn key_of(content: &str) -> Option<(&str, &str)> {
    let (key, rest) = match content.as_bytes()[0] {
        quote @ (b'"' | b'\'') => {
            let (key, rest) = content[1..].split_once(char::from(quote))?;
            // A doubled quote or an escape: what the key says is not what is written.
            if key.contains('\\') || rest.starts_with('\'') {
                return None;
            }
            (key, rest.trim_start_matches(' ').strip_prefix(':')?)
        }
        b'-' | b'[' | b']' | b'{' | b'}' | b',' | b'&' | b'*' | b'!' | b'|' | b'>' | b'%' | b'@' | b'`' | b'<' => {
            return None;
        }
        _ => {
            let end = content.find(": ").or_else(|| content.trim_end().ends_with(':').then(|| content.trim_end().len() - 1))?;
            let key = content[..end].trim_end();
            if key.contains(" #") {
                return None;
            }
            (key, &content[end + 1..])
        }
    };
    if !rest.is_empty() && !rest.starts_with([' ', '\t']) {
        return None;
    }
    let rest = rest.trim();
    Some((key, if rest.starts_with('#') { "" } else { rest }))
}
