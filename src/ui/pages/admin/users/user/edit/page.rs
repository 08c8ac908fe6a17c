//! `/admin/users/{id}/edit`: edits an account.

use super::actions::{Editable, find_editable};
use super::texts as edit;
use crate::domain::UserStatus;
use crate::error::{Field, Problem};
use crate::ui::address::{id, query};
use crate::ui::changed_meanwhile::shown_again;
use crate::ui::components::user_fields::{CheckedField, GroupBoxes, Language, Roles, TimeZoneField};
use crate::ui::components::{ConfirmPassword, ErrorSummary, Frame, NavItem, SureEmail, TextField, page, submitted};
use crate::ui::when_loaded::when_loaded;
use leptos::prelude::*;

/// The form, filled in with what is so now or with what was typed.
#[component]
pub fn EditPage() -> impl IntoView {
    let id = id();
    when_loaded(async move { find_editable(&id).await }, show)
}

fn show(person: Editable) -> impl IntoView {
    let (context, texts) = page();
    let form = submitted();
    // Sent again, it says that the reader's own role is meant to end.
    let is_sure = form.field_error(Field::Role).is_some_and(|error| error.problem == Problem::OwnRole)
        || (form.hidden("sure").is_some() && form.given(Field::Role) == Some("member"));
    let (form, shown) = shown_again(form, &person.shown());
    provide_context(form);
    let words = edit::texts(context.locale);
    let title = (words.title)(&person.display_name);
    let submit = if is_sure { words.submit_sure } else { words.submit };
    let begins_at_address = query("focus").as_deref() == Some(Field::Email.as_str());
    let address_hint = match (person.has_password, person.status) {
        (true, _) => words.address_of_active,
        (false, UserStatus::Disabled) => words.address_of_disabled,
        (false, _) => words.address_of_invited,
    };
    view! {
        <Frame title=title.clone() nav=NavItem::Users>
            <ErrorSummary/>
            <h1>{title}</h1>
            <form class="form" method="post" action="/admin/users/edit" novalidate>
                <input type="hidden" name="user" value=person.id.to_string()/>
                <input type="hidden" name="shown" value=shown/>
                // The answer to the question that the page asks now.
                {is_sure.then(|| view! { <input type="hidden" name="sure" value="yes"/> })}
                <SureEmail/>
                <CheckedField
                    field=Field::DisplayName
                    label=texts.form.display_name
                    initial=person.display_name
                    first=!begins_at_address
                />
                <CheckedField
                    field=Field::Email
                    label=texts.form.email
                    hint=address_hint
                    initial=person.email
                    first=begins_at_address
                />
                <Roles initial=person.role/>
                {(person.is_own && !is_sure).then(|| view! { <p class="hint">{words.own_role}</p> })}
                <Language initial=person.locale/>
                <TimeZoneField initial=person.time_zone/>
                <GroupBoxes all=person.all_groups initial=person.groups/>
                <CpfField masked=person.cpf/>
                <ConfirmPassword hint=words.confirm_hint/>
                <div class="actions">
                    <button class="button"><span data-busy=words.submitting>{submit}</span></button>
                    <a class="button button-quiet" href=format!("/admin/users/{}", person.id)>{words.cancel}</a>
                </div>
            </form>
        </Frame>
    }
}

/// Another CPF, or none. The one there is is never shown in full.
#[component]
fn CpfField(
    /// The one there is.
    masked: Option<String>,
) -> impl IntoView {
    let (context, _) = page();
    let words = edit::texts(context.locale);
    let hint = match &masked {
        Some(masked) => (words.cpf_change_hint)(masked),
        None => words.cpf_hint.to_owned(),
    };
    let is_checked = submitted().hidden("remove_cpf").is_some();
    view! {
        <TextField field=Field::Cpf label="CPF" hint=hint autocomplete="off" optional=true numeric=true/>
        {masked.map(|_| view! {
            <label class="choice">
                <input type="checkbox" name="remove_cpf" value="yes" checked=is_checked/>
                <span>{words.remove_cpf}</span>
            </label>
        })}
    }
}
