//! Branches of a choice that one type can hold: texts, numbers, and objects that overlap.

use super::Resolver;
use super::discriminator::Holds;
use super::expr::{Expr, Key};
use super::facts::{EnumFact, Facts, Null};
use super::kinds::Kinds;
use super::merge::widen;
use super::scalar;
use super::union::Element;
use crate::ir::{Int, Type};
use foldhash::{HashSet, HashSetExt};
use std::rc::Rc;

/// Length of a text in bytes up to which it is taken for a value of an enum, where several are put together.
const LONGEST_VALUE: usize = 80;

/// A word for what a branch holds.
pub(super) fn word(facts: &Facts<'_>) -> &'static str {
    if !facts.choices.is_empty() {
        return "value";
    }
    if facts.kinds == Kinds::TEXT {
        return match scalar::text(facts) {
            crate::ir::Text::Date => "date",
            crate::ir::Text::DateTime => "date time",
            crate::ir::Text::Uuid => "uuid",
            crate::ir::Text::Uri => "uri",
            _ => "text",
        };
    }
    facts.kinds.word()
}

impl<'d> Resolver<'d, '_> {
    /// Puts branches together that one type can hold.
    pub(super) fn collapse(&mut self, mut elements: Vec<Element<'d>>, told: bool) -> Vec<Element<'d>> {
        let mut seen: HashSet<Key> = HashSet::new();
        elements.retain(|element| seen.insert(element.key.clone()));
        let elements = group(elements, Kinds::TEXT, texts);
        let elements = group(elements, Kinds::NUMBER, numbers);
        let elements = group(elements, Kinds::BOOL, |list| list.into_iter().next());
        if told { elements } else { self.overlapping(&elements) }
    }

    /// One object for branches of an `anyOf` that nothing tells apart, because a value can match several of them; and one
    /// list for lists of such objects.
    fn overlapping(&mut self, elements: &[Element<'d>]) -> Vec<Element<'d>> {
        let objects: Vec<Option<Rc<Facts<'d>>>> = elements.iter().map(|element| self.objects_of(element)).collect();
        let holds: Vec<Option<Holds<'d>>> = objects.iter().map(|facts| facts.as_ref().map(|facts| self.holds(facts))).collect();
        // Branches that cannot be told apart, directly or through others, share a group.
        let mut groups: Vec<usize> = (0..elements.len()).collect();
        for left in 0..elements.len() {
            for right in left + 1..elements.len() {
                let (Some(own), Some(other)) = (&holds[left], &holds[right]) else { continue };
                let told = own.differs(other) || other.differs(own);
                if told || groups[left] == groups[right] || elements[left].facts.kinds != elements[right].facts.kinds {
                    continue;
                }
                let (from, to) = (groups[right], groups[left]);
                groups.iter_mut().filter(|group| **group == from).for_each(|group| *group = to);
            }
        }
        let mut out: Vec<Element<'d>> = Vec::with_capacity(elements.len());
        for index in 0..elements.len() {
            if groups[..index].contains(&groups[index]) {
                continue;
            }
            let members: Vec<&Element<'d>> =
                (0..elements.len()).filter(|other| groups[*other] == groups[index]).map(|other| &elements[other]).collect();
            if members.len() == 1 {
                out.push(elements[index].clone());
                continue;
            }
            let facts = if members[0].facts.kinds == Kinds::LIST {
                let items = members.iter().filter_map(|element| element.facts.items.clone()).collect();
                Facts { kinds: Kinds::LIST, explicit: true, null: Null::No, items: Some(Expr::Any(items)), ..Facts::default() }
            } else {
                let facts: Vec<Rc<Facts<'d>>> = members.iter().map(|element| Rc::clone(&element.facts)).collect();
                widen(&facts)
            };
            out.push(Element {
                expr: None,
                key: Key::all(members.iter().map(|element| &element.key)).part("any"),
                facts: Rc::new(facts),
                name: None,
                tags: Vec::new(),
                texts: None,
                place: members[0].place.clone(),
                one: false,
                target: None,
            });
        }
        out
    }

    /// The objects a branch of an `anyOf` is or lists.
    fn objects_of(&mut self, element: &Element<'d>) -> Option<Rc<Facts<'d>>> {
        if element.one || !element.facts.choices.is_empty() {
            return None;
        }
        let facts = match &element.facts.items {
            Some(items) if element.facts.kinds == Kinds::LIST && element.facts.prefix.is_empty() => self.facts(items),
            _ => Rc::clone(&element.facts),
        };
        (facts.choices.is_empty() && facts.kinds == Kinds::OBJECT).then_some(facts)
    }
}

/// Replaces the elements of a kind by what they are together.
fn group<'d>(elements: Vec<Element<'d>>, kinds: Kinds, unite: fn(Vec<Element<'d>>) -> Option<Element<'d>>) -> Vec<Element<'d>> {
    let belongs = |element: &Element<'d>| {
        element.facts.choices.is_empty() && !element.facts.kinds.is_empty() && element.facts.kinds.within(kinds)
    };
    if elements.iter().filter(|element| belongs(element)).count() < 2 {
        return elements;
    }
    let position = elements.iter().position(belongs).unwrap_or_default();
    let (members, mut rest): (Vec<_>, Vec<_>) = elements.into_iter().partition(belongs);
    if let Some(element) = unite(members) {
        rest.insert(position.min(rest.len()), element);
    }
    rest
}

fn united<'d>(list: Vec<Element<'d>>, facts: Facts<'d>) -> Option<Element<'d>> {
    let key = Key::all(list.iter().map(|element| &element.key)).part("one");
    let first = list.into_iter().next()?;
    Some(Element { expr: None, key, facts: Rc::new(facts), name: None, texts: None, ..first })
}

fn texts<'d>(list: Vec<Element<'d>>) -> Option<Element<'d>> {
    let enums = list.iter().filter(|element| element.facts.values.is_some()).count();
    if enums == 1 {
        // Enums are open, so a plain text beside one adds nothing.
        return list.into_iter().find(|element| element.facts.values.is_some());
    }
    let mut values: Vec<EnumFact<'d>> = Vec::new();
    let mut seen: HashSet<String> = HashSet::new();
    for value in list.iter().filter_map(|element| element.facts.values.as_ref()).flatten() {
        if seen.insert(value.value.to_string()) {
            values.push(value.clone());
        }
    }
    // Whole sentences are texts that happen to be listed.
    let listed = enums > 0 && !values.iter().any(|value| value.value.as_str().is_some_and(|text| text.len() > LONGEST_VALUE));
    let kind = scalar::text(&list.first()?.facts);
    let same = enums == 0 && list.iter().all(|element| scalar::text(&element.facts) == kind);
    let first = list.first()?;
    let (format, base64) = if same { (first.facts.format, first.facts.base64) } else { (None, false) };
    let facts = Facts {
        kinds: Kinds::TEXT,
        explicit: true,
        null: Null::No,
        format,
        base64,
        values: listed.then_some(values),
        ..Facts::default()
    };
    united(list, facts)
}

