//! Shows the rows: an aligned table for people, tab-separated values for programs.

use super::row::{Proved, Row};
use crate::run::grouped;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The table, the failures and the sums.
#[must_use]
pub fn render(rows: &[Row], compile: bool, prove: bool) -> String {
    let mut out = String::new();
    let table: Vec<Vec<String>> =
        std::iter::once(head(compile, prove)).chain(rows.iter().map(|row| cells(row, compile, prove))).collect();
    let widths: Vec<usize> =
        (0..table[0].len()).map(|column| table.iter().map(|row| row[column].chars().count()).max().unwrap_or(0)).collect();
    for row in &table {
        let line: Vec<String> = row
            .iter()
            .zip(&widths)
            .enumerate()
            .map(|(column, (cell, &width))| if column == 0 { format!("{cell:<width$}") } else { format!("{cell:>width$}") })
            .collect();
        let _ = writeln!(out, "{}", line.join("  ").trim_end());
    }
    for row in rows {
        if let Some(failure) = row.failure() {
            let _ = writeln!(out, "FAILED {}: {failure}", row.document);
        }
    }
    sums(&mut out, rows, compile, prove);
    out
}

/// The rows with all columns.
#[must_use]
pub fn tsv(rows: &[Row]) -> String {
    let mut out = head(true, true).join("\t").replace('/', "_of_");
    out += "\tfailure\n";
    for row in rows {
        let mut cells = cells(row, true, true);
        cells.push(row.failure().unwrap_or_default());
        let cells: Vec<String> = cells.into_iter().map(|cell| cell.replace(['\t', '\n'], " ").replace('/', "\u{2215}")).collect();
        out += &cells.join("\t").replace('\u{2215}', "/");
        out.push('\n');
    }
    out
}

fn head(compile: bool, prove: bool) -> Vec<String> {
    let mut head = vec![
        "document",
        "ok",
        "ops",
        "left_out",
        "errors",
        "warnings",
        "seconds",
        "MiB",
        "lines",
        "files",
        "longest",
        "untyped/fields",
        "could",
        "extra",
    ];
    if compile {
        head.extend(["rustc_errors", "rustc_warnings", "check_s"]);
    }
    if prove {
        head.extend(["schemas", "samples", "on_purpose", "loose", "dropped", "failures", "skipped", "prove_s"]);
    }
    head.into_iter().map(str::to_owned).collect()
}

fn cells(row: &Row, compile: bool, prove: bool) -> Vec<String> {
    let made = &row.made;
    let mut cells = vec![row.document.clone(), if row.error.is_none() { "yes" } else { "NO" }.to_owned()];
    cells.extend([made.operations, made.left_out, made.errors, made.warnings].map(|number| number.to_string()));
    cells.push(format!("{:.3}", made.seconds));
    cells.extend([made.peak_mib, made.lines, made.files, made.longest].map(|number| number.to_string()));
    cells.push(format!("{}/{}", made.untyped, made.fields));
    cells.extend([made.typeable, made.extras].map(|number| number.to_string()));
    if compile {
        match &row.compiled {
            Some(compiled) => {
                cells.extend([compiled.errors.to_string(), compiled.warnings.to_string(), format!("{:.1}", compiled.seconds)]);
            }
            None => cells.extend(["-".to_owned(), "-".to_owned(), "-".to_owned()]),
        }
    }
    if prove {
        match &row.proved {
            Some(Ok(proved)) => {
                cells.extend(
                    [
                        proved.schemas,
                        proved.samples,
                        proved.deliberate,
                        proved.loose,
                        proved.dropped,
                        proved.failures,
                        proved.skipped(),
                    ]
                    .map(|number| number.to_string()),
                );
                cells.push(format!("{:.1}", proved.seconds));
            }
            _ => cells.extend(std::iter::repeat_n("-".to_owned(), 8)),
        }
    }
    cells
}

fn sums(out: &mut String, rows: &[Row], compile: bool, prove: bool) {
    let sum = |value: fn(&Row) -> usize| grouped(rows.iter().map(value).sum());
    let generated = rows.iter().filter(|row| row.error.is_none()).count();
    let _ = writeln!(out, "generated {generated} of {} documents", rows.len());
    let _ = writeln!(
        out,
        "{} operations, {} left out; {} lines; {} of {} fields untyped, {} of which a description could type; {} extra maps besides",
        sum(|row| row.made.operations),
        sum(|row| row.made.left_out),
        sum(|row| row.made.lines),
        sum(|row| row.made.untyped),
        sum(|row| row.made.fields),
        sum(|row| row.made.typeable),
        sum(|row| row.made.extras)
    );
    if compile {
        let clean = rows
            .iter()
            .filter(|row| row.compiled.as_ref().is_some_and(|compiled| compiled.errors + compiled.warnings == 0))
            .count();
        let seconds: f64 = rows.iter().filter_map(|row| row.compiled.as_ref()).map(|compiled| compiled.seconds).sum();
        let _ = writeln!(out, "compiled without a warning: {clean} of {} ({seconds:.0} s)", rows.len());
    }
    if prove {
        let proofs: Vec<&Proved> = rows.iter().filter_map(|row| row.proved.as_ref()?.as_ref().ok()).collect();
        let sum = |value: fn(&Proved) -> usize| grouped(proofs.iter().map(|proved| value(proved)).sum());
        let _ = writeln!(
            out,
            "proved {} schemas with {} samples ({} break the schema on purpose, {} match several branches of a oneOf, {} more were dropped as unfit): {} failures in {} schemas; {} skipped",
            sum(|proved| proved.schemas),
            sum(|proved| proved.samples),
            sum(|proved| proved.deliberate),
            sum(|proved| proved.loose),
            sum(|proved| proved.dropped),
            sum(|proved| proved.failures),
            sum(|proved| proved.failing),
            sum(Proved::skipped)
        );
        by_reason(out, "skipped", proofs.iter().flat_map(|proved| &proved.skips));
        by_reason(out, "untyped", proofs.iter().flat_map(|proved| &proved.untyped));
    }
}

fn by_reason<'a>(out: &mut String, what: &str, list: impl Iterator<Item = &'a (String, usize)>) {
    let mut sums: BTreeMap<&str, usize> = BTreeMap::new();
    for (reason, count) in list {
        *sums.entry(reason).or_default() += count;
    }
    for (reason, count) in sums {
        let _ = writeln!(out, "  {what}: {count} {reason}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_per_document_and_the_failures() {
        let mut broken = Row::new("broken");
        broken.error = Some("time limit".to_owned());
        let rows = [Row::new("fine"), broken];
        let text = render(&rows, false, true);
        assert!(text.contains("\nFAILED broken: not generated: time limit\n"), "{text}");
        assert!(text.contains("generated 1 of 2 documents"), "{text}");
        let tsv = tsv(&rows);
        let columns: Vec<usize> = tsv.lines().map(|line| line.split('\t').count()).collect();
        assert_eq!(columns, [columns[0]; 3]);
    }
}
