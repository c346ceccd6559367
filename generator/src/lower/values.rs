//! Values of constants as text, for `api.md`.

use crate::rust::ConstValue;

/// One line for each value in a constant.
pub fn leaves(path: &str, value: &ConstValue, lines: &mut Vec<String>) {
    match value {
        ConstValue::Struct(_, fields, base) => {
            // What differs from a default is told by its values; which rule of several it starts from is not.
            if base.last().is_some_and(|last| last != "DEFAULT") {
                lines.push(format!("{path} = {}", base.join("::")));
            }
            for (name, value) in fields {
                leaves(&format!("{path}.{name}"), value, lines);
            }
        }
        other => lines.push(format!("{path} = {}", literal(other))),
    }
}

/// A rule of paging with the one it starts from.
pub fn based(rule: &ConstValue) -> String {
    match rule {
        ConstValue::Struct(name, fields, base) => {
            let fields: Vec<String> = fields.iter().map(|(name, value)| format!("{name}: {}, ", literal(value))).collect();
            format!("{name} {{ {}..{} }}", fields.concat(), base.join("::"))
        }
        other => literal(other),
    }
}

fn literal(value: &ConstValue) -> String {
    let list = |all: &[ConstValue]| all.iter().map(literal).collect::<Vec<_>>().join(", ");
    match value {
        ConstValue::Text(text) => format!("{text:?}"),
        ConstValue::Number(number) => number.to_string(),
        ConstValue::Bool(flag) => flag.to_string(),
        ConstValue::Some(inner) => literal(inner),
        ConstValue::Variant(path, inner) => format!("{}({})", path.join("::"), literal(inner)),
        ConstValue::List(all) => format!("[{}]", list(all)),
        ConstValue::Tuple(all) => format!("({})", list(all)),
        ConstValue::Path(path) => path.join("::"),
        ConstValue::Struct(name, fields, _) => {
            let fields: Vec<String> = fields.iter().map(|(name, value)| format!("{name}: {}", literal(value))).collect();
            format!("{name} {{ {} }}", fields.join(", "))
        }
    }
}