fn numbers(list: Vec<Element<'_>>) -> Option<Element<'_>> {
    let mut facts = Facts { kinds: Kinds::INT, explicit: true, null: Null::No, ..Facts::default() };
    if list.iter().all(|element| element.facts.values.is_some()) {
        facts.kinds = list.iter().fold(Kinds::NONE, |kinds, element| kinds.or(element.facts.kinds));
        facts.values = Some(list.iter().filter_map(|element| element.facts.values.as_ref()).flatten().cloned().collect());
    } else {
        let types: Vec<Type> = list.iter().map(|element| scalar::number(&element.facts)).collect();
        if types.iter().all(|ty| *ty == types[0]) {
            let facts = Facts { values: None, ..list.first()?.facts.as_ref().clone() };
            return united(list, facts);
        }
        let int = types.iter().try_fold(Int::I32, |wide, ty| match ty {
            Type::Int(int) => Some(scalar::wider(wide, *int)),
            _ => None,
        });
        match int {
            // Whole numbers beside others: one type that loses no digit of either.
            None if types.iter().any(|ty| matches!(ty, Type::Int(_))) => {
                facts.kinds = Kinds::NUMBER;
                facts.format = Some("decimal");
            }
            None => facts.kinds = Kinds::NUMBER,
            Some(Int::I128) => facts.maximum = Some(f64::MAX),
            Some(_) => {}
        }
    }
    united(list, facts)
}
