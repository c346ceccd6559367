//! Time trackings, orders and what belongs to them.

use crate::calls::{ID, TIME};
use plansmith_runtime::{Date, DateTime, Uri};
use std::collections::BTreeMap;
use vplan_client::types::{
    ActivityId, AddressId, BusinessRelationUpdate, ItemId, ItemUpdate, NewAddress, NewBusinessRelation, NewCardRelation, NewItem,
    NewOrder, NewOrderRow, NewProject, NewTimeTracking, NewWarehouse, OrderId, OrderRowUpdate, OrderType, OrderUpdate, ProjectId,
    ProjectUpdate, Quantity, RelationId, Scalar, TimeTrackingUpdate, WarehouseId, WarehouseUpdate,
};

pub(crate) fn new_time_tracking() -> NewTimeTracking {
    NewTimeTracking::default()
        .card_id(ID)
        .user_id(ID)
        .start(TIME)
        .end(TIME)
        .duration(3)
        .status("draft")
        .locked(true)
        .note("text")
        .activity_id(ID)
        .external_note("text")
        .external_failed(true)
        .external_ref("text")
        .synchronized_at(DateTime::from(TIME))
}

pub(crate) fn time_tracking_update() -> TimeTrackingUpdate {
    TimeTrackingUpdate::default()
        .start(TIME)
        .end(TIME)
        .duration(3)
        .status("draft")
        .locked(true)
        .note("text")
        .card_id(ID)
        .activity_id(ID)
        .user_id(ID)
        .external_note("text")
        .external_failed(true)
        .external_ref("text")
        .synchronized_at(DateTime::from(TIME))
}

pub(crate) fn new_card_relation() -> NewCardRelation {
    NewCardRelation::default().r#type("text").status("text").related_card_id(ID).card_id(ID)
}

pub(crate) fn new_order() -> NewOrder {
    NewOrder::new("text")
        .project_id(ProjectId::from(ID))
        .warehouse_id(WarehouseId::from(ID))
        .relation_id(RelationId::from(ID))
        .item_id(ItemId::from(ID))
        .address_id(AddressId::from(ID))
        .board_id(ID)
        .collection_id(ID)
        .meta(BTreeMap::from([("key".to_owned(), Scalar::Text("text".into()))]))
        .transaction("text")
        .r#type(OrderType::from("Production"))
        .sub_type("text")
        .status("text")
        .note("text")
        .description("text")
        .contact("text")
        .date(Date::from("2024-04-11"))
        .promised_date(Date::from("2024-04-11"))
        .desired_date(Date::from("2024-04-11"))
        .delivered_date(Date::from("2024-04-11"))
        .quantity(Quantity::Number(2.5))
        .relation_ref("text")
        .external_ref("text")
        .external_url("text")
        .address(new_address())
        .order_rows([new_order_row()])
}

pub(crate) fn order_update() -> OrderUpdate {
    OrderUpdate::default()
        .project_id(ProjectId::from(ID))
        .warehouse_id(WarehouseId::from(ID))
        .relation_id(RelationId::from(ID))
        .item_id(ItemId::from(ID))
        .address_id(AddressId::from(ID))
        .board_id(ID)
        .collection_id(ID)
        .meta(BTreeMap::from([("key".to_owned(), Scalar::Text("text".into()))]))
        .transaction("text")
        .code("text")
        .r#type(OrderType::from("Production"))
        .sub_type("text")
        .status("text")
        .note("text")
        .description("text")
        .contact("text")
        .date(Date::from("2024-04-11"))
        .promised_date(Date::from("2024-04-11"))
        .desired_date(Date::from("2024-04-11"))
        .delivered_date(Date::from("2024-04-11"))
        .quantity(Quantity::Number(2.5))
        .relation_ref("text")
        .external_ref("text")
        .external_url("text")
        .address(new_address())
        .order_rows([new_order_row()])
}

pub(crate) fn new_order_row() -> NewOrderRow {
    NewOrderRow::default()
        .id(ID)
        .code("text")
        .description("text")
        .order_id(OrderId::from(ID))
        .item_id(ItemId::from(ID))
        .activity_id(ActivityId::from(ID))
        .transaction("text")
        .position(3)
        .r#type("text")
        .unit("text")
        .item_code("text")
        .reserved(Quantity::Number(2.5))
        .quantity(Quantity::Number(2.5))
        .quantity_delivered(Quantity::Number(2.5))
        .quantity_backorder(Quantity::Number(2.5))
        .quantity_original(Quantity::Number(2.5))
        .status("text")
        .delivered_date(Date::from("2024-04-11"))
        .resource_ref("text")
        .external_ref("text")
}

pub(crate) fn order_row_update() -> OrderRowUpdate {
    OrderRowUpdate::default()
        .id(ID)
        .code("text")
        .description("text")
        .order_id(OrderId::from(ID))
        .item_id(ItemId::from(ID))
        .activity_id(ActivityId::from(ID))
        .transaction("text")
        .position(3)
        .r#type("text")
        .unit("text")
        .item_code("text")
        .reserved(Quantity::Number(2.5))
        .quantity(Quantity::Number(2.5))
        .quantity_delivered(Quantity::Number(2.5))
        .quantity_backorder(Quantity::Number(2.5))
        .quantity_original(Quantity::Number(2.5))
        .status("text")
        .delivered_date(Date::from("2024-04-11"))
        .resource_ref("text")
        .external_ref("text")
}

pub(crate) fn new_item() -> NewItem {
    NewItem::default()
        .description("text")
        .code("text")
        .r#type("text")
        .external_ref("text")
        .stockmanagement(true)
        .unit("text")
        .note("text")
        .location("text")
}

pub(crate) fn item_update() -> ItemUpdate {
    ItemUpdate::default()
        .description("text")
        .code("text")
        .r#type("text")
        .external_ref("text")
        .stockmanagement(true)
        .unit("text")
        .note("text")
        .location("text")
}

pub(crate) fn new_project() -> NewProject {
    NewProject::default().name("text").description("text").code("text").transaction("text").external_ref("text")
}

pub(crate) fn project_update() -> ProjectUpdate {
    ProjectUpdate::default().name("text").description("text").code("text").transaction("text").external_ref("text")
}

pub(crate) fn new_business_relation() -> NewBusinessRelation {
    NewBusinessRelation::default()
        .name("text")
        .description("text")
        .r#type("text")
        .note("text")
        .phone("text")
        .fax("text")
        .email("person@example.com")
        .website(Uri::from("https://files.example.com/1"))
        .external_ref("text")
}

pub(crate) fn business_relation_update() -> BusinessRelationUpdate {
    BusinessRelationUpdate::default()
        .name("text")
        .description("text")
        .r#type("text")
        .note("text")
        .phone("text")
        .fax("text")
        .email("person@example.com")
        .website(Uri::from("https://files.example.com/1"))
        .external_ref("text")
}

pub(crate) fn new_warehouse() -> NewWarehouse {
    NewWarehouse::default().name("text").code("text").external_ref("text")
}

pub(crate) fn warehouse_update() -> WarehouseUpdate {
    WarehouseUpdate::default().name("text").code("text").external_ref("text")
}

pub(crate) fn new_address() -> NewAddress {
    NewAddress::default()
        .city("text")
        .country("text")
        .postcode("text")
        .state("text")
        .street1("text")
        .street2("text")
        .latitude(7.5)
        .longitude(7.5)
}
