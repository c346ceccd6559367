//! What README, api.md and the crate documentation say of a crate.

use super::{Lower, TypeItems, docs};
use crate::rust::{
    BodyItem, Guide, Item, OperationItem, ParamItem, ParamPlace, Surface, SurfaceOperation, SurfaceResource, SurfaceType, Ty,
};
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
                method: item.http.to_owned(),
                path: item.path.chars().filter(|c| docs::visible(*c)).collect(),
                bodies: self.bodies(item),
                evidence: operation.evidence.clone().unwrap_or_default(),
                deprecated: item.deprecated,
            });
        }
        let mut types: Vec<SurfaceType> =
            types.iter().map(|(_, item)| item).chain(self.added.iter().map(|(_, item)| item)).filter_map(surface_type).collect();
        types.sort_by(|a, b| a.name.cmp(&b.name));
        let description = self.api.info.description.as_deref().map(docs::markdown).unwrap_or_default();
        Surface {
            title: self.title(),
            description: description.join("\n"),
            resources,
            types,
            source: input.root.rsplit(['/', '\\']).next().unwrap_or_default().to_owned(),
            guide: Guide::default(),
        }
    }

    /// Bodies of an operation that takes several content types.
    fn bodies(&self, item: &OperationItem) -> Vec<String> {
        let choice = item.params.iter().find_map(|param| match (&param.place, param.value().0) {
            (ParamPlace::Body(BodyItem { kind: "choice", .. }), Ty::Local(name)) => Some(name),
            _ => None,
        });
        let content = self.added.iter().find_map(|(_, added)| match added {
            Item::Content(content) if Some(&content.name) == choice => Some(content),
            _ => None,
        });
        let variants = content.into_iter().flat_map(|content| &content.variants);
        variants.map(|one| format!("`{}({})`: {}", one.name, ty_text(&one.ty), one.docs.join(" "))).collect()
    }
}

fn is_option(param: &ParamItem) -> bool {
    matches!(param.ty, Ty::Option(_))
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

/// The signature of a method of a handle, as a reader of api.md sees it.
fn signature(item: &OperationItem) -> String {
    let arguments: Vec<String> = item
        .params
        .iter()
        .filter(|param| !is_option(param))
        .map(|param| format!("{}: {}", param.name, ty_text(&param.ty)))
        .collect();
    let options: Vec<&str> = item.params.iter().filter(|param| is_option(param)).map(|param| param.name.as_str()).collect();
    let options = if options.is_empty() { String::new() } else { format!(" [{}]", options.join(", ")) };
    let output = match &item.output {
        Ty::Generic("Json", inner) => ty_text(inner),
        Ty::Generic("Events", inner) => format!("EventStream<{}>", ty_text(inner)),
        Ty::Runtime("Empty") => "()".to_owned(),
        Ty::Runtime("Text") => "String".to_owned(),
        Ty::Runtime("Raw") => "Bytes".to_owned(),
        Ty::Runtime("Download") => "ByteStream".to_owned(),
        other => ty_text(other),
    };
    format!("{}({}){options} -> {output}", item.method, arguments.join(", "))
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

fn surface_type(item: &Item) -> Option<SurfaceType> {
    Some(match item {
        Item::Struct(item) => {
            let members = item.fields.iter().map(|field| format!("{}: {}", field.name, ty_text(&field.ty)));
            SurfaceType { name: item.name.clone(), kind: "struct", members: members.collect() }
        }
        Item::Enum(item) => SurfaceType {
            name: item.name.clone(),
            kind: "enum",
            members: item.variants.iter().map(|variant| variant.name.clone()).collect(),
        },
        Item::Union(item) => {
            let members = item.variants.iter().map(|variant| format!("{}({})", variant.name, ty_text(&variant.ty)));
            SurfaceType { name: item.name.clone(), kind: "union", members: members.collect() }
        }
        Item::Newtype(item) => SurfaceType { name: item.name.clone(), kind: "newtype", members: vec![ty_text(&item.ty)] },
        Item::Alias(item) => SurfaceType { name: item.name.clone(), kind: "alias", members: vec![ty_text(&item.ty)] },
        Item::Answers(item) => {
            let members = item.variants.iter().map(|variant| {
                variant.ty.as_ref().map_or(variant.name.clone(), |ty| format!("{}({})", variant.name, ty_text(ty)))
            });
            SurfaceType { name: item.name.clone(), kind: "answers", members: members.collect() }
        }
        _ => return None,
    })
}
