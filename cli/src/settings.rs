//! What a run is asked to do: the command line over the configuration.

use crate::arguments::{Generate, Source};
use crate::config::{self, Config};
use crate::refusal::Refusal;
use crate::run::{self, Run};
use crate::status::Status;
use crate::{folder, input};
use plansmith_generator::location::Level;
use plansmith_generator::options::{Options, Said, Select, Setting, TextFile};
use plansmith_generator::report::Diagnostic;
use plansmith_generator::suggest::suggest;
use plansmith_generator::{Generated, Report};
use std::io;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// Names of descriptions that are looked for in a folder.
const DESCRIPTIONS: [&str; 3] = ["openapi.yaml", "openapi.yml", "openapi.json"];

/// What a run is asked to do.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The description.
    pub source: Described,
    /// How to generate.
    pub options: Options,
    /// Name of the package, where it is given.
    pub name: Option<String>,
    /// Folder of the crate, where it is given.
    pub output: Option<PathBuf>,
    /// The folder a crate is written to where no folder is given.
    pub around: PathBuf,
}

/// A description.
#[derive(Clone, Debug)]
pub enum Described {
    /// A file below a folder.
    File {
        /// The folder that other files of the description lie in or below.
        folder: PathBuf,
        /// Name in the folder.
        file: String,
        /// Path as it was given.
        given: PathBuf,
    },
    /// The text from standard input.
    Text(String),
}

impl Described {
    /// How a person knows the description.
    #[must_use]
    pub fn shown(&self) -> &str {
        match self {
            Self::File { file, .. } => file,
            Self::Text(_) => "standard input",
        }
    }
}

impl Settings {
    /// Generates in memory.
    #[must_use]
    pub fn run(&self) -> Run {
        match &self.source {
            Described::File { folder, file, .. } => run::run(folder, file, false, self.name.as_deref(), self.options.clone()),
            Described::Text(text) => run::run_text(text, self.name.as_deref(), self.options.clone()),
        }
    }

    /// How a run ended, before anything is written.
    #[must_use]
    pub fn status(&self, generated: &Generated, allow_left_out: bool) -> Status {
        let report = &generated.report;
        if generated.files.is_empty() {
            return self.unusable(report);
        }
        let is_whole = generated.summary.left_out.is_empty() && !report.has_errors();
        if is_whole || allow_left_out { Status::Complete } else { Status::LeftOut }
    }

    /// Whose fault it is that there is no output: that of the configuration, the command line and the overlays, or that of
    /// the description.
    #[must_use]
    pub fn unusable(&self, report: &Report) -> Status {
        let is_ours = |one: &Diagnostic| one.level == Level::Error && one.place.file.attached_index().is_some();
        if report.diagnostics().iter().any(is_ours) { Status::BadInput } else { Status::Nothing }
    }
}

/// Reads the configuration and puts the command line over it.
///
/// # Errors
///
/// When there is no description, a file cannot be read, or the configuration is wrong.
pub fn read(source: &Source, generate: Option<&Generate>) -> Result<Settings, Refusal> {
    let config = find_config(source)?;
    let described = describe(source, &config)?;
    let given = generate.and_then(|generate| generate.name.clone());
    if let Some(name) = &given {
        folder::check_package_name(name).map_err(io::Error::other)?;
    }
    let output = generate.and_then(|generate| generate.output.clone());
    if let (Some(setting), None, Some(_)) = (&config.output, &output, generate)
        && let Err(error) = folder::refuse_foreign(&config.path(setting))
    {
        return Err(config.wrong(setting, error.to_string(), None));
    }
    let mut options = Options {
        command: "plansmith generate".to_owned(),
        again: Some(again(source, generate)),
        package: config.package.clone(),
        detached: false,
        config: config.file.clone(),
        overlays: Vec::new(),
        select: select(&config.select, source),
        names: config.names.clone(),
        derives: config.derives.clone(),
        types: config.types.clone(),
        dependencies: config.dependencies.clone(),
        ..Options::default()
    };
    let unread = |path: &Path, why: &str| format!("cannot read the overlay `{}`: {why}", path.display());
    for setting in &config.overlays {
        let path = config.path(setting);
        match input::regular(&path) {
            Ok(text) => options.overlays.push(TextFile { path: clean(&path), text }),
            Err(why) => return Err(config.wrong(setting, unread(&path, &why), None)),
        }
    }
    for path in &source.overlay {
        let text = input::regular(path).map_err(|why| io::Error::other(unread(path, &why)))?;
        options.overlays.push(TextFile { path: clean(path), text });
    }
    let output = output.or_else(|| config.output.as_ref().map(|output| config.path(output)));
    Ok(Settings {
        source: described,
        options,
        name: given.or(config.name),
        output,
        around: if config.file.is_some() && config.folder != Path::new(".") { config.folder } else { PathBuf::new() },
    })
}

