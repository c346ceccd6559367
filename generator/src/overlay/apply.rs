//! Applies actions to the root file of a description.

use super::Elsewhere;
use super::action::{Action, Change};
use super::path::{self, Step, Way, pointer, value_mut};
use crate::limits::{NESTED_VALUES, OVERLAID_VALUES};
use crate::location::report::Diagnostic;
use crate::location::{FileId, Origins, Place, Report, push_token};
use serde_json::Value;

/// The description under an overlay.
pub(super) struct Target<'r> {
    pub(super) root: Value,
    pub(super) origins: Origins,
    /// Components that are in other files.
    pub(super) elsewhere: &'r [Elsewhere],
    /// Values brought in so far.
    pub(super) brought: usize,
    pub(super) report: &'r mut Report,
    /// Whether every action could be applied.
    pub(super) fine: bool,
    /// Whether the description has grown beyond a limit: no further action is applied.
    pub(super) stopped: bool,
}

/// What is merged into the description, and where it comes from.
#[derive(Clone, Copy)]
struct Brought<'v> {
    value: &'v Value,
    from: Source<'v>,
    /// Where the action says so, for messages.
    place: &'v Place,
}

#[derive(Clone, Copy)]
enum Source<'v> {
    /// The overlay, at the place of the message.
    Overlay,
    /// The description, at a pointer in the value that is copied.
    Description(&'v str),
}

