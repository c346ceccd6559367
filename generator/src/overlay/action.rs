//! Reads an overlay document into actions, with every mistake reported at its place.

use super::path;
use crate::location::report::Diagnostic;
use crate::location::{FileId, Place, Report};
use crate::suggest::suggest;
use serde_json::{Map, Value};
use serde_json_path::JsonPath;

/// A change to the values a query selects.
pub(super) struct Action<'v> {
    /// The query as written.
    pub(super) text: &'v str,
    /// The query.
    pub(super) target: JsonPath,
    /// Where the query is written.
    pub(super) place: Place,
    /// What to do.
    pub(super) change: Change<'v>,
    /// Whether the overlay is of version 1.0, which knows objects and arrays as targets of an update only.
    pub(super) old: bool,
}

/// What an action does to each value it selects.
pub(super) enum Change<'v> {
    /// Takes it out of its map or list.
    Remove,
    /// Merges a value into it.
    Update(&'v Value, Place),
    /// Merges the one value that a query selects into it.
    Copy(JsonPath, &'v str, Place),
    /// Nothing.
    Keep,
}

const ROOT: [&str; 4] = ["overlay", "info", "extends", "actions"];
const INFO: [&str; 3] = ["title", "version", "description"];
const ACTION: [&str; 5] = ["target", "description", "update", "copy", "remove"];

/// The actions of an overlay; `None` where something is wrong with it.
pub(super) fn read<'v>(id: FileId, overlay: &'v Value, report: &mut Report) -> Option<Vec<Action<'v>>> {
    let mut reader = Reader { report, fine: true, old: false };
    let actions = reader.document(overlay, &Place::new(id, ""));
    reader.fine.then_some(actions)
}

struct Reader<'r> {
    report: &'r mut Report,
    fine: bool,
    old: bool,
}

