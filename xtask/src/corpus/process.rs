//! Runs a child process under limits of time and memory.

use serde_json::Value;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// What a child may use.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Time on the clock.
    pub time: Duration,
    /// Resident memory in MiB (looked at on Linux only).
    pub memory_mib: u64,
}

/// Runs a command that answers one JSON value on the last line of stdout; stderr goes to `log`.
///
/// # Errors
///
/// Why there is no response: the limit that was passed, the panic message, or how the process ended.
pub fn run(command: &mut Command, log: &Path, limits: &Limits) -> Result<Value, String> {
    let folder = log.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    let response = log.with_extension("response");
    let out = File::create(&response).map_err(|error| error.to_string())?;
    let errors = File::create(log).map_err(|error| error.to_string())?;
    let child = command.stdin(Stdio::null()).stdout(out).stderr(errors).spawn().map_err(|error| error.to_string())?;
    let status = wait(child, limits)?;
    let text = fs::read_to_string(&response).unwrap_or_default();
    let _ = fs::remove_file(&response);
    if !status.success() {
        return Err(format!("{}{}", status, panic_message(log)));
    }
    let last = text.lines().last().unwrap_or_default();
    serde_json::from_str(last).map_err(|error| format!("no response: {error}"))
}

fn wait(mut child: Child, limits: &Limits) -> Result<ExitStatus, String> {
    let start = Instant::now();
    let mut pause = Duration::from_millis(2);
    loop {
        if let Some(status) = child.try_wait().map_err(|error| error.to_string())? {
            return Ok(status);
        }
        let excess = if start.elapsed() > limits.time {
            Some(format!("time limit of {} s", limits.time.as_secs()))
        } else if status_mib(child.id(), "VmRSS:").is_some_and(|used| used > limits.memory_mib) {
            Some(format!("memory limit of {} MiB", limits.memory_mib))
        } else {
            None
        };
        if let Some(reason) = excess {
            let _ = child.kill();
            let _ = child.wait();
            return Err(reason);
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(50));
    }
}

/// A memory figure of a process in MiB from `/proc`; `None` elsewhere than on Linux.
#[must_use]
pub fn status_mib(process: u32, key: &str) -> Option<u64> {
    let text = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(key))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kib| kib.div_ceil(1024))
}

/// The panic or overflow message in a log, after a colon.
fn panic_message(log: &Path) -> String {
    let mut text = String::new();
    if let Ok(mut file) = File::open(log) {
        let _ = file.read_to_string(&mut text);
    }
    let mut lines = text.lines().skip_while(|line| {
        !line.contains("panicked at") && !line.contains("overflowed its stack") && !line.starts_with("error:")
    });
    let found: Vec<&str> = lines.by_ref().take(2).map(str::trim).collect();
    if found.is_empty() { String::new() } else { format!(": {}", found.join(" ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str, limits: &Limits) -> Result<Value, String> {
        let dir = tempfile::tempdir().expect("temporary folder");
        run(Command::new("sh").args(["-c", script]), &dir.path().join("x.log"), limits)
    }

    #[test]
    fn responses_and_ends() {
        let limits = Limits { time: Duration::from_millis(400), memory_mib: 1000 };
        assert_eq!(shell("echo noise; echo '{\"a\": 1}'", &limits), Ok(serde_json::json!({"a": 1})));
        assert_eq!(shell("exec sleep 5", &limits), Err("time limit of 0 s".to_owned()));
        let error =
            shell("echo \"thread 'main' panicked at x.rs:1:2:\" >&2; echo boom >&2; exit 101", &limits).expect_err("failed");
        assert!(error.ends_with(": thread 'main' panicked at x.rs:1:2: boom"), "{error}");
    }
}
