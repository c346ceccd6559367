//! What setters, filters and lists take, and what they refuse: the callers' own types go in as they are, and one id is no other.
//!
//! What is refused is stated as a trait that a type lacks, because the compiler refuses a program for nothing else.
#![expect(clippy::needless_borrows_for_generic_args, reason = "references are what is tried")]

use plansmith_runtime::transport::Recorder;
use plansmith_runtime::{Argument, Arguments, Date, DateTime, FilePart, Patch, Relation, Sort};
use std::borrow::Cow;
use vplan_client::Client;
use vplan_client::attachments::CreateAttachmentBody;
use vplan_client::auth::ApiKey;
use vplan_client::fields::{card, order, warehouse};
use vplan_client::filter::{Filter, kind};
use vplan_client::types::{
    AttachmentUpload, BoardId, Card, CardId, CollectionId, NewAttachmentLink, NewOrder, NewScheduleDeviation, OauthCodeExchange,
    OauthTokenRefresh, OauthTokenRequest, Order, OrderId, OrderType, OrderUpdate, ResourceType, StatusId,
};

/// Fails to compile when the type has the trait: then there are two `is_refused` and nothing says which is meant.
macro_rules! refused {
    ($($ty:ty: $wanted:path;)+) => {$(
        const _: fn() = || {
            trait Refused<A> {
                fn is_refused() {}
            }
            struct Taken;
            impl<T: ?Sized> Refused<()> for T {}
            impl<T: ?Sized + $wanted> Refused<Taken> for T {}
            <$ty as Refused<_>>::is_refused();
        };
    )+};
}

refused! {
    // Ids are of one kind, and no text of a person.
    BoardId: Argument<CardId>;
    &BoardId: Argument<CardId>;
    BoardId: Argument<String>;
    OrderId: Argument<Patch<String>>;
    StatusId: Argument<Option<String>>;
    u64: Argument<OrderId>;
    // Dates and enums are of one kind too.
    DateTime: Argument<Patch<Date>>;
    Date: Argument<String>;
    ResourceType: Argument<Patch<OrderType>>;
    OrderType: Argument<String>;
    // Filters: an id, an enum and a moment are compared with their own kind.
    BoardId: kind::Operand<kind::Id<StatusId>>;
    &BoardId: kind::Operand<kind::Id<StatusId>>;
    &str: kind::Operand<kind::Id<StatusId>>;
    String: kind::Operand<kind::Id<StatusId>>;
    ResourceType: kind::Operand<kind::Enum<OrderType>>;
    &str: kind::Operand<kind::Enum<OrderType>>;
    &str: kind::Operand<kind::DateTime>;
    String: kind::Operand<kind::DateTime>;
    Date: kind::Operand<kind::DateTime>;
    DateTime: kind::Operand<kind::Date>;
    &str: kind::Operand<kind::Number>;
    u64: kind::Operand<kind::Text>;
    StatusId: kind::Operand<kind::Text>;
    &str: kind::Operand<kind::Bool>;
    kind::Text: kind::Ordered;
    kind::Number: kind::Partial;
    kind::DateTime: kind::Partial;
    // What belongs to another record.
    Filter<Order>: Argument<Filter<Card>>;
    Sort<Order>: Arguments<Sort<Card>>;
    [Sort<Order>; 1]: Arguments<Sort<Card>>;
    [Relation<Order>; 1]: Arguments<Relation<Card>>;
    // Bodies of other operations, and what no variant holds.
    String: Argument<OauthTokenRequest>;
    NewOrder: Argument<OauthTokenRequest>;
    OrderUpdate: Argument<NewOrder>;
    NewOrder: Argument<CreateAttachmentBody>;
}

fn client() -> Client {
    Client::builder().auth(ApiKey::new("key", "env")).transport(Recorder::new()).build().expect("a client")
}

/// The same request whatever the argument is.
fn same<T: ToString>(requests: impl IntoIterator<Item = T>) {
    let mut texts: Vec<String> = requests.into_iter().map(|request| request.to_string()).collect();
    texts.dedup();
    assert_eq!(texts.len(), 1, "{texts:#?}");
}

