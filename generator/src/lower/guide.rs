//! What the guide of a crate shows: the first call, a list, a filter and an update of this API, as expressions that compile.

use super::surface::{first_sentence, plain};
use super::{Lower, TypeItems};
use crate::ir::IdempotencyRules;
use crate::rust::{
    CredentialItem, CredentialKind, FieldsItem, Guide, GuideFilter, Item, OperationItem, ParamItem, ParamPlace, Ty,
};

/// How well an operation is known, in the words of `x-evidence`.
const EVIDENCE: [(&str, &str); 4] = [
    ("documented", "described in full by the page the operation links to"),
    ("partial", "described in part; the rest was seen in a client that calls it"),
    ("client", "known from a client of the vendor or from recorded traffic"),
    ("inferred", "named by the vendor and described after its siblings; expect differences"),
];

impl Lower<'_> {
    /// Collects the facts.
    pub fn guide(&self, operations: &[(usize, OperationItem)], types: &TypeItems) -> Guide {
        let open = || operations.iter().filter(|(_, item)| !item.deprecated);
        let call = open()
            .filter(|(_, item)| required(item).all(|param| sample(param).is_some()))
            .min_by_key(|(_, item)| (item.http != "GET", !is_json(item), required(item).count()));
        let free = |item: &&(usize, OperationItem)| item.1.page.is_some() && required(&item.1).next().is_none();
        // The resource with the most operations is the one readers look for.
        let weight = |index: usize| operations.iter().filter(|(other, _)| *other == index).count();
        let mut lists: Vec<&(usize, OperationItem)> = open().filter(free).collect();
        lists.sort_by_key(|(index, _)| std::cmp::Reverse(weight(*index)));
        let mut updates =
            open().filter(|(_, item)| matches!(item.http.as_str(), "PUT" | "PATCH")).filter_map(|(_, item)| body(item));
        let credentials = self.credentials();
        let evidence = |word: &str| self.api.operations.iter().any(|operation| operation.evidence.as_deref() == Some(word));
        Guide {
            about: self.about(),
            credential: credentials.iter().find_map(credential),
            credentials: credentials.iter().map(|item| (item.name.clone(), first_sentence(&item.docs))).collect(),
            flow: credentials.iter().find(|item| matches!(item.kind, CredentialKind::Code { .. })).map(|item| item.name.clone()),
            server: self.server_to_name(),
            call: call.map(|operation| self.expression(operation)),
            call_is_json: call.is_some_and(|(_, item)| is_json(item)),
            list: lists.first().map(|operation| self.expression(operation)),
            filter: lists.iter().find_map(|operation| self.filter_of(operation)),
            update: updates.find_map(|name| types.iter().find_map(|(_, item)| update(item, name))),
            evidence: EVIDENCE.into_iter().filter(|(word, _)| evidence(word)).collect(),
            left_out: self.api.left_out.iter().map(|left| (plain(&left.what), plain(&left.reason))).collect(),
            idempotency: self.api.conventions.idempotency.as_ref().map(|rules| (plain(&rules.header), carriers(rules))),
            quirks: self.api.conventions.quirks.iter().map(|text| plain(text)).collect(),
        }
    }

    /// A base URL for the first call, where the description states none that is absolute: what it states is the path of it.
    fn server_to_name(&self) -> Option<String> {
        let stated = self.api.servers.first().map(super::client::url).unwrap_or_default();
        if stated.starts_with("http") {
            return None;
        }
        let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '/' | '-' | '_' | '.' | '~');
        let path = stated.trim_matches('/');
        let is_path = !stated.contains("//") && !path.is_empty() && path.chars().all(plain) && !path.contains("./");
        Some(if is_path { format!("https://api.example.com/{path}") } else { "https://api.example.com".to_owned() })
    }

    /// What the description says of the API beside its text.
    fn about(&self) -> Vec<String> {
        let info = &self.api.info;
        let version = Some(info.version.clone()).filter(|version| !version.is_empty());
        let facts = [
            ("Summary", &info.summary),
            ("Version of the description", &version),
            ("Documentation", &info.link),
            ("Contact", &info.contact),
            ("Licence of the description", &info.license),
            ("Terms of service", &info.terms),
        ];
        facts.into_iter().filter_map(|(what, text)| Some(format!("{what}: {}", plain(text.as_deref()?)))).collect()
    }

    /// The call of an operation with what it requires.
    fn expression(&self, (index, item): &(usize, OperationItem)) -> String {
        let arguments: Vec<&str> = required(item).filter_map(sample).collect();
        format!("{}().{}({})", self.names.resources[*index].module, item.method, arguments.join(", "))
    }

    fn filter_of(&self, operation: &(usize, OperationItem)) -> Option<GuideFilter> {
        let item = &operation.1;
        let role =
            |wanted: &str| item.params.iter().find(|param| matches!(param.place, ParamPlace::Role(role) if role == wanted));
        let Ty::Generic("Filter", object) = role("filter")?.value().0 else { return None };
        let object = super::surface::ty_text(object);
        let module = self.field_modules().into_iter().find(|module| module.object == object)?;
        Some(GuideFilter {
            list: self.expression(operation),
            condition: condition(&module)?,
            sort: role("sort").and_then(|_| module.fields.first()).map(|field| format!("{}.asc()", field.name)),
            module: module.module,
        })
    }
}

