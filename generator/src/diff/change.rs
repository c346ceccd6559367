//! The result: changes with their places, users and verdicts, worst first.

use super::code::Code;
use super::compare::Comparer;
use super::surface::{RustChange, Step};
use super::text::Sentence;
use super::verdict::{Direction, Impact, impact};
use crate::location::{Place, Sources};
use std::collections::{BTreeMap, BTreeSet};

pub use super::compare::{EntryKind, OperationEntry};

/// A position in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Located {
    /// Path of the file.
    pub file: String,
    /// Line, from 1; 0 where the text does not tell.
    pub line: usize,
    /// Column, from 1; 0 where the text does not tell.
    pub column: usize,
    /// JSON pointer in the file.
    pub pointer: String,
}

/// An operation that a change reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// Position in [`Diff::operations`].
    pub operation: usize,
    /// Which way the changed part travels there.
    pub directions: Vec<Direction>,
}

/// One change.
#[derive(Clone, Debug)]
pub struct Change {
    /// Its kind.
    pub code: Code,
    /// Where it is in words: `Card.owner`, `GET /cards`.
    pub subject: String,
    /// What changed.
    pub text: Sentence,
    /// The component it is in, where it is in one.
    pub component: Option<String>,
    /// The property it is about.
    pub member: Option<String>,
    /// Its place in the old description.
    pub old: Option<Located>,
    /// Its place in the new description.
    pub new: Option<Located>,
    /// The operations it reaches.
    pub users: Vec<User>,
    /// The verdict for who sends it, where it is sent.
    pub request: Option<Impact>,
    /// The verdict for who reads it, where it is read.
    pub response: Option<Impact>,
    /// The verdict for users of the generated crate: the worst of its differences that belong to this change.
    pub rust: Step,
    /// Those differences, by their position in [`Diff::rust`].
    pub rust_changes: Vec<usize>,
    /// What the description says about an accepted break.
    pub waiver: Option<Waiver>,
    place: Option<Place>,
    /// The name of the parameter, header or component it is in, with the way from there; `None` in a body.
    pub(super) name: Option<String>,
}

/// A break that the description accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiver {
    /// Why.
    pub reason: String,
    /// The last day on which it holds, as `YYYY-MM-DD`.
    pub until: String,
}

impl Change {
    /// The worse of its verdicts.
    #[must_use]
    pub fn impact(&self) -> Impact {
        self.request.into_iter().chain(self.response).max().unwrap_or(Impact::Compatible)
    }

    /// The place in the new description, as its document knows it.
    #[must_use]
    pub fn place(&self) -> Option<&Place> {
        self.place.as_ref()
    }
}

/// What changed between two descriptions.
#[derive(Debug, Default)]
pub struct Diff {
    /// The operations of both.
    pub operations: Vec<OperationEntry>,
    /// The changes, worst first.
    pub changes: Vec<Change>,
    /// The differences of the two crates, worst first.
    pub rust: Vec<RustChange>,
    /// Operations that both descriptions have.
    pub shared: usize,
}

impl Diff {
    /// The worst verdict for users of the HTTP API; `None` where nothing changed.
    #[must_use]
    pub fn impact(&self) -> Option<Impact> {
        self.changes.iter().map(Change::impact).max()
    }

    /// The worst verdict for them without the breaks that the description accepts.
    #[must_use]
    pub fn unwaived(&self) -> Option<Impact> {
        self.changes.iter().filter(|change| change.waiver.is_none()).map(Change::impact).max()
    }

    /// What the crate's next version has to be. A change that only the wire shows is a patch.
    #[must_use]
    pub fn step(&self) -> Option<Step> {
        let changed = (!self.changes.is_empty()).then_some(Step::Patch);
        self.rust.iter().map(|change| change.step).max().max(changed)
    }

    /// Whether the two describe different APIs: both have operations, and no operation is in both.
    #[must_use]
    pub fn is_of_two_apis(&self) -> bool {
        let of = |old: bool| {
            let side = |entry: &&OperationEntry| {
                entry.kind == EntryKind::Operation && if old { entry.old.is_some() } else { entry.new.is_some() }
            };
            self.operations.iter().filter(side).count()
        };
        self.shared == 0 && of(true) > 0 && of(false) > 0
    }
}

