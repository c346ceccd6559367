//! Reads files of revisions. Nothing in the working tree is touched.

use std::path::Path;
use std::process::{Command, Output};

fn git(folder: &Path, arguments: &[&str]) -> Result<Output, String> {
    let output = Command::new("git").arg("-C").arg(folder).args(arguments).output();
    output.map_err(|error| format!("cannot run git: {error}"))
}

/// The full name of a revision, or the reason why there is none.
pub fn commit(folder: &Path, revision: &str) -> Result<String, String> {
    let wanted = format!("{revision}^{{commit}}");
    let output = git(folder, &["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted])?;
    let name = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    if output.status.success() && !name.is_empty() { Ok(name) } else { Err(format!("there is no revision `{revision}`")) }
}

/// Where two revisions parted.
pub fn merge_base(folder: &Path, first: &str, second: &str) -> Result<String, String> {
    let output = git(folder, &["merge-base", first, second])?;
    let name = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    if output.status.success() && !name.is_empty() {
        Ok(name)
    } else {
        Err("the two revisions have no common ancestor".to_owned())
    }
}

/// The bytes of a file in a revision, or the reason why there are none.
pub fn show(folder: &Path, commit: &str, path: &str) -> Result<Vec<u8>, String> {
    let output = git(folder, &["show", "--end-of-options", &format!("{commit}:{path}")])?;
    if output.status.success() { Ok(output.stdout) } else { Err(format!("is not in {}", short(commit))) }
}

/// Names of the folders directly below a folder of a revision.
pub fn folders(folder: &Path, commit: &str, path: &str) -> Result<Vec<String>, String> {
    let output = git(folder, &["ls-tree", "-d", "--name-only", "-z", commit, &format!("{path}/")])?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let names = text.split('\0').filter_map(|one| one.rsplit('/').next()).filter(|name| !name.is_empty());
    Ok(names.map(str::to_owned).collect())
}

/// A commit as messages show it.
pub fn short(commit: &str) -> &str {
    commit.get(..10).unwrap_or(commit)
}
