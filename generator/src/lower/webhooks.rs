//! Readers of webhooks.

use super::Lower;
use super::body::form_style;
use crate::ir::{Kind, PartEncoding, Type};
use crate::passes::View;
use crate::rust::{File, Item, ModuleItem, WebhookItem};

impl Lower<'_> {
    /// The file of readers, where there are any.
    pub(super) fn webhook_file(&mut self, root: &mut Vec<Item>, files: &mut Vec<File>) {
        let mut items = Vec::new();
        for (hook, name) in self.api.webhooks.iter().zip(self.names.webhooks.clone()) {
            let Some(payload) = &hook.payload else { continue };
            let ty = self.ty(payload, View::Main);
            let form = hook.form.as_deref().map(|encodings| self.read_styles(payload, encodings));
            let docs =
                super::docs::lines(&hook.docs, &format!("Reads the body of the webhook `{}`.", hook.name.replace('`', "'")));
            items.push((name.clone(), Item::Webhook(WebhookItem { docs, name, ty, form, signature: hook.signature.clone() })));
        }
        if !items.is_empty() {
            root.push(Item::Module(ModuleItem {
                name: "webhooks".to_owned(),
                public: true,
                reexport: false,
                features: Vec::new(),
            }));
            let docs = vec!["Readers for webhook deliveries.".to_owned()];
            self.spread("src/webhooks", docs, Vec::new(), items, files);
        }
    }

    /// The properties of a form that are arrays or objects, and how each is written.
    fn read_styles(&self, payload: &Type, encodings: &[PartEncoding]) -> Vec<(String, &'static str)> {
        let mut styles = Vec::new();
        let mut visited = Vec::new();
        self.add_styles(payload, encodings, &mut styles, &mut visited);
        styles
    }

    fn add_styles(
        &self,
        ty: &Type,
        encodings: &[PartEncoding],
        styles: &mut Vec<(String, &'static str)>,
        visited: &mut Vec<crate::ir::TypeId>,
    ) {
        let Type::Named(id) = ty.without_null().0 else { return };
        if visited.contains(id) {
            return;
        }
        visited.push(*id);
        match &self.api.types.get(*id).kind {
            Kind::Alias(inner) => self.add_styles(inner, encodings, styles, visited),
            Kind::Union(union) => {
                union.variants.iter().for_each(|variant| self.add_styles(&variant.ty, encodings, styles, visited));
            }
            Kind::Object(object) => {
                for field in &object.fields {
                    if styles.iter().any(|(wire, _)| *wire == field.wire) {
                        continue;
                    }
                    let stated = encodings.iter().find(|encoding| encoding.wire == field.wire).and_then(form_style);
                    let usual = match self.nature(&field.ty) {
                        Nature::Array => Some("Form"),
                        Nature::Object => Some("Json"),
                        Nature::Scalar => None,
                    };
                    // A style says how elements are written, so it says nothing of a scalar; JSON text is JSON text in any case.
                    // Of the styles of an object only two keep its names together; what else is stated is reported.
                    let style = stated.filter(|stated| match usual {
                        Some("Form") => true,
                        Some(_) => matches!(*stated, "Json" | "DeepObject"),
                        None => *stated == "Json",
                    });
                    let style = style.or(usual);
                    styles.extend(style.map(|style| (field.wire.clone(), style)));
                }
            }
            Kind::Enum(_) => {}
        }
    }

    fn is_object(&self, ty: &Type) -> bool {
        match ty.without_null().0 {
            Type::Map(_) => true,
            Type::Named(id) => matches!(self.api.types.get(*id).kind, Kind::Object(_)),
            _ => false,
        }
    }

    fn nature(&self, ty: &Type) -> Nature {
        match ty.without_null().0 {
            Type::Array(_) | Type::Tuple(_) => Nature::Array,
            Type::Map(_) => Nature::Object,
            Type::Named(id) => match &self.api.types.get(*id).kind {
                Kind::Alias(inner) => self.nature(inner),
                Kind::Object(_) => Nature::Object,
                // A union may hold itself, so its variants are not looked into.
                Kind::Union(union) if union.variants.iter().all(|variant| self.is_object(&variant.ty)) => Nature::Object,
                Kind::Union(_) | Kind::Enum(_) => Nature::Scalar,
            },
            _ => Nature::Scalar,
        }
    }
}

/// What a property of a form is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Nature {
    Scalar,
    Array,
    Object,
}
