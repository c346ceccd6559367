use super::*;
use plansmith_generator::options::Said;

fn parse(text: &str) -> (Option<Config>, String) {
    let (config, report, sources) = Config::parse(&TextFile { path: "plansmith.toml".to_owned(), text: text.to_owned() });
    (config, report.render(&sources, false))
}

#[test]
fn every_key_is_read() {
    let text = r#"
input = "zoo.yaml"
output = "zoo"
overlays = ["a.yaml", "b.yaml"]
include = ["GET /cats/**"]
exclude = ["tag:old"]

[package]
name = "zoo-client"
version = "1.2.3-rc.1"
edition = "2021"
license = "MIT"
repository = "https://example.com/zoo"
categories = ["api-bindings"]

[names.schemas]
Cat = "Feline"
[names.properties]
"Cat.catName" = "name"
[names]
operations = { listCats = "list" }
parameters = { "listCats.l" = "limit" }
[derives]
all = ["PartialEq"]
schemas = { Cat = ["Eq", "Serialize"] }
[types]
formats = { date-time = "chrono::DateTime<chrono::Utc>" }
schemas = { Money = "money::Money" }
[dependencies]
chrono = { version = "0.4", features = ["serde"] }
money = "1"
"#;
    let (config, messages) = parse(text);
    let config = config.unwrap_or_else(|| panic!("{messages}"));
    assert_eq!(config.overlays.iter().map(|one| one.text.as_str()).collect::<Vec<_>>(), ["a.yaml", "b.yaml"]);
    assert_eq!(config.package.version.as_deref(), Some("1.2.3-rc.1"));
    assert_eq!(
        config.names.iter().map(|name| name.wire.as_str()).collect::<Vec<_>>(),
        ["Cat", "Cat.catName", "listCats", "listCats.l"]
    );
    assert_eq!(config.derives.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["PartialEq", "Eq", "Serialize"]);
    assert_eq!(config.dependencies[0], ("chrono".to_owned(), "{ version = \"0.4\", features = [\"serde\"] }".to_owned()));
    assert_eq!(config.types.len(), 2);
    let Said::Config(span) = config.select.include[0].said else { panic!("it was said in the configuration") };
    assert_eq!((span.line, span.column), (5, 12));
    for key in KEYS {
        let last = key.name.rsplit('.').next().unwrap_or_default();
        assert!(text.contains(last), "{} is not in the text of this test", key.name);
    }
}

#[test]
fn mistakes_have_a_place_and_a_suggestion() {
    for (text, wanted) in [
        ("inptu = 'x'\n", "`inptu` is not a key of `plansmith.toml`\n --> plansmith.toml:1:1"),
        ("inptu = 'x'\n", "did you mean `input`?"),
        ("[package]\n\nlicence = 'MIT'\n", "did you mean `license`?"),
        ("version = '1.0.0'\n", "did you mean `package.version`?"),
        ("[packege]\nname = 'x'\n", "did you mean `package`?"),
        ("input = 1\n", "`input` is a text, not an `integer`\n --> plansmith.toml:1:9"),
        ("include = 'x'\n", "`include` is a list of texts, not a `string`"),
        ("include = ['é', 2]\n", "plansmith.toml:1:17"),
        ("package = 'x'\n", "`package` is a table"),
        ("[names]\nschemas = 'x'\n", "`names.schemas` is a table of texts"),
        ("[package]\nversion = '1.0'\n", "`1.0` is no version"),
        ("[package]\nedition = '2015'\n", "one of 2021, 2024"),
        ("[package]\nname = 'my crate'\n", "`my crate` is no package name"),
        ("input = ''\n", "is empty"),
        ("[dependencies.chrono]\nversion = '1'\n", "is no dependency on one line"),
        ("[dependencies]\nchrono = 1\n", "is no dependency on one line"),
        ("[dependencies]\nchrono = 'new'\n", "asks for the version `new`, which is none\n --> plansmith.toml:2:10"),
        ("[dependencies]\nchrono = { verison = '1' }\n", "did you mean `version`?"),
        ("[dependencies]\nchrono = { features = [] }\n", "says nowhere where it is from"),
        ("[dependencies]\nplansmith-runtime = '1'\n", "is a dependency of every crate already"),
        ("[dependencies]\nchrono.version = '1'\n", "is no dependency on one line\n --> plansmith.toml:2:"),
        ("[package]\nversion = '1.0.0-'\n", "`1.0.0-` is no version"),
        ("input = \n", "error[syntax]: not TOML"),
        ("input = 'a'\ninput = 'b'\n", "error[syntax]"),
    ] {
        let (config, messages) = parse(text);
        assert!(config.is_none() && messages.contains(wanted), "{text}: {messages}");
    }
}