/// Turns facts that operations reach into changes.
pub(super) fn collect(comparer: Comparer<'_, '_>, old: &Sources, new: &Sources) -> Diff {
    let Comparer { graph, operations, .. } = comparer;
    let mut changes: Vec<(Change, Option<Place>, Option<Place>)> = Vec::new();
    // The same fact may hang on several pairs: a component that is laid together with others, for example.
    let mut known: BTreeMap<(Code, Sentence, Option<Place>, Option<Place>), usize> = BTreeMap::new();
    for id in graph.changed() {
        let users = graph.users(id);
        if users.is_empty() {
            continue;
        }
        let pair = &graph.pairs[id.index()];
        for fact in &pair.facts {
            let mut request = None;
            let mut response = None;
            let mut found = Vec::new();
            for (operation, reaches) in &users {
                let mut directions = BTreeSet::new();
                for reach in reaches {
                    directions.insert(reach.direction);
                    let at = impact(fact, *reach);
                    let side = match reach.direction {
                        Direction::Request => &mut request,
                        Direction::Response => &mut response,
                    };
                    *side = Some(side.map_or(at, |known: Impact| known.max(at)));
                }
                found.push(User { operation: operation.0 as usize, directions: directions.into_iter().collect() });
            }
            let key = (fact.code, fact.text.clone(), fact.old.clone(), fact.new.clone());
            if let Some(index) = known.get(&key) {
                merge(&mut changes[*index].0, request, response, found);
                continue;
            }
            known.insert(key, changes.len());
            let change = Change {
                code: fact.code,
                subject: pair.subject(),
                text: fact.text.clone(),
                component: pair.component.clone(),
                member: fact.member.clone(),
                old: None,
                new: None,
                users: found,
                request,
                response,
                rust: Step::Patch,
                rust_changes: Vec::new(),
                waiver: None,
                place: fact.new.clone(),
                name: (!pair.is_message()).then(|| format!("{}{}", pair.label, pair.way)),
            };
            changes.push((change, fact.old.clone(), fact.new.clone()));
        }
    }
    let (olds, news): (Vec<_>, Vec<_>) = changes.iter().map(|(_, old, new)| (old.clone(), new.clone())).unzip();
    let (olds, news) = (locate(old, &olds), locate(new, &news));
    let mut changes: Vec<Change> = changes
        .into_iter()
        .zip(olds.into_iter().zip(news))
        .map(|((change, ..), (old, new))| Change { old, new, ..change })
        .collect();
    changes.sort_by(|a, b| {
        let key = |change: &Change| {
            (std::cmp::Reverse(change.impact()), change.new.clone().or_else(|| change.old.clone()), change.code)
        };
        key(a).cmp(&key(b)).then_with(|| a.text.cmp(&b.text))
    });
    let shared = operations
        .iter()
        .filter(|entry| entry.kind == EntryKind::Operation && entry.old.is_some() && entry.new.is_some())
        .count();
    Diff { operations, changes, rust: Vec::new(), shared }
}

fn merge(change: &mut Change, request: Option<Impact>, response: Option<Impact>, users: Vec<User>) {
    change.request = change.request.max(request);
    change.response = change.response.max(response);
    for user in users {
        match change.users.iter_mut().find(|known| known.operation == user.operation) {
            Some(known) => {
                known.directions.extend(user.directions);
                known.directions.sort_unstable();
                known.directions.dedup();
            }
            None => change.users.push(user),
        }
    }
    change.users.sort_by_key(|user| user.operation);
}

/// Positions of many places, each file scanned once.
fn locate(sources: &Sources, places: &[Option<Place>]) -> Vec<Option<Located>> {
    let wanted: Vec<Place> = places.iter().flatten().cloned().collect();
    let mut spans = sources.locate(&wanted).into_iter();
    places
        .iter()
        .map(|place| {
            let place = place.as_ref()?;
            let span = spans.next().flatten();
            let file = sources.file(place.file).map(|file| file.path.clone()).unwrap_or_default();
            let (line, column) = span.map_or((0, 0), |span| (span.line, span.column));
            Some(Located { file, line, column, pointer: place.pointer.to_string() })
        })
        .collect()
}
