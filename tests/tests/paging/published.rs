//! The overlays on the vendors' own descriptions, which are not part of this repository.

use plansmith_generator::options::{Options, TextFile};
use plansmith_generator::report::Level;
use plansmith_generator::{Input, generate};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The variable with the folder of the descriptions.
const FOLDER: &str = "PLANSMITH_DESCRIPTIONS";

/// Each overlay, the file it is for, and requests that are paged.
const OVERLAYS: [(&str, &[&str], &[&str], usize); 3] = [
    ("github", &["github-2021.json", "github.json"], &["ReposListForOrg", "IssuesListForRepo", "ReposListPublic"], 100),
    ("stripe", &["stripe.yaml", "stripe.json"], &["GetCustomers", "GetCustomersSearch"], 90),
    ("twilio", &["twilio-api-v2010.json", "twilio.json"], &["ListAccount", "ListMessage", "ListCall"], 3),
];

/// What a request says of its pages: the rule in its `META`, and its `PAGES`.
fn pages(files: &BTreeMap<String, String>, request: &str) -> (String, String) {
    let start = format!("impl {request} {{");
    let text = files.values().find_map(|text| text.split_once(&start)).map(|(_, rest)| rest.to_owned());
    let text = text.unwrap_or_else(|| panic!("there is no request {request}"));
    let between = |from: &str, to: &str| {
        let rest = text.split_once(from).unwrap_or_else(|| panic!("{request} has no `{from}`")).1;
        rest.split_once(to).expect("it ends").0.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let access = between("const PAGES:", "};");
    // Types have other names where a description has more of them.
    (between("paging: Some(", "),\n        ..Meta"), access.split_once('{').expect("a struct").1.to_owned())
}

/// A crate of `tests/crates`, which the other tests run over sockets.
fn compiled(name: &str) -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates").join(name).join("src");
    let entries = fs::read_dir(folder).expect("the crate is there").map(|entry| entry.expect("an entry").path());
    entries
        .filter(|path| path.is_file())
        .map(|path| (path.display().to_string(), fs::read_to_string(path).expect("text")))
        .collect()
}

/// Nothing is compiled: what is generated for a request is compared with what the tests beside this one compile and run.
#[test]
#[ignore = "needs a folder with public descriptions: PLANSMITH_DESCRIPTIONS"]
fn the_published_descriptions_take_the_overlays() {
    let folder = std::env::var_os(FOLDER).unwrap_or_else(|| panic!("{FOLDER} is not set"));
    let folder = Path::new(&folder);
    for (name, files, requests, least) in OVERLAYS {
        let file = files.iter().find(|file| folder.join(file).is_file());
        let file = file.unwrap_or_else(|| panic!("none of {files:?} is in {}", folder.display()));
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../examples/overlays/{name}.overlay.yaml"));
        let text = fs::read_to_string(&path).expect("there is an overlay");
        let overlay = TextFile { path: path.display().to_string(), text };
        let read = |path: &str| fs::read_to_string(folder.join(path)).map_err(|error| error.to_string());
        let input = Input { root: file, read: &read, strict: false, name: None };
        let generated = generate(&input, Options { overlays: vec![overlay], ..Options::default() });
        let messages = generated.report.render(&generated.sources, false);
        assert_eq!(generated.report.count(Level::Error), 0, "{messages}");
        // The page of a large API is an index, and what callers see stands in the pages of `api/`.
        let is_page = |path: &str| path == "api.md" || path.starts_with("api/");
        let pages_of_api = generated.files.iter().filter(|(path, _)| is_page(path));
        let paged: usize = pages_of_api.map(|(_, text)| text.matches("`items() -> ").count()).sum();
        assert!(paged >= least, "{name}: only {paged} lists are paged");
        let small = compiled(name);
        for request in requests {
            assert_eq!(pages(&generated.files, request), pages(&small, request), "{name}: {request}");
        }
        let own = small.iter().find(|(path, _)| path.ends_with("conventions.rs")).expect("there are rules");
        assert_eq!(&generated.files["src/conventions.rs"], own.1, "{name}");
    }
}
