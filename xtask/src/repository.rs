//! Where things are in this repository.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// The folders of the repository.
#[derive(Clone, Debug)]
pub struct Repository {
    root: PathBuf,
}

impl Repository {
    /// The repository this program was built from, or the one cargo runs it in.
    #[must_use]
    pub fn find() -> Repository {
        let manifest = env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        Repository { root: manifest.parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf) }
    }

    /// A repository at a folder.
    #[must_use]
    pub fn at(root: impl Into<PathBuf>) -> Repository {
        Repository { root: root.into() }
    }

    /// The folder that holds `spec/` and `generated/`.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder of the runtime, if it is there.
    #[must_use]
    pub fn runtime(&self) -> Option<PathBuf> {
        let folder = self.root.join("runtime");
        if folder.join("Cargo.toml").is_file() { folder.canonicalize().ok() } else { None }
    }

    /// Names of the APIs: folders of `spec/` with an `openapi.yaml`, sorted.
    ///
    /// # Errors
    ///
    /// When `spec/` cannot be read.
    pub fn apis(&self) -> io::Result<Vec<String>> {
        let folder = self.root.join("spec");
        let mut names = Vec::new();
        for entry in fs::read_dir(&folder).map_err(|error| crate::files::named(&folder, &error))? {
            let entry = entry?;
            if entry.path().join("openapi.yaml").is_file() {
                names.push(entry.file_name().to_string_lossy().into_owned());
            }
        }
        names.sort();
        Ok(names)
    }

    /// The APIs a command was asked for; all when none is named.
    ///
    /// # Errors
    ///
    /// When a name is unknown, with the known ones.
    pub fn chosen(&self, asked: &[String]) -> io::Result<Vec<String>> {
        let known = self.apis()?;
        if let Some(name) = asked.iter().find(|name| !known.contains(name)) {
            let known = if known.is_empty() { "none yet".to_owned() } else { known.join(", ") };
            return Err(io::Error::other(format!("there is no `spec/{name}/openapi.yaml`; known APIs: {known}")));
        }
        Ok(if asked.is_empty() { known } else { known.into_iter().filter(|name| asked.contains(name)).collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn apis_are_folders_with_a_description() {
        let dir = tempfile::tempdir().expect("temporary folder");
        for name in ["b", "a", "empty"] {
            fs::create_dir_all(dir.path().join("spec").join(name)).expect("folder");
        }
        for name in ["a", "b"] {
            fs::write(dir.path().join("spec").join(name).join("openapi.yaml"), "").expect("file");
        }
        let repository = Repository::at(dir.path());
        assert_eq!(repository.chosen(&[]).expect("readable"), ["a", "b"]);
        assert_eq!(repository.chosen(&["b".to_owned()]).expect("known"), ["b"]);
        let error = repository.chosen(&["c".to_owned()]).expect_err("unknown").to_string();
        assert!(error.ends_with("known APIs: a, b"), "{error}");
    }
}
