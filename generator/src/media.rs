//! Media types (RFC 9110, 8.3.1; RFC 6838).

use std::borrow::Cow;

/// A media type without its parameters, in lower case. Ranges such as `image/*` are media types here as well, because
/// OpenAPI has them as keys of `content`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MediaType<'a>(Cow<'a, str>);

impl<'a> MediaType<'a> {
    /// Reads a media type. Anything is one: descriptions have bare words and worse.
    #[must_use]
    pub fn parse(text: &'a str) -> Self {
        let essence = text.split(';').next().unwrap_or(text).trim();
        Self(if essence.bytes().any(|byte| byte.is_ascii_uppercase()) {
            Cow::Owned(essence.to_ascii_lowercase())
        } else {
            Cow::Borrowed(essence)
        })
    }

    /// `type/subtype`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is in front of the slash; everything where there is none.
    #[must_use]
    pub fn main_type(&self) -> &str {
        self.0.split_once('/').map_or(self.as_str(), |(main, _)| main)
    }

    /// Whether it is JSON, also under a name of its own (`+json`, RFC 6839).
    #[must_use]
    pub fn is_json(&self) -> bool {
        let named = matches!(self.as_str(), "application/json" | "text/json" | "json" | "application/*+json");
        named || (self.0.ends_with("+json") && !self.is_json_sequence())
    }

    /// Whether it is a sequence of JSON values: lines of JSON by any of their names, or a text sequence (RFC 7464, RFC 8091).
    #[must_use]
    pub fn is_json_sequence(&self) -> bool {
        matches!(
            self.as_str(),
            "application/x-ndjson"
                | "application/ndjson"
                | "application/jsonl"
                | "application/x-jsonlines"
                | "application/json-lines"
                | "application/jsonlines"
                | "application/x-jsonl"
                | "application/x-json-stream"
                | "application/stream+json"
                | "application/json-seq"
                | "text/jsonl"
                | "text/ndjson"
                | "text/x-ndjson"
        ) || self.0.ends_with("+json-seq")
    }

    /// The parameters in lower case, but for those that only say how text is encoded.
    #[must_use]
    pub fn parameters(text: &str) -> Vec<String> {
        let parameters = text.split(';').skip(1).map(|parameter| parameter.trim().to_ascii_lowercase());
        parameters.filter(|parameter| !parameter.is_empty() && !parameter.starts_with("charset=")).collect()
    }

    /// Whether two texts name one media type: parameters count, `charset` does not.
    #[must_use]
    pub fn is_same(one: &str, other: &str) -> bool {
        MediaType::parse(one) == MediaType::parse(other) && Self::parameters(one) == Self::parameters(other)
    }

    /// Whether it only says that it is JSON.
    #[must_use]
    pub fn is_plain_json(&self) -> bool {
        matches!(
            self.as_str(),
            "application/json" | "text/json" | "json" | "application/*+json" | "*/*" | "application/*" | "application/x-json"
        )
    }

    /// The media type in a text that names exactly one: no list and no range.
    #[must_use]
    pub fn concrete(text: &'a str) -> Option<&'a str> {
        let text = text.trim();
        let valid = text.contains('/') && text.bytes().all(|byte| (b' '..=b'~').contains(&byte));
        (valid && !text.contains([',', '*'])).then_some(text)
    }

    /// Whether it is an image, sound or film.
    #[must_use]
    pub fn is_audiovisual(&self) -> bool {
        matches!(self.main_type(), "image" | "audio" | "video") && self.0.contains('/')
    }

    /// Whether a part of this type is a file.
    #[must_use]
    pub fn is_file(&self) -> bool {
        self.is_audiovisual()
            || self.as_str() == "application/octet-stream"
            || ["application/pdf", "application/zip"].iter().any(|start| self.0.starts_with(start))
    }
}

/// What is behind the slash, as written; everything where there is none.
#[must_use]
pub fn subtype(text: &str) -> &str {
    let essence = text.split(';').next().unwrap_or(text).trim();
    essence.rsplit_once('/').map_or(essence, |(_, subtype)| subtype)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_and_case_do_not_matter() {
        let media = MediaType::parse("Application/JSON; charset=utf-8");
        assert_eq!((media.as_str(), media.main_type(), media.is_json()), ("application/json", "application", true));
        assert_eq!(subtype("Application/Vnd.X+JSON; v=1"), "Vnd.X+JSON");
    }

    #[test]
    fn json_has_many_names() {
        for json in ["application/json", "application/problem+json", "text/json", "application/*+json", "json"] {
            assert!(MediaType::parse(json).is_json(), "{json}");
        }
        for other in ["application/jsonl", "application/json-seq", "application/stream+json", "text/plain", "*/*", ""] {
            assert!(!MediaType::parse(other).is_json(), "{other}");
        }
        for sequence in ["application/x-ndjson", "application/stream+json", "application/geo+json-seq"] {
            assert!(MediaType::parse(sequence).is_json_sequence(), "{sequence}");
        }
    }

    #[test]
    fn files_are_told_by_their_type() {
        for file in ["image/png", "image/*", "Application/PDF", "application/octet-stream", "application/zip"] {
            assert!(MediaType::parse(file).is_file(), "{file}");
        }
        for other in ["image", "application/json", "text/csv", "application/xml"] {
            assert!(!MediaType::parse(other).is_file(), "{other}");
        }
    }
}
