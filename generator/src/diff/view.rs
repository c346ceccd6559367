//! A schema as it is meant: `$ref` followed, `allOf` laid together, and "or null" in each of its spellings read
//! as one flag.

use crate::document::Node;
use crate::location::Report;
use serde_json::Value;

/// How deep `allOf` and `$ref` may lead before a schema is taken as it stands.
const DEPTH_LIMIT: usize = 64;

/// How deep `$ref` and `allOf` may lead to a schema that says "this is null".
const NULL_DEPTH: usize = 8;

/// A schema: all nodes that hold for it at once.
#[derive(Clone, Debug)]
pub struct View<'d> {
    /// The nodes, the schema itself first, then the members of its `allOf`. Never empty.
    pub parts: Vec<Node<'d>>,
    /// Whether something around the parts lets `null` through: a member `{ type: null }` beside the only other
    /// one, or `nullable` beside `allOf`.
    pub nullable: bool,
    /// Whether the union around it says if `null` is a value, so that the schema itself is not asked.
    pub is_member: bool,
    /// The component it is, where a `$ref` led to it.
    pub name: Option<String>,
}

/// Keys that say nothing about values.
pub const ANNOTATIONS: [&str; 11] = [
    "description",
    "title",
    "example",
    "examples",
    "externalDocs",
    "deprecated",
    "default",
    "$comment",
    "$schema",
    "$id",
    "$ref",
];

/// What a node says of values, by its own keys.
pub trait Says<'d> {
    /// Whether it has a key.
    fn says(&self, key: &str) -> bool;

    /// The values of its `const`, else of its `enum`.
    fn listed_values(&self) -> Option<Box<dyn Iterator<Item = &'d Value> + 'd>>;
}

impl<'d> Says<'d> for Node<'d> {
    fn says(&self, key: &str) -> bool {
        self.value.get(key).is_some()
    }

    fn listed_values(&self) -> Option<Box<dyn Iterator<Item = &'d Value> + 'd>> {
        if let Some(value) = self.value.get("const") {
            return Some(Box::new(std::iter::once(value)));
        }
        Some(Box::new(self.value.get("enum")?.as_array()?.iter()))
    }
}

/// What tells a view from others of the same document.
pub type Identity = (Box<[usize]>, bool, bool);

impl<'d> View<'d> {
    /// Reads the schema at a node.
    pub fn of(node: &Node<'d>, report: &mut Report) -> Self {
        Self::all(std::slice::from_ref(node), report)
    }

    /// Reads several schemas that hold at once.
    pub fn all(nodes: &[Node<'d>], report: &mut Report) -> Self {
        let mut view = Self { parts: Vec::new(), nullable: false, is_member: false, name: None };
        for node in nodes {
            view.add(node, 0, report);
        }
        if view.parts.is_empty() {
            view.parts.extend(nodes.first().cloned());
        }
        view
    }

    fn add(&mut self, node: &Node<'d>, depth: usize, report: &mut Report) {
        let known = |view: &Self, node: &Node<'d>| view.parts.iter().any(|part| part.address() == node.address());
        if depth > DEPTH_LIMIT || known(self, node) {
            return;
        }
        if node.ref_target().is_some() {
            // From 3.1 on, what stands beside a `$ref` holds as well.
            if node.value.as_object().is_some_and(|map| map.len() > 1) && node.document().version != crate::document::Version::V30
            {
                self.parts.push(node.clone());
            }
            if let Some(target) = node.follow(report) {
                if depth == 0 && self.name.is_none() {
                    self.name = target.last();
                }
                self.add(&target, depth + 1, report);
            }
            return;
        }
        let outer_null = node.flag("nullable");
        if let Some(member) = only_member(node) {
            self.parts.push(node.clone());
            self.nullable |= member.1 || outer_null;
            self.add(&member.0, depth + 1, report);
            return;
        }
        self.parts.push(node.clone());
        if let Some(members) = node.get("allOf") {
            self.nullable |= outer_null;
            for member in members.items() {
                self.add(&member, depth + 1, report);
            }
        }
    }

    /// What tells it from other views of its document.
    pub fn identity(&self) -> Identity {
        (self.parts.iter().map(|part| std::ptr::from_ref(part.value) as usize).collect(), self.nullable, self.is_member)
    }

    /// The node that messages point at.
    pub fn node(&self) -> &Node<'d> {
        self.parts.iter().find(|part| part.ref_target().is_none()).unwrap_or(&self.parts[0])
    }

