//! `plansmith-prove FOLDER TARGET`: the proof on samples, for `cargo xtask corpus --prove`.

use std::path::Path;
use std::process::ExitCode;

const USAGE: &str = "usage: plansmith-prove FOLDER TARGET

  FOLDER  a generated crate in `prove/`, and `proof.json` with the description and the types made of it
  TARGET  the target folder of cargo to build in

The last line of stdout is the result as JSON. `cargo xtask corpus --prove` makes the folder and shows the result.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, target] = arguments.as_slice() else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match plansmith_prove::proof::prove(Path::new(folder), Path::new(target)) {
        Ok(proved) => {
            println!("{}", proved.to_json());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
