//! What README, api.md and the crate documentation say of a crate.

use super::{Lower, TypeItems, docs};
use crate::rust::{Guide, OperationItem, Surface, SurfaceOperation, SurfaceResource, Ty};
use crate::source::Input;

impl Lower<'_> {
    /// Collects the facts.
    pub fn surface(&self, operations: &[(usize, OperationItem)], types: &TypeItems, input: &Input<'_>) -> Surface {
        let mut resources: Vec<SurfaceResource> = self
            .names
            .resources
            .iter()
            .map(|resource| SurfaceResource {
                title: if resource.tag.is_empty() { "Operations".to_owned() } else { plain(&resource.tag) },
                accessor: resource.module.clone(),
                operations: Vec::new(),
            })
            .collect();
        for ((index, item), operation) in operations.iter().zip(&self.api.operations) {
            resources[*index].operations.push(SurfaceOperation {
                signature: signature(item),
                method: item.http.clone(),
                path: docs::shown(&item.path),
                evidence: operation.evidence.clone().unwrap_or_default(),
                deprecated: item.deprecated,
            });
        }
        let description = self.api.info.description.as_deref().map(docs::markdown).unwrap_or_default();
        Surface {
            title: self.title(),
            description: description.join("\n"),
            resources,
            types: types.len() + self.added.len(),
            page: Vec::new(),
            pages: Vec::new(),
            source: input.root.rsplit(['/', '\\']).next().unwrap_or_default().to_owned(),
            guide: Guide::default(),
        }
    }
}

/// The first sentence of doc lines.
pub fn first_sentence(docs: &[String]) -> String {
    let text = docs.iter().take_while(|line| !line.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" ");
    match text.find(". ") {
        Some(end) => text[..=end].to_owned(),
        None => text,
    }
}

/// Text on one line without Markdown marks of its own.
pub fn plain(text: &str) -> String {
    docs::markdown(text).join(" ")
}

/// The signature of a method of a handle with its setters in brackets.
fn signature(item: &OperationItem) -> String {
    let arguments: Vec<String> = item
        .params
        .iter()
        .filter(|param| !param.value().1)
        .map(|param| format!("{}: {}", param.name, ty_text(&param.ty)))
        .collect();
    let options: Vec<&str> = item.params.iter().filter(|param| param.value().1).map(|param| param.name.as_str()).collect();
    let options = if options.is_empty() { String::new() } else { format!(" [{}]", options.join(", ")) };
    format!("{}({}){options} -> {}", item.method, arguments.join(", "), response(&item.output))
}

/// What a call answers, as a reader of api.md sees it.
pub fn response(output: &Ty) -> String {
    match output {
        Ty::Generic("Json", inner) => ty_text(inner),
        Ty::Generic("Events", inner) => format!("EventStream<{}>", ty_text(inner)),
        Ty::Generic("JsonSequence", inner) => format!("JsonStream<{}>", ty_text(inner)),
        Ty::Runtime("Empty") => "()".to_owned(),
        Ty::Runtime("Text") => "String".to_owned(),
        Ty::Runtime("Raw") => "Bytes".to_owned(),
        Ty::Runtime("Download") => "ByteStream".to_owned(),
        other => ty_text(other),
    }
}

/// A type as text.
pub fn ty_text(ty: &Ty) -> String {
    match ty {
        Ty::Prim(name) | Ty::Runtime(name) => (*name).to_owned(),
        Ty::Local(name) | Ty::Outside(name) => name.clone(),
        Ty::Generic(name, inner) => format!("{name}<{}>", ty_text(inner)),
        Ty::Tuple(items) => format!("({})", items.iter().map(ty_text).collect::<Vec<_>>().join(", ")),
        Ty::Vec(inner) => format!("Vec<{}>", ty_text(inner)),
        Ty::Map(inner) => format!("BTreeMap<String, {}>", ty_text(inner)),
        Ty::Option(inner) => format!("Option<{}>", ty_text(inner)),
        Ty::Box(inner) => format!("Box<{}>", ty_text(inner)),
    }
}
