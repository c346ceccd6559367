//! A surface as a text file: what a release keeps, and what a person can read in a pull request.

use super::{Entry, PublicApi};
use std::fmt;
use std::fmt::Write as _;

const TITLE: &str = "# Public items of ";

impl fmt::Display for PublicApi {
    /// One line for each entry, sorted by path.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "{TITLE}{} {}", self.package, self.version)?;
        for (path, entry) in &self.entries {
            write!(out, "{} {path}", entry.kind)?;
            if !entry.says.is_empty() {
                write!(out, ": {}", entry.says)?;
            }
            if !entry.wire.is_empty() {
                write!(out, " = {:?}", entry.wire)?;
            }
            writeln!(out)?;
        }
        Ok(())
    }
}

impl PublicApi {
    /// Reads what `Display` wrote.
    ///
    /// # Errors
    ///
    /// The number of the first line that is not of this form.
    pub fn parse(text: &str) -> Result<Self, usize> {
        let mut lines = text.lines().enumerate();
        let title = lines.next().and_then(|(_, line)| line.strip_prefix(TITLE)).and_then(|title| title.rsplit_once(' '));
        let (package, version) = title.ok_or(1usize)?;
        let mut api = Self { package: package.to_owned(), version: version.to_owned(), ..Self::default() };
        for (number, line) in lines {
            let (kind, rest) = line.split_once(' ').ok_or(number + 1)?;
            let (rest, wire) = match rest.split_once(" = \"") {
                Some((rest, quoted)) => {
                    let wire: String = serde_json::from_str(&format!("\"{}", unescaped(quoted))).map_err(|_| number + 1)?;
                    (rest, wire)
                }
                None => (rest, String::new()),
            };
            let (path, says) = rest.split_once(": ").unwrap_or((rest, ""));
            api.entries.insert(path.to_owned(), Entry { kind: kind.to_owned(), says: says.to_owned(), wire });
        }
        Ok(api)
    }
}

/// A text with the escapes of Rust as one with those of JSON.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        match after.chars().next() {
            Some('u') => {
                let (code, end) = after.split_once('}').map_or(("", after), |(code, end)| (code.trim_start_matches("u{"), end));
                let letter = u32::from_str_radix(code, 16).ok().and_then(char::from_u32).unwrap_or('\u{fffd}');
                let mut units = [0; 2];
                for unit in letter.encode_utf16(&mut units) {
                    let _ = write!(out, "\\u{unit:04x}");
                }
                rest = end;
            }
            Some('0') => {
                out.push_str("\\u0000");
                rest = &after[1..];
            }
            Some('\'') => {
                out.push('\'');
                rest = &after[1..];
            }
            Some(letter) => {
                out.push('\\');
                out.push(letter);
                rest = &after[letter.len_utf8()..];
            }
            None => rest = after,
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes() {
        let mut api = PublicApi { package: "a-client".to_owned(), version: "0.1.0".to_owned(), ..PublicApi::default() };
        for wire in ["", "GET /a", "x\"y\\z", "a\0b\n\u{7f}'\u{1f600}", "a = \"b\""] {
            let entry = Entry { kind: "field".to_owned(), says: "Option<String>".to_owned(), wire: wire.to_owned() };
            api.entries.insert(format!("types::A::f{}", api.entries.len()), entry);
        }
        assert_eq!(PublicApi::parse(&api.to_string()), Ok(api));
        assert_eq!(PublicApi::parse("nothing"), Err(1));
        assert_eq!(PublicApi::parse("# Public items of a 1\nx"), Err(2));
    }
}
