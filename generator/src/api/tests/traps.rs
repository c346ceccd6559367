use super::schemas;
use std::fmt::Write;

/// Schemas of a number, each given by a line for its number.
fn many(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).fold(String::new(), |mut text, index| {
        let _ = writeln!(text, "    S{index}: {}", line(index));
        text
    })
}

fn to(index: usize) -> String {
    format!("{{$ref: '#/components/schemas/S{index}'}}")
}

#[test]
fn choices_that_lead_to_each_other_end() {
    let others = |own: usize| (0..6).filter(|other| *other != own).map(to).collect::<Vec<_>>().join(", ");
    let (api, _) = schemas(
        "3.1.0",
        &many(6, |own| format!("{{type: object, properties: {{p{own}: {{type: string}}}}, oneOf: [{}]}}", others(own))),
    );
    assert!(api.types.len() < 5_000, "{}", api.types.len());
}

#[test]
fn doubling_all_of_is_read_once() {
    let text = many(60, |own| format!("{{allOf: [{0}, {0}, {{allOf: [{0}, {0}]}}]}}", to((own + 1) % 61)));
    let (api, _) = schemas("3.1.0", &format!("{text}    S60: {{type: object, properties: {{a: {{type: string}}}}}}\n"));
    assert_eq!(api.types.len(), 61);
}

#[test]
fn properties_that_merge_ever_more_schemas_end() {
    let text = many(8, |own| {
        let pair = |step: usize| format!("{{allOf: [{}, {}]}}", to((own + step) % 8), to((own * 3 + step * 5 + 1) % 8));
        format!(
            "{{type: object, properties: {{a: {}, b: {}, c: {{anyOf: [{}, {}]}}}}}}",
            pair(1),
            pair(2),
            to((own + 1) % 8),
            to((own + 3) % 8)
        )
    });
    let (api, _) = schemas("3.1.0", &text);
    assert!(api.types.len() < 5_000, "{}", api.types.len());
}

#[test]
fn long_chains_of_places_end() {
    let text = many(200, |own| {
        format!(
            "{{type: object, properties: {{x: {{type: object, properties: {{y: {{$ref: '#/components/schemas/S{}/properties/x'}}}}}}}}}}",
            (own + 1) % 201
        )
    });
    let (api, _) = schemas("3.1.0", &format!("{text}    S200: {{type: object, properties: {{x: {{type: string}}}}}}\n"));
    assert!(api.types.len() >= 201);
}
