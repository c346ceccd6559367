//! How long the stages take: reading, reading and resolving, everything. The least of ten runs each.
//!
//! ```sh
//! cargo run --release -p plansmith-generator --example stages -- openapi.yaml
//! ```

use plansmith_generator::{Input, Purpose, Report, api, document, generate};
use std::time::{Duration, Instant};

fn main() {
    let Some(root) = std::env::args().nth(1) else {
        eprintln!("usage: stages DESCRIPTION");
        std::process::exit(2);
    };
    let read = |path: &str| std::fs::read_to_string(path).map_err(|error| error.to_string());
    let input = Input { root: &root, read: &read, strict: false, name: Some("stages") };
    let reading = least(|| {
        document::load(&input, &mut Report::new(false));
    });
    let resolving = least(|| {
        let mut report = Report::new(false);
        if let (Some(document), _) = document::load(&input, &mut report) {
            api::read(&document, &mut report);
        }
    });
    let all = least(|| {
        generate(&input, Purpose::Publish);
    });
    let times = all.as_secs_f64() / resolving.as_secs_f64();
    println!("{root}: reading {reading:.1?}, with resolving {resolving:.1?}, everything {all:.1?}: {times:.2} times");
}

fn least(run: impl Fn()) -> Duration {
    let runs = (0..10).map(|_| {
        let start = Instant::now();
        run();
        start.elapsed()
    });
    runs.min().unwrap_or_default()
}
