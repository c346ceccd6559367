//! Bodies of requests: one content type, or an enum of several.

use super::Lower;
use super::operation::passed;
use crate::ir::{Body, Content, ContentKind, Kind, Style, Type};
use crate::media::MediaType;
use crate::name::Words;
use crate::passes::View;
use crate::rust::{BodyItem, ContentItem, ContentVariant, Item, ParamItem, ParamPlace, Passed, Ty};

impl Lower<'_> {
    /// The argument or setter of a body.
    pub fn body(&mut self, body: &Body, name: &str, words: &Words, resource: usize, evidence: Option<&str>) -> Option<ParamItem> {
        let has_json = body.contents.iter().any(|content| content.kind == ContentKind::Json);
        let mut contents: Vec<&Content> = Vec::new();
        for content in &body.contents {
            let twin = contents.iter().any(|other| {
                // A form is written in one way only, and so are two content types that are sent under one name.
                let same = content.kind == ContentKind::Form || sent_media(other) == sent_media(content);
                other.kind == content.kind
                    && (other.ty == content.ty && same
                        || content.kind == ContentKind::Json && other.ty.is_some() && content.ty.is_none())
            });
            let lesser = has_json && matches!(content.kind, ContentKind::Bytes);
            if !twin && !lesser {
                contents.push(content);
            }
        }
        let (place, ty) = match contents.as_slice() {
            [] => return None,
            [one] => self.content(one),
            several => {
                let mut variants = Vec::new();
                let mut taken: Vec<String> = Vec::new();
                for content in several {
                    let (body, ty) = self.content(content);
                    let mut variant = Words::split(content_word(content)).render(crate::name::Case::Camel);
                    if taken.contains(&variant) {
                        variant = Words::split(&content.media).render(crate::name::Case::Camel);
                    }
                    taken.push(variant.clone());
                    let evidence = content.evidence.as_deref().or(evidence).map_or_else(String::new, |word| format!(", {word}"));
                    let docs = vec![format!("`{}`{evidence}.", content.media)];
                    variants.push(ContentVariant { docs, name: variant, body, ty });
                }
                let item = self.claim(&words.and("body"), &words.and("content"));
                let docs = vec![format!(
                    "The body of the request `{}`, one variant for each content type.",
                    words.render(crate::name::Case::Snake)
                )];
                self.added.push((resource, Item::Content(ContentItem { docs, name: item.clone(), variants })));
                (BodyItem { kind: "choice", media: None, styles: Vec::new() }, Ty::Local(item))
            }
        };
        let passed = match place.kind {
            "bytes" | "ranged" | "values" => Passed::Body,
            "multipart" if ty == Ty::Runtime("MultipartForm") => Passed::AsIs,
            _ => passed(&ty),
        };
        let ty = if body.required { ty } else { Ty::Option(Box::new(ty)) };
        let mut lines = self.member_docs(&body.docs, "body");
        if lines.is_empty() && !body.required {
            lines = vec!["Request body.".to_owned()];
        }
        Some(ParamItem {
            docs: lines,
            name: name.to_owned(),
            ty,
            passed,
            place: ParamPlace::Body(place),
            required: body.required,
            deprecated: false,
        })
    }

    /// How a content type is sent, and as what.
    fn content(&mut self, content: &Content) -> (BodyItem, Ty) {
        let sent = |kind, media| BodyItem { kind, media, styles: Vec::new() };
        let media = || Some(sent_media(content));
        if is_ranged(content) {
            return (sent("ranged", media()), Ty::Runtime("MediaBody"));
        }
        match content.kind {
            ContentKind::Json => {
                let view = if content.partial { View::Partial } else { View::Sent };
                let ty = match (self.patch_body(content), &content.ty) {
                    (Some(patch), _) => patch,
                    (None, Some(Type::Named(id)))
                        if content.partial && matches!(self.api.types.get(*id).kind, Kind::Object(_)) =>
                    {
                        Ty::Local(self.names.of(*id, view).to_owned())
                    }
                    (None, Some(ty)) => self.ty(ty, View::Sent),
                    (None, None) => Ty::Runtime("Value"),
                };
                (sent("json", media()), ty)
            }
            ContentKind::Form => {
                let ty = content.ty.as_ref().map_or(Ty::Runtime("Value"), |ty| self.ty(ty, View::Sent));
                let styles = content
                    .encodings
                    .iter()
                    .filter_map(|encoding| Some((encoding.wire.clone(), form_style(encoding)?)))
                    .collect();
                (BodyItem { kind: "form", media: None, styles }, ty)
            }
            ContentKind::Multipart => match &content.ty {
                Some(Type::Named(id)) if self.usage.views(*id).contains(&View::Form) => {
                    (sent("multipart", multipart_media(content)), Ty::Local(self.names.of(*id, View::Form).to_owned()))
                }
                // Parts of other shapes are put together by the caller; the boundary is added when they are sent.
                _ => (sent("multipart", multipart_media(content)), Ty::Runtime("MultipartForm")),
            },
            ContentKind::Text | ContentKind::Events => (sent("text", media()), Ty::Prim("String")),
            ContentKind::Values => {
                let ty = content.ty.as_ref().map_or(Ty::Runtime("Value"), |ty| self.ty(ty, View::Sent));
                (sent("values", media()), Ty::Generic("JsonValues", Box::new(ty)))
            }
            ContentKind::Bytes | ContentKind::Stream => (sent("bytes", media()), Ty::Runtime("Body")),
        }
    }
}

