//! What the conventions of an API (`x-conventions`) make of operations: paging, filters, sort keys.

use super::ApiReader;
use crate::document::Node;
use crate::ir::{ContentKind, Field, Fields, JsonReason, Kind, Location, Operation, ParamRole, Status, Type};
use crate::limits::NESTED_ALIASES;
use crate::suggest::suggest_name;
use serde_json::Value;

impl<'d> ApiReader<'_, '_, 'd, '_> {
    /// What the conventions make of a query parameter.
    pub(super) fn role(&self, wire: &str, location: Location) -> ParamRole {
        if location != Location::Query {
            return ParamRole::Plain;
        }
        let rules = &self.rules;
        let fields = rules.fields.as_ref();
        let roles = [
            (rules.filter.as_ref().map(|rules| &rules.parameter), ParamRole::Filter),
            (rules.sort.as_ref().map(|rules| &rules.parameter), ParamRole::Sort),
            (rules.eager.as_ref().map(|rules| &rules.parameter), ParamRole::Eager),
            (fields.and_then(|rules| rules.show.as_ref()), ParamRole::Show),
            (fields.and_then(|rules| rules.hide.as_ref()), ParamRole::Hide),
        ];
        roles
            .into_iter()
            .find(|(parameter, _)| parameter.is_some_and(|parameter| parameter == wire))
            .map_or(ParamRole::Plain, |(_, role)| role)
    }

    /// Reads `x-paging`, `x-filter`, `x-sort` and `x-eager` of an operation.
    pub(super) fn conventions(&mut self, node: &Node<'d>, operation: &mut Operation) {
        let keys = ["x-paging", "x-filter", "x-sort", "x-eager"];
        if !keys.iter().any(|key| node.value.get(*key).is_some()) {
            return;
        }
        self.builder.build_pending();
        let response = success(operation);
        if let Some(paging) = node.get("x-paging") {
            operation.paging = self.paging(&paging, operation);
        }
        let item =
            operation.paging.as_ref().map(|paging| paging.item.clone()).or_else(|| response.map(|response| self.item(&response)));
        if let Some(item) = item {
            operation.filter = node.get("x-filter").map(|node| self.fields(&node, &item, "unknown-filter-field"));
            operation.sort = node.get("x-sort").map(|node| self.fields(&node, &item, "unknown-sort-field"));
        }
        if let Some(Value::Array(known)) = node.value.get("x-eager") {
            for param in operation.params.iter_mut().filter(|param| param.role == ParamRole::Eager && param.known.is_empty()) {
                param.known = known.iter().filter_map(Value::as_str).map(str::to_owned).collect();
            }
        }
    }

    /// A type without aliases and null around it.
    pub(super) fn plain(&self, ty: &Type) -> Type {
        let mut ty = ty.clone();
        for _ in 0..NESTED_ALIASES {
            ty = match ty {
                Type::Nullable(inner) => *inner,
                Type::Named(id) => match &self.builder.types.get(id).kind {
                    Kind::Alias(inner) => inner.clone(),
                    _ => return ty,
                },
                other => return other,
            };
        }
        ty
    }

    /// The item of an array, or the value itself.
    fn item(&self, response: &Type) -> Type {
        match self.plain(response) {
            Type::Array(item) => *item,
            other => other,
        }
    }

    fn fields(&mut self, node: &Node<'d>, item: &Type, code: &'static str) -> Fields {
        let strings = |key: &str| -> Vec<String> {
            node.value
                .get(key)
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect()
        };
        let names = strings("fields");
        let plain = self.plain(item);
        let known: Vec<String> = match &plain {
            Type::Named(id) => match &self.builder.types.get(*id).kind {
                Kind::Object(object) => object.fields.iter().map(|Field { wire, .. }| wire.clone()).collect(),
                _ => Vec::new(),
            },
            _ => Vec::new(),
        };
        for (index, name) in names.iter().enumerate() {
            if known.contains(name) || known.is_empty() {
                continue;
            }
            let place = node.get("fields").and_then(|fields| fields.at(index)).map_or_else(|| node.place(), |name| name.place());
            let near = suggest_name(name, &known);
            let diagnostic = self.builder.schema.report.error(code, place, format!("`{name}` is no property of the items"));
            if let Some(near) = near {
                diagnostic.help(format!("did you mean `{near}`?"));
            }
        }
        Fields { object: item.clone(), names, relations: strings("relations") }
    }
}

/// The JSON of the first response that means success.
fn success(operation: &Operation) -> Option<Type> {
    let json = |wanted: fn(Status) -> bool| {
        operation
            .responses
            .iter()
            .filter(|response| wanted(response.status))
            .flat_map(|response| &response.contents)
            .find(|content| content.kind == ContentKind::Json)
            .map(|content| content.ty.clone().unwrap_or(Type::Json(JsonReason::Anything)))
    };
    json(|status| matches!(status, Status::Code(200..=299) | Status::Range(2)))
        .or_else(|| json(|status| status == Status::Default))
}
