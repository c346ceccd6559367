use super::{json, yaml};
use crate::location::{FileId, Format, Report, SourceFile};
use serde_json::Value;

/// Reads a file into a value. Mistakes are in the report; the value is `Null` where there is nothing to be had.
///
/// The format follows from the text: text that starts with `{` is tried as JSON, also in a file called
/// `.yaml`, as JSON is quicker to read.
pub(crate) fn read_file(id: FileId, path: &str, text: String, report: &mut Report) -> SourceFile {
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    };
    let before = report.count_of("repeated-key");
    let (value, format) = read(id, path, &text, report);
    let has_repeats = report.count_of("repeated-key") > before;
    SourceFile { path: path.to_owned(), text, value: value.unwrap_or(Value::Null), format, has_repeats }
}

fn read(id: FileId, path: &str, text: &str, report: &mut Report) -> (Option<Value>, Format) {
    let named_json = path.rsplit('.').next().is_some_and(|end| end.eq_ignore_ascii_case("json"));
    let looks_json = text.trim_start().starts_with(['{', '[']);
    if named_json || looks_json {
        match json::read(id, text, report) {
            Ok(value) => return (Some(value), Format::Json),
            Err(mistake) if named_json && looks_json => {
                mistake.say(id, report);
                return (None, Format::Json);
            }
            // YAML that starts like JSON, or YAML in a file called `.json`.
            Err(_) => {}
        }
    }
    (yaml::read(id, text, report), Format::Yaml)
}
