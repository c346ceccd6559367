//! The documents for users: every block in them is run, and the reference page knows every key and option.

mod support;

use clap::CommandFactory as _;
use plansmith::arguments::Arguments;
use plansmith::config::{Config, KEYS};
use plansmith_generator::options::TextFile;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use support::Folder;

/// The documents, by their path in the repository.
const DOCUMENTS: [&str; 3] = ["cli/README.md", "docs/reference.md", "docs/coming-from.md"];

/// A description that everything in the documents fits.
const PETSTORE: &str = "openapi: 3.1.0
info: {title: Petstore, version: '1'}
tags: [{name: pets}, {name: internal}]
paths:
  /pets:
    get:
      operationId: listPets
      tags: [pets]
      parameters:
        - {name: limit, in: query, schema: {type: integer}}
        - {name: trace, in: query, schema: {type: string}}
      responses: {'200': {description: Pets., content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}
    post:
      operationId: createPet
      tags: [pets]
      responses: {'204': {description: Made.}}
  /health:
    get: {operationId: health, tags: [internal], responses: {'204': {description: Well.}}}
components:
  schemas:
    Pet: {type: object, required: [name], properties: {name: {type: string}, petType: {type: string}, price: {$ref: '#/components/schemas/Money'}, born: {type: string, format: date}}}
    Money: {type: object, properties: {cents: {type: integer}}}
";

fn text(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The fenced blocks of a document, with their language.
fn blocks(text: &str) -> Vec<(String, String)> {
    let mut blocks: Vec<(String, String)> = Vec::new();
    let mut open = false;
    for line in text.lines() {
        match line.strip_prefix("```") {
            Some(_) if open => open = false,
            Some(language) => {
                open = true;
                blocks.push((language.to_owned(), String::new()));
            }
            None if open => blocks.last_mut().expect("a block is open").1.extend([line, "\n"]),
            None => {}
        }
    }
    blocks
}

#[test]
fn every_block_runs() {
    for document in DOCUMENTS {
        let folder = Folder::new(&[("petstore.yaml", PETSTORE)]);
        for (language, block) in blocks(&text(document)) {
            match language.as_str() {
                "yaml" if block.starts_with("openapi:") => folder.write("petstore.yaml", &block),
                "yaml" if block.starts_with("overlay:") => folder.write("petstore.overlay.yaml", &block),
                // Run by a test of its own.
                "yaml" if block.starts_with("x-") => assert_eq!(document, "docs/reference.md"),
                "toml" => {
                    let (config, report, sources) = Config::parse(&TextFile { path: document.to_owned(), text: block.clone() });
                    assert!(config.is_some(), "{}", report.render(&sources, false));
                    folder.write("plansmith.toml", &block);
                }
                "sh" => block.lines().for_each(|line| command(&folder, document, line)),
                // Compiled by a test of its own.
                "rust" => {}
                other => panic!("{document}: a block of `{other}` is run by nothing"),
            }
        }
        // What the last blocks wrote fits together.
        if folder.exists("plansmith.toml") {
            let run = folder.run(&["generate"]);
            assert_eq!(run.status, 0, "{document}: {run:?}");
        }
    }
}

/// Runs a command of a document. Those that need a registry are of cargo, and known.
fn command(folder: &Folder, document: &str, line: &str) {
    let words: Vec<&str> = line.split_whitespace().collect();
    match words[..] {
        ["plansmith", ref arguments @ ..] => {
            let run = folder.run(arguments);
            assert_eq!(run.status, 0, "{document}: {line}: {run:?}");
        }
        ["cargo", "add", "--path", path] => assert!(folder.exists(path), "{document}: {line}"),
        ["cargo", "install", "plansmith"] | ["cargo", "add", "tokio", "--features", _] => {}
        _ => panic!("{document}: `{line}` is run by nothing"),
    }
}

#[test]
fn the_reference_has_every_key_and_option() {
    let page = text("docs/reference.md");
    let rows = |after: &str| -> Vec<Vec<String>> {
        let section = page.split(after).nth(1).expect("the page has the section").split("\n## ").next().unwrap_or_default();
        let rows = section.lines().skip_while(|line| !line.starts_with("| ---")).skip(1).take_while(|line| line.starts_with('|'));
        rows.map(|row| row.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()).collect()
    };
    let ticked = |cell: &str| -> Vec<String> { cell.split('`').skip(1).step_by(2).map(str::to_owned).collect() };
    let (mut keys, mut options, mut shared) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
    for row in rows("\n## Options and keys\n") {
        let own = ticked(&row[1]);
        if let Some(key) = ticked(&row[0]).pop() {
            let known = KEYS.iter().find(|known| known.name == key).unwrap_or_else(|| panic!("there is no key `{key}`"));
            assert_eq!(known.option, own.first().map(String::as_str), "{key}");
            keys.push(known.name);
        }
        if row[1].contains('●') {
            shared.extend(own.first().cloned());
        }
        options.extend(own.first().cloned());
    }
    assert_eq!(keys, KEYS.map(|key| key.name));
    let program = Arguments::command();
    let of = |name: &str| -> BTreeSet<String> {
        let command = program.find_subcommand(name).expect("there is such a command");
        let name = |argument: &clap::Arg| match argument.get_long() {
            Some(long) => format!("--{long}"),
            None => argument.get_value_names().map(|names| names[0].to_string()).unwrap_or_default(),
        };
        command.get_arguments().map(name).filter(|name| name != "--help").collect()
    };
    assert_eq!(options, of("generate"));
    let without = |name: &str, own: &str| -> BTreeSet<String> { of(name).into_iter().filter(|option| option != own).collect() };
    assert_eq!(shared, without("check", "--format"));
    assert_eq!(shared, without("bundle", "--output"));
    let commands: BTreeSet<String> =
        rows("\n## Commands\n").iter().filter_map(|row| ticked(&row[0]).pop()?.split(' ').nth(1).map(str::to_owned)).collect();
    assert_eq!(commands, program.get_subcommands().map(|command| command.get_name().to_owned()).collect());
    let statuses: Vec<String> = rows("\n## Exit status\n").iter().map(|row| row[0].clone()).collect();
    assert_eq!(statuses, ["0", "1", "2", "3", "4"]);
}

#[test]
fn the_example_configuration_uses_every_key() {
    let page = text("docs/reference.md");
    let (_, block) = blocks(&page).into_iter().find(|(language, _)| language == "toml").expect("the page has a configuration");
    for key in KEYS {
        let last = key.name.rsplit('.').next().unwrap_or_default();
        assert!(block.contains(&format!("{last} =")) || block.contains(&format!("[{}]", key.name)), "{}", key.name);
    }
}

/// A description with a list that has everything the conventions of the reference page name.
fn things(block: &str) -> String {
    let list = "type: array, items: {type: object, properties: {id: {type: string}}}";
    let meta = "type: object, properties: {next_cursor: {type: string}, next_uri: {type: string, format: uri}, \
                total: {type: integer}, total_pages: {type: integer}, start: {type: integer}, size: {type: integer}}";
    let response = if block.contains("items: ''") {
        list.to_owned()
    } else {
        format!("type: object, properties: {{things: {{{list}}}, has_more: {{type: boolean}}, meta: {{{meta}}}}}")
    };
    let parameters: String = ["page_token", "starting_after", "limit", "page", "offset", "start"]
        .map(|name| format!("        - {{name: {name}, in: query, schema: {{type: string}}}}\n"))
        .concat();
    let page = "type: object, properties: {starting_after: {type: string}, per_page: {type: integer}}";
    let (root, own) = if block.starts_with("x-paging:") { ("", block) } else { (block, "") };
    let own = own.lines().map(|line| format!("      {line}\n")).collect::<Vec<_>>().concat();
    format!(
        "openapi: 3.1.0
info: {{title: Things, version: '1'}}
{root}paths:
  /things:
    post:
      operationId: listThings
{own}      parameters:
{parameters}      requestBody: {{content: {{application/json: {{schema: {{type: object, properties: {{pagination: {{{page}}}}}}}}}}}}}
      responses:
        '200':
          description: Things.
          headers: {{X-Next-Cursor: {{schema: {{type: string}}}}, X-Total: {{schema: {{type: integer}}}}}}
          content: {{application/json: {{schema: {{{response}}}}}}}
"
    )
}

#[test]
fn every_convention_of_the_reference_becomes_one_of_the_crate() {
    let page = text("docs/reference.md");
    let blocks: Vec<String> = blocks(&page).into_iter().map(|(_, block)| block).filter(|block| block.starts_with("x-")).collect();
    for block in &blocks {
        let folder = Folder::new(&[("things.yaml", &things(block))]);
        let run = folder.run(&["generate", "things.yaml", "--output", "things"]);
        assert_eq!(run.status, 0, "{block}{run:?}");
        let api = folder.read("things/api.md");
        if block.starts_with("x-paging:") {
            assert!(api.contains("`items() -> "), "{block}{api}");
        } else {
            let names = block.lines().filter_map(|line| line.split_once(": ")).map(|(_, value)| value);
            for value in names.filter(|value| value.starts_with(|first: char| first.is_ascii_uppercase())) {
                assert!(api.contains(&format!("{value:?}")), "{value}: {api}");
            }
        }
    }
    // Every key and every style there is, as the schema of our keys has them.
    let schema: serde_json::Value = serde_json::from_str(&text("spec/x-keys.schema.json")).expect("it is JSON");
    let said = |key: &str| blocks.iter().any(|block| block.lines().any(|line| line.trim_start().starts_with(&format!("{key}:"))));
    for group in ["/$defs/pagingKeys", "/$defs/conventions/properties/rate-limit", "/$defs/conventions/properties/idempotency"] {
        let keys = schema.pointer(&format!("{group}/properties")).and_then(serde_json::Value::as_object).expect("there are keys");
        for key in keys.keys() {
            assert!(said(key), "no block of the reference has `{key}`");
        }
    }
    for style in schema["$defs"]["pagingStyle"]["enum"].as_array().expect("there are styles") {
        let line = format!("  style: {}\n", style.as_str().expect("a style is a word"));
        assert!(blocks.iter().any(|block| block.contains(&line)), "no block of the reference has the style {style}");
    }
}
