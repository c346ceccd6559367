//! Descriptions larger than any fixture: files stay readable, and nothing is missing beside them.

use crate::run::from_text;
use std::fmt::Write as _;

/// The most lines a file of a generated crate may have.
const MOST_LINES: usize = 2000;

#[test]
fn no_file_grows_without_end() {
    let mut text = String::from("openapi: 3.1.0\ninfo: {title: Large, version: '1'}\npaths:\n");
    for index in 0..500 {
        let _ = write!(
            text,
            "  /things{index}:\n    get:\n      operationId: readThing{index}\n      tags: [thing {index}]\n      responses:\n        \
             '200': {{description: Done., content: {{application/json: {{schema: {{$ref: '#/components/schemas/Thing{index}'}}}}}}}}\n"
        );
    }
    text += "webhooks:\n";
    for index in 0..400 {
        let _ = write!(
            text,
            "  changed{index}:\n    post:\n      requestBody: {{content: {{application/json: {{schema: {{$ref: \
             '#/components/schemas/Thing{index}'}}}}}}}}\n      responses: {{'204': {{description: Done.}}}}\n"
        );
    }
    text += "components:\n  schemas:\n";
    for index in 0..500 {
        let _ =
            writeln!(text, "    Thing{index}: {{type: object, properties: {{id: {{type: integer}}, name: {{type: string}}}}}}");
    }
    let generated = from_text("large.yaml", &text, false);
    for (path, content) in &generated.files {
        assert!(content.lines().count() <= MOST_LINES, "{path} has {} lines", content.lines().count());
    }
    for path in [
        "README.md",
        "api.md",
        "api/thing_1.md",
        "api/types/t.md",
        "src/client.rs",
        "src/client/resources_1.rs",
        "src/webhooks/mod.rs",
    ] {
        assert!(generated.files.contains_key(path), "{path} is missing");
    }
    assert!(generated.files["src/client.rs"].contains("Conventions::DEFAULT"));
    assert!(!generated.files.keys().any(|path| path.contains("base_base")), "names of files repeat themselves");
}