/// Which requests carry a key: `every POST and PATCH, and createThing`.
fn carriers(rules: &IdempotencyRules) -> String {
    let list =
        |names: &[String]| names.iter().map(|name| format!("`{}`", plain(name).trim_matches('`'))).collect::<Vec<_>>().join(", ");
    let mut words = Vec::new();
    words.extend((!rules.methods.is_empty()).then(|| format!("every {}", list(&rules.methods))));
    words.extend((!rules.operations.is_empty()).then(|| list(&rules.operations)));
    words.join(" and ")
}

/// A condition on the first field that can have a plain one: a part of a string, a number, or a flag.
fn condition(module: &FieldsItem) -> Option<String> {
    ["Text", "Number", "Bool", "Id"].into_iter().find_map(|kind| {
        let field = module.fields.iter().find(|field| field.kind == kind)?;
        let call = match kind {
            "Text" => "eq(\"...\")",
            "Number" => "eq(1)",
            "Bool" => "eq(true)",
            _ => "starts_with(\"...\")",
        };
        Some(format!("{}.{call}", field.name))
    })
}

/// The name of a credential and an expression that makes one. Flows that need a person are not for a first call.
fn credential(item: &CredentialItem) -> Option<(String, String)> {
    let arguments = match &item.kind {
        CredentialKind::Keys(keys) => keys.iter().map(|(name, ..)| format!("{name:?}")).collect::<Vec<_>>().join(", "),
        CredentialKind::Basic => "\"user\", \"password\"".to_owned(),
        CredentialKind::Bearer => "\"token\"".to_owned(),
        CredentialKind::Http(_) => "\"credentials\"".to_owned(),
        CredentialKind::ClientCredentials { .. } => {
            return Some((item.name.clone(), format!("{}(\"client id\", \"client secret\")", item.name)));
        }
        CredentialKind::Code { .. } => return None,
    };
    Some((item.name.clone(), format!("{}::new({arguments})", item.name)))
}

/// A type of which everything may be left out, with a property that may be null.
fn update(item: &Item, name: &str) -> Option<(String, String)> {
    let Item::Struct(item) = item else { return None };
    if item.name != name {
        return None;
    }
    let sent = item.derives.iter().any(|name| matches!(*name, "Setters" | "Sent"));
    let optional = item.fields.iter().all(|field| matches!(&field.ty, Ty::Option(_) | Ty::Generic("Patch", _)));
    let field = item.fields.iter().find(|field| !field.deprecated && matches!(&field.ty, Ty::Generic("Patch", _)))?;
    (sent && optional).then(|| (item.name.clone(), field.name.clone()))
}

/// The type of the body, where the API names it.
fn body(item: &OperationItem) -> Option<&str> {
    item.params.iter().find_map(|param| match (&param.place, param.value().0) {
        (ParamPlace::Body(_), Ty::Local(name)) => Some(name.as_str()),
        _ => None,
    })
}

fn required(item: &OperationItem) -> impl Iterator<Item = &ParamItem> {
    item.params.iter().filter(|param| !param.value().1)
}

fn is_json(item: &OperationItem) -> bool {
    matches!(item.output, Ty::Generic("Json", _))
}

/// An argument for an example, where a literal will do.
fn sample(param: &ParamItem) -> Option<&'static str> {
    match (&param.place, &param.ty) {
        (ParamPlace::Body(_), _) => None,
        (_, Ty::Prim("bool")) => Some("true"),
        (_, Ty::Prim("f32" | "f64")) => Some("1.0"),
        (_, Ty::Prim("String")) => Some("\"...\""),
        (_, Ty::Prim(name)) if name.starts_with(['i', 'u']) => Some("1"),
        _ => None,
    }
}
