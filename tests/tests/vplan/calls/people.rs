//! Resources, Schedules, Schedule Deviations, Groups, Users, Spaces.

use super::{ID, TIME, see};
use crate::bodies::people as bodies;
use vplan_client::DateTime;
use vplan_client::fields::{group, resource, schedule, schedule_deviation, space, user};
use vplan_client::{Client, Error};

pub(crate) async fn call(client: &Client) -> Result<(), Error> {
    resources(client).await?;
    schedules(client).await?;
    schedule_deviations(client).await?;
    groups(client).await?;
    users(client).await?;
    spaces(client).await
}

async fn resources(client: &Client) -> Result<(), Error> {
    let resources = client.resources();
    see(&resources
        .list()
        .with([resource::with::ACTIVITIES])
        .archived(true)
        .limit(10)
        .offset(20)
        .filter(resource::ID.starts_with("0") & resource::CREATED_AT.gte(DateTime::from(TIME)))
        .sort([resource::CREATED_AT.desc(), resource::ID.asc()])
        .show(["id", "created_at"])
        .hide(["updated_at"])
        .send()
        .await?);
    see(&resources.create(bodies::new_resource()).send().await?);
    see(&resources.get(ID).with([resource::with::ACTIVITIES]).show(["id", "created_at"]).hide(["updated_at"]).send().await?);
    see(&resources.update(ID, bodies::resource_update()).send().await?);
    see(&resources.delete(ID).send().await?);
    Ok(())
}

async fn schedules(client: &Client) -> Result<(), Error> {
    let schedules = client.schedules();
    see(&schedules
        .list(ID)
        .limit(10)
        .offset(20)
        .filter(schedule::ID.starts_with("0") & schedule::CREATED_AT.gte(DateTime::from(TIME)))
        .sort([schedule::CREATED_AT.desc(), schedule::ID.asc()])
        .show(["id", "created_at"])
        .hide(["updated_at"])
        .send()
        .await?);
    see(&schedules.bulk_update(ID, bodies::schedule_bulk_update()).send().await?);
    see(&schedules.list_year(ID, 2024).send().await?);
    see(&schedules.list_month(ID, 2024, 5).send().await?);
    see(&schedules.list_day(ID, 2024, 5, 7).send().await?);
    Ok(())
}

async fn schedule_deviations(client: &Client) -> Result<(), Error> {
    let schedule_deviations = client.schedule_deviations();
    see(&schedule_deviations
        .list(ID)
        .limit(10)
        .offset(20)
        .filter(schedule_deviation::ID.starts_with("0") & schedule_deviation::CREATED_AT.gte(DateTime::from(TIME)))
        .sort([schedule_deviation::CREATED_AT.desc(), schedule_deviation::ID.asc()])
        .show(["id", "created_at"])
        .hide(["updated_at"])
        .send()
        .await?);
    see(&schedule_deviations.create(ID, bodies::new_schedule_deviation()).send().await?);
    see(&schedule_deviations
        .get(ID, ID)
        .filter("id:eq:'1'")
        .sort(["created_at:desc"])
        .show(["id", "created_at"])
        .hide(["updated_at"])
        .send()
        .await?);
    see(&schedule_deviations.update(ID, ID, bodies::schedule_deviation_update()).send().await?);
    see(&schedule_deviations.delete(ID, ID).send().await?);
    Ok(())
}

async fn groups(client: &Client) -> Result<(), Error> {
    let groups = client.groups();
    see(&groups
        .list()
        .with([group::with::RESOURCES])
        .limit(10)
        .offset(20)
        .filter(group::ID.starts_with("0") & group::CREATED_AT.gte(DateTime::from(TIME)))
        .sort([group::CREATED_AT.desc(), group::ID.asc()])
        .show(["id", "created_at"])
        .hide(["updated_at"])
        .send()
        .await?);
    see(&groups.create(bodies::new_group()).send().await?);
    see(&groups.get(ID).with([group::with::RESOURCES]).show(["id", "created_at"]).hide(["updated_at"]).send().await?);
    see(&groups.update(ID, bodies::group_update()).send().await?);
    see(&groups.delete(ID).send().await?);
    Ok(())
}

async fn users(client: &Client) -> Result<(), Error> {
    let users = client.users();
    see(&users
        .list()
        .with([user::with::RESOURCE])
        .archived(true)
        .limit(10)
        .offset(20)
        .filter(user::ID.starts_with("0") & user::CREATED_AT.gte(DateTime::from(TIME)))
        .sort([user::CREATED_AT.desc(), user::ID.asc()])
        .show(["id", "created_at"])
        .hide(["updated_at"])
        .send()
        .await?);
    see(&users.invite(bodies::user_invite()).send().await?);
    see(&users.get(ID).with([user::with::RESOURCE]).show(["id", "created_at"]).hide(["updated_at"]).send().await?);
    see(&users.update(ID, bodies::user_update()).send().await?);
    Ok(())
}

async fn spaces(client: &Client) -> Result<(), Error> {
    let spaces = client.spaces();
    see(&spaces
        .list()
        .with([space::with::BOARDS])
        .limit(10)
        .offset(20)
        .filter(space::ID.starts_with("0") & space::CREATED_AT.gte(DateTime::from(TIME)))
        .sort([space::CREATED_AT.desc(), space::ID.asc()])
        .show(["id", "created_at"])
        .hide(["updated_at"])
        .send()
        .await?);
    see(&spaces.create(bodies::new_space()).send().await?);
    see(&spaces.get(ID).send().await?);
    see(&spaces.update(ID, bodies::space_update()).send().await?);
    see(&spaces.delete(ID).send().await?);
    Ok(())
}
