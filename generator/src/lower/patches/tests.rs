//! Descriptions with JSON Patch bodies, and what is printed for them.

use crate::{Generated, Input, Purpose, generate};

const DESCRIPTION: &str = "
openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /card/{id}:
    patch:
      operationId: updateCard
      tags: [cards]
      summary: Changes a card.
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      requestBody:
        required: true
        content:
          application/json-patch+json:
            x-json-patch: Card
            schema: { type: array, items: { type: object } }
      responses: { '204': { description: Done. } }
components:
  schemas:
    CardId: { type: string }
    Names: { type: array, items: { type: string } }
    PatchOperation: { type: object, properties: { op: { type: string } } }
    Owner: { type: object, properties: { name: { type: string } } }
    Card:
      type: object
      required: [id]
      properties:
        id: { $ref: '#/components/schemas/CardId', readOnly: true }
        cardTitle: { type: string, description: Title of the card. }
        type: { type: [string, 'null'], enum: [small, large, null] }
        due-date: { type: string, format: date }
        owners: { type: array, items: { $ref: '#/components/schemas/Owner' } }
        names: { anyOf: [{ $ref: '#/components/schemas/Names' }, { type: 'null' }] }
        labels: { type: object, additionalProperties: { type: integer } }
        a/b: { type: boolean }
";

fn generated(text: &str) -> Generated {
    let read = |_: &str| Ok(text.to_owned());
    generate(&Input { root: "api.yaml", read: &read, strict: false, name: None }, Purpose::Publish)
}

#[test]
fn properties_become_constants() {
    let text = &generated(DESCRIPTION).files["src/patches.rs"];
    for expected in [
        "pub mod card {",
        "/// Set by the server: it may be tested, not changed.\n    pub const ID: PatchField<Card, CardId> = PatchField::new(\"id\");",
        "/// Title of the card.\n    pub const CARD_TITLE: PatchField<Card, String> = PatchField::new(\"cardTitle\");",
        "pub const TYPE: PatchField<Card, CardType> = PatchField::new(\"type\");",
        "pub const DUE_DATE: PatchField<Card, Date> = PatchField::new(\"due-date\");",
        "pub const OWNERS: PatchList<Card, Owner> = PatchList::new(\"owners\");",
        "pub const NAMES: PatchList<Card, String> = PatchList::new(\"names\");",
        "pub const A_B: PatchField<Card, bool> = PatchField::new(\"a/b\");",
        "use crate::types::{Card, CardId, CardType, Owner};",
        "use plansmith_runtime::json_patch::{PatchField, PatchList};",
        "use plansmith_runtime::Date;",
    ] {
        assert!(text.contains(expected), "{expected} in {text}");
    }
    assert!(text.contains("use std::collections::BTreeMap;"), "{text}");
}

#[test]
fn the_body_is_a_list_of_operations_on_the_object() {
    let generated = generated(DESCRIPTION);
    let text = &generated.files["src/cards.rs"];
    assert!(text.contains(".json(\"application/json-patch+json\""), "{text}");
    assert!(text.contains("impl Arguments<PatchOperation<Card>>"), "{text}");
    assert!(text.contains("[`card`](crate::patches::card)"), "{text}");
    assert!(generated.files["src/lib.rs"].contains("pub mod patches;"));
    assert!(generated.files["src/types.rs"].contains("pub struct Card {"));
    // The name of the runtime's type is taken.
    assert!(generated.files["src/types.rs"].contains("pub struct PatchOperationModel {"));
}

#[test]
fn other_descriptions_have_no_constants() {
    let generated = generated(&DESCRIPTION.replace("            x-json-patch: Card\n", ""));
    assert!(!generated.files.contains_key("src/patches.rs"));
    assert!(generated.files["src/types.rs"].contains("pub struct PatchOperation {"));
}
