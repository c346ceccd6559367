//! Gives the generator the texts it asks for.

use std::fs;
use std::path::{Component, Path};

/// Reads the description `shown` below `folder` as text.
///
/// UTF-8 with or without a byte order mark, and UTF-16 with one. The path must stay below `folder`: the
/// generator refuses others itself, this is the second lock.
///
/// # Errors
///
/// What a person can act on, without the path (the caller shows it).
pub fn read(folder: &Path, shown: &str) -> Result<String, String> {
    let path = Path::new(shown);
    if !path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir)) {
        return Err("lies outside the folder of the description".to_owned());
    }
    let bytes = fs::read(folder.join(path)).map_err(|error| error.to_string())?;
    decode(bytes)
}

/// The text of bytes: UTF-8 with or without a byte order mark, and UTF-16 with one.
///
/// # Errors
///
/// Where the bytes are no such text.
pub fn decode(bytes: Vec<u8>) -> Result<String, String> {
    match bytes.as_slice() {
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest.to_vec()),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => utf8(bytes),
    }
}

fn utf8(bytes: Vec<u8>) -> Result<String, String> {
    String::from_utf8(bytes).map_err(|error| format!("is not UTF-8 text (byte {})", error.utf8_error().valid_up_to()))
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, String> {
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
        assert_eq!(decode(b"ab\xFF".to_vec()), Err("is not UTF-8 text (byte 2)".to_owned()));
    }

    #[test]
    fn stays_below_its_folder() {
        assert!(read(Path::new("/"), "/etc/hostname").is_err());
        assert!(read(Path::new("."), "../Cargo.toml").is_err());
    }
}
