//! Requests written as generated crates write them, sent through a recorder.
#![allow(missing_docs)]

use std::collections::BTreeMap;
use std::time::Duration;

use plansmith_runtime::call::{
    Call, Decoder, Download, Empty, FormStyle, IntoCount, IntoItems, Json, Meta, PageAccess, Paging, Raw, Style, StyleKind, Text,
    cursor,
};
use plansmith_runtime::conventions::{Conventions, EagerRules, FieldRules, FilterRules, SortRules};
use plansmith_runtime::filter::{Field, Filter, Property, Relation, Sort, kind};
use plansmith_runtime::json_patch::{PatchField, PatchList};
use plansmith_runtime::transport::Recorder;
use plansmith_runtime::{
    Answers, Api, Argument, Arguments, Body, Bytes, ClientBuilder, Content, Error, FilePart, Headers, Multipart, Newtype,
    Operation, Patch, PatchOperation, ReadJson, Request, Setters, Value, WriteJson,
};

const LIST: Paging = Paging { limit: Some("limit"), default_limit: Some(2), max_limit: Some(2), ..Paging::OFFSET };

static CONVENTIONS: Conventions = Conventions {
    filter: Some(FilterRules {
        and: ",and,",
        or: ",or,",
        not: "not:",
        quote: "'",
        operators: &[("eq", "eq"), ("gte", "gte"), ("starts-with", "starts_with"), ("has", "has")],
        ..FilterRules::DEFAULT
    }),
    sort: Some(SortRules { ascending: "{field}:asc", descending: "{field}:desc", ..SortRules::DEFAULT }),
    fields: Some(FieldRules::DEFAULT),
    eager: Some(EagerRules::DEFAULT),
    ..Conventions::DEFAULT
};

static API: Api =
    Api { name: "Test", user_agent: "test/1", servers: &["https://api.test/v1"], conventions: &CONVENTIONS, security: &[] };

#[derive(Clone, Debug)]
pub struct Client(plansmith_runtime::Client);

impl From<plansmith_runtime::Client> for Client {
    fn from(client: plansmith_runtime::Client) -> Self {
        Self(client)
    }
}

impl Client {
    fn cards(&self) -> Cards {
        Cards(self.0.clone())
    }
}

#[derive(Clone, Debug)]
pub struct Cards(pub(crate) plansmith_runtime::Client);

/// Identifies a card.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Newtype)]
pub struct CardId(String);

#[derive(Clone, Debug, ReadJson, WriteJson, Setters)]
pub struct Card {
    pub id: CardId,
    pub size: Option<i64>,
}

#[derive(Clone, Debug, ReadJson)]
pub struct CardPage {
    pub data: Vec<Card>,
    pub count: Option<u64>,
    pub meta: Option<PageMeta>,
}

#[derive(Clone, Debug, ReadJson)]
pub struct PageMeta {
    pub total_records: i64,
    pub inner: PageInner,
}

#[derive(Clone, Debug, ReadJson)]
pub struct PageInner {
    pub rows: Patch<Vec<Card>>,
}

#[derive(Clone, Debug, WriteJson, Setters)]
pub struct CardUpdate {
    /// Its name.
    pub name: Patch<String>,
    pub size: Option<u8>,
}

pub mod card {
    use super::{Card, Field, Relation, kind};

    pub const ID: Field<Card, kind::Id<String>> = Field::new("id");
    pub const SIZE: Field<Card, kind::Number> = Field::new("size");

    pub mod with {
        use super::{Card, Relation};

        pub const RESOURCES: Relation<Card> = Relation::new("resources");
    }
}

pub mod card_patch {
    use super::{BTreeMap, Card, CardId, PatchField, PatchList};

    /// What a card is called.
    pub const TITLE: PatchField<Card, String> = PatchField::new("title");
    pub const PARENT: PatchField<Card, CardId> = PatchField::new("parent/id");
    pub const RELATED: PatchList<Card, CardId> = PatchList::new("related");
    pub const SIZES: PatchField<Card, BTreeMap<String, Vec<i64>>> = PatchField::new("sizes");
}

#[derive(Debug, Headers)]
pub struct ListHeaders {
    #[wire("X-Total")]
    pub total: Option<i64>,
    #[wire("X-Tag")]
    pub tag: String,
}

