//! Filters, sort keys, relations and properties as parameters of a [`Call`], written by the rules of its API.

use super::{Filter, Property, Relation, Sort, selection};
use crate::calls::Call;
use crate::decode::Decoder;
use crate::request::Request;

impl<D: Decoder> Call<D> {
    /// Restricts the records, in the API's filter grammar.
    #[must_use]
    pub fn filter<R>(mut self, value: &Filter<R>) -> Self {
        let (client, request) = self.parts();
        let Some(rules) = &client.conventions().filter else {
            lacks(request, "filters");
            return self;
        };
        request.set_rendered(rules.parameter, value.render(rules).map_err(|e| e.to_string()));
        self
    }

    /// Orders the records.
    #[must_use]
    pub fn sort<R>(mut self, keys: &[Sort<R>]) -> Self {
        let (client, request) = self.parts();
        let Some(rules) = &client.conventions().sort else {
            lacks(request, "sort keys");
            return self;
        };
        request.set_list(rules.parameter, keys.iter().map(|key| key.render(rules).map_err(|e| e.to_string())), rules.separator);
        self
    }

    /// Includes related objects in the response.
    #[must_use]
    pub fn eager<R>(mut self, relations: &[Relation<R>]) -> Self {
        let (client, request) = self.parts();
        let Some(rules) = &client.conventions().eager else {
            lacks(request, "eager loading");
            return self;
        };
        request.set_list(
            rules.parameter,
            relations.iter().map(|relation| relation.written(rules).map_err(|e| e.to_string())),
            rules.separator,
        );
        self
    }

    /// Returns only these properties and those that the type of the response requires, of the object and of every related
    /// object that has one of them.
    #[must_use]
    pub fn show<R>(mut self, properties: &[Property<R>]) -> Self {
        let (client, request) = self.parts();
        let Some(rules) = &client.conventions().fields else {
            lacks(request, "property selection");
            return self;
        };
        request.set_list(
            rules.show,
            selection::shown(properties, rules).into_iter().map(|path| path.map_err(|error| error.to_string())),
            rules.separator,
        );
        self
    }

    /// Leaves these properties out. What the type of the response requires cannot be left out: `send` then fails.
    #[must_use]
    pub fn hide<R>(mut self, properties: &[Property<R>]) -> Self {
        let (client, request) = self.parts();
        let Some(rules) = &client.conventions().fields else {
            lacks(request, "property selection");
            return self;
        };
        if let Some(required) = properties.iter().find_map(|property| selection::required(property, rules)) {
            request.fail(format!("`{required}` cannot be hidden: the type of the response requires it"));
            return self;
        }
        request.set_list(
            rules.hide,
            properties.iter().map(|property| property.render(rules).map_err(|e| e.to_string())),
            rules.separator,
        );
        self
    }
}

fn lacks(request: &mut Request, what: &str) {
    request.fail(format!("the conventions of the API have no rules for {what}"));
}