/// Whether the caller names the media type, of a range such as `image/*`. What is written by its type, JSON for one, needs no name.
fn is_ranged(content: &Content) -> bool {
    let written = matches!(content.kind, ContentKind::Json | ContentKind::Form | ContentKind::Multipart);
    !written && MediaType::parse(&content.media).as_str().contains("/*")
}

/// The media type a content is sent as, or the range it is one of. What is written by its type is sent as the plainest type of a
/// range.
fn sent_media(content: &Content) -> String {
    let media = content.media.trim();
    if is_ranged(content) {
        return MediaType::parse(media).as_str().to_owned();
    }
    if media.contains('/') && !MediaType::parse(media).as_str().contains('*') {
        return media.to_owned();
    }
    let plain = match content.kind {
        ContentKind::Json => "application/json",
        ContentKind::Form => "application/x-www-form-urlencoded",
        ContentKind::Multipart => "multipart/form-data",
        ContentKind::Text | ContentKind::Events => "text/plain",
        ContentKind::Bytes | ContentKind::Stream | ContentKind::Values => "application/octet-stream",
    };
    plain.to_owned()
}

/// The media type of a multipart body that is no form.
fn multipart_media(content: &Content) -> Option<String> {
    Some(sent_media(content)).filter(|media| MediaType::parse(media).as_str() != "multipart/form-data")
}

/// The name of a form property's style in `FormStyle`.
pub(super) fn form_style(encoding: &crate::ir::PartEncoding) -> Option<&'static str> {
    if encoding.media.as_deref().is_some_and(|media| media.contains("json")) {
        return Some("Json");
    }
    match (encoding.style, encoding.explode) {
        (Some(Style::DeepObject), _) => Some("DeepObject"),
        (Some(Style::SpaceDelimited), Some(false) | None) => Some("SpaceDelimited"),
        (Some(Style::PipeDelimited), Some(false) | None) => Some("PipeDelimited"),
        (Some(Style::Form) | None, Some(false)) => Some("FormJoined"),
        (Some(Style::Form), Some(true) | None) => Some("Form"),
        _ => None,
    }
}

fn content_word(content: &Content) -> &str {
    if is_ranged(content) {
        let main = content.media.split('/').next().unwrap_or_default().trim();
        return if main == "*" { "any" } else { main };
    }
    match content.kind {
        ContentKind::Json => "json",
        ContentKind::Form => "form",
        ContentKind::Multipart => "multipart",
        ContentKind::Text if content.media.starts_with("text/plain") => "text",
        ContentKind::Text | ContentKind::Events | ContentKind::Values | ContentKind::Bytes | ContentKind::Stream => {
            match content.media.split([';', ' ']).next().unwrap_or_default() {
                "application/octet-stream" => "bytes",
                media => media.rsplit('/').next().unwrap_or(media),
            }
        }
    }
}
