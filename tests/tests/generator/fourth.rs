//! A new API takes a folder: an invented one is generated under the rules of curated descriptions, and its
//! crate compiles without a warning, next to no other change.

use crate::run::{fixtures, from_folder, messages};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

#[test]
fn a_folder_is_all_that_a_new_api_takes() {
    let generated = from_folder(&fixtures().join("fourth"), "openapi.yaml", true);
    let text = messages(&generated);
    assert!(text.is_empty(), "{text}");
    assert_eq!(generated.summary.operations, 3);
    assert_eq!(generated.summary.untyped, Vec::new());

    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ has a parent");
    let workspace = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("fourth");
    let _ = fs::remove_dir_all(&workspace);
    for (path, text) in &generated.files {
        let path = workspace.join("generated/harbour").join(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder can be made");
        let runtime = repository.join("runtime").display().to_string().replace('\\', "/");
        fs::write(path, text.replace("\"../../runtime\"", &format!("{runtime:?}"))).expect("a file can be written");
    }
    fs::write(workspace.join("Cargo.toml"), root(repository)).expect("a file can be written");
    fs::create_dir_all(workspace.join("generated/harbour/examples")).expect("a folder can be made");
    fs::write(workspace.join("generated/harbour/examples/calls.rs"), CONSUMER).expect("a file can be written");
    fs::copy(repository.join("Cargo.lock"), workspace.join("Cargo.lock")).expect("the lock file can be copied");

    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("the folder is in the target folder");
    let output = Command::new(env!("CARGO"))
        .args(["check", "--offline", "--quiet", "--lib", "--examples", "--manifest-path"])
        .arg(workspace.join("Cargo.toml"))
        .env("CARGO_TARGET_DIR", target)
        .env("RUSTFLAGS", std::env::var("RUSTFLAGS").unwrap_or_default())
        .output()
        .expect("cargo runs");
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}");
    assert!(!text.contains("warning"), "{text}");
}

/// The workspace around the crate: that of the repository, with its own members.
fn root(repository: &Path) -> String {
    let text = fs::read_to_string(repository.join("Cargo.toml")).expect("the workspace has a manifest");
    let mut out = String::new();
    for line in text.lines() {
        match line.split_once(" = ").map_or("", |(key, _)| key) {
            "members" => out += "members = [\"generated/*\"]",
            "exclude" => {}
            _ => out += line,
        }
        out.push('\n');
    }
    out
}

/// What a consumer writes.
const CONSUMER: &str = r#"//! Lists, filters, changes.

use harbour_client::fields::berth;
use harbour_client::types::{Berth, Ship, ShipUpdate};
use harbour_client::{Client, Error};

async fn calls(client: &Client) -> Result<Ship, Error> {
    let filter = berth::NAME.contains("quay") & berth::DEPTH.gt(4);
    let mut berths = client.berths().list().r#where(filter).order([berth::NAME.asc()]).items();
    while let Some(Berth { ship_id, .. }) = berths.try_next().await? {
        if let Some(id) = ship_id {
            client.ships().get(id).send().await?;
        }
    }
    client.ships().update("1", ShipUpdate::new().leaves_at(None)).send().await
}

fn main() {
    let _ = calls;
}
"#;
