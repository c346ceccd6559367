//! The file of example responses: JSON in a raw string, a line for each operation. It is data, and so no syntax tree.

use crate::rust::{Crate, Example};
use serde_json::json;
use std::fmt::Write as _;

/// Path of the file.
pub const PATH: &str = "src/example_responses.rs";

/// Prints it.
pub fn file(krate: &Crate, header: &str) -> String {
    let examples = &krate.examples;
    let lines: Vec<String> = examples.responses.iter().map(line).collect();
    // As many marks as no text in it has.
    let longest = lines.iter().flat_map(|line| line.split('"').skip(1)).map(marks).max().unwrap_or(0);
    let fence = "#".repeat(longest + 1);
    let mut out = format!("// {header}\n\n//! Example responses, for tests.\n");
    if examples.left_out > 0 {
        let _ = write!(
            out,
            "//!\n//! The last {} operations of the description have none: there would be too much.\n",
            examples.left_out
        );
    }
    out += "
use plansmith_runtime::transport::Recorder;

/// A transport for tests that answers every operation: with the example of the description or, where it has none, with
/// values of the types that are described. What is queued comes first.
#[must_use]
pub fn examples() -> Recorder {
    Recorder::with_examples(RESPONSES)
}

";
    let _ = write!(out, "const RESPONSES: &str = r{fence}\"[\n{}\n]\"{fence};\n", lines.join(",\n"));
    out
}

/// How many marks a text begins with.
fn marks(text: &str) -> usize {
    text.bytes().take_while(|byte| *byte == b'#').count()
}

fn line(example: &Example) -> String {
    let Example { operation, method, path, status, media, body, is_json } = example;
    let quoted = |text: &str| json!(text).to_string();
    // JSON is the one element of a list, anything else a text.
    let body = if *is_json { format!("[{body}]") } else { quoted(body) };
    let text = format!("[{},{},{},{status},{},{body}]", quoted(operation), quoted(method), quoted(path), quoted(media));
    // Characters that turn a line around or end it elsewhere are escaped, as everywhere in generated text.
    text.chars().fold(String::with_capacity(text.len()), |mut out, c| {
        if super::text::breaks(c) {
            c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| {
                let _ = write!(out, "\\u{unit:04x}");
            });
        } else {
            out.push(c);
        }
        out
    })
}
