//! Boards, views, stages, activities.

use super::{label, new_custom_field};
use crate::calls::ID;
use std::collections::BTreeMap;
use vplan_client::types::{
    ActivityUpdate, BoardCollection, BoardRestrictedUser, BoardUpdate, BoardViewColumn, BoardViewDates, BoardViewFilters,
    BoardViewMap, BoardViewSorting, BoardWorkdays, ItemId, NewActivity, NewBoard, NewBoardStage, NewBoardView, NewStage,
    NewStatus, Scalar, StageActivity, StageLink, StageUpdate, ViewOperators,
};

pub(crate) fn new_board() -> NewBoard {
    NewBoard::default()
        .name("text")
        .workdays(board_workdays())
        .color("blue")
        .split_cards_by_activity(true)
        .own_backlog(true)
        .capacity_method("estimated_time")
        .visibility("everyone")
        .restricted_users([board_restricted_user()])
        .dependency_behavior("notify")
        .custom_fields([new_custom_field()])
        .stages([new_board_stage()])
        .labels([label()])
        .statuses([new_status()])
        .collections([board_collection()])
}

pub(crate) fn board_update() -> BoardUpdate {
    BoardUpdate::default()
        .name("text")
        .workdays(board_workdays())
        .color("blue")
        .split_cards_by_activity(true)
        .own_backlog(true)
        .capacity_method("estimated_time")
        .visibility("everyone")
        .restricted_users([board_restricted_user()])
        .dependency_behavior("notify")
        .custom_fields([new_custom_field()])
        .stages([new_board_stage()])
        .labels([label()])
        .statuses([new_status()])
        .card_lock_options(["text"])
}

pub(crate) fn new_board_view() -> NewBoardView {
    NewBoardView::default()
        .filters(board_view_filters())
        .dimension("text")
        .columns([board_view_column()])
        .map(board_view_map())
        .sorting(board_view_sorting())
        .hide_children(true)
}

pub(crate) fn new_stage() -> NewStage {
    NewStage::new("text", 3, 3, ID)
        .id(ID)
        .capacity_notification(true)
        .capacity_notification_min(3)
        .capacity_notification_max(3)
        .efficiency(3)
        .independent(true)
        .default_percentage(3)
}

pub(crate) fn stage_update() -> StageUpdate {
    StageUpdate::default()
        .id(ID)
        .name("text")
        .priority(3)
        .capacity_notification(true)
        .capacity_notification_min(3)
        .capacity_notification_max(3)
        .delay_day(3)
        .efficiency(3)
        .independent(true)
        .default_percentage(3)
        .board_id(ID)
}

pub(crate) fn new_activity() -> NewActivity {
    NewActivity::new("text")
        .code("text")
        .archive(true)
        .item_id(ItemId::from(ID))
        .resource_type("employee")
        .default_duration(3)
        .day_max_duration(3)
        .billable(true)
        .hourly_rate(3)
        .external_ref("text")
        .transaction("text")
        .stages([stage_link()])
}

pub(crate) fn activity_update() -> ActivityUpdate {
    ActivityUpdate::default()
        .description("text")
        .code("text")
        .item_id(ItemId::from(ID))
        .resource_type("employee")
        .default_duration(3)
        .day_max_duration(3)
        .billable(true)
        .hourly_rate(3)
        .external_ref("text")
        .transaction("text")
        .archive(true)
        .position(3)
        .time(3)
        .time_remaining(3)
        .time_original(3)
}

pub(crate) fn board_workdays() -> BoardWorkdays {
    BoardWorkdays::new(true, true, true, true, true, true, true)
}

pub(crate) fn board_restricted_user() -> BoardRestrictedUser {
    BoardRestrictedUser::default().id(ID).permission_set("board_admin")
}

pub(crate) fn new_board_stage() -> NewBoardStage {
    NewBoardStage::default()
        .id(ID)
        .name("text")
        .priority(3)
        .capacity_notification(true)
        .capacity_notification_min(3)
        .capacity_notification_max(3)
        .delay_day(3)
        .efficiency(3)
        .independent(true)
        .default_percentage(3)
        .board_id(ID)
        .activities([stage_activity()])
}

pub(crate) fn stage_activity() -> StageActivity {
    StageActivity::new(ID).priority(3)
}

pub(crate) fn new_status() -> NewStatus {
    NewStatus::default().id(ID).name("text").priority(3).entry(true).exit(true).color("blue").board_id(ID)
}

pub(crate) fn board_collection() -> BoardCollection {
    BoardCollection::default().name("text").description("text")
}

pub(crate) fn board_view_filters() -> BoardViewFilters {
    BoardViewFilters::default()
        .stages([ID])
        .statuses([ID])
        .groups([ID])
        .resources([ID])
        .labels([ID])
        .operators(view_operators())
        .date(board_view_dates())
        .range("text")
        .show_unlabeled(true)
        .show_unassigned(true)
        .show_without_date(true)
        .show_recurring(true)
        .show_parent(true)
        .show_children(true)
        .dynamic_date(true)
        .dynamic_days(BTreeMap::from([("key".to_owned(), Scalar::Text("text".into()))]))
}

pub(crate) fn view_operators() -> ViewOperators {
    ViewOperators::default().stages("text").statuses("text").groups("text").resources("text").labels("text")
}

pub(crate) fn board_view_dates() -> BoardViewDates {
    BoardViewDates::default().start("text").end("text")
}

pub(crate) fn board_view_column() -> BoardViewColumn {
    BoardViewColumn::default()
        .id(ID)
        .name("text")
        .group("text")
        .position(3)
        .total("text")
        .width(3)
        .sort(["text"])
        .custom_field_id("text")
}

pub(crate) fn board_view_map() -> BoardViewMap {
    BoardViewMap::default().width(3).position("text").show(true)
}

pub(crate) fn board_view_sorting() -> BoardViewSorting {
    BoardViewSorting::default().name("text").group("text").sort(["text"]).order("text")
}

pub(crate) fn stage_link() -> StageLink {
    StageLink::new(ID)
}
