//! The proof on samples: schema-valid values go through the generated types and back, and must be the same.
//!
//! Nothing here knows how the generator reads a description. Samples come from the schemas themselves and
//! are held against them by the `jsonschema` crate before they are sent and after they came back. Values
//! that are unknown on purpose (an enum value, a discriminator) only have to come back unchanged.

mod compare;
mod input;
mod prune;
mod runner;

pub use input::Input;

use crate::document::Documents;
use crate::sample::{Facts, Sample, height, samples};
use crate::schema::bundle::{Bundle, pointer};
use crate::schema::validate::{Fit, Validators};
use prune::Pruner;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;
use std::time::Instant;

/// Failures shown in the log; all are in `failures.txt`.
const SHOWN: usize = 20;

/// Keys of component schemas that are not proved, by reason.
type Skips = BTreeMap<String, Vec<String>>;

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
    pub skips: BTreeMap<String, usize>,
    /// Time of everything.
    pub seconds: f64,
}

impl Proved {
    /// The numbers as one JSON value, for the program that asked.
    #[must_use]
    pub fn to_json(&self) -> Value {
        json!({
            "schemas": self.schemas, "samples": self.samples, "deliberate": self.deliberate, "loose": self.loose, "dropped": self.dropped,
            "failures": self.failures, "failing": self.failing, "skips": self.skips, "seconds": self.seconds,
        })
    }
}

/// A component schema with the samples to send through its type.
struct Case {
    key: String,
    /// Index in the bundle.
    schema: usize,
    /// Rust type below `types::`.
    ty: String,
    samples: Vec<Sample>,
}

/// Proves the crate in `folder/prove`, built in the folder `target`. What it is proved by is in `folder/proof.json`, see
/// [`Input`]; `failures.txt` and `skips.tsv` are written beside it.
///
/// # Errors
///
/// When a file cannot be read or written, or the crate does not compile or run.
pub fn prove(folder: &Path, target: &Path) -> io::Result<Proved> {
    let start = Instant::now();
    let input = Input::read(&folder.join("proof.json"))?;
    let bundle = Bundle::of_components(&Documents::new(input.files));
    let mut types: HashMap<&str, Option<&str>> = HashMap::new();
    for (key, ty) in &input.types {
        types.entry(key).and_modify(|known| *known = None).or_insert(Some(ty));
    }
    let validators = Validators::new(&bundle);
    let mut proved = Proved::default();
    let mut skips = Skips::default();
    let cases = cases(&bundle, &types, &validators, &mut proved, &mut skips);

    let results = if cases.is_empty() { Vec::new() } else { runner::run(&folder.join("prove"), &cases, target)? };
    report(folder, &cases, &results, &validators, &mut proved)?;

    let lines: Vec<String> =
        skips.iter().flat_map(|(reason, keys)| keys.iter().map(move |key| format!("{key}\t{reason}\n"))).collect();
    fs::write(folder.join("skips.tsv"), lines.concat())?;
    proved.skips = skips.into_iter().map(|(reason, keys)| (reason, keys.len())).collect();
    proved.seconds = start.elapsed().as_secs_f64();
    Ok(proved)
}

/// The samples of every component schema that has a type; counts what is dropped and skipped.
fn cases(
    bundle: &Bundle,
    types: &HashMap<&str, Option<&str>>,
    validators: &Validators,
    proved: &mut Proved,
    skips: &mut Skips,
) -> Vec<Case> {
    let (broken, heights) = (bundle.broken(), height::heights(bundle));
    let mut cases = Vec::new();
    for (key, schema) in &bundle.roots {
        let mut skip = |reason: &str| skips.entry(reason.to_owned()).or_default().push(key.clone());
        let ty = match types.get(key.as_str()) {
            Some(Some(ty)) => *ty,
            Some(None) => {
                skip("several schemas have this name");
                continue;
            }
            None => {
                skip("no type in the crate");
                continue;
            }
        };
        if broken[*schema] {
            skip("a `$ref` in it leads nowhere");
            continue;
        }
        if !validators.usable(bundle, *schema) {
            skip("the validator refuses the schema");
            continue;
        }
        let reference = json!({ "$ref": pointer(*schema) });
        let mut list = examples(bundle, validators, *schema, &reference);
        list.extend(samples(bundle, &heights, &[&reference]));
        // Null belongs to the places where a type is used, and is proved there.
        list.retain(|sample| !sample.value.is_null());
        let before = list.len();
        list.retain(|sample| {
            let fit = if sample.deliberate { Fit::Strict } else { validators.fit(*schema, &sample.value) };
            proved.loose += usize::from(fit == Fit::Loose);
            fit > Fit::No
        });
        proved.dropped += before - list.len();
        if list.iter().all(|sample| sample.deliberate) {
            let reason = if heights[*schema] >= height::NEVER { "no finite value fits" } else { "no sample was found that fits" };
            skip(reason);
            continue;
        }
        cases.push(Case { key: key.clone(), schema: *schema, ty: ty.to_owned(), samples: list });
    }
    cases
}

/// Examples and defaults of a component, as far as its schema describes them.
fn examples(bundle: &Bundle, validators: &Validators, schema: usize, reference: &Value) -> Vec<Sample> {
    let facts = Facts::new(bundle, &[reference]);
    // A text in the place of an object shows how the object is written.
    let object = facts.listed;
    let own = facts.examples.into_iter().cloned();
    let media = bundle.examples.iter().filter(|(index, _)| *index == schema).map(|(_, value)| value.clone());
    let fits = |index: usize, value: &Value| validators.fit(index, value) > Fit::No;
    let pruner = Pruner { bundle, fits: &fits };
    let mut values: Vec<Value> = Vec::new();
    for value in own.chain(media).filter(|value| !(object && value.is_string())).take(20) {
        let value = pruner.prune(&value, &[reference]);
        if !values.contains(&value) {
            values.push(value);
        }
    }
    values.into_iter().map(|value| Sample { value, deliberate: false }).collect()
}

/// Compares what came back, counts, and writes `failures.txt`.
fn report(
    folder: &Path,
    cases: &[Case],
    results: &[Vec<Result<Value, String>>],
    validators: &Validators,
    proved: &mut Proved,
) -> io::Result<()> {
    let mut text = String::new();
    for (case, results) in cases.iter().zip(results) {
        let before = proved.failures;
        for (sample, result) in case.samples.iter().zip(results) {
            if let Some(reason) = failure(case, sample, result, validators) {
                proved.failures += 1;
                let back = result.as_ref().map_or_else(|_| "-".to_owned(), Value::to_string);
                let _ = writeln!(text, "{} ({}): {reason}\n  sent {}\n  back {back}", case.key, case.ty, sample.value);
            }
        }
        proved.schemas += 1;
        proved.samples += case.samples.len();
        proved.deliberate += case.samples.iter().filter(|sample| sample.deliberate).count();
        proved.failing += usize::from(proved.failures > before);
    }
    for line in text.lines().take(3 * SHOWN) {
        eprintln!("{}", line.chars().take(300).collect::<String>());
    }
    fs::write(folder.join("failures.txt"), text)
}

fn failure(case: &Case, sample: &Sample, result: &Result<Value, String>, validators: &Validators) -> Option<String> {
    let back = match result {
        Ok(back) => back,
        Err(error) => return Some(error.clone()),
    };
    if let Some(difference) = compare::difference(&sample.value, back) {
        return Some(difference);
    }
    let fits = sample.deliberate || validators.fit(case.schema, back) >= validators.fit(case.schema, &sample.value);
    (!fits).then(|| format!("no longer fits the schema: {}", validators.reason(case.schema, back)))
}
