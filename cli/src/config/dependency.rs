//! Dependencies in the configuration: what cargo would refuse once they are in the manifest of a crate.

use super::version::is_requirement;
use plansmith_generator::suggest::suggest;
use toml_edit::{Item, Value};

/// Keys of a dependency in a manifest.
const KEYS: [&str; 12] = [
    "version",
    "path",
    "git",
    "branch",
    "tag",
    "rev",
    "features",
    "default-features",
    "optional",
    "package",
    "registry",
    "workspace",
];

/// Says why a dependency is none, and what to do.
pub(super) fn check(name: &str, value: &Item) -> Result<(), (String, String)> {
    if name.replace('_', "-") == "plansmith-runtime" {
        let help = "the option `--runtime-path` names a folder for it";
        return Err(("is a dependency of every crate already".to_owned(), help.to_owned()));
    }
    match value.as_value() {
        Some(Value::String(text)) => requirement(text.value()),
        Some(Value::InlineTable(table)) => {
            if let Some((key, _)) = table.iter().find(|(key, _)| !KEYS.contains(key)) {
                let near = suggest(key, KEYS.into_iter());
                let help = near.map_or(format!("one of {}", KEYS.join(", ")), |near| format!("did you mean `{near}`?"));
                return Err((format!("has a key `{key}`, which no dependency has"), help));
            }
            if !["version", "path", "git", "workspace"].iter().any(|key| table.contains_key(key)) {
                return Err(("says nowhere where it is from".to_owned(), "give it a `version`, `path` or `git`".to_owned()));
            }
            table.get("version").and_then(Value::as_str).map_or(Ok(()), requirement)
        }
        _ => Ok(()),
    }
}

fn requirement(text: &str) -> Result<(), (String, String)> {
    if is_requirement(text) {
        return Ok(());
    }
    Err((format!("asks for the version `{text}`, which is none"), "write a version such as `1.2`".to_owned()))
}
