//! Branches of a choice that one type can hold: strings, numbers, and objects that overlap.

use super::alternatives::Alternative;
use super::discriminator::{Telling, telling};
use crate::ir::{Float, Int, StringFormat, Type};
use crate::limits::ENUM_VALUE_BYTES;
use crate::model::scalar;
use crate::schema::{AllowedValue, Composition, Constraints, Null, Number, SchemaReader, TypeKey, TypeSet, widen};
use foldhash::{HashSet, HashSetExt};
use std::rc::Rc;

/// A word for what a branch telling.
pub(super) fn word(constraints: &Constraints<'_>) -> &'static str {
    if !constraints.choices.is_empty() {
        return "value";
    }
    if constraints.types == TypeSet::STRING {
        return match scalar::string(constraints) {
            StringFormat::Date => "date",
            StringFormat::DateTime => "date time",
            StringFormat::Uuid => "uuid",
            StringFormat::Uri => "uri",
            StringFormat::Secret => "secret",
            _ => "text",
        };
    }
    constraints.types.word()
}

/// Puts branches together that one type can hold.
pub(super) fn simplify<'d>(
    schema: &mut SchemaReader<'d, '_>,
    mut alternatives: Vec<Alternative<'d>>,
    discriminated: bool,
) -> Vec<Alternative<'d>> {
    let mut visited: HashSet<TypeKey> = HashSet::new();
    alternatives.retain(|alternative| visited.insert(alternative.key));
    let alternatives = group(schema, alternatives, TypeSet::STRING, strings);
    let alternatives = group(schema, alternatives, TypeSet::NUMBER, numbers);
    let alternatives = group(schema, alternatives, TypeSet::BOOLEAN, |_, list| list.into_iter().next());
    if discriminated { alternatives } else { overlapping(schema, &alternatives) }
}

/// One object for branches of an `anyOf` that nothing tells apart, because a value can match several of them; and one
/// array for arrays of such objects.
fn overlapping<'d>(schema: &mut SchemaReader<'d, '_>, alternatives: &[Alternative<'d>]) -> Vec<Alternative<'d>> {
    let objects: Vec<Option<Rc<Constraints<'d>>>> =
        alternatives.iter().map(|alternative| objects_of(schema, alternative)).collect();
    let telling: Vec<Option<Telling<'d>>> =
        objects.iter().map(|constraints| constraints.as_ref().map(|constraints| telling(schema, constraints))).collect();
    // Branches that cannot be told apart, directly or through others, share a group.
    let mut groups: Vec<usize> = (0..alternatives.len()).collect();
    for left in 0..alternatives.len() {
        for right in left + 1..alternatives.len() {
            let (Some(own), Some(other)) = (&telling[left], &telling[right]) else { continue };
            let differ = own.differs(other) || other.differs(own);
            if differ
                || groups[left] == groups[right]
                || alternatives[left].constraints.types != alternatives[right].constraints.types
            {
                continue;
            }
            let (from, to) = (groups[right], groups[left]);
            groups.iter_mut().filter(|group| **group == from).for_each(|group| *group = to);
        }
    }
    let mut out: Vec<Alternative<'d>> = Vec::with_capacity(alternatives.len());
    for index in 0..alternatives.len() {
        if groups[..index].contains(&groups[index]) {
            continue;
        }
        let members: Vec<&Alternative<'d>> =
            (0..alternatives.len()).filter(|other| groups[*other] == groups[index]).map(|other| &alternatives[other]).collect();
        if members.len() == 1 {
            out.push(alternatives[index].clone());
            continue;
        }
        let constraints = if members[0].constraints.types == TypeSet::ARRAY {
            let items = members.iter().filter_map(|alternative| alternative.constraints.items.clone()).collect();
            Constraints {
                types: TypeSet::ARRAY,
                explicit: true,
                null: Null::No,
                items: Some(Composition::Any(items)),
                ..Constraints::default()
            }
        } else {
            let constraints: Vec<Rc<Constraints<'d>>> =
                members.iter().map(|alternative| Rc::clone(&alternative.constraints)).collect();
            widen(&constraints)
        };
        out.push(Alternative {
            composition: None,
            key: key_of(schema, members.iter().map(|alternative| alternative.key), "any"),
            constraints: Rc::new(constraints),
            name: None,
            tags: Vec::new(),
            docs: None,
            place: members[0].place.clone(),
            exclusive: false,
            target: None,
        });
    }
    out
}

/// The object that a branch of an `anyOf` is, or that its array holds.
fn objects_of<'d>(schema: &mut SchemaReader<'d, '_>, alternative: &Alternative<'d>) -> Option<Rc<Constraints<'d>>> {
    if alternative.exclusive || !alternative.constraints.choices.is_empty() {
        return None;
    }
    let constraints = match &alternative.constraints.items {
        Some(items) if alternative.constraints.types == TypeSet::ARRAY && alternative.constraints.prefix.is_empty() => {
            schema.constraints(items)
        }
        _ => Rc::clone(&alternative.constraints),
    };
    (constraints.choices.is_empty() && constraints.types == TypeSet::OBJECT).then_some(constraints)
}

/// Puts several alternatives together, if one type holds them.
type Unite<'d> = fn(&mut SchemaReader<'d, '_>, Vec<Alternative<'d>>) -> Option<Alternative<'d>>;

