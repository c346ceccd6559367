//! Unions: how much work it is to tell their variants apart.
#![allow(missing_docs)]

use std::time::{Duration, Instant};

use plansmith_runtime::codegen::serde_json;
use plansmith_runtime::{ReadJson, Value, WriteJson};

#[derive(Clone, Debug, ReadJson, WriteJson)]
pub enum Lists {
    First(Vec<Lists>),
    Second(Vec<Lists>),
    Other(Value),
}

/// Each level asks which of two lists it is, and so does each level within. Where the response of one level is not kept for the one
/// around it, two levels more take four times as long, and the third text more than the age of the universe.
#[test]
fn lists_in_lists_take_time_that_grows_with_the_text() {
    let mut times = Vec::new();
    for depth in [13, 26, 120] {
        let text = "[".repeat(depth) + &"]".repeat(depth);
        let start = Instant::now();
        for _ in 0..100 {
            assert!(matches!(serde_json::from_str(&text), Ok(Lists::First(_))));
        }
        times.push((text.len(), start.elapsed() / 100));
    }
    println!("bytes and time: {times:?}");
    assert!(times.iter().all(|(_, time)| *time < Duration::from_millis(100)), "{times:?}");
}

/// Lists that nothing tells apart, so that each has to be read at each level.
macro_rules! alike {
    ($($name:ident)*) => {
        #[derive(Clone, Debug, ReadJson, WriteJson)]
        pub enum Alike {
            $($name(Vec<Alike>),)*
            Other(Value),
        }
    };
}

alike!(A B C D E F G H I J K L M N O P Q R S T U V W X Y Z Aa Bb Cc Dd Ee Ff Gg Hh Ii Jj Kk Ll Mm Nn Oo Pp);

/// Lists in lists, each with a text before it.
fn chain(depth: usize, text: usize) -> String {
    let level = format!(r#"["{}","#, "x".repeat(text));
    level.repeat(depth) + "null" + &"]".repeat(depth)
}

#[test]
fn too_much_work_ends_in_an_error_that_says_so() {
    assert!(serde_json::from_str::<Alike>(&chain(20, 10)).is_ok());
    let start = Instant::now();
    let Err(error) = serde_json::from_str::<Alike>(&chain(110, 500)) else {
        panic!("42 variants, 110 levels, 55 kB: that was read, in {:?}", start.elapsed());
    };
    assert!(error.to_string().contains("telling the variants of a union apart takes too much work"), "{error}");
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
    // The limit is that of one response: the next one begins anew.
    assert!(serde_json::from_str::<Alike>(&chain(20, 10)).is_ok());
}
