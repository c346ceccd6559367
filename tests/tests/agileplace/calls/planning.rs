//! Planning increments, planning series, reports.

use super::{ID, see};
use crate::bodies::planning as bodies;
use agileplace_client::types;
use agileplace_client::{Client, Error};

pub(crate) async fn call(client: &Client) -> Result<(), Error> {
    planning_increments(client).await?;
    planning_series(client).await?;
    reports(client).await
}

async fn planning_increments(client: &Client) -> Result<(), Error> {
    let planning_increments = client.planning_increments();
    see(&planning_increments.list(ID).offset(1).limit(1).sort_by(types::ListPlanningIncrementsSortBy::DateDesc).send().await?);
    see(&planning_increments.create(ID, bodies::new_planning_increment()).send().await?);
    see(&planning_increments.get(ID, ID).send().await?);
    see(&planning_increments.update(ID, ID, bodies::planning_increment_update()).send().await?);
    see(&planning_increments.delete(ID, ID).send().await?);
    see(&planning_increments.status(ID, ID).boards([ID]).send().await?);
    see(&planning_increments
        .cards_by_status(ID, ID, types::GetIncrementCardsByStatusCategory::NotStarted)
        .boards([ID])
        .send()
        .await?);
    Ok(())
}

async fn planning_series(client: &Client) -> Result<(), Error> {
    let planning_series = client.planning_series();
    see(&planning_series.list().offset(1).limit(1).send().await?);
    see(&planning_series.create(bodies::new_planning_series()).send().await?);
    see(&planning_series.get(ID).send().await?);
    see(&planning_series.update(ID, bodies::planning_series_update()).send().await?);
    see(&planning_series.delete(ID).send().await?);
    Ok(())
}

async fn reports(client: &Client) -> Result<(), Error> {
    let reports = client.reports();
    see(&reports.create_token(bodies::reporting_login()).send().await?);
    for format in [types::ReportFormat::Csv, types::ReportFormat::Json] {
        see(&reports.boards().format(format.clone()).limit(1).offset(0).send().await?);
        // All others take the same.
        macro_rules! of_boards {
            ($($report:ident),+) => {$(
                see(&reports.$report().format(format.clone()).limit(1).offset(0).board_id([ID]).quoted_string(true).send().await?);
            )+};
        }
        of_boards!(
            card_positions,
            cards,
            comments,
            connections,
            custom_fields,
            lanes,
            tags,
            tasks,
            blocked_history,
            user_assignments,
            user_assignment_history,
            task_assignments,
            task_assignment_history
        );
    }
    Ok(())
}
