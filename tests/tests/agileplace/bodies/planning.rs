//! Bodies: planning increments, planning series, reports.

use crate::calls::ID;
use agileplace_client::types;

pub(crate) fn new_planning_increment() -> types::NewPlanningIncrement {
    types::NewPlanningIncrement::new("text", "2024-04-11", "2024-04-11")
        .parent_planning_increment_id(types::PlanningIncrementId::from("10112"))
}

pub(crate) fn planning_increment_update() -> types::PlanningIncrementUpdate {
    types::PlanningIncrementUpdate::default().label("text").start_date("2024-04-11").end_date("2024-04-11")
}

pub(crate) fn new_planning_series() -> types::NewPlanningSeries {
    types::NewPlanningSeries::new("text").time_zone("America/Chicago").allow_all_boards(true).board_ids([ID])
}

pub(crate) fn planning_series_update() -> types::PlanningSeriesUpdate {
    types::PlanningSeriesUpdate::new("text").time_zone("America/Chicago").allow_all_boards(true).board_ids([ID])
}

pub(crate) fn reporting_login() -> types::ReportingLogin {
    types::ReportingLogin::new("a@example.com", "text", "text")
}
