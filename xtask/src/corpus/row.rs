//! What is known about a document after a run.

use serde_json::{Value, json};

/// A document's row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// Name of the document.
    pub document: String,
    /// Why there is no crate.
    pub error: Option<String>,
    /// Numbers of the generated crate.
    pub made: Made,
    /// What cargo said, if it was asked.
    pub compiled: Option<Compiled>,
    /// The proof on samples, if it was asked for.
    pub proved: Option<Result<Proved, String>>,
}

/// Numbers of a generated crate.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Made {
    /// Operations in the crate.
    pub operations: usize,
    /// Operations left out.
    pub left_out: usize,
    /// Diagnostics that cost an operation or a type.
    pub errors: usize,
    /// Other diagnostics above a note.
    pub warnings: usize,
    /// Time of reading and generating.
    pub seconds: f64,
    /// Peak memory of the process.
    pub peak_mib: usize,
    /// Lines of all files.
    pub lines: usize,
    /// Number of files.
    pub files: usize,
    /// Lines of the longest file.
    pub longest: usize,
    /// Public fields of untyped JSON.
    pub untyped: usize,
    /// Those of them that the description could describe.
    pub typeable: usize,
    /// Maps of further properties of which nothing is said; they are not among the fields.
    pub extras: usize,
    /// Public fields.
    pub fields: usize,
}

/// What `cargo check` said about a crate.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Compiled {
    /// Errors, of cargo itself too.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Time of the crate alone, its dependencies built.
    pub seconds: f64,
}

/// What the proof on samples said.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Proved {
    /// Component schemas that were proved.
    pub schemas: usize,
    /// Samples sent through their types.
    pub samples: usize,
    /// Samples among them that break the schema on purpose.
    pub deliberate: usize,
    /// Samples among them that fit only where several branches of a `oneOf` may hold at once.
    pub loose: usize,
    /// Samples dropped because they do not fit the schema.
    pub dropped: usize,
    /// Samples that came back different or not at all.
    pub failures: usize,
    /// Schemas with a failure.
    pub failing: usize,
    /// Schemas that were not proved, by reason.
    pub skips: Vec<(String, usize)>,
    /// Public fields of untyped JSON, by reason.
    pub untyped: Vec<(String, usize)>,
    /// Time of everything.
    pub seconds: f64,
}

impl Row {
    /// A row that knows nothing yet.
    #[must_use]
    pub fn new(document: &str) -> Row {
        Row { document: document.to_owned(), ..Row::default() }
    }

    /// Takes the response of the generating process.
    pub fn read_generated(&mut self, response: &Value) {
        self.error = response["error"].as_str().map(str::to_owned);
        self.made = Made::read(response);
    }

    /// Why the document counts as failed.
    #[must_use]
    pub fn failure(&self) -> Option<String> {
        if let Some(error) = &self.error {
            return Some(format!("not generated: {error}"));
        }
        if let Some(compiled) = self.compiled.as_ref().filter(|compiled| compiled.errors + compiled.warnings > 0) {
            return Some(format!("{} errors and {} warnings of the compiler", compiled.errors, compiled.warnings));
        }
        match &self.proved {
            Some(Err(error)) => Some(format!("not proved: {error}")),
            Some(Ok(proved)) if proved.failures > 0 => {
                Some(format!("{} failing samples of {} schemas", proved.failures, proved.failing))
            }
            _ => None,
        }
    }
}

impl Made {
    /// The numbers as the child process writes them.
    #[must_use]
    pub fn write(&self) -> Value {
        json!({
            "operations": self.operations, "left_out": self.left_out, "errors": self.errors, "warnings": self.warnings,
            "seconds": self.seconds, "peak_mib": self.peak_mib, "lines": self.lines, "files": self.files,
            "longest": self.longest, "untyped": self.untyped, "typeable": self.typeable, "extras": self.extras, "fields": self.fields,
        })
    }

    fn read(response: &Value) -> Made {
        let number = |key: &str| number(&response[key]);
        Made {
            operations: number("operations"),
            left_out: number("left_out"),
            errors: number("errors"),
            warnings: number("warnings"),
            seconds: response["seconds"].as_f64().unwrap_or_default(),
            peak_mib: number("peak_mib"),
            lines: number("lines"),
            files: number("files"),
            longest: number("longest"),
            untyped: number("untyped"),
            typeable: number("typeable"),
            extras: number("extras"),
            fields: number("fields"),
        }
    }
}

impl Proved {
    /// Takes the response of the proving process, and how many fields are untyped by reason.
    #[must_use]
    pub fn read(response: &Value, untyped: &Value) -> Option<Proved> {
        let list = |map: &Value| -> Option<Vec<(String, usize)>> {
            Some(map.as_object()?.iter().map(|(key, count)| (key.clone(), number(count))).collect())
        };
        Some(Proved {
            schemas: number(response.get("schemas")?),
            samples: number(&response["samples"]),
            deliberate: number(&response["deliberate"]),
            loose: number(&response["loose"]),
            dropped: number(&response["dropped"]),
            failures: number(&response["failures"]),
            failing: number(&response["failing"]),
            skips: list(&response["skips"])?,
            untyped: list(untyped)?,
            seconds: response["seconds"].as_f64().unwrap_or_default(),
        })
    }

    /// Schemas that were not proved.
    #[must_use]
    pub fn skipped(&self) -> usize {
        self.skips.iter().map(|(_, count)| count).sum()
    }
}

fn number(value: &Value) -> usize {
    value.as_u64().and_then(|number| usize::try_from(number).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_survive_the_way_between_processes() {
        let made = Made { operations: 3, seconds: 0.5, fields: 9, ..Made::default() };
        let mut row = Row::new("a");
        row.read_generated(&made.write());
        assert_eq!((row.made.clone(), row.failure()), (made, None));
        let proved = Proved::read(
            &json!({"schemas": 2, "samples": 9, "failures": 1, "failing": 1, "skips": {"x": 4}}),
            &json!({"Anything": 3}),
        );
        let proved = proved.expect("a response");
        assert_eq!((proved.skipped(), proved.untyped.as_slice()), (4, &[("Anything".to_owned(), 3)][..]));
        assert_eq!(Proved::read(&json!({}), &json!({})), None);
        row.proved = Some(Ok(proved));
        assert_eq!(row.failure().as_deref(), Some("1 failing samples of 1 schemas"));
    }
}