fn key_of(schema: &mut SchemaReader<'_, '_>, keys: impl Iterator<Item = TypeKey>, part: &str) -> TypeKey {
    let all = schema.keys.all(keys, '&');
    schema.keys.part(all, part)
}

/// Replaces the alternatives of some JSON types by what they are together.
fn group<'d>(
    schema: &mut SchemaReader<'d, '_>,
    alternatives: Vec<Alternative<'d>>,
    types: TypeSet,
    unite: Unite<'d>,
) -> Vec<Alternative<'d>> {
    let belongs = |alternative: &Alternative<'d>| {
        alternative.constraints.choices.is_empty()
            && !alternative.constraints.types.is_empty()
            && alternative.constraints.types.within(types)
    };
    if alternatives.iter().filter(|alternative| belongs(alternative)).count() < 2 {
        return alternatives;
    }
    let position = alternatives.iter().position(belongs).unwrap_or_default();
    let (members, mut rest): (Vec<_>, Vec<_>) = alternatives.into_iter().partition(belongs);
    if let Some(alternative) = unite(schema, members) {
        rest.insert(position.min(rest.len()), alternative);
    }
    rest
}

fn united<'d>(
    schema: &mut SchemaReader<'d, '_>,
    list: Vec<Alternative<'d>>,
    constraints: Constraints<'d>,
) -> Option<Alternative<'d>> {
    let key = key_of(schema, list.iter().map(|alternative| alternative.key), "one");
    let first = list.into_iter().next()?;
    Some(Alternative { composition: None, key, constraints: Rc::new(constraints), name: None, docs: None, ..first })
}

/// The values that branches list. One that is alone in its branch is called by the title of the branch, which is how a choice names
/// the values of an enum, where no other branch has that title.
fn values_of<'d>(list: &[Alternative<'d>]) -> Vec<AllowedValue<'d>> {
    let title = |alternative: &Alternative<'d>| alternative.composition.as_ref().and_then(Composition::title);
    let titles: Vec<Option<String>> = list.iter().map(title).collect();
    let mut values = Vec::new();
    for (alternative, title) in list.iter().zip(&titles) {
        let own = alternative.constraints.values.as_deref().unwrap_or_default();
        values.extend_from_slice(own);
        if let ([_], Some(title), Some(value)) = (own, title, values.last_mut())
            && value.rename.is_none()
            && titles.iter().flatten().filter(|other| *other == title).count() == 1
        {
            value.rename = Some(title.clone());
            value.description = value.description.take().filter(|description| description != title);
        }
    }
    values
}

fn strings<'d>(schema: &mut SchemaReader<'d, '_>, list: Vec<Alternative<'d>>) -> Option<Alternative<'d>> {
    let enums = list.iter().filter(|alternative| alternative.constraints.values.is_some()).count();
    if enums == 1 {
        // Enums are open, so a plain string beside one adds nothing.
        return list.into_iter().find(|alternative| alternative.constraints.values.is_some());
    }
    let mut values = values_of(&list);
    let mut visited: HashSet<String> = HashSet::new();
    values.retain(|value| visited.insert(value.value.to_string()));
    // Whole sentences are strings that happen to be listed.
    let listed =
        enums > 0 && !values.iter().any(|value| value.value.as_str().is_some_and(|string| string.len() > ENUM_VALUE_BYTES));
    let kind = scalar::string(&list.first()?.constraints);
    let same = enums == 0 && list.iter().all(|alternative| scalar::string(&alternative.constraints) == kind);
    let first = list.first()?;
    let (format, base64) = if same { (first.constraints.format, first.constraints.base64) } else { (None, false) };
    let constraints = Constraints {
        types: TypeSet::STRING,
        explicit: true,
        null: Null::No,
        format,
        base64,
        values: listed.then_some(values),
        ..Constraints::default()
    };
    united(schema, list, constraints)
}

fn numbers<'d>(schema: &mut SchemaReader<'d, '_>, list: Vec<Alternative<'d>>) -> Option<Alternative<'d>> {
    let mut constraints = Constraints { types: TypeSet::INTEGER, explicit: true, null: Null::No, ..Constraints::default() };
    if list.iter().all(|alternative| alternative.constraints.values.is_some()) {
        constraints.types = list.iter().fold(TypeSet::NONE, |types, alternative| types.or(alternative.constraints.types));
        constraints.values = Some(values_of(&list));
    } else {
        let types: Vec<Type> = list.iter().map(|alternative| scalar::number(&alternative.constraints)).collect();
        if types.iter().all(|ty| *ty == types[0]) {
            let constraints = Constraints { values: None, ..list.first()?.constraints.as_ref().clone() };
            return united(schema, list, constraints);
        }
        let int = types.iter().try_fold(Int::I32, |wide, ty| match ty {
            Type::Int(int) => Some(scalar::wider(wide, *int)),
            _ => None,
        });
        match int {
            // Whole numbers beside others: one type that loses no digit of either.
            None if types.iter().any(|ty| matches!(ty, Type::Int(_))) => {
                constraints.types = TypeSet::NUMBER;
                constraints.number = Some(Number::Float(Float::Decimal));
            }
            None => constraints.types = TypeSet::NUMBER,
            Some(int) => constraints.number = Some(Number::Int(int)),
        }
    }
    united(schema, list, constraints)
}
