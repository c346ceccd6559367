//! Rules of tags: each is declared, and each declaration is used.

use super::Lint;

pub(super) fn check(lint: &mut Lint<'_, '_>) {
    let root = lint.document.root();
    let declared: Vec<_> = root.get("tags").into_iter().flat_map(|tags| tags.items().collect::<Vec<_>>()).collect();
    let names: Vec<&str> = declared.iter().filter_map(|tag| tag.string("name")).collect();
    let mut used: Vec<&str> = Vec::new();
    for (_, operation) in lint.operations() {
        let tags = operation.get("tags");
        for tag in tags.iter().flat_map(|tags| tags.items().collect::<Vec<_>>()) {
            let Some(name) = tag.str() else { continue };
            used.push(name);
            if !names.contains(&name) {
                let near = crate::suggest::suggest(name, names.iter().copied()).map(str::to_owned);
                let help = near.map_or_else(
                    || "add it to `tags` of the root with a description: it becomes a handle of the client".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                );
                lint.say("undeclared-tag", tag.place(), format!("the tag `{name}` is not declared")).help(help);
            }
        }
    }
    for tag in &declared {
        let Some(name) = tag.string("name") else { continue };
        if !used.contains(&name) {
            lint.say("unused-tag", tag.place(), format!("no operation has the tag `{name}`")).help("remove it");
        }
        if !super::has_text(tag, "description") {
            lint.say("missing-description", tag.place(), format!("the tag `{name}` has no `description`"))
                .help("it is the documentation of the handle");
        }
    }
}
