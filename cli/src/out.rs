//! Standard output, whose reader may have enough before the end: `plansmith generate petstore.yaml | head -1`.

use std::io::{self, ErrorKind, Write as _};

/// Writes a text. That nobody reads it is no mistake.
///
/// # Errors
///
/// What the system says, such as a full disk.
pub fn write(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(io::Error::new(error.kind(), format!("cannot write to standard output: {error}"))),
        Ok(()) => Ok(()),
    }
}

/// Writes a line for people, where what it tells of is done already.
pub fn line(text: &str) {
    if let Err(error) = write(&format!("{text}\n")) {
        let _ = writeln!(io::stderr(), "warning: {error}");
    }
}
