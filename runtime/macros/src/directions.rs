//! `Received` and `Sent`: what a type of one direction needs, and on request the other one.

use proc_macro2::TokenStream;
use syn::{Data, DeriveInput, Result};

use crate::{record, setters, union};

/// What is only read; `full` adds writing and making.
pub fn received(input: &DeriveInput, full: bool) -> Result<TokenStream> {
    let mut out = read(input)?;
    if full {
        out.extend(written(input)?);
    }
    Ok(out)
}

/// What is only sent; `full` adds reading.
pub fn sent(input: &DeriveInput, full: bool) -> Result<TokenStream> {
    let mut out = written(input)?;
    if full {
        out.extend(read(input)?);
    }
    Ok(out)
}

fn read(input: &DeriveInput) -> Result<TokenStream> {
    if matches!(input.data, Data::Enum(_)) { union::read(input) } else { record::read(input) }
}

fn written(input: &DeriveInput) -> Result<TokenStream> {
    if matches!(input.data, Data::Enum(_)) {
        return union::write(input);
    }
    let mut out = record::write(input)?;
    out.extend(setters::setters(input)?);
    Ok(out)
}
