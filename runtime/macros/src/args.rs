//! How a type becomes the parameter of a setter or constructor.

use crate::parse::Ty;

/// Paths in expansions.
pub const C: &str = "::plansmith_runtime::codegen";

/// The type of the parameter and how its value becomes that of the field.
pub struct Argument {
    pub ty: String,
    how: How,
}

enum How {
    AsIs,
    List(String),
    Into(String),
}

impl Argument {
    /// An argument for a value of this type.
    pub fn of(ty: &Ty) -> Self {
        let head = ty.head();
        if is_plain(&head) || head.is_empty() || matches!(head.as_str(), "Option" | "BTreeMap" | "HashMap") {
            return Self { ty: ty.text(), how: How::AsIs };
        }
        if head == "Vec"
            && let Some(item) = ty.arg()
        {
            let text = item.text();
            let item = if is_plain(&item.head()) { text.clone() } else { format!("impl ::core::convert::Into<{text}>") };
            return Self { ty: format!("impl ::core::iter::IntoIterator<Item = {item}>"), how: How::List(text) };
        }
        let text = ty.text();
        Self { ty: format!("impl ::core::convert::Into<{text}>"), how: How::Into(text) }
    }

    /// The field's value, its type left to inference.
    pub fn inferred(&self, name: &str) -> String {
        match self.how {
            How::AsIs => name.to_owned(),
            How::List(_) => format!("{C}::list({name})"),
            How::Into(_) => format!("{name}.into()"),
        }
    }

    /// The field's value with its type spelled out.
    pub fn spelled(&self, name: &str) -> String {
        match &self.how {
            How::AsIs => name.to_owned(),
            How::List(item) => format!("{C}::list::<{item}, _>({name})"),
            How::Into(ty) => format!("{C}::into::<{ty}>({name})"),
        }
    }
}

/// Types that are passed as they are.
fn is_plain(head: &str) -> bool {
    matches!(
        head,
        "bool"
            | "char"
            | "i8"
            | "i16"
            | "i32"
            | "i64"
            | "i128"
            | "isize"
            | "u8"
            | "u16"
            | "u32"
            | "u64"
            | "u128"
            | "usize"
            | "f32"
            | "f64"
            | "Value"
    )
}
