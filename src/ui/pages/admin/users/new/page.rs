//! `/admin/users/new`: adds a person.

use super::actions::{Choices, find_choices, find_owner, find_short_passwords};
use super::texts::texts;
use crate::domain::{AdminAction, Channel, Preset};
use crate::error::{AppError, Field, Problem};
use crate::locale::time::span;
use crate::server::store::users::User;
use crate::server::temporary_password::ShortPasswords;
use crate::ui::components::field::described_by;
use crate::ui::components::user_fields::{AppChoice, CheckedField, GroupBoxes, Language, Roles};
use crate::ui::components::{Banner, Tone};
use crate::ui::components::{
    ConfirmPassword, ErrorSummary, FieldError, Frame, Icon, LabeledField, NavItem, SureEmail, TextField, page,
    problem_of, submitted,
};
use crate::ui::pages::admin::groups::texts as groups;
use crate::ui::pages::admin::texts::longer_codes;
use crate::ui::pages::admin::users::action::texts as action_texts;
use crate::ui::response::new_id;
use crate::ui::when_loaded::when_loaded;
use leptos::prelude::*;

/// The presets offered besides the one of the settings.
const PRESETS: [Preset; 5] =
    [Preset::Digits(6), Preset::Digits(8), Preset::Alphanumeric(8), Preset::Unambiguous(10), Preset::Words(4)];

/// Asks who they are.
#[component]
pub fn NewUserPage() -> impl IntoView {
    let form = submitted();
    let is_taken = form.field_error(Field::Email).is_some_and(|wrong| wrong.problem == Problem::EmailTaken);
    let typed = is_taken.then(|| form.value(Field::Email));
    when_loaded(load(typed), show)
}

/// What the page needs.
struct NewUserQuery {
    choices: Choices,
    short_passwords: Option<ShortPasswords>,
    /// Who has the address that was typed.
    known: Option<User>,
}

async fn load(typed: Option<String>) -> Result<NewUserQuery, AppError> {
    let known = match typed {
        Some(email) => find_owner(&email).await?,
        None => None,
    };
    Ok(NewUserQuery { choices: find_choices().await?, short_passwords: find_short_passwords().await?, known })
}

fn show(NewUserQuery { choices, short_passwords, known }: NewUserQuery) -> impl IntoView {
    let (context, all) = page();
    let (new_user, form) = (texts(context.locale), all.form);
    let groups = groups::texts(context.locale);
    let submit = if context.allow_handover { new_user.submit_any } else { new_user.submit };
    view! {
        <Frame title=new_user.title nav=NavItem::NewUser>
            <ErrorSummary>
                {known.map(|user| {
                    let path = format!("/admin/users/{}", user.id);
                    view! { <p>{new_user.known}": "<a href=path>{user.display_name.to_string()}</a></p> }
                })}
            </ErrorSummary>
            <Restorable/>
            <h1>{new_user.title}</h1>
            <div class="beside">
                <form class="form" method="post" action="/admin/users/new" novalidate>
                    <input type="hidden" name="user" value=new_id()/>
                    <SureEmail/>
                    <CheckedField field=Field::DisplayName label=form.display_name first=true/>
                    <CheckedField field=Field::Email label=form.email hint=new_user.email_hint/>
                    <Roles/>
                    <Language/>
                    <GroupBoxes all=choices.groups/>
                    <AppChoice all=choices.apps hint=groups.app_of_person_hint initial=None/>
                    <Channels/>
                    <More/>
                    <div class="when-admin">
                        <ConfirmPassword hint=new_user.confirm_hint/>
                    </div>
                    <div class="actions">
                        <button class="button">
                            <Icon name="send"/>
                            <span data-busy=new_user.submitting>{submit}</span>
                        </button>
                        <a class="button button-quiet" href="/admin/users">{new_user.cancel}</a>
                    </div>
                </form>
                <NextSteps short_passwords=short_passwords/>
            </div>
        </Frame>
    }
}

