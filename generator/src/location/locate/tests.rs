use super::excerpt::excerpt;
use super::*;
use crate::location::push_token;
use serde_json::Value;
use std::path::Path;

/// What the whole text says, and what the excerpt for these pointers says.
fn both(text: &str, pointers: &[String]) -> [Vec<[Option<Span>; 2]>; 2] {
    [false, true].map(|thin| {
        let mut tree = Tree::default();
        let nodes: Vec<usize> = pointers.iter().map(|pointer| tree.want(pointer)).collect();
        let excerpt = excerpt(text, &tree).filter(|_| thin);
        scan_yaml(excerpt.as_deref().unwrap_or(text), &mut tree);
        if !tree.is_complete() {
            tree.forget();
            scan_yaml(text, &mut tree);
        }
        tree.trim(text);
        nodes.into_iter().map(|node| [tree.span(node, On::Key), tree.span(node, On::Value)]).collect()
    })
}

fn pointers(value: &Value, pointer: &mut String, out: &mut Vec<String>) {
    out.push(pointer.clone());
    let length = pointer.len();
    let children: Vec<(String, &Value)> = match value {
        Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), value)).collect(),
        Value::Array(array) => array.iter().enumerate().map(|(index, value)| (index.to_string(), value)).collect(),
        _ => Vec::new(),
    };
    for (key, child) in children {
        push_token(pointer, &key);
        pointers(child, pointer, out);
        pointer.truncate(length);
    }
}

fn every_pointer(text: &str) -> Vec<String> {
    let mut report = crate::location::Report::new(false);
    let file = crate::source::read_file(crate::location::FileId::default(), "a.yaml", text.to_owned(), &mut report);
    let mut out = Vec::new();
    pointers(&file.value, &mut String::new(), &mut out);
    out
}

#[test]
fn an_excerpt_says_what_the_whole_text_says() {
    let mut texts: Vec<String> = [
        "a:\n- b: 1\n- c\nd: 2\n",
        "a:\n  - b: 1\n    x: y\n  -\n    c: 3\nd: {e: [1, 2]}\n",
        "a: |\n  b: 1\n\n  # no comment\n c: 2\nb:\n  a: >-\n    c: 1\n  c: 'x: y'\n",
        "---\n# c\n'a b': # why\n  \"c\": 1\n  e: &f {g: 1}\nh: *f\ni: *f\n",
        "a:\nb:\n  c:\n  d:\n    e:\nf: \"two\n  b: lines\"\nb2: x\n",
        "? a\n: b\nc:\n  ? {d: 1}\n  : e\n  f: g\n",
        "a:\r\n  b: 1\r\n  c:\r\n    - d\r\ne: f\r\n",
        "/a/{b}:\n  get: {}\n  x: http://a.example/b: c\n'it''s': 1\n\"\\u0061\": 2\n",
        "a:\n    b: 1\n  # less\n    c: 2\nd:\n\te: 1\n",
        "{a: 1,\n b: {c: 2}}\n",
        "a: 1\na: 2\nb:\n  c: 1\nb:\n  d: 2\n",
    ]
    .map(str::to_owned)
    .into();
    for folder in ["vplan", "planview-admin", "agileplace"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec").join(folder);
        let files = std::fs::read_dir(folder).expect("the curated descriptions are there");
        let yaml =
            files.filter_map(|file| Some(file.ok()?.path()).filter(|path| path.extension().is_some_and(|end| end == "yaml")));
        texts.extend(yaml.map(|path| std::fs::read_to_string(path).expect("it is a text")));
    }
    for text in &texts {
        let every = every_pointer(text);
        let step = every.len().div_ceil(12);
        for one in every.iter().step_by(step) {
            let [whole, thin] = both(text, std::slice::from_ref(one));
            assert_eq!(whole, thin, "`{one}` of\n{text}");
        }
        let some: Vec<String> = every.iter().step_by(5).cloned().collect();
        let [whole, thin] = both(text, &some);
        assert_eq!(whole, thin, "{text}");
    }
}

#[test]
fn an_excerpt_has_the_first_lines_and_those_that_are_asked_for() {
    let mut tree = Tree::default();
    tree.want("/b/d");
    let excerpt = excerpt("a:\n  b: 1\n  d: 2\nb:\n  c:\n    - 1\n  d:\n    e: 3\nf: 4\n", &tree);
    assert_eq!(excerpt.as_deref(), Some("a:\n  b: 1\n  d: 2\nb:\n\n\n  d:\n    e: 3\n\n"));
}
