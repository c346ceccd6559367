//! Character sets other than UTF-8 that servers still name.

/// The text in a character set, by its name in lower case; `None` for UTF-8, for one that is not known, and where the bytes are
/// UTF-8 although they are called Latin-1: text in Latin-1 hardly ever is.
///
/// As in browsers (WHATWG Encoding, 4.2), Latin-1 and ASCII are read as windows-1252, which has all of their characters.
pub(crate) fn decode(charset: &str, bytes: &[u8]) -> Option<String> {
    match charset {
        "iso-8859-1" | "iso8859-1" | "iso_8859-1" | "latin1" | "l1" | "windows-1252" | "cp1252" | "us-ascii" | "ascii" => {
            let is_other = std::str::from_utf8(bytes).is_err();
            is_other.then(|| bytes.iter().map(|byte| windows_1252(*byte)).collect())
        }
        "utf-16" => Some(match bytes {
            [0xFF, 0xFE, rest @ ..] => utf_16(rest, u16::from_le_bytes),
            // Without a mark it is big-endian (RFC 2781, 4.3).
            rest => utf_16(rest.strip_prefix(b"\xFE\xFF").unwrap_or(rest), u16::from_be_bytes),
        }),
        "utf-16le" => Some(utf_16(bytes.strip_prefix(b"\xFF\xFE").unwrap_or(bytes), u16::from_le_bytes)),
        "utf-16be" => Some(utf_16(bytes.strip_prefix(b"\xFE\xFF").unwrap_or(bytes), u16::from_be_bytes)),
        _ => None,
    }
}

fn utf_16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut text = String::from_utf16_lossy(&pairs.iter().map(|pair| unit(*pair)).collect::<Vec<u16>>());
    if !rest.is_empty() {
        text.push(char::REPLACEMENT_CHARACTER);
    }
    text
}

fn windows_1252(byte: u8) -> char {
    /// What 0x80 to 0x9F are; elsewhere a byte is its code point.
    const MIDDLE: [u16; 32] = [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D, 0x8F,
        0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E,
        0x0178,
    ];
    let place = byte.checked_sub(0x80).and_then(|place| MIDDLE.get(usize::from(place)));
    place.map_or(char::from(byte), |point| char::from_u32(u32::from(*point)).unwrap_or(char::REPLACEMENT_CHARACTER))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_read_by_the_character_set_it_names() {
        assert_eq!(decode("iso-8859-1", b"gr\xFC\xDF 5 \x80").as_deref(), Some("grüß 5 €"));
        assert_eq!(decode("utf-16", b"\xFF\xFEa\0\xFC\0").as_deref(), Some("aü"));
        assert_eq!(decode("utf-16", b"\0a\0\xFC\0").as_deref(), Some("aü\u{FFFD}"));
        assert_eq!(decode("utf-16le", b"a\0").as_deref(), Some("a"));
        assert_eq!(decode("latin1", "ü".as_bytes()), None);
        assert_eq!((decode("utf-8", b"a"), decode("koi8-r", b"a")), (None, None));
    }
}
