//! Requests, responses and bodies.
use plansmith_runtime::call::{Call, Empty};
use plansmith_runtime::{Responses, Bytes, Content, Request};

#[derive(Clone, Debug, Request)]
struct NamedFields {
    id: String,
}

#[derive(Clone, Debug, Request)]
#[request(error = String)]
struct NoSuchFact(Call<Empty>);

#[derive(Clone, Debug, Request)]
#[request(page = String)]
struct PageWithoutItem(Call<Empty>);

#[derive(Clone, Debug, Request)]
#[request(without(send))]
struct NoSuchMethod(Call<Empty>);

#[derive(Clone, Debug, Responses)]
enum NoSuchStatus {
    #[response("2xy", json)]
    Ok(String),
    Other(u16, Bytes),
}

#[derive(Clone, Debug, Responses)]
enum NoBody {
    #[response(200, json)]
    Ok,
    Other(u16, Bytes),
}

#[derive(Clone, Debug, Content)]
enum NoSuchKind {
    #[content(xml)]
    Xml(String),
}

fn main() {}
