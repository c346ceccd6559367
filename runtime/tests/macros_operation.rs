//! Operations written as generated crates write them, sent through a recorder.
#![allow(missing_docs)]

use std::collections::BTreeMap;
use std::time::Duration;

use plansmith_runtime::codegen::{Api, ClientBuilder};
use plansmith_runtime::filter::{Filter, Property, Relation, Sort};
use plansmith_runtime::transport::Recorder;
use plansmith_runtime::{
    Bytes, Deserialize, Error, FilePart, Headers, Multipart, Operation, Patch, PatchOperation, Serialize, Setters, Value,
    answers, content, fields, newtype, operation, patch_fields,
};

static API: Api = Api {
    name: "Test",
    user_agent: "test/1",
    servers: &["https://api.test/v1"],
    conventions: r#"{
        "paging": {"list": {"style": "offset", "limit": "limit", "offset": "offset", "items": "/data", "total": "/count", "default-limit": 2, "max-limit": 2}},
        "filter": {"parameter": "filter", "statement": "{field}:{operator}:{value}", "and": ",and,", "or": ",or,", "group": ["(", ")"], "not": "not:",
            "quote": "'", "operators": {"eq": "eq", "gte": "gte", "starts-with": "starts_with", "has": "has"}},
        "sort": {"parameter": "sort", "separator": ",", "ascending": "{field}:asc", "descending": "{field}:desc"},
        "fields": {"show": "show", "hide": "hide", "separator": ",", "path-separator": ".", "any-index": "*"},
        "eager": {"parameter": "with", "separator": ",", "path-separator": "."}}"#,
    security: &[],
};

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
#[newtype]
pub struct CardId(String);

#[derive(Clone, Debug, Deserialize, Serialize, Setters)]
pub struct Card {
    pub id: CardId,
    pub size: Option<i64>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct CardPage {
    pub data: Vec<Card>,
    pub count: Option<u64>,
    pub meta: Option<PageMeta>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct PageMeta {
    pub total_records: i64,
    pub inner: PageInner,
}

#[derive(Clone, Debug, Deserialize)]
pub struct PageInner {
    pub rows: Patch<Vec<Card>>,
}

#[derive(Clone, Debug, Serialize, Setters)]
pub struct CardUpdate {
    /// Its name.
    pub name: Patch<String>,
    pub size: Option<u8>,
}

#[fields(Card)]
pub mod card {
    pub const ID: Id = "id";
    pub const SIZE: Number = "size";
    pub mod with {
        pub const RESOURCES: Relation = "resources";
    }
}

#[patch_fields(Card)]
pub mod card_patch {
    /// What a card is called.
    pub const TITLE: String = "title";
    pub const PARENT: CardId = "parent/id";
    pub const RELATED: Vec<CardId> = "related";
    pub const SIZES: BTreeMap<String, Vec<i64>> = "sizes";
}

/// Patches a card.
#[operation(Cards::patch, "patchCard", PATCH "/card/{id}" -> Empty)]
pub struct PatchCard {
    id: CardId,
    #[body(json)]
    body: Vec<PatchOperation<Card>>,
}

#[derive(Debug, Headers)]
pub struct ListHeaders {
    #[wire("X-Total")]
    pub total: Option<i64>,
    #[wire("X-Tag")]
    pub tag: String,
}

/// Lists cards.
#[operation(Cards::list, "listCards", GET "/card" -> Json<CardPage>, page(list -> Card, data, count), headers(ListHeaders), auth(none))]
pub struct ListCards {
    /// Most records a page may hold.
    limit: Option<u32>,
    #[param(filter)]
    filter: Option<Filter<Card>>,
    #[param(sort)]
    sort: Option<Vec<Sort<Card>>>,
    #[param(eager)]
    with: Option<Vec<Relation<Card>>>,
    #[param(show)]
    show: Option<Vec<Property<Card>>>,
    #[param(hide)]
    hide: Option<Vec<Property<Card>>>,
    #[param(query, explode = false)]
    ids: Option<Vec<CardId>>,
    #[param(header, "X-Trace")]
    trace: Option<String>,
    #[param(cookie, "session")]
    session: Option<String>,
    #[param(style = deepObject)]
    range: Option<BTreeMap<String, i64>>,
    #[param(reserved, "q")]
    search: Option<String>,
    #[param(json)]
    raw: Option<Value>,
}

#[operation(Cards::nested, "nested", GET "/nested" -> Json<CardPage>, page("list" -> Card, meta.inner.rows, meta.total_records, { "max-limit": 1 }))]
pub struct Nested {}

#[operation(Cards::plain, "plain", GET "/plain" -> Json<Vec<Card>>, page(list -> Card, _, cursor = id))]
pub struct Plain {}

/// Updates a card.
#[deprecated = "use another"]
#[operation(Cards::update, "updateCard", PUT "/card/{cardId}/{r}" -> Empty, camelCase, errors(Card), server("https://other.test"), auth(a + b | c))]
pub struct UpdateCard {
    card_id: CardId,
    #[param("r")]
    row: u8,
    #[body(json)]
    body: CardUpdate,
    timeout: Option<bool>,
}

#[derive(Debug, Multipart, Setters)]
pub struct Upload {
    pub file: FilePart,
    #[wire(json)]
    pub meta: CardUpdate,
    pub name: Option<String>,
    pub files: Vec<FilePart>,
}

#[operation(Cards::upload, "upload", POST "/upload" -> Text)]
pub struct UploadFile {
    #[body(multipart)]
    body: Upload,
}

#[operation(Cards::form, "form", POST "/form" -> Raw)]
pub struct SendForm {
    #[body(form, "a" = deepObject, "b" = spaceDelimited)]
    body: Option<BTreeMap<String, Value>>,
}

#[operation(Cards::bytes, "bytes", POST "/bytes" -> Download)]
pub struct SendBytes {
    #[body(bytes, "image/png")]
    body: Bytes,
}

#[content]
pub enum AnyBody {
    #[content(json)]
    Json(CardUpdate),
    #[content(text, "text/csv")]
    Csv(String),
    #[content(bytes, "image/png")]
    Png(Bytes),
}

#[answers]
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
}

#[operation(Cards::create, "create", POST "/card" -> CreateAnswer, errors(CreateAnswer))]
pub struct CreateCard {
    #[body(choice)]
    body: AnyBody,
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
        .filter(card::ID.eq("a") & (card::SIZE.gte(3) | !card::ID.starts_with("0")))
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
    assert!(UpdateCard::META.deprecated);
    assert_eq!(UpdateCard::META.security, Some(&[&["a", "b"][..], &["c"]][..]));
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
