//! Time Trackings, Card Relations, Orders, Order Rows, Items, Projects, Relations, Warehouses.

use super::{ID, TIME};
use crate::bodies::orders as bodies;
use vplan_client::fields::{business_relation, card_relation, item, order, order_row, project, time_tracking, warehouse};
use vplan_client::{Client, Error};

pub(crate) async fn call(client: &Client) -> Result<(), Error> {
    let time_trackings = client.time_trackings();
    time_trackings
        .list()
        .with(["cards"])
        .limit(10)
        .offset(20)
        .filter(time_tracking::ID.starts_with("0") & time_tracking::CREATED_AT.gte(TIME))
        .sort([time_tracking::CREATED_AT.desc(), time_tracking::ID.asc()])
        .show(["id", "created_at"])
        .hide(["id"])
        .send()
        .await?;
    time_trackings.create(bodies::new_time_tracking()).send().await?;
    time_trackings.get(ID).send().await?;
    time_trackings.update(ID, bodies::time_tracking_update()).send().await?;
    time_trackings.delete(ID).send().await?;
    time_trackings.export().group_by("weeks").start("2024-01-01").end("2024-12-31").send().await?;

    let card_relations = client.card_relations();
    card_relations
        .list()
        .with(["cards"])
        .limit(10)
        .offset(20)
        .filter(card_relation::ID.starts_with("0") & card_relation::CREATED_AT.gte(TIME))
        .sort([card_relation::CREATED_AT.desc(), card_relation::ID.asc()])
        .show(["id", "created_at"])
        .hide(["id"])
        .send()
        .await?;
    card_relations.create(bodies::new_card_relation()).send().await?;
    card_relations.get(ID).with(["cards"]).send().await?;
    card_relations.delete(ID).send().await?;

    let orders = client.orders();
    orders
        .list()
        .with([order::with::ADDRESS])
        .limit(10)
        .offset(20)
        .filter(order::ID.starts_with("0") & order::CREATED_AT.gte(TIME))
        .sort([order::CREATED_AT.desc(), order::ID.asc()])
        .show(["id", "created_at"])
        .hide(["id"])
        .send()
        .await?;
    orders.create(bodies::new_order()).send().await?;
    orders.get(ID).with([order::with::ADDRESS]).show(["id", "created_at"]).hide(["id"]).send().await?;
    orders.update(ID, bodies::order_update()).remove_missing(true).send().await?;
    orders.delete(ID).send().await?;

    let order_rows = client.order_rows();
    order_rows
        .list(ID)
        .with(["cards"])
        .limit(10)
        .offset(20)
        .filter(order_row::ID.starts_with("0") & order_row::CREATED_AT.gte(TIME))
        .sort([order_row::CREATED_AT.desc(), order_row::ID.asc()])
        .show(["id", "created_at"])
        .hide(["id"])
        .send()
        .await?;
    order_rows.create(ID, bodies::new_order_row()).send().await?;
    order_rows.get(ID, ID).send().await?;
    order_rows.update(ID, ID, bodies::order_row_update()).send().await?;
    order_rows.delete(ID, ID).send().await?;

    let items = client.items();
    items
        .list()
        .limit(10)
        .offset(20)
        .filter(item::ID.starts_with("0") & item::CREATED_AT.gte(TIME))
        .sort([item::CREATED_AT.desc(), item::ID.asc()])
        .show(["id", "created_at"])
        .hide(["id"])
        .send()
        .await?;
    items.create(bodies::new_item()).send().await?;
    items.get(ID).show(["id", "created_at"]).hide(["id"]).send().await?;
    items.update(ID, bodies::item_update()).send().await?;
    items.delete(ID).send().await?;

    let projects = client.projects();
    projects
        .list()
        .limit(10)
        .offset(20)
        .filter(project::ID.starts_with("0") & project::CREATED_AT.gte(TIME))
        .sort([project::CREATED_AT.desc(), project::ID.asc()])
        .show(["id", "created_at"])
        .hide(["id"])
        .send()
        .await?;
    projects.create(bodies::new_project()).send().await?;
    projects.get(ID).show(["id", "created_at"]).hide(["id"]).send().await?;
    projects.update(ID, bodies::project_update()).send().await?;
    projects.delete(ID).send().await?;

    let relations = client.relations();
    relations
        .list()
        .limit(10)
        .offset(20)
        .filter(business_relation::ID.starts_with("0") & business_relation::CREATED_AT.gte(TIME))
        .sort([business_relation::CREATED_AT.desc(), business_relation::ID.asc()])
        .show(["id", "created_at"])
        .hide(["id"])
        .send()
        .await?;
    relations.create(bodies::new_business_relation()).send().await?;
    relations.get(ID).show(["id", "created_at"]).hide(["id"]).send().await?;
    relations.update(ID, bodies::business_relation_update()).send().await?;
    relations.delete(ID).send().await?;

    let warehouses = client.warehouses();
    warehouses
        .list()
        .limit(10)
        .offset(20)
        .filter(warehouse::ID.starts_with("0") & warehouse::CREATED_AT.gte(TIME))
        .sort([warehouse::CREATED_AT.desc(), warehouse::ID.asc()])
        .show(["id", "created_at"])
        .hide(["id"])
        .send()
        .await?;
    warehouses.create(bodies::new_warehouse()).send().await?;
    warehouses.get(ID).show(["id", "created_at"]).hide(["id"]).send().await?;
    warehouses.update(ID, bodies::warehouse_update()).send().await?;
    warehouses.delete(ID).send().await?;
    Ok(())
}