    /// The values of a key, one for each part that has it.
    pub fn values<'v>(&'v self, key: &'v str) -> impl Iterator<Item = (&'v Node<'d>, &'d Value)> + 'v {
        self.parts.iter().filter_map(move |part| Some((part, part.value.as_object()?.get(key)?)))
    }

    /// The first value of a key.
    pub fn value(&self, key: &str) -> Option<&'d Value> {
        self.values(key).next().map(|(_, value)| value)
    }

    /// The first node of a key.
    pub fn get(&self, key: &str) -> Option<Node<'d>> {
        self.parts.iter().find_map(|part| part.get(key))
    }

    /// The first string of a key.
    pub fn string(&self, key: &str) -> Option<&'d str> {
        self.values(key).find_map(|(_, value)| value.as_str())
    }

    /// Whether a key is `true` in any part.
    pub fn flag(&self, key: &str) -> bool {
        self.values(key).any(|(_, value)| value.as_bool() == Some(true))
    }

    /// The nodes of a key whose value is a schema, laid together.
    pub fn child(&self, key: &str, report: &mut Report) -> Option<View<'d>> {
        let nodes: Vec<Node<'d>> = self.parts.iter().filter_map(|part| part.get(key)).collect();
        if nodes.is_empty() { None } else { Some(View::all(&nodes, report)) }
    }

    /// The entries of a key that maps names to schemas: names in order, each with the nodes that hold for it.
    pub fn children(&self, key: &str) -> indexmap::IndexMap<&'d str, Vec<Node<'d>>, foldhash::fast::RandomState> {
        let mut found = indexmap::IndexMap::<&'d str, Vec<Node<'d>>, _>::default();
        for part in &self.parts {
            for (name, child) in part.get(key).iter().flat_map(Node::entries) {
                found.entry(name).or_default().push(child);
            }
        }
        found
    }

    /// The arrays of `oneOf` or `anyOf`: one for each part that has more than one member.
    pub fn unions(&self, key: &str) -> Vec<Node<'d>> {
        self.parts.iter().filter(|part| only_member(part).is_none()).filter_map(|part| part.get(key)).collect()
    }

    /// The same schema as a member of a union, which says itself whether `null` is a value.
    #[must_use]
    pub fn like_a_member(mut self) -> Self {
        self.is_member = true;
        self
    }

    /// Whether `null` is a value of it; `None` where neither types nor listed values say so.
    pub fn takes_null(&self) -> Option<bool> {
        if self.is_member {
            return None;
        }
        if self.nullable {
            return Some(true);
        }
        let mut says_type = false;
        for part in &self.parts {
            match part.value.get("type") {
                Some(Value::Array(list)) => {
                    says_type = true;
                    if !list.iter().any(|one| one.as_str() == Some("null")) && !part.flag("nullable") {
                        return Some(false);
                    }
                }
                Some(Value::String(name)) => {
                    says_type = true;
                    if name != "null" && !part.flag("nullable") {
                        return Some(false);
                    }
                }
                _ => {}
            }
        }
        // `nullable` beside a `oneOf` or beside `properties` without a type: meant, though 3.0.3 asks for a type.
        if says_type || self.flag("nullable") {
            return Some(true);
        }
        let lists = self.parts.iter().filter_map(Says::listed_values);
        lists.map(|mut values| values.any(Value::is_null)).reduce(|all, one| all && one)
    }

    /// Whether it has a `oneOf` or `anyOf` of more than one member.
    pub fn is_union(&self) -> bool {
        self.parts.iter().any(|part| (part.says("oneOf") || part.says("anyOf")) && only_member(part).is_none())
    }

    /// Whether a part of it has a key.
    pub fn says(&self, key: &str) -> bool {
        self.parts.iter().any(|part| part.says(key))
    }

    /// Whether it takes everything, for all it says.
    pub fn says_nothing(&self) -> bool {
        let is_empty = |part: &Node<'_>| match part.value {
            // What `allOf` and a union of one member hold are parts themselves.
            Value::Object(map) => map.keys().all(|key| match key.as_str() {
                "allOf" => true,
                "oneOf" | "anyOf" => only_member(part).is_some(),
                key => ANNOTATIONS.contains(&key) || key.starts_with("x-"),
            }),
            Value::Bool(takes) => *takes,
            _ => true,
        };
        self.parts.iter().all(is_empty)
    }

    /// Whether it says nothing but "this is null".
    pub fn is_null(&self) -> bool {
        self.parts.iter().any(is_null)
    }
}

fn is_null(node: &Node<'_>) -> bool {
    fn within(node: &Node<'_>, depth: usize) -> bool {
        if depth == 0 {
            return false;
        }
        if let Some(target) = node.ref_target().and_then(|target| node.resolve(target)) {
            return within(&target, depth - 1);
        }
        match node.value.get("type") {
            Some(Value::String(name)) => name == "null",
            Some(Value::Array(list)) => !list.is_empty() && list.iter().all(|one| one.as_str() == Some("null")),
            _ if node.value.get("const").is_some_and(Value::is_null) => true,
            _ => node.get("allOf").is_some_and(|members| members.items().any(|member| within(&member, depth - 1))),
        }
    }
    within(node, NULL_DEPTH)
}

/// The only member of `oneOf` or `anyOf` beside `null`, and whether `null` is there.
pub fn only_member<'d>(node: &Node<'d>) -> Option<(Node<'d>, bool)> {
    let ((Some(list), None) | (None, Some(list))) = (node.get("oneOf"), node.get("anyOf")) else { return None };
    let all = list.items().len();
    if all > 2 {
        return None;
    }
    let mut others = list.items().filter(|member| !is_null(member));
    let (first, second) = (others.next()?, others.next());
    second.is_none().then_some((first, all == 2))
}
