//! Resources, schedules, groups, users, spaces.

use crate::calls::ID;
use plansmith_runtime::{Date, Uri};
use vplan_client::types::{
    BoardLink, GroupUpdate, NewGroup, NewResource, NewScheduleDeviation, NewSpace, ResourceBoardLink, ResourceLink,
    ResourceStageLink, ResourceUpdate, ResourceWorkdays, ScheduleBulkUpdate, ScheduleDeviationUpdate, ScheduleHours, SpaceUpdate,
    UserInvite, UserUpdate,
};

pub(crate) fn new_resource() -> NewResource {
    NewResource::default()
        .name("text")
        .r#type("employee")
        .description("text")
        .start_date(Date::from("2024-04-11"))
        .end_date(Date::from("2024-04-11"))
        .avatar(Uri::from("https://files.example.com/1"))
        .workdays(resource_workdays())
        .integration_schedule(true)
        .color_hex("text")
        .external_ref("text")
        .transaction("text")
        .workdays_start_date(Date::from("2024-04-11"))
        .boards([resource_board_link()])
        .archive(false)
}

pub(crate) fn resource_update() -> ResourceUpdate {
    ResourceUpdate::default()
        .name("text")
        .r#type("employee")
        .description("text")
        .start_date(Date::from("2024-04-11"))
        .end_date(Date::from("2024-04-11"))
        .avatar(Uri::from("https://files.example.com/1"))
        .workdays(resource_workdays())
        .integration_schedule(true)
        .color_hex("text")
        .external_ref("text")
        .transaction("text")
        .workdays_start_date(Date::from("2024-04-11"))
        .boards([resource_board_link()])
        .archive(false)
}

pub(crate) fn schedule_bulk_update() -> ScheduleBulkUpdate {
    ScheduleBulkUpdate::default().period_start("2024-04-11").period_end("2024-04-11").schedules([schedule_hours()])
}

pub(crate) fn new_schedule_deviation() -> NewScheduleDeviation {
    NewScheduleDeviation::default()
        .description("text")
        .r#type("leave")
        .start_date("2024-04-11")
        .end_date("2024-04-11")
        .time(7.5)
        .external_ref("text")
}

pub(crate) fn schedule_deviation_update() -> ScheduleDeviationUpdate {
    ScheduleDeviationUpdate::default()
        .description("text")
        .r#type("leave")
        .start_date("2024-04-11")
        .end_date("2024-04-11")
        .time(7.5)
        .external_ref("text")
}

pub(crate) fn new_group() -> NewGroup {
    NewGroup::default().name("text").resources([resource_link()])
}

pub(crate) fn group_update() -> GroupUpdate {
    GroupUpdate::default().name("text").resources([resource_link()])
}

pub(crate) fn user_invite() -> UserInvite {
    UserInvite::new("person@example.com", "admin").card_visibility("all").language("nl").resource(resource_link()).mobile("text")
}

pub(crate) fn user_update() -> UserUpdate {
    UserUpdate::default().role("admin").card_visibility("all").resource(resource_link())
}

pub(crate) fn new_space() -> NewSpace {
    NewSpace::default().name("text").shared_capacity(true).boards([board_link()])
}

pub(crate) fn space_update() -> SpaceUpdate {
    SpaceUpdate::default().name("text").shared_capacity(true).boards([board_link()])
}

pub(crate) fn resource_workdays() -> ResourceWorkdays {
    ResourceWorkdays::default().n1(7.5).n2(7.5).n3(7.5).n4(7.5).n5(7.5).n6(7.5).n7(7.5)
}

pub(crate) fn resource_board_link() -> ResourceBoardLink {
    ResourceBoardLink::default().id(ID).active(true).stages([resource_stage_link()])
}

pub(crate) fn resource_stage_link() -> ResourceStageLink {
    ResourceStageLink::default().id(ID).percentage(3).active(true)
}

pub(crate) fn schedule_hours() -> ScheduleHours {
    ScheduleHours::default().hours_work(7.5).hours_leave(7.5).hours_absence(7.5).dates(["2024-04-11"])
}

pub(crate) fn resource_link() -> ResourceLink {
    ResourceLink::new(ID)
}

pub(crate) fn board_link() -> BoardLink {
    BoardLink::new(ID)
}
