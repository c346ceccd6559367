//! What reviewers of a description read.

pub mod text;
