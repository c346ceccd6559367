//! Bodies: automations, board filters, board levels, board members, board tags, board templates, boards, card types, custom
//! fields, custom icons, lanes, scoring sessions.

use super::actions::update_action;
use crate::calls::ID;
use agileplace_client::types;

pub(crate) fn new_card_automation(
    kind: types::AutomationActionType,
    action: types::AutomationAction,
) -> types::NewCardAutomation {
    types::NewCardAutomation::new("text", kind, true, automation_configuration(action)).secrets(automation_secrets())
}

pub(crate) fn automation_configuration(action: types::AutomationAction) -> types::AutomationConfiguration {
    types::AutomationConfiguration::new([types::AutomationEvent::MovedTo], action)
        .card_types([ID])
        .custom_icons([ID])
        .lanes([ID])
        .priorities([types::Priority::Low])
        .tags(["text"])
        .tags_mode(types::TagsMode::AnyTag)
        .assignees([ID])
        .team_assignees([ID])
        .assignees_mode(types::AssigneesMode::AnyAssignee)
        .is_blocked(true)
        .date_filter(automation_date_filter())
        .custom_events(["text"])
        .allow_board_level_custom_event(true)
        .update_fields([types::AutomationConfigurationUpdateFieldsItem::Tags])
        .schedule(automation_schedule())
}

pub(crate) fn automation_value_source() -> types::AutomationValueSource {
    types::AutomationValueSource::default().value("text").custom_field_id(ID).use_custom_field(true)
}

pub(crate) fn card_custom_field_input() -> types::CardCustomFieldInput {
    types::CardCustomFieldInput::default().field_id(ID).value(types::CustomFieldValue::Text("text".to_owned()))
}

pub(crate) fn automation_date_update() -> types::AutomationDateUpdate {
    types::AutomationDateUpdate::default()
        .mode(types::AutomationDateUpdateMode::Clear)
        .unit(types::AutomationDateUpdateUnit::Day)
        .value(1.5)
        .olson_time_zone("America/Chicago")
}

pub(crate) fn automation_size_update() -> types::AutomationSizeUpdate {
    types::AutomationSizeUpdate::default().mode(types::AutomationSizeUpdateMode::Clear).value(1.5)
}

pub(crate) fn automation_date_filter() -> types::AutomationDateFilter {
    types::AutomationDateFilter::default()
        .field(types::AutomationDateFilterField::None)
        .comparison(types::AutomationDateFilterComparison::GreaterThan)
        .direction(types::AutomationDateFilterDirection::DaysBeforeNow)
        .value(1)
        .olson_time_zone("America/Chicago")
}

pub(crate) fn automation_schedule() -> types::AutomationSchedule {
    types::AutomationSchedule::default()
        .time_of_day_utc("text")
        .days_of_the_week([types::DayOfWeek::Sunday])
        .recurrence_type(types::AutomationScheduleRecurrenceType::Weekly)
        .monthly_schedule(automation_monthly_schedule())
}

pub(crate) fn automation_monthly_schedule() -> types::AutomationMonthlySchedule {
    types::AutomationMonthlySchedule::default()
        .r#type(types::AutomationMonthlyScheduleType::DayOfWeek)
        .week_of_month(types::AutomationMonthlyScheduleWeekOfMonth::First)
        .day_of_week(types::DayOfWeek::Sunday)
        .day_of_month("text")
}

pub(crate) fn automation_secrets() -> types::AutomationSecrets {
    types::AutomationSecrets::default().github("text").signing_key("text")
}

pub(crate) fn custom_event() -> types::CustomEvent {
    types::CustomEvent::new("text")
}

pub(crate) fn card_automation_update() -> types::CardAutomationUpdate {
    types::CardAutomationUpdate::new(types::AutomationActionType::N1, "text", true, automation_configuration(update_action()))
        .secrets(automation_secrets())
        .update_secrets(true)
}

pub(crate) fn new_board_filter() -> types::NewBoardFilter {
    types::NewBoardFilter::new("text").is_shared(true).filters(board_filter_criteria())
}

pub(crate) fn board_filter_criteria() -> types::BoardFilterCriteria {
    types::BoardFilterCriteria::default()
        .title("text")
        .filter_tag_by_or(true)
        .parent_cards([ID])
        .parent_card_view("text")
        .card_types([ID])
        .class_of_services([types::BoardFilterCriteriaClassOfServicesItem::Text("text".to_owned())])
        .blocks([types::BoardFilterCriteriaBlocksItem::N0])
        .priorities([types::BoardFilterCriteriaPrioritiesItem::N0])
        .users([ID])
        .start_date(1)
        .finish_date(1)
        .planned_start_range(date_range())
        .planned_finish_range(date_range())
        .tags(["text"])
        .activity(board_filter_activity())
        .custom_fields(types::BoardFilterCriteriaCustomFields::BoardFilterCustomFieldList(vec![board_filter_custom_field()]))
        .card_scoring(board_filter_score_range())
}

pub(crate) fn date_range() -> types::DateRange {
    types::DateRange::default().start("2024-04-11").end("2024-04-11")
}

pub(crate) fn board_filter_activity() -> types::BoardFilterActivity {
    types::BoardFilterActivity::default().mode(types::BoardFilterActivityMode::NoActivity).days(1)
}