#[test]
fn texts_ids_and_dates_are_taken_as_callers_have_them() {
    let client = client();
    let text = String::from("SO-1");
    let (cow, boxed): (Cow<'_, str>, Box<str>) = ("SO-1".into(), "SO-1".into());
    let order = |body: NewOrder| client.orders().create(body);
    same([
        order(NewOrder::new("SO-1").external_ref("SO-1")),
        order(NewOrder::new(&text).external_ref(&text)),
        order(NewOrder::new(text.clone()).external_ref(text.clone())),
        order(NewOrder::new(cow.clone()).external_ref(cow)),
        order(NewOrder::new(boxed.clone()).external_ref(boxed)),
        order(NewOrder::new("SO-1").external_ref(Some(text.clone()))),
        order(NewOrder::new("SO-1").external_ref(Patch::Value(text))),
        client.orders().create(&NewOrder::new("SO-1").external_ref("SO-1")),
    ]);

    // Null or not, a date is made of the same things.
    let day = Date::from("2026-01-01");
    let text = String::from("2026-01-01");
    same([
        order(NewOrder::new("a").promised_date("2026-01-01")),
        order(NewOrder::new("a").promised_date(&text)),
        order(NewOrder::new("a").promised_date(text.clone())),
        order(NewOrder::new("a").promised_date(&day)),
        order(NewOrder::new("a").promised_date(Some(day.clone()))),
        order(NewOrder::new("a").promised_date(Patch::Value(day.clone()))),
    ]);
    same([
        format!("{:?}", NewScheduleDeviation::default().start_date("2026-01-01")),
        format!("{:?}", NewScheduleDeviation::default().start_date(&text)),
        format!("{:?}", NewScheduleDeviation::default().start_date(&day)),
    ]);

    let (collection, one) = (CollectionId::from("c"), CardId::from("1"));
    same([
        client.cards().get("c", "1"),
        client.cards().get(&collection, &one),
        client.cards().get(collection.clone(), one.clone()),
        client.cards().get(String::from("c"), &String::from("1")),
    ]);
}

#[test]
fn filters_sort_keys_and_lists_are_taken_as_callers_have_them() {
    let client = client();
    let status = StatusId::from("s");
    let cards = || client.cards().list();
    same([
        cards().filter(card::STATUS_ID.eq(&status)),
        cards().filter(card::STATUS_ID.eq(status.clone())),
        cards().filter(&card::STATUS_ID.eq(&status)),
    ]);
    same([
        client.orders().list().filter(order::TYPE.eq(OrderType::from("Production"))),
        client.orders().list().filter(order::TYPE.eq(&OrderType::from("Production"))),
    ]);
    same([
        cards().sort(card::UPDATED_AT.desc()),
        cards().sort([card::UPDATED_AT.desc()]),
        cards().sort(vec![card::UPDATED_AT.desc()]),
        cards().sort(Some(card::UPDATED_AT.desc())),
        cards().sort(&[card::UPDATED_AT.desc()]),
    ]);
    let _ = client.warehouses().list().sort(warehouse::NAME.asc());
}

#[test]
fn a_body_with_a_choice_is_made_of_each() {
    let client = client();
    let link = NewAttachmentLink::new("https://example.com/a.pdf", "a.pdf");
    let file = AttachmentUpload::new(FilePart::new("a.txt", "abc"));
    let create = |body: CreateAttachmentBody| client.attachments().create("c", body).to_string();
    same([
        client.attachments().create("c", link.clone()).to_string(),
        client.attachments().create("c", &link).to_string(),
        create(CreateAttachmentBody::Json(link)),
    ]);
    same([client.attachments().create("c", file.clone()).to_string(), create(CreateAttachmentBody::Multipart(file))]);
}

/// Kinds of body that one schema chooses between are taken like those of several media types.
#[test]
fn a_body_that_is_one_of_several_is_made_of_each() {
    let client = client();
    let refresh = OauthTokenRefresh::new("app", "secret", "https://app.example/back", "token");
    same([
        client.oauth().exchange_token(refresh.clone()),
        client.oauth().exchange_token(&refresh),
        client.oauth().exchange_token(OauthTokenRequest::from(refresh.clone())),
        client.oauth().exchange_token(OauthTokenRequest::OauthTokenRefresh(refresh)),
    ]);
    let code = OauthCodeExchange::new("app", "secret", "https://app.example/back", "4711");
    assert!(client.oauth().exchange_token(code).to_string().contains("authorization_code"));
}

/// What a page says of itself asks for the next one.
#[test]
fn sizes_have_one_type() {
    let page: vplan_client::types::CardPage =
        serde_json::from_str(r#"{"count": 500, "limit": 100, "offset": 200, "data": []}"#).expect("a page");
    let request = client().cards().list().limit(page.limit).offset(page.offset + page.limit);
    assert!(request.to_string().contains("limit=100&offset=300"), "{request}");
}
