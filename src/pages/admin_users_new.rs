//! `/admin/users/new`: gives somebody an account.

use super::admin_users::MailWarning;
use super::when_known;
use crate::api::users::{MailTrouble, mail_trouble, new_user_id};
use crate::components::field::described_by;
use crate::components::footer::own_name;
use crate::components::{ErrorSummary, FieldError, Frame, Icon, Place, TextField, page, problem_of, submitted};
use crate::domain::{Locale, Preset, Role};
use crate::error::Field;
use crate::islands::CheckedField;
use leptos::prelude::*;

/// The presets offered besides the one of the settings.
const PRESETS: [Preset; 5] =
    [Preset::Digits(6), Preset::Digits(8), Preset::Alphanumeric(8), Preset::Unambiguous(10), Preset::Words(4)];

/// Asks who they are; warns before, not after, when mails do not leave.
#[component]
pub fn NewUserPage() -> impl IntoView {
    when_known(mail_trouble(), show)
}

fn show(trouble: Option<MailTrouble>) -> impl IntoView {
    let (context, texts) = page();
    let (new_user, form) = (&texts.new_user, &texts.form);
    view! {
        <Frame title=new_user.title place=Place::NewUser>
            <ErrorSummary/>
            <MailWarning trouble=trouble/>
            <h1>{new_user.title}</h1>
            <div class="beside">
                <form class="form" method="post" action="/admin/users/new" novalidate>
                    <input type="hidden" name="user" value=new_user_id()/>
                    <Checked field=Field::DisplayName label=form.display_name first=true/>
                    <Checked field=Field::Email label=form.email hint=new_user.email_hint/>
                    <Roles/>
                    <Language/>
                    <More/>
                    <div class="actions">
                        <button class="button">
                            <Icon name="send"/>
                            <span data-busy=new_user.submitting>{new_user.submit}</span>
                        </button>
                        <a class="button button-quiet" href="/admin/users">{new_user.cancel}</a>
                    </div>
                </form>
                <aside class="frame stack" aria-labelledby="next-steps">
                    <h2 id="next-steps">{new_user.next}</h2>
                    <ol class="steps">
                        <li><p>{new_user.next_mail}</p></li>
                        <li><p>{(new_user.next_choice)(context.temporary_password_hours)}</p></li>
                        <li><p>{new_user.next_watch}</p></li>
                    </ol>
                </aside>
            </div>
        </Frame>
    }
}

/// A field that is checked while it is filled in.
#[component]
fn Checked(
    /// Which field.
    field: Field,
    /// Its label.
    label: &'static str,
    /// What is said before it.
    #[prop(optional)]
    hint: Option<&'static str>,
    /// Whether the page begins here, unless a form was refused.
    #[prop(optional)]
    first: bool,
) -> impl IntoView {
    let (context, texts) = page();
    let submitted = submitted();
    view! {
        <CheckedField
            field=field
            locale=context.locale
            label=label.to_owned()
            hint=hint.map(str::to_owned)
            value=submitted.given(field).filter(|given| !given.is_empty()).map(str::to_owned)
            error=problem_of(field)
            error_word=texts.form.error.to_owned()
            autofocus=first && submitted.error.is_none()
            icons=context.assets.path("icons.svg")
        />
    }
}

#[component]
fn Roles() -> impl IntoView {
    let (_, texts) = page();
    let chosen = submitted().given(Field::Role).and_then(Role::parse).unwrap_or(Role::Member);
    let choices = [Role::Member, Role::Admin].map(|role| {
        view! {
            <label class="choice">
                <input type="radio" name="role" value=role.as_str() checked=role == chosen/>
                <span>{(texts.users.role_name)(role)}<small>{(texts.new_user.role_hint)(role)}</small></span>
            </label>
        }
    });
    view! {
        <fieldset class="field" id="role" aria-describedby=described_by(Field::Role, false)>
            <legend>{texts.new_user.role}</legend>
            <FieldError field=Field::Role/>
            <div class="choices">{choices}</div>
        </fieldset>
    }
}

#[component]
fn Language() -> impl IntoView {
    let (context, texts) = page();
    let chosen = submitted().given(Field::Locale).and_then(Locale::parse).unwrap_or(context.locale);
    let choices = Locale::ALL.map(|locale| {
        view! {
            <option value=locale.as_str() lang=locale.as_str() selected=locale == chosen>{own_name(locale)}</option>
        }
    });
    view! {
        <div class="field">
            <label for="locale">{texts.new_user.language}</label>
            <p class="hint" id="locale-hint">{texts.new_user.language_hint}</p>
            <FieldError field=Field::Locale/>
            <select
                class="input-short"
                id="locale"
                name="locale"
                aria-describedby=described_by(Field::Locale, true)
                aria-invalid=problem_of(Field::Locale).map(|_| "true")
            >
                {choices}
            </select>
        </div>
    }
}

/// What most people never need. Open when something in it is wrong, or needed.
#[component]
fn More() -> impl IntoView {
    let (context, texts) = page();
    let new_user = &texts.new_user;
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
                <div class="field">
                    <label for="temporary_password">{new_user.temporary_password}</label>
                    <p class="hint" id="temporary_password-hint">{new_user.temporary_password_hint}</p>
                    <FieldError field=Field::TemporaryPassword/>
                    <select
                        id="temporary_password"
                        name="temporary_password"
                        aria-describedby=described_by(Field::TemporaryPassword, true)
                        aria-invalid=problem_of(Field::TemporaryPassword).map(|_| "true")
                    >
                        <option value="">
                            {(new_user.preset_default)(&(new_user.preset)(context.preset))}
                        </option>
                        {presets.collect_view()}
                    </select>
                </div>
            </div>
        </details>
    }
}
