use super::{same, schemas, types};

const BASE: &str = "
    Base: {type: object, required: [id], properties: {id: {type: integer}, name: {type: string}}}
";

#[test]
fn all_of_merges_objects_and_narrows_presence() {
    let text = format!(
        "{BASE}
    Card:
      allOf:
        - $ref: '#/components/schemas/Base'
        - required: [name]
        - type: object
          properties: {{size: {{type: number}}, id: {{description: The id.}}}}
"
    );
    same(
        &types("3.0.3", &text),
        "
        Base:
          id I64
          name? Plain
        Card:
          id I64
          name Plain
          size? F64
        ",
    );
}

#[test]
fn a_single_reference_stays_the_type_it_names() {
    let text = format!(
        "{BASE}
    Card:
      type: object
      properties:
        a: {{allOf: [{{$ref: '#/components/schemas/Base'}}], nullable: true, description: A.}}
        b: {{allOf: [{{$ref: '#/components/schemas/Base'}}], type: object, readOnly: true}}
        c: {{allOf: [{{$ref: '#/components/schemas/Base'}}, {{required: [id]}}]}}
        d: {{allOf: [{{$ref: '#/components/schemas/Base'}}, {{description: D.}}], writeOnly: true}}
"
    );
    same(
        &types("3.0.3", &text),
        "
        Base:
          id I64
          name? Plain
        Card:
          a?~ Base
          b? Base read
          c? Base
          d? Base write
        ",
    );
}

#[test]
fn siblings_of_a_reference_count_in_3_1() {
    let text = format!(
        "{BASE}
    Card:
      type: object
      properties:
        plain: {{$ref: '#/components/schemas/Base', description: Text.}}
        more: {{$ref: '#/components/schemas/Base', properties: {{extra: {{type: boolean}}}}}}
"
    );
    same(
        &types("3.1.0", &text),
        "
        Base:
          id I64
          name? Plain
        Card:
          plain? Base
          more? Card.more
        Card.more:
          id I64
          name? Plain
          extra? bool
        ",
    );
    same(
        &types("3.0.3", &text),
        "
        Base:
          id I64
          name? Plain
        Card:
          plain? Base
          more? Base
        ",
    );
}

#[test]
fn conflicting_properties_take_the_narrower_type() {
    let text = "
    Card:
      allOf:
        - {type: object, properties: {state: {type: string}, size: {type: number}, kind: {type: string, enum: [a, b, c]}}}
        - {type: object, properties: {state: {type: string, enum: [x, y]}, size: {type: integer}, kind: {enum: [b]}}}
";
    same(
        &types("3.1.0", text),
        "
        Card:
          state? Card.state
          size? I64
          kind? Plain = \"b\"
        Card.state = \"x\" | \"y\"
        ",
    );
}

#[test]
fn choices_inside_all_of_take_the_base_into_each_branch() {
    let text = format!(
        "{BASE}
    Card:
      allOf:
        - $ref: '#/components/schemas/Base'
        - oneOf:
            - {{title: Round, type: object, required: [radius], properties: {{radius: {{type: number}}}}}}
            - {{title: Square, type: object, required: [side], properties: {{side: {{type: number}}}}}}
"
    );
    same(
        &types("3.0.3", &text),
        "
        Base:
          id I64
          name? Plain
        Card: union
          <Round> Card.Round
          <Square> Card.Square
        Card.Round:
          id I64
          name? Plain
          radius F64
        Card.Square:
          id I64
          name? Plain
          side F64
        ",
    );
}

#[test]
fn a_parent_with_a_discriminator_stands_for_its_children() {
    let text = "
    Pet:
      type: object
      required: [kind]
      properties: {kind: {type: string}}
      discriminator: {propertyName: kind, mapping: {cat: '#/components/schemas/Cat', kitty: Cat}}
    Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {lives: {type: integer}}}]}
    Dog: {allOf: [{$ref: '#/components/schemas/Pet'}]}
    Puppy: {allOf: [{$ref: '#/components/schemas/Dog'}, {properties: {weeks: {type: integer}}}]}
    Home: {type: object, properties: {pet: {$ref: '#/components/schemas/Pet'}}}
";
    same(
        &types("3.0.3", text),
        "
        Pet: union by kind
          <Cat> Cat [cat, kitty]
          <Dog> Dog [Dog]
          <Puppy> Puppy [Puppy]
          <base> base
        Cat:
          kind Plain
          lives? I64
        Dog: union by kind
          <Puppy> Puppy [Puppy]
          <base> base [Dog]
        Puppy:
          kind Plain
          weeks? I64
        Home:
          pet? Pet
        base:
          kind Plain
          * json(Anything)
        ",
    );
}

#[test]
fn a_parent_that_lists_its_children_is_merged_without_the_list() {
    let text = "
    Pet:
      type: object
      properties: {kind: {type: string}}
      oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
      discriminator: {propertyName: kind}
    Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {lives: {type: integer}}}]}
    Dog: {allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {barks: {type: boolean}}}]}
";
    same(
        &types("3.0.3", text),
        "
        Pet: union by kind
          <Cat> Cat [Cat]
          <Dog> Dog [Dog]
        Cat:
          kind? Plain
          lives? I64
        Dog:
          kind? Plain
          barks? bool
        ",
    );
}

#[test]
fn cycles_end_in_diagnostics() {
    let (api, report) = schemas(
        "3.0.3",
        "
    A: {allOf: [{$ref: '#/components/schemas/B'}, {properties: {a: {type: string}}}]}
    B: {allOf: [{$ref: '#/components/schemas/A'}, {properties: {b: {type: string}}}]}
    C: {$ref: '#/components/schemas/D'}
    D: {$ref: '#/components/schemas/C'}
    E: {oneOf: [{$ref: '#/components/schemas/E'}, {type: string}]}
",
    );
    assert_eq!(api.types.len(), 5);
    let codes: Vec<&str> = report.diagnostics().iter().map(|diagnostic| diagnostic.code).collect();
    assert!(codes.contains(&"circular-all-of"), "{codes:?}");
    assert!(codes.contains(&"circular-ref"), "{codes:?}");
}

#[test]
fn recursion_through_properties_and_lists_is_allowed() {
    same(&types("3.1.0", "
    Tree: {type: object, properties: {next: {$ref: '#/components/schemas/Tree'}, all: {type: array, items: {$ref: '#/components/schemas/Tree'}}}}
    Nested: {type: array, items: {$ref: '#/components/schemas/Nested'}}
    Value: {oneOf: [{type: string}, {type: array, items: {$ref: '#/components/schemas/Value'}}]}
"), "
        Tree:
          next? Tree
          all? [Tree]
        Nested: union
          <list> [Nested]
        Value: union
          <text> Plain
          <Value list> [Value]
        ");
}
