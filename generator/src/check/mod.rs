//! Rules that need the whole API.

use crate::ir::{Api, Kind, Method, Type, TypeId, Union, Variant};
use crate::report::Report;
use crate::resolve::path;
use crate::source::Place;
use foldhash::{HashMap, HashMapExt};

/// Applies the rules that need the whole API: aliases that hold themselves become types of their own, `x-name`s
/// that change nothing and operations that a server cannot tell apart are reported.
pub fn check(api: &mut Api, report: &mut Report) {
    name_recursive_aliases(api);
    useless_names(api, report);
    duplicate_paths(api, report);
}

/// An alias that holds itself (`A: a list of A`) cannot be an alias in most languages. A union of one variant is the
/// same on the wire and has a name.
fn name_recursive_aliases(api: &mut Api) {
    let ids: Vec<TypeId> = api.types.iter().filter(|(_, named)| matches!(named.kind, Kind::Alias(_))).map(|(id, _)| id).collect();
    for id in ids {
        let Kind::Alias(ty) = &api.types.get(id).kind else { continue };
        if !holds(api, ty, id) {
            continue;
        }
        let ty = ty.clone();
        let name = match &ty {
            Type::List(_) | Type::Tuple(_) => "list",
            Type::Map(_) => "map",
            _ => "value",
        };
        let variant = Variant { name: name.to_owned(), ty, tags: Vec::new(), docs: crate::ir::Docs::default() };
        api.types.get_mut(id).kind = Kind::Union(Union { variants: vec![variant], discriminator: None });
    }
}

/// Whether a type leads to an alias through nothing but aliases, lists, maps and null.
fn holds(api: &Api, ty: &Type, id: TypeId) -> bool {
    let mut stack = vec![ty];
    let mut seen = Vec::new();
    while let Some(ty) = stack.pop() {
        match ty {
            Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => stack.push(inner),
            Type::Tuple(items) => stack.extend(items),
            Type::Named(named) if *named == id => return true,
            Type::Named(named) if !seen.contains(named) => {
                seen.push(*named);
                if let Kind::Alias(inner) = &api.types.get(*named).kind {
                    stack.push(inner);
                }
            }
            _ => {}
        }
    }
    false
}

/// An `x-name` has to change something.
fn useless_names(api: &Api, report: &mut Report) {
    let mut useless = |wire: &str, rename: Option<&String>, place: &Place| {
        if rename.is_some_and(|rename| words(rename) == words(wire)) {
            report
                .warning("useless-name", place.join("x-name"), format!("`x-name` changes nothing of `{wire}`"))
                .help("leave it out");
        }
    };
    for (_, named) in api.types.iter() {
        if let crate::ir::Origin::Component(key) = &named.origin {
            useless(key, named.rename.as_ref(), &named.place);
        }
        if let Kind::Object(object) = &named.kind {
            for field in &object.fields {
                useless(&field.wire, field.rename.as_ref(), &field.place);
            }
        }
    }
    for param in api.operations.iter().flat_map(|operation| &operation.params) {
        useless(&param.wire, param.rename.as_ref(), &param.place);
    }
}

/// The letters of a name, cases and signs left aside but kept as borders.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut last = ' ';
    for letter in name.chars() {
        let border = letter.is_uppercase() && (last.is_lowercase() || last.is_numeric());
        if !letter.is_alphanumeric() {
            last = ' ';
            continue;
        }
        if border || last == ' ' {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.extend(letter.to_lowercase());
        }
        last = letter;
    }
    words
}

/// A server cannot tell paths apart that differ in the names of parameters only.
fn duplicate_paths(api: &Api, report: &mut Report) {
    let mut seen: HashMap<(Method, String), &Place> = HashMap::new();
    for operation in &api.operations {
        let query = operation.path_text.split_once('?').map_or("", |(_, query)| query);
        let key = (operation.method, format!("{}?{query}", path::normal(&operation.path)));
        if let Some(first) = seen.get(&key) {
            let text = format!("`{} {}` is described twice", operation.method.as_str(), operation.path_text);
            report.warning("duplicate-path", operation.place.clone(), text).also((*first).clone(), "first here");
        } else {
            seen.insert(key, &operation.place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::{Docs, Named, Origin};

    fn alias(ty: Type) -> Named {
        Named {
            origin: Origin::Component("A".to_owned()),
            rename: None,
            docs: Docs::default(),
            kind: Kind::Alias(ty),
            examples: Vec::new(),
            place: Place::default(),
        }
    }

    #[test]
    fn a_list_of_itself_gets_a_name() {
        let mut api = Api::default();
        api.types.push(alias(Type::List(Box::new(Type::Named(TypeId(0))))));
        api.types.push(alias(Type::List(Box::new(Type::Named(TypeId(0))))));
        check(&mut api, &mut Report::new(false));
        assert!(matches!(api.types.get(TypeId(0)).kind, Kind::Union(_)));
        assert!(matches!(api.types.get(TypeId(1)).kind, Kind::Alias(_)));
    }

    #[test]
    fn names_are_compared_by_their_words() {
        assert_eq!(words("userId"), words("user_id"));
        assert_ne!(words("userId"), words("user"));
    }
}
