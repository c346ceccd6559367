//! Recorded responses; see [`recorded`].

use plansmith_tests::recorded;
use planview_admin_client::types::User;

#[test]
#[ignore = "needs a folder of recorded responses"]
fn recorded_responses_are_read() {
    let all = recorded::of("planview-admin");
    for recorded in &all {
        assert_eq!(recorded.name, "User", "{}", recorded.file);
        let user: User =
            serde_json::from_str(&recorded.value.to_string()).unwrap_or_else(|error| panic!("{}: {error}", recorded.file));
        assert_eq!(recorded.lost(&format!("{user:?}")), [""; 0]);
    }
    println!("{} recorded responses are read", all.len());
}