impl Target<'_> {
    /// Applies an action.
    pub(super) fn apply(&mut self, action: &Action<'_>) {
        if self.stopped {
            return;
        }
        let ways = path::select(&action.target, &self.root);
        if let Some(missed) = self.missed(action, &ways) {
            let name = missed.way.last().map_or("", String::as_str);
            let message = format!("`{}` reaches into `{name}`, which is in another file: `{}`", action.text, missed.target);
            let help = "overlays reach the root file and its paths; `plansmith bundle` makes one file of the description, to which \
                        this overlay applies";
            self.wrong("overlay-elsewhere", action.place.clone(), message).help(help);
            return;
        }
        if ways.is_empty() {
            let why = path::first_missing(action.text, &self.root).or_else(|| self.unread());
            let said = self.wrong("overlay-no-match", action.place.clone(), format!("`{}` selects nothing", action.text));
            if let Some(why) = why {
                said.help(why);
            }
            return;
        }
        match &action.change {
            Change::Keep => {}
            Change::Remove => self.remove(&ways, action),
            Change::Update(value, place) => {
                if self.one_kind(&ways, action) {
                    for way in &ways {
                        let value = Brought { value, from: Source::Overlay, place };
                        self.update(way, value, action.old);
                    }
                }
            }
            Change::Copy(query, text, place) => {
                let mut found = path::select(query, &self.root);
                let (Some(way), true) = (found.pop(), found.is_empty()) else {
                    let count = if found.is_empty() { "nothing".to_owned() } else { format!("{} values", found.len() + 1) };
                    let said =
                        self.wrong("overlay-copy", place.clone(), format!("`{text}` selects {count}, and `copy` needs one"));
                    said.help("add an action before it that makes the value, or select a single one");
                    return;
                };
                if self.one_kind(&ways, action) {
                    let Some(value) = value_mut(&mut self.root, &way).cloned() else { return };
                    // What a copy changes may be part of what it copies.
                    let before = self.origins.part(&pointer(&way));
                    for way in &ways {
                        let value = Brought { value: &value, from: Source::Description(""), place };
                        self.update_with(&before, way, value);
                    }
                }
            }
        }
        if depth(&self.root) > NESTED_VALUES {
            let message = format!("with this action objects and arrays nest deeper than {NESTED_VALUES}");
            self.wrong("too-deep", action.place.clone(), message);
            self.stopped = true;
        }
    }

    fn wrong(&mut self, code: &'static str, place: Place, message: String) -> &mut Diagnostic {
        self.fine = false;
        self.report.fatal(code, place, message)
    }

    /// Says which path is in a file that could not be read.
    fn unread(&self) -> Option<String> {
        let paths = self.root.get("paths")?.as_object()?;
        let target = |item: &Value| Some(item.as_object().filter(|item| item.len() == 1)?.get("$ref")?.as_str()?.to_owned());
        let (path, target) = paths.iter().find_map(|(path, item)| Some((path, target(item)?)))?;
        Some(format!("`{path}` refers to `{target}`, which leads nowhere"))
    }

    /// The first component in another file that an action would reach, if the files were one.
    fn missed(&self, action: &Action<'_>, ways: &[Way]) -> Option<&Elsewhere> {
        if self.elsewhere.is_empty() {
            return None;
        }
        let mut whole = self.root.clone();
        for one in self.elsewhere {
            let place = one.way.iter().try_fold(&mut whole, |value, key| value.get_mut(key));
            // An action before this one may have taken it out, or put something else there.
            if let Some(place) = place.filter(|place| place.get("$ref").and_then(Value::as_str) == Some(&one.target)) {
                *place = one.value.clone();
            }
        }
        // To remove the reference is to remove the component; to change it would leave what it leads to.
        let is_changed = matches!(action.change, Change::Update(..) | Change::Copy(..));
        let is_in = |way: &Way, one: &Elsewhere| {
            let is_below =
                way.len() >= one.way.len() && way.iter().zip(&one.way).all(|(step, key)| *step == Step::Key(key.clone()));
            is_below && (way.len() > one.way.len() && !ways.contains(way) || way.len() == one.way.len() && is_changed)
        };
        let found = path::select(&action.target, &whole);
        found.iter().find_map(|way| self.elsewhere.iter().find(|one| is_in(way, one)))
    }

    fn remove(&mut self, ways: &[Way], action: &Action<'_>) {
        let mut sorted: Vec<&Way> = ways.iter().collect();
        // From the end, so that positions in lists stay what they are, and inner values before what they are in.
        sorted.sort_by(|a, b| b.cmp(a));
        let mut lists: Vec<(&[Step], Vec<usize>)> = Vec::new();
        for way in sorted {
            let Some((last, around)) = way.split_last() else {
                self.wrong("overlay-remove", action.place.clone(), "the whole description cannot be removed".to_owned());
                return;
            };
            match (last, value_mut(&mut self.root, around)) {
                (Step::Key(key), Some(Value::Object(_))) if around.is_empty() && key == "openapi" => {
                    let message = "the version of OpenAPI cannot be removed".to_owned();
                    self.wrong("overlay-remove", action.place.clone(), message);
                    return;
                }
                (Step::Key(key), Some(Value::Object(map))) => {
                    map.shift_remove(key);
                    self.origins.remove(&pointer(way));
                }
                (Step::Index(index), Some(Value::Array(_))) => match lists.last_mut() {
                    Some((list, gone)) if *list == around => gone.push(*index),
                    _ => lists.push((around, vec![*index])),
                },
                _ => {}
            }
        }
        for (list, gone) in lists {
            let Some(Value::Array(items)) = value_mut(&mut self.root, list) else { continue };
            let kept: Vec<usize> = (0..items.len()).filter(|index| !gone.contains(index)).collect();
            let mut index = 0;
            items.retain(|_| {
                index += 1;
                !gone.contains(&(index - 1))
            });
            self.origins.keep_items(&pointer(list), &kept);
        }
    }

    /// Whether an update selects objects only, arrays only or scalars only, as the specification asks.
    fn one_kind(&mut self, ways: &[Way], action: &Action<'_>) -> bool {
        let mut first: Option<(&'static str, String)> = None;
        for way in ways {
            let Some(value) = value_mut(&mut self.root, way) else { continue };
            let kind = kind(value);
            match &first {
                None => first = Some((kind, pointer(way))),
                Some((known, other)) if *known != kind => {
                    let message = format!("`{}` selects {known} and {kind}", action.text);
                    let places = [other, &pointer(way)].map(|at| self.origins.source(&Place::new(FileId::default(), at)));
                    let [one, other] = places;
                    let label = (*known).to_owned();
                    let said = self.wrong("overlay-mismatch", action.place.clone(), message);
                    said.also(one, label).also(other, kind.to_owned()).help("select values of one kind with each action");
                    return false;
                }
                Some(_) => {}
            }
        }
        true
    }

    fn update(&mut self, way: &Way, new: Brought<'_>, old: bool) {
        if old && let Some(target) = value_mut(&mut self.root, way).filter(|value| !value.is_object() && !value.is_array()) {
            let message = format!("to update {} came with version 1.1", kind(target));
            let said = self.wrong("overlay-version", new.place.clone(), message);
            said.help("write `overlay: 1.1.0`, or select the object around it");
            return;
        }
        self.update_with(&Origins::default(), way, new);
    }

    /// Merges a value into the one at a way; `copied` says where the values of a copy come from.
    fn update_with(&mut self, copied: &Origins, way: &Way, new: Brought<'_>) {
        self.brought += weight(new.value);
        if self.brought > OVERLAID_VALUES {
            let message = format!("overlays bring more than {OVERLAID_VALUES} values");
            self.wrong("too-large", new.place.clone(), message);
            self.stopped = true;
            return;
        }
        let Some(target) = value_mut(&mut self.root, way) else { return };
        let mut merge = Merge { origins: &mut self.origins, copied, pointer: pointer(way), mismatch: None };
        merge.selected(target, new.value, &new.from, new.place.clone());
        if let Some((at, place, old, new)) = merge.mismatch {
            let at = self.origins.source(&Place::new(FileId::default(), &at));
            let said = self.wrong("overlay-mismatch", place, format!("{new} cannot be merged into {old}"));
            said.also(at, old.to_owned()).help("remove the value with an action before this one");
        }
    }
}

