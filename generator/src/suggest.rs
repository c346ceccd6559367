//! Finds the word that was probably meant.

use crate::limits::COMPARED_LETTERS;

/// The candidate closest to a misspelled word, if one is close enough.
#[must_use]
pub fn suggest<'c>(word: &str, candidates: impl Iterator<Item = &'c str>) -> Option<&'c str> {
    let letters = fold(word);
    let length = letters.chars().count();
    if length == 0 || length > COMPARED_LETTERS {
        return None;
    }
    let limit = (length / 3).max(1);
    candidates
        .filter(|candidate| *candidate != word)
        .filter_map(|candidate| {
            let other = fold(candidate);
            let other_length = other.chars().count();
            if other_length.abs_diff(length) > limit {
                return None;
            }
            // Edits, of which a swap of neighbours is one.
            let distance = strsim::osa_distance(&letters, &other);
            // A short word is close to everything: at least half of it has to be right.
            (distance <= limit && distance * 2 < other_length.max(2)).then_some((distance, candidate))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The same for names of a description, where a part of a longer name is meant as well: `type` for `cardType`.
pub(crate) fn suggest_name<'c>(word: &str, candidates: &'c [String]) -> Option<&'c str> {
    let wanted = fold(word);
    let names = || candidates.iter().map(String::as_str);
    suggest(word, names()).or_else(|| {
        names().find(|name| {
            let name = fold(name);
            name.len() > 2 && wanted.len() > 2 && (name.contains(&wanted) || wanted.contains(&name))
        })
    })
}

/// Letters without case and separators, so that `operation_id` is `operationId`.
fn fold(word: &str) -> String {
    let letters = word.chars().filter(|letter| !matches!(letter, '_' | '-' | ' '));
    letters.take(COMPARED_LETTERS + 1).flat_map(char::to_lowercase).collect()
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
    fn parts_of_names_are_found() {
        let names = ["createdAt", "cardType", "id"].map(str::to_owned);
        assert_eq!(suggest_name("created_at", &names), Some("createdAt"));
        assert_eq!(suggest_name("type", &names), Some("cardType"));
        assert_eq!(suggest_name("cardTpye", &names), Some("cardType"));
        assert_eq!(suggest_name("size", &names), None);
    }

    #[test]
    fn long_words_cost_nothing() {
        assert_eq!(suggest(&"a".repeat(1 << 20), KEYS.into_iter()), None);
    }
}
