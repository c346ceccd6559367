//! Bodies: account settings, auth tokens, invitations, scim users, teams, users.

use crate::calls::ID;
use agileplace_client::types;

pub(crate) fn account_settings_update() -> types::AccountSettingsUpdate {
    types::AccountSettingsUpdate::default()
        .title("text")
        .default_new_board_role(types::BoardRoleName::None)
        .subscribe_users_to_assigned_cards_by_default(true)
        .enable_okrs(true)
        .advanced_security(advanced_security())
}

pub(crate) fn advanced_security() -> types::AdvancedSecurity {
    types::AdvancedSecurity::default()
        .strong_password_enabled(true)
        .minimum_length_enabled(true)
        .require_uppercase_enabled(true)
        .require_numeric_enabled(true)
        .require_special_character_enabled(true)
        .length_of_password(1)
        .account_lock_enabled(true)
        .account_lock_interval(1)
        .max_failed_login_attempts(1)
        .preferences_enabled(true)
        .disallowed_file_extensions("text")
        .disable_rss_feeds(true)
        .disable_generic_login(true)
        .disable_remember_me(true)
}

pub(crate) fn new_auth_token() -> types::NewAuthToken {
    types::NewAuthToken::new("text")
}

pub(crate) fn invitation_update() -> types::InvitationUpdate {
    types::InvitationUpdate::new(true)
}

pub(crate) fn new_scim_user() -> types::NewScimUser {
    types::NewScimUser::default()
        .name(new_scim_name())
        .external_id("text")
        .user_name("text")
        .timezone("America/Chicago")
        .active(true)
        .password("text")
        .leankit(new_scim_leankit_extension())
}

pub(crate) fn new_scim_name() -> types::NewScimName {
    types::NewScimName::default().family_name("text").given_name("text")
}

pub(crate) fn new_scim_leankit_extension() -> types::NewScimLeankitExtension {
    types::NewScimLeankitExtension::default()
        .license_type("text")
        .administrator(true)
        .board_creator(true)
        .date_format(types::ScimLeankitExtensionDateFormat::MmDdYyyy)
}

pub(crate) fn scim_user_update() -> types::ScimUserUpdate {
    types::ScimUserUpdate::default()
        .name(new_scim_name())
        .external_id("text")
        .user_name("text")
        .timezone("America/Chicago")
        .active(true)
        .password("text")
        .leankit(new_scim_leankit_extension())
}

pub(crate) fn new_team() -> types::NewTeam {
    types::NewTeam::new("text").description("text").enabled(true)
}

pub(crate) fn team_update() -> types::TeamUpdate {
    types::TeamUpdate::default().title("text").description("text").enabled(true)
}

pub(crate) fn subteam_addition() -> types::SubteamAddition {
    types::SubteamAddition::new([ID])
}

pub(crate) fn subteam_removal() -> types::SubteamRemoval {
    types::SubteamRemoval::new([ID])
}

pub(crate) fn team_user_addition() -> types::TeamUserAddition {
    types::TeamUserAddition::new([ID])
}

pub(crate) fn team_user_removal() -> types::TeamUserRemoval {
    types::TeamUserRemoval::new([ID])
}

pub(crate) fn new_user() -> types::NewUser {
    types::NewUser::new("a@example.com", "text", "text", "text")
        .time_zone("America/Chicago")
        .enabled(true)
        .administrator(true)
        .board_creator(true)
        .date_format(types::DateFormat::MmDdYyyy)
        .license_type(types::AssignableLicenseType::Full)
        .external_user_name("text")
}

pub(crate) fn current_user_update() -> types::CurrentUserUpdate {
    types::CurrentUserUpdate::default()
        .first_name("text")
        .last_name("text")
        .time_zone("America/Chicago")
        .date_format(types::DateFormat::MmDdYyyy)
        .locale(types::CurrentUserUpdateLocale::EnUs)
        .use_monday_for_start_of_week(true)
}

pub(crate) fn user_update() -> types::UserUpdate {
    types::UserUpdate::default()
        .email_address("a@example.com")
        .first_name("text")
        .last_name("text")
        .time_zone("America/Chicago")
        .enabled(types::UserUpdateEnabled::Bool(true))
        .administrator(true)
        .board_creator(true)
        .date_format(types::DateFormat::MmDdYyyy)
        .license_type(types::AssignableLicenseType::Full)
        .external_user_name("text")
}

pub(crate) fn password_change() -> types::PasswordChange {
    types::PasswordChange::new("text")
}
