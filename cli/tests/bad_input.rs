//! What the program says of mistakes: one message each, with its place, and nothing is written.

mod support;

use serde_json::Value;
use support::{Folder, ZOO};

#[test]
fn bad_input_ends_with_one_message_and_writes_nothing() {
    let overlay = "overlay: 1.1.0\ninfo: {title: t, version: '1'}\nactions: [{target: $.nothing, remove: true}]\n";
    let folder = Folder::new(&[
        ("zoo.yaml", ZOO),
        ("bad.overlay.yaml", overlay),
        ("bad.toml", "inptu = 'zoo.yaml'\n"),
        ("late.toml", "input = 'zoo.yaml'\ninclude = ['GET /cat']\n"),
        ("names.toml", "input = 'zoo.yaml'\n[names.schemas]\nCats = 'Feline'\n"),
        ("input.toml", "input = 'zoo.yml'\n"),
        ("url.toml", "input = 'https://example.com/openapi.json'\n"),
        ("overlay.toml", "input = 'zoo.yaml'\noverlays = ['a.yaml']\n"),
        ("output.toml", "input = 'zoo.yaml'\noutput = 'taken'\n"),
        ("same.toml", "input = 'zoo.yaml'\n[names.properties]\n'Cat.catName' = 'born'\n"),
        ("keyword.toml", "input = 'zoo.yaml'\n[names.schemas]\nCat = 'Self'\n"),
        ("missing.toml", "input = 'zoo.yaml'\n[types.formats]\ndate = 'std::vec::Vec<kennel::Dog>'\n"),
        ("taken/mine.txt", "mine"),
        ("file", "mine"),
    ]);
    let before = folder.list(".");
    for (arguments, message) in [
        (&["generate", "nothing.yaml"][..], "there is no file `nothing.yaml`"),
        (&["generate", "zoo.yml"], "did you mean `zoo.yaml`?"),
        (&["generate", "https://example.com/openapi.json"], "is a URL, and nothing is fetched"),
        (&["generate", "taken/mine.txt/zoo.yaml"], "there is no file"),
        (&["generate", "zoo.yaml", "-o", "file/zoo"], "`file/zoo` cannot be a folder: `file` is a file"),
        (&["generate", "zoo.yaml", "--overlay", "taken"], "cannot read the overlay `taken`: is a folder"),
        (&["generate", "--config", "taken"], "cannot read the configuration `taken`: is a folder"),
        (&["generate", "--config", "input.toml"], "there is no file `zoo.yml`\n --> input.toml:1:9"),
        (&["generate", "--config", "url.toml"], "is a URL, and nothing is fetched\n --> url.toml:1:9"),
        (&["generate", "--config", "overlay.toml"], "cannot read the overlay `a.yaml`"),
        (&["generate", "--config", "overlay.toml"], " --> overlay.toml:2:13"),
        (&["generate", "--config", "output.toml"], "was not written by this command"),
        (&["generate", "--config", "output.toml"], " --> output.toml:2:10"),
        (&["generate", "--config", "same.toml"], "property `Cat.catName` cannot be called `born`"),
        (&["generate", "--config", "keyword.toml"], "schema `Cat` cannot be called `Self`"),
        (&["generate", "--config", "missing.toml"], "the crate has no dependency `kennel`"),
        (&["generate"], "no description is named"),
        (&["generate", "zoo.yaml", "-o", "taken"], "was not written by this command"),
        (&["generate", "zoo.yaml", "-o", "file"], "is not a folder"),
        (&["generate", "zoo.yaml", "--name", "1 crate"], "is no package name"),
        (&["generate", "zoo.yaml", "--runtime-path", "taken"], "is not the folder of a `plansmith-runtime`"),
        (&["generate", "zoo.yaml", "--overlay", "nothing.yaml"], "cannot read the overlay `nothing.yaml`"),
        (&["generate", "zoo.yaml", "--overlay", "bad.overlay.yaml"], "bad.overlay.yaml:3:20"),
        (&["generate", "zoo.yaml", "--include", "GET /cat"], "did you mean `GET /cats`?"),
        (&["generate", "zoo.yaml", "--exclude", "GET cats"], "is no pattern of operations"),
        (&["generate", "zoo.yaml", "--exclude", "**", "--exclude", "/**"], "no operation is left"),
        (&["generate", "--config", "nothing.toml"], "nothing.toml"),
        (&["generate", "--config", "bad.toml"], "bad.toml:1:1"),
        (&["generate", "--config", "late.toml"], "late.toml:2:12"),
        (&["generate", "--config", "names.toml"], "names.toml:3:8"),
        (&["generate", "zoo.yaml", "--no-such-option"], "--no-such-option"),
        (&["man", "nothing"], "there is no command `nothing`"),
    ] {
        let run = folder.run(arguments);
        assert!(run.status == 2 && run.error.contains(message), "{arguments:?}: {run:?}");
        assert_eq!(run.error.matches("error").count().min(2), run.error.matches("error").count(), "{arguments:?}: {run:?}");
    }
    assert_eq!(folder.list("."), before);
}

