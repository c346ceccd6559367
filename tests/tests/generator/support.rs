//! The support table of the README: each row names fixtures that are there, and each fixture is compared by a test.

use crate::run::fixtures;
use std::collections::BTreeSet;

/// The description of which the generator's own tests take each key away.
const EVERY_KEY: &str = "generator/src/document/keys/tests/every_key.yaml";

#[test]
fn every_row_of_the_support_table_has_a_fixture() {
    let root = fixtures().join("../..");
    let readme = std::fs::read_to_string(root.join("README.md")).expect("there is a README");
    let table = readme.split("## Supported OpenAPI features").nth(1).expect("the README has the table");
    let table = table.split("\n## ").next().unwrap_or_default();
    let rows = table.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| ---") && !line.starts_with("| **"));
    let mut linked = BTreeSet::new();
    let mut count = 0;
    for row in rows.skip(1) {
        let links: Vec<&str> = row.split("](").skip(1).filter_map(|rest| rest.split(')').next()).collect();
        assert!(!links.is_empty(), "a row without a fixture: {row}");
        for link in links {
            assert!(root.join(link).exists(), "{link} is not there");
            if link == EVERY_KEY {
                continue;
            }
            assert!(
                ["ok/", "err/", "partly/"].iter().any(|folder| link.starts_with(&format!("tests/fixtures/{folder}"))),
                "{link}"
            );
            assert!(root.join(link).with_extension("snap").exists(), "{link} has no snapshot");
            linked.insert(link.to_owned());
        }
        count += 1;
    }
    assert!(count > 40 && linked.len() > 50, "{count} rows, {} fixtures", linked.len());
}
