//! The rule that turns a struct's identifiers into wire names.
//!
//! The derives apply the same rules, so a name that follows the rule needs no attribute.

use crate::rust::Rule;

const RULES: [Rule; 5] = [Rule::Same, Rule::Camel, Rule::Pascal, Rule::Kebab, Rule::Shouty];

/// The rule that most pairs of identifier and wire name follow; the identity where it is as good.
pub fn best<'a>(pairs: &(impl Iterator<Item = (&'a str, &'a str)> + Clone)) -> Rule {
    let score = |rule: Rule| pairs.clone().filter(|(name, wire)| apply(rule, name) == *wire).count();
    let mut best = (Rule::Same, score(Rule::Same));
    for rule in RULES {
        let found = score(rule);
        // An attribute on the type costs a line too.
        if found > best.1 + usize::from(best.0 == Rule::Same) {
            best = (rule, found);
        }
    }
    best.0
}

/// The wire name a rule gives to an identifier.
pub fn apply(rule: Rule, name: &str) -> String {
    let name = name.strip_prefix("r#").unwrap_or(name);
    match rule {
        Rule::Same => name.to_owned(),
        Rule::Camel => capitals(name, false),
        Rule::Pascal => capitals(name, true),
        Rule::Kebab => name.replace('_', "-"),
        Rule::Shouty => name.to_ascii_uppercase(),
    }
}

fn capitals(name: &str, mut up: bool) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '_' => up = true,
            c if up => {
                out.push(c.to_ascii_uppercase());
                up = false;
            }
            c => out.push(c),
        }
    }
    out
}

/// What `rename_all` calls a rule; nothing where names stay as they are.
pub fn word(rule: Rule) -> Option<&'static str> {
    match rule {
        Rule::Same => None,
        Rule::Camel => Some("camelCase"),
        Rule::Pascal => Some("PascalCase"),
        Rule::Kebab => Some("kebab-case"),
        Rule::Shouty => Some("SCREAMING_SNAKE_CASE"),
    }
}

/// The wire name of a field: stated, or given by the rule of its struct.
pub fn wire_name(rule: Option<&str>, name: &str, stated: Option<&str>) -> String {
    let by_rule = || RULES.into_iter().find(|known| word(*known) == rule).unwrap_or(Rule::Same);
    stated.map_or_else(|| apply(by_rule(), name), str::to_owned)
}
