//! Places in a description, where they are in its text, and what there is to say about them.
//!
//! A [`Place`] is a file and a JSON pointer. A [`Report`] collects diagnostics with places; lines and columns
//! are looked up when it is rendered, by scanning the text once more. Every other module may use this one.

mod locate;
mod origin;
mod place;
pub mod report;
mod sources;

pub use origin::Origins;
pub use place::{FileId, On, Place, push_token, tokens};
pub use report::{Level, Report};
pub use sources::{Format, SourceFile, Sources, Span};

pub(crate) use locate::{key_spans, yaml};
