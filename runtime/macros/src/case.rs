//! Wire names by rule, with the same results as serde's `rename_all`.

/// The rules, as they are written in attributes.
pub const RULES: [&str; 7] =
    ["snake_case", "camelCase", "PascalCase", "kebab-case", "SCREAMING_SNAKE_CASE", "SCREAMING-KEBAB-CASE", "lowercase"];

/// The wire name of a field in `snake_case`; unknown rules leave it as it is.
pub fn apply(rule: &str, name: &str) -> String {
    match rule {
        "camelCase" => {
            let pascal = pascal(name);
            let mut chars = pascal.chars();
            match chars.next() {
                Some(first) => first.to_ascii_lowercase().to_string() + chars.as_str(),
                None => pascal,
            }
        }
        "PascalCase" => pascal(name),
        "kebab-case" => name.replace('_', "-"),
        "SCREAMING_SNAKE_CASE" => name.to_ascii_uppercase(),
        "SCREAMING-KEBAB-CASE" => name.to_ascii_uppercase().replace('_', "-"),
        _ => name.to_owned(),
    }
}

fn pascal(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut upper = true;
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
