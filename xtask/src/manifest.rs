//! Points the manifest of a generated crate at the runtime of this repository.
//!
//! The generator knows no folders, so its manifests name the runtime by version only.

/// Package that every generated crate depends on.
const RUNTIME: &str = "plansmith-runtime";

/// Adds `path` to the runtime dependency where it has none, and an empty `[workspace]` table if `detached`
/// and there is none, so that cargo does not look for a workspace in the folders above.
#[must_use]
pub fn patch(manifest: &str, path: Option<&str>, detached: bool) -> String {
    let mut out = String::with_capacity(manifest.len() + 64);
    for line in manifest.lines() {
        out += &path.and_then(|path| with_path(line, path)).unwrap_or_else(|| line.to_owned());
        out.push('\n');
    }
    if detached && !manifest.lines().any(|line| line.trim() == "[workspace]") {
        out += "\n[workspace]\n";
    }
    out
}

/// The dependency line with a path; `None` where the line is another or has a path already.
fn with_path(line: &str, path: &str) -> Option<String> {
    let value = line.strip_prefix(RUNTIME)?.trim_start().strip_prefix('=')?.trim_start();
    let path = path.replace('\\', "/").replace('"', "\\\"");
    if let Some(rest) = value.strip_prefix('{') {
        let has_path = rest.split(',').any(|entry| entry.trim_start().starts_with("path"));
        return (!has_path).then(|| format!("{RUNTIME} = {{ path = \"{path}\",{rest}"));
    }
    value.starts_with('"').then(|| format!("{RUNTIME} = {{ path = \"{path}\", version = {value} }}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adds_path_and_workspace_once() {
        let manifest = "# @generated\n[dependencies]\nplansmith-runtime = { version = \"0.1.0\", features = [\"x\"] }\n";
        let once = patch(manifest, Some("../../runtime"), true);
        assert_eq!(
            once,
            "# @generated\n[dependencies]\nplansmith-runtime = { path = \"../../runtime\", version = \"0.1.0\", features = [\"x\"] }\n\n[workspace]\n"
        );
        assert_eq!(patch(&once, Some("../../runtime"), true), once);
        assert_eq!(
            patch("plansmith-runtime = \"0.1\"\n", Some("r"), false),
            "plansmith-runtime = { path = \"r\", version = \"0.1\" }\n"
        );
        assert_eq!(patch(manifest, None, false), manifest);
    }
}
