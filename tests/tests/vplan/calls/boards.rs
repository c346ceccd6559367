//! Boards, Capacities, Board Views, Stages, Activities.

use super::{ID, TIME, see};
use crate::bodies::boards as bodies;
use vplan_client::DateTime;
use vplan_client::fields::{activity, board, stage};
use vplan_client::{Client, Error};

pub(crate) async fn call(client: &Client) -> Result<(), Error> {
    boards(client).await?;
    capacities(client).await?;
    board_views(client).await?;
    stages(client).await?;
    activities(client).await
}

async fn boards(client: &Client) -> Result<(), Error> {
    let boards = client.boards();
    see(&boards
        .list()
        .with([board::with::STAGES])
        .limit(10)
        .offset(20)
        .filter(board::ID.starts_with("0") & board::CREATED_AT.gte(DateTime::from(TIME)))
        .sort([board::CREATED_AT.desc(), board::ID.asc()])
        .show(["id", "created_at"])
        .hide(["updated_at"])
        .send()
        .await?);
    see(&boards.create(bodies::new_board()).send().await?);
    see(&boards.get(ID).with([board::with::STAGES]).show(["id", "created_at"]).hide(["updated_at"]).send().await?);
    see(&boards.update(ID, bodies::board_update()).update_without_delete_nested(true).send().await?);
    see(&boards.delete(ID).send().await?);
    Ok(())
}

async fn capacities(client: &Client) -> Result<(), Error> {
    let capacities = client.capacities();
    see(&capacities
        .by_stage(ID)
        .date_range_start("2024-01-01")
        .date_range_end("2024-12-31")
        .time_frame("week")
        .stage_id(ID)
        .send()
        .await?);
    see(&capacities
        .by_resource_type_and_stage(ID)
        .date_range_start("2024-01-01")
        .date_range_end("2024-12-31")
        .time_frame("week")
        .send()
        .await?);
    see(&capacities
        .by_resource(ID)
        .date_range_start("2024-01-01")
        .date_range_end("2024-12-31")
        .time_frame("week")
        .send()
        .await?);
    see(&capacities.by_group(ID).date_range_start("2024-01-01").date_range_end("2024-12-31").time_frame("week").send().await?);
    Ok(())
}

async fn board_views(client: &Client) -> Result<(), Error> {
    let board_views = client.board_views();
    see(&board_views.create(ID, bodies::new_board_view()).send().await?);
    Ok(())
}

async fn stages(client: &Client) -> Result<(), Error> {
    let stages = client.stages();
    see(&stages
        .list()
        .with(["cards"])
        .limit(10)
        .offset(20)
        .filter(stage::ID.starts_with("0") & stage::CREATED_AT.gte(DateTime::from(TIME)))
        .sort([stage::CREATED_AT.desc(), stage::ID.asc()])
        .show(["id", "created_at"])
        .hide(["updated_at"])
        .send()
        .await?);
    see(&stages.create(bodies::new_stage()).send().await?);
    see(&stages.get(ID).with(["cards"]).send().await?);
    see(&stages.update(ID, bodies::stage_update()).send().await?);
    see(&stages.delete(ID).send().await?);
    Ok(())
}

async fn activities(client: &Client) -> Result<(), Error> {
    let activities = client.activities();
    see(&activities
        .list()
        .with([activity::with::TIME_TRACKING])
        .limit(10)
        .offset(20)
        .filter(activity::ID.starts_with("0") & activity::CREATED_AT.gte(DateTime::from(TIME)))
        .sort([activity::CREATED_AT.desc(), activity::ID.asc()])
        .show(["id", "created_at"])
        .hide(["updated_at"])
        .send()
        .await?);
    see(&activities.create(bodies::new_activity()).send().await?);
    see(&activities.get(ID).with([activity::with::TIME_TRACKING]).show(["id", "created_at"]).hide(["updated_at"]).send().await?);
    see(&activities.update(ID, bodies::activity_update()).send().await?);
    see(&activities.delete(ID).send().await?);
    Ok(())
}
