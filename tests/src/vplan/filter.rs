//! The documented filter grammar, parsed and evaluated by hand.
//!
//! ```text
//! filter    = joined
//! joined    = term { ",and," term | ",or," term }
//! term      = "(" joined ")" | field ":" [ "not:" ] operator ":" value | relation ":" [ "not:" ] "has" [ ":" value ]
//! value     = "'" anything but a quote "'" | anything but a comma, colon or closing parenthesis
//! ```

use serde_json::Value;
use std::cmp::Ordering;

/// A parsed filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filter {
    /// Both hold.
    And(Box<Filter>, Box<Filter>),
    /// At least one holds.
    Or(Box<Filter>, Box<Filter>),
    /// One statement.
    Statement(Statement),
}

/// `field:operator:value`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The name of the property.
    pub field: String,
    /// Whether `not:` stands before the operator.
    pub not: bool,
    /// The operator.
    pub operator: Operator,
    /// The value without its quotes.
    pub value: String,
}

/// The documented operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of the documentation")]
pub enum Operator {
    Eq,
    Gt,
    Gte,
    Lt,
    Lte,
    Contains,
    StartsWith,
    EndsWith,
    Has,
}

/// Which of `and` and `or` binds tighter. The documentation does not say, so a careful client writes parentheses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Precedence {
    /// `and` binds tighter.
    #[default]
    AndFirst,
    /// Strictly from left to right.
    LeftToRight,
}

impl Filter {
    /// Parses a decoded filter.
    ///
    /// # Errors
    ///
    /// Says what is wrong and where.
    pub fn parse(text: &str, precedence: Precedence) -> Result<Self, String> {
        let mut parser = Parser { text, at: 0, precedence };
        let filter = parser.joined()?;
        if parser.rest().is_empty() { Ok(filter) } else { Err(parser.wrong("`,and,` or `,or,`")) }
    }

    /// Whether a record fits.
    #[must_use]
    pub fn fits(&self, record: &Value) -> bool {
        match self {
            Self::And(left, right) => left.fits(record) && right.fits(record),
            Self::Or(left, right) => left.fits(record) || right.fits(record),
            Self::Statement(statement) => statement.fits(record),
        }
    }

    /// The fields it names, in order.
    #[must_use]
    pub fn fields(&self) -> Vec<&str> {
        match self {
            Self::And(left, right) | Self::Or(left, right) => [left.fields(), right.fields()].concat(),
            Self::Statement(statement) => vec![&statement.field],
        }
    }
}

impl Statement {
    /// Whether a record fits. Null and absent properties fit no statement, negated or not, as in SQL; `has` asks for one
    /// related object or more.
    #[must_use]
    pub fn fits(&self, record: &Value) -> bool {
        let value = record.get(&self.field).unwrap_or(&Value::Null);
        if self.operator == Operator::Has {
            return value.as_array().is_some_and(|list| !list.is_empty()) != self.not;
        }
        if value.is_null() {
            return false;
        }
        self.compares(value) != self.not
    }

    fn compares(&self, value: &Value) -> bool {
        let text = plain(value);
        match self.operator {
            Operator::Contains => text.contains(&self.value),
            Operator::StartsWith => text.starts_with(&self.value),
            Operator::EndsWith => text.ends_with(&self.value),
            Operator::Eq => order(value, &self.value) == Ordering::Equal,
            Operator::Gt => order(value, &self.value) == Ordering::Greater,
            Operator::Gte => order(value, &self.value) != Ordering::Less,
            Operator::Lt => order(value, &self.value) == Ordering::Less,
            Operator::Lte => order(value, &self.value) != Ordering::Greater,
            Operator::Has => false,
        }
    }
}

/// Orders numbers by value, timestamps by instant, everything else as text.
fn order(value: &Value, other: &str) -> Ordering {
    match (value.as_f64(), other.parse::<f64>()) {
        (Some(left), Ok(right)) => left.total_cmp(&right),
        _ => instant(&plain(value)).cmp(&instant(other)),
    }
}

/// A UTC timestamp with its fraction filled up, so that text order is time order; other texts as they are.
fn instant(text: &str) -> String {
    let is_time = text.len() >= 20 && text.as_bytes()[10] == b'T' && text.ends_with('Z');
    if !is_time {
        return text.to_owned();
    }
    let body = text.trim_end_matches('Z');
    let (seconds, fraction) = body.split_once('.').unwrap_or((body, ""));
    format!("{seconds}.{fraction:0<9}")
}

