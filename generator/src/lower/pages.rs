//! Paging: the fields that lead to the records of a page and to what it says of itself.

use super::Lower;
use super::docs;
use crate::ir::{Content, ContentKind, Kind, Operation, PagingRule, Source, Type};
use crate::location::push_token;
use crate::passes::View;
use crate::rust::{PageItem, Reach, Step, Ty};

impl Lower<'_> {
    /// Where the pages of an operation have their records.
    pub fn page(&mut self, operation: &Operation) -> Option<PageItem> {
        let paging = operation.paging.as_ref()?;
        let rule = &paging.rule;
        let responses = operation.responses.iter().filter(|response| super::success::is_success(response.status));
        let json = |content: &&Content| content.kind == ContentKind::Json;
        let ty = responses.flat_map(|response| &response.contents).find(json)?.ty.clone()?;
        let body = |source: &'_ Option<Source>| match source {
            Some(Source::Body(path)) => Some(path.clone()),
            _ => None,
        };
        let mut paths = Vec::new();
        for (key, read, path) in [
            ("total", "count", body(&rule.total)),
            ("start", "count", rule.answered_start.clone()),
            ("size", "count", rule.page_size.clone()),
            ("pages", "count", body(&rule.pages)),
            ("more", "flag", rule.more.clone()),
        ] {
            if let Some(path) = path {
                paths.push((key, read, self.field_path(&ty, &path)?));
            }
        }
        let mut cursors = (None, None);
        match &rule.next {
            Some(Source::LastItem(path)) => cursors.0 = Some(self.field_path(&paging.item, path)?),
            Some(Source::Body(path)) => cursors.1 = Some(self.field_path(&ty, path)?),
            _ => {}
        }
        Some(PageItem {
            rule: super::conventions::paging_use(&self.api.conventions, paging.name.as_deref(), rule),
            page: self.ty(&ty, View::Main),
            item: self.ty(&paging.item, View::Main),
            items: self.field_path(&ty, &rule.items)?,
            paths,
            item_cursor: cursors.0,
            page_cursor: cursors.1,
            reads: reads(rule),
        })
    }

    /// The fields that wire names lead through.
    fn field_path(&mut self, ty: &Type, path: &[String]) -> Option<Vec<Step>> {
        let Some((first, rest)) = path.split_first() else { return Some(Vec::new()) };
        let id = self.object_id(ty)?;
        let api = self.api;
        let Kind::Object(object) = &api.types.get(id).kind else { return None };
        let index = object.fields.iter().position(|field| field.wire == *first)?;
        let (written, _) = self.field_type(id, View::Main, index, &object.fields[index]);
        let reach = match written {
            Ty::Option(_) => Reach::Option,
            Ty::Generic("Patch", _) => Reach::Patch,
            _ => Reach::Always,
        };
        let mut out = vec![Step { field: self.names.members(id)[index].clone(), reach }];
        out.extend(self.field_path(&object.fields[index].ty, rest)?);
        Some(out)
    }
}

/// What a rule reads of a response, in words: `/data; total /count; next /id of the last item`.
fn reads(rule: &PagingRule) -> String {
    let pointer = |path: &[String]| {
        let mut pointer = String::new();
        for name in path {
            push_token(&mut pointer, name);
        }
        format!("`{}`", docs::shown(&pointer).replace('`', "'"))
    };
    let name = |name: &str| format!("`{}`", docs::shown(name).replace('`', "'"));
    let source = |source: &Source| match source {
        Source::Body(path) => pointer(path),
        Source::LastItem(path) => format!("{} of the last item", pointer(path)),
        Source::Header(header) => format!("header {}", name(header)),
        Source::Link(relation) => format!("link {}", name(relation)),
    };
    let mut words = Vec::new();
    words.extend((!rule.items.is_empty()).then(|| pointer(&rule.items)));
    for (word, text) in [
        ("total", rule.total.as_ref().map(source)),
        ("pages", rule.pages.as_ref().map(source)),
        ("more", rule.more.as_deref().map(pointer)),
        ("start", rule.answered_start.as_deref().map(pointer)),
        ("size", rule.page_size.as_deref().map(pointer)),
        ("next", rule.next.as_ref().map(source)),
    ] {
        words.extend(text.map(|text| format!("{word} {text}")));
    }
    words.join("; ")
}
