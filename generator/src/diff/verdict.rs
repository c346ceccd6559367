//! How bad a change is, by direction and by where it stands.

use super::code::Code;
use super::fact::Fact;

/// What a change means for users of the HTTP API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Impact {
    /// Who uses the old description goes on as before.
    Compatible,
    /// Some users may stop working.
    Dangerous,
    /// Users who do nothing stop working.
    Breaking,
}

impl Impact {
    /// Its name in every output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Compatible => "compatible",
            Self::Dangerous => "dangerous",
            Self::Breaking => "breaking",
        }
    }
}

/// Which way the changed part travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// From the client: parameters, request bodies, and the responses to webhooks.
    Request,
    /// To the client: responses, and the bodies of webhooks.
    Response,
}

impl Direction {
    /// Its name in every output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
        }
    }

    /// The other one.
    #[must_use]
    pub fn reverse(self) -> Self {
        match self {
            Self::Request => Self::Response,
            Self::Response => Self::Request,
        }
    }
}

/// Where a fact about a schema stands in a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Position {
    /// In a parameter.
    Parameter,
    /// In a property of a parameter's value.
    InParameter,
    /// In a header of a response.
    Header,
    /// In a body.
    Body,
}

/// One way on which a fact is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Reach {
    /// Which way it travels.
    pub direction: Direction,
    /// Where it stands.
    pub position: Position,
    /// Whether a `readOnly` in a request or a `writeOnly` in a response keeps it from travelling.
    pub hidden: bool,
}

/// The impact of a fact on one way.
#[must_use]
pub fn impact(fact: &Fact, reach: Reach) -> Impact {
    let hidden = reach.hidden
        || match reach.direction {
            Direction::Request => fact.read_only,
            Direction::Response => fact.write_only,
        };
    let pick = |code: Code| match reach.direction {
        Direction::Request => code.effect().sent,
        Direction::Response => code.effect().read,
    };
    if hidden && fact.code != Code::BecameNotWriteOnly {
        return Impact::Compatible;
    }
    match (fact.code, reach.position) {
        // A server applies the default of a parameter; the default of a property is advice.
        (Code::DefaultAdded | Code::DefaultChanged | Code::DefaultRemoved, Position::Parameter) => Impact::Breaking,
        // Parameters and headers are text on the wire, so every text fits where any text is taken.
        (_, Position::Parameter | Position::Header) if fact.same_text => Impact::Compatible,
        (code, Position::Parameter | Position::Header) if fact.as_text.is_some() => pick(fact.as_text.unwrap_or(code)),
        (Code::TypeChanged, Position::InParameter) => match fact.as_text {
            Some(Code::TypeNarrowed) => Impact::Breaking,
            _ => Impact::Dangerous,
        },
        // A server that takes no other properties refuses who still sends it.
        (Code::OptionalPropertyRemoved | Code::RequiredPropertyRemoved, _)
            if fact.refused && reach.direction == Direction::Request =>
        {
            Impact::Breaking
        }
        // Readers of a property that was always left out now find it.
        (Code::BecameNotWriteOnly, Position::Body) if reach.direction == Direction::Response && fact.required => {
            Impact::Dangerous
        }
        (code, _) => pick(code),
    }
}
