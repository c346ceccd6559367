//! What the arguments name: files, folders, or folders of a revision.

use super::git;
use plansmith_generator::Input;
use plansmith_generator::diff::Side;
use std::path::{Path, PathBuf};

/// Names a description may have in a folder.
const ROOTS: [&str; 3] = ["openapi.yaml", "openapi.yml", "openapi.json"];

/// Where a description is.
#[derive(Clone, Debug)]
pub struct Source {
    /// Folder that paths are below.
    folder: PathBuf,
    /// The root file below it, with `/` between the parts.
    root: String,
    /// The revision, full and as the caller wrote it; none for files as they are.
    commit: Option<(String, String)>,
    shown: String,
}

impl Source {
    /// A file below a folder.
    #[must_use]
    pub fn file(folder: &Path, root: &str) -> Self {
        Self { folder: folder.to_path_buf(), root: root.to_owned(), commit: None, shown: root.to_owned() }
    }

    fn at(folder: &Path, root: &str, revision: Option<&(String, String)>) -> Self {
        let shown = revision.map_or_else(|| root.to_owned(), |(_, written)| format!("{written}:{root}"));
        Self { folder: folder.to_path_buf(), root: root.to_owned(), commit: revision.cloned(), shown }
    }

    /// As the caller named it.
    #[must_use]
    pub fn shown(&self) -> &str {
        &self.shown
    }

    /// Reads it.
    ///
    /// # Errors
    ///
    /// One text that says what is wrong and where.
    pub fn read(&self) -> Result<Side, String> {
        let read = |path: &str| match &self.commit {
            None => crate::input::read(&self.folder, path),
            Some((commit, _)) => git::show(&self.folder, commit, path).and_then(crate::input::decode),
        };
        let input = Input { root: &self.root, read: &read, strict: false, name: None };
        Side::read(&input).map_err(|error| super::refused(&self.shown, &error.report, &error.sources))
    }
}

/// The descriptions to compare.
///
/// # Errors
///
/// When an argument names nothing, or the number of arguments fits no form.
pub fn pairs(root: &Path, what: &[String], paths: &[String]) -> Result<Vec<(Source, Source)>, String> {
    match what {
        files if files.len() != 2 && files.iter().all(|file| Path::new(file).is_file()) => Err(format!(
            "two descriptions are compared, and {} {} named",
            files.len(),
            if files.len() == 1 { "is" } else { "are" }
        )),
        [old, new] if paths.is_empty() && Path::new(old).exists() && Path::new(new).exists() => {
            Ok(vec![(on_disk(old)?, on_disk(new)?)])
        }
        [range, apis @ ..] if range.contains("..") && !Path::new(range).exists() => {
            let (old, new) = revisions(root, range)?;
            chosen(root, &old, Some(&new), apis, paths)
        }
        [old, new] if git::commit(root, old).is_ok() && git::commit(root, new).is_ok() => {
            let (old, new) = (revision(root, old)?, revision(root, new)?);
            chosen(root, &old, Some(&new), &[], paths)
        }
        [old, new]
            if paths.is_empty() && git::commit(root, old).is_err() && (Path::new(old).exists() || looks_like_file(new)) =>
        {
            let missing = if Path::new(old).exists() { new } else { old };
            Err(format!("there is no file or folder `{missing}`"))
        }
        [old, apis @ ..] => {
            let old = revision(root, old).map_err(|error| format!("{error}, and no file or folder of that name"))?;
            chosen(root, &old, None, apis, paths)
        }
        [] => Err("name two files, two folders, or a revision".to_owned()),
    }
}

fn looks_like_file(text: &str) -> bool {
    ["yaml", "yml", "json"].iter().any(|end| Path::new(text).extension().is_some_and(|found| found.eq_ignore_ascii_case(end)))
}

fn on_disk(path: &str) -> Result<Source, String> {
    let file = Path::new(path);
    let (folder, root) = if file.is_dir() {
        let root = ROOTS.iter().find(|name| file.join(name).is_file());
        (file, (*root.ok_or_else(|| format!("`{path}` has no openapi.yaml, openapi.yml or openapi.json"))?).to_owned())
    } else {
        let name = file.file_name().and_then(|name| name.to_str()).ok_or_else(|| format!("`{path}` is no file"))?;
        (file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new(".")), name.to_owned())
    };
    let shown = if file.is_dir() { format!("{}/{root}", path.trim_end_matches('/')) } else { path.to_owned() };
    Ok(Source { shown, ..Source::file(folder, &root) })
}

fn revision(root: &Path, written: &str) -> Result<(String, String), String> {
    Ok((git::commit(root, written)?, written.to_owned()))
}

/// `a..b` and `a...b`; what is left out is `HEAD`.
#[allow(clippy::type_complexity, reason = "two pairs of a revision and its name")]
fn revisions(root: &Path, range: &str) -> Result<((String, String), (String, String)), String> {
    let (old, new, from_base) = match range.split_once("...") {
        Some((old, new)) => (old, new, true),
        None => range.split_once("..").map_or((range, "", false), |(old, new)| (old, new, false)),
    };
    let or_head = |text: &str| if text.is_empty() { "HEAD".to_owned() } else { text.to_owned() };
    let (mut first, second) = (revision(root, &or_head(old))?, revision(root, &or_head(new))?);
    if from_base {
        first.0 = git::merge_base(root, &first.0, &second.0)?;
    }
    Ok((first, second))
}

type Revision = (String, String);

/// The chosen APIs in two revisions, or in a revision and the working tree.
fn chosen(
    root: &Path,
    old: &Revision,
    new: Option<&Revision>,
    apis: &[String],
    paths: &[String],
) -> Result<Vec<(Source, Source)>, String> {
    let mut folders: Vec<String> =
        apis.iter().map(|api| if api.contains('/') { api.clone() } else { format!("spec/{api}") }).collect();
    folders.extend(paths.iter().cloned());
    let named = !folders.is_empty();
    if !named {
        let mut known = git::folders(root, &old.0, "spec")?;
        known.sort();
        folders = known.into_iter().map(|name| format!("spec/{name}")).collect();
    }
    let mut pairs = Vec::new();
    for folder in folders {
        let folder = folder.trim_end_matches('/');
        let path = if looks_like_file(folder) { folder.to_owned() } else { format!("{folder}/openapi.yaml") };
        let is_old = git::show(root, &old.0, &path).is_ok();
        let is_new = match new {
            Some(new) => git::show(root, &new.0, &path).is_ok(),
            None => root.join(&path).is_file(),
        };
        let newer = new.map_or("the working tree", |new| new.1.as_str());
        match (is_old, is_new) {
            (true, true) => pairs.push((Source::at(root, &path, Some(old)), Source::at(root, &path, new))),
            (false, _) if named => return Err(format!("`{path}` is not in {}", old.1)),
            (_, false) if named => return Err(format!("`{path}` is not in {newer}")),
            (true, false) => return Err(format!("`{path}` is gone in {newer}: nothing is left to compare")),
            (false, _) => {}
        }
    }
    if pairs.is_empty() { Err(format!("no description is in {}: name its path after `--`", old.1)) } else { Ok(pairs) }
}
