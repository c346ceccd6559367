//! Reads a configuration with every mistake reported at its place.

use super::{Config, FILE, KEYS, Kind};
use plansmith_generator::Report;
use plansmith_generator::location::{FileId, Format, Place, SourceFile, Sources, Span};
use plansmith_generator::options::{Derive, OwnType, PackageOptions, Rename, Renamed, Replaced, Said, Select, Setting, TextFile};
use plansmith_generator::suggest::suggest;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;
use toml_edit::{Document, Item, Key, TableLike, Value};

/// The configuration as the only file of a report.
pub(super) fn sources(file: &TextFile) -> Sources {
    let file = SourceFile {
        path: file.path.clone(),
        text: file.text.clone(),
        value: serde_json::Value::Null,
        format: Format::Toml,
        has_repeats: false,
    };
    Sources { files: vec![file], ..Sources::default() }
}

/// Reads a configuration; mistakes are in the report.
pub(super) fn read(file: &TextFile, report: &mut Report) -> Option<Config> {
    let mut reader = Reader { text: &file.text, report, values: BTreeMap::new() };
    match Document::parse(file.text.as_str()) {
        Ok(document) => reader.table("", document.as_table()),
        Err(error) => {
            let span = reader.span(&error.span().unwrap_or_default());
            reader.wrong("syntax", span, format!("not TOML: {}", error.message().lines().collect::<Vec<_>>().join(", ")));
            return None;
        }
    }
    Some(reader.config(file))
}

struct Reader<'r> {
    text: &'r str,
    report: &'r mut Report,
    values: BTreeMap<&'static str, Vec<Entry>>,
}

/// A text, and the key in front of it in a table of names.
struct Entry {
    key: String,
    text: String,
    span: Span,
}

