//! Tags of YAML: those of the core schema count, others are reported.

use super::scalar;
use super::yaml::Reader;
use crate::location::yaml::shown;
use saphyr_parser::{ScalarStyle, Tag};
use serde_json::Value;

impl Reader<'_> {
    /// The value of a scalar with a tag.
    pub(super) fn tagged(&mut self, text: &str, style: ScalarStyle, tag: &Tag, span: saphyr_parser::Span) -> Value {
        let plain = |text| if style == ScalarStyle::Plain { scalar::plain(text) } else { Value::String(text.to_owned()) };
        if tag.handle.is_empty() && tag.suffix == "!" {
            return Value::String(text.to_owned());
        }
        if !tag.is_yaml_core_schema() {
            self.ignored_tag(tag, span);
            return plain(text);
        }
        let read = scalar::plain(text);
        let fits = match tag.suffix.as_str() {
            "str" => return Value::String(text.to_owned()),
            "int" => read.is_i64() || read.is_u64(),
            "float" => read.is_number(),
            "bool" => read.is_boolean(),
            "null" => read.is_null(),
            _ => false,
        };
        if fits {
            return read;
        }
        self.ignored_tag(tag, span);
        plain(text)
    }

    /// Reports the tag of a collection that is not the one it has without.
    pub(super) fn check_tag(&mut self, tag: Option<&Tag>, core: &str, span: saphyr_parser::Span) {
        if let Some(tag) = tag
            && !(tag.is_yaml_core_schema() && tag.suffix == core)
        {
            self.ignored_tag(tag, span);
        }
    }

    fn ignored_tag(&mut self, tag: &Tag, span: saphyr_parser::Span) {
        let place = self.place();
        self.report.warning("ignored-tag", place, format!("the tag `{}{}` is ignored", tag.handle, tag.suffix)).at(shown(span));
    }
}
