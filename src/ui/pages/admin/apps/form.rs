//! The fields of the form about an app.

use super::actions::AppForm;
use super::page::words;
use crate::domain::{AppAccess, AppKind, SigningAlgorithm};
use crate::error::Field;
use crate::server::accounts::NO_GROUP;
use crate::server::apps::typed::TypedApp;
use crate::ui::components::field::{described_by, typed_or};
use crate::ui::components::{FieldError, LabeledField, LinesField, problem_of, submitted};
use leptos::prelude::*;

/// All of them, filled in with what was typed or with what is so now.
#[component]
pub fn AppFields(
    /// The form with the saved values.
    form: AppForm,
) -> impl IntoView {
    let words = words();
    let AppForm { id, typed, groups } = form;
    let is_new = id.is_none();
    let more = typed.clone();
    view! {
        <Line
            field=Field::DisplayName
            label=words.name
            hint=words.name_hint
            initial=typed.name
            first=is_new
        />
        <Line field=Field::HomeUrl label=words.home hint=words.home_hint initial=typed.home_url/>
        <Radios
            field=Field::Kind
            legend=words.kind
            chosen=or(typed.kind, AppKind::Confidential.as_str())
            choices=AppKind::ALL.map(|kind| (kind.as_str(), (words.kind_of)(kind))).into()
        />
        // Not for an app behind a proxy: the style sheet goes by the choice.
        <div class="only-oidc">
            <LinesField
                field=Field::RedirectUris
                label=words.redirects
                hint=words.redirects_hint
                initial=typed.redirect_uris
            />
        </div>
        <Radios
            field=Field::Access
            legend=words.access
            chosen=or(typed.access, AppAccess::Everybody.as_str())
            choices=AppAccess::ALL.map(|access| (access.as_str(), (words.access_of)(access))).into()
        />
        <Groups all=groups initial=typed.groups/>
        <MoreFields is_new=is_new typed=more/>
    }
}

/// The fields that most apps leave as they are. Open where one of them was refused, and for an app that exists.
#[component]
fn MoreFields(
    /// Whether the app is to be added.
    is_new: bool,
    /// The saved values.
    typed: TypedApp,
) -> impl IntoView {
    let words = words();
    let fields = [
        Field::PostLogoutUris,
        Field::InitiateLoginUri,
        Field::BackchannelLogoutUri,
        Field::ClientId,
        Field::Algorithm,
        Field::ClaimsInIdToken,
    ];
    let is_open = !is_new || fields.into_iter().any(|field| problem_of(field).is_some());
    view! {
        <details class="more" open=is_open>
            <summary>{words.more}</summary>
            <div class="stack">
                <LinesField
                    field=Field::PostLogoutUris
                    label=words.post_logout
                    hint=words.post_logout_hint
                    initial=typed.post_logout_uris
                    optional=true
                />
                <div class="only-oidc stack">
                    <Line
                        field=Field::InitiateLoginUri
                        label=words.initiate
                        hint=words.initiate_hint
                        initial=typed.initiate_login_uri
                        optional=true
                    />
                    <Line
                        field=Field::BackchannelLogoutUri
                        label=words.backchannel
                        hint=words.backchannel_hint
                        initial=typed.backchannel_logout_uri
                        optional=true
                    />
                </div>
                {is_new.then(|| view! {
                    <Line
                        field=Field::ClientId
                        label="Client ID"
                        hint=words.client_id_hint
                        initial=typed.client_id
                        optional=true
                    />
                })}
                <div class="only-oidc stack">
                    <Choice
                        field=Field::ClaimsInIdToken
                        label=words.claims
                        hint=words.claims_hint
                        chosen=or(typed.claims_in_id_token, "yes")
                        choices=vec![("yes", words.yes), ("no", words.no)]
                    />
                    <Choice
                        field=Field::Algorithm
                        label=words.algorithm
                        hint=words.algorithm_hint
                        chosen=or(typed.algorithm, SigningAlgorithm::Rs256.as_str())
                        choices=SigningAlgorithm::ALL.map(|one| (one.as_str(), one.as_str())).into()
                    />
                </div>
            </div>
        </details>
    }
}

