//! Blank lines between items and between methods, which the printer leaves out. Nothing else touches printed text.

/// Inserts a blank line between items, and between the functions and longer constants of an `impl`.
pub fn layout(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut before = "";
    // The first line of the item that `before` is in, and whether that has ended.
    let mut item = "";
    let mut ended = true;
    for line in text.lines() {
        let starts = !line.is_empty() && !line.starts_with([' ', '}', ')', ']']);
        if starts && ended {
            if separates(before, item, line) {
                out.push('\n');
            }
            item = line;
            ended = false;
        } else if member_follows(before, line) {
            out.push('\n');
        }
        if starts && leads(item) {
            item = line;
        }
        ended |= line.ends_with([';', '}']) && (starts || line.starts_with(['}', ')', ']']));
        ended |= line.is_empty() || line.starts_with("//");
        ended &= !leads(line) || line.starts_with("//!") || line.starts_with("// ");
        out.push_str(line);
        out.push('\n');
        before = line;
    }
    out
}

/// Whether a blank line belongs between the item that began with `item` and ends with `before`, and one that starts with `line`.
fn separates(before: &str, item: &str, line: &str) -> bool {
    if before.is_empty() || (before.starts_with("//!") && line.starts_with("//!")) {
        return false;
    }
    kind(item) == 0 || kind(item) != kind(line)
}

/// Whether a function or constant of an `impl` follows one that took several lines.
fn member_follows(before: &str, line: &str) -> bool {
    let starts = ["    ///", "    #[", "    pub fn ", "    fn ", "    const "].iter().any(|start| line.starts_with(start));
    starts && matches!(before, "    }" | "    };")
}

/// Whether a line belongs to what follows it.
fn leads(line: &str) -> bool {
    line.starts_with("///") || line.starts_with("#[")
}

/// Consecutive imports or module lines stay together.
fn kind(line: &str) -> u8 {
    let line = line.strip_prefix("pub ").unwrap_or(line);
    if line.starts_with("use ") {
        1
    } else if line.starts_with("mod ") && line.ends_with(';') {
        2
    } else {
        0
    }
}
