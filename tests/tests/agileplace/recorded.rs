//! What real responses look like where the pages say something else: numbers for texts, texts for numbers, null.
//!
//! The files in `recorded/` have the shape of recorded responses and values of our own.

use crate::SPEC;
use agileplace_client::types::{
    Board, BoardIdOrNumber, BoardPage, BoardUserPage, BoardVersionNumber, Card, CardPage, ErrorResponse, User,
};
use plansmith_tests::recorded::{self, Recorded};
use plansmith_tests::spec::Usage;
use serde_json::{Value, json};
use std::fmt::Debug;

/// Reads a value as the type of that name, in `Debug` form.
fn read(name: &str, value: &Value) -> Option<Result<String, String>> {
    #[allow(clippy::unnecessary_wraps, reason = "one arm has nothing")]
    fn text<T: Debug>(read: serde_json::Result<T>) -> Option<Result<String, String>> {
        Some(read.map(|value| format!("{value:?}")).map_err(|error| error.to_string()))
    }
    let value = value.to_string();
    match name {
        "Board" => text(serde_json::from_str::<Board>(&value)),
        "BoardPage" => text(serde_json::from_str::<BoardPage>(&value)),
        "BoardUserPage" => text(serde_json::from_str::<BoardUserPage>(&value)),
        "Card" => text(serde_json::from_str::<Card>(&value)),
        "CardPage" => text(serde_json::from_str::<CardPage>(&value)),
        "User" => text(serde_json::from_str::<User>(&value)),
        "ErrorResponse" | "ReportingError" => text(serde_json::from_str::<ErrorResponse>(&value)),
        _ => None,
    }
}

/// What is wrong with a value that was recorded for a type: by the description, and by the crate.
fn wrong(recorded: &Recorded) -> Vec<String> {
    let Some(read) = read(&recorded.name, &recorded.value) else {
        return vec![format!("{}: `{}` is no type this test knows", recorded.file, recorded.name)];
    };
    let name = if recorded.name == "ReportingError" { "ErrorResponse" } else { &recorded.name };
    let schemas: Vec<_> = SPEC.documents().component_schemas().map(|(reference, _)| reference).collect();
    let reference = schemas.iter().find(|reference| reference.ends_with(&format!("/{name}"))).expect("a schema");
    let mut wrong = SPEC.judge().errors(&json!({ "$ref": reference }), Usage::RECEIVED, &recorded.value);
    match read {
        Ok(debug) => wrong.extend(recorded.lost(&debug).into_iter().map(|lost| format!("lost {lost}"))),
        Err(error) => wrong.push(error),
    }
    wrong.into_iter().map(|line| format!("{}: {line}", recorded.file)).collect()
}

#[test]
fn shapes_of_real_responses_are_read() {
    let files = [
        ("Board", include_str!("recorded/board.json")),
        ("BoardPage", include_str!("recorded/board_page.json")),
        ("BoardUserPage", include_str!("recorded/board_user_page.json")),
        ("Card", include_str!("recorded/card.json")),
        ("CardPage", include_str!("recorded/card_page.json")),
        ("ErrorResponse", include_str!("recorded/error.json")),
        ("User", include_str!("recorded/user.json")),
    ];
    for (name, text) in files {
        let value = serde_json::from_str(text).expect("JSON");
        assert_eq!(wrong(&Recorded { file: name.to_owned(), name: name.to_owned(), value }), [""; 0]);
    }
}

#[test]
fn numbers_and_texts_are_told_apart() {
    let versions = ["303", "\"303\""].map(|version| {
        let board: Board = serde_json::from_str(&format!(r#"{{ "id": "1", "version": {version} }}"#)).unwrap();
        board.version.expect("a version")
    });
    assert!(matches!(versions, [BoardVersionNumber::Integer(303), BoardVersionNumber::Text(_)]), "{versions:?}");
    let user: User = serde_json::from_str(r#"{ "id": "1", "settings": { "recentBoards": ["5", 6] } }"#).unwrap();
    let boards = user.settings.and_then(|settings| settings.recent_boards).expect("boards");
    assert!(matches!(&boards[..], [BoardIdOrNumber::BoardId(_), BoardIdOrNumber::Integer(6)]), "{boards:?}");
}

/// See [`recorded`].
#[test]
#[ignore = "needs a folder of recorded responses"]
fn recorded_responses_are_read() {
    let all = recorded::of("agileplace");
    let wrong: Vec<String> = all.iter().flat_map(wrong).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    println!("{} recorded responses are read", all.len());
}
