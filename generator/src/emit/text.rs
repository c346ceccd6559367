//! Text files of a crate, by templates. Texts are escaped for the format they land in.

use crate::rust::{Crate, Guide, Page};
use minijinja::{Environment, UndefinedBehavior, Value, context};
use std::collections::BTreeMap;

/// Template of the pages beside `api.md`.
const PAGE: &str = "page.md";

const TEMPLATES: [(&str, &str); 4] = [
    ("Cargo.toml", include_str!("../../templates/Cargo.toml.j2")),
    ("README.md", include_str!("../../templates/README.md.j2")),
    ("api.md", include_str!("../../templates/api.md.j2")),
    (PAGE, include_str!("../../templates/page.md.j2")),
];

/// Prints the text files: paths to texts.
pub fn files(krate: &Crate) -> BTreeMap<String, String> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    for (name, text) in TEMPLATES {
        environment.add_template(name, text).expect("own templates are valid");
    }
    let paths = TEMPLATES.into_iter().map(|(path, _)| path).filter(|path| *path != PAGE);
    let paths = paths.filter(|path| !krate.types_only || *path == "Cargo.toml");
    let mut out: BTreeMap<String, String> = paths.map(|path| (path.to_owned(), render(path, krate, &environment))).collect();
    if !krate.types_only {
        out.extend(krate.surface.pages.iter().map(|page| (page.path.clone(), self::page(page, krate, &environment))));
    }
    out
}

/// A page beside `api.md`.
fn page(page: &Page, krate: &Crate, environment: &Environment<'_>) -> String {
    let sections: Vec<_> = page.sections.iter().map(|section| section.lines.join("\n")).collect();
    let index = format!("{}api.md", "../".repeat(page.path.matches('/').count()));
    let values = context! {
        header => super::header(&krate.manifest.command), title => markdown(&krate.surface.title),
        about => one_line(&page.title), sections => sections, index => index,
    };
    let template = environment.get_template(PAGE).expect("the template was added");
    let text = template.render(values).expect("own templates render");
    let text = text.replace(|c: char| c != '\n' && breaks(c), " ");
    format!("{}\n", text.trim_end())
}

fn render(path: &str, krate: &Crate, environment: &Environment<'_>) -> String {
    let (manifest, surface) = (&krate.manifest, &krate.surface);
    let features: Vec<String> = manifest.features.iter().map(|name| quoted(name)).collect();
    let sections: Vec<_> = surface
        .page
        .iter()
        .map(|section| context! { title => one_line(&section.title), lines => section.lines.join("\n") })
        .collect();
    let toml = path == "Cargo.toml";
    let text = |text: &str| if toml { quoted(text) } else { text.to_owned() };
    let count: usize = surface.resources.iter().map(|resource| resource.operations.len()).sum();
    let values = context! {
        header => super::header(&manifest.command), command => &manifest.command, again => &manifest.again, name => text(&manifest.name), docs => quoted(&format!("https://docs.rs/{}", manifest.name)), library => text(&manifest.library), version => text(&manifest.version),
        description => if toml { quoted(&manifest.description) } else { surface.description.clone() },
        dependencies => &manifest.dependencies, edition => quoted(&manifest.edition), license => manifest.license.as_deref().map(quoted), repository => manifest.repository.as_deref().map(quoted),
        categories => manifest.categories.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", "),
        runtime_path => manifest.runtime_path.as_deref().map(quoted), detached => &manifest.detached,
        member => &manifest.member, types_only => krate.types_only, features => features, runtime => quoted(&manifest.runtime_version), examples => &manifest.member,
        title => markdown(&surface.title), source => &surface.source, guide => guide(&surface.guide, manifest.member),
        operations => count, types => surface.types, sections => sections,
    };
    let template = environment.get_template(path).expect("the template was added");
    let text = template.render(values).expect("own templates render");
    // No text of a description may turn a line around or end it where the template does not.
    let text = text.replace(|c: char| c != '\n' && breaks(c), " ");
    format!("{}\n", text.trim_end())
}

/// Characters that end a line or turn the text around.
pub fn breaks(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// The facts of the guide, for the template.
fn guide(guide: &Guide, install: bool) -> Value {
    let filter = guide.filter.as_ref().map(|filter| {
        context! { list => &filter.list, module => &filter.module, condition => &filter.condition, sort => &filter.sort }
    });
    context! {
        about => &guide.about, install => install, credentials => &guide.credentials, flow => &guide.flow, credential => &guide.credential, server => &guide.server,
        call => &guide.call, call_is_json => guide.call_is_json, list => &guide.list, filter => filter, update => &guide.update,
        evidence => &guide.evidence, left_out => &guide.left_out, quirks => &guide.quirks, idempotency => &guide.idempotency,
    }
}

/// A basic string of TOML 1.0.
fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A heading that may hold code of ours.
fn one_line(text: &str) -> String {
    text.replace(['<', '>', '\n', '\r'], " ")
}

/// Text that stands in a heading.
fn markdown(text: &str) -> String {
    text.replace(['<', '>', '`', '\n', '\r'], " ")
}
