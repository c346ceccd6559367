//! Bodies with every property they can have, one function per type; here those that several groups share.

pub(crate) mod account;
pub(crate) mod boards;
pub(crate) mod collections;
pub(crate) mod orders;
pub(crate) mod people;

use crate::calls::ID;
use vplan_client::types::{
    CustomFieldListEntry, CustomFieldOptions, CustomFieldOptionsAddress, CustomFieldOptionsValuesItem, CustomFieldValue, Label,
    NewCustomField,
};

pub(super) fn new_custom_field() -> NewCustomField {
    NewCustomField::default()
        .id(ID)
        .name("text")
        .r#type("text")
        .scope("collection")
        .priority(3)
        .value(CustomFieldValue::Text("text".into()))
        .drawing_id(ID)
        .components(custom_field_options_address())
        .list([custom_field_list_entry()])
        .selected(custom_field_list_entry())
        .options(custom_field_options())
        .board_id(ID)
}

pub(super) fn custom_field_options_address() -> CustomFieldOptionsAddress {
    CustomFieldOptionsAddress::default()
        .latitude(7.5)
        .longitude(7.5)
        .country("text")
        .city("text")
        .postal_code("text")
        .street1("text")
        .street2("text")
}

pub(super) fn custom_field_list_entry() -> CustomFieldListEntry {
    CustomFieldListEntry::default().name("text").value("text").color("blue")
}

pub(super) fn custom_field_options() -> CustomFieldOptions {
    <CustomFieldOptions as Default>::default().values([custom_field_choice()]).default_value("text").multiple(true).format("text")
}

fn custom_field_choice() -> CustomFieldOptionsValuesItem {
    CustomFieldOptionsValuesItem::default()
        .description("text")
        .color("blue")
        .user_id(ID)
        .fullname("text")
        .avatar("https://example.com/a")
}

pub(super) fn label() -> Label {
    Label::default().id(ID).name("text").color("blue").priority(3)
}
