//! Finds the word that was probably meant.

/// Longer words are not compared: they cost time and are no typing mistakes.
const LONGEST: usize = 64;

/// The candidate closest to a misspelled word, if one is close enough.
#[must_use]
pub fn suggest<'c>(word: &str, candidates: impl Iterator<Item = &'c str>) -> Option<&'c str> {
    let letters = fold(word);
    if letters.is_empty() || letters.len() > LONGEST {
        return None;
    }
    let limit = (letters.len() / 3).max(1);
    candidates
        .filter(|candidate| *candidate != word)
        .filter_map(|candidate| {
            let other = fold(candidate);
            if other.len().abs_diff(letters.len()) > limit {
                return None;
            }
            let distance = distance(&letters, &other);
            // A short word is close to everything: at least half of it has to be right.
            (distance <= limit && distance * 2 < other.len().max(2)).then_some((distance, candidate))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Letters without case and separators, so that `operation_id` is `operationId`.
fn fold(word: &str) -> Vec<char> {
    word.chars().filter(|letter| !matches!(letter, '_' | '-' | ' ')).take(LONGEST + 1).flat_map(char::to_lowercase).collect()
}

/// Edits from one word to the other: insert, remove, replace, and swap of neighbours (optimal string alignment).
fn distance(from: &[char], to: &[char]) -> usize {
    let mut before = vec![0; to.len() + 1];
    let mut last: Vec<usize> = (0..=to.len()).collect();
    for (row, letter) in from.iter().enumerate() {
        let mut now = vec![row + 1; to.len() + 1];
        for (column, other) in to.iter().enumerate() {
            let replaced = last[column] + usize::from(letter != other);
            let mut best = replaced.min(last[column + 1] + 1).min(now[column] + 1);
            if row > 0 && column > 0 && *letter == to[column - 1] && from[row - 1] == *other {
                best = best.min(before[column - 1] + 1);
            }
            now[column + 1] = best;
        }
        before = std::mem::replace(&mut last, now);
    }
    last[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: [&str; 6] = ["operationId", "type", "items", "in", "required", "properties"];

    #[test]
    fn near_words_are_found() {
        for (word, meant) in [
            ("operationID", Some("operationId")),
            ("operation_id", Some("operationId")),
            ("tpye", Some("type")),
            ("item", Some("items")),
            ("reqired", Some("required")),
            ("proprties", Some("properties")),
            ("nothing", None),
            ("x", None),
            ("to", None),
            ("", None),
        ] {
            assert_eq!(suggest(word, KEYS.into_iter()), meant, "{word}");
        }
    }

    #[test]
    fn long_words_cost_nothing() {
        assert_eq!(suggest(&"a".repeat(1 << 20), KEYS.into_iter()), None);
    }
}
