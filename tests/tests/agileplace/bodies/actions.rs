//! What automations do: one action of each kind.

use super::boards::{automation_date_update, automation_size_update, automation_value_source, card_custom_field_input};
use crate::calls::ID;
use agileplace_client::types::{
    AutomationAction, AutomationActionContentType, AutomationActionCreateConnectionOption, AutomationActionFieldsToCopyItem,
    AutomationActionMembersToAssignMode, AutomationActionMembersToUnassignMode, AutomationActionMode,
    AutomationActionRecipientSource, AutomationActionRemovalMode, AutomationActionType, CardTypeId, CustomIconId, Priority,
};

/// Every kind of action with every setting it has. The number of the last kind is not documented: any stands for it.
pub(crate) fn every_action() -> Vec<(AutomationActionType, AutomationAction)> {
    let action = AutomationAction::default;
    vec![
        (
            AutomationActionType::N1,
            action().url("https://files.example.com/1").content_type(AutomationActionContentType::ApplicationJson),
        ),
        (AutomationActionType::N2, action().url("https://files.example.com/1").message_prefix("text").include_description(true)),
        (AutomationActionType::N3, action().url("https://files.example.com/1").message_prefix("text").include_description(false)),
        (
            AutomationActionType::N4,
            action()
                .destination_board_id(ID)
                .destination_lane_id(ID)
                .create_connection_option(AutomationActionCreateConnectionOption::Child),
        ),
        (AutomationActionType::N5, action().destination_board_id(ID).destination_lane_id(ID)),
        (AutomationActionType::N6, action().owner(automation_value_source()).repo(automation_value_source()).event_type("text")),
        (AutomationActionType::N7, update_action()),
        (
            AutomationActionType::N8,
            action()
                .include_description(true)
                .subject("text")
                .comment("text")
                .recipient_source(AutomationActionRecipientSource::Selected)
                .recipient_ids([ID]),
        ),
        (AutomationActionType::N9, action().update_type("remove").removal_mode(AutomationActionRemovalMode::All)),
        (AutomationActionType::N10, action()),
        (
            AutomationActionType::N11,
            action()
                .mode(AutomationActionMode::FromParent)
                .fields_to_copy([AutomationActionFieldsToCopyItem::Title])
                .custom_fields_to_copy([ID])
                .overwrite_with_empty_value(true),
        ),
        (AutomationActionType::N1, action().event_name("text").mode(AutomationActionMode::Children)),
    ]
}

/// Changes everything a card has.
pub(crate) fn update_action() -> AutomationAction {
    AutomationAction::default()
        .priority(Priority::Low)
        .card_type(CardTypeId::from("10112"))
        .custom_icon(CustomIconId::from("10112"))
        .is_blocked(true)
        .block_reason("text")
        .tags_to_add(["text"])
        .tags_to_remove(["text"])
        .users_to_assign([ID])
        .teams_to_assign([ID])
        .members_to_assign_mode(AutomationActionMembersToAssignMode::SelectedMembers)
        .users_to_unassign([ID])
        .teams_to_unassign([ID])
        .members_to_unassign_mode(AutomationActionMembersToUnassignMode::SelectedMembers)
        .custom_fields([card_custom_field_input()])
        .planned_start(automation_date_update())
        .planned_finish(automation_date_update())
        .size(automation_size_update())
}
