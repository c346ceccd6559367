//! Reads a document as an [`Api`]: its operations with parameters, bodies and responses, webhooks, security.
//!
//! Types are made by `crate::model` as the operations ask for them. What cannot be expressed is left out with a
//! diagnostic and listed in [`Api::left_out`]; everything else goes on. `root` puts the API together, `operation`
//! an operation out of `path` (with `query`), `params` (with `style`), `body` (with `events`), `responses`, `security`, `conventions` and `paging`; `rules`
//! reads what holds for all operations.

mod body;
mod conventions;
mod events;
mod operation;
mod paging;
mod params;
mod path;
mod query;
mod responses;
mod root;
mod rules;
mod security;
mod style;
mod webhooks;

#[cfg(test)]
mod tests;

use crate::document::Document;
use crate::ir::{Api, Conventions, LeftOut};
use crate::location::{Place, Report};
use crate::model::TypeBuilder;
use crate::schema::SchemaReader;

/// Reads a document as an API, with the types of all its component schemas and operations.
pub fn read(document: &Document, report: &mut Report) -> Api {
    let mut schema = SchemaReader::new(document, report);
    let rules = rules::conventions(&schema.root.clone(), schema.report);
    let mut builder = TypeBuilder::new(&mut schema);
    let mut api = ApiReader { builder: &mut builder, rules, left_out: Vec::new() }.api();
    builder.build_pending();
    builder.report_circular_choices();
    api.types = builder.types;
    api
}

/// Reads the operations of a document, making the types they need.
struct ApiReader<'b, 's, 'd, 'r> {
    builder: &'b mut TypeBuilder<'s, 'd, 'r>,
    rules: Conventions,
    left_out: Vec<LeftOut>,
}

impl ApiReader<'_, '_, '_, '_> {
    /// Lists something, other than a whole operation, that the output does not have.
    fn leave_out(&mut self, what: String, reason: &str, place: Place) {
        self.left_out.push(LeftOut { what, reason: reason.to_owned(), operation: false, place });
    }
}
