use super::*;

#[test]
fn versions_follow_the_verdict() {
    assert_eq!(next_version("0.1.0", Step::Major).as_deref(), Some("0.2.0"));
    assert_eq!(next_version("0.1.4", Step::Minor).as_deref(), Some("0.1.5"));
    assert_eq!(next_version("1.2.3", Step::Major).as_deref(), Some("2.0.0"));
    assert_eq!(next_version("1.2.3", Step::Minor).as_deref(), Some("1.3.0"));
    assert_eq!(next_version("1.2.3-rc.1", Step::Patch).as_deref(), Some("1.2.4"));
    assert_eq!(next_version("one", Step::Patch), None);
}
