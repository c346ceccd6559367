//! Objects: properties, presence, and what lies beyond.

use super::build::Site;
use super::discriminator::undeclared;
use super::expr::{Atom, Expr};
use super::facts::{Additional, Facts};
use super::kinds::Kinds;
use super::words::Words;
use super::{Resolver, Use, placeholder, scalar};
use crate::ir::{Access, Extra, Field, JsonReason, Kind, Object, Origin, Presence, Type};
use std::rc::Rc;

impl<'d> Resolver<'d, '_> {
    /// The type of an object: a named one where properties are known, else a map.
    pub(super) fn object(&mut self, facts: &Rc<Facts<'d>>, site: &Site<'_, 'd>) -> Type {
        if facts.properties.is_empty() {
            let closed =
                matches!(facts.additional, Additional::Closed) || (facts.empty && matches!(facts.additional, Additional::Unsaid));
            match self.extra(facts, site) {
                Some(value) => return Type::Map(Box::new(value)),
                None if closed && facts.required.is_empty() => return self.empty(facts, site),
                None => return Type::Map(Box::new(Type::Json(JsonReason::FreeObject))),
            }
        }
        let id = self.claim(site);
        let mut fields = Vec::with_capacity(facts.properties.len());
        for (wire, expr) in &facts.properties {
            let words = site.words.then(wire);
            if self.holds_file(expr) {
                self.files.insert((id, (*wire).to_owned()));
            }
            fields.push(self.field(wire, expr, facts.required.contains(wire), &words));
        }
        let unlisted = facts.required.iter().any(|name| !facts.properties.contains_key(name));
        let extra = match self.extra(facts, site) {
            Some(ty) => Extra::Kept(ty),
            None if matches!(facts.additional, Additional::Closed) => Extra::Closed,
            None if unlisted => Extra::Kept(Type::Json(JsonReason::Anything)),
            None => Extra::Ignored,
        };
        if let Some(Expr::Node(node)) = &site.expr
            && let Some(rule) = node.get("discriminator")
            && let Some(wire) = rule.text("propertyName").filter(|wire| !facts.properties.contains_key(wire))
            && extra == Extra::Ignored
        {
            fields.push(undeclared(wire.to_owned(), None, rule.place()));
        }
        self.types.get_mut(id).kind = Kind::Object(Object { fields, extra });
        Type::Named(id)
    }

    /// An object without properties; the inline ones share a type.
    fn empty(&mut self, facts: &Rc<Facts<'d>>, site: &Site<'_, 'd>) -> Type {
        let extra = if matches!(facts.additional, Additional::Closed) { Extra::Closed } else { Extra::Ignored };
        let kind = Kind::Object(Object { fields: Vec::new(), extra });
        if self.is_claimed(site) {
            let id = self.claim(site);
            self.types.get_mut(id).kind = kind;
            return Type::Named(id);
        }
        let id = if let Some(id) = self.empty {
            id
        } else {
            let mut named = placeholder(Origin::Inline(vec!["empty".to_owned(), "object".to_owned()]), site.place.clone());
            named.kind = kind;
            let id = self.types.push(named);
            self.empty = Some(id);
            id
        };
        Type::Named(id)
    }

    /// Whether a property is a file or a list of files in a multipart body.
    fn holds_file(&mut self, expr: &Expr<'d>) -> bool {
        let facts = self.facts(expr);
        match &facts.items {
            Some(items) if facts.kinds == Kinds::LIST => {
                let items = self.facts(items);
                super::body::is_file(&items)
            }
            _ => super::body::is_file(&facts),
        }
    }

    fn field(&mut self, wire: &str, expr: &Expr<'d>, required: bool, words: &Words<'_>) -> Field {
        let facts = self.facts(expr);
        let constant = facts.constant().cloned();
        let inline = constant.is_some() && !self.atoms(expr).iter().any(|atom| matches!(atom, Atom::Ref(_)));
        let Use { ty, null } = if inline {
            Use { ty: constant_type(&facts), null: facts.null.allowed() }
        } else {
            match self.type_of(expr, words) {
                Use { ty: Type::Nullable(inner), .. } => Use { ty: *inner, null: true },
                other => other,
            }
        };
        let presence = match (required, null) {
            (true, false) => Presence::Required,
            (false, false) => Presence::Optional,
            (true, true) => Presence::Nullable,
            (false, true) => Presence::OptionalNullable,
        };
        let access = match (facts.read_only, facts.write_only) {
            (true, false) => Access::ReadOnly,
            (false, true) => Access::WriteOnly,
            _ => Access::Both,
        };
        let docs = self.use_docs(expr, &facts);
        Field {
            wire: wire.to_owned(),
            rename: Self::rename(expr),
            ty,
            presence,
            access,
            constant,
            docs,
            place: self.place_of(expr),
        }
    }
}

/// The type of a property that has one value only: its plain scalar, because an enum of one value says no more.
fn constant_type(facts: &Facts<'_>) -> Type {
    if facts.kinds == Kinds::BOOL {
        Type::Bool
    } else if facts.kinds.has(Kinds::TEXT) {
        Type::Text(crate::ir::Text::Plain)
    } else {
        scalar::number(facts)
    }
}
