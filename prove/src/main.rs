//! `plansmith-prove`: the programs of this crate, for `cargo xtask corpus --prove` and `cargo xtask lint`.

use plansmith_prove::{Documents, examples, proof};
use std::path::Path;
use std::process::ExitCode;

const USAGE: &str = "usage: plansmith-prove samples FOLDER TARGET
       plansmith-prove examples FILE

samples   proves a generated crate: FOLDER has it in `prove/`, and `proof.json` with the description and the types made of it;
          TARGET is the target folder of cargo to build in. `cargo xtask corpus --prove` makes the folder and shows the result.
examples  lists the examples and defaults of the description FILE that do not fit their schemas. `cargo xtask lint` shows them.

The last line of stdout is the result as JSON.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match arguments.as_slice() {
        ["samples", folder, target] => {
            proof::prove(Path::new(folder), Path::new(target)).map(|proved| proved.to_json()).map_err(|error| error.to_string())
        }
        ["examples", file] => wrong_examples(Path::new(file)),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(response) => {
            println!("{response}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn wrong_examples(file: &Path) -> Result<serde_json::Value, String> {
    let root = file.file_name().and_then(|name| name.to_str()).ok_or_else(|| format!("`{}` is not a file", file.display()))?;
    let documents = Documents::load_root(file.parent().unwrap_or(Path::new(".")), root)?;
    Ok(examples::wrong(&documents).iter().map(examples::Wrong::to_json).collect())
}
