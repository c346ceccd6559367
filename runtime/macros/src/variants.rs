//! What the derives of enums share.

use syn::{Data, DeriveInput, Error, Fields, Result, Type, Variant};

/// The variants of an enum without parameters.
pub fn variants(input: &DeriveInput) -> Result<Vec<&Variant>> {
    crate::attributes::without_generics(input)?;
    match &input.data {
        Data::Enum(data) => Ok(data.variants.iter().collect()),
        _ => Err(Error::new(input.ident.span(), "expected an enum")),
    }
}

/// The type of a variant's one unnamed field, if it has that.
pub fn content(variant: &Variant) -> Option<&Type> {
    match &variant.fields {
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => Some(&fields.unnamed[0].ty),
        _ => None,
    }
}

/// Splits the last variant off, which has to be `Other` with fields of these types.
pub fn with_other<'a>(input: &DeriveInput, list: &[&'a Variant], wanted: &str, types: &[&str]) -> Result<Vec<&'a Variant>> {
    let Some((other, known)) = list.split_last() else {
        return Err(Error::new(input.ident.span(), format!("expected variants, the last being `{wanted}`")));
    };
    let found = match &other.fields {
        Fields::Unnamed(fields) => fields.unnamed.iter().map(|field| &field.ty).collect(),
        _ => Vec::new(),
    };
    let fits = other.ident == "Other"
        && found.len() == types.len()
        && found.iter().zip(types).all(|(ty, name)| crate::types::is_named(ty, name));
    if fits {
        Ok(known.to_vec())
    } else {
        Err(Error::new(other.ident.span(), format!("the last variant is `{wanted}`, for what fits no other")))
    }
}
