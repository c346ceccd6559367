//! Which properties a call asks for: those the caller names, and those the types of responses require.

use super::{FilterError, Property};
use crate::conventions::FieldRules;

/// The properties to show, those of [`FieldRules::always`] included: of the object itself, and of every related object that
/// one of the properties is of.
pub(crate) fn shown<R>(properties: &[Property<R>], rules: &FieldRules) -> Vec<Result<String, FilterError>> {
    let mut words: Vec<_> = properties.iter().map(|property| property.render(rules)).collect();
    if words.is_empty() || rules.always.is_empty() {
        return words;
    }
    let named: Vec<String> = words.iter().flatten().cloned().collect();
    let mut owners = vec![String::new()];
    for path in &named {
        let steps: Vec<&str> = path.split(rules.path_separator).collect();
        for end in 1..steps.len() {
            // What is followed by an index is an array, and its elements are the objects.
            let is_list = steps[end] == rules.any_index || steps[end].bytes().all(|byte| byte.is_ascii_digit());
            let owner = steps[..end].join(rules.path_separator);
            if !is_list && !owners.contains(&owner) {
                owners.push(owner);
            }
        }
    }
    for owner in owners {
        for name in rules.always {
            let path = if owner.is_empty() { (*name).to_owned() } else { [&owner, *name].join(rules.path_separator) };
            if !named.contains(&path) {
                words.push(Ok(path));
            }
        }
    }
    words
}

/// The path of a property that [`FieldRules::always`] names, so that it cannot be hidden.
pub(crate) fn required<R>(property: &Property<R>, rules: &FieldRules) -> Option<String> {
    let path = property.render(rules).ok()?;
    let name = path.rsplit(rules.path_separator).next()?;
    rules.always.contains(&name).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Card;

    const RULES: FieldRules = FieldRules { always: &["id"], ..FieldRules::DEFAULT };

    fn show(paths: &[&str], rules: &FieldRules) -> String {
        let properties: Vec<Property<Card>> = paths.iter().map(|path| Property::from(*path)).collect();
        shown(&properties, rules).into_iter().collect::<Result<Vec<_>, _>>().unwrap().join(",")
    }

    #[test]
    fn what_an_response_requires_is_shown_too() {
        for (paths, wanted) in [
            (&["name"][..], "name,id"),
            (&["id", "name"], "id,name"),
            (&["collection.source_type", "collection.name"], "collection.source_type,collection.name,id,collection.id"),
            (&["order_rows.*.code"], "order_rows.*.code,id,order_rows.*.id"),
            (&["order_rows.0.item.code"], "order_rows.0.item.code,id,order_rows.0.id,order_rows.0.item.id"),
            (&["resources", "resources.*"], "resources,resources.*,id"),
            (&[], ""),
        ] {
            assert_eq!(show(paths, &RULES), wanted);
            assert_eq!(show(paths, &FieldRules::DEFAULT), paths.join(","), "without such properties nothing is added");
        }
        assert!(shown(&[Property::<Card>::from("a,b")], &RULES)[0].is_err());
    }

    #[test]
    fn what_an_response_requires_cannot_be_hidden() {
        let hide = |path: &str| required(&Property::<Card>::from(path), &RULES);
        assert_eq!(hide("id").as_deref(), Some("id"));
        assert_eq!(hide("resources.*.id").as_deref(), Some("resources.*.id"));
        assert_eq!((hide("card_id"), hide("resources"), hide("id.name")), (None, None, None));
        assert_eq!(required(&Property::<Card>::from("id"), &FieldRules::DEFAULT), None);
    }
}
