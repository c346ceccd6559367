//! The cargo workspace around a crate, as cargo sees it.

use serde_json::{Value, json};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use toml_edit::{Array, DocumentMut, Item};

/// Where a crate belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Home {
    /// In no workspace.
    Alone,
    /// In the workspace with this manifest.
    Member(PathBuf),
    /// In the workspace with this manifest, whose `members` it was added to just now.
    Joined(PathBuf),
    /// Cargo does not say, for this reason.
    Unknown(String),
}

/// Finds the workspace of a crate that was written. Where cargo finds one around it that does not list it, the crate is
/// added to its `members`, as `cargo new` does.
#[must_use]
pub fn settle(package: &Path) -> Home {
    let manifest = package.join("Cargo.toml");
    let refused = match root_of(&manifest) {
        Ok(root) => return if same(&root, package) { Home::Alone } else { Home::Member(root.join("Cargo.toml")) },
        Err(why) => why,
    };
    let Some(workspace) = around(package) else { return Home::Unknown(refused) };
    let Ok(before) = fs::read_to_string(&workspace) else { return Home::Unknown(refused) };
    let Some(after) = with_member(&before, &workspace, package) else { return Home::Unknown(refused) };
    if fs::write(&workspace, after).is_err() {
        return Home::Unknown(refused);
    }
    if let Err(why) = root_of(&manifest) {
        let _ = fs::write(&workspace, before);
        return Home::Unknown(why);
    }
    Home::Joined(workspace)
}

impl Home {
    /// Says where the crate belongs.
    pub fn say(&self) {
        match self {
            Self::Alone => {}
            Self::Member(workspace) => println!("member of the workspace of {}", workspace.display()),
            Self::Joined(workspace) => println!("added to the `members` of {}", workspace.display()),
            Self::Unknown(why) => eprintln!("warning: cargo does not read the crate: {why}"),
        }
    }

    /// The same for machines.
    #[must_use]
    pub fn to_json(&self) -> Value {
        match self {
            Self::Alone => Value::Null,
            Self::Member(workspace) => json!({ "manifest": workspace.to_string_lossy(), "added": false }),
            Self::Joined(workspace) => json!({ "manifest": workspace.to_string_lossy(), "added": true }),
            Self::Unknown(why) => json!({ "error": why }),
        }
    }
}

/// The folder of the workspace that cargo puts a package in.
///
/// # Errors
///
/// What cargo says where it refuses the package.
fn root_of(manifest: &Path) -> Result<PathBuf, String> {
    let arguments = ["metadata", "--no-deps", "--offline", "--format-version", "1", "--manifest-path"];
    let output = cargo().args(arguments).arg(manifest).output().map_err(|error| format!("cargo cannot be started: {error}"))?;
    if !output.status.success() {
        let text = String::from_utf8_lossy(&output.stderr);
        return Err(text.trim().trim_start_matches("error: ").to_owned());
    }
    let response: Value =
        serde_json::from_slice(&output.stdout).map_err(|error| format!("cargo's response is no JSON: {error}"))?;
    response["workspace_root"].as_str().map(PathBuf::from).ok_or_else(|| "cargo names no workspace".to_owned())
}

/// The manifest with a `[workspace]` table above a folder, as cargo finds it.
fn around(package: &Path) -> Option<PathBuf> {
    let absolute = std::path::absolute(package).ok()?;
    let folder = absolute.parent()?;
    let located = |workspace: bool| {
        let mut command = cargo();
        command.args(["locate-project", "--message-format", "plain"]).current_dir(folder);
        if workspace {
            command.arg("--workspace");
        }
        let output = command.output().ok().filter(|output| output.status.success())?;
        Some(PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()))
    };
    located(true).or_else(|| located(false)).filter(|manifest| {
        fs::read_to_string(manifest)
            .ok()
            .and_then(|text| text.parse::<DocumentMut>().ok())
            .is_some_and(|text| text.contains_key("workspace"))
    })
}

/// The manifest of a workspace with a package among its members.
fn with_member(text: &str, workspace: &Path, package: &Path) -> Option<String> {
    let mut document: DocumentMut = text.parse().ok()?;
    let root = workspace.parent()?.canonicalize().ok()?;
    let path = crate::folder::relative(&root, &package.canonicalize().ok()?);
    let path = path.to_str()?.replace('\\', "/");
    let members = document.get_mut("workspace")?.as_table_like_mut()?.entry("members").or_insert(Item::from(Array::new()));
    let members = members.as_array_mut()?;
    let one_a_line = members
        .iter()
        .next()
        .and_then(|first| first.decor().prefix())
        .and_then(|prefix| prefix.as_str())
        .filter(|prefix| prefix.contains('\n'));
    let prefix = one_a_line.map(str::to_owned);
    members.push(path);
    if let (Some(prefix), Some(last)) = (prefix, members.iter_mut().last()) {
        last.decor_mut().set_prefix(prefix);
    }
    Some(document.to_string())
}

fn same(one: &Path, other: &Path) -> bool {
    matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}

/// The cargo that runs this program, else the one that is installed.
fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANIFEST: &str = "[package]\nname = 'x'\nversion = '0.1.0'\nedition = '2024'\n";

    fn package(folder: &Path) -> PathBuf {
        fs::create_dir_all(folder.join("src")).expect("folder");
        fs::write(folder.join("Cargo.toml"), MANIFEST).expect("file");
        fs::write(folder.join("src/lib.rs"), "").expect("file");
        folder.to_path_buf()
    }

    #[test]
    fn a_crate_outside_of_workspaces_stands_alone() {
        let dir = tempfile::tempdir().expect("temporary folder");
        assert_eq!(settle(&package(&dir.path().join("x"))), Home::Alone);
    }

    #[test]
    fn a_crate_joins_the_workspace_around_it() {
        let dir = tempfile::tempdir().expect("temporary folder");
        let root = dir.path().join("Cargo.toml");
        package(&dir.path().join("app"));
        let manifest = fs::read_to_string(dir.path().join("app/Cargo.toml")).expect("file").replace("'x'", "'app'");
        fs::write(dir.path().join("app/Cargo.toml"), manifest).expect("file");
        fs::write(&root, "# ours\n[workspace]\nresolver = \"3\"\nmembers = [\n    \"app\", # first\n]\n").expect("file");
        let made = package(&dir.path().join("made"));
        assert_eq!(settle(&made), Home::Joined(root.clone()));
        let text = fs::read_to_string(&root).expect("file");
        assert!(
            text.starts_with("# ours\n[workspace]") && text.contains("\"app\",") && text.contains("\n    \"made\""),
            "{text}"
        );
        assert_eq!(settle(&made), Home::Member(root.clone()));

        fs::write(&root, "[workspace]\nmembers = [\"*\"]\n").expect("file");
        assert_eq!(settle(&made), Home::Member(root.clone()));
        fs::write(&root, "[workspace]\nmembers = [\"app\"]\nexclude = [\"made\"]\n").expect("file");
        assert_eq!(settle(&made), Home::Alone, "a workspace that excludes it is left alone");
    }

    #[test]
    fn a_workspace_that_cargo_refuses_stays_as_it_is() {
        let dir = tempfile::tempdir().expect("temporary folder");
        let text = "[workspace]\nmembers = [\"gone\"]\n";
        fs::write(dir.path().join("Cargo.toml"), text).expect("file");
        let home = settle(&package(&dir.path().join("made")));
        assert!(matches!(&home, Home::Unknown(why) if why.contains("gone")), "{home:?}");
        assert_eq!(fs::read_to_string(dir.path().join("Cargo.toml")).expect("file"), text);
    }
}
