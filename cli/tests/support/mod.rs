//! A temporary folder, and the program in it.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// A description with two resources.
pub const ZOO: &str = "openapi: 3.1.0
info: {title: Zoo, version: '1'}
servers: [{url: 'https://zoo.example.com'}]
tags: [{name: cats}, {name: dogs}]
paths:
  /cats:
    get:
      operationId: listCats
      tags: [cats]
      parameters: [{name: limit, in: query, schema: {type: integer}}]
      responses:
        '200':
          description: Cats.
          content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Cat'}}}}
    post:
      operationId: adoptCat
      tags: [cats]
      responses: {'204': {description: Adopted.}}
  /dogs:
    get:
      operationId: listDogs
      tags: [dogs]
      responses:
        '200':
          description: Dogs.
          content: {application/json: {schema: {$ref: '#/components/schemas/Dog'}}}
components:
  schemas:
    Cat: {type: object, required: [catName], properties: {catName: {type: string}, born: {type: string}}}
    Dog: {type: object, properties: {barks: {type: boolean}}}
";

/// A temporary folder with files.
pub struct Folder(TempDir);

/// What a run of the program left.
#[derive(Debug)]
pub struct Run {
    /// Exit status.
    pub status: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub error: String,
}

impl Folder {
    /// A folder with these files.
    pub fn new(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().expect("a temporary folder can be made"));
        for (path, text) in files {
            folder.write(path, text);
        }
        folder
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub fn exists(&self, path: &str) -> bool {
        self.path().join(path).exists()
    }

    /// All files below a folder, sorted.
    pub fn list(&self, below: &str) -> Vec<String> {
        let mut open = vec![self.path().join(below)];
        let mut files = Vec::new();
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(&folder).expect("a folder can be read") {
                let path = entry.expect("an entry can be read").path();
                if path.is_dir() {
                    open.push(path);
                } else {
                    let path = path.strip_prefix(self.path()).expect("the file is below the folder");
                    files.push(path.to_string_lossy().replace('\\', "/").trim_start_matches("./").to_owned());
                }
            }
        }
        files.sort();
        files
    }

    /// Runs the program in the folder.
    pub fn run(&self, arguments: &[&str]) -> Run {
        self.run_with(arguments, "")
    }

    /// Runs the program in the folder with a text on standard input.
    pub fn run_with(&self, arguments: &[&str], input: &str) -> Run {
        let mut child = Command::new(env!("CARGO_BIN_EXE_plansmith"))
            .args(arguments)
            .current_dir(self.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let _ = child.stdin.take().expect("standard input is piped").write_all(input.as_bytes());
        let output = child.wait_with_output().expect("the program ends");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Run { status: output.status.code().unwrap_or(-1), out: text(&output.stdout), error: text(&output.stderr) }
    }
}
