//! Time Trackings, Card Relations, Orders, Order Rows, Items, Projects, Relations, Warehouses.

use super::{ID, TIME, see};
use crate::bodies::orders as bodies;
use vplan_client::DateTime;
use vplan_client::fields::{business_relation, card_relation, item, order, order_row, project, time_tracking, warehouse};
use vplan_client::{Client, Error};

pub(crate) async fn call(client: &Client) -> Result<(), Error> {
    time_trackings(client).await?;
    card_relations(client).await?;
    orders(client).await?;
    order_rows(client).await?;
    items(client).await?;
    projects(client).await?;
    relations(client).await?;
    warehouses(client).await
}

async fn time_trackings(client: &Client) -> Result<(), Error> {
    let time_trackings = client.time_trackings();
    see(&time_trackings
        .list()
        .with(["cards"])
        .limit(10)
        .offset(20)
        .filter(time_tracking::ID.starts_with("0") & time_tracking::CREATED_AT.gte(DateTime::from(TIME)))
        .sort([time_tracking::CREATED_AT.desc(), time_tracking::ID.asc()])
        .show(["id", "created_at"])
        .hide(["updated_at"])
        .send()
        .await?);
    see(&time_trackings.create(bodies::new_time_tracking()).send().await?);
    see(&time_trackings.get(ID).send().await?);
    see(&time_trackings.update(ID, bodies::time_tracking_update()).send().await?);
    see(&time_trackings.delete(ID).send().await?);
    see(&time_trackings.export().group_by("weeks").start("2024-01-01").end("2024-12-31").send().await?);
    Ok(())
}

async fn card_relations(client: &Client) -> Result<(), Error> {
    let card_relations = client.card_relations();
    see(&card_relations
        .list()
        .with(["cards"])
        .limit(10)
        .offset(20)
        .filter(card_relation::ID.starts_with("0") & card_relation::CREATED_AT.gte(DateTime::from(TIME)))
        .sort([card_relation::CREATED_AT.desc(), card_relation::ID.asc()])
        .show(["id", "created_at"])
        .hide(["updated_at"])
        .send()
        .await?);
    see(&card_relations.create(bodies::new_card_relation()).send().await?);
    see(&card_relations.get(ID).with(["cards"]).send().await?);
    see(&card_relations.delete(ID).send().await?);
    Ok(())
}

async fn orders(client: &Client) -> Result<(), Error> {
    let orders = client.orders();
    see(&orders
        .list()
        .with([order::with::ADDRESS])
        .limit(10)
        .offset(20)
        .filter(order::ID.starts_with("0") & order::CREATED_AT.gte(DateTime::from(TIME)))
        .sort([order::CREATED_AT.desc(), order::ID.asc()])
        .show(["id", "created_at"])
        .hide(["updated_at"])
        .send()
        .await?);
    see(&orders.create(bodies::new_order()).send().await?);
    see(&orders.get(ID).with([order::with::ADDRESS]).show(["id", "created_at"]).hide(["updated_at"]).send().await?);
    see(&orders.update(ID, bodies::order_update()).remove_missing(true).send().await?);
    see(&orders.delete(ID).send().await?);
    Ok(())
}

async fn order_rows(client: &Client) -> Result<(), Error> {
    let order_rows = client.order_rows();
    see(&order_rows
        .list(ID)
        .with(["cards"])
        .limit(10)
        .offset(20)
        .filter(order_row::ID.starts_with("0") & order_row::CREATED_AT.gte(DateTime::from(TIME)))
        .sort([order_row::CREATED_AT.desc(), order_row::ID.asc()])
        .show(["id", "created_at"])
        .hide(["updated_at"])
        .send()
        .await?);
    see(&order_rows.create(ID, bodies::new_order_row()).send().await?);
    see(&order_rows.get(ID, ID).send().await?);
    see(&order_rows.update(ID, ID, bodies::order_row_update()).send().await?);
    see(&order_rows.delete(ID, ID).send().await?);
    Ok(())
}

async fn items(client: &Client) -> Result<(), Error> {
    let items = client.items();
    see(&items
        .list()
        .limit(10)
        .offset(20)
        .filter(item::ID.starts_with("0") & item::CREATED_AT.gte(DateTime::from(TIME)))
        .sort([item::CREATED_AT.desc(), item::ID.asc()])
        .show(["id", "created_at"])
        .hide(["updated_at"])
        .send()
        .await?);
    see(&items.create(bodies::new_item()).send().await?);
    see(&items.get(ID).show(["id", "created_at"]).hide(["updated_at"]).send().await?);
    see(&items.update(ID, bodies::item_update()).send().await?);
    see(&items.delete(ID).send().await?);
    Ok(())
}

async fn projects(client: &Client) -> Result<(), Error> {
    let projects = client.projects();
    see(&projects
        .list()
        .limit(10)
        .offset(20)
        .filter(project::ID.starts_with("0") & project::CREATED_AT.gte(DateTime::from(TIME)))
        .sort([project::CREATED_AT.desc(), project::ID.asc()])
        .show(["id", "created_at"])
        .hide(["updated_at"])
        .send()
        .await?);
    see(&projects.create(bodies::new_project()).send().await?);
    see(&projects.get(ID).show(["id", "created_at"]).hide(["updated_at"]).send().await?);
    see(&projects.update(ID, bodies::project_update()).send().await?);
    see(&projects.delete(ID).send().await?);
    Ok(())
}

async fn relations(client: &Client) -> Result<(), Error> {
    let relations = client.relations();
    see(&relations
        .list()
        .limit(10)
        .offset(20)
        .filter(business_relation::ID.starts_with("0") & business_relation::CREATED_AT.gte(DateTime::from(TIME)))
        .sort([business_relation::CREATED_AT.desc(), business_relation::ID.asc()])
        .show(["id", "created_at"])
        .hide(["updated_at"])
        .send()
        .await?);
    see(&relations.create(bodies::new_business_relation()).send().await?);
    see(&relations.get(ID).show(["id", "created_at"]).hide(["updated_at"]).send().await?);
    see(&relations.update(ID, bodies::business_relation_update()).send().await?);
    see(&relations.delete(ID).send().await?);
    Ok(())
}

async fn warehouses(client: &Client) -> Result<(), Error> {
    let warehouses = client.warehouses();
    see(&warehouses
        .list()
        .limit(10)
        .offset(20)
        .filter(warehouse::ID.starts_with("0") & warehouse::CREATED_AT.gte(DateTime::from(TIME)))
        .sort([warehouse::CREATED_AT.desc(), warehouse::ID.asc()])
        .show(["id", "created_at"])
        .hide(["updated_at"])
        .send()
        .await?);
    see(&warehouses.create(bodies::new_warehouse()).send().await?);
    see(&warehouses.get(ID).show(["id", "created_at"]).hide(["updated_at"]).send().await?);
    see(&warehouses.update(ID, bodies::warehouse_update()).send().await?);
    see(&warehouses.delete(ID).send().await?);
    Ok(())
}
