//! Syntax trees of what a crate consists of for the most part: documented types, fields, methods and their calls.
//!
//! They are built as they are. Everything else is written as tokens and parsed, which reads better and takes longer.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::punctuated::Punctuated;
use syn::token::{Brace, Bracket, Paren};
use syn::{
    AngleBracketedGenericArguments, AttrStyle, Attribute, Block, Expr, ExprCall, ExprField, ExprLit, ExprMethodCall, ExprPath,
    ExprReference, Field, FieldModifiers, Fields, FieldsNamed, FieldsUnnamed, FnArg, FnModifiers, GenericArgument, Generics,
    ImplItem, ImplItemFn, ImplModifiers, Item, ItemEnum, ItemImpl, ItemStruct, Lit, LitStr, MacroDelimiter, Member, Meta,
    MetaList, MetaNameValue, Pat, PatIdent, PatType, Path, PathArguments, PathSegment, Receiver, ReceiverKind, ReturnType,
    Safety, Signature, Stmt, Token, TraitBound, TraitBoundModifiers, Type, TypeImplTrait, TypeParamBound, TypePath, Variant,
    Visibility,
};

/// The file that tokens are.
pub fn file(tokens: TokenStream) -> syn::File {
    syn::parse2(tokens).expect("emitted tokens are Rust")
}

/// The items that tokens are.
pub fn items(tokens: TokenStream) -> Vec<Item> {
    file(tokens).items
}

/// The associated constant that tokens are.
pub fn constant(tokens: TokenStream) -> ImplItem {
    syn::parse2(tokens).expect("emitted tokens are a constant")
}

/// The expression that tokens are.
pub fn expression(tokens: TokenStream) -> Expr {
    syn::parse2(tokens).expect("emitted tokens are an expression")
}

/// An identifier, raw or not.
pub fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// A line as a doc comment can hold it: characters that end a line or turn the text around become spaces.
pub fn doc_line(line: &str) -> String {
    match line {
        "" => String::new(),
        line if line.contains(super::text::breaks) => format!(" {}", line.replace(super::text::breaks, " ")),
        line => format!(" {line}"),
    }
}

/// `#[doc = "..."]` for each line, which the printer writes as comments.
pub fn docs(lines: &[String]) -> Vec<Attribute> {
    lines.iter().map(|line| doc(&doc_line(line))).collect()
}

fn doc(line: &str) -> Attribute {
    named_value("doc", line)
}

/// `#[name = "text"]`.
pub fn named_value(name: &str, text: &str) -> Attribute {
    attribute(Meta::NameValue(MetaNameValue { path: path(&[name]), eq_token: <Token![=]>::default(), value: self::text(text) }))
}

/// `#[name]`.
pub fn marker(name: &str) -> Attribute {
    attribute(Meta::Path(path(&[name])))
}

/// `#[name(tokens)]`.
pub fn list(name: &str, tokens: TokenStream) -> Attribute {
    attribute(Meta::List(MetaList { path: path(&[name]), delimiter: MacroDelimiter::Paren(Paren::default()), tokens }))
}

