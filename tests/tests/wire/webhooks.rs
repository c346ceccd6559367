//! Deliveries of webhooks: forms.

use plansmith_runtime::ErrorKind;
use wire_client::types::Color;
use wire_client::webhooks::{paid, paid_signed};

#[test]
fn a_form_is_read_into_its_types() {
    let form = "id=007&amount=1250&rate=1.50&live=true&on=2024-02-29&color=red&tags=a+b&tags=c%26d&sizes=1,2&meta%5Ba%5D=false\
                &meta[b][c]=7&rgb=%7B%22R%22%3A1%7D&more={\"x\":3}&unknown=1";
    let event = paid(form).expect("the form fits");
    assert_eq!((event.id.as_str(), event.amount, event.rate, event.live), ("007", 1250, Some(1.5), true));
    assert_eq!((event.on, event.color), (Some("2024-02-29".into()), Some(Color::Red)));
    assert_eq!((event.tags, event.sizes), (vec!["a b".to_owned(), "c&d".to_owned()], Some(vec![1, 2])));
    let meta = event.meta.expect("it is there");
    assert_eq!((meta.a, meta.b.and_then(|b| b.c)), (Some(false), Some(7)));
    assert_eq!((event.rgb.and_then(|rgb| rgb.r), event.more.and_then(|more| more.get("x").copied())), (Some(1), Some(3)));
}

#[test]
fn one_element_is_a_list_too() {
    let event = paid("id=1&amount=0&live=0&tags[]=a&sizes=").expect("the form fits");
    assert_eq!((event.live, event.tags, event.sizes), (false, vec!["a".to_owned()], Some(Vec::new())));
}

#[test]
fn what_does_not_fit_is_located() {
    for (form, path) in [("id=1&live=true&amount=much&tags=a", "$.amount"), ("id=1&amount=1&live=maybe&tags=a", "$.live")] {
        let error = paid(form).expect_err("the form does not fit");
        assert_eq!((error.kind(), error.path()), (ErrorKind::Decode, Some(path)), "{form}");
    }
    assert_eq!(paid("id=%FF").expect_err("no text").kind(), ErrorKind::Decode);
    assert_eq!(paid_signed("id=1", "00", "key").expect_err("a wrong signature").kind(), ErrorKind::Signature);
}
