//! Boards, Capacities, Board Views, Stages, Activities.

use super::{ID, TIME};
use crate::bodies::boards as bodies;
use vplan_client::fields::{activity, board, stage};
use vplan_client::{Client, Error};

pub(crate) async fn call(client: &Client) -> Result<(), Error> {
    let boards = client.boards();
    boards
        .list()
        .with([board::with::STAGES])
        .limit(10)
        .offset(20)
        .filter(board::ID.starts_with("0") & board::CREATED_AT.gte(TIME))
        .sort([board::CREATED_AT.desc(), board::ID.asc()])
        .show(["id", "created_at"])
        .hide(["id"])
        .send()
        .await?;
    boards.create(bodies::new_board()).send().await?;
    boards.get(ID).with([board::with::STAGES]).show(["id", "created_at"]).hide(["id"]).send().await?;
    boards.update(ID, bodies::board_update()).update_without_delete_nested(true).send().await?;
    boards.delete(ID).send().await?;

    let capacities = client.capacities();
    capacities
        .by_stage(ID)
        .date_range_start("2024-01-01")
        .date_range_end("2024-12-31")
        .time_frame("week")
        .stage_id(ID)
        .send()
        .await?;
    capacities
        .by_resource_type_and_stage(ID)
        .date_range_start("2024-01-01")
        .date_range_end("2024-12-31")
        .time_frame("week")
        .send()
        .await?;
    capacities.by_resource(ID).date_range_start("2024-01-01").date_range_end("2024-12-31").time_frame("week").send().await?;
    capacities.by_group(ID).date_range_start("2024-01-01").date_range_end("2024-12-31").time_frame("week").send().await?;

    let board_views = client.board_views();
    board_views.create(ID, bodies::new_board_view()).send().await?;

    let stages = client.stages();
    stages
        .list()
        .with(["cards"])
        .limit(10)
        .offset(20)
        .filter(stage::ID.starts_with("0") & stage::CREATED_AT.gte(TIME))
        .sort([stage::CREATED_AT.desc(), stage::ID.asc()])
        .show(["id", "created_at"])
        .hide(["id"])
        .send()
        .await?;
    stages.create(bodies::new_stage()).send().await?;
    stages.get(ID).with(["cards"]).send().await?;
    stages.update(ID, bodies::stage_update()).send().await?;
    stages.delete(ID).send().await?;

    let activities = client.activities();
    activities
        .list()
        .with([activity::with::TIME_TRACKING])
        .limit(10)
        .offset(20)
        .filter(activity::ID.starts_with("0") & activity::CREATED_AT.gte(TIME))
        .sort([activity::CREATED_AT.desc(), activity::ID.asc()])
        .show(["id", "created_at"])
        .hide(["id"])
        .send()
        .await?;
    activities.create(bodies::new_activity()).send().await?;
    activities.get(ID).with([activity::with::TIME_TRACKING]).show(["id", "created_at"]).hide(["id"]).send().await?;
    activities.update(ID, bodies::activity_update()).send().await?;
    activities.delete(ID).send().await?;
    Ok(())
}