/// Lists cards.
#[derive(Clone, Debug, Request)]
#[request(headers = ListHeaders, page = CardPage, item = Card)]
#[must_use = "a request does nothing until it is sent"]
pub struct ListCards(Call<Json<CardPage>>);

impl ListCards {
    const META: Meta =
        Meta { id: "listCards", method: "GET", path: "/card", security: Some(&[&[]]), paging: Some(LIST), ..Meta::DEFAULT };

    const PAGES: PageAccess<CardPage, Card> = PageAccess {
        items: |page| page.data.into_items(),
        len: |page| page.data.items().len(),
        total: |page| page.count.count(),
        ..PageAccess::DEFAULT
    };

    /// Most records a page may hold.
    pub fn limit(self, limit: u32) -> Self {
        Self(self.0.query("limit", Style::QUERY, &limit))
    }

    pub fn filter(self, filter: impl Argument<Filter<Card>>) -> Self {
        Self(self.0.filter(&filter.into_value()))
    }

    pub fn sort(self, sort: impl Arguments<Sort<Card>>) -> Self {
        Self(self.0.sort(&sort.into_list()))
    }

    pub fn with(self, with: impl Arguments<Relation<Card>>) -> Self {
        Self(self.0.eager(&with.into_list()))
    }

    pub fn show(self, show: impl Arguments<Property<Card>>) -> Self {
        Self(self.0.show(&show.into_list()))
    }

    pub fn hide(self, hide: impl Arguments<Property<Card>>) -> Self {
        Self(self.0.hide(&hide.into_list()))
    }

    pub fn ids(self, ids: impl Arguments<CardId>) -> Self {
        Self(self.0.query("ids", Style::QUERY.explode(false), &ids.into_list()))
    }

    pub fn trace(self, trace: impl Argument<String>) -> Self {
        Self(self.0.header("X-Trace", Style::HEADER, &trace.into_value()))
    }

    pub fn session(self, session: impl Argument<String>) -> Self {
        Self(self.0.cookie("session", Style::COOKIE, &session.into_value()))
    }

    pub fn range(self, range: impl Argument<BTreeMap<String, i64>>) -> Self {
        Self(self.0.query("range", Style::new(StyleKind::DeepObject, true), &range.into_value()))
    }

    pub fn search(self, search: impl Argument<String>) -> Self {
        Self(self.0.query("q", Style::QUERY.reserved(), &search.into_value()))
    }

    pub fn raw(self, raw: impl Argument<Value>) -> Self {
        Self(self.0.query("raw", Style::QUERY.json(), &raw.into_value()))
    }
}

#[derive(Clone, Debug, Request)]
#[request(page = CardPage, item = Card)]
pub struct Nested(Call<Json<CardPage>>);

impl Nested {
    const META: Meta =
        Meta { id: "nested", path: "/nested", paging: Some(Paging { max_limit: Some(1), ..LIST }), ..Meta::DEFAULT };

    const PAGES: PageAccess<CardPage, Card> = PageAccess {
        items: |page| page.meta.map_or_else(Vec::new, |inner| inner.inner.rows.into_items()),
        len: |page| page.meta.as_ref().map_or(0, |inner| inner.inner.rows.items().len()),
        total: |page| page.meta.as_ref()?.total_records.count(),
        ..PageAccess::DEFAULT
    };
}

#[derive(Clone, Debug, Request)]
#[request(page = Vec<Card>, item = Card)]
pub struct Plain(Call<Json<Vec<Card>>>);

impl Plain {
    const META: Meta = Meta { id: "plain", path: "/plain", paging: Some(LIST), ..Meta::DEFAULT };

    const PAGES: PageAccess<Vec<Card>, Card> = PageAccess {
        items: |page| page.into_items(),
        len: |page| page.items().len(),
        cursor: |page| {
            let item = page.items().last()?;
            cursor(&item.id)
        },
        ..PageAccess::DEFAULT
    };
}

#[derive(Clone, Debug, Request)]
#[request(errors = Card, without(timeout))]
#[must_use = "a request does nothing until it is sent"]
pub struct UpdateCard(Call<Empty>);

