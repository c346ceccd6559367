//! [`Style`]: how a parameter is written.

/// The styles of the OpenAPI specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StyleKind {
    /// `a,b`
    Simple,
    /// `.a.b`
    Label,
    /// `;name=a;name=b`
    Matrix,
    /// `name=a&name=b`
    Form,
    /// `name=a%20b`
    SpaceDelimited,
    /// `name=a%7Cb`
    PipeDelimited,
    /// `name[key]=a`
    DeepObject,
    /// `name=a; name=b`, and nothing is percent-encoded.
    Cookie,
}

/// How a parameter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Style {
    /// The style.
    pub kind: StyleKind,
    /// Whether each element of an array or object is written on its own.
    pub explode: bool,
    /// Whether reserved characters stay as they are where the place allows them.
    pub reserved: bool,
    /// Whether the value of a path parameter may hold segments, so that its slashes stay.
    pub slashes: bool,
    /// Whether the value is JSON text instead.
    pub json: bool,
}

impl Style {
    /// Default of path parameters: simple, not exploded.
    pub const PATH: Self = Self::new(StyleKind::Simple, false);
    /// Default of query parameters: form, exploded.
    pub const QUERY: Self = Self::new(StyleKind::Form, true);
    /// Default of header parameters: simple, not exploded.
    pub const HEADER: Self = Self::new(StyleKind::Simple, false);
    /// Default of cookie parameters: form, exploded.
    pub const COOKIE: Self = Self::new(StyleKind::Form, true);

    /// A style.
    #[must_use]
    pub const fn new(kind: StyleKind, explode: bool) -> Self {
        Self { kind, explode, reserved: false, slashes: false, json: false }
    }

    /// Whether each element of an array or object is written on its own.
    #[must_use]
    pub const fn explode(self, explode: bool) -> Self {
        Self { explode, ..self }
    }

    /// Keeps reserved characters (`allowReserved`).
    #[must_use]
    pub const fn reserved(self) -> Self {
        Self { reserved: true, ..self }
    }

    /// Keeps the slashes of a path parameter, which the standard escapes; dot segments are refused all the same.
    #[must_use]
    pub const fn slashes(self) -> Self {
        Self { slashes: true, ..self }
    }

    /// Writes JSON text (`content: application/json`).
    #[must_use]
    pub const fn json(self) -> Self {
        Self { json: true, ..self }
    }
}
