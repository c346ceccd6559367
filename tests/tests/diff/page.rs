//! `api.md` shows everything a caller sees: each kind of change of a description that changes the crate changes the page.

use plansmith_generator::{Input, Purpose, generate};

const BASE: &str = r#"openapi: 3.0.3
info: { title: Boards, version: v1 }
servers: [{ url: https://a.example/v1 }]
security: [{ key: [] }]
x-conventions:
  paging: { list: { style: offset, limit: limit, offset: offset, items: /data, max-limit: 100 } }
  filter: { parameter: filter, statement: '{field}:{operator}:{value}', and: ',', quote: "'", operators: { eq: eq } }
  sort: { parameter: sort, separator: ',', ascending: '{field}:asc', descending: '{field}:desc' }
  retry: { statuses: [429] }
paths:
  /cards:
    get:
      operationId: listCards
      tags: [Cards]
      x-paging: list
      x-filter: {}
      x-sort: {}
      parameters:
        - { name: limit, in: query, schema: { type: integer } }
        - { name: offset, in: query, schema: { type: integer } }
        - { name: filter, in: query, schema: { type: string } }
        - { name: sort, in: query, schema: { type: string } }
        - { name: since, in: query, schema: { type: string, format: date } }
        - { name: X-Trace, in: header, schema: { type: string } }
        - { name: ids, in: query, explode: false, schema: { type: array, items: { type: string } } }
      responses:
        '200':
          description: Cards.
          headers: { X-Total: { schema: { type: integer } } }
          content: { application/json: { schema: { $ref: '#/components/schemas/CardPage' } } }
        default: { description: Failed., content: { application/json: { schema: { $ref: '#/components/schemas/Failure' } } } }
  /cards/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    put:
      operationId: updateCard
      tags: [Cards]
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Card' } } } }
      responses: { '200': { description: Card., content: { application/json: { schema: { $ref: '#/components/schemas/Card' } } } } }
    post:
      operationId: attach
      tags: [Cards]
      security: []
      requestBody: { content: { text/plain: { schema: { type: string } }, application/json: { schema: { $ref: '#/components/schemas/Item' } } } }
      responses: { '200': { description: Done. }, '202': { description: Later., content: { application/json: { schema: { $ref: '#/components/schemas/Card' } } } } }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Api-Key }
  schemas:
    CardPage: { type: object, properties: { data: { type: array, items: { $ref: '#/components/schemas/Card' } }, count: { type: integer } } }
    Card:
      type: object
      required: [id]
      properties:
        id: { type: string, readOnly: true }
        name: { type: string, nullable: true }
        state: { $ref: '#/components/schemas/State' }
        dueDate: { type: string, format: date }
        item: { $ref: '#/components/schemas/Item' }
    State: { type: string, enum: [Open, Done] }
    Item:
      oneOf: [{ $ref: '#/components/schemas/Task' }, { $ref: '#/components/schemas/Bug' }]
      discriminator: { propertyName: kind, mapping: { task: '#/components/schemas/Task', bug: '#/components/schemas/Bug' } }
    Task: { type: object, required: [kind], properties: { kind: { type: string }, hours: { type: integer } } }
    Bug: { type: object, required: [kind], properties: { kind: { type: string }, cause: { type: string } } }
    Failure: { type: object, properties: { code: { type: integer } } }
"#;

fn page(text: &str) -> String {
    let read = |_: &str| Ok(text.to_owned());
    let generated = generate(&Input { root: "openapi.yaml", read: &read, strict: false, name: None }, Purpose::Publish);
    let page = generated.files.get("api.md").unwrap_or_else(|| panic!("{}", generated.report.render(&generated.sources, false)));
    page.clone()
}

#[test]
fn every_kind_of_change_shows() {
    let base = page(BASE);
    for (what, from, to) in [
        (
            "type of an optional parameter",
            "{ name: since, in: query, schema: { type: string, format: date } }",
            "{ name: since, in: query, schema: { type: integer } }",
        ),
        ("wire name of a parameter", "name: X-Trace", "name: X-Trace-Id"),
        ("place of a parameter", "{ name: X-Trace, in: header,", "{ name: X-Trace, in: cookie,"),
        ("style of a parameter", "in: query, explode: false,", "in: query, explode: true,"),
        ("optional parameter became required", "{ name: since, in: query,", "{ name: since, in: query, required: true,"),
        ("parameter gone", "        - { name: X-Trace, in: header, schema: { type: string } }\n", ""),
        ("deprecated parameter", "{ name: since, in: query,", "{ name: since, in: query, deprecated: true,"),
        ("wire value of an enum", "enum: [Open, Done]", "enum: [open, Done]"),
        ("value of an enum gone", "enum: [Open, Done]", "enum: [Open]"),
        ("server", "https://a.example/v1", "https://a.example/v2"),
        ("name of a key", "name: X-Api-Key", "name: X-Key"),
        ("place of a key", "in: header, name: X-Api-Key", "in: query, name: X-Api-Key"),
        ("kind of a credential", "type: apiKey, in: header, name: X-Api-Key", "type: http, scheme: bearer"),
        ("credentials of the API", "security: [{ key: [] }]", "security: [{ key: [] }, {}]"),
        ("credentials of an operation", "      security: []\n", ""),
        ("filter fields", "x-filter: {}\n      x-sort: {}", "x-filter: { fields: [name] }\n      x-sort: { fields: [name] }"),
        ("filter gone", "      x-filter: {}\n      x-sort: {}\n", ""),
        ("grammar of filters", "{field}:{operator}:{value}", "{field} {operator} {value}"),
        ("largest page", "max-limit: 100", "max-limit: 50"),
        ("paging gone", "      x-paging: list\n", ""),
        ("retry", "statuses: [429]", "statuses: [429, 503]"),
        ("type of a property", "dueDate: { type: string, format: date }", "dueDate: { type: string, format: date-time }"),
        ("wire name of a property", "dueDate:", "dueOn:"),
        ("property gone", "        dueDate: { type: string, format: date }\n", ""),
        ("required property", "required: [id]", "required: [id, dueDate]"),
        (
            "property is read only",
            "item: { $ref: '#/components/schemas/Item' }",
            "item: { readOnly: true, allOf: [{ $ref: '#/components/schemas/Item' }] }",
        ),
        ("null", "name: { type: string, nullable: true }", "name: { type: string }"),
        ("value of a discriminator", "mapping: { task:", "mapping: { job:"),
        ("name of a discriminator", "discriminator: { propertyName: kind,", "discriminator: { propertyName: type,"),
        ("member of a union", "oneOf: [{ $ref: '#/components/schemas/Task' }, ", "oneOf: ["),
        ("operation renamed", "operationId: updateCard", "operationId: changeCard"),
        ("path", "  /cards/{id}:", "  /card/{id}:"),
        ("method", "    put:", "    patch:"),
        (
            "response",
            "responses: { '200': { description: Card., content: { application/json: { schema: { $ref: '#/components/schemas/Card' } } } } }",
            "responses: { '204': { description: Done. } }",
        ),
        (
            "body of a second response",
            "'202': { description: Later., content: { application/json: { schema: { $ref: '#/components/schemas/Card' } } } }",
            "'202': { description: Later. }",
        ),
        (
            "error body",
            "Failure: { type: object, properties: { code: { type: integer } } }",
            "Failure: { type: object, properties: { code: { type: string } } }",
        ),
        ("header of a response", "X-Total: { schema: { type: integer } }", "X-Total: { schema: { type: string } }"),
        ("content type of a body", "text/plain: { schema", "text/csv: { schema"),
        ("deprecated operation", "operationId: attach", "deprecated: true\n      operationId: attach"),
        ("tag", "operationId: attach\n      tags: [Cards]", "operationId: attach\n      tags: [Files]"),
    ] {
        assert!(BASE.contains(from), "{what}: the description has {from}");
        let changed = page(&BASE.replacen(from, to, 1));
        assert_ne!(base, changed, "{what} does not show");
    }
}

#[test]
fn no_line_is_long() {
    let long = "x".repeat(400);
    let text = BASE.replace("enum: [Open, Done]", &format!("enum: [Open, {long}]")).replace("X-Api-Key", &format!("X-{long}"));
    for page in [page(BASE), page(&text)] {
        let longest = page.lines().map(|line| line.chars().count()).max().unwrap_or_default();
        assert!(longest <= 200, "{longest} characters:\n{page}");
    }
    assert!(page(&text).matches('x').count() > 400, "nothing of a long name is left out");
}
