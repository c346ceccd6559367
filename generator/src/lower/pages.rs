//! Paging: the fields that lead to the records of a page and to what it says of itself.

use super::Lower;
use crate::ir::{ContentKind, Kind, Operation, Type};
use crate::passes::View;
use crate::rust::{PageItem, Reach, Step, Ty};

impl Lower<'_> {
    /// Where the pages of an operation have their records.
    pub fn page(&mut self, operation: &Operation) -> Option<PageItem> {
        let paging = operation.paging.as_ref()?;
        let answer = operation.responses.iter().find(|response| super::success::is_success(response.status))?;
        let ty = answer.contents.iter().find(|content| content.kind == ContentKind::Json)?.ty.clone()?;
        let items = self.field_path(&ty, &paging.rule.items)?;
        let mut paths = Vec::new();
        for (key, path) in
            [("total", &paging.rule.total), ("start", &paging.rule.answered_start), ("size", &paging.rule.page_size)]
        {
            if let Some(path) = path {
                paths.push((key, self.field_path(&ty, path)?));
            }
        }
        let cursor = match &paging.rule.next {
            Some(path) => Some(self.field_path(&paging.item, path)?),
            None => None,
        };
        Some(PageItem {
            rule: super::conventions::paging_use(&paging.name, self.api.conventions.paging.get(&paging.name), &paging.rule),
            page: self.ty(&ty, View::Main),
            item: self.ty(&paging.item, View::Main),
            items,
            paths,
            cursor,
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
