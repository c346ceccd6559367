//! The stages from an API to a crate, in their order.

use crate::ir::Api;
use crate::location::{Report, Sources};
use crate::lower::Summary;
use crate::options::Options;
use crate::source::Input;
use crate::{check, emit, lower, name, passes, rust};

/// An API as a crate, before it is printed.
pub fn lowered(
    mut api: Api,
    sources: &Sources,
    input: &Input<'_>,
    options: &Options,
    report: &mut Report,
    summary: &mut Summary,
) -> rust::Crate {
    passes::run(&mut api, input.strict);
    check::check(&api, report);
    passes::names::rename(&mut api, &options.names, report);
    passes::select::select(&mut api, &options.select, report);
    let derives = passes::derives::derives(&api, &options.derives, report);
    own_type_paths(options, report);
    let own = passes::types::own_types(&api, &options.types, report);
    if !report.prevents_output() {
        own_type_crates(options, report);
    }
    let usage = passes::usage(&api, options.purpose);
    let mut names = name::name(&api, &usage, report);
    if !report.prevents_output() {
        name::given::check(&api, &names, &options.names, report);
    }
    let stages = lower::Stages { api: &api, usage: &usage, names: &mut names, sources, derives: &derives, own: &own };
    let mut krate = lower::lower(stages, input, options, summary);
    // The list takes as much memory as the API, which nobody asks any more.
    drop((api, names, usage));
    lower::list(&mut krate);
    krate
}

/// Reports paths of the caller's types that are none.
fn own_type_paths(options: &Options, report: &mut Report) {
    for one in options.types.iter().filter(|one| !emit::is_type_path(&one.path)) {
        let said = one.said.wrong("type", format!("`{}` is no path of a type", one.path), report);
        said.help("write it as in Rust, with its crate: `chrono::DateTime<chrono::Utc>`");
    }
}

/// Reports types of the caller that are in a crate which the output does not depend on.
fn own_type_crates(options: &Options, report: &mut Report) {
    let known = |name: &str| {
        let packages = options.dependencies.iter().map(|(package, _)| package.replace('-', "_"));
        emit::OWN_CRATES.contains(&name) || packages.into_iter().any(|package| package == name)
    };
    for one in &options.types {
        let missing = emit::crates_of(&one.path).into_iter().find(|name| !known(name));
        if let Some(name) = missing {
            let said =
                one.said.wrong("type", format!("the crate has no dependency `{name}`, which `{}` is in", one.path), report);
            said.help(format!("add it to `[dependencies]`: `{name} = \"1\"`"));
        }
    }
}
