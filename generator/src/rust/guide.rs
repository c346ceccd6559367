//! What the guide of a crate, its README and front page, shows of it: expressions that compile.

/// Facts for the guide.
#[derive(Clone, Debug, Default)]
pub struct Guide {
    /// What the description says of the API beside its text: version, documentation, contact, licence, terms.
    pub about: Vec<String>,
    /// What `auth` offers: name and first sentence.
    pub credentials: Vec<(String, String)>,
    /// A credential: its name in `auth`, and an expression that makes one.
    pub credential: Option<(String, String)>,
    /// A sign-in with a browser, by its name in `auth`.
    pub flow: Option<String>,
    /// What the builder is given as base URL, where the API states no absolute server: with the path that it states.
    pub server: Option<String>,
    /// A call, from the accessor to the end of its arguments: `cards().get("...")`.
    pub call: Option<String>,
    /// Whether that call answers JSON, so that it can be tested with a recorded response.
    pub call_is_json: bool,
    /// A list that is paged.
    pub list: Option<String>,
    /// A list that can be filtered, and a condition: module, constant and the call on it.
    pub filter: Option<GuideFilter>,
    /// A type whose properties may be left out or set to null, with such a property.
    pub update: Option<(String, String)>,
    /// The words that say how well an operation is known, with their meaning, where operations use them.
    pub evidence: Vec<(&'static str, &'static str)>,
    /// What is not covered, with the reason.
    pub left_out: Vec<(String, String)>,
    /// The header by which the server knows a repetition, and which requests carry it, in words.
    pub idempotency: Option<(String, String)>,
    /// Facts about the server.
    pub quirks: Vec<String>,
}

/// A filter for the guide.
#[derive(Clone, Debug)]
pub struct GuideFilter {
    /// The list.
    pub list: String,
    /// Module in `fields`.
    pub module: String,
    /// A condition, from the constant on.
    pub condition: String,
    /// A sort key, from the constant on, where the list can be sorted.
    pub sort: Option<String>,
}
