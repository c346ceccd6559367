//! Names and types as tokens.

use super::syntax::{self, ident};
use crate::rust::Ty;
use proc_macro2::Ident;
use std::collections::BTreeMap;
use syn::punctuated::Punctuated;
use syn::token::Paren;
use syn::{Token, Type, TypeTuple};

/// Names of the runtime that a type of the API has too, with what they are imported as.
pub type Renamed = BTreeMap<&'static str, String>;

/// A name of the runtime as it is called in this file.
pub fn known(name: &str, renamed: &Renamed) -> Ident {
    ident(renamed.get(name).map_or(name, String::as_str))
}

/// A type.
pub fn ty(ty: &Ty) -> Type {
    match ty {
        Ty::Prim(name) | Ty::Runtime(name) => named(name),
        Ty::Local(name) => named(name),
        Ty::Outside(path) => syn::parse_str(path).expect("a checked path is a type"),
        Ty::Generic(name, inner) => of(name, inner),
        Ty::Tuple(items) => {
            let mut elems: Punctuated<Type, Token![,]> = items.iter().map(self::ty).collect();
            elems.push_punct(<Token![,]>::default());
            Type::Tuple(TypeTuple { attrs: Vec::new(), paren_token: Paren::default(), elems })
        }
        Ty::Vec(inner) => of("Vec", inner),
        Ty::Option(inner) => of("Option", inner),
        Ty::Box(inner) => of("Box", inner),
        Ty::Map(inner) => syntax::of_path(syntax::generic(ident("BTreeMap"), [named("String"), self::ty(inner)])),
    }
}

fn named(name: &str) -> Type {
    syntax::of_path(syntax::path(&[name]))
}

fn of(name: &str, inner: &Ty) -> Type {
    syntax::of_path(syntax::generic(ident(name), [ty(inner)]))
}