/// A value as text: without quotes.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Orders two properties; null comes first.
pub(super) fn order_values(left: &Value, right: &Value) -> Ordering {
    match (left.is_null(), right.is_null()) {
        (true, true) => Ordering::Equal,
        (true, false) => Ordering::Less,
        (false, true) => Ordering::Greater,
        (false, false) => order(left, &plain(right)),
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    precedence: Precedence,
}

impl<'a> Parser<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn eat(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    fn wrong(&self, wanted: &str) -> String {
        format!("filter, column {}: {wanted} expected", self.at + 1)
    }

    fn joined(&mut self) -> Result<Filter, String> {
        match self.precedence {
            Precedence::LeftToRight => {
                let mut left = self.term()?;
                loop {
                    if self.eat(",and,") {
                        left = Filter::And(Box::new(left), Box::new(self.term()?));
                    } else if self.eat(",or,") {
                        left = Filter::Or(Box::new(left), Box::new(self.term()?));
                    } else {
                        return Ok(left);
                    }
                }
            }
            Precedence::AndFirst => {
                let mut left = self.all()?;
                while self.eat(",or,") {
                    left = Filter::Or(Box::new(left), Box::new(self.all()?));
                }
                Ok(left)
            }
        }
    }

    fn all(&mut self) -> Result<Filter, String> {
        let mut left = self.term()?;
        while self.eat(",and,") {
            left = Filter::And(Box::new(left), Box::new(self.term()?));
        }
        Ok(left)
    }

    fn term(&mut self) -> Result<Filter, String> {
        if self.eat("(") {
            let inner = self.joined()?;
            return if self.eat(")") { Ok(inner) } else { Err(self.wrong("`)`")) };
        }
        let field = self.word("a property")?;
        self.colon()?;
        let mut operator = self.word("an operator")?;
        let not = operator == "not";
        if not {
            self.colon()?;
            operator = self.word("an operator")?;
        }
        let operator = operator_named(&operator).ok_or_else(|| format!("filter: `{operator}` is no operator"))?;
        let bare = operator == Operator::Has && !self.rest().starts_with(':');
        let value = if bare {
            String::new()
        } else {
            self.colon()?;
            self.value()?
        };
        Ok(Filter::Statement(Statement { field, not, operator, value }))
    }

    fn colon(&mut self) -> Result<(), String> {
        if self.eat(":") { Ok(()) } else { Err(self.wrong("`:`")) }
    }

    /// Letters, digits, `_`, `.` and `-`.
    fn word(&mut self, what: &str) -> Result<String, String> {
        let rest = self.rest();
        let length = rest.find(|c: char| !(c.is_alphanumeric() || "_.-".contains(c))).unwrap_or(rest.len());
        if length == 0 {
            return Err(self.wrong(what));
        }
        self.at += length;
        Ok(rest[..length].to_owned())
    }

    fn value(&mut self) -> Result<String, String> {
        if self.eat("'") {
            let rest = self.rest();
            let end = rest.find('\'').ok_or_else(|| self.wrong("a closing quote"))?;
            self.at += end + 1;
            return Ok(rest[..end].to_owned());
        }
        let rest = self.rest();
        let end = rest.find([',', ':', ')']).unwrap_or(rest.len());
        self.at += end;
        Ok(rest[..end].to_owned())
    }
}

fn operator_named(name: &str) -> Option<Operator> {
    Some(match name {
        "eq" => Operator::Eq,
        "gt" => Operator::Gt,
        "gte" => Operator::Gte,
        "lt" => Operator::Lt,
        "lte" => Operator::Lte,
        "contains" => Operator::Contains,
        "starts_with" => Operator::StartsWith,
        "ends_with" => Operator::EndsWith,
        "has" => Operator::Has,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn fits(filter: &str, record: &Value) -> bool {
        Filter::parse(filter, Precedence::AndFirst).unwrap().fits(record)
    }

    #[test]
    fn the_documented_example() {
        let filter = "created_at:gt:'2023-11-01T13:00:00Z',and,(id:not:starts_with:0000,or,id:contains:FFFF)";
        assert!(fits(filter, &json!({ "created_at": "2023-11-01T13:00:00.5Z", "id": "1" })));
        assert!(!fits(filter, &json!({ "created_at": "2023-11-01T13:00:00.000Z", "id": "1" })));
        assert!(!fits(filter, &json!({ "created_at": "2024-01-01T00:00:00Z", "id": "00001" })));
        assert!(fits(filter, &json!({ "created_at": "2024-01-01T00:00:00Z", "id": "0000FFFF" })));
    }

    #[test]
    fn precedence_matters_without_parentheses() {
        let text = "a:eq:1,or,b:eq:1,and,c:eq:1";
        let record = json!({ "a": 1, "b": 0, "c": 0 });
        assert!(Filter::parse(text, Precedence::AndFirst).unwrap().fits(&record));
        assert!(!Filter::parse(text, Precedence::LeftToRight).unwrap().fits(&record));
    }

    #[test]
    fn values_and_nulls() {
        assert!(fits("n:gte:'10'", &json!({ "n": 10 })) && fits("n:gt:9", &json!({ "n": 10 })));
        assert!(fits("t:eq:'a,and,b:(c)'", &json!({ "t": "a,and,b:(c)" })));
        assert!(!fits("t:eq:a", &json!({ "t": null })) && !fits("t:not:eq:a", &json!({})));
        assert!(fits("(rows:has,or,a:eq:1)", &json!({ "rows": [1] })));
        assert!(fits("rows:has:1", &json!({ "rows": [1] })) && fits("rows:not:has:1", &json!({ "rows": [] })));
    }

    #[test]
    fn mistakes_are_named() {
        for (text, wanted) in [
            ("a:eq:1,nor,b:eq:1", "`,and,`"),
            ("a:like:1", "`like` is no operator"),
            ("(a:eq:1", "`)`"),
            ("a:eq:'1", "a closing quote"),
            ("a", "`:`"),
            ("a:eq", "`:`"),
            ("", "a property"),
        ] {
            let error = Filter::parse(text, Precedence::AndFirst).unwrap_err();
            assert!(error.contains(wanted), "{text}: {error}");
        }
    }
}
