//! Fields of an operation: where they go and how they are set.

use std::fmt::Write;

use proc_macro::TokenTree;

use crate::args::{Argument, C};
use crate::case;
use crate::model::{documented, each, word};
use crate::parse::{Field, Res, Tokens, Ty, fail, unescape};

pub struct Parameter<'a> {
    pub field: &'a Field,
    place: Place,
    optional: Option<Ty>,
}

enum Place {
    /// The method of the call, the wire name as a literal, the style as an expression.
    Styled { method: &'static str, wire: String, style: String },
    /// `filter`, `sort`, `eager`, `show`, `hide`.
    Convention(String),
    /// The call that sets the body, `{}` for the value.
    Body { call: String, any_bytes: bool },
}

const KINDS: [(&str, &str); 7] = [
    ("form", "Form"),
    ("simple", "Simple"),
    ("label", "Label"),
    ("matrix", "Matrix"),
    ("spaceDelimited", "SpaceDelimited"),
    ("pipeDelimited", "PipeDelimited"),
    ("deepObject", "DeepObject"),
];

impl<'a> Parameter<'a> {
    pub fn new(field: &'a Field, path: &str, rule: &str) -> Res<Self> {
        let place = match (field.attr("body").next(), field.attr("param").next()) {
            (Some(_), Some(param)) => return fail(param.span, "a field is a parameter or the body"),
            (Some(body), None) => self::body(&mut body.args())?,
            (None, _) => param(field, path, rule)?,
        };
        let optional = if field.ty.head() == "Option" { field.ty.arg() } else { None };
        Ok(Self { field, place, optional })
    }

    pub fn is_body(&self) -> bool {
        matches!(self.place, Place::Body { .. })
    }

    pub fn is_optional(&self) -> bool {
        self.optional.is_some()
    }

    /// Whether this is the path parameter with this name.
    pub fn is_path(&self, name: &str) -> bool {
        matches!(&self.place, Place::Styled { method: "path", wire, .. } if unescape(wire) == name)
    }

    pub fn argument(&self) -> Argument {
        if matches!(self.place, Place::Body { any_bytes: true, .. }) {
            let body = format!("{C}::Body").parse::<proc_macro::TokenStream>().expect("a path").into_iter().collect();
            return Argument::of(&Ty(body));
        }
        Argument::of(self.optional.as_ref().unwrap_or(&self.field.ty))
    }

    /// The method call that puts the argument into the request.
    pub fn call(&self) -> String {
        let value = self.argument().spelled(&self.field.ident);
        match &self.place {
            Place::Styled { method, wire, style } => format!("{method}({wire}, {C}::Style::{style}, &{value})"),
            Place::Convention(name) => format!("{name}(&{value})"),
            Place::Body { call, .. } => call.replace("{}", &value),
        }
    }

