//! References that lead nowhere, and what they mean.

use super::{HEAD, check_files, listed, schema30};
use crate::location::FileId;

#[test]
fn references_that_lead_nowhere() {
    for (target, code) in [
        ("#/components/schemas/T", "dangling-ref"),
        ("#/components/schemas/S", "circular-ref"),
        ("#nothing", "dangling-ref"),
        ("b.yaml#/x", "missing-file"),
        ("../b.yaml#/x", "outside-ref"),
        ("/etc/passwd", "outside-ref"),
        ("https://example.com/a.yaml#/x", "remote-ref"),
    ] {
        let (document, _, mut report) = check_files(&[("api/a.yaml", &schema30(&format!("{{$ref: '{target}'}}")))], false);
        let document = document.expect("it can be read");
        let node = document.at(FileId(0), "/components/schemas/S").expect("it is there");
        assert!(node.follow(&mut report).is_none(), "{target}");
        assert!(node.follow(&mut report).is_none(), "{target}");
        assert_eq!(listed(&report), [(code, "/components/schemas/S/$ref".to_owned())], "{target}");
    }
}

#[test]
fn what_a_reference_means_is_found() {
    for (target, help) in [
        ("#/components/schemas/Tpye", Some("did you mean `#/components/schemas/Type`?")),
        ("#/definitions/Type", Some("did you mean `#/components/schemas/Type`?")),
        ("#/components/parameters/Type", Some("did you mean `#/components/schemas/Type`?")),
        ("#/definitions/Other", None),
        ("sub/b.yaml", Some("did you mean `b.yaml`?")),
        ("cards.yml", Some("did you mean `cards.yaml`?")),
        ("no.yaml", Some("add the file, or correct the path: it starts from the folder of the file with the reference")),
    ] {
        let schemas =
            format!("{{Type: {{type: object}}, A: {{$ref: '{target}'}}, B: {{$ref: b.yaml}}, C: {{$ref: cards.yaml}}}}");
        let root = format!("{HEAD}paths: {{}}\ncomponents: {{schemas: {schemas}}}\n");
        let files = [("a.yaml", root.as_str()), ("b.yaml", "type: string\n"), ("cards.yaml", "type: string\n")];
        let (document, _, mut report) = check_files(&files, false);
        let document = document.expect("it can be read");
        let node = document.at(FileId(0), "/components/schemas/A").expect("it is there");
        assert!(node.follow(&mut report).is_none(), "{target}");
        let said = report.diagnostics().iter().find(|one| one.code == "dangling-ref" || one.code == "missing-file");
        assert_eq!(said.and_then(|one| one.help.as_deref()), help, "{target}");
    }
}
