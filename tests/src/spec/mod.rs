//! Reads a spec folder and judges what a client sends, without a line of the generator.
//!
//! [`Spec::load`] bundles the files, [`Spec::find`] names the operation of a request, [`Spec::check`] lists
//! everything about it that the spec does not allow, and [`Spec::sample`] builds a response that fits.

mod body;
mod check;
mod multipart;
mod operation;
mod parameter;
mod request;
mod response;
mod route;

pub use multipart::{Part, parts};
pub use operation::{Body, Media, Operation, Parameter, Place, Response};
pub use plansmith_prove::{Direction, Documents, Judge, Usage, Variant};

use crate::http::Request;
use serde_json::Value;
use std::path::Path;

/// An API description with its operations and schemas.
#[derive(Debug)]
pub struct Spec {
    operations: Vec<Operation>,
    webhooks: Vec<Operation>,
    judge: Judge,
}

impl Spec {
    /// Reads `openapi.yaml` and every file it refers to.
    ///
    /// # Errors
    ///
    /// When a file cannot be read, a reference leads nowhere or an operation lacks an id; one sentence with the place.
    pub fn load(folder: &Path) -> Result<Self, String> {
        Self::new(Documents::load(folder)?)
    }

    /// Takes documents that are already loaded.
    ///
    /// # Errors
    ///
    /// As [`Spec::load`].
    pub fn new(documents: Documents) -> Result<Self, String> {
        let operations = operation::collect(&documents, "paths")?;
        if operations.is_empty() {
            return Err("the spec has no operation".to_owned());
        }
        let mut webhooks = operation::collect(&documents, "webhooks")?;
        webhooks.extend(operation::collect(&documents, "x-webhooks")?);
        Ok(Self { operations, webhooks, judge: Judge::new(documents) })
    }

    /// The bundled files.
    #[must_use]
    pub fn documents(&self) -> &Documents {
        self.judge.documents()
    }

    /// Every operation, in the order of the spec.
    #[must_use]
    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// What the API posts to others (`webhooks`, in 3.0 `x-webhooks`), in the order of the spec; the path is the name of the webhook.
    #[must_use]
    pub fn webhooks(&self) -> &[Operation] {
        &self.webhooks
    }

    /// What values are judged by.
    #[must_use]
    pub fn judge(&self) -> &Judge {
        &self.judge
    }

    /// The operation with that id.
    #[must_use]
    pub fn operation(&self, id: &str) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.id == id)
    }

    /// The names of the properties of a schema that travel in a direction, its compositions included.
    #[must_use]
    pub fn properties(&self, schema: &Value, direction: Direction) -> Vec<String> {
        let hidden = if direction == Direction::Sent { "readOnly" } else { "writeOnly" };
        let shape = parameter::Shape::of(self.documents(), schema);
        let travels = shape.properties.iter().filter(|(_, property)| property.get(hidden) != Some(&Value::Bool(true)));
        travels.map(|(name, _)| (*name).to_owned()).collect()
    }

    /// The operation a request calls, with its path parameters still encoded. The most literal template wins.
    #[must_use]
    pub fn find(&self, request: &Request, prefix: &str) -> Option<(&Operation, Vec<(String, String)>)> {
        let path = request.path().strip_prefix(prefix)?;
        self.operations
            .iter()
            .filter(|operation| operation.method == request.method)
            .filter_map(|operation| Some((operation, operation.route.capture(path)?)))
            .min_by_key(|(operation, _)| operation.route.wildness())
    }
}