pub(crate) fn board_filter_custom_field() -> types::BoardFilterCustomField {
    types::BoardFilterCustomField::default()
        .id(ID)
        .r#type(types::CustomFieldType::Text)
        .filter_method("text")
        .value(types::BoardFilterCustomFieldValue::Text("text".to_owned()))
}

pub(crate) fn board_filter_score_range() -> types::BoardFilterScoreRange {
    types::BoardFilterScoreRange::default().min(1).max(1)
}

pub(crate) fn board_filter_update() -> types::BoardFilterUpdate {
    types::BoardFilterUpdate::default().name("text").is_shared(true).filters(board_filter_criteria())
}

pub(crate) fn board_levels_replacement() -> types::BoardLevelsReplacement {
    types::BoardLevelsReplacement::new([board_level_input()])
}

pub(crate) fn board_level_input() -> types::BoardLevelInput {
    types::BoardLevelInput::new("text", "#8d46e0", 1).id(ID)
}

pub(crate) fn board_access_grant() -> types::BoardAccessGrant {
    types::BoardAccessGrant::new([ID], types::BoardRoleName::None).emails(["a@example.com"]).user_ids([ID]).team_ids([ID])
}

pub(crate) fn board_access_removal() -> types::BoardAccessRemoval {
    types::BoardAccessRemoval::new([ID]).emails(["a@example.com"]).user_ids([ID]).team_ids([ID])
}

pub(crate) fn board_role_operation() -> types::BoardRoleOperation {
    types::BoardRoleOperation::new(types::BoardRoleOperationOp::Create).id(ID).user_id(ID).wip(1).role_type_id(1)
}

pub(crate) fn tag_removal() -> types::TagRemoval {
    types::TagRemoval::new(["text"])
}

pub(crate) fn tag_replacement() -> types::TagReplacement {
    types::TagReplacement::new(["text"], "text")
}

pub(crate) fn new_board_template() -> types::NewBoardTemplate {
    types::NewBoardTemplate::new(ID, "text")
        .template_description("text")
        .include_cards(types::NewBoardTemplateIncludeCards::Bool(true))
}

pub(crate) fn new_board() -> types::NewBoard {
    types::NewBoard::new("text")
        .description("text")
        .is_shared(true)
        .shared_board_role(types::BoardRoleName::None)
        .template_id(ID)
        .from_board_id(ID)
        .include_cards(true)
        .include_existing_users(true)
        .base_wip_on_card_size(true)
        .exclude_completed_and_archive_violations(true)
}

pub(crate) fn board_update() -> types::BoardUpdate {
    types::BoardUpdate::default()
        .title("text")
        .description("text")
        .is_shared(true)
        .shared_board_role(types::BoardRoleName::None)
        .base_wip_on_card_size(true)
        .exclude_completed_and_archive_violations(true)
        .custom_board_url("text")
        .enable_custom_icon(true)
        .custom_icon_field_label("text")
        .allow_users_to_delete_cards(true)
        .default_card_type(ID)
        .default_task_type(ID)
        .allow_planview_integration(true)
        .level(1)
}

pub(crate) fn new_card_type() -> types::NewCardType {
    types::NewCardType::new("text", "#8d46e0").is_card_type(true).is_task_type(true)
}

pub(crate) fn card_type_update() -> types::CardTypeUpdate {
    types::CardTypeUpdate::default()
        .name("text")
        .color_hex("#8d46e0")
        .is_card_type(types::CardTypeUpdateIsCardType::Bool(true))
        .is_task_type(true)
}

pub(crate) fn custom_field_operation() -> types::CustomFieldOperation {
    types::CustomFieldOperation::new(types::CustomFieldOperationOp::Add, "text").value(custom_field_definition())
}

pub(crate) fn custom_field_definition() -> types::CustomFieldDefinition {
    types::CustomFieldDefinition::default()
        .label("text")
        .help_text("text")
        .r#type(types::CustomFieldType::Text)
        .index(1)
        .choice_configuration(choice_configuration())
}

pub(crate) fn choice_configuration() -> types::ChoiceConfiguration {
    types::ChoiceConfiguration::default().choices(["text"])
}

pub(crate) fn new_custom_icon() -> types::NewCustomIcon {
    types::NewCustomIcon::default().name("text").icon_color("#8d46e0").policy("text").icon_name("text")
}

pub(crate) fn custom_icon_update() -> types::CustomIconUpdate {
    types::CustomIconUpdate::default().name("text").icon_color("#8d46e0").policy("text").icon_name("text")
}

pub(crate) fn new_board_layout() -> types::NewBoardLayout {
    types::NewBoardLayout::new([new_layout_lane()], "text")
}

pub(crate) fn new_layout_lane() -> types::NewLayoutLane {
    types::NewLayoutLane::default()
        .id(ID)
        .title("text")
        .description("text")
        .wip_limit(1)
        .columns(1)
        .orientation(types::Orientation::Vertical)
        .index(1)
        .r#type(types::LaneType::Ready)
        .class_type(types::LaneClassType::Backlog)
        .is_connection_done_lane(true)
        .is_default_drop_lane(true)
        .children([types::NewLayoutLane::default().title("text")])
}

#[expect(deprecated, reason = "every property is sent")]
pub(crate) fn lane_update() -> types::LaneUpdate {
    types::LaneUpdate::default()
        .title("text")
        .description("text")
        .r#type("text")
        .wip_limit(1)
        .is_default_drop_lane(true)
        .is_connection_done_lane(true)
        .card_status(types::CardStatus::NotStarted)
}
