//! Texts that match a regular expression, made by walking it.

use regex_syntax::hir::{Class, Hir, HirKind};

/// Most repetitions and characters of a text.
const LIMIT: usize = 300;

/// Texts that a `pattern` probably matches: the shortest ones, and longer ones where a least length asks
/// for them. Empty where the pattern cannot be read (look-around, back references).
pub fn matching(pattern: &str, min: usize, max: usize) -> Vec<String> {
    let Ok(hir) = regex_syntax::ParserBuilder::new().build().parse(&without_escapes(pattern)) else { return Vec::new() };
    let mut out = Vec::new();
    for extra in [0, 1, 3].into_iter().chain((0..4).rev().map(|less| min.saturating_sub(less))).chain([min.saturating_mul(2)]) {
        let mut text = String::new();
        if write(&hir, extra.min(LIMIT), extra % 2, &mut text) && text.chars().count() <= max && !out.contains(&text) {
            out.push(text);
        }
    }
    let shortest = out.iter().position(|text| text.chars().count() >= min);
    if let Some(index) = shortest {
        out.swap(0, index);
    }
    out
}

/// JavaScript escapes of characters that need none, which the parser refuses.
fn without_escapes(pattern: &str) -> String {
    let mut out = String::new();
    let mut letters = pattern.chars().peekable();
    while let Some(letter) = letters.next() {
        match (letter, letters.peek()) {
            ('\\', Some('/' | '"' | '\'' | '@' | ':' | ',' | ';' | '=' | '!' | '%' | '_' | ' ')) => {}
            ('\\', Some(_)) => {
                out.push('\\');
                out.extend(letters.next());
            }
            _ => out.push(letter),
        }
    }
    out
}

/// Appends a match with `extra` repetitions above the least ones, and alternative `branch` where there are
/// several. `false` where there is none.
fn write(hir: &Hir, extra: usize, branch: usize, out: &mut String) -> bool {
    if out.len() > LIMIT * 4 {
        return false;
    }
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => true,
        HirKind::Literal(literal) => {
            out.push_str(&String::from_utf8_lossy(&literal.0));
            true
        }
        HirKind::Class(class) => pick(class, out.chars().count()).is_some_and(|letter| {
            out.push(letter);
            true
        }),
        HirKind::Repetition(repetition) => {
            let least = usize::try_from(repetition.min).unwrap_or(LIMIT);
            let most = repetition.max.map_or(LIMIT, |max| usize::try_from(max).unwrap_or(LIMIT));
            let count = (least + extra).min(most);
            count <= LIMIT && (0..count).all(|_| write(&repetition.sub, extra.min(2), branch, out))
        }
        HirKind::Capture(capture) => write(&capture.sub, extra, branch, out),
        HirKind::Concat(parts) => parts.iter().all(|part| write(part, extra, branch, out)),
        HirKind::Alternation(parts) => parts.get(branch % parts.len().max(1)).is_some_and(|part| write(part, extra, branch, out)),
    }
}

/// A character of a class: a letter or digit where it has one, varied by position.
fn pick(class: &Class, position: usize) -> Option<char> {
    const NICE: &str = "a1bA2cB3zZ9_-. ";
    let has = |letter: char| match class {
        Class::Unicode(class) => class.iter().any(|range| range.start() <= letter && letter <= range.end()),
        Class::Bytes(class) => {
            class.iter().any(|range| u32::from(range.start()) <= u32::from(letter) && u32::from(letter) <= u32::from(range.end()))
        }
    };
    let nice: Vec<char> = NICE.chars().filter(|letter| has(*letter)).take(3).collect();
    if !nice.is_empty() {
        return Some(nice[position % nice.len()]);
    }
    match class {
        Class::Unicode(class) => class.iter().next().map(regex_syntax::hir::ClassUnicodeRange::start),
        Class::Bytes(class) => class.iter().next().map(|range| char::from(range.start())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_match_their_pattern() {
        for (pattern, min) in [
            (r"^[a-z0-9-]{3,20}$", 0),
            (r"^\d{4}-(0[1-9]|1[0-2])$", 0),
            (r"^([A-Z]{2}|[0-9]+)\/[^/]+$", 0),
            (r"^.+@.+$", 10),
            (r"^\w*$", 8),
            ("^[0-9a-f]+$", 40),
            ("[A-F0-9]{8}", 0),
        ] {
            let check = jsonschema::options().build(&serde_json::json!({ "pattern": pattern, "minLength": min })).expect("valid");
            let texts = matching(pattern, min, 100);
            assert!(texts.iter().any(|text| check.is_valid(&serde_json::json!(text))), "{pattern}: {texts:?}");
        }
        assert!(matching("(?=x)y", 0, 9).is_empty());
    }
}
