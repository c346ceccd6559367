//! Splits wire names into words and renders words in a case.
//!
//! Words are unique before any case is applied; only [`render`](Case::render) makes an identifier. Case
//! conversion by character class alone gives `clusterIPs` -> `cluster_i_ps`; the splitter here keeps an
//! acronym and what belongs to it together.

use heck::ToUpperCamelCase;

/// The words of a name, lower case, ASCII letters and digits only.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Words(Vec<String>);

/// How words become an identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Case {
    /// `snake_case`, for fields, methods, parameters and modules.
    Snake,
    /// `UpperCamelCase`, for types and variants.
    Camel,
    /// `SCREAMING_SNAKE_CASE`, for constants.
    Shouty,
}

/// Words written in mixed case that are one word all the same.
const WHOLE: &[&str] =
    &["OAuth", "OpenAPI", "OpenID", "GitHub", "GitLab", "LinkedIn", "YouTube", "PayPal", "IPv4", "IPv6", "WiFi"];

impl Words {
    /// Splits a wire name.
    #[must_use]
    pub fn split(text: &str) -> Self {
        Self::build(text, false)
    }

    /// Splits a wire name and spells its symbols out, for names that are told apart by them (`+1`, `-1`, `>=`).
    #[must_use]
    pub fn spelled(text: &str) -> Self {
        Self::build(text, true)
    }

    fn build(text: &str, spell: bool) -> Self {
        let ascii = deunicode::deunicode_with_tofu(text, "");
        let mut words = Vec::new();
        let mut run = String::new();
        for (index, c) in ascii.char_indices() {
            if c.is_ascii_alphanumeric() {
                run.push(c);
                continue;
            }
            split_run(&std::mem::take(&mut run), &mut words);
            let sign = index == 0 && matches!(c, '+' | '-') && ascii.len() > 1;
            if (spell || sign)
                && let Some(word) = symbol(c)
            {
                words.push(word.to_owned());
            }
        }
        split_run(&run, &mut words);
        if words.is_empty() {
            words.extend(ascii.chars().filter_map(symbol).map(str::to_owned));
        }
        Self(words)
    }

    /// Whether there is no word.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Number of words.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// These words and then others.
    #[must_use]
    pub fn then(&self, other: &Self) -> Self {
        Self(self.0.iter().chain(&other.0).cloned().collect())
    }

    /// These words and then one more.
    #[must_use]
    pub fn and(&self, word: &str) -> Self {
        self.then(&Self(vec![word.to_owned()]))
    }

    /// What follows a prefix, where there is more than the prefix.
    #[must_use]
    pub fn strip_prefix(&self, prefix: &Self) -> Option<Self> {
        let rest = self.0.strip_prefix(prefix.0.as_slice())?;
        (!rest.is_empty() && !prefix.is_empty()).then(|| Self(rest.to_vec()))
    }

    /// The first word.
    pub fn first(&self) -> &str {
        self.0.first().map_or("", String::as_str)
    }

    /// Joins the words of several names, leaving out what the name before ended with.
    pub fn join<'a>(parts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut out: Vec<String> = Vec::new();
        for part in parts {
            let words = Self::split(part).0;
            let skip = (1..=words.len().min(out.len())).rev().find(|n| out.ends_with(&words[..*n])).unwrap_or(0);
            let skip = if skip == words.len() && words.len() == 1 { 0 } else { skip };
            out.extend(words.into_iter().skip(skip));
        }
        Self(out)
    }

    /// The identifier, without regard to keywords or scopes. Never empty, never starting with a digit.
    #[must_use]
    pub fn render(&self, case: Case) -> String {
        let text = self.0.join("_");
        let text = match case {
            Case::Snake => text,
            Case::Camel => camel(&self.0, &text),
            Case::Shouty => text.to_ascii_uppercase(),
        };
        match text.chars().next() {
            None => Self(vec!["empty".to_owned()]).render(case),
            Some(c) if c.is_ascii_digit() => format!("{}{text}", if case == Case::Snake { "n" } else { "N" }),
            Some(_) => text,
        }
    }
}

