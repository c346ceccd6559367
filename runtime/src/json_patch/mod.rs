//! JSON Patch ([RFC 6902](https://www.rfc-editor.org/rfc/rfc6902)), typed by the object it changes.
//!
//! A generated crate has one constant per property of such an object: a [`PatchField`], or a [`PatchList`] for an array. Its
//! methods make the [`PatchOperation`]s that a request takes; names and types of values are checked by the compiler.
//!
//! ```
//! use plansmith_runtime::json_patch::{PatchField, PatchList, PatchOperation};
//!
//! struct Card;
//! const TITLE: PatchField<Card, String> = PatchField::new("title");
//! const TAGS: PatchList<Card, String> = PatchList::new("tags");
//!
//! let changes: [PatchOperation<Card>; 3] = [TITLE.replace("Release 2"), TAGS.append("red"), TAGS.at(0).remove()];
//! # let text = serde_json::to_string(&changes).unwrap();
//! # assert!(text.starts_with(r#"[{"op":"replace","path":"/title","value":"Release 2"},{"op":"add","path":"/tags/-""#));
//! ```
//!
//! A property of one object cannot change another, and a value has the type of its property:
//!
//! ```compile_fail,E0308
//! # use plansmith_runtime::json_patch::{PatchField, PatchOperation};
//! # struct Card; struct Board;
//! const TITLE: PatchField<Board, String> = PatchField::new("title");
//! let change: PatchOperation<Card> = TITLE.remove();
//! ```
//!
//! ```compile_fail,E0277
//! # use plansmith_runtime::json_patch::PatchField;
//! # struct Card;
//! const TITLE: PatchField<Card, String> = PatchField::new("title");
//! TITLE.replace(true);
//! ```

mod field;
mod list;
mod operation;
mod pointer;

pub use field::PatchField;
pub use list::PatchList;
pub use operation::PatchOperation;

#[cfg(test)]
mod tests;