impl UpdateCard {
    const META: Meta = Meta {
        id: "updateCard",
        method: "PUT",
        path: "/card/{cardId}/{r}",
        security: Some(&[&["a", "b"], &["c"]]),
        server: Some("https://other.test"),
        deprecated: true,
        ..Meta::DEFAULT
    };

    pub fn timeout(self, timeout: bool) -> Self {
        Self(self.0.query("timeout", Style::QUERY, &timeout))
    }
}

#[derive(Clone, Debug, Multipart, Setters)]
pub struct Upload {
    pub file: FilePart,
    #[wire(json)]
    pub meta: CardUpdate,
    pub name: Option<String>,
    pub files: Vec<FilePart>,
}

#[derive(Clone, Debug, Request)]
#[request(stream)]
pub struct UploadFile(Call<Text>);

impl UploadFile {
    const META: Meta = Meta { id: "upload", method: "POST", path: "/upload", accept: <Text as Decoder>::ACCEPT, ..Meta::DEFAULT };
}

#[derive(Clone, Debug, Request)]
#[request(stream)]
#[must_use = "a request does nothing until it is sent"]
pub struct SendForm(Call<Raw>);

impl SendForm {
    const META: Meta = Meta { id: "form", method: "POST", path: "/form", accept: <Raw as Decoder>::ACCEPT, ..Meta::DEFAULT };

    pub fn body(self, body: impl Argument<BTreeMap<String, Value>>) -> Self {
        Self(self.0.form(&[("a", FormStyle::DeepObject), ("b", FormStyle::SpaceDelimited)], &body.into_value()))
    }
}

#[derive(Clone, Debug, Request)]
pub struct SendBytes(Call<Download>);

impl SendBytes {
    const META: Meta = Meta { id: "bytes", method: "POST", path: "/bytes", accept: "*/*", ..Meta::DEFAULT };
}

#[derive(Clone, Debug, Content)]
#[allow(clippy::large_enum_variant)]
pub enum AnyBody {
    #[content(json)]
    Json(CardUpdate),
    #[content(text, "text/csv")]
    Csv(String),
    #[content(form, "size" = FormJoined)]
    Form(BTreeMap<String, Vec<i64>>),
    #[content(multipart)]
    Upload(Upload),
    #[content(bytes, "image/png")]
    Png(Bytes),
}

#[derive(Clone, Debug, Answers)]
#[non_exhaustive]
pub enum CreateAnswer {
    #[answer(200, json)]
    Ok(Card),
    #[answer(201)]
    Created,
    #[answer(202, json, "application/json")]
    Accepted(Card),
    #[answer(202, bytes, "image/png")]
    Picture(Bytes),
    #[answer("4XX", text)]
    ClientError(String),
    Other(u16, Bytes),
}

#[derive(Clone, Debug, Request)]
#[request(errors = CreateAnswer, stream)]
pub struct CreateCard(Call<CreateAnswer>);

impl CreateCard {
    const META: Meta =
        Meta { id: "create", method: "POST", path: "/card", accept: <CreateAnswer as Decoder>::ACCEPT, ..Meta::DEFAULT };
}

/// Patches a card.
#[derive(Clone, Debug, Request)]
pub struct PatchCard(Call<Empty>);

impl PatchCard {
    const META: Meta = Meta { id: "patchCard", method: "PATCH", path: "/card/{id}", ..Meta::DEFAULT };
}

impl Cards {
    fn list(&self) -> ListCards {
        ListCards(Call::new(&self.0, &ListCards::META))
    }

    fn nested(&self) -> Nested {
        Nested(Call::new(&self.0, &Nested::META))
    }

    fn plain(&self) -> Plain {
        Plain(Call::new(&self.0, &Plain::META))
    }

    #[deprecated = "use another"]
    fn update(&self, card_id: impl Argument<CardId>, row: u8, body: impl Argument<CardUpdate>) -> UpdateCard {
        UpdateCard(
            Call::new(&self.0, &UpdateCard::META)
                .path("cardId", Style::PATH, &card_id.into_value())
                .path("r", Style::PATH, &row)
                .json("application/json", &body.into_value()),
        )
    }

    fn upload(&self, body: impl Argument<Upload>) -> UploadFile {
        UploadFile(Call::new(&self.0, &UploadFile::META).multipart(body.into_value()))
    }

    fn form(&self) -> SendForm {
        SendForm(Call::new(&self.0, &SendForm::META))
    }