impl Reader<'_> {
    fn wrong(&mut self, code: &'static str, place: Place, message: String) -> &mut Diagnostic {
        self.fine = false;
        self.report.fatal(code, place, message)
    }

    fn document<'v>(&mut self, overlay: &'v Value, place: &Place) -> Vec<Action<'v>> {
        let Some(root) = overlay.as_object() else {
            self.wrong(
                "overlay",
                place.clone(),
                "an overlay is an object with the keys `overlay`, `info` and `actions`".to_owned(),
            );
            return Vec::new();
        };
        self.version(root, place);
        self.keys(root, &ROOT, "an overlay", place);
        match root.get("info") {
            Some(Value::Object(info)) => {
                let place = place.join("info");
                self.keys(info, &INFO, "the `info` of an overlay", &place);
                for key in ["title", "version"] {
                    self.string(info, key, true, "the `info` of an overlay", &place);
                }
                self.string(info, "description", false, "the `info` of an overlay", &place);
            }
            Some(_) => {
                self.wrong(
                    "overlay",
                    place.join("info"),
                    "`info` of an overlay is an object with `title` and `version`".to_owned(),
                );
            }
            None => {
                self.wrong("overlay", place.clone(), "an overlay has an `info` with `title` and `version`".to_owned());
            }
        }
        self.string(root, "extends", false, "an overlay", place);
        let actions = match root.get("actions") {
            Some(Value::Array(actions)) if !actions.is_empty() => actions,
            Some(_) => {
                let message = "`actions` is an array of at least one action".to_owned();
                self.wrong("overlay", place.join("actions"), message);
                return Vec::new();
            }
            None => {
                self.wrong("overlay", place.clone(), "an overlay has an array of `actions`".to_owned());
                return Vec::new();
            }
        };
        let place = place.join("actions");
        let mut out = Vec::new();
        for (index, action) in actions.iter().enumerate() {
            let here = place.index(index);
            if let Some(first) = actions[..index].iter().position(|other| other == action) {
                let said = self.wrong("overlay", here.clone(), "this action is written twice".to_owned());
                said.also(place.index(first), "first here");
            }
            out.extend(self.action(action, &here));
        }
        out
    }

    fn version(&mut self, root: &Map<String, Value>, place: &Place) {
        let at = place.join("overlay");
        let help = "write `overlay: 1.1.0`";
        match root.get("overlay") {
            Some(Value::String(text)) => match text.split('.').collect::<Vec<_>>()[..] {
                ["1", "0", patch] if is_number(patch) => self.old = true,
                ["1", "1", patch] if is_number(patch) => {}
                _ => {
                    self.wrong("overlay-version", at, format!("version `{text}` of the Overlay Specification is not known"))
                        .help(help);
                }
            },
            Some(_) => {
                self.wrong("overlay-version", at, "`overlay` is a version as a string, such as `1.1.0`".to_owned()).help(help);
            }
            None => {
                let message = "there is no key `overlay` that states the version of the Overlay Specification".to_owned();
                self.wrong("overlay-version", place.clone(), message).help(help);
            }
        }
    }

    fn action<'v>(&mut self, action: &'v Value, place: &Place) -> Option<Action<'v>> {
        let Some(map) = action.as_object() else {
            self.wrong("overlay", place.clone(), "an action is an object with a `target`".to_owned());
            return None;
        };
        self.keys(map, &ACTION, "an action", place);
        self.string(map, "description", false, "an action", place);
        let text = self.string(map, "target", true, "an action", place)?;
        let target = self.query(text, place.join("target"))?;
        let change = self.change(map, place)?;
        Some(Action { text, target, place: place.join("target"), change, old: self.old })
    }

    fn change<'v>(&mut self, map: &'v Map<String, Value>, place: &Place) -> Option<Change<'v>> {
        let remove = match map.get("remove") {
            None => false,
            Some(Value::Bool(remove)) => *remove,
            Some(_) => {
                self.wrong("overlay", place.join("remove"), "`remove` is `true` or `false`".to_owned());
                return None;
            }
        };
        let given: Vec<&str> = ["update", "copy"].into_iter().filter(|key| map.contains_key(*key)).collect();
        if remove {
            if let Some(key) = given.first() {
                let said = self.report.warning(
                    "overlay-action",
                    place.join(key),
                    format!("`{key}` has no effect beside `remove: true`"),
                );
                said.help("make it an action of its own");
            }
            return Some(Change::Remove);
        }
        if given.len() > 1 {
            self.wrong("overlay", place.join("copy"), "an action has `update` or `copy`, not both".to_owned());
            return None;
        }
        if let Some(value) = map.get("update") {
            return Some(Change::Update(value, place.join("update")));
        }
        if map.contains_key("copy") {
            if self.old {
                self.wrong("overlay-version", place.join("copy").key(), "`copy` came with version 1.1".to_owned())
                    .help("write `overlay: 1.1.0`");
                return None;
            }
            let text = self.string(map, "copy", true, "an action", place)?;
            let query = self.query(text, place.join("copy"))?;
            return Some(Change::Copy(query, text, place.join("copy")));
        }
        self.report
            .warning("overlay-action", place.clone(), "this action changes nothing")
            .help("give it `update`, `copy` or `remove: true`");
        Some(Change::Keep)
    }

    fn query(&mut self, text: &str, place: Place) -> Option<JsonPath> {
        match path::parse(text) {
            Ok(query) => Some(query),
            Err(why) => {
                if let Some((query, as_meant)) = path::quoted(text).and_then(|text| Some((path::parse(&text).ok()?, text))) {
                    let message = format!("`{text}` is no JSONPath by RFC 9535: a name with a hyphen is written in brackets");
                    self.report.warning("overlay-target", place, message).help(format!("write `{as_meant}`"));
                    return Some(query);
                }
                let said = self.wrong("overlay-target", place, format!("`{text}` is no JSONPath (RFC 9535): {why}"));
                said.help(if !text.starts_with('$') {
                    "a query starts at the root of the description, `$`: `$.paths['/pets'].get`"
                } else if text.contains('?') {
                    "a filter compares (`[?@.name == 'limit']`) or asks a function: length, count, match, search, value"
                } else {
                    "names with other signs than letters, digits and `_` are written `['/like/this']`"
                });
                None
            }
        }
    }

    /// The string of a key, where it is one; anything else is reported, and so is a key that is missing and needed.
    fn string<'v>(
        &mut self,
        map: &'v Map<String, Value>,
        key: &str,
        needed: bool,
        owner: &str,
        place: &Place,
    ) -> Option<&'v str> {
        match map.get(key) {
            Some(Value::String(string)) => Some(string),
            Some(other) => {
                let said = self.wrong("overlay", place.join(key), format!("`{key}` of {owner} is a string"));
                if !other.is_object() && !other.is_array() {
                    said.help("put it in quotes");
                }
                None
            }
            None if needed => {
                self.wrong("overlay", place.clone(), format!("{owner} needs a `{key}`"));
                None
            }
            None => None,
        }
    }

    fn keys(&mut self, map: &Map<String, Value>, known: &[&str], owner: &str, place: &Place) {
        for key in map.keys().filter(|key| !known.contains(&key.as_str()) && !key.starts_with("x-")) {
            let near = suggest(key, known.iter().copied()).map(str::to_owned);
            let said = self.wrong("unknown-key", place.join(key).key(), format!("`{key}` is not a key of {owner}"));
            if let Some(near) = near {
                said.help(format!("did you mean `{near}`?"));
            }
        }
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
