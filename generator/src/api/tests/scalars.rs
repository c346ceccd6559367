use super::{same, schemas, types};

#[test]
fn formats_and_bounds_choose_the_width() {
    same(
        &types(
            "3.0.3",
            "
    All:
      type: object
      properties:
        a: {type: integer, format: int32}
        b: {type: integer, format: int32, maximum: 4294967295}
        c: {type: integer, minimum: 0, maximum: 18446744073709551615}
        d: {type: number, format: decimal}
        e: {type: string, format: decimal}
        f: {type: number, format: float}
        g: {type: string, format: byte}
        h: {type: string, format: ipv4}
        i: {type: string, format: binary}
        j: {format: date-time}
        k: {minLength: 1}
        l: {type: string, enum: [1, 2]}
        m: {type: number, multipleOf: 1}
",
        ),
        "
        All:
          a? I32
          b? I64
          c? U64
          d? Decimal
          e? Decimal
          f? F64
          g? Base64
          h? Plain
          i? Plain
          j? DateTime
          k? Plain
          l? All.l
          m? F64
        All.l = \"1\" | \"2\"
        ",
    );
}

#[test]
fn objects_say_what_lies_beyond() {
    same(
        &types(
            "3.1.0",
            "
    Nothing: {type: object}
    Anything: {type: object, additionalProperties: true}
    Typed: {type: object, additionalProperties: {type: integer}}
    Closed: {type: object, properties: {a: {type: string}}, additionalProperties: false}
    Beside: {type: object, properties: {a: {type: string}}, additionalProperties: {type: boolean}}
    Pattern: {type: object, patternProperties: {'^x': {type: string}}, additionalProperties: false}
    Empty: {type: object, properties: {}}
    List: {type: array}
    Tuple: {type: array, prefixItems: [{type: string}, {type: integer}], items: false}
",
        ),
        "
        Nothing = {json(FreeObject)}
        Anything = {json(Anything)}
        Typed = {I64}
        Closed:
          a? Plain
          closed
        Beside:
          a? Plain
          * bool
        Pattern = {Plain}
        Empty:
        List = [json(FreeArray)]
        Tuple = [Tuple.item]
        Tuple.item: union
          <text> Plain
          <integer> I64
        ",
    );
}

#[test]
fn references_lead_anywhere() {
    same(
        &types(
            "3.1.0",
            "
    A: {type: object, properties: {inner: {type: object, properties: {x: {type: string}}}, id: {type: string, format: uuid}}}
    B:
      type: object
      properties:
        same: {$ref: '#/components/schemas/A/properties/inner'}
        id: {$ref: '#/components/schemas/A/properties/id'}
        own: {$ref: '#/components/schemas/B/$defs/Part'}
      $defs: {Part: {type: string, enum: [p, q]}}
    C: {$ref: '#/components/schemas/A'}
    D: {type: object, properties: {c: {$ref: '#/components/schemas/C'}}}
",
        ),
        "
        A:
          inner? A.inner
          id? Uuid
        B:
          same? A.inner
          id? Uuid
          own? Part
        C = A
        D:
          c? A
        A.inner:
          x? Plain
        Part = \"p\" | \"q\"
        ",
    );
}

#[test]
fn enums_keep_names_and_texts() {
    let (api, _) = schemas(
        "3.0.3",
        "
    E: {type: integer, enum: [1, 2, 2], x-enum-varnames: [one, two], x-enum-descriptions: {'1': First.}}
",
    );
    let crate::ir::Kind::Enum(list) = &api.types.iter().next().unwrap().1.kind else { panic!("an enum") };
    assert!(list.integer);
    assert_eq!(list.values.len(), 2);
    assert_eq!(list.values[0].rename.as_deref(), Some("one"));
    assert_eq!(list.values[0].description.as_deref(), Some("First."));
}
