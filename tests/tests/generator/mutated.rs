//! Fixtures with their parts moved about and references planted in them, as the fuzz target `mutated` does it for longer.

#[path = "../../../fuzz/fuzz_targets/mutate.rs"]
mod mutate;

use crate::run::{fixtures, from_text, messages};
use proptest::prelude::*;
use std::fs;

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// Files or a word, and never a panic or an overflow.
    #[test]
    fn planted_references_hold(document in 0_usize..3, strict in any::<bool>(), changes in prop::collection::vec(any::<u8>(), 4..48)) {
        let name = ["course/obstacles.yaml", "err/circular_wrappers.yaml", "ok/all_of_discriminated.yaml"][document];
        let text = fs::read_to_string(fixtures().join(name)).expect("a fixture");
        let value = mutate::mutated(&text, &changes);
        let generated = from_text("openapi.json", &value.to_string(), strict);
        prop_assert!(!generated.files.is_empty() || !messages(&generated).is_empty(), "{}", value);
    }
}