impl Reader<'_> {
    fn wrong(&mut self, code: &'static str, span: Span, message: String) -> &mut plansmith_generator::report::Diagnostic {
        self.report.fatal(code, Place::new(FileId::default(), ""), message).at(span)
    }

    fn table(&mut self, prefix: &str, table: &dyn TableLike) {
        for (key, value) in table.iter() {
            let name = if prefix.is_empty() { key.to_owned() } else { format!("{prefix}.{key}") };
            let at = table.key(key).and_then(Key::span).unwrap_or_default();
            if let Some(known) = KEYS.iter().find(|known| known.name == name) {
                self.value(known.name, known.kind, value, &at);
            } else if KEYS.iter().any(|known| known.name.starts_with(&format!("{name}."))) {
                if let Some(inner) = value.as_table_like() {
                    self.table(&name, inner);
                } else {
                    let span = self.span(&value.span().unwrap_or(at));
                    self.wrong("config", span, format!("`{name}` is a table"))
                        .help(format!("write `[{name}]` and its keys below"));
                }
            } else {
                self.unknown(&name, &at);
            }
        }
    }

    fn unknown(&mut self, name: &str, at: &Range<usize>) {
        let span = self.span(at);
        let (prefix, last) = name.rsplit_once('.').unwrap_or(("", name));
        let beside = |known: &'static str| -> Option<&'static str> {
            let rest = if prefix.is_empty() { known } else { known.strip_prefix(prefix)?.strip_prefix('.')? };
            Some(rest.split('.').next().unwrap_or(rest))
        };
        let near = suggest(last, KEYS.iter().filter_map(|key| beside(key.name)));
        // A key in the wrong table.
        let elsewhere = KEYS.iter().map(|key| key.name).find(|known| known.rsplit('.').next() == Some(last));
        let place = if prefix.is_empty() { format!("`{FILE}`") } else { format!("`[{prefix}]`") };
        let said = self.wrong("unknown-key", span, format!("`{last}` is not a key of {place}"));
        match (near, elsewhere) {
            (Some(near), _) => said.help(format!("did you mean `{near}`?")),
            (None, Some(known)) => said.help(format!("did you mean `{known}`?")),
            (None, None) => said,
        };
    }

    /// Reads the value of a key, which is at `at`.
    fn value(&mut self, name: &'static str, kind: Kind, value: &Item, at: &Range<usize>) {
        let before = self.report.count(plansmith_generator::report::Level::Error);
        let mut entries = Vec::new();
        match (kind, value.as_value(), value.as_table_like()) {
            (Kind::Text, Some(text @ Value::String(_)), _) => entries.extend(self.text(name, kind, "", text)),
            (Kind::Texts, Some(Value::Array(items)), _) => {
                for item in items {
                    entries.extend(self.text(name, kind, "", item));
                }
            }
            (Kind::Names, _, Some(table)) => {
                for (key, value) in table.iter() {
                    match value.as_value() {
                        Some(text) => entries.extend(self.text(name, kind, key, text)),
                        None => self.kind(name, kind, value.type_name(), value.span().unwrap_or(at.clone())),
                    }
                }
            }
            (Kind::Lists, _, Some(table)) => {
                for (key, value) in table.iter() {
                    let Some(items) = value.as_array() else {
                        self.kind(name, kind, value.type_name(), value.span().unwrap_or(at.clone()));
                        continue;
                    };
                    for item in items {
                        entries.extend(self.text(name, kind, key, item));
                    }
                }
            }
            (Kind::Dependencies, _, Some(table)) => {
                for (key, value) in table.iter() {
                    let at = table.key(key).and_then(Key::span).unwrap_or(at.clone());
                    entries.extend(self.dependency(name, key, value, at));
                }
            }
            _ => self.kind(name, kind, value.type_name(), value.span().unwrap_or(at.clone())),
        }
        if self.report.count(plansmith_generator::report::Level::Error) == before {
            self.values.insert(name, entries);
        }
    }

    fn text(&mut self, name: &'static str, kind: Kind, key: &str, value: &Value) -> Option<Entry> {
        let at = value.span().unwrap_or_default();
        let Some(text) = value.as_str() else {
            self.kind(name, kind, value.type_name(), at);
            return None;
        };
        let span = self.span(&at);
        if text.trim().is_empty() {
            self.wrong("config", span, format!("a text of `{name}` is empty"));
            return None;
        }
        Some(Entry { key: key.to_owned(), text: text.to_owned(), span })
    }

    /// A dependency as it is written: a version, or a table on one line.
    fn dependency(&mut self, name: &str, key: &str, value: &Item, at: Range<usize>) -> Option<Entry> {
        let at = value.span().unwrap_or(at);
        let (text, span) = (self.text.get(at.clone()).unwrap_or_default(), self.span(&at));
        let is_one_line = !text.contains('\n') && matches!(value.as_value(), Some(Value::String(_) | Value::InlineTable(_)));
        let is_name = !key.is_empty() && key.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '-' || sign == '_');
        if !is_one_line || !is_name || !text.starts_with(['"', '\'', '{']) {
            self.wrong("config", span, format!("`{name}.{key}` is no dependency on one line"))
                .help("write a version, or a table such as `{ version = \"1\", features = [\"serde\"] }`");
            return None;
        }
        if let Err((why, help)) = super::dependency::check(key, value) {
            self.wrong("config", span, format!("`{name}.{key}` {why}")).help(help);
            return None;
        }
        Some(Entry { key: key.to_owned(), text: text.to_owned(), span })
    }

    fn kind(&mut self, name: &str, kind: Kind, found: &str, at: Range<usize>) {
        let span = self.span(&at);
        let article = if found.starts_with(['a', 'i']) { "an" } else { "a" };
        self.wrong("config", span, format!("`{name}` is {}, not {article} `{found}`", kind.as_str()));
    }

    /// A range of bytes as a position.
    fn span(&self, range: &Range<usize>) -> Span {
        let start = range.start.min(self.text.len());
        let before = self.text.get(..start).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line_end = self.text[line_start..].find('\n').map_or(self.text.len(), |at| line_start + at);
        let part = self.text.get(start..range.end.min(line_end).max(start)).unwrap_or_default();
        Span {
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            length: part.chars().count().max(1),
        }
    }

    fn config(&mut self, file: &TextFile) -> Config {
        let config = Config {
            file: Some(file.clone()),
            folder: PathBuf::new(),
            input: self.settings("input").pop(),
            output: self.settings("output").pop(),
            overlays: self.settings("overlays"),
            name: self.package_name(),
            package: PackageOptions {
                version: self.version(),
                edition: self.edition(),
                license: self.one("package.license"),
                repository: self.one("package.repository"),
                categories: self.entries("package.categories").into_iter().map(|entry| entry.text).collect(),
            },
            select: Select { include: self.settings("include"), exclude: self.settings("exclude") },
            names: Vec::new(),
            derives: Vec::new(),
            types: Vec::new(),
            dependencies: self.entries("dependencies").into_iter().map(|entry| (entry.key, entry.text)).collect(),
        };
        let names = [
            ("names.schemas", Renamed::Schema),
            ("names.properties", Renamed::Property),
            ("names.operations", Renamed::Operation),
            ("names.parameters", Renamed::Parameter),
        ];
        let rename =
            |what: Renamed, entry: Entry| Rename { what, wire: entry.key, name: entry.text, said: Said::Config(entry.span) };
        let names = names
            .into_iter()
            .flat_map(|(key, what)| self.entries(key).into_iter().map(move |entry| rename(what, entry)).collect::<Vec<_>>());
        let names: Vec<Rename> = names.collect();
        let mut derives = Vec::new();
        for entry in self.entries("derives.all") {
            derives.push(Derive { of: None, name: entry.text, said: Said::Config(entry.span) });
        }
        for entry in self.entries("derives.schemas") {
            derives.push(Derive { of: Some(entry.key), name: entry.text, said: Said::Config(entry.span) });
        }
        let own = |of: Replaced, entry: Entry| OwnType { of, wire: entry.key, path: entry.text, said: Said::Config(entry.span) };
        let mut types = Vec::new();
        types.extend(self.entries("types.formats").into_iter().map(|entry| own(Replaced::Format, entry)));
        types.extend(self.entries("types.schemas").into_iter().map(|entry| own(Replaced::Schema, entry)));
        Config { names, derives, types, ..config }
    }

    fn entries(&mut self, name: &str) -> Vec<Entry> {
        self.values.remove(name).unwrap_or_default()
    }

    fn one(&mut self, name: &str) -> Option<String> {
        self.entries(name).pop().map(|entry| entry.text)
    }

    fn settings(&mut self, name: &str) -> Vec<Setting> {
        self.entries(name).into_iter().map(|entry| Setting { text: entry.text, said: Said::Config(entry.span) }).collect()
    }

    fn package_name(&mut self) -> Option<String> {
        let entry = self.entries("package.name").pop()?;
        if let Err(why) = crate::folder::check_package_name(&entry.text) {
            self.wrong("config", entry.span, why);
        }
        Some(entry.text)
    }

    fn version(&mut self) -> Option<String> {
        let entry = self.entries("package.version").pop()?;
        if !super::version::is_version(&entry.text) {
            let said = self.wrong("config", entry.span, format!("`{}` is no version", entry.text));
            said.help("write a semantic version such as `0.1.0`");
        }
        Some(entry.text)
    }

    fn edition(&mut self) -> Option<String> {
        let entry = self.entries("package.edition").pop()?;
        if !EDITIONS.contains(&entry.text.as_str()) {
            self.wrong("config", entry.span, format!("`{}` is no edition of Rust that crates are generated in", entry.text))
                .help(format!("one of {}", EDITIONS.join(", ")));
        }
        Some(entry.text)
    }
}

/// Editions that generated code compiles in.
const EDITIONS: [&str; 2] = ["2021", "2024"];
