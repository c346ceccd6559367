//! Repairs damage that real descriptions show and every reader forgives, each time with a note.

use super::keys;
use crate::location::{FileId, Place, Report};
use serde_json::{Map, Value, json};

/// Repairs the root file of a description.
pub(super) fn repair(root: &mut Value, report: &mut Report) {
    let place = Place::new(FileId::default(), "");
    let Value::Object(root) = root else { return };
    repair_info(root, &place, report);
    repair_security(root, &place, report);
    let Some(Value::Object(paths)) = root.get_mut("paths") else {
        return;
    };
    for (path, item) in paths {
        let Value::Object(item) = item else { continue };
        for (method, operation) in item {
            let Value::Object(operation) = operation else { continue };
            if keys::is_operation(method) {
                repair_security(operation, &LazyPlace { parent: &place, path, method }, report);
            }
        }
    }
}

/// Makes a place where something has to be said.
trait Located {
    fn place(&self) -> Place;
}

impl Located for Place {
    fn place(&self) -> Place {
        self.clone()
    }
}

struct LazyPlace<'a> {
    parent: &'a Place,
    path: &'a str,
    method: &'a str,
}

impl Located for LazyPlace<'_> {
    fn place(&self) -> Place {
        self.parent.join("paths").join(self.path).join(self.method)
    }
}

fn repair_info(root: &mut Map<String, Value>, place: &Place, report: &mut Report) {
    let said = place.join("info");
    let Some(Value::Object(info)) = root.get_mut("info") else {
        if root.get("info").is_none_or(Value::is_null) {
            report.note("repaired", said, "there is no `info`; title and version are made up");
            root.insert("info".to_owned(), json!({"title": "API", "version": "0.0.0"}));
        }
        return;
    };
    for (key, made_up) in [("title", "API"), ("version", "0.0.0")] {
        match info.get(key) {
            // YAML `version: 1.0`, which everybody means as a string.
            Some(Value::Number(number)) => {
                let text = number.to_string();
                report.note("repaired", said.join(key), format!("`{key}` is a number; it is read as the string `{text}`"));
                info.insert(key.to_owned(), Value::String(text));
            }
            None | Some(Value::Null) => {
                report.note("repaired", said.join(key), format!("`info` has no `{key}`; it is read as `{made_up}`"));
                info.insert(key.to_owned(), made_up.into());
            }
            Some(_) => {}
        }
    }
}

/// `security: null`, `security: [null]` and `security: [{key: null}]`.
fn repair_security(owner: &mut Map<String, Value>, place: &impl Located, report: &mut Report) {
    match owner.get_mut("security") {
        Some(Value::Null) => {
            report.note("repaired", place.place().join("security"), "`security` is null; it is read as if it were not there");
            owner.shift_remove("security");
        }
        Some(Value::Array(requirements)) => {
            for (index, requirement) in requirements.iter_mut().enumerate() {
                let here = || place.place().join("security").index(index);
                match requirement {
                    Value::Null => {
                        report.note("repaired", here(), "a security requirement is null; it is read as `{}`");
                        *requirement = json!({});
                    }
                    Value::Object(schemes) => {
                        for (name, scopes) in schemes.iter_mut().filter(|(_, scopes)| scopes.is_null()) {
                            report.note(
                                "repaired",
                                here().join(name),
                                format!("the scopes of `{name}` are null; they are read as `[]`"),
                            );
                            *scopes = json!([]);
                        }
                    }
                    _ => {}
                }
            }
        }
        _ => {}
    }
}