    fn bytes(&self, body: impl Into<Body>) -> SendBytes {
        SendBytes(Call::new(&self.0, &SendBytes::META).raw("image/png", body))
    }

    fn create(&self, body: impl Argument<AnyBody>) -> CreateCard {
        CreateCard(Call::new(&self.0, &CreateCard::META).content(body.into_value()))
    }

    fn patch(&self, id: impl Argument<CardId>, body: impl Arguments<PatchOperation<Card>>) -> PatchCard {
        PatchCard(
            Call::new(&self.0, &PatchCard::META)
                .path("id", Style::PATH, &id.into_value())
                .json("application/json", &body.into_list()),
        )
    }
}

fn client(recorder: &Recorder) -> Client {
    ClientBuilder::<Client>::new(&API).transport(recorder.clone()).build().expect("a client")
}

fn url(request: &impl std::fmt::Display) -> String {
    let text = request.to_string();
    text.lines().next().unwrap_or_default().to_owned()
}

#[test]
fn parameters_go_where_they_belong() {
    let client = client(&Recorder::new());
    let request = client
        .cards()
        .list()
        .limit(5)
        .filter(card::ID.eq(String::from("a")) & (card::SIZE.gte(3) | !card::ID.starts_with("0")))
        .sort([card::SIZE.desc(), card::ID.asc()])
        .with([card::with::RESOURCES, "a.b".into()])
        .show([card::ID])
        .hide(["x", "y"])
        .ids(["1", "2,3"])
        .trace("t")
        .session("s s")
        .range(BTreeMap::from([("from".to_owned(), 1)]))
        .search("a/b")
        .raw(Value::from(vec![1]));
    let text = request.to_string();
    let wanted = "GET https://api.test/v1/card?limit=5&filter=id%3Aeq%3A%27a%27%2Cand%2C%28size%3Agte%3A%273%27%2Cor%2Cid%3Anot%3Astarts%5Fwith%3A%270%27%29";
    let first = text.lines().next().expect("a line").replace("%5F", "_");
    assert!(first.starts_with(&wanted.replace("%5F", "_")), "{text}");
    assert!(first.ends_with("&ids=1,2%2C3&range%5Bfrom%5D=1&q=a/b&raw=%5B1%5D"), "{text}");
    assert!(text.to_lowercase().contains("x-trace: t"), "{text}");
}

