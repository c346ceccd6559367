//! Multipart bodies by derive, byte by byte.
#![allow(missing_docs)]

use std::collections::BTreeMap;

use plansmith_runtime::call::{Call, Empty, Meta};
use plansmith_runtime::conventions::Conventions;
use plansmith_runtime::transport::Recorder;
use plansmith_runtime::{Api, Client, ClientBuilder, FilePart, Multipart, Part, Value, WriteJson};

static API: Api =
    Api { name: "Test", user_agent: "test", servers: &["https://api.test"], conventions: &Conventions::DEFAULT, security: &[] };
static META: Meta = Meta { id: "upload", method: "POST", path: "/upload", ..Meta::DEFAULT };

#[derive(Clone, Debug, WriteJson)]
pub struct Info {
    pub ratio: f64,
}

#[derive(Clone, Debug, Multipart)]
#[wire(tag("kind" = "picture"))]
pub struct Picture {
    #[wire(content_type = "image/png")]
    pub file: FilePart,
    #[wire(json)]
    pub info: Option<Info>,
    #[wire("data", content_type = "text/csv")]
    pub table: String,
    pub part: Part,
    #[wire(json, content_type = "application/vnd.names+json")]
    pub names: Vec<String>,
    #[wire(content_type = "text/plain; charset=utf-8")]
    pub labels: Vec<String>,
    #[wire(extra)]
    pub more: BTreeMap<String, FilePart>,
}

#[derive(Clone, Debug, Multipart)]
#[wire(content_type = "multipart/related")]
pub struct Related {
    #[wire(json)]
    pub metadata: Info,
    pub media: FilePart,
}

#[derive(Clone, Debug, Multipart)]
pub enum Either {
    Picture(Box<Picture>),
    Related(Related),
    Map(BTreeMap<String, String>),
    Other(Value),
}

fn sent(body: Either) -> String {
    let builder: ClientBuilder<Client> = ClientBuilder::new(&API).transport(Recorder::new());
    Call::<Empty>::new(&builder.build().unwrap(), &META).multipart(body).to_string().replace('\r', "")
}

#[test]
fn every_part_is_as_described() {
    let picture = Picture {
        file: FilePart::new("a.png", "PNG"),
        info: Some(Info { ratio: 2.0 }),
        table: "a;b".to_owned(),
        part: Part::text("x").content_type("text/html").header("X-Rank", "1"),
        names: vec!["a".to_owned()],
        labels: vec!["b".to_owned(), "c".to_owned()],
        more: BTreeMap::from([("extra".to_owned(), FilePart::new("e", "E").content_type("application/pdf"))]),
    };
    let part = |head: &str, body: &str| format!("--boundary\nContent-Disposition: form-data; {head}\n\n{body}\n");
    let wanted = [
        part("name=\"kind\"", "picture"),
        part("name=\"file\"; filename=\"a.png\"\nContent-Type: image/png", "PNG"),
        part("name=\"info\"\nContent-Type: application/json", r#"{"ratio":2}"#),
        part("name=\"data\"\nContent-Type: text/csv", "a;b"),
        part("name=\"part\"\nContent-Type: text/html\nX-Rank: 1", "x"),
        part("name=\"names\"\nContent-Type: application/vnd.names+json", r#"["a"]"#),
        part("name=\"labels\"\nContent-Type: text/plain; charset=utf-8", "b"),
        part("name=\"labels\"\nContent-Type: text/plain; charset=utf-8", "c"),
        part("name=\"extra\"; filename=\"e\"\nContent-Type: application/pdf", "E"),
    ];
    let text = sent(Either::Picture(Box::new(picture)));
    assert!(text.contains("content-type: multipart/form-data; boundary=boundary\n"), "{text}");
    assert!(text.ends_with(&format!("\n\n{}--boundary--\n", wanted.concat())), "{text}");
}

#[test]
fn variants_are_bodies_of_their_own() {
    let related = Related { metadata: Info { ratio: 0.5 }, media: FilePart::new("m", "M") };
    let text = sent(Either::Related(related));
    assert!(text.contains("content-type: multipart/related; boundary=boundary; type=\"application/json\"\n"), "{text}");
    assert!(sent(Either::Map(BTreeMap::from([("a".to_owned(), "b".to_owned())]))).contains("name=\"a\"\n\nb\n"));
    assert!(sent(Either::Other(Value::from_iter([("n", 1.0)]))).contains("name=\"n\"\n\n1\n"));
}
