//! An API written as generated crates write theirs.

use std::collections::BTreeMap;

use plansmith_runtime::call::{
    Call, Decoder, Download, Empty, FormStyle, IntoCount, IntoItems, Json, Meta, PageAccess, Paging, Raw, Style, StyleKind, Text,
    cursor,
};
use plansmith_runtime::conventions::{Conventions, EagerRules, FieldRules, FilterRules, SortRules};
use plansmith_runtime::filter::{Field, Filter, Property, Relation, Sort, kind};
use plansmith_runtime::json_patch::{PatchField, PatchList};
use plansmith_runtime::{
    Api, Argument, Arguments, Body, Bytes, Content, FilePart, Headers, Multipart, Newtype, Patch, PatchOperation, ReadJson,
    Request, Responses, Setters, Value, WriteJson,
};

pub(crate) const LIST: Paging = Paging { limit: Some("limit"), default_limit: Some(2), max_limit: Some(2), ..Paging::OFFSET };

pub(crate) static CONVENTIONS: Conventions = Conventions {
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

pub(crate) static API: Api =
    Api { name: "Test", user_agent: "test/1", servers: &["https://api.test/v1"], conventions: &CONVENTIONS, security: &[] };

#[derive(Clone, Debug)]
pub struct Client(plansmith_runtime::Client);

impl From<plansmith_runtime::Client> for Client {
    fn from(client: plansmith_runtime::Client) -> Self {
        Self(client)
    }
}

impl Client {
    pub(crate) fn cards(&self) -> Cards {
        Cards(self.0.clone())
    }
}

#[derive(Clone, Debug)]
pub struct Cards(pub(crate) plansmith_runtime::Client);

/// Identifies a card.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Newtype)]
pub struct CardId(String);

#[derive(Clone, Debug, PartialEq, ReadJson, WriteJson, Setters)]
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

#[derive(Clone, Debug, PartialEq, Responses)]
#[non_exhaustive]
pub enum CreateAnswer {
    #[response(200, json)]
    Ok(Card),
    #[response(201)]
    Created,
    #[response(202, json, "application/json")]
    Accepted(Card),
    #[response(202, bytes, "image/png")]
    Picture(Bytes),
    #[response("4XX", text)]
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
    pub(crate) fn list(&self) -> ListCards {
        ListCards(Call::new(&self.0, &ListCards::META))
    }

    pub(crate) fn nested(&self) -> Nested {
        Nested(Call::new(&self.0, &Nested::META))
    }

    pub(crate) fn plain(&self) -> Plain {
        Plain(Call::new(&self.0, &Plain::META))
    }

    #[deprecated = "use another"]
    pub(crate) fn update(&self, card_id: impl Argument<CardId>, row: u8, body: impl Argument<CardUpdate>) -> UpdateCard {
        UpdateCard(
            Call::new(&self.0, &UpdateCard::META)
                .path("cardId", Style::PATH, &card_id.into_value())
                .path("r", Style::PATH, &row)
                .json("application/json", &body.into_value()),
        )
    }

    pub(crate) fn upload(&self, body: impl Argument<Upload>) -> UploadFile {
        UploadFile(Call::new(&self.0, &UploadFile::META).multipart(body.into_value()))
    }

    pub(crate) fn form(&self) -> SendForm {
        SendForm(Call::new(&self.0, &SendForm::META))
    }

    pub(crate) fn bytes(&self, body: impl Into<Body>) -> SendBytes {
        SendBytes(Call::new(&self.0, &SendBytes::META).raw("image/png", body))
    }

    pub(crate) fn create(&self, body: impl Argument<AnyBody>) -> CreateCard {
        CreateCard(Call::new(&self.0, &CreateCard::META).content(body.into_value()))
    }

    pub(crate) fn patch(&self, id: impl Argument<CardId>, body: impl Arguments<PatchOperation<Card>>) -> PatchCard {
        PatchCard(
            Call::new(&self.0, &PatchCard::META)
                .path("id", Style::PATH, &id.into_value())
                .json("application/json", &body.into_list()),
        )
    }
}