#[test]
#[allow(deprecated)]
fn required_parameters_are_arguments() {
    let client = client(&Recorder::new());
    let request = client.cards().update("a/b", 7, CardUpdate::new().name("n")).timeout(true);
    let text = request.to_string();
    assert!(text.starts_with("PUT https://other.test/card/a%2Fb/7?timeout=true"), "{text}");
    assert!(text.ends_with(r#"{"name":"n"}"#), "{text}");
    let meta = <UpdateCard as Operation>::META;
    assert!(meta.deprecated);
    assert_eq!(meta.security, Some(&[&["a", "b"][..], &["c"]][..]));
}

#[test]
fn bodies_of_every_kind() {
    let client = client(&Recorder::new());
    let upload =
        Upload::new(FilePart::new("a.txt", "A"), CardUpdate::new(), [FilePart::new("b", "B"), FilePart::new("c", "C")]).name("n");
    let text = client.cards().upload(upload).to_string();
    assert_eq!(text.matches("filename=").count(), 3, "{text}");
    assert!(text.contains("multipart/form-data"), "{text}");
    let form = BTreeMap::from([("a".to_owned(), Value::from_iter([("x", 1)])), ("b".to_owned(), Value::from(vec!["p", "q"]))]);
    assert!(client.cards().form().body(form).to_string().ends_with("a%5Bx%5D=1&b=p%20q"));
    assert!(client.cards().bytes(vec![1, 2]).to_string().contains("image/png"));
    assert!(client.cards().create(AnyBody::Csv("a,b".to_owned())).to_string().contains("text/csv"));
    assert!(client.cards().create("a,b".to_owned()).to_string().contains("text/csv"));
    assert!(client.cards().create(CardUpdate::new().size(5)).to_string().ends_with(r#"{"size":5}"#));
    let form = AnyBody::from(BTreeMap::from([("size".to_owned(), vec![1, 2])]));
    assert!(client.cards().create(form).to_string().ends_with("size=1,2"));
    assert!(
        client
            .cards()
            .create(Upload::new(FilePart::new("a", "A"), CardUpdate::new(), Vec::<FilePart>::new()))
            .to_string()
            .contains("filename")
    );
}

#[test]
fn patches_name_typed_properties() {
    let client = client(&Recorder::new());
    let changes = [
        card_patch::TITLE.replace("t"),
        card_patch::PARENT.add(CardId::from("7")),
        card_patch::RELATED.append("8"),
        card_patch::SIZES.key("a").add([1, 2]),
    ];
    let text = client.cards().patch("1", changes.clone()).to_string();
    let wanted = concat!(
        r#"[{"op":"replace","path":"/title","value":"t"},{"op":"add","path":"/parent~1id","value":"7"},"#,
        r#"{"op":"add","path":"/related/-","value":"8"},{"op":"add","path":"/sizes/a","value":[1,2]}]"#
    );
    assert!(text.ends_with(wanted), "{text}");
    let listed: Vec<PatchOperation<Card>> = changes.into_iter().take(1).collect();
    assert!(client.cards().patch("1", listed).to_string().ends_with(r#"[{"op":"replace","path":"/title","value":"t"}]"#));
}

#[tokio::test]
async fn pages_are_followed() -> Result<(), Error> {
    let recorder = Recorder::new();
    recorder.json(200, r#"{"data":[{"id":"1"},{"id":"2"}],"count":3}"#).json(200, r#"{"data":[{"id":"3"}],"count":3}"#);
    let client = client(&recorder);
    let mut items = client.cards().list().items();
    let mut ids = Vec::new();
    while let Some(card) = items.try_next().await? {
        ids.push(card.id.as_str().to_owned());
    }
    assert_eq!(ids, ["1", "2", "3"]);
    recorder
        .json(200, r#"{"data":[],"meta":{"total_records":2,"inner":{"rows":[{"id":"1"}]}}}"#)
        .json(200, r#"{"data":[],"meta":{"total_records":2,"inner":{"rows":[{"id":"2"}]}}}"#);
    assert_eq!(client.cards().nested().items().collect().await?.len(), 2);
    recorder.json(200, r#"[{"id":"1"}]"#);
    assert_eq!(client.cards().plain().items().collect().await?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn answers_are_told_apart() -> Result<(), Error> {
    let recorder = Recorder::new();
    let client = client(&recorder);
    let send = || client.cards().create(AnyBody::Json(CardUpdate::new())).send();
    recorder.json(200, r#"{"id":"1"}"#).json(201, "").json(202, r#"{"id":"1"}"#).json(207, "x").json(422, "no");
    assert!(matches!(send().await?, CreateAnswer::Ok(card) if card.id.as_str() == "1"));
    assert!(matches!(send().await?, CreateAnswer::Created));
    assert!(matches!(send().await?, CreateAnswer::Accepted(_)));
    assert!(matches!(send().await?, CreateAnswer::Other(207, _)));
    let error = send().await.expect_err("status 422");
    assert!(matches!(error.answer(), Some(CreateAnswer::ClientError(text)) if text == "no"));
    Ok(())
}

#[tokio::test]
async fn headers_are_typed() -> Result<(), Error> {
    let recorder = Recorder::new();
    let answer = plansmith_runtime::http::Response::builder()
        .header("content-type", "application/json")
        .header("X-Total", "5")
        .header("X-Tag", "12")
        .body(r#"{"data":[]}"#.into())
        .expect("an answer");
    recorder.answer(answer);
    let response = client(&recorder).cards().list().timeout(Duration::from_secs(9)).header("a", "b").send_full().await?;
    let headers: ListHeaders = response.headers_as()?;
    assert_eq!((headers.total, headers.tag.as_str()), (Some(5), "12"));
    Ok(())
}

#[test]
fn requests_are_values() {
    fn is_send<T: Send>(value: T) -> T {
        value
    }
    let client = client(&Recorder::new());
    let request = client.cards().list().limit(1);
    assert_eq!(url(&request.clone().limit(2)), "GET https://api.test/v1/card?limit=2");
    assert_eq!(url(&request), "GET https://api.test/v1/card?limit=1");
    drop(is_send(request.send()));
}
