//! References to `#/$defs` and `#/definitions` in schemas that were taken into a description as they stood alone.

use crate::document::escaped;
use serde_json::Value;
use std::rc::Rc;

/// Where definitions that references name from the root are: those of the root, else of the innermost schema around the reference.
#[derive(Clone, Default)]
pub(crate) struct Definitions {
    here: String,
    root: Rc<[String]>,
    around: Rc<[String]>,
}

impl Definitions {
    /// Those of a whole file.
    pub(crate) fn of_root(value: &Value) -> Self {
        Self { root: Self::of("", value).into(), ..Self::default() }
    }

    /// The pointers of the definitions of a schema.
    fn of(here: &str, value: &Value) -> Vec<String> {
        let keys = |key: &'static str| value[key].as_object().into_iter().flatten().map(move |(name, _)| (key, name));
        let names = keys("$defs").chain(keys("definitions"));
        names.map(|(key, name)| format!("{here}/{key}/{}", escaped(name))).collect()
    }

    /// Those that count one step further down.
    pub(crate) fn below(&self, key: &str, value: &Value) -> Self {
        let here = format!("{}/{}", self.here, escaped(key));
        let mut own = Self::of(&here, value);
        let around = if own.is_empty() {
            Rc::clone(&self.around)
        } else {
            own.extend(self.around.iter().cloned());
            own.into()
        };
        Self { here, root: Rc::clone(&self.root), around }
    }

    /// The pointer that is meant.
    pub(crate) fn meant(&self, pointer: &str) -> String {
        let named =
            |known: &String| pointer == known || pointer.strip_prefix(known.as_str()).is_some_and(|rest| rest.starts_with('/'));
        if !(pointer.starts_with("/$defs/") || pointer.starts_with("/definitions/")) || self.root.iter().any(named) {
            return pointer.to_owned();
        }
        let around = self.around.iter().find_map(|known| {
            let (schema, _) = known.rsplit_once("/$defs/").or_else(|| known.rsplit_once("/definitions/"))?;
            let full = format!("{schema}{pointer}");
            (full == *known || full.strip_prefix(known.as_str()).is_some_and(|rest| rest.starts_with('/'))).then_some(full)
        });
        around.unwrap_or_else(|| pointer.to_owned())
    }
}
