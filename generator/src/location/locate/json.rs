//! Scans JSON for the positions of pointers. The text was read before, so mistakes only end the scan.

use super::super::Span;
use super::{ROOT, Tree};

pub(super) fn scan(text: &str, tree: &mut Tree) {
    let mut scanner = Scanner { text, bytes: text.as_bytes(), at: 0, line: 1, line_start: 0, spot: (0, 0, 0) };
    scanner.run(tree);
}

struct Scanner<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    line: usize,
    line_start: usize,
    /// The last position that was worked out: line start, byte offset, and the characters between. Texts on one
    /// line would cost quadratic time without it.
    spot: (usize, usize, usize),
}

enum Container {
    List(Option<usize>, usize),
    Map(Option<usize>, Option<usize>),
}

impl Scanner<'_> {
    fn run(&mut self, tree: &mut Tree) {
        let mut stack: Vec<Container> = Vec::new();
        let mut node = Some(ROOT);
        while let Some(byte) = self.skip_space() {
            match byte {
                b'{' | b'[' => {
                    if node.is_some() {
                        let span = self.span(self.at, self.at + 1);
                        tree.found_value(node, span, true);
                    }
                    self.at += 1;
                    if byte == b'{' {
                        stack.push(Container::Map(node, None));
                        node = None;
                    } else {
                        stack.push(Container::List(node, 0));
                        node = tree.item(node, 0);
                    }
                }
                b'}' | b']' => {
                    stack.pop();
                    self.at += 1;
                    node = None;
                }
                b',' => {
                    self.at += 1;
                    match stack.last_mut() {
                        Some(Container::List(parent, index)) => {
                            *index += 1;
                            node = tree.item(*parent, *index);
                        }
                        Some(Container::Map(_, entry)) => *entry = None,
                        None => return,
                    }
                }
                b':' => {
                    self.at += 1;
                    node = match stack.last() {
                        Some(Container::Map(_, entry)) => *entry,
                        _ => return,
                    };
                    self.value_after_colon(tree, &mut node);
                }
                b'"' => {
                    let start = self.at;
                    self.skip_string();
                    let (from, to) = (start, self.at);
                    if let Some(Container::Map(parent, entry)) = stack.last_mut() {
                        if let Some(parent) = *parent {
                            *entry = self.key(from, to).and_then(|key| tree.child(Some(parent), &key));
                            if entry.is_some() {
                                let span = self.span(from, to);
                                tree.found_key(*entry, span);
                            }
                        }
                    } else if node.is_some() {
                        let span = self.span(from, to);
                        tree.found_value(node, span, false);
                    }
                }
                _ => self.scalar(tree, node),
            }
        }
    }

    /// A scalar after a colon, so that a string is not taken for a key.
    fn value_after_colon(&mut self, tree: &mut Tree, node: &mut Option<usize>) {
        match self.skip_space() {
            Some(b'"') => {
                let start = self.at;
                self.skip_string();
                if node.is_some() {
                    let span = self.span(start, self.at);
                    tree.found_value(*node, span, false);
                }
                *node = None;
            }
            Some(b'{' | b'[') | None => {}
            Some(_) => {
                self.scalar(tree, *node);
                *node = None;
            }
        }
    }

    /// A number, `true`, `false` or `null`.
    fn scalar(&mut self, tree: &mut Tree, node: Option<usize>) {
        let start = self.at;
        while let Some(byte) = self.bytes.get(self.at) {
            if matches!(byte, b',' | b']' | b'}' | b':' | b' ' | b'\t' | b'\r' | b'\n') {
                break;
            }
            self.at += 1;
        }
        if self.at == start {
            self.at += 1;
        }
        if node.is_some() {
            let span = self.span(start, self.at);
            tree.found_value(node, span, false);
        }
    }

    fn skip_space(&mut self) -> Option<u8> {
        loop {
            let byte = *self.bytes.get(self.at)?;
            match byte {
                b'\n' => {
                    self.line += 1;
                    self.line_start = self.at + 1;
                }
                b' ' | b'\t' | b'\r' => {}
                other => return Some(other),
            }
            self.at += 1;
        }
    }

    /// From the opening quote to behind the closing one.
    fn skip_string(&mut self) {
        self.at += 1;
        while let Some(byte) = self.bytes.get(self.at) {
            match byte {
                b'\\' => self.at += 2,
                b'"' => {
                    self.at += 1;
                    return;
                }
                _ => self.at += 1,
            }
        }
        self.at = self.bytes.len();
    }

    /// The text of a string with its quotes.
    fn key(&self, from: usize, to: usize) -> Option<std::borrow::Cow<'_, str>> {
        let quoted = self.text.get(from..to)?;
        if quoted.contains('\\') {
            return serde_json::from_str::<String>(quoted).ok().map(Into::into);
        }
        quoted.get(1..quoted.len().saturating_sub(1)).map(Into::into)
    }

    fn span(&mut self, from: usize, to: usize) -> Span {
        let (line_start, known, count) = self.spot;
        let count = if line_start == self.line_start && known <= from && known >= line_start {
            count + self.characters(known, from)
        } else {
            self.characters(self.line_start, from)
        };
        self.spot = (self.line_start, from, count);
        Span { line: self.line, column: count + 1, length: self.characters(from, to).max(1) }
    }

    fn characters(&self, from: usize, to: usize) -> usize {
        // Bytes that continue a character have the bits 10 in front.
        self.bytes.get(from..to).map_or(0, |part| part.iter().filter(|byte| (**byte & 0xC0) != 0x80).count())
    }
}
