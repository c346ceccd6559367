use super::changelog::with_section;
use super::perform::raised;
use super::*;
use crate::repository::Repository;
use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn manifests_ask_for_the_new_version() {
    let text = "[package]\nversion = \"0.1.0\"\n[dependencies]\nplansmith-macros = { version = \"0.1.0\", path = \"m\" }\nother = { version = \"0.1.0\" }\n";
    let wanted = "[package]\nversion = \"0.2.0\"\n[dependencies]\nplansmith-macros = { version = \"0.2.0\", path = \"m\" }\nother = { version = \"0.1.0\" }\n";
    assert_eq!(raised(text, "0.1.0", "0.2.0", true), wanted);
    assert_eq!(raised(text, "0.1.0", "0.2.0", false), wanted.replacen("0.2.0", "0.1.0", 1));
}

#[test]
fn a_changelog_keeps_its_head_and_its_past() {
    let old = "# Changelog\n\nHead.\n\n## Unreleased\n\n* a\n\n## 2026-01-01\n\n* b\n";
    assert_eq!(
        with_section(old, "## 2026-02-02\n\n* a\n"),
        "# Changelog\n\nHead.\n\n## 2026-02-02\n\n* a\n\n## 2026-01-01\n\n* b\n"
    );
    assert_eq!(with_section("# Changelog\n\nHead.\n", "## 2026-02-02\n"), "# Changelog\n\nHead.\n\n## 2026-02-02\n");
}

/// The files of the repository that a release reads, in another folder.
fn clone(to: &Path) -> Repository {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a workspace");
    let listed = Command::new("git")
        .arg("-C")
        .arg(root)
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .output()
        .expect("git");
    assert!(listed.status.success(), "the repository is one of git");
    for path in
        String::from_utf8_lossy(&listed.stdout).split('\0').filter(|path| !path.is_empty() && !path.starts_with("tests/fixtures"))
    {
        let (from, to) = (root.join(path), to.join(path));
        let Ok(kind) = fs::symlink_metadata(&from) else { continue };
        fs::create_dir_all(to.parent().expect("a folder")).expect("folder");
        if kind.file_type().is_symlink() {
            let target = fs::read_link(&from).expect("a link");
            #[cfg(unix)]
            std::os::unix::fs::symlink(target, &to).expect("link");
            #[cfg(not(unix))]
            let _ = target;
        } else if kind.is_file() {
            fs::copy(&from, &to).expect("copy");
        }
    }
    Repository::at(to)
}

fn edit(repository: &Repository, path: &str, from: &str, to: &str) {
    let file = repository.root().join(path);
    let text = fs::read_to_string(&file).expect("text");
    assert!(text.contains(from), "{path} has {from}");
    fs::write(file, text.replacen(from, to, 1)).expect("written");
}

/// The recipe in a clone: runtime and macros go to 0.2.0 and the workspace still resolves; codegen agrees; the next plan
/// sees what changed since, proposes the version, and refuses one that is too low.
#[test]
fn a_release_can_be_followed() {
    let dir = tempfile::tempdir().expect("temporary folder");
    let repository = clone(dir.path());
    let options = Options { runtime: Some("0.2.0".to_owned()), ..Options::default() };
    assert!(release(&repository, &options).expect("a release"));

    // Resolving asks the index only, which this test was built with. The packages themselves need not be there: `cargo test -p
    // xtask` fetches its own and no others.
    let resolved =
        Command::new(env!("CARGO")).args(["update", "--workspace", "--offline"]).current_dir(dir.path()).output().expect("cargo");
    assert!(resolved.status.success(), "{}", String::from_utf8_lossy(&resolved.stderr));
    let lock = fs::read_to_string(dir.path().join("Cargo.lock")).expect("a lock file");
    let runtimes: Vec<&str> = lock.split("[[package]]").filter(|one| one.contains("name = \"plansmith-runtime\"\n")).collect();
    assert!(matches!(runtimes[..], [one] if one.contains("version = \"0.2.0\"") && !one.contains("source = ")), "{runtimes:?}");
    assert!(crate::codegen::codegen(&repository, &[], true).expect("readable"), "codegen writes nothing else");
    let log = fs::read_to_string(dir.path().join("CHANGELOG.md")).expect("changelog");
    assert!(log.contains("### vplan-client 0.1.0") && !log.contains("## Unreleased"), "{log}");

    // Nothing changed: nothing to release.
    let (text, fine) = show(&plan(&repository, &["vplan".to_owned()]).expect("a plan"));
    assert!(fine && text.contains("nothing changed since 0.1.0"), "{text}");

    // A renamed operation is a new minor version before 1.0.0, said in words of callers.
    edit(&repository, "spec/vplan/warehouse.yaml", "operationId: createWarehouse", "operationId: addWarehouse");
    let planned = plan(&repository, &["vplan".to_owned()]).expect("a plan");
    assert_eq!(planned[0].next.as_deref(), Some("0.2.0"));
    let (text, fine) = show(&planned);
    assert!(fine && text.contains("`warehouses::CreateWarehouse` is called `warehouses::AddWarehouse` now."), "{text}");

    edit(&repository, "spec/vplan/openapi.yaml", "version: '0.1.0'", "version: '0.1.1'");
    let (text, fine) = show(&plan(&repository, &["vplan".to_owned()]).expect("a plan"));
    assert!(!fine && text.contains("calls for 0.2.0 at least"), "{text}");
    assert!(!release(&repository, &Options { apis: vec!["vplan".to_owned()], ..Options::default() }).expect("a plan"));

    edit(&repository, "spec/vplan/openapi.yaml", "version: '0.1.1'", "version: '0.1.0'");
    assert!(release(&repository, &Options { apis: vec!["vplan".to_owned()], ..Options::default() }).expect("a release"));
    let manifest = fs::read_to_string(dir.path().join("generated/vplan/Cargo.toml")).expect("manifest");
    assert!(manifest.contains("version = \"0.2.0\""), "{manifest}");
    let log = fs::read_to_string(dir.path().join("CHANGELOG.md")).expect("changelog");
    assert!(log.contains("### vplan-client 0.2.0") && log.contains("**Breaking.** `warehouses::"), "{log}");
}

#[test]
fn the_runtime_version_is_that_of_the_runtime() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a workspace");
    let stated = crate::codegen::runtime_version(&Repository::at(root)).expect("templates/runtime-version");
    for manifest in ["runtime/Cargo.toml", "runtime/macros/Cargo.toml"] {
        let text = fs::read_to_string(root.join(manifest)).expect("manifest");
        assert!(text.contains(&format!("\nversion = \"{stated}\"\n")), "{manifest} has not the version {stated}");
    }
}
