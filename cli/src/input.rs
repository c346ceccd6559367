//! Gives the generator the texts it asks for.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Component, Path};

/// Largest file that is read, in bytes: six times the largest description known.
const MOST_BYTES: u64 = 256 << 20;

/// Reads the description `shown` below `folder` as text.
///
/// UTF-8 with or without a byte order mark, and UTF-16 with one. The path must stay below `folder`: the
/// generator refuses others itself, this is the second lock. Symbolic links that lead out of it are refused, and so is what is no
/// regular file: a pull request must not be able to read files of the machine that checks it, or to keep it busy.
///
/// # Errors
///
/// What a person can act on, without the path (the caller shows it).
pub fn read(folder: &Path, shown: &str) -> Result<String, String> {
    let path = Path::new(shown);
    if !path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir)) {
        return Err("lies outside the folder of the description".to_owned());
    }
    let text = |error: std::io::Error| error.to_string();
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let real = folder.join(path).canonicalize().map_err(text)?;
    if !real.starts_with(folder.canonicalize().map_err(text)?) {
        return Err("is a link that leads out of the folder of the description".to_owned());
    }
    regular(&real)
}

/// Reads a file that the command line or the configuration names as text, wherever it is. Decoded as in [`read`].
///
/// # Errors
///
/// What a person can act on, without the path: no file, a folder or a device, too large, no text.
pub fn regular(path: &Path) -> Result<String, String> {
    let text = |error: std::io::Error| error.to_string();
    // To open a pipe would wait for what never comes.
    let about = fs::metadata(path).map_err(text)?;
    if about.is_dir() {
        return Err("is a folder".to_owned());
    }
    if !about.is_file() {
        return Err("is not a regular file".to_owned());
    }
    let size = usize::try_from(about.len().min(MOST_BYTES)).unwrap_or_default();
    decode(limited(File::open(path).map_err(text)?, size)?)
}

/// Reads all bytes, up to the limit, into so much memory where it is enough.
///
/// # Errors
///
/// More bytes than that, and what the system says.
pub fn limited(from: impl std::io::Read, size: usize) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::with_capacity(size);
    from.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(format!("is larger than {} MiB", MOST_BYTES >> 20));
    }
    Ok(bytes)
}

/// Bytes as text.
///
/// # Errors
///
/// Bytes that are neither UTF-8 nor UTF-16 with a byte order mark.
pub fn decode(bytes: Vec<u8>) -> Result<String, String> {
    match bytes.as_slice() {
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest.to_vec()),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => utf8(bytes),
    }
}

fn utf8(bytes: Vec<u8>) -> Result<String, String> {
    String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let before = String::from_utf8_lossy(&error.as_bytes()[..good]).into_owned();
        let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count()) + 1;
        format!("is not UTF-8 text (line {}, column {column})", before.matches('\n').count() + 1)
    })
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, String> {
    if !bytes.len().is_multiple_of(2) {
        return Err("is not UTF-16 text (it ends within a character)".to_owned());
    }
    let units = bytes.chunks(2).map(|pair| unit([pair[0], pair.get(1).copied().unwrap_or(0)]));
    char::decode_utf16(units).collect::<Result<_, _>>().map_err(|_| "is not UTF-16 text".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn byte_order_marks_and_damage() {
        assert_eq!(decode(b"\xEF\xBB\xBFa: 1".to_vec()).as_deref(), Ok("a: 1"));
        assert_eq!(decode(b"\xFF\xFEa\0".to_vec()).as_deref(), Ok("a"));
        assert_eq!(decode(b"\xFE\xFF\0a".to_vec()).as_deref(), Ok("a"));
        assert!(decode(b"\xFE\xFF\0a\0".to_vec()).is_err_and(|why| why.contains("within a character")));
        assert_eq!(decode(b"ab\xFF".to_vec()), Err("is not UTF-8 text (line 1, column 3)".to_owned()));
    }

    #[test]
    fn stays_below_its_folder() {
        assert!(read(Path::new("/"), "/etc/hostname").is_err());
        assert!(read(Path::new("."), "../Cargo.toml").is_err());
    }

    #[cfg(unix)]
    #[test]
    fn links_out_of_the_folder_and_other_files_are_refused() {
        use std::os::unix::fs::symlink;
        let dir = tempfile::tempdir().expect("temporary folder");
        let folder = dir.path().join("spec");
        fs::create_dir_all(folder.join("parts")).expect("folder");
        fs::write(dir.path().join("secret.txt"), "token = x").expect("file");
        fs::write(folder.join("parts/card.yaml"), "a: 1").expect("file");
        symlink(dir.path().join("secret.txt"), folder.join("link.yaml")).expect("link");
        symlink(dir.path(), folder.join("up")).expect("link");
        symlink("parts/card.yaml", folder.join("inside.yaml")).expect("link");
        symlink("/dev/zero", folder.join("zero.yaml")).expect("link");
        let out = Err("is a link that leads out of the folder of the description".to_owned());
        for path in ["link.yaml", "up/secret.txt", "zero.yaml"] {
            assert_eq!(read(&folder, path), out, "{path}");
        }
        assert_eq!(read(&folder, "inside.yaml").as_deref(), Ok("a: 1"));
        assert_eq!(read(&folder, "parts"), Err("is a folder".to_owned()));
        let fifo = folder.join("fifo.yaml");
        let made = std::process::Command::new("mkfifo").arg(&fifo).status().is_ok_and(|status| status.success());
        if made {
            assert_eq!(read(&folder, "fifo.yaml"), Err("is not a regular file".to_owned()));
        }
        assert_eq!(read(Path::new("/dev"), "zero"), Err("is not a regular file".to_owned()));
    }
}
