//! What is accepted in spite of a rule: `x-waive`, at the place it is about or around it.
//!
//! ```yaml
//! x-waive:
//!   - { code: unpaged-list, reason: The API answers all stages at once., until: '2027-12-31' }
//! ```

use super::codes;
use crate::document::Document;
use crate::location::{FileId, Place, Report, push_token};
use serde_json::Value;

/// The key.
const KEY: &str = "x-waive";

/// An entry of the key.
struct Waiver<'d> {
    /// The node that has the key.
    holder: Place,
    place: Place,
    code: &'d str,
    until: &'d str,
    used: bool,
}

/// Takes what is accepted out of the report. An entry that cannot be read, that ended before `today` or that accepts nothing is an
/// error.
pub(super) fn apply(document: &Document, today: &str, report: &mut Report) {
    let mut waivers = Vec::new();
    for (id, file) in document.sources.iter() {
        if file.text.contains(KEY) {
            collect(&file.value, id, &mut String::new(), &mut waivers, report);
        }
    }
    if waivers.is_empty() {
        return;
    }
    report.retain(|diagnostic| {
        let mut accepted = false;
        for waiver in &mut waivers {
            if waiver.code == diagnostic.code && is_within(&diagnostic.place, &waiver.holder) {
                waiver.used = true;
                accepted |= waiver.until >= today;
            }
        }
        !accepted
    });
    for waiver in waivers {
        if waiver.until < today {
            let message = format!("the waiver of `{}` ended on {}", waiver.code, waiver.until);
            report.error("expired-waiver", waiver.place, message).help("mend what it accepts, or argue for a later end");
        } else if !waiver.used {
            let message = format!("nothing here breaks the rule `{}`", waiver.code);
            report.error("unused-waiver", waiver.place, message).help("remove the waiver");
        }
    }
}

/// Whether a place is the holder or below it.
fn is_within(place: &Place, holder: &Place) -> bool {
    let rest = place.pointer.strip_prefix(&*holder.pointer);
    holder.file == place.file && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn collect<'d>(value: &'d Value, file: FileId, pointer: &mut String, found: &mut Vec<Waiver<'d>>, report: &mut Report) {
    let length = pointer.len();
    match value {
        Value::Object(map) => {
            for (key, child) in map {
                if key == KEY {
                    read(child, &Place::new(file, pointer), found, report);
                    continue;
                }
                push_token(pointer, key);
                collect(child, file, pointer, found, report);
                pointer.truncate(length);
            }
        }
        Value::Array(list) => {
            for (index, child) in list.iter().enumerate() {
                push_token(pointer, &index.to_string());
                collect(child, file, pointer, found, report);
                pointer.truncate(length);
            }
        }
        _ => {}
    }
}

fn read<'d>(value: &'d Value, holder: &Place, found: &mut Vec<Waiver<'d>>, report: &mut Report) {
    let place = holder.join(KEY);
    let Some(list) = value.as_array() else {
        report.error("bad-waiver", place, "`x-waive` is an array of `{ code, reason, until }`");
        return;
    };
    for (index, entry) in list.iter().enumerate() {
        let place = place.index(index);
        let text = |key: &str| entry.get(key).and_then(Value::as_str).unwrap_or_default().trim();
        let fault = if !codes::is_rule(text("code")) {
            format!("`{}` is no rule that can be waived", super::output::shortened(text("code")))
        } else if text("reason").is_empty() {
            "a waiver needs a `reason`".to_owned()
        } else if is_date(text("until")) {
            found.push(Waiver { holder: holder.clone(), place, code: text("code"), until: text("until"), used: false });
            continue;
        } else {
            "a waiver needs an end: `until` is a date such as '2027-12-31'".to_owned()
        };
        report
            .error("bad-waiver", place, fault)
            .help("`{ code: ..., reason: ..., until: '2027-12-31' }`; `spec/RULES.md` lists the codes");
    }
}

/// Whether a text is a day as `YYYY-MM-DD`.
#[must_use]
pub fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts[..] else { return false };
    let number = |part: &str, length: usize| {
        let digits = part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
        if digits { part.parse::<u32>().ok() } else { None }
    };
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2)) else { return false };
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    (1..=12).contains(&month) && (1..=days).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::is_date;

    #[test]
    fn days() {
        for day in ["2028-02-29", "2027-12-31", "2026-01-01"] {
            assert!(is_date(day), "{day}");
        }
        for text in ["2027-02-29", "2027-13-01", "2027-04-31", "27-01-01", "2027-1-1", "2027-01-01T00:00:00Z", "", "soon"] {
            assert!(!is_date(text), "{text}");
        }
    }
}