fn or(text: String, usual: &'static str) -> String {
    if text.is_empty() { usual.to_owned() } else { text }
}

#[component]
fn Line(
    /// Which field.
    field: Field,
    /// Its label.
    label: &'static str,
    /// What is said before it.
    hint: &'static str,
    /// The saved value.
    initial: String,
    /// Whether it may stay empty.
    #[prop(optional)]
    optional: bool,
    /// Whether the page begins here, unless a form was refused.
    #[prop(optional)]
    first: bool,
) -> impl IntoView {
    let id = field.as_str();
    view! {
        <LabeledField field=field label=label hint=hint optional=optional>
            <input
                id=id
                name=id
                type="text"
                required=!optional
                autofocus=first && submitted().error.is_none()
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                value=typed_or(field, initial)
                aria-describedby=described_by(field, true)
                aria-invalid=problem_of(field).map(|_| "true")
            />
        </LabeledField>
    }
}

#[component]
fn Radios(
    /// Which field.
    field: Field,
    /// What is chosen.
    legend: &'static str,
    /// The saved value.
    chosen: String,
    /// Values, each with its name and what it means.
    choices: Vec<(&'static str, (&'static str, &'static str))>,
) -> impl IntoView {
    let id = field.as_str();
    let chosen = typed_or(field, chosen);
    let radios = choices.into_iter().map(|(value, (name, hint))| {
        view! {
            <label class="choice">
                <input type="radio" name=id value=value checked=value == chosen/>
                <span>{name}<small>{hint}</small></span>
            </label>
        }
    });
    view! {
        <fieldset class="field" id=id aria-describedby=described_by(field, false)>
            <legend>{legend}</legend>
            <FieldError field=field/>
            <div class="choices">{radios.collect_view()}</div>
        </fieldset>
    }
}

/// The groups that may use the app, where not everybody may.
#[component]
fn Groups(
    /// All groups: their slugs and names.
    all: Vec<(String, String)>,
    /// The slugs of those that may now.
    initial: String,
) -> impl IntoView {
    let words = words();
    let chosen = typed_or(Field::Groups, initial);
    let is_empty = all.is_empty();
    let boxes = all.into_iter().map(|(slug, name)| {
        let is_checked = chosen.split_whitespace().any(|one| one == slug);
        view! {
            <label class="choice">
                <input type="checkbox" name="groups" value=slug checked=is_checked/>
                <span>{name}</span>
            </label>
        }
    });
    view! {
        <fieldset class="field" id="groups" aria-describedby=described_by(Field::Groups, true)>
            <legend>{words.groups}</legend>
            <p class="hint" id="groups-hint">{if is_empty { words.no_groups } else { words.groups_hint }}</p>
            <FieldError field=Field::Groups/>
            <input type="hidden" name="groups" value=NO_GROUP/>
            <div class="choices">{boxes.collect_view()}</div>
        </fieldset>
    }
}

#[component]
fn Choice(
    /// Which field.
    field: Field,
    /// Its label.
    label: &'static str,
    /// What is said before it.
    hint: &'static str,
    /// The saved value.
    chosen: String,
    /// Values and their names.
    choices: Vec<(&'static str, &'static str)>,
) -> impl IntoView {
    let id = field.as_str();
    let chosen = typed_or(field, chosen);
    let options = choices.into_iter().map(|(value, name)| {
        view! { <option value=value selected=value == chosen>{name}</option> }
    });
    let options = options.collect_view();
    view! {
        <LabeledField field=field label=label hint=hint>
            <select
                class="input-short"
                id=id
                name=id
                aria-describedby=described_by(field, true)
                aria-invalid=problem_of(field).map(|_| "true")
            >
                {options}
            </select>
        </LabeledField>
    }
}
