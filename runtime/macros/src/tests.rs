//! What the derives add to the public surface of a crate: a method here is API of every client.

use crate::directions::{received, sent};
use proc_macro2::TokenStream;
use syn::{DeriveInput, File, ImplItem, Item, Result, Type, Visibility, parse_quote};

/// Public functions, then traits, of an expansion.
fn public(expansion: Result<TokenStream>) -> (Vec<String>, Vec<String>) {
    let file: File = syn::parse2(expansion.expect("the item is right")).expect("an expansion is Rust");
    let (mut functions, mut traits) = (Vec::new(), Vec::new());
    for item in file.items {
        let Item::Impl(item) = item else { panic!("an expansion has implementations only") };
        if let Some(path) = item.trait_.and_then(|of| of.0.segments.last().map(|segment| segment.ident.to_string())) {
            traits.push(match &*item.self_ty {
                Type::Path(ty) if ty.path.is_ident("X") => path,
                _ => format!("{path} of another type"),
            });
            continue;
        }
        for member in item.items {
            match member {
                ImplItem::Fn(function) if matches!(function.vis, Visibility::Public(_)) => {
                    functions.push(function.sig.ident.to_string());
                }
                other => panic!("only public functions are added: {other:?}"),
            }
        }
    }
    traits.sort();
    traits.dedup();
    (functions, traits)
}

fn request(item: &DeriveInput) -> Vec<String> {
    let (functions, traits) = public(crate::request::request(item));
    assert_eq!(traits, ["Display", "Operation"]);
    functions
}

#[test]
fn requests_have_these_methods_and_no_others() {
    let plain = request(&parse_quote! { pub struct X(Call<Json<Card>>); });
    assert_eq!(plain, ["send", "send_full", "timeout", "call_timeout", "header"]);
    let paged = request(&parse_quote! { #[request(page = CardPage, item = Card)] pub struct X(Call<Json<CardPage>>); });
    assert_eq!(paged, ["send", "send_full", "timeout", "call_timeout", "header", "items", "pages"]);
    let stream = request(&parse_quote! { #[request(stream, without(timeout))] pub struct X(Call<Text>); });
    assert_eq!(stream, ["send", "send_full", "send_stream", "call_timeout", "header"]);
}

#[test]
fn types_have_these_and_no_others() {
    let record: DeriveInput = parse_quote! {
        pub struct X {
            pub id: String,
            pub note: Patch<String>,
            pub size: Option<i64>,
        }
    };
    assert_eq!(public(crate::setters::setters(&record)).0, ["new", "note", "size"]);
    assert_eq!(public(crate::record::read(&record)).0, [""; 0]);
    assert_eq!(public(crate::record::write(&record)).1, ["Serialize"]);
    for (full, functions, traits) in [(false, &[][..], 3), (true, &["new", "note", "size"][..], 4)] {
        let (made, implemented) = public(received(&record, full));
        assert_eq!((made, implemented.len()), (functions.iter().map(|name| (*name).to_owned()).collect(), traits), "{full}");
    }
    assert_eq!(
        public(sent(&record, false)),
        (vec!["new".to_owned(), "note".to_owned(), "size".to_owned()], vec!["Serialize".to_owned()])
    );
    assert_eq!(public(sent(&record, true)).1, public(received(&record, true)).1);
    let text: DeriveInput = parse_quote! { pub enum X { #[wire("a")] A, Other(String) } };
    let (functions, traits) = public(crate::scalar::text_enum(&text));
    assert_eq!(functions, ["as_str"]);
    assert!(traits.contains(&"FromText".to_owned()) && traits.contains(&"Display".to_owned()));
    let number: DeriveInput = parse_quote! { pub enum X { #[wire(1)] A, Other(i64) } };
    assert_eq!(public(crate::scalar::int_enum(&number)).0, ["as_i64"]);
    assert_eq!(public(crate::scalar::newtype(&parse_quote! { pub struct X(String); })).0, ["as_str", "into_string"]);
    assert_eq!(public(crate::scalar::newtype(&parse_quote! { pub struct X(i64); })).0, ["get"]);
}
