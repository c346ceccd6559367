//! Bodies with every property, by group of operations.

pub(crate) mod actions;
pub(crate) mod boards;
pub(crate) mod cards;
pub(crate) mod people;
pub(crate) mod planning;
