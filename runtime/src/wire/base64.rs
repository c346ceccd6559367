//! Base64 (RFC 4648).

use base64::Engine as _;
use base64::alphabet;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};

use super::text::{Base64, InvalidText};

/// Takes what encoders write: with and without padding, and with bits in the last digit that say nothing.
const LENIENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent).with_decode_allow_trailing_bits(true);
const SECTION_4: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
const SECTION_5: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT);

impl Base64 {
    /// The text of some bytes, with padding (RFC 4648, section 4).
    #[must_use]
    pub fn encode(bytes: impl AsRef<[u8]>) -> Self {
        Self::from(STANDARD.encode(bytes))
    }

    /// The bytes. Both alphabets, line breaks and missing padding are understood.
    ///
    /// # Errors
    ///
    /// When the text is not Base64.
    pub fn decode(&self) -> Result<Vec<u8>, InvalidText> {
        decode(self.as_str()).ok_or(InvalidText::new(Self::KIND))
    }
}

impl From<&[u8]> for Base64 {
    fn from(bytes: &[u8]) -> Self {
        Self::encode(bytes)
    }
}

impl From<Vec<u8>> for Base64 {
    fn from(bytes: Vec<u8>) -> Self {
        Self::encode(bytes)
    }
}

impl TryFrom<Base64> for Vec<u8> {
    type Error = InvalidText;

    fn try_from(text: Base64) -> Result<Self, InvalidText> {
        text.decode()
    }
}

pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let engine = if text.contains(['-', '_']) { &SECTION_5 } else { &SECTION_4 };
    if text.contains(['\r', '\n']) {
        return engine.decode(text.replace(['\r', '\n'], "")).ok();
    }
    engine.decode(text).ok()
}
