//! The proof on samples: schema-valid values go through the generated types and back, and must be the same.
//!
//! Nothing here knows how the generator reads a description. Samples come from the schemas themselves and
//! are held against them by the `jsonschema` crate before they are sent and after they came back. Values
//! that are unknown on purpose (an enum value, a discriminator) only have to come back unchanged.

mod build;
mod bundle;
mod compare;
mod dialect;
mod explore;
mod facts;
mod height;
mod number;
mod pattern;
mod prune;
mod runner;
mod text;
mod validate;

use crate::corpus::Proved;
use crate::repository::Repository;
use crate::{files, generate};
use bundle::Bundle;
use explore::Sample;
use plansmith_generator::Purpose;
use prune::Pruner;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::io;
use std::path::Path;
use std::time::Instant;
use validate::{Fit, Validators};

/// Failures shown in the log; all are in `failures.txt`.
const SHOWN: usize = 20;

/// Keys of component schemas that are not proved, by reason.
type Skips = BTreeMap<String, Vec<String>>;

/// A component schema with the samples to send through its type.
struct Case {
    key: String,
    /// Index in the bundle.
    schema: usize,
    /// Rust type below `types::`.
    ty: String,
    samples: Vec<Sample>,
}

/// Proves the description `spec` with a crate in `folder/prove`, built in the folder `target`.
///
/// # Errors
///
/// When a file cannot be read or written, or the crate does not compile or run.
pub fn prove(repository: &Repository, spec: &Path, folder: &Path, package: &str, target: &Path) -> io::Result<Proved> {
    let start = Instant::now();
    let run = generate::run_foreign(spec, Some(package), Purpose::Prove)?;
    let files: Vec<(String, &Value)> = run.generated.sources.files.iter().map(|file| (file.path.clone(), &file.value)).collect();
    let bundle = Bundle::new(&files);
    let mut types: HashMap<&str, Option<&str>> = HashMap::new();
    for (key, ty) in &run.generated.summary.schemas {
        types.entry(key).and_modify(|known| *known = None).or_insert(Some(ty));
    }
    let validators = Validators::new(&bundle);
    let mut proved = Proved::default();
    let mut skips = Skips::default();
    let cases = cases(&bundle, &types, &validators, &mut proved, &mut skips);

    let place = folder.join("prove");
    let wanted = generate::crate_files(repository, &run, &place)?;
    let results = if cases.is_empty() { Vec::new() } else { runner::run(repository, &place, wanted, &cases, target)? };
    report(folder, &cases, &results, &validators, &mut proved)?;

    let lines: Vec<String> =
        skips.iter().flat_map(|(reason, keys)| keys.iter().map(move |key| format!("{key}\t{reason}\n"))).collect();
    files::write(&folder.join("skips.tsv"), &lines.concat())?;
    proved.skips = skips.into_iter().map(|(reason, keys)| (reason, keys.len())).collect();
    let mut untyped: BTreeMap<String, usize> = BTreeMap::new();
    for (_, reason) in &run.generated.summary.untyped {
        *untyped.entry(format!("{reason:?}")).or_default() += 1;
    }
    proved.untyped = untyped.into_iter().collect();
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
        let reference = json!({ "$ref": bundle::pointer(*schema) });
        let mut samples = examples(bundle, validators, *schema, &reference);
        samples.extend(explore::samples(bundle, &heights, &[&reference]));
        // Null belongs to the places where a type is used, and is proved there.
        samples.retain(|sample| !sample.value.is_null());
        let before = samples.len();
        samples.retain(|sample| {
            let fit = if sample.deliberate { Fit::Strict } else { validators.fit(*schema, &sample.value) };
            proved.loose += usize::from(fit == Fit::Loose);
            fit > Fit::No
        });
        proved.dropped += before - samples.len();
        if samples.iter().all(|sample| sample.deliberate) {
            let reason = if heights[*schema] >= height::NEVER { "no finite value fits" } else { "no sample was found that fits" };
            skip(reason);
            continue;
        }
        cases.push(Case { key: key.clone(), schema: *schema, ty: ty.to_owned(), samples });
    }
    cases
}

/// Examples and defaults of a component, as far as its schema describes them.
fn examples(bundle: &Bundle, validators: &Validators, schema: usize, reference: &Value) -> Vec<Sample> {
    let facts = facts::Facts::new(bundle, &[reference]);
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
    files::write(&folder.join("failures.txt"), &text)
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