/// `#[derive(...)]`.
pub fn derives(names: &[&str]) -> Attribute {
    let names = names.iter().map(|name| ident(name));
    list("derive", quote! { #(#names),* })
}

fn attribute(meta: Meta) -> Attribute {
    Attribute { pound_token: <Token![#]>::default(), style: AttrStyle::Outer, bracket_token: Bracket::default(), meta }
}

fn public() -> Visibility {
    Visibility::Public(<Token![pub]>::default())
}

/// `a::b::c`.
pub fn path(segments: &[&str]) -> Path {
    let segments = segments.iter().map(|name| PathSegment { ident: ident(name), arguments: PathArguments::None });
    Path { leading_colon: None, segments: segments.collect() }
}

/// `name<arguments>`.
pub fn generic(name: Ident, arguments: impl IntoIterator<Item = Type>) -> Path {
    let arguments = PathArguments::AngleBracketed(AngleBracketedGenericArguments {
        colon2_token: None,
        lt_token: <Token![<]>::default(),
        args: arguments.into_iter().map(GenericArgument::Type).collect(),
        gt_token: <Token![>]>::default(),
    });
    Path { leading_colon: None, segments: Punctuated::from_iter([PathSegment { ident: name, arguments }]) }
}

/// The type with a path.
pub fn of_path(path: Path) -> Type {
    Type::Path(TypePath { attrs: Vec::new(), qself: None, path })
}

/// `impl bound`.
pub fn implements(bound: Path) -> Type {
    let bound =
        TraitBound { paren_token: None, lifetimes: None, modifiers: TraitBoundModifiers::default(), maybe: None, path: bound };
    let bounds = Punctuated::from_iter([TypeParamBound::Trait(bound)]);
    Type::ImplTrait(TypeImplTrait { attrs: Vec::new(), impl_token: <Token![impl]>::default(), bounds })
}

/// A field of a struct, or of a variant where it has no name.
fn field(attrs: Vec<Attribute>, vis: Visibility, name: Option<Ident>, ty: Type) -> Field {
    let colon_token = name.is_some().then(<Token![:]>::default);
    Field { attrs, vis, modifiers: FieldModifiers::default(), ident: name, colon_token, ty, default: None }
}

/// A public field.
pub fn named_field(attrs: Vec<Attribute>, name: &str, ty: Type) -> Field {
    field(attrs, public(), Some(ident(name)), ty)
}

/// `pub struct name { fields }`.
pub fn structure(attrs: Vec<Attribute>, name: &str, fields: impl Iterator<Item = Field>) -> Item {
    let fields = Fields::Named(FieldsNamed { brace_token: Brace::default(), named: fields.collect() });
    self::item_struct(attrs, name, fields)
}

/// `pub struct name(ty);`.
pub fn newtype(attrs: Vec<Attribute>, name: &str, ty: Type) -> Item {
    let unnamed = Punctuated::from_iter([field(Vec::new(), Visibility::Inherited, None, ty)]);
    item_struct(attrs, name, Fields::Unnamed(FieldsUnnamed { paren_token: Paren::default(), unnamed }))
}

fn item_struct(attrs: Vec<Attribute>, name: &str, fields: Fields) -> Item {
    Item::Struct(ItemStruct {
        attrs,
        vis: public(),
        struct_token: <Token![struct]>::default(),
        ident: ident(name),
        generics: Generics::default(),
        semi_token: matches!(fields, Fields::Unnamed(_)).then(<Token![;]>::default),
        fields,
    })
}

/// `pub enum name { variants }`.
pub fn enumeration(attrs: Vec<Attribute>, name: &str, variants: impl Iterator<Item = Variant>) -> Item {
    Item::Enum(ItemEnum {
        attrs,
        vis: public(),
        enum_token: <Token![enum]>::default(),
        ident: ident(name),
        generics: Generics::default(),
        brace_token: Brace::default(),
        variants: variants.collect(),
    })
}

/// A variant, with types where it has content.
pub fn variant(mut attrs: Vec<Attribute>, name: &str, types: impl IntoIterator<Item = Type>) -> Variant {
    // A long enum is one tree, and room for attributes that a variant does not have would be most of it.
    attrs.shrink_to_fit();
    let unnamed: Punctuated<Field, Token![,]> =
        types.into_iter().map(|one| field(Vec::new(), Visibility::Inherited, None, one)).collect();
    let fields =
        if unnamed.is_empty() { Fields::Unit } else { Fields::Unnamed(FieldsUnnamed { paren_token: Paren::default(), unnamed }) };
    Variant { attrs, ident: ident(name), fields, discriminant: None }
}

/// `impl name { items }`.
pub fn implementation(name: &str, items: Vec<ImplItem>) -> Item {
    Item::Impl(ItemImpl {
        attrs: Vec::new(),
        modifiers: ImplModifiers::default(),
        unsafety: None,
        impl_token: <Token![impl]>::default(),
        generics: Generics::default(),
        trait_: None,
        self_ty: Box::new(of_path(path(&[name]))),
        brace_token: Brace::default(),
        items,
    })
}

/// How a method takes its value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// `self`.
    Value,
    /// `&self`.
    Reference,
}

/// `pub fn name(self, arguments) -> output { body }`.
pub fn method(
    attrs: Vec<Attribute>,
    name: &str,
    takes: Takes,
    arguments: impl Iterator<Item = (Ident, Type)>,
    output: &str,
    body: Expr,
) -> ImplItem {
    let kind = match takes {
        Takes::Value => ReceiverKind::Value,
        Takes::Reference => ReceiverKind::Reference(<Token![&]>::default(), None, None),
    };
    let receiver = Receiver { attrs: Vec::new(), mutability: None, self_token: <Token![self]>::default(), kind };
    let arguments = arguments.map(|(name, ty)| {
        let pat = PatIdent { attrs: Vec::new(), by_ref: None, mutability: None, ident: name, subpat: None };
        FnArg::Typed(PatType {
            attrs: Vec::new(),
            pat: Box::new(Pat::Ident(pat)),
            colon_token: <Token![:]>::default(),
            ty: Box::new(ty),
        })
    });
    let sig = Signature {
        constness: None,
        asyncness: None,
        safety: Safety::Default,
        abi: None,
        fn_token: <Token![fn]>::default(),
        ident: ident(name),
        generics: Generics::default(),
        paren_token: Paren::default(),
        inputs: std::iter::once(FnArg::Receiver(receiver)).chain(arguments).collect(),
        variadic: None,
        output: ReturnType::Type(<Token![->]>::default(), Box::new(of_path(path(&[output])))),
    };
    let block = Block { brace_token: Brace::default(), stmts: vec![Stmt::Expr(body, None)] };
    ImplItem::Fn(ImplItemFn { attrs, vis: public(), modifiers: FnModifiers::default(), sig, block })
}

/// A text.
pub fn text(text: &str) -> Expr {
    Expr::Lit(ExprLit { attrs: Vec::new(), lit: Lit::Str(LitStr::new(text, Span::call_site())) })
}

/// The value with a path.
pub fn value(segments: &[&str]) -> Expr {
    Expr::Path(ExprPath { attrs: Vec::new(), qself: None, path: path(segments) })
}

/// `&of`.
pub fn reference(of: Expr) -> Expr {
    Expr::Reference(ExprReference { attrs: Vec::new(), and_token: <Token![&]>::default(), mutability: None, expr: Box::new(of) })
}

/// `self.0`.
pub fn inner() -> Expr {
    Expr::Field(ExprField {
        attrs: Vec::new(),
        base: Box::new(value(&["self"])),
        dot_token: <Token![.]>::default(),
        member: Member::from(0),
    })
}

/// `function(arguments)`.
pub fn call(function: Expr, arguments: impl IntoIterator<Item = Expr>) -> Expr {
    Expr::Call(ExprCall {
        attrs: Vec::new(),
        func: Box::new(function),
        paren_token: Paren::default(),
        args: arguments.into_iter().collect(),
    })
}

/// `receiver.name(arguments)`.
pub fn method_call(receiver: Expr, name: &str, arguments: impl IntoIterator<Item = Expr>) -> Expr {
    Expr::MethodCall(ExprMethodCall {
        attrs: Vec::new(),
        receiver: Box::new(receiver),
        dot_token: <Token![.]>::default(),
        method: ident(name),
        turbofish: None,
        paren_token: Paren::default(),
        args: arguments.into_iter().collect(),
    })
}
