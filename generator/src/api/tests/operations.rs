use super::{api, same, show};
use crate::ir::{Api, ContentKind};
use std::fmt::Write;

const HEAD: &str = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\n";

fn shown(api: &Api) -> String {
    let mut out = String::new();
    for operation in &api.operations {
        let _ = writeln!(out, "{} {}", operation.method.as_str(), operation.path_text);
        for param in &operation.params {
            let _ = writeln!(
                out,
                "  {:?} {} {}{} {:?}{}",
                param.location,
                param.wire,
                show(api, &param.ty),
                if param.required { "" } else { "?" },
                param.style,
                if param.explode { " explode" } else { "" }
            );
        }
        let ty = |content: &crate::ir::Content| content.ty.as_ref().map_or_else(|| "-".to_owned(), |ty| show(api, ty));
        for content in operation.body.iter().flat_map(|body| &body.contents) {
            let _ = writeln!(out, "  > {} {:?} {}", content.media, content.kind, ty(content));
        }
        for response in &operation.responses {
            let _ = writeln!(out, "  < {:?}", response.status);
            for content in &response.contents {
                let _ = writeln!(out, "    {} {:?} {}", content.media, content.kind, ty(content));
            }
        }
    }
    out
}

#[test]
fn parameters_of_path_and_operation_merge() {
    let (api, report) = api(&format!(
        "{HEAD}
paths:
  /cards/{{id}}:
    parameters:
      - {{name: id, in: path, required: true, schema: {{type: integer}}}}
      - {{name: tags, in: query, schema: {{type: array, items: {{type: string}}}}}}
      - {{name: gone, in: path, required: true, schema: {{type: string}}}}
    get:
      parameters:
        - {{name: tags, in: query, style: pipeDelimited, schema: {{type: array, items: {{type: string}}}}}}
        - {{name: Accept, in: header, schema: {{type: string}}}}
        - {{name: X-Trace, in: header, schema: {{type: string}}}}
        - {{name: q, in: query, content: {{application/json: {{schema: {{type: object, properties: {{a: {{type: string}}}}}}}}}}}}
      responses: {{'204': {{description: Done}}}}
  /cards/{{from}}..{{to}}:
    get:
      responses: {{'200': {{description: Ok}}}}
"
    ));
    same(
        &shown(&api),
        "
        GET /cards/{id}
          Path id I64 Simple
          Query tags [Plain]? PipeDelimited
          Header X-Trace Plain? Simple
          Query q get /cards/{id}.q? Form explode
          < Code(204)
        GET /cards/{from}..{to}
          Path from Plain Simple
          Path to Plain Simple
          < Code(200)
        ",
    );
    let codes: Vec<&str> = report.diagnostics().iter().map(|diagnostic| diagnostic.code).collect();
    assert!(codes.contains(&"unused-parameter") && codes.contains(&"undeclared-parameter"), "{codes:?}");
}

#[test]
fn content_types_have_kinds() {
    let (api, _) = api(&format!("{HEAD}
paths:
  /files:
    post:
      operationId: upload
      requestBody:
        content:
          application/json: {{schema: {{type: string}}}}
          application/vnd.x+json: {{schema: {{type: string}}}}
          multipart/form-data:
            schema: {{type: object, properties: {{file: {{type: string, format: binary}}, many: {{type: array, items: {{type: string, format: binary}}}}, name: {{type: string}}}}}}
          image/png: {{schema: {{type: string, format: binary}}}}
          application/xml: {{schema: {{type: object}}}}
      responses:
        '200': {{description: Ok, content: {{text/event-stream: {{schema: {{type: object, properties: {{a: {{type: string}}}}}}}}}}}}
        4XX: {{description: No, content: {{text/plain: {{schema: {{type: string}}}}}}}}
        default: {{description: Else, content: {{application/x-ndjson: {{}}}}}}
"));
    same(
        &shown(&api),
        "
        POST /files
          > application/json Json Plain
          > application/vnd.x+json Json Plain
          > multipart/form-data Multipart upload.body.form-data
          > image/png Stream file
          > application/xml Bytes file
          < Code(200)
            text/event-stream Events upload.response
          < Range(4)
            text/plain Text Plain
          < Default
            application/x-ndjson Stream -
        ",
    );
    let body = api.operations[0].body.as_ref().unwrap();
    let form = body.contents.iter().find(|content| content.kind == ContentKind::Multipart).unwrap();
    let text = super::show_types(&api);
    assert!(form.ty.is_some() && text.contains("  file? file\n  many? [file]\n  name? Plain"), "{text}");
}

#[test]
fn paging_is_resolved_and_checked() {
    let text = |items: &str| {
        format!("{HEAD}
x-conventions:
  paging: {{list: {{style: offset, limit: limit, offset: offset, items: {items}, total: /count}}}}
  filter: {{parameter: filter}}
paths:
  /cards:
    get:
      operationId: listCards
      x-paging: list
      x-filter: {{fields: [nam]}}
      parameters:
        - {{name: filter, in: query, schema: {{type: string}}}}
        - {{name: limit, in: query, schema: {{type: integer}}}}
        - {{name: offset, in: query, schema: {{type: integer}}}}
      responses:
        '200':
          description: Ok
          content:
            application/json:
              schema: {{type: object, properties: {{count: {{type: integer}}, data: {{type: array, items: {{$ref: '#/components/schemas/Card'}}}}}}}}
components: {{schemas: {{Card: {{type: object, properties: {{name: {{type: string}}}}}}}}}}
")
    };
    let (good, report) = api(&text("/data"));
    let paging = good.operations[0].paging.as_ref().unwrap();
    assert_eq!(show(&good, &paging.item), "Card");
    assert_eq!(paging.rule.items, ["data"]);
    assert_eq!(good.operations[0].params[0].role, crate::ir::ParamRole::Filter);
    let wrong = report.diagnostics().iter().find(|diagnostic| diagnostic.code == "unknown-filter-field").unwrap();
    assert_eq!(wrong.help.as_deref(), Some("did you mean `name`?"));
    let (bad, report) = api(&text("/items"));
    assert!(bad.operations[0].paging.is_none());
    assert!(report.diagnostics().iter().any(|diagnostic| diagnostic.code == "bad-paging"));
}
