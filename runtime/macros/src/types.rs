//! What the derives ask of a type: its name, its argument, and how a caller passes it.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{GenericArgument, PathArguments, PathSegment, Type};

/// The last segment of a path: `Option<T>` of `std::option::Option<T>`.
pub fn last_segment(ty: &Type) -> Option<&PathSegment> {
    match ty {
        Type::Path(path) if path.qself.is_none() => path.path.segments.last(),
        // What a `macro_rules` macro passed on.
        Type::Group(group) => last_segment(&group.elem),
        Type::Paren(paren) => last_segment(&paren.elem),
        _ => None,
    }
}

/// Whether the type is called this, whatever the path before it and the arguments behind it.
pub fn is_named(ty: &Type, name: &str) -> bool {
    last_segment(ty).is_some_and(|segment| segment.ident == name)
}

/// `T` of `Option<T>`, where the type has this name and one argument.
pub fn argument_of<'a>(ty: &'a Type, name: &str) -> Option<&'a Type> {
    only_argument(ty).filter(|_| is_named(ty, name))
}

/// `T` of any type with one argument.
pub fn only_argument(ty: &Type) -> Option<&Type> {
    let segment = last_segment(ty)?;
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
    match (arguments.args.first(), arguments.args.len()) {
        (Some(GenericArgument::Type(inner)), 1) => Some(inner),
        _ => None,
    }
}

/// `V` of a map, which is a type with the two arguments `K` and `V`.
pub fn map_value(ty: &Type) -> Option<&Type> {
    let PathArguments::AngleBracketed(arguments) = &last_segment(ty)?.arguments else { return None };
    match arguments.args.last() {
        Some(GenericArgument::Type(value)) if arguments.args.len() == 2 => Some(value),
        _ => None,
    }
}

/// Whole numbers, by whose name a newtype knows what it wraps.
pub const INTEGERS: [&str; 12] = ["i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128", "usize"];

/// Whether the type is a number, `bool` or `char`, which callers pass as they are.
fn is_primitive(ty: &Type) -> bool {
    INTEGERS.iter().chain(&["bool", "char", "f32", "f64"]).any(|name| is_named(ty, name))
}

/// How a caller passes a value of this type: the type of the parameter and, as an expression, the value.
pub fn parameter(ty: &Type, name: &Ident) -> (TokenStream, TokenStream) {
    if is_primitive(ty) {
        return (quote! { #ty }, quote! { #name });
    }
    if let Some(item) = argument_of(ty, "Vec") {
        let ty = quote! { impl ::plansmith_runtime::Arguments<#item> };
        return (ty, quote! { ::plansmith_runtime::Arguments::into_list(#name) });
    }
    (quote! { impl ::plansmith_runtime::Argument<#ty> }, quote! { ::plansmith_runtime::Argument::into_value(#name) })
}
