//! [`Filter`]: statements joined by `&`, `|` and `!`, and how they are written.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::ops::{BitAnd, BitOr, Not};

use crate::conventions::FilterRules;

/// A condition on records of resource `R`.
pub struct Filter<R> {
    node: Node,
    owner: PhantomData<fn() -> R>,
}

/// Negation is pushed down to the statements at once, where every grammar can express it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    Is { field: Cow<'static, str>, not: bool, operator: &'static str, value: Option<String> },
    All(Vec<Node>),
    Any(Vec<Node>),
}

impl<R> Filter<R> {
    pub(super) fn statement(field: impl Into<Cow<'static, str>>, operator: &'static str, value: Option<String>) -> Self {
        Self::of(Node::Is { field: field.into(), not: false, operator, value })
    }

    fn of(node: Node) -> Self {
        Self { node, owner: PhantomData }
    }

    #[cfg(test)]
    pub(super) fn node(&self) -> &Node {
        &self.node
    }

    /// All of several conditions; `None` when there are none.
    pub fn all(filters: impl IntoIterator<Item = Self>) -> Option<Self> {
        filters.into_iter().reduce(BitAnd::bitand)
    }

    /// At least one of several conditions; `None` when there are none.
    pub fn any(filters: impl IntoIterator<Item = Self>) -> Option<Self> {
        filters.into_iter().reduce(BitOr::bitor)
    }

    /// The condition as the API writes it, not yet percent-encoded.
    ///
    /// # Errors
    ///
    /// When the grammar cannot express it: an operator or a negation it lacks, or a value that would end early.
    pub fn render(&self, rules: &FilterRules) -> Result<String, FilterError> {
        let mut out = String::new();
        self.node.write(&mut out, rules)?;
        Ok(out)
    }
}

impl Node {
    fn negated(self) -> Self {
        let all = |nodes: Vec<Self>| nodes.into_iter().map(Self::negated).collect();
        match self {
            Self::Is { field, not, operator, value } => Self::Is { field, not: !not, operator, value },
            Self::All(nodes) => Self::Any(all(nodes)),
            Self::Any(nodes) => Self::All(all(nodes)),
        }
    }

    fn write(&self, out: &mut String, rules: &FilterRules) -> Result<(), FilterError> {
        match self {
            Self::Is { field, not, operator, value } => statement(out, rules, field, *not, operator, value.as_deref()),
            Self::All(nodes) => join(out, rules, nodes, rules.and),
            Self::Any(nodes) => join(out, rules, nodes, rules.or),
        }
    }
}

/// Writes a conjunction or disjunction; one inside it is grouped, so that the server's own precedence does not matter.
fn join(out: &mut String, rules: &FilterRules, nodes: &[Node], between: &str) -> Result<(), FilterError> {
    for (index, node) in nodes.iter().enumerate() {
        if index > 0 {
            out.push_str(between);
        }
        if matches!(node, Node::Is { .. }) {
            node.write(out, rules)?;
        } else {
            if rules.group.0.is_empty() {
                return Err(FilterError(Cow::Borrowed("this API cannot group conditions")));
            }
            out.push_str(rules.group.0);
            node.write(out, rules)?;
            out.push_str(rules.group.1);
        }
    }
    Ok(())
}

fn statement(
    out: &mut String,
    rules: &FilterRules,
    field: &str,
    not: bool,
    operator: &str,
    value: Option<&str>,
) -> Result<(), FilterError> {
    let Some(name) = rules.operator(operator) else {
        return Err(FilterError(format!("this API has no operator `{operator}`").into()));
    };
    if not && rules.not.is_empty() {
        return Err(FilterError(Cow::Borrowed("this API cannot negate a condition")));
    }
    check_name(field, [rules.and, rules.or, rules.group.0, rules.group.1, rules.quote, rules.statement])?;
    let mut rest = rules.statement;
    while let Some((before, name_and_rest)) = rest.split_once('{') {
        let Some((hole, after)) = name_and_rest.split_once('}') else { break };
        match (hole, value) {
            // Without a value, what leads to it is left out too.
            ("value", None) => {
                rest = after;
                continue;
            }
            _ => out.push_str(before),
        }
        match (hole, value) {
            ("field", _) => out.push_str(field),
            ("operator", _) => {
                if not {
                    out.push_str(rules.not);
                }
                out.push_str(name);
            }
            ("value", Some(value)) => write_value(out, rules, field, value)?,
            _ => {}
        }
        rest = after;
    }
    out.push_str(rest);
    Ok(())
}

fn write_value(out: &mut String, rules: &FilterRules, field: &str, value: &str) -> Result<(), FilterError> {
    let quote = rules.quote;
    let refused = if quote.is_empty() {
        // A bare value ends at anything the grammar gives a meaning to.
        value.is_empty() || holds_mark(value, [rules.and, rules.or, rules.group.0, rules.group.1, rules.statement], "")
    } else {
        value.contains(quote)
    };
    if refused {
        return Err(FilterError(format!("the value for `{field}` holds what the filter grammar cannot escape").into()));
    }
    out.push_str(quote);
    out.push_str(value);
    out.push_str(quote);
    Ok(())
}

/// Refuses a name, which may come from text, that holds a mark of the grammar it is written in.
pub(super) fn check_name<const N: usize>(name: &str, grammar: [&str; N]) -> Result<(), FilterError> {
    // Nearly every name: marks are none of these characters.
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    if !name.is_empty() && name.bytes().all(plain) {
        return Ok(());
    }
    if name.is_empty() || name.chars().any(char::is_control) || holds_mark(name, grammar, "_-.") {
        let name = name.escape_debug();
        return Err(FilterError::new(format!("`{name}` is no name: it is empty or holds what has a meaning in the grammar")));
    }
    Ok(())
}

/// Whether a text holds a character that separates or surrounds the parts of a grammar. Letters, digits, the `allowed`
/// characters and the names in the braces of a template do not count.
fn holds_mark<const N: usize>(text: &str, grammar: [&str; N], allowed: &str) -> bool {
    let marks = grammar.into_iter().flat_map(|part| part.split(['{', '}']).step_by(2)).flat_map(str::chars);
    marks.filter(|mark| !mark.is_alphanumeric() && !allowed.contains(*mark)).any(|mark| text.contains(mark))
}

impl<R> BitAnd for Filter<R> {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        let mut nodes = match self.node {
            Node::All(nodes) => nodes,
            node => vec![node],
        };
        match other.node {
            Node::All(more) => nodes.extend(more),
            node => nodes.push(node),
        }
        Self::of(Node::All(nodes))
    }
}

impl<R> BitOr for Filter<R> {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        let mut nodes = match self.node {
            Node::Any(nodes) => nodes,
            node => vec![node],
        };
        match other.node {
            Node::Any(more) => nodes.extend(more),
            node => nodes.push(node),
        }
        Self::of(Node::Any(nodes))
    }
}

impl<R> Not for Filter<R> {
    type Output = Self;

    fn not(self) -> Self {
        Self::of(self.node.negated())
    }
}

impl<R> Clone for Filter<R> {
    fn clone(&self) -> Self {
        Self::of(self.node.clone())
    }
}

impl<R> fmt::Debug for Filter<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Filter").field(&self.node).finish()
    }
}

/// A filter that the API's grammar cannot express.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterError(Cow<'static, str>);

impl FilterError {
    pub(super) fn new(what: String) -> Self {
        Self(what.into())
    }
}

impl fmt::Display for FilterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for FilterError {}
