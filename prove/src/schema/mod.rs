//! Schemas of a description as JSON Schema 2020-12, and whether values fit them.

pub mod bundle;
mod translate;
pub mod validate;

pub use bundle::Bundle;

/// Which way a value travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// To the server: read-only properties may not be there.
    Sent,
    /// From the server: write-only properties need not be there.
    Received,
}

/// How a schema is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Usage {
    /// Which way the value travels; without one, read-only and write-only mean nothing.
    pub direction: Option<Direction>,
    /// Whether the required properties of the outermost object may be left out.
    pub partial: bool,
    /// Whether properties that no schema names are refused.
    pub closed: bool,
    /// Whether `nullable` counts only where OpenAPI 3.0.3 says so: beside a `type`, and never against an `enum` or `allOf`.
    /// Most authors mean more by it, and so it is read otherwise.
    pub literal_null: bool,
}

impl Usage {
    /// What a client sends: nothing that no schema names.
    pub const SENT: Usage = Usage { direction: Some(Direction::Sent), partial: false, closed: true, literal_null: false };
    /// What a server answers.
    pub const RECEIVED: Usage =
        Usage { direction: Some(Direction::Received), partial: false, closed: false, literal_null: false };

    /// The key of the properties that do not travel in this direction.
    fn hidden(self) -> Option<&'static str> {
        Some(match self.direction? {
            Direction::Sent => "readOnly",
            Direction::Received => "writeOnly",
        })
    }
}
