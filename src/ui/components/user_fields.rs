//! What the forms that make and change an account have in common.

use super::field::described_by;
use super::footer::own_name;
use super::{FieldError, LabeledField, page, problem_of, submitted};
use crate::domain::{Locale, Role};
use crate::error::Field;
use crate::locale::role as role_name;
use crate::locale::time::Zone;
use crate::server::AppState;
use crate::server::accounts::NO_GROUP;
use crate::server::apps::NO_APP;
use crate::ui::islands;
use crate::ui::pages::admin::groups::texts as groups;
use crate::ui::pages::admin::users::new::texts::texts;
use leptos::prelude::*;

/// A name or an address, checked while it is filled in.
#[component]
pub fn CheckedField(
    /// Which field.
    field: Field,
    /// Its label.
    label: &'static str,
    /// What is said before it.
    #[prop(optional, into)]
    hint: Option<&'static str>,
    /// What it holds before anybody has typed.
    #[prop(optional, into)]
    initial: Option<String>,
    /// Whether the page begins here, unless a form was refused.
    #[prop(optional)]
    first: bool,
) -> impl IntoView {
    let (context, texts) = page();
    let submitted = submitted();
    let value = submitted.given(field).map(str::to_owned).or(initial);
    view! {
        <islands::CheckedField
            field=field
            locale=context.locale
            label=label.to_owned()
            hint=hint.map(str::to_owned)
            value=value.filter(|value| !value.is_empty())
            error=problem_of(field)
            error_word=texts.form.error.to_owned()
            autofocus=first && submitted.error.is_none()
            icons=context.assets.path("icons.svg")
        />
    }
}

/// What a person may do.
#[component]
pub fn Roles(
    /// What they may do now.
    #[prop(default = Role::Member)]
    initial: Role,
) -> impl IntoView {
    let locale = page().0.locale;
    let texts = texts(locale);
    let chosen = submitted().given(Field::Role).and_then(Role::parse).unwrap_or(initial);
    let choices = [Role::Member, Role::Admin].map(|role| {
        view! {
            <label class="choice">
                <input type="radio" name="role" value=role.as_str() checked=role == chosen/>
                <span>{role_name(locale, role)}<small>{(texts.role_hint)(role)}</small></span>
            </label>
        }
    });
    view! {
        <fieldset class="field" id="role" aria-describedby=described_by(Field::Role, false)>
            <legend>{texts.role}</legend>
            <FieldError field=Field::Role/>
            <div class="choices">{choices}</div>
        </fieldset>
    }
}

/// The language of a person's pages and mails.
#[component]
pub fn Language(
    /// What it is now.
    #[prop(optional, into)]
    initial: Option<Locale>,
) -> impl IntoView {
    let (context, _) = page();
    let texts = texts(context.locale);
    let given = submitted().given(Field::Locale).and_then(Locale::parse);
    let chosen = given.or(initial).unwrap_or(context.locale);
    let choices = Locale::ALL.map(|locale| {
        view! {
            <option value=locale.as_str() lang=locale.as_str() selected=locale == chosen>{own_name(locale)}</option>
        }
    });
    view! {
        <LabeledField field=Field::Locale label=texts.language hint=texts.language_hint>
            <select
                class="input-short"
                id="locale"
                name="locale"
                aria-describedby=described_by(Field::Locale, true)
                aria-invalid=problem_of(Field::Locale).map(|_| "true")
            >
                {choices}
            </select>
        </LabeledField>
    }
}

/// The time zone of a person's pages and mails: the installation's, or one of all there are.
#[component]
pub fn TimeZoneField(
    /// The one they have chosen, if they have.
    initial: Option<String>,
) -> impl IntoView {
    let (context, texts) = page();
    let words = texts.account;
    let submitted = submitted();
    let chosen = submitted.given(Field::TimeZone).map(str::to_owned).or(initial).unwrap_or_default();
    let usual = expect_context::<AppState>().settings.time_zone.clone();
    let usual = (words.usual_time_zone)(&usual.display_name(context.locale));
    let choices = Zone::names().into_iter().map(|name| {
        let is_chosen = name == chosen;
        view! { <option selected=is_chosen>{name}</option> }
    });
    let (choices, is_usual) = (choices.collect_view(), chosen.is_empty() || chosen == Zone::USUAL);
    view! {
        <LabeledField field=Field::TimeZone label=words.time_zone>
            <select
                id="time_zone"
                name="time_zone"
                aria-describedby=described_by(Field::TimeZone, false)
                aria-invalid=problem_of(Field::TimeZone).map(|_| "true")
            >
                <option value=Zone::USUAL selected=is_usual>{usual}</option>
                {choices}
            </select>
        </LabeledField>
    }
}

/// The groups a person is in: a box for each there is; nothing where there is none.
#[component]
pub fn GroupBoxes(
    /// All groups: their slugs and names.
    all: Vec<(String, String)>,
    /// The slugs of those they are in.
    #[prop(optional)]
    initial: Vec<String>,
) -> impl IntoView {
    let texts = groups::texts(page().0.locale);
    if all.is_empty() {
        return None;
    }
    let chosen = match submitted().given(Field::Groups) {
        Some(given) => given.split_whitespace().map(str::to_owned).collect(),
        None => initial,
    };
    let boxes = all.into_iter().map(|(slug, name)| {
        let is_checked = chosen.contains(&slug);
        view! {
            <label class="choice">
                <input type="checkbox" name="groups" value=slug checked=is_checked/>
                <span>{name}</span>
            </label>
        }
    });
    Some(view! {
        <fieldset class="field" id="groups" aria-describedby=described_by(Field::Groups, true)>
            <legend>{texts.of_person}</legend>
            <p class="hint" id="groups-hint">{texts.of_person_hint}</p>
            <FieldError field=Field::Groups/>
            // Sent also when no box is ticked: then they are in none.
            <input type="hidden" name="groups" value=NO_GROUP/>
            <div class="choices choices-many">{boxes.collect_view()}</div>
        </fieldset>
    })
}

/// The app somebody is invited for; nothing where there is none.
#[component]
pub fn AppChoice(
    /// Their client IDs and names.
    all: Vec<(String, String)>,
    /// What choosing one does.
    hint: &'static str,
    /// The client ID of the one chosen before.
    initial: Option<String>,
) -> impl IntoView {
    let texts = groups::texts(page().0.locale);
    if all.is_empty() {
        return None;
    }
    let chosen = submitted().given(Field::App).map(str::to_owned).or(initial).unwrap_or_default();
    let choices = all.into_iter().map(|(client_id, name)| {
        let is_chosen = client_id == chosen;
        view! { <option value=client_id selected=is_chosen>{name}</option> }
    });
    let choices = choices.collect_view();
    Some(view! {
        <LabeledField field=Field::App label=texts.app hint=hint>
            <select
                id="app"
                name="app"
                aria-describedby=described_by(Field::App, true)
                aria-invalid=problem_of(Field::App).map(|_| "true")
            >
                <option value=NO_APP>{texts.app_none}</option>
                {choices}
            </select>
        </LabeledField>
    })
}