/// The configuration that is named, beside the description or in the current folder; an empty one where there is none.
fn find_config(source: &Source) -> Result<Config, Refusal> {
    if let Some(path) = &source.config {
        return Config::read(path);
    }
    let folder = match &source.description {
        Some(path) if path.as_os_str() == "-" => return Ok(Config::default()),
        Some(path) if path.is_dir() => path.clone(),
        Some(path) => path.parent().map(Path::to_path_buf).unwrap_or_default(),
        None => PathBuf::new(),
    };
    let path = folder.join(config::FILE);
    if !path.is_file() {
        return Ok(Config::default());
    }
    let config = Config::read(&path)?;
    if let (Some(given), Some(input)) = (source.description.as_ref().filter(|path| path.is_file()), &config.input)
        && !same_file(given, &config.path(input))
    {
        eprintln!("note: {} is not used, it is for `{}`", path.display(), input.text);
        return Ok(Config::default());
    }
    Ok(config)
}

fn same_file(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => one == other,
    }
}

/// The description that is named on the command line, else in the configuration.
fn describe(source: &Source, config: &Config) -> Result<Described, Refusal> {
    let configured = config.input.as_ref();
    let path = match &source.description {
        Some(path) if path.as_os_str() == "-" => {
            let text = input::limited(io::stdin().lock(), 0).and_then(input::decode);
            return text.map(Described::Text).map_err(|why| io::Error::other(format!("standard input {why}")).into());
        }
        Some(path) if path.is_dir() && configured.is_none() => {
            DESCRIPTIONS.iter().map(|name| path.join(name)).find(|path| path.is_file()).ok_or_else(|| {
                io::Error::other(format!(
                    "there is neither a `{}` with an `input` nor an `openapi.yaml` in `{}`",
                    config::FILE,
                    path.display()
                ))
            })?
        }
        Some(path) if !path.is_dir() => {
            if let Some((message, help)) = unusable(path) {
                let help = help.map(|help| format!(": {help}")).unwrap_or_default();
                return Err(io::Error::other(message + &help).into());
            }
            path.clone()
        }
        _ => {
            let Some(setting) = configured else {
                let missing = if config.file.is_some() { "has no `input`" } else { "is not in this folder" };
                return Err(io::Error::other(format!(
                    "no description is named, and `{}` {missing}: try `plansmith generate openapi.yaml`",
                    config::FILE
                ))
                .into());
            };
            let path = config.path(setting);
            let wrong = if is_url(Path::new(&setting.text)) { unusable(Path::new(&setting.text)) } else { unusable(&path) };
            if let Some((message, help)) = wrong {
                return Err(config.wrong(setting, message, help.as_deref()));
            }
            path
        }
    };
    let file = path.file_name().and_then(|file| file.to_str());
    let file = file.ok_or_else(|| io::Error::other(format!("`{}` is not a file", path.display())))?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Ok(Described::File { folder: folder.to_path_buf(), file: file.to_owned(), given: path.clone() })
}

/// Why a path cannot be that of a description, and what to do.
fn unusable(path: &Path) -> Option<(String, Option<String>)> {
    let shown = path.display();
    if path.is_file() {
        return None;
    }
    Some(if is_url(path) {
        let help =
            format!("download it, `curl --location --output openapi.json {shown}`, or pipe it into `plansmith generate -`");
        (format!("`{shown}` is a URL, and nothing is fetched"), Some(help))
    } else if path.is_dir() {
        (format!("`{shown}` is a folder"), Some("name a file in it".to_owned()))
    } else if path.exists() {
        (format!("`{shown}` is not a regular file"), Some("pipe it into `plansmith generate -`".to_owned()))
    } else {
        (format!("there is no file `{shown}`"), near(path).map(|near| format!("did you mean `{}`?", near.display())))
    })
}

