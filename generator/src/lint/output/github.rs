use super::{findings, said, shortened};
use crate::location::report::Level;
use crate::location::{Report, Sources};
use std::fmt::Write as _;

/// The diagnostics as workflow commands of GitHub, which shows them beside the lines of a pull request: one line each, such as
/// `::error file=spec/a/openapi.yaml,line=3,col=5,endColumn=9,title=undeclared-tag::the tag ...`.
///
/// Data and properties are escaped as the runner's own toolkit does
/// (<https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts>), so that no text can end its command or start another.
#[must_use]
pub fn github(report: &Report, sources: &Sources) -> String {
    let mut out = String::new();
    for finding in findings(report, sources) {
        let command = match finding.diagnostic.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note => "notice",
        };
        let _ = write!(out, "::{command} file={}", property(&shortened(finding.at.file)));
        if let Some(span) = finding.at.span {
            let _ = write!(out, ",line={},col={},endColumn={}", span.line, span.column, span.column + span.length);
        }
        let _ = writeln!(out, ",title={}::{}", property(finding.diagnostic.code), data(&said(finding.diagnostic)));
    }
    out
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
