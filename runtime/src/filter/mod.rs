//! Filters, sort keys, eager loading and property lists, typed by the resource they are for.
//!
//! A generated crate has one [`Field`] constant per property that may be filtered; the operators a field has depend on its
//! [kind], so that `contains` on a number does not compile. Nothing here knows how an API writes filters: that is data
//! ([`FilterRules`](crate::conventions::FilterRules) and its siblings), applied when a request is built.
//!
//! ```
//! use plansmith_runtime::filter::{Field, Filter, Sort, kind};
//!
//! struct Card;
//! const ID: Field<Card, kind::Id<String>> = Field::new("id");
//! const UPDATED_AT: Field<Card, kind::DateTime> = Field::new("updated_at");
//!
//! let since = plansmith_runtime::DateTime::from("2024-01-01T00:00:00Z");
//! let late: Filter<Card> = UPDATED_AT.gte(&since) & (!ID.starts_with("0000") | ID.contains("FFFF"));
//! let order: [Sort<Card>; 2] = [UPDATED_AT.desc(), ID.asc()];
//! ```
//!
//! A field of one resource cannot filter another:
//!
//! ```compile_fail,E0308
//! # use plansmith_runtime::filter::{Field, Filter, kind};
//! # struct Card; struct Board;
//! const ID: Field<Board, kind::Number> = Field::new("id");
//! let filter: Filter<Card> = ID.eq(1);
//! ```
//!
//! ```compile_fail,E0308
//! # use plansmith_runtime::filter::{Field, Filter, kind};
//! # struct Card; struct Board;
//! # const ID: Field<Board, kind::Number> = Field::new("id");
//! # const NAME: Field<Card, kind::Text> = Field::new("name");
//! let filter = NAME.eq("a") & ID.eq(1);
//! ```
//!
//! A number has no `contains`, a string no `gt`, a relation no `eq`:
//!
//! ```compile_fail,E0277
//! # use plansmith_runtime::filter::{Field, kind};
//! # struct Card;
//! const SIZE: Field<Card, kind::Number> = Field::new("size");
//! SIZE.contains("1");
//! ```
//!
//! ```compile_fail,E0277
//! # use plansmith_runtime::filter::{Field, kind};
//! # struct Card;
//! const NAME: Field<Card, kind::Text> = Field::new("name");
//! NAME.gt("a");
//! ```
//!
//! ```compile_fail,E0599
//! # use plansmith_runtime::filter::Relation;
//! # struct Card;
//! const RESOURCES: Relation<Card> = Relation::new("resources");
//! RESOURCES.eq(1);
//! ```
//!
//! A field is compared with values of its own type only: no string for a number or a date, no identifier or enumeration of
//! another field:
//!
//! ```compile_fail,E0277
//! # use plansmith_runtime::filter::{Field, kind};
//! # struct Card; struct CardId; struct BoardId;
//! const ID: Field<Card, kind::Id<CardId>> = Field::new("id");
//! ID.eq(BoardId);
//! ```
//!
//! ```compile_fail,E0277
//! # use plansmith_runtime::filter::{Field, kind};
//! # struct Card;
//! const UPDATED_AT: Field<Card, kind::DateTime> = Field::new("updated_at");
//! UPDATED_AT.gte("yesterday");
//! ```
//!
//!
//! ```compile_fail,E0277
//! # use plansmith_runtime::filter::{Field, kind};
//! # struct Card;
//! const SIZE: Field<Card, kind::Number> = Field::new("size");
//! SIZE.eq("1");
//! ```

mod call;
mod expression;
mod field;
pub mod kind;
mod path;
pub(crate) mod selection;
mod sort;

pub use expression::{Filter, FilterError};
pub use field::Field;
pub use path::{Property, Relation};
pub use sort::Sort;

#[cfg(test)]
mod tests;