fn is_url(path: &Path) -> bool {
    path.to_str().is_some_and(|path| path.starts_with("http://") || path.starts_with("https://"))
}

/// The file beside a path that was probably meant.
fn near(path: &Path) -> Option<PathBuf> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let names = fs::read_dir(folder).ok()?.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut names: Vec<String> = names.collect();
    names.sort();
    let near = suggest(path.file_name()?.to_str()?, names.iter().map(String::as_str))?;
    Some(path.with_file_name(near))
}

fn select(config: &Select, source: &Source) -> Select {
    let said = |list: &[Setting], more: &[String]| -> Vec<Setting> {
        let more = more.iter().map(|text| Setting { text: text.clone(), said: Said::CommandLine });
        list.iter().cloned().chain(more).collect()
    };
    Select { include: said(&config.include, &source.include), exclude: said(&config.exclude, &source.exclude) }
}

/// The command that makes the same crate again, without what is another matter on another machine.
fn again(source: &Source, generate: Option<&Generate>) -> String {
    let mut words = vec!["plansmith".to_owned(), "generate".to_owned()];
    let mut path = |option: &str, path: Option<&PathBuf>| {
        if let Some(path) = path {
            let path = if path.is_absolute() { path.file_name().map(PathBuf::from).unwrap_or_default() } else { path.clone() };
            if !option.is_empty() {
                words.push(option.to_owned());
            }
            words.push(quoted(&clean(&path)));
        }
    };
    path("", source.description.as_ref());
    path("--config", source.config.as_ref());
    for overlay in &source.overlay {
        path("--overlay", Some(overlay));
    }
    path("--output", generate.and_then(|generate| generate.output.as_ref()).filter(|output| output.is_relative()));
    path("--runtime-path", generate.and_then(|generate| generate.runtime_path.as_ref()).filter(|path| path.is_relative()));
    let name = generate.and_then(|generate| generate.name.as_ref());
    let texts = name.map(|name| ("--name", name)).into_iter();
    let texts = texts.chain(source.include.iter().map(|text| ("--include", text)));
    for (option, text) in texts.chain(source.exclude.iter().map(|text| ("--exclude", text))) {
        words.extend([option.to_owned(), quoted(text)]);
    }
    words.join(" ")
}

/// A word as a shell reads it.
fn quoted(word: &str) -> String {
    let plain = |sign: char| sign.is_ascii_alphanumeric() || "-_./:=@,+".contains(sign);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''").replace(['\n', '\r'], " "))
    }
}

/// A path with `/` between its parts and without `./` in front.
fn clean(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    text.strip_prefix("./").map_or(text.clone(), str::to_owned)
}

/// The absolute path of a folder that need not exist yet, links followed as far as it exists.
///
/// # Errors
///
/// When the current folder is unknown.
pub fn resolved(folder: &Path) -> io::Result<PathBuf> {
    let absolute = env::current_dir()?.join(folder);
    let absolute = std::path::absolute(absolute)?;
    let mut missing = Vec::new();
    let mut current = absolute.as_path();
    loop {
        if let Ok(real) = current.canonicalize() {
            return Ok(missing.iter().rev().fold(real, |path, part| path.join(part)));
        }
        let (Some(parent), Some(name)) = (current.parent(), current.file_name()) else { return Ok(absolute) };
        missing.push(name.to_owned());
        current = parent;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_to_make_it_again_has_no_absolute_path() {
        let source = Source {
            description: Some("/home/me/it's.yaml".into()),
            overlay: vec!["./a.yaml".into()],
            include: vec!["GET /x/**".to_owned()],
            ..Source::default()
        };
        let generate = Generate { output: Some("/tmp/x".into()), name: Some("x".to_owned()), ..Generate::default() };
        assert_eq!(
            again(&source, Some(&generate)),
            "plansmith generate 'it'\\''s.yaml' --overlay a.yaml --name x --include 'GET /x/**'"
        );
    }
}