/// What happens once the form is sent.
#[component]
fn NextSteps(
    /// How many short temporary passwords work now.
    short_passwords: Option<ShortPasswords>,
) -> impl IntoView {
    let (context, _) = page();
    let new_user = texts(context.locale);
    let longer = short_passwords.and_then(|short| longer_codes(context.locale, short, 1));
    let lasts = span(context.locale, context.temporary_password_ttl);
    view! {
        <aside class="frame stack" aria-labelledby="next-steps">
            <h2 id="next-steps">{new_user.next}</h2>
            <ol class="steps">
                <li>
                    <p>{new_user.next_mail}</p>
                    {longer.map(|longer| view! { <p class="muted">{longer}</p> })}
                </li>
                <li><p>{(new_user.next_choice)(&lasts)}</p></li>
                <li><p>{new_user.next_watch}</p></li>
            </ol>
        </aside>
    }
}

/// Offers to restore the deleted account that has the address or the CPF.
#[component]
fn Restorable() -> impl IntoView {
    let (context, _) = page();
    let (new_user, labels) = (texts(context.locale), action_texts::texts(context.locale));
    let form = submitted();
    let wrong = [Field::Email, Field::Cpf].into_iter().filter_map(|field| form.field_error(field));
    let deleted = wrong.into_iter().find_map(|wrong| match wrong.problem {
        Problem::EmailDeleted(deleted) | Problem::CpfDeleted(deleted) => Some(deleted),
        _ => None,
    })?;
    let id = deleted.user.to_string();
    let buttons = [AdminAction::Restore, AdminAction::RestoreAndSend].map(|action| {
        view! {
            <form method="post" action="/admin/users/act">
                <input type="hidden" name="users" value=id.clone()/>
                <button class="button button-secondary" name="act" value=action.as_str()>{(labels.label)(action)}</button>
            </form>
        }
    });
    Some(view! {
        <Banner tone=Tone::Note icon="user" heading=new_user.deleted>
            <p>{new_user.deleted_body}</p>
            <div class="actions">{buttons}</div>
        </Banner>
    })
}

/// How the temporary password reaches the person, where there is a choice.
#[component]
fn Channels() -> impl IntoView {
    let (context, _) = page();
    let new_user = texts(context.locale);
    context.allow_handover.then(|| {
        let chosen = submitted().given(Field::Channel).and_then(Channel::parse).unwrap_or(Channel::Mail);
        let choices = [Channel::Mail, Channel::InPerson].map(|channel| {
            let (name, hint) = (new_user.channel)(channel);
            view! {
                <label class="choice">
                    <input type="radio" name="channel" value=channel.as_str() checked=channel == chosen/>
                    <span>{name}<small>{hint}</small></span>
                </label>
            }
        });
        view! {
            <fieldset class="field" id="channel" aria-describedby=described_by(Field::Channel, false)>
                <legend>{new_user.channel_legend}</legend>
                <FieldError field=Field::Channel/>
                <div class="choices">{choices}</div>
            </fieldset>
        }
    })
}

/// What most people never need. Open when something in it is wrong, or needed.
#[component]
fn More() -> impl IntoView {
    let (context, _) = page();
    let new_user = texts(context.locale);
    let submitted = submitted();
    let given = submitted.given(Field::TemporaryPassword).unwrap_or_default();
    let is_open = context.preset == Preset::Cpf
        || problem_of(Field::Cpf).is_some()
        || problem_of(Field::TemporaryPassword).is_some();
    let presets = PRESETS.into_iter().chain(context.allow_cpf.then_some(Preset::Cpf)).map(|preset| {
        let value = preset.to_string();
        let is_chosen = value == given;
        view! { <option value=value selected=is_chosen>{(new_user.preset)(preset)}</option> }
    });
    let presets = presets.collect_view();
    let usual = (new_user.preset_default)(&(new_user.preset)(context.preset));
    view! {
        <details class="more" open=is_open>
            <summary>{new_user.more}</summary>
            <div class="stack">
                <TextField
                    field=Field::Cpf
                    label="CPF"
                    hint=new_user.cpf_hint
                    autocomplete="off"
                    optional=true
                    numeric=true
                />
                <LabeledField field=Field::TemporaryPassword label=new_user.temporary_password hint=new_user.temporary_password_hint>
                    <select
                        id="temporary_password"
                        name="temporary_password"
                        aria-describedby=described_by(Field::TemporaryPassword, true)
                        aria-invalid=problem_of(Field::TemporaryPassword).map(|_| "true")
                    >
                        <option value="">{usual}</option>
                        {presets}
                    </select>
                </LabeledField>
            </div>
        </details>
    }
}
