//! Values that arrive go out again as they came: nothing is lost, shifted, rounded or invented.

use crate::{Exchange, text};
use plansmith_runtime::{ErrorKind, Patch};
use plansmith_tests::http::Reply;
use wire_client::types::{
    Cat, Color, Contact, Dog, Enums, Event, Extra, Formats, Level, Merged, Mixed, Names, NewAccount, NewAccountTeam, Node,
    Numbers, Person, Pet, Presence, Vehicle,
};

/// Sends a first body, reads the response `$json`, sends that back and expects the same text to leave. Gives the value.
macro_rules! round {
    ($method:ident, $first:expr, $json:expr) => {{
        let json: &str = $json;
        let exchange = Exchange::start([Reply::body(200, "application/json", json)]).await;
        let values = exchange.client().values();
        let value = values.$method($first).send().await.expect("the response is read");
        values.$method(value.clone()).send().await.expect("the echo is read");
        assert_eq!(text(&exchange.last()), json);
        value
    }};
}

#[tokio::test]
async fn null_and_absent_are_told_apart() {
    let first = || Presence::new("a", None);
    let value = round!(echo_presence, first(), r#"{"plain":"a","nothing":null,"both":null,"list":[1,null]}"#);
    assert!(value.nothing.is_none() && value.absent.is_none());
    assert!(matches!(value.both, Patch::Null));
    let value = round!(echo_presence, first(), r#"{"plain":"a","nothing":"b","absent":"c","both":"d"}"#);
    assert!(matches!(value.both, Patch::Value(text) if text == "d"));
    let value = round!(echo_presence, first(), r#"{"plain":"a","nothing":null}"#);
    assert!(matches!(value.both, Patch::Absent));
}

/// A required property must be there, null or not.
#[tokio::test]
async fn what_is_required_is_missed() {
    for (json, path) in
        [(r#"{"plain":"a"}"#, "nothing"), (r#"{"nothing":null}"#, "plain"), (r#"{"plain":null,"nothing":null}"#, "plain")]
    {
        let exchange = Exchange::start([Reply::body(200, "application/json", json)]).await;
        let error = exchange.client().values().echo_presence(Presence::new("a", None)).send().await.expect_err("it is missing");
        assert_eq!(error.kind(), ErrorKind::Decode, "{json}");
        assert!(error.to_string().contains(path) || error.path().is_some_and(|found| found.contains(path)), "{error}");
    }
}

/// Built by hand: only what was set is sent, null only where it was asked for.
#[tokio::test]
async fn only_what_was_set_is_sent() {
    let exchange = Exchange::start([]).await;
    let values = exchange.client().values();
    values.echo_presence(Presence::new("a", None)).send().await.expect("an echo");
    assert_eq!(text(&exchange.last()), r#"{"plain":"a","nothing":null}"#);
    let body = Presence::new("a", Some("b".to_owned())).absent("c").both(None).list([Some(1), None]);
    values.echo_presence(body).send().await.expect("an echo");
    assert_eq!(text(&exchange.last()), r#"{"plain":"a","nothing":"b","absent":"c","both":null,"list":[1,null]}"#);
}

#[tokio::test]
async fn further_properties_are_kept() {
    let value = round!(echo_extra, Extra::new("a"), r#"{"id":"a","counts":{"x":1,"y":-2},"width":1.5,"zoom":0.25}"#);
    assert_eq!(value.extra.len(), 2);
    assert_eq!(value.counts.expect("it was there")["y"], -2);
}

#[tokio::test]
async fn read_only_is_not_sent_and_write_only_not_expected() {
    let exchange =
        Exchange::start([Reply::body(200, "application/json", r#"{"id":"1","name":"n","team":{"title":"t","size":3}}"#)]).await;
    let body = NewAccount::new("n", "secret").team(NewAccountTeam::new("t"));
    let account = exchange.client().values().create_account(body).send().await.expect("the account is read");
    assert_eq!(text(&exchange.last()), r#"{"name":"n","password":"secret","team":{"title":"t"}}"#);
    assert_eq!(account.id, "1");
    assert_eq!(account.team.expect("it was there").size, Some(3));
}

#[tokio::test]
async fn parts_are_one_object() {
    let value = round!(echo_merged, Merged::new("1", "n"), r#"{"id":"1","note":"n","size":2,"own":true}"#);
    assert_eq!((value.size, value.own), (Some(2), Some(true)));
}

#[tokio::test]
async fn types_hold_themselves() {
    let json = r#"{"value":1,"next":{"value":2,"next":{"value":3}},"children":[{"value":4}],"named":{"a":{"value":5}}}"#;
    let value = round!(echo_node, Node::new(), json);
    assert_eq!(value.next.and_then(|next| next.next).and_then(|next| next.value), Some(3));
}

#[tokio::test]
async fn a_mapped_discriminator_decides() {
    let json =
        r#"[{"petType":"cat","lives":9},{"petType":"kitty"},{"petType":"dog","trick":"sit"},{"petType":"bird","wings":2}]"#;
    let value = round!(echo_pets, Vec::<Pet>::new(), json);
    assert!(matches!(value.as_slice(), [Pet::Cat(_), Pet::Cat(_), Pet::Dog(_), Pet::Other(_)]), "{value:?}");
}

/// What is sent says which variant it is, whatever its discriminator was set to; a value that also means the variant stays.
#[tokio::test]
async fn a_variant_writes_its_discriminator() {
    let exchange = Exchange::start([]).await;
    let pets = [Pet::Cat(Cat::new("wrong")), Pet::Cat(Cat::new("kitty")), Pet::Dog(Dog::new("cat").trick("sit"))];
    exchange.client().values().echo_pets(pets).send().await.expect("an echo");
    assert_eq!(text(&exchange.last()), r#"[{"petType":"cat"},{"petType":"kitty"},{"petType":"dog","trick":"sit"}]"#);
}

#[tokio::test]
async fn a_discriminator_names_schemas() {
    let json = r#"[{"kind":"Car","doors":4},{"kind":"cargo_bike","load":80},{"kind":"Train","cars":12}]"#;
    let value = round!(echo_vehicles, Vec::<Vehicle>::new(), json);
    assert!(matches!(value.as_slice(), [Vehicle::Car(_), Vehicle::CargoBike(_), Vehicle::Other(_)]), "{value:?}");
}

#[tokio::test]
async fn constants_decide() {
    let json =
        r#"[{"type":"opened","at":"2024-01-01T00:00:00.123+02:00"},{"type":"closed","reason":"r"},{"type":"paused","by":"x"}]"#;
    let value = round!(echo_events, Vec::<Event>::new(), json);
    assert!(matches!(value.as_slice(), [Event::Opened(_), Event::Closed(_), Event::Other(_)]), "{value:?}");
}

#[tokio::test]
async fn shapes_decide() {
    let json = r#"[{"address":"a"},{"number":"1","country":31},{"fax":"2"}]"#;
    let value = round!(echo_contacts, Vec::<Contact>::new(), json);
    assert!(matches!(value.as_slice(), [Contact::Mail(_), Contact::Phone(_), Contact::Other(_)]), "{value:?}");
}

#[tokio::test]
async fn scalars_stand_beside_lists_and_objects() {
    let value = round!(echo_mixed, Vec::<Option<Mixed>>::new(), r#"[true,1.5,"a",["b"],{"deep":"c"},null,{"other":1},[1]]"#);
    let kinds = matches!(
        value.as_slice(),
        [
            Some(Mixed::Bool(true)),
            Some(Mixed::Number(_)),
            Some(Mixed::Text(_)),
            Some(Mixed::TextList(_)),
            Some(Mixed::Deep(_)),
            None,
            Some(Mixed::Other(_)),
            Some(Mixed::Other(_))
        ]
    );
    assert!(kinds, "{value:?}");
}

/// A choice of whole numbers and numbers is a number: equal when it comes back, exact up to 53 bits as numbers are.
#[tokio::test]
async fn a_choice_of_numbers_is_a_number() {
    let json = "[7,-1,9007199254740991,0.5]";
    let exchange = Exchange::start([Reply::body(200, "application/json", json)]).await;
    let values = exchange.client().values();
    let value = values.echo_mixed(Vec::<Option<Mixed>>::new()).send().await.expect("the response is read");
    values.echo_mixed(value).send().await.expect("the echo is read");
    let sent: Vec<f64> = serde_json::from_slice(&exchange.last().body).expect("numbers");
    assert_eq!(sent, [7.0, -1.0, 9_007_199_254_740_991.0, 0.5]);
}

#[tokio::test]
async fn both_branches_of_an_overlap_are_kept() {
    let value = round!(echo_people, Vec::<Person>::new(), r#"[{"name":"a","age":1},{"age":2},{"name":"b"}]"#);
    assert_eq!((value[0].name.as_deref(), value[0].age), (Some("a"), Some(1)));
}

#[tokio::test]
async fn unknown_values_of_enums_are_kept() {
    let json = r#"{"color":"Red","level":11,"maybe":null,"many":["","mauve",">=","Other","2fa","with space"]}"#;
    let value = round!(echo_enums, Enums::new(Color::Red), json);
    assert_eq!(value.color, Color::RedValue);
    assert_eq!(value.level, Some(Level::Other(11)));
    assert!(matches!(value.maybe, Patch::Null));
    let many = value.many.expect("it was there");
    assert_eq!(many[..2], [Color::Empty, Color::Other("mauve".to_owned())]);
    assert_eq!(many[3], Color::OtherValue);
}

#[tokio::test]
async fn numbers_lose_no_digit() {
    let json = concat!(
        r#"{"wide":-9223372036854775808,"plain":4294967296,"unsigned":18446744073709551615,"beyond":36893488147419103232,"#,
        r#""float":0.1,"exact":12345678901234567890.12345678901234567890,"text":"0.10"}"#
    );
    let value = round!(echo_numbers, Numbers::new(), json);
    assert_eq!(value.beyond, Some(36_893_488_147_419_103_232));
}

#[tokio::test]
async fn texts_with_a_format_stay_as_they_are() {
    let json = concat!(
        r#"{"at":"2024-02-29T23:59:60.5+02:00","day":"2024-02-29","clock":"10:30:00.250+05:30","span":"P1Y2M3DT4H5M6.7S","#,
        r#""bytes":"aGk=","encoded":"/+8=","key":"123e4567-e89b-12d3-a456-426614174000","link":"https://x.example/a?b=c#d","#,
        r#""v4":"192.0.2.1","v6":"2001:db8::1"}"#
    );
    round!(echo_formats, Formats::new(), json);
    // What a server should not send is still kept.
    round!(echo_formats, Formats::new(), r#"{"at":"yesterday","day":"2024-2-9","bytes":"???","key":"none"}"#);
}

#[tokio::test]
async fn names_on_the_wire_are_those_of_the_description() {
    round!(echo_names, Names::new("t"), r#"{"type":"t","@id":"i","größe":1,"userName":"a","user_name":"b","":"c","$ref2":"d"}"#);
}
