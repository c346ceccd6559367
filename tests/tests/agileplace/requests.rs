//! What goes over the wire: lists in the query, JSON Patch, bodies of DELETE, uploads, overridden methods.

use crate::{answering, builder, client, server};
use agileplace_client::patches::card_patchable_fields as card;
use agileplace_client::types::{
    AttachmentUpload, BoardRoleLevel, CardCustomFieldInput, CardInclude, CardPatchableFieldsSize, CardSelection, CommentBody,
    ConnectionChange, ConnectionIds, CustomFieldValue, DependencySelection, LaneClassType, ListBoardUsersLicenseFilterListItem,
    NewLayoutLane, TagRemoval, TeamUserRemoval,
};
use agileplace_client::{FilePart, Patch};
use plansmith_runtime::{Body, ErrorKind, PatchOperation};
use plansmith_tests::http::{Reply, Request};
use plansmith_tests::service::Step;
use plansmith_tests::spec::parts;
use serde_json::json;
use std::time::Duration;

#[tokio::test]
async fn lists_in_the_query_are_joined_with_commas() {
    let server = server().await;
    client(&server)
        .cards()
        .list()
        .lanes(["10", "20"])
        .types(["3"])
        .custom_ids(["a,b", "c d"])
        .lane_class_types([LaneClassType::Backlog, LaneClassType::Active])
        .include([CardInclude::CustomFields, CardInclude::ParentCards])
        .only(Vec::<String>::new())
        .send()
        .await
        .unwrap();
    let query = server.last().query().to_owned();
    let has = |piece: &str| query.split('&').any(|pair| pair == piece);
    assert!(has("lanes=10,20") && has("types=3") && has("lane_class_types=backlog,active"), "{query}");
    assert!(has("include=customFields,parentCards"), "{query}");
    assert!(has("customIds=a%2Cb,c%20d"), "a comma inside a value is not a separator: {query}");
    assert!(!query.contains("only"), "{query}");
    server.assert_conforms();
}

#[tokio::test]
async fn lists_with_brackets_repeat_their_name() {
    let server = server().await;
    client(&server)
        .board_members()
        .list("1")
        .role_filter_list([BoardRoleLevel::N3, BoardRoleLevel::N4])
        .license_filter_list([ListBoardUsersLicenseFilterListItem::N1])
        .send()
        .await
        .unwrap();
    let query = server.last().query().replace("%5B", "[").replace("%5D", "]");
    assert_eq!(query, "roleFilterList[]=3&roleFilterList[]=4&licenseFilterList[]=1");
    server.assert_conforms();
}

#[tokio::test]
async fn ids_are_escaped_in_paths() {
    let server = server().await;
    client(&server).cards().get("1/2?x#y").send().await.unwrap();
    assert_eq!(server.last().path(), "/io/card/1%2F2%3Fx%23y");
    server.assert_conforms();
}

#[tokio::test]
async fn a_json_patch_on_the_wire() {
    let server = server().await;
    client(&server)
        .cards()
        .update(
            "1",
            [
                card::VERSION.test("8"),
                card::TITLE.replace("A \"title\""),
                card::TAGS.append("blue"),
                card::TAGS.insert(0, "first"),
                card::TAGS.at(1).remove(),
                card::TAGS.remove_value("red"),
                card::PLANNED_START.replace("2024-04-11"),
                card::PLANNED_FINISH.remove(),
                card::SIZE.replace(CardPatchableFieldsSize::Number(3.0)),
                card::IS_BLOCKED.replace(true),
                card::BLOCK_REASON.replace("waits"),
                card::ASSIGNED_USER_IDS.replace_all(["1", "2"]),
                card::CUSTOM_FIELDS
                    .at(0)
                    .add(CardCustomFieldInput::default().field_id("7").value(CustomFieldValue::Text("x".to_owned()))),
                PatchOperation::new("replace", "/customFields/0").value(&json!({ "fieldId": "7", "value": null })),
            ],
        )
        .send()
        .await
        .unwrap();
    let request = server.last();
    assert_eq!((request.method.as_str(), request.header("Content-Type")), ("PATCH", Some("application/json")));
    let wanted = json!([
        { "op": "test", "path": "/version", "value": "8" },
        { "op": "replace", "path": "/title", "value": "A \"title\"" },
        { "op": "add", "path": "/tags/-", "value": "blue" },
        { "op": "add", "path": "/tags/0", "value": "first" },
        { "op": "remove", "path": "/tags/1" },
        { "op": "remove", "path": "/tags", "value": "red" },
        { "op": "replace", "path": "/plannedStart", "value": "2024-04-11" },
        { "op": "remove", "path": "/plannedFinish" },
        { "op": "replace", "path": "/size", "value": 3.0 },
        { "op": "replace", "path": "/isBlocked", "value": true },
        { "op": "replace", "path": "/blockReason", "value": "waits" },
        { "op": "replace", "path": "/assignedUserIds", "value": ["1", "2"] },
        { "op": "add", "path": "/customFields/0", "value": { "fieldId": "7", "value": "x" } },
        { "op": "replace", "path": "/customFields/0", "value": { "fieldId": "7", "value": null } },
    ]);
    assert_eq!(request.json(), wanted);
    server.assert_conforms();
}