struct Merge<'o> {
    origins: &'o mut Origins,
    copied: &'o Origins,
    /// The pointer of the value that is changed.
    pointer: String,
    /// The first value that does not go with what is there: its pointer, where it comes from, and both kinds.
    mismatch: Option<(String, Place, &'static str, &'static str)>,
}

impl Merge<'_> {
    /// Merges into a value that is selected itself: an array takes what is no array as an item.
    fn selected(&mut self, target: &mut Value, new: &Value, from: &Source<'_>, place: Place) {
        match target {
            Value::Array(list) if !new.is_array() => {
                push_token(&mut self.pointer, &list.len().to_string());
                self.comes(from, place);
                list.push(new.clone());
            }
            target => self.merge(target, new, from, place),
        }
    }

    fn merge(&mut self, target: &mut Value, new: &Value, from: &Source<'_>, place: Place) {
        let length = self.pointer.len();
        match (target, new) {
            (Value::Object(map), Value::Object(new)) => {
                for (key, value) in new {
                    push_token(&mut self.pointer, key);
                    let (from, place) = (from.join(key), join(&place, from, key));
                    if let Some(target) = map.get_mut(key) {
                        self.merge(target, value, &from.as_source(), place);
                    } else {
                        map.insert(key.clone(), value.clone());
                        self.comes(&from.as_source(), place);
                    }
                    self.pointer.truncate(length);
                }
            }
            (Value::Array(list), Value::Array(new)) => {
                for (index, value) in new.iter().enumerate() {
                    push_token(&mut self.pointer, &list.len().to_string());
                    let index = index.to_string();
                    self.comes(&from.join(&index).as_source(), join(&place, from, &index));
                    list.push(value.clone());
                    self.pointer.truncate(length);
                }
            }
            (target, new) if kind(target) == "a scalar" && kind(new) == "a scalar" => {
                *target = new.clone();
                self.comes(from, place);
            }
            (target, new) => {
                self.mismatch.get_or_insert((self.pointer.clone(), place, kind(target), kind(new)));
            }
        }
    }

    /// States where the value at the pointer comes from.
    fn comes(&mut self, from: &Source<'_>, place: Place) {
        match from {
            Source::Overlay => self.origins.set(&self.pointer, place),
            Source::Description(from) => self.origins.copy_from(self.copied, from, &self.pointer),
        }
    }
}

/// A [`Source`] one step further in.
enum Joined {
    Overlay,
    Description(String),
}

impl Source<'_> {
    fn join(&self, token: &str) -> Joined {
        match self {
            Self::Overlay => Joined::Overlay,
            Self::Description(pointer) => {
                let mut pointer = (*pointer).to_owned();
                push_token(&mut pointer, token);
                Joined::Description(pointer)
            }
        }
    }
}

impl Joined {
    fn as_source(&self) -> Source<'_> {
        match self {
            Self::Overlay => Source::Overlay,
            Self::Description(pointer) => Source::Description(pointer),
        }
    }
}

/// The place of a part of what an overlay brings; a copy has one place for all of it.
fn join(place: &Place, from: &Source<'_>, token: &str) -> Place {
    match from {
        Source::Overlay => place.join(token),
        Source::Description(_) => place.clone(),
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Object(_) => "an object",
        Value::Array(_) => "an array",
        _ => "a scalar",
    }
}

fn weight(value: &Value) -> usize {
    1 + match value {
        Value::Object(map) => map.values().map(weight).sum(),
        Value::Array(list) => list.iter().map(weight).sum::<usize>(),
        _ => 0,
    }
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Object(map) => 1 + map.values().map(depth).max().unwrap_or_default(),
        Value::Array(list) => 1 + list.iter().map(depth).max().unwrap_or_default(),
        _ => 0,
    }
}
