//! What wrong items are told, and the place each message points at. `TRYBUILD=overwrite` rewrites the expected texts.

#[test]
fn messages_point_at_the_mistake() {
    trybuild::TestCases::new().compile_fail("tests/messages/*.rs");
}