/// Upper camel case that keeps an underscore between two digits: `v1_1` and `v11` differ.
fn camel(words: &[String], text: &str) -> String {
    let digits = |word: &String, last: bool| {
        if last { word.chars().last() } else { word.chars().next() }.is_some_and(|c| c.is_ascii_digit())
    };
    if !words.windows(2).any(|pair| digits(&pair[0], true) && digits(&pair[1], false)) {
        return text.to_upper_camel_case();
    }
    let mut out = String::new();
    for (index, word) in words.iter().enumerate() {
        if index > 0 && digits(&words[index - 1], true) && digits(word, false) {
            out.push('_');
        }
        out.push_str(&word.to_upper_camel_case());
    }
    out
}

/// Splits a run of letters and digits at changes of case.
fn split_run(run: &str, words: &mut Vec<String>) {
    let mut rest = run;
    while !rest.is_empty() {
        let end = word_end(rest);
        words.push(rest[..end].to_ascii_lowercase());
        rest = &rest[end..];
    }
}

/// Where the first word of a run ends.
fn word_end(run: &str) -> usize {
    for whole in WHOLE {
        if let Some(rest) = run.strip_prefix(whole)
            && !rest.starts_with(|c: char| c.is_ascii_lowercase())
        {
            return whole.len() + digits(rest);
        }
    }
    let bytes = run.as_bytes();
    let upper = bytes.iter().take_while(|b| b.is_ascii_uppercase() || b.is_ascii_digit()).count();
    let leading = bytes.iter().take_while(|b| b.is_ascii_uppercase()).count();
    if leading >= 2 {
        let after = &bytes[upper..];
        // An acronym in the plural: `IPs`, `URLs`, `IDs`.
        if after.first() == Some(&b's') && after.get(1).is_none_or(|b| !b.is_ascii_lowercase()) {
            return upper + 1;
        }
        if after.is_empty() {
            return upper;
        }
        if leading < upper {
            return leading + digits(&run[leading..]);
        }
        return upper - 1;
    }
    let start = upper.max(1);
    start + bytes[start..].iter().take_while(|b| !b.is_ascii_uppercase()).count()
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// The word for a symbol.
fn symbol(c: char) -> Option<&'static str> {
    Some(match c {
        '+' => "plus",
        '-' => "minus",
        '*' => "star",
        '/' => "slash",
        '\\' => "backslash",
        '<' => "less",
        '>' => "greater",
        '=' => "equal",
        '!' => "not",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '@' => "at",
        '#' => "hash",
        '$' => "dollar",
        '%' => "percent",
        '&' => "and",
        '|' => "pipe",
        '~' => "tilde",
        '^' => "caret",
        '_' => "underscore",
        '?' => "question",
        '\'' => "apostrophe",
        '"' => "quote",
        '`' => "backtick",
        '(' => "open",
        ')' => "close",
        '[' => "bracket",
        ']' => "unbracket",
        '{' => "brace",
        '}' => "unbrace",
        ' ' => "space",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Case, Words};

    #[test]
    fn splits_as_a_reader_would() {
        for (wire, snake, camel) in [
            ("clusterIPs", "cluster_ips", "ClusterIps"),
            ("isIPv6Enabled", "is_ipv6_enabled", "IsIpv6Enabled"),
            ("HTMLParser", "html_parser", "HtmlParser"),
            ("userID", "user_id", "UserId"),
            ("OAuth2Token", "oauth2_token", "Oauth2Token"),
            ("external_ref", "external_ref", "ExternalRef"),
            ("X-RateLimit-Limit", "x_rate_limit_limit", "XRateLimitLimit"),
            ("2fa", "n2fa", "N2fa"),
            ("+1", "plus_1", "Plus1"),
            ("-1", "minus_1", "Minus1"),
            (">=", "greater_equal", "GreaterEqual"),
            ("", "empty", "Empty"),
            ("größe", "grosse", "Grosse"),
            ("v1.1", "v1_1", "V1_1"),
            ("MD5Hash", "md5_hash", "Md5Hash"),
            ("sha256", "sha256", "Sha256"),
            ("URLs", "urls", "Urls"),
            ("ABTest", "ab_test", "AbTest"),
        ] {
            let words = Words::split(wire);
            assert_eq!(words.render(Case::Snake), snake, "{wire}");
            assert_eq!(words.render(Case::Camel), camel, "{wire}");
        }
    }
}