#[tokio::test]
async fn a_card_that_changed_meanwhile_is_an_error_of_its_own() {
    let server = answering(|call| {
        if call.operation?.id != "updateCard" {
            return None;
        }
        let tested = call.request.json().as_array()?.iter().any(|change| change["path"] == "/version" && change["value"] != "8");
        let locked = call.request.header("x-lk-resource-version").is_some_and(|version| version != "8");
        (tested || locked).then(|| Reply::body(428, "text/plain; charset=utf-8", "Optimistic concurrency check failed"))
    })
    .await;
    let cards = client(&server).cards();
    cards.update("1", [card::TITLE.replace("a")]).send().await.unwrap();
    assert!(server.last().header("x-lk-resource-version").is_none());
    cards.update("1", [card::TITLE.replace("a")]).x_lk_resource_version("8").send().await.unwrap();
    assert_eq!(server.last().header("X-LK-Resource-Version"), Some("8"));
    let stale = [
        cards.update("1", [card::TITLE.replace("a")]).x_lk_resource_version("7"),
        cards.update("1", [card::VERSION.test("7"), card::TITLE.replace("a")]),
    ];
    for update in stale {
        let before = server.count();
        let error = update.send().await.unwrap_err();
        assert_eq!((error.kind(), error.status()), (ErrorKind::PreconditionRequired, Some(428)));
        assert_eq!(error.body().map(|body| &body[..]), Some(&b"Optimistic concurrency check failed"[..]));
        assert!(!error.is_retryable());
        assert_eq!(server.count() - before, 1, "the same version cannot succeed");
    }
    server.assert_conforms();
}

#[tokio::test]
async fn some_deletions_have_a_body() {
    let server = server().await;
    let client = client(&server);
    client.cards().delete_many(CardSelection::new(["1", "2"])).send().await.unwrap();
    assert_eq!((server.last().path(), server.last().json()), ("/io/card", json!({ "cardIds": ["1", "2"] })));
    let links = ConnectionChange::default().card_ids(["1"]).connections(ConnectionIds::default().children(["2"]));
    client.connections().delete(links).send().await.unwrap();
    assert_eq!(server.last().json(), json!({ "cardIds": ["1"], "connections": { "children": ["2"] } }));
    client.dependencies().delete(DependencySelection::new(["1"], ["2"])).send().await.unwrap();
    client.board_tags().delete("1", TagRemoval::new(["red"])).send().await.unwrap();
    client.teams().remove_users("1", TeamUserRemoval::new(["5"])).send().await.unwrap();
    for entry in server.log() {
        assert_eq!((entry.request.method.as_str(), entry.request.header("Content-Type")), ("DELETE", Some("application/json")));
        assert!(entry.request.header("Content-Length").is_some_and(|length| length != "0"));
    }
    server.assert_conforms();
    server.clear();
    client.cards().delete("1").send().await.unwrap();
    assert!(server.last().body.is_empty() && server.last().header("Content-Type").is_none());
    server.assert_conforms();
}

/// Sent as POST, a request must be what the spec says once the override is undone.
#[tokio::test]
async fn methods_that_a_network_blocks_are_sent_as_post() {
    let server = answering(|call| {
        let method = call.request.header("X-HTTP-Method-Override").unwrap_or(&call.request.method);
        let request = Request { method: method.to_owned(), ..call.request.clone() };
        let (operation, _) = call.spec.find(&request, "")?;
        Some(call.spec.response(operation, plansmith_tests::spec::Variant::Minimal, 0))
    })
    .await;
    let client = builder(&server).method_override(true).build().unwrap();
    client.cards().delete_many(CardSelection::new(["1"])).send().await.unwrap();
    client.cards().update("1", [card::TITLE.replace("a")]).x_lk_resource_version("8").send().await.unwrap();
    client.comments().update("1", "2", CommentBody::new("text")).send().await.unwrap();
    client.cards().delete("1").send().await.unwrap();
    client.comments().create("1", CommentBody::new("text")).send().await.unwrap();
    client.boards().get("1").send().await.unwrap();
    let seen: Vec<_> = server
        .log()
        .iter()
        .map(|entry| format!("{} {:?}", entry.request.method, entry.request.header("X-HTTP-Method-Override")))
        .collect();
    let wanted =
        ["POST Some(\"DELETE\")", "POST Some(\"PATCH\")", "POST Some(\"PUT\")", "POST Some(\"DELETE\")", "POST None", "GET None"];
    assert_eq!(seen, wanted);
    for entry in server.log() {
        let mut request = entry.request;
        if let Some(at) = request.headers.iter().position(|(name, _)| name.eq_ignore_ascii_case("X-HTTP-Method-Override")) {
            request.method = request.headers.remove(at).1;
        }
        let (operation, captured) = server.spec().find(&request, "").expect("an operation");
        let wrong = server.spec().check(operation, &captured, &request, &[]);
        assert!(wrong.is_empty(), "{}: {wrong:?}", operation.id);
    }
}

