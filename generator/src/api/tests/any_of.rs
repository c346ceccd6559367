use super::{same, types};

#[test]
fn null_branches_become_presence() {
    same(
        &types(
            "3.1.0",
            "
    Card:
      type: object
      required: [a, d]
      properties:
        a: {anyOf: [{type: string, format: date}, {type: 'null'}]}
        b: {type: [integer, 'null']}
        c: {type: array, items: {anyOf: [{type: boolean}, {type: 'null'}]}}
        d: {enum: [x, y, null]}
",
        ),
        "
        Card:
          a~ Date
          b?~ I64
          c? [bool~]
          d~ Card.d
        Card.d = \"x\" | \"y\"
        ",
    );
    same(
        &types(
            "3.0.3",
            "
    Base: {type: object, properties: {a: {type: string}}}
    Card: {type: object, properties: {base: {anyOf: [{$ref: '#/components/schemas/Base'}, {nullable: true}]}}}
",
        ),
        "
        Base:
          a? Plain
        Card:
          base?~ Base
        ",
    );
}

#[test]
fn scalars_that_one_type_holds_collapse() {
    same(
        &types(
            "3.1.0",
            "
    Color:
      oneOf:
        - {const: red, description: Like fire.}
        - {const: blue}
    Model: {anyOf: [{type: string}, {type: string, enum: [a, b]}]}
    When: {oneOf: [{type: string, format: date}, {type: string, format: date-time}]}
    Size: {anyOf: [{type: integer}, {type: number}]}
    Id: {oneOf: [{type: integer}, {type: string}]}
    Many: {type: [string, number, 'null']}
    Mixed: {enum: [auto, 1, 2]}
    Flag: {enum: [true, false]}
    Step: {enum: [0.5, 1]}
",
        ),
        "
        Color = \"red\" | \"blue\"
        Model = \"a\" | \"b\"
        When = Plain
        Size = Decimal
        Id: union
          <integer> I64
          <text> Plain
        Many: union
          <text> Plain
          <number> F64
        Mixed: union
          <text> Mixed.text
          <integer> Mixed.integer
        Flag = bool
        Step = F64
        Mixed.text = \"auto\"
        Mixed.integer = 1 | 2
        ",
    );
}

#[test]
fn objects_that_nothing_tells_apart_merge_under_any_of_only() {
    let both = |keyword: &str| {
        types(
            "3.1.0",
            &format!(
                "
    A: {{type: object, required: [id, a], properties: {{id: {{type: string}}, a: {{type: string}}}}}}
    B: {{type: object, required: [id], properties: {{id: {{type: integer}}, b: {{type: string}}}}}}
    C: {{{keyword}: [{{$ref: '#/components/schemas/A'}}, {{$ref: '#/components/schemas/B'}}]}}
"
            ),
        )
    };
    let parts = "
        A:
          id Plain
          a Plain
        B:
          id I64
          b? Plain
        ";
    same(
        &both("anyOf"),
        &format!(
            "{parts}C:
          id C.id
          a? Plain
          b? Plain
        C.id: union
          <text> Plain
          <integer> I64
        "
        ),
    );
    same(
        &both("oneOf"),
        &format!(
            "{parts}C: union
          <A> A
          <B> B
        "
        ),
    );
}

#[test]
fn constants_are_a_discriminator() {
    same(
        &types(
            "3.1.0",
            "
    A: {type: object, required: [type], properties: {type: {const: a}}}
    B: {type: object, required: [type], properties: {type: {enum: [b, c]}}}
    AB: {anyOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}, {type: string}]}
",
        ),
        "
        A:
          type Plain = \"a\"
        B:
          type B.type
        AB: union by type
          <A> A [a]
          <B> B [b, c]
          <text> Plain
        B.type = \"b\" | \"c\"
        ",
    );
}

#[test]
fn mappings_name_schemas_by_reference_or_name() {
    same(
        &types(
            "3.0.3",
            "
    A: {type: object, properties: {v: {type: string}}}
    B: {type: object, properties: {v: {type: string}}}
    C: {type: object, properties: {v: {type: string}}}
    U:
      oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/C'}]
      discriminator: {propertyName: v, mapping: {one: '#/components/schemas/A', two: A, three: B}}
",
        ),
        "
        A:
          v? Plain
        B:
          v? Plain
        C:
          v? Plain
        U: union by v
          <A> A [one, two]
          <B> B [three]
          <C> C [C]
        ",
    );
}

#[test]
fn nested_choices_open_where_no_discriminator_is_lost() {
    same(
        &types(
            "3.1.0",
            "
    A: {type: object, required: [t], properties: {t: {const: a}}}
    B: {type: object, required: [t], properties: {t: {const: b}}}
    Inner: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}], discriminator: {propertyName: t}}
    Outer: {oneOf: [{type: string}, {$ref: '#/components/schemas/Inner'}, {type: 'null'}]}
    Use: {type: object, required: [u], properties: {u: {$ref: '#/components/schemas/Outer'}}}
",
        ),
        "
        A:
          t Plain = \"a\"
        B:
          t Plain = \"b\"
        Inner: union by t
          <A> A [a]
          <B> B [b]
        Outer: union by t
          <text> Plain
          <A> A [a]
          <B> B [b]
        Use:
          u~ Outer
        ",
    );
}

#[test]
fn branches_that_only_require_are_validation() {
    same(
        &types(
            "3.0.3",
            "
    Card:
      type: object
      properties: {a: {type: string}, b: {type: string}}
      anyOf: [{required: [a]}, {required: [b]}]
",
        ),
        "
        Card:
          a? Plain
          b? Plain
        ",
    );
}

#[test]
fn properties_beside_a_choice_are_in_every_branch() {
    same(
        &types(
            "3.0.3",
            "
    Card:
      type: object
      required: [id]
      properties: {id: {type: string}}
      oneOf:
        - {title: One, properties: {a: {type: string}}}
        - {title: Two, properties: {b: {type: string}}}
",
        ),
        "
        Card: union
          <One> Card.One
          <Two> Card.Two
        Card.One:
          id Plain
          a? Plain
        Card.Two:
          id Plain
          b? Plain
        ",
    );
}
