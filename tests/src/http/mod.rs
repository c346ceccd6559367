//! HTTP/1.1 over real sockets, written out so that a test sees and controls every byte.

mod listener;
mod message;
mod raw;
mod text;

pub use listener::{Handler, Listener};
pub use message::{Delivery, Ending, Reply, Request};
pub(crate) use raw::parse;
pub use raw::{RawReply, send_raw};
pub use text::{decode, decode_form, raw_pairs};
