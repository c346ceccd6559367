//! Conversions between the string types and those of `jiff` and the standard library.

use std::cmp::Ordering;

use jiff::civil;
use jiff::{SignedDuration, Span, Timestamp, ZonedDateTime};

use super::text::{Date, DateTime, Duration, InvalidText, Time, Uuid};

macro_rules! convert {
    ($($text:ident <-> $($ty:ty),+;)+) => {$($(
        impl From<$ty> for $text {
            fn from(value: $ty) -> Self {
                Self::from(value.to_string())
            }
        }

        impl TryFrom<&$text> for $ty {
            type Error = InvalidText;

            fn try_from(text: &$text) -> Result<Self, InvalidText> {
                text.as_str().parse().map_err(|error| InvalidText::because($text::KIND, error))
            }
        }

        impl TryFrom<$text> for $ty {
            type Error = InvalidText;

            fn try_from(text: $text) -> Result<Self, InvalidText> {
                Self::try_from(&text)
            }
        }
    )+)+};
}

convert! {
    Date <-> civil::Date;
    DateTime <-> Timestamp;
    Duration <-> Span, SignedDuration;
}

impl DateTime {
    /// The instant.
    ///
    /// # Errors
    ///
    /// When the text is not a date and time with offset.
    pub fn timestamp(&self) -> Result<Timestamp, InvalidText> {
        self.try_into()
    }

    /// The instant with the offset of the text as time zone.
    ///
    /// # Errors
    ///
    /// When the text is not a date and time with offset.
    pub fn zoned(&self) -> Result<ZonedDateTime, InvalidText> {
        let because = |error| InvalidText::because(Self::KIND, error);
        let pieces = jiff::fmt::temporal::Pieces::parse(self.as_str()).map_err(because)?;
        let offset = match pieces.offset() {
            Some(jiff::fmt::temporal::PiecesOffset::Numeric(offset)) => offset.offset(),
            _ => jiff::tz::Offset::UTC,
        };
        Ok(self.timestamp()?.to_zoned_datetime(jiff::tz::TimeZone::fixed(offset)))
    }

    /// Now, in UTC.
    #[must_use]
    pub fn now() -> Self {
        Timestamp::now().into()
    }
}

impl From<ZonedDateTime> for DateTime {
    /// Keeps the offset; the name of the time zone has no place in the text.
    fn from(value: ZonedDateTime) -> Self {
        Self::from(&value)
    }
}

impl From<&ZonedDateTime> for DateTime {
    fn from(value: &ZonedDateTime) -> Self {
        Self::from(value.timestamp().display_with_offset(value.offset()).to_string())
    }
}

impl From<std::time::SystemTime> for DateTime {
    /// Times beyond the years -9999 to 9999 become the first or the last instant of them.
    fn from(value: std::time::SystemTime) -> Self {
        let nearest = if value < std::time::SystemTime::UNIX_EPOCH { Timestamp::MIN } else { Timestamp::MAX };
        Timestamp::try_from(value).unwrap_or(nearest).into()
    }
}

impl TryFrom<DateTime> for ZonedDateTime {
    type Error = InvalidText;

    fn try_from(text: DateTime) -> Result<Self, InvalidText> {
        text.zoned()
    }
}

impl Ord for DateTime {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.timestamp(), other.timestamp()) {
            (Ok(this), Ok(that)) => this.cmp(&that),
            (Ok(_), Err(_)) => Ordering::Less,
            (Err(_), Ok(_)) => Ordering::Greater,
            (Err(_), Err(_)) => Ordering::Equal,
        }
        .then_with(|| self.as_str().cmp(other.as_str()))
    }
}

impl PartialOrd for DateTime {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl From<civil::Time> for Time {
    fn from(value: civil::Time) -> Self {
        Self::from(value.to_string())
    }
}

impl TryFrom<&Time> for civil::Time {
    type Error = InvalidText;

    /// The time of day; an offset is left aside.
    fn try_from(text: &Time) -> Result<Self, InvalidText> {
        let clock = text.as_str().trim_end_matches(['Z', 'z']);
        let clock = clock.split(['+', '-']).next().unwrap_or_default();
        clock.parse().map_err(|error| InvalidText::because(Time::KIND, error))
    }
}

impl TryFrom<Time> for civil::Time {
    type Error = InvalidText;

    fn try_from(text: Time) -> Result<Self, InvalidText> {
        Self::try_from(&text)
    }
}

impl TryFrom<&Duration> for std::time::Duration {
    type Error = InvalidText;

    /// Fails on negative durations and on those with years or months, whose length depends on the calendar.
    fn try_from(text: &Duration) -> Result<Self, InvalidText> {
        let signed = SignedDuration::try_from(text)?;
        Self::try_from(signed).map_err(|error| InvalidText::because(Duration::KIND, error))
    }
}

impl From<std::time::Duration> for Duration {
    /// Durations beyond `i64` seconds become the longest there is.
    fn from(value: std::time::Duration) -> Self {
        SignedDuration::try_from(value).unwrap_or(SignedDuration::MAX).into()
    }
}

impl From<u128> for Uuid {
    /// The UUID with these 128 bits, in lower case.
    fn from(bits: u128) -> Self {
        let hex = format!("{bits:032x}");
        Self::from(format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]))
    }
}
