//! From a serialisable value to the JSON value that the encoders take.

use serde::Serialize;
use serde_json::Value;

use super::EncodeError;
use crate::wire::as_parameter;

/// The JSON value of a parameter. Decimals become strings, so that no digit is lost on the way.
///
/// # Errors
///
/// When the value cannot be JSON, such as a map whose keys are not strings.
pub fn to_value<T: Serialize + ?Sized>(value: &T) -> Result<Value, EncodeError> {
    as_parameter(|| serde_json::to_value(value)).map_err(|error| EncodeError(error.to_string().into()))
}
