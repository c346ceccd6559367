//! Breaks that a description accepts: `x-accepted-changes`, at the place of the change or around it.

use super::change::{Diff, Waiver};
use super::code::Code;
use super::verdict::Impact;
use crate::document::Document;
use crate::location::Report;
use crate::location::{FileId, Place};
use serde_json::Value;

/// The key.
pub const KEY: &str = "x-accepted-changes";

/// An entry of the key.
struct Entry {
    place: Place,
    /// Pointer of the node that has the key.
    holder: String,
    file: FileId,
    code: Code,
    waiver: Waiver,
    used: bool,
}

/// Lays the waivers of the new description on its changes. `today` is `YYYY-MM-DD`.
///
/// Reports an entry that cannot be read, one past its end, and one that no change needs.
pub fn apply(diff: &mut Diff, document: &Document, today: &str) -> Report {
    let mut report = Report::new(true);
    let mut entries = Vec::new();
    for (file, source) in document.sources.iter() {
        if source.text.contains(KEY) {
            find(&source.value, file, &mut String::new(), &mut entries, &mut report);
        }
    }
    for change in &mut diff.changes {
        let Some(place) = change.place() else { continue };
        let (file, pointer) = (place.file, place.pointer.to_string());
        let near = |entry: &&mut Entry| {
            entry.file == file
                && entry.code == change.code
                && (entry.holder.is_empty() || pointer == entry.holder || pointer.starts_with(&format!("{}/", entry.holder)))
        };
        if let Some(entry) = entries.iter_mut().filter(near).max_by_key(|entry| entry.holder.len()) {
            entry.used = true;
            if change.impact() > Impact::Compatible {
                change.waiver = Some(entry.waiver.clone());
            }
        }
    }
    for entry in entries {
        if entry.waiver.until.as_str() < today {
            let message = format!("the acceptance of `{}` ended on {}", entry.code.as_str(), entry.waiver.until);
            report
                .error("expired-waiver", entry.place, message)
                .help("take the change back, or remove the entry once it is released");
            for change in diff.changes.iter_mut().filter(|change| change.waiver.as_ref() == Some(&entry.waiver)) {
                change.waiver = None;
            }
        } else if !entry.used {
            let message = format!("nothing here is a change of the kind `{}`", entry.code.as_str());
            report.error("unused-waiver", entry.place, message).help("remove the entry");
        }
    }
    report
}

fn find(value: &Value, file: FileId, pointer: &mut String, entries: &mut Vec<Entry>, report: &mut Report) {
    let length = pointer.len();
    match value {
        Value::Object(map) => {
            for (key, child) in map {
                if key == KEY {
                    let place = Place::new(file, pointer).join(KEY);
                    read(child, &place, pointer, entries, report);
                    continue;
                }
                crate::location::push_token(pointer, key);
                find(child, file, pointer, entries, report);
                pointer.truncate(length);
            }
        }
        Value::Array(list) => {
            for (index, child) in list.iter().enumerate() {
                pointer.push('/');
                pointer.push_str(&index.to_string());
                find(child, file, pointer, entries, report);
                pointer.truncate(length);
            }
        }
        _ => {}
    }
}

fn read(value: &Value, place: &Place, holder: &str, entries: &mut Vec<Entry>, report: &mut Report) {
    let Some(list) = value.as_array() else {
        report.error("bad-waiver", place.clone(), format!("`{KEY}` is an array of objects with `code`, `reason` and `until`"));
        return;
    };
    for (index, one) in list.iter().enumerate() {
        let place = place.index(index);
        let text = |key: &str| one.get(key).and_then(Value::as_str).unwrap_or_default().trim();
        let code = Code::ALL.iter().find(|code| code.as_str() == text("code"));
        let Some(code) = code else {
            let message = format!("`{}` is no kind of change", super::text::shortened(text("code")));
            report.error("bad-waiver", place, message).help("`spec/DIFF.md` lists them");
            continue;
        };
        if text("reason").is_empty() {
            report.error("bad-waiver", place, "there is no `reason`");
        } else if !crate::lint::is_date(text("until")) {
            report.error("bad-waiver", place, "`until` is no date such as 2027-01-31");
        } else {
            let waiver = Waiver { reason: text("reason").to_owned(), until: text("until").to_owned() };
            let holder = holder.to_owned();
            entries.push(Entry { file: place.file, place, holder, code: *code, waiver, used: false });
        }
    }
}