/// To wait for a pipe that nobody writes to, or to read a device without an end, would keep a build busy.
#[cfg(unix)]
#[test]
fn pipes_and_devices_are_refused_at_once() {
    let folder = Folder::new(&[("zoo.yaml", ZOO)]);
    let made = std::process::Command::new("mkfifo").arg(folder.path().join("pipe")).status();
    assert!(made.is_ok_and(|status| status.success()), "a pipe can be made");
    for file in ["pipe", "/dev/zero"] {
        for arguments in [
            &["generate", file][..],
            &["generate", "zoo.yaml", "--overlay", file],
            &["generate", "--config", file],
            &["check", file],
            &["bundle", file],
            &["diff", "zoo.yaml", file],
        ] {
            let run = folder.run(arguments);
            assert!(run.status == 2 && run.error.contains("not a regular file"), "{arguments:?}: {run:?}");
        }
    }
}

/// What machines read is there whatever is wrong.
#[test]
fn a_report_for_machines_has_every_mistake() {
    let folder = Folder::new(&[("zoo.yaml", ZOO), ("bad.toml", "inptu = 'zoo.yaml'\n"), ("mine/file", "mine")]);
    for (arguments, message) in [
        (&["generate", "nothing.yaml", "--json"][..], "there is no file `nothing.yaml`"),
        (&["generate", "--config", "bad.toml", "--json"], "`inptu` is not a key of `plansmith.toml`"),
        (&["generate", "zoo.yaml", "--output", "mine", "--json"], "was not written by this command"),
        (&["generate", "zoo.yaml", "--include", "tag:nothing", "--json"], "matches no operation"),
    ] {
        let run = folder.run(arguments);
        let report: Value = serde_json::from_str(&run.out).unwrap_or_else(|error| panic!("{error}: {run:?}"));
        assert_eq!((run.status, &report["status"], &report["exit"]), (2, &"bad-input".into(), &2.into()), "{run:?}");
        let said = report["diagnostics"][0]["message"].as_str().unwrap_or_default();
        assert!(said.contains(message) && run.error.is_empty(), "{run:?}");
    }
    for format in ["json", "sarif", "github"] {
        let run = folder.run(&["check", "--config", "bad.toml", "--format", format]);
        assert!(run.status == 2 && run.out.contains("inptu"), "{run:?}");
    }
}

/// Nobody has to read to the end, and a description is never written over.
#[cfg(unix)]
#[test]
fn output_that_cannot_be_written() {
    let folder = Folder::new(&[("zoo.yaml", ZOO), ("zoo/mine", "mine")]);
    for arguments in
        ["generate zoo.yaml", "check zoo.yaml", "bundle zoo.yaml", "completions bash", "man", "diff zoo.yaml zoo.yaml"]
    {
        let program = env!("CARGO_BIN_EXE_plansmith");
        let script = format!("({program} {arguments} 2> log; echo $? > status) | true");
        let ended = std::process::Command::new("sh").args(["-c", &script]).current_dir(folder.path()).status();
        assert!(ended.is_ok_and(|status| status.success()));
        let status = folder.read("status");
        assert!(status.trim() == "0" && !folder.read("log").contains("panicked"), "{arguments}: {status} {}", folder.read("log"));
    }
    for (file, message) in [("zoo.yaml", "is the description"), ("./zoo.yaml", "is the description"), ("zoo", "is a folder")] {
        let run = folder.run(&["bundle", "zoo.yaml", "-o", file]);
        assert!(run.status == 2 && run.error.contains(message), "{file}: {run:?}");
    }
    assert_eq!(folder.read("zoo.yaml"), ZOO);
    assert_eq!(folder.list("zoo"), ["zoo/mine"]);
    let run = folder.run(&["diff", "zoo.yaml"]);
    assert!(run.status == 2 && run.error.contains("two descriptions are compared"), "{run:?}");
}
