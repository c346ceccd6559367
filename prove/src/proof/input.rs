//! What a proof is about, as the program that generated the crate hands it over.

use serde_json::Value;
use std::fs;
use std::io;
use std::path::Path;

/// A description and the types that were made of it, as `{ "files": [["path", content]], "types": [["key", "Type"]] }`.
#[derive(Clone, Debug, Default)]
pub struct Input {
    /// The files of the description by path, the root first, as values.
    pub files: Vec<(String, Value)>,
    /// Component schemas and the Rust types below `types::` that read and write them.
    pub types: Vec<(String, String)>,
}

impl Input {
    /// Reads the file.
    ///
    /// # Errors
    ///
    /// When it cannot be read or has another shape.
    pub fn read(file: &Path) -> io::Result<Input> {
        let text =
            fs::read_to_string(file).map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", file.display())))?;
        Input::parse(&text).ok_or_else(|| io::Error::other(format!("{} does not describe a proof", file.display())))
    }

    fn parse(text: &str) -> Option<Input> {
        let mut value: Value = serde_json::from_str(text).ok()?;
        let files = value["files"].take();
        let Value::Array(files) = files else { return None };
        let files = files.into_iter().map(|mut file| Some((file[0].as_str()?.to_owned(), file[1].take())));
        let types = value["types"].as_array()?.iter();
        let types = types.map(|pair| Some((pair[0].as_str()?.to_owned(), pair[1].as_str()?.to_owned())));
        Some(Input { files: files.collect::<Option<_>>()?, types: types.collect::<Option<_>>()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_its_own_shape_is_read() {
        let input = Input::parse(r#"{"files": [["a.yaml", {"openapi": "3.1.0"}]], "types": [["K", "T"]]}"#).expect("an input");
        assert_eq!(input.files[0].1["openapi"], "3.1.0");
        assert_eq!(input.types, [("K".to_owned(), "T".to_owned())]);
        for other in ["", "{}", r#"{"files": [1], "types": []}"#, r#"{"files": [], "types": [["K"]]}"#] {
            assert!(Input::parse(other).is_none(), "{other}");
        }
    }
}