    /// The setter, when the parameter is optional.
    pub fn setter(&self, out: &mut String) -> Res<()> {
        if !self.is_optional() {
            return match self.field.ty.head().as_str() {
                "Option" => fail(self.field.span, "expected `Option<T>`"),
                _ => Ok(()),
            };
        }
        let _ = write!(
            out,
            "{}#[inline] pub fn {name}(self, {name}: {}) -> Self {{ Self(self.0.{}) }}",
            documented(self.field, "Sets"),
            self.argument().ty,
            self.call(),
            name = self.field.ident
        );
        Ok(())
    }
}

fn param(field: &Field, path: &str, rule: &str) -> Res<Place> {
    let mut method = None;
    let mut wire = None;
    let mut kind = None;
    let mut explode = None;
    let mut flags = "";
    let mut reserved = false;
    let mut convention = None;
    for attr in field.attr("param") {
        each(attr, |args| {
            if matches!(args.peek(), Some(TokenTree::Literal(_))) {
                wire = Some(args.string("the wire name")?);
                return Ok(());
            }
            let (word, span) = word(args)?;
            match word.as_str() {
                "path" => method = Some("path"),
                "query" => method = Some("query"),
                "header" => method = Some("header"),
                "cookie" => method = Some("cookie"),
                "reserved" => reserved = true,
                "json" => flags = ".json()",
                "style" => {
                    args.punct('=')?;
                    let style = args.ident("a style")?;
                    let text = style.to_string();
                    let Some((_, found)) = KINDS.iter().find(|(name, _)| *name == text) else {
                        return fail(
                            style.span(),
                            format!("expected a style: one of {}", KINDS.map(|(name, _)| name).join(", ")),
                        );
                    };
                    kind = Some(*found);
                }
                "explode" => {
                    args.punct('=')?;
                    explode = Some(args.ident("`true` or `false`")?.to_string() == "true");
                }
                "filter" | "sort" | "eager" | "show" | "hide" => convention = Some(word),
                _ => {
                    return fail(
                        span,
                        "expected a place, a wire name, `style = ...`, `explode = ...`, `reserved`, `json`, `filter`, `sort`, `eager`, `show` or `hide`",
                    );
                }
            }
            Ok(())
        })?;
    }
    if let Some(convention) = convention {
        return Ok(Place::Convention(convention));
    }
    let wire = wire.unwrap_or_else(|| format!("{:?}", case::apply(rule, field.name())));
    let in_path = path.contains(&format!("{{{}}}", unescape(&wire)));
    let method = method.unwrap_or(if in_path { "path" } else { "query" });
    if method == "path" && !in_path {
        return fail(field.span, format!("the path has no parameter {wire}"));
    }
    let (default, exploded) = match method {
        "query" | "cookie" => ("Form", true),
        _ => ("Simple", false),
    };
    let mut style = if kind.is_none() && explode.is_none_or(|explode| explode == exploded) {
        method.to_ascii_uppercase()
    } else {
        let kind = kind.unwrap_or(default);
        let explode = explode.unwrap_or(matches!(kind, "Form" | "DeepObject"));
        format!("new({C}::StyleKind::{kind}, {explode})")
    };
    if reserved {
        style.push_str(".reserved()");
    }
    style.push_str(flags);
    Ok(Place::Styled { method, wire, style })
}

fn body(args: &mut Tokens) -> Res<Place> {
    let (kind, span) = word(args)?;
    args.comma()?;
    let media = |args: &mut Tokens, default: &str| -> Res<String> {
        if args.is_end() { Ok(format!("{default:?}")) } else { args.string("a media type") }
    };
    let mut any_bytes = false;
    let call = match kind.as_str() {
        "json" => format!("json({}, &{{}})", media(args, "application/json")?),
        "form" => {
            let mut styles = String::new();
            while !args.is_end() {
                let name = args.string("the name of a property")?;
                args.punct('=')?;
                let style = args.ident("a style")?;
                let found = match style.to_string().as_str() {
                    "form" => "Form",
                    "formJoined" => "FormJoined",
                    "spaceDelimited" => "SpaceDelimited",
                    "pipeDelimited" => "PipeDelimited",
                    "deepObject" => "DeepObject",
                    "json" => "Json",
                    _ => {
                        let text = "expected a style: form, formJoined, spaceDelimited, pipeDelimited, deepObject or json";
                        return fail(style.span(), text);
                    }
                };
                let _ = write!(styles, "({name}, {C}::FormStyle::{found}),");
                args.comma()?;
            }
            format!("form(&[{styles}], &{{}})")
        }
        "multipart" => format!("multipart({C}::IntoMultipart::into_multipart({{}}))"),
        "text" => format!("raw({}, {{}})", media(args, "text/plain")?),
        "bytes" => {
            any_bytes = true;
            format!("raw({}, {{}})", media(args, "application/octet-stream")?)
        }
        "choice" => "content({})".to_owned(),
        _ => return fail(span, "expected `json`, `form`, `multipart`, `text`, `bytes` or `choice`"),
    };
    args.comma()?;
    if args.is_end() { Ok(Place::Body { call, any_bytes }) } else { args.fail("`)`") }
}
