//! Responses recorded from real servers, kept outside of the repository.
//!
//! The tests that read them are ignored. To run them, set `PLANSMITH_RECORDED` to a folder with a table `INDEX.tsv` whose
//! columns `file` and `type` name a file beside it and the type it must fit, such as `agileplace::Board`, and run
//! `cargo test -p plansmith-tests recorded -- --ignored`.

use crate::coverage::made_up_texts;
use serde_json::Value;
use std::path::PathBuf;

/// The variable with the folder.
pub const FOLDER: &str = "PLANSMITH_RECORDED";

/// One recorded response or request.
#[derive(Debug)]
pub struct Recorded {
    /// Name of the file.
    pub file: String,
    /// Name of the type without its API.
    pub name: String,
    /// What was recorded.
    pub value: Value,
}

impl Recorded {
    /// Whether a client sent it.
    #[must_use]
    pub fn is_request(&self) -> bool {
        self.file.ends_with(".request.json")
    }

    /// The texts that `debug`, the value in `Debug` form, lacks.
    #[must_use]
    pub fn lost(&self, debug: &str) -> Vec<String> {
        let texts = made_up_texts(&self.value).into_iter();
        texts.filter(|(_, text)| !debug.contains(text.as_str())).map(|(path, text)| format!("{path}: {text}")).collect()
    }
}

/// What the table lists for an API.
///
/// # Panics
///
/// When the variable is not set, or the table or a file cannot be read.
#[must_use]
pub fn of(api: &str) -> Vec<Recorded> {
    let folder = PathBuf::from(std::env::var_os(FOLDER).unwrap_or_else(|| panic!("{FOLDER} is not set")));
    let read = |name: &str| {
        let path = folder.join(name);
        std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    let table = read("INDEX.tsv");
    let mut lines = table.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let head = lines.next().unwrap_or_default();
    let column = |name: &str| head.iter().position(|cell| *cell == name).unwrap_or_else(|| panic!("no column `{name}`"));
    let (file, kind) = (column("file"), column("type"));
    let mut out = Vec::new();
    for cells in lines {
        let (Some(file), Some((of, name))) = (cells.get(file), cells.get(kind).and_then(|kind| kind.split_once("::"))) else {
            continue;
        };
        if of == api {
            let value = serde_json::from_str(&read(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
            let name = name.split_whitespace().next().unwrap_or_default().to_owned();
            out.push(Recorded { file: (*file).to_owned(), name, value });
        }
    }
    out
}
