//! Events: what their data are, where a description says it of the events as a whole.

use super::ApiReader;
use super::body::is_shaped;
use crate::document::{Address, Node};
use crate::schema::Composition;

impl<'d> ApiReader<'_, '_, 'd, '_> {
    /// Whether a schema describes an event itself and not its data: an object of `data` and nothing but other fields of events.
    /// Descriptions older than `itemSchema` do so.
    pub(super) fn is_event(&mut self, schema: &Node<'d>) -> bool {
        let mut has_data = false;
        self.has_event_fields(schema, &mut has_data, &mut Vec::new()) && has_data
    }

    fn has_event_fields(&mut self, schema: &Node<'d>, has_data: &mut bool, visited: &mut Vec<Address>) -> bool {
        let Some(node) = self.builder.schema.follow(schema) else { return false };
        if visited.contains(&node.address()) {
            return true;
        }
        visited.push(node.address());
        if node.get("additionalProperties").is_some_and(|more| more.value.as_bool() != Some(false)) {
            return false;
        }
        let properties = node.get("properties");
        let mut names = properties.iter().flat_map(Node::entries).map(|(name, _)| name);
        *has_data |= properties.as_ref().is_some_and(|properties| properties.get("data").is_some());
        if !names.all(|name| matches!(name, "data" | "event" | "id" | "retry")) {
            return false;
        }
        let parts: Vec<Node<'d>> = ["allOf", "oneOf", "anyOf"]
            .into_iter()
            .filter_map(|key| node.get(key))
            .flat_map(|parts| parts.items().collect::<Vec<_>>())
            .collect();
        (properties.is_some() || !parts.is_empty()) && parts.iter().all(|part| self.has_event_fields(part, has_data, visited))
    }

    /// What the data of an event are that a schema describes: `contentSchema` of its `data` (OpenAPI 3.2), or what `data` is where it
    /// is no text; one of several where the events differ in it. Without one, or where the data of some events are text, all are.
    pub(super) fn event_data(&mut self, event: &Node<'d>) -> Option<Composition<'d>> {
        let mut data = EventData::default();
        self.add_event_data(event, &mut data, &mut Vec::new());
        match (data.schemas.len(), data.text) {
            (0, _) => None,
            (_, true) => {
                let reason = "the data of other events are text, so all are text";
                self.leave_out("the type of the data of some events".to_owned(), reason, event.place());
                None
            }
            (1, false) => data.schemas.pop().map(Composition::Node),
            (_, false) => Some(Composition::Any(data.schemas.into_iter().map(Composition::Node).collect())),
        }
    }

    fn add_event_data(&mut self, event: &Node<'d>, out: &mut EventData<'d>, visited: &mut Vec<Address>) {
        let Some(node) = self.builder.schema.follow(event) else { return };
        if visited.contains(&node.address()) {
            return;
        }
        visited.push(node.address());
        // What holds together says one thing of the data; branches say one thing each.
        let mut own = EventData::default();
        if let Some(data) = node.get("properties").and_then(|properties| properties.get("data")) {
            let followed = self.builder.schema.follow(&data);
            match followed.as_ref().and_then(|data| data.get("contentSchema")) {
                Some(schema) => own.schemas.push(schema),
                // What ends a stream is handed out to nobody.
                None if followed.is_some_and(|data| is_end(&data)) => {}
                None if is_shaped(&self.builder.schema.constraints(&Composition::Node(data.clone()))) => own.schemas.push(data),
                None => own.text = true,
            }
        }
        for part in node.get("allOf").iter().flat_map(Node::items) {
            self.add_event_data(&part, &mut own, visited);
        }
        own.text &= own.schemas.is_empty();
        let mut branches = EventData::default();
        for branch in ["oneOf", "anyOf"]
            .into_iter()
            .filter_map(|key| node.get(key))
            .flat_map(|branches| branches.items().collect::<Vec<_>>())
        {
            self.add_event_data(&branch, &mut branches, visited);
        }
        if !branches.schemas.is_empty() {
            own.text = false;
        }
        for EventData { schemas, text } in [own, branches] {
            out.text |= text;
            for schema in schemas {
                if out.schemas.iter().all(|known| known.value != schema.value) {
                    out.schemas.push(schema);
                }
            }
        }
    }
}

/// What descriptions of events say of their data.
#[derive(Default)]
struct EventData<'d> {
    /// Schemas of JSON.
    schemas: Vec<Node<'d>>,
    /// Whether some are text.
    text: bool,
}

/// Whether data are the one word that ends a stream.
fn is_end(data: &Node<'_>) -> bool {
    let only = data.value.get("enum").and_then(|values| values.as_array()).filter(|values| values.len() == 1);
    let value = data.value.get("const").or_else(|| only?.first());
    value.and_then(|value| value.as_str()) == Some("[DONE]")
}