#[tokio::test]
async fn an_overridden_read_like_method_is_still_repeated_by_its_own_rules() {
    let server = answering(|_| Some(Reply::empty(204))).await;
    server.next([Step::Instead(Reply::empty(503))]);
    let client = builder(&server).method_override(true).build().unwrap();
    client.cards().delete("1").send().await.unwrap();
    assert_eq!(server.count(), 2, "a DELETE may be repeated, whatever it travels as");
}

#[tokio::test]
async fn a_file_is_uploaded_as_a_form() {
    let server = server().await;
    let content: Vec<u8> = (0..200_000_u32).map(|number| number.to_le_bytes()[0]).collect();
    let file = FilePart::new("r\u{e9}sum\u{e9} \"1\".pdf", content.clone()).content_type("application/pdf");
    let upload = AttachmentUpload::new(file).description("Zeugnis, zweite Fassung");
    client(&server).attachments().create("1", upload).send().await.unwrap();
    let request = server.last();
    let kind = request.header("Content-Type").expect("a content type").to_owned();
    assert!(kind.starts_with("multipart/form-data; boundary="), "{kind}");
    let parts = parts(&kind, &request.body).unwrap();
    let mut names: Vec<_> = parts.iter().map(|part| part.name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["description", "file"]);
    let file = parts.iter().find(|part| part.file_name.is_some()).expect("a file");
    assert_eq!(file.content_type.as_deref(), Some("application/pdf"));
    assert_eq!(file.body, content);
    server.assert_conforms();
}

#[tokio::test]
async fn a_file_in_memory_is_sent_again() {
    let server = server().await;
    server.next([Step::Instead(Reply::empty(429))]);
    let upload = AttachmentUpload::new(FilePart::new("a.txt", "text"));
    client(&server).attachments().create("1", upload).send().await.unwrap();
    assert_eq!(server.count(), 2);
    assert_eq!(server.log()[0].request.body.len(), server.log()[1].request.body.len());
    server.assert_conforms();
}

#[tokio::test]
async fn a_download_can_be_the_upload_and_is_sent_once() {
    let server = server().await;
    let content: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    let file = || Step::Instead(Reply::body(200, "image/png", content.clone()).trickled(10_000, Duration::from_millis(1)));
    let attachments = client(&server).attachments();
    server.next([file()]);
    let stream = attachments.download("1", "2").send().await.unwrap();
    let upload = AttachmentUpload::new(FilePart::new("copy.png", Body::stream(stream, None)).content_type("image/png"));
    attachments.create("3", upload).send().await.unwrap();
    let request = server.last();
    assert_eq!(request.header("Transfer-Encoding"), Some("chunked"), "its length is not known");
    let parts = parts(request.header("Content-Type").expect("a content type"), &request.body).unwrap();
    assert!(parts[0].body == content);
    server.assert_conforms();
    // What was read cannot be read again, so a refusal is returned.
    server.clear();
    server.next([file(), Step::Instead(Reply::empty(429))]);
    let stream = attachments.download("1", "2").send().await.unwrap();
    let upload = AttachmentUpload::new(FilePart::new("copy.png", Body::stream(stream, None)));
    let error = attachments.create("3", upload).send().await.unwrap_err();
    assert_eq!((error.kind(), server.count()), (ErrorKind::RateLimited, 2));
}

#[tokio::test]
async fn absent_and_null_are_different() {
    let server = server().await;
    let lanes = [NewLayoutLane::default().title("a").description(Patch::Null), NewLayoutLane::default().title("b")];
    let layout = agileplace_client::types::NewBoardLayout::new(lanes, "sum");
    client(&server).lanes().replace_layout("1", layout).send().await.unwrap();
    let wanted = json!({ "lanes": [{ "title": "a", "description": null }, { "title": "b" }], "layoutChecksum": "sum" });
    assert_eq!(server.last().json(), wanted);
    server.assert_conforms();
}
