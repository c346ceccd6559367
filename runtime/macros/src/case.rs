//! Wire names by rule, with the same results as serde's `rename_all`.

use syn::{Error, LitStr, Result};

/// How a field's name becomes its wire name.
#[derive(Clone, Copy)]
pub enum Rule {
    /// As it is.
    Same,
    Camel,
    Pascal,
    Kebab,
    Shouty,
}

impl Rule {
    /// The rule with this name.
    pub fn parse(name: &LitStr) -> Result<Self> {
        match name.value().as_str() {
            "snake_case" => Ok(Self::Same),
            "camelCase" => Ok(Self::Camel),
            "PascalCase" => Ok(Self::Pascal),
            "kebab-case" => Ok(Self::Kebab),
            "SCREAMING_SNAKE_CASE" => Ok(Self::Shouty),
            _ => {
                let text = "expected one of `snake_case`, `camelCase`, `PascalCase`, `kebab-case`, `SCREAMING_SNAKE_CASE`";
                Err(Error::new(name.span(), text))
            }
        }
    }

    /// The wire name of a field in `snake_case`.
    pub fn apply(self, name: &str) -> String {
        match self {
            Self::Same => name.to_owned(),
            Self::Camel => capitals(name, false),
            Self::Pascal => capitals(name, true),
            Self::Kebab => name.replace('_', "-"),
            Self::Shouty => name.to_ascii_uppercase(),
        }
    }
}

fn capitals(name: &str, mut upper: bool) -> String {
    let mut out = String::with_capacity(name.len());
    for char in name.chars() {
        if char == '_' {
            upper = true;
        } else if std::mem::take(&mut upper) {
            out.push(char.to_ascii_uppercase());
        } else {
            out.push(char);
        }
    }
    out
}
