//! The preview of an import: what confirming it would do.

use super::page::ActionButton;
use super::problems::Problems;
use super::rows_table::Rows;
use super::send_later::SendLater;
use super::texts::ImportTexts;
use super::view::{ImportPreview, ImportView};
use crate::domain::import::{Doubt, FileEncoding, ImportAction};
use crate::domain::{Locale, Role, UserStatus};
use crate::error::Field;
use crate::locale;
use crate::locale::import::{cannot_sign_in, doubt};
use crate::server::imports::groups::{MAX_NEW, NewGroup};
use crate::server::store::imports::RowCounts;
use crate::ui::components::footer::own_name;
use crate::ui::components::{Badge, Banner, ConfirmPassword, Icon, Tone, page, submitted};
use crate::ui::pages::admin::texts::longer_codes;
use leptos::prelude::*;

/// The counts, the question, and all rows.
#[component]
pub fn Preview(
    /// The import.
    view: ImportView,
    /// What is asked before it is confirmed.
    preview: ImportPreview,
    /// The texts.
    texts: &'static ImportTexts,
) -> impl IntoView {
    let (context, _) = page();
    let (counts, words) = (view.counts, texts.preview);
    let longer = preview.short_passwords.and_then(|short| longer_codes(context.locale, short, counts.ready));
    let has_admins = view.import.admins > 0;
    let has_changed = context.notice.as_deref() == Some("preview-changed");
    view! {
        {has_changed.then(|| view! {
            <Banner tone=Tone::Warning icon="alert" heading=words.changed><p>{words.changed_body}</p></Banner>
        })}
        <p class="lede">{words.lede}</p>
        <Tally counts=counts texts=texts/>
        {(counts.known > 0).then(|| view! { <p class="muted">{words.existing_unchanged}</p> })}
        <CannotSignIn known=preview.known texts=texts/>
        {(!view.ignored.is_empty()).then(|| view! { <p class="muted">{(words.ignored)(&view.ignored.join(", "))}</p> })}
        {view.addresses.clone().map(|addresses| view! { <p class="muted">{addresses}</p> })}
        {view.sheets.clone().map(|sheets| view! { <p class="muted">{sheets}</p> })}
        <DefaultsForm view=view.clone() texts=texts/>
        <Spellings view=view.clone() spellings=preview.spellings texts=texts/>
        <Doubts doubts=view.doubts.clone() texts=texts/>
        {longer.map(|note| view! { <p>{note}</p> })}
        {has_admins.then(|| view! {
            <Banner tone=Tone::Warning icon="alert" heading=words.admins>
                <p>{(words.admins_body)(view.import.admins)}</p>
            </Banner>
        })}
        {if counts.ready > 0 {
            view! { <ConfirmForm view=view.clone() new_groups=preview.new_groups texts=texts/> }.into_any()
        } else {
            view! { <p><strong>{words.nothing}</strong></p> }.into_any()
        }}
        <ActionButton id=view.import.id.clone() action=ImportAction::Discard label=words.discard class="button button-secondary"/>
        <Problems view=view.clone() texts=texts/>
        <Rows import=view.import.id admins=view.import.admins counts=counts shown=preview.rows texts=texts/>
    }
}

/// How many rows are to become accounts, and how many are not.
#[component]
fn Tally(
    /// The rows by state.
    counts: RowCounts,
    /// The texts.
    texts: &'static ImportTexts,
) -> impl IntoView {
    let words = texts.preview;
    let (tone, icon) = if counts.wrong > 0 { ("bad", "alert") } else { ("off", "check") };
    let wrong = view! { <Badge tone=tone icon=icon word=(words.wrong)(counts.wrong)/> };
    let wrong = match counts.wrong {
        0 => wrong.into_any(),
        _ => view! { <a href="#problems">{wrong}</a> }.into_any(),
    };
    view! {
        <ul class="tally">
            <li><Badge tone="ok" icon="plus" word=(words.to_create)(counts.ready)/></li>
            <li><Badge tone="off" icon="user" word=(words.known)(counts.known)/></li>
            {(counts.deleted > 0).then(|| view! { <li><Badge tone="off" icon="user" word=(words.deleted)(counts.deleted)/></li> })}
            <li>{wrong}</li>
        </ul>
    }
}

/// The form that starts the import.
#[component]
fn ConfirmForm(
    /// The import.
    view: ImportView,
    /// Groups that the file names and that do not exist.
    new_groups: Vec<NewGroup>,
    /// The texts.
    texts: &'static ImportTexts,
) -> impl IntoView {
    let words = texts.preview;
    view! {
        <form class="form" id="confirm" method="post" action="/admin/imports/act" novalidate>
            <input type="hidden" name="import" value=view.import.id.to_string()/>
            <input type="hidden" name="version" value=view.import.version()/>
            <NewGroups groups=new_groups texts=texts/>
            <SendLater texts=texts/>
            {(view.import.admins > 0).then(|| view! { <ConfirmPassword/> })}
            {(view.counts.wrong > 0).then(|| view! { <p class="muted">{(words.left_out)(view.counts.wrong)}</p> })}
            <div class="actions">
                <button class="button" name="act" value=ImportAction::Confirm.as_str()>
                    <Icon name="send"/>
                    <span data-busy=words.confirming>{(words.confirm)(view.counts.ready)}</span>
                </button>
            </div>
        </form>
    }
}

/// Those who have an account and cannot sign in: the import does nothing for them.
#[component]
fn CannotSignIn(
    /// How many people have an account, by status.
    known: Vec<(UserStatus, i64)>,
    /// The texts.
    texts: &'static ImportTexts,
) -> impl IntoView {
    let sentences = cannot_sign_in(page().0.locale, &known);
    (!sentences.is_empty()).then(|| {
        let sentences = sentences.into_iter().map(|sentence| view! { <li>{sentence}</li> });
        view! {
            <Banner tone=Tone::Note icon="user" heading=texts.preview.cannot_sign_in>
                <ul>{sentences.collect_view()}</ul>
                <p><a href="?rows=known#rows">{texts.preview.tab_existing}</a></p>
            </Banner>
        }
    })
}

/// Groups that the file names and that do not exist: those that are ticked are made. All are at first, since the file
/// asks for them and a second import would leave people who have an account by then without them.
#[component]
fn NewGroups(
    /// The groups that the file would make.
    groups: Vec<NewGroup>,
    /// The texts.
    texts: &'static ImportTexts,
) -> impl IntoView {
    let words = texts.preview;
    if groups.is_empty() {
        return None;
    }
    let (chosen, is_first) = (submitted().value(Field::Groups), submitted().given(Field::Send).is_none());
    let (is_full, is_several) = (groups.len() == MAX_NEW, groups.len() > 1);
    let boxes = groups.into_iter().map(|group| {
        let is_checked = is_first || chosen.split_whitespace().any(|slug| slug == group.slug.as_str());
        view! {
            <label class="choice">
                <input type="checkbox" name="groups" form="confirm" value=group.slug.to_string() checked=is_checked/>
                <span>{group.name.to_string()}</span>
            </label>
        }
    });
    Some(view! {
        <fieldset class="field" id="groups" aria-describedby="groups-hint">
            <legend>{words.new_groups}</legend>
            <p class="hint" id="groups-hint">{words.new_groups_hint}{is_full.then_some(words.more_groups)}</p>
            {is_several.then(|| view! {
                <label class="choice scripted">
                    <input type="checkbox" data-all="confirm"/><span>{words.all_groups}</span>
                </label>
            })}
            <div class="choices choices-many">{boxes.collect_view()}</div>
        </fieldset>
    })
}

/// Columns that may change whom the file is about.
#[component]
fn Doubts(
    /// Which, and how.
    doubts: Vec<Doubt>,
    /// The texts.
    texts: &'static ImportTexts,
) -> impl IntoView {
    let (context, _) = page();
    (!doubts.is_empty()).then(|| {
        let sentences: Vec<String> = doubts.iter().map(|one| doubt(context.locale, one)).collect();
        let sentences = sentences.into_iter().map(|sentence| view! { <li>{sentence}</li> });
        view! {
            <Banner tone=Tone::Warning icon="alert" heading=texts.preview.doubts><ul>{sentences.collect_view()}</ul></Banner>
        }
    })
}

/// The encodings the file may be in, each with some of its own names and a button.
#[component]
fn Spellings(
    /// The import.
    view: ImportView,
    /// Each encoding, with names; empty when there is no doubt.
    spellings: Vec<(FileEncoding, Vec<String>)>,
    /// The texts.
    texts: &'static ImportTexts,
) -> impl IntoView {
    let words = texts.preview;
    (!spellings.is_empty()).then(|| {
        let rows = spellings.into_iter().map(|(encoding, names)| {
            let choice = if encoding == view.encoding {
                view! { <span>{words.is_read_so}</span> }.into_any()
            } else {
                view! {
                    <form method="post" action="/admin/imports/reread">
                        <input type="hidden" name="import" value=view.import.id.to_string()/>
                        <button class="button button-secondary" name="encoding" value=encoding.as_str()>
                            {(words.reread)(encoding)}
                        </button>
                    </form>
                }
                .into_any()
            };
            view! { <li><span><strong>{names.join(", ")}</strong></span>{choice}</li> }
        });
        view! {
            <section class="stack" aria-labelledby="spellings">
                <h2 id="spellings">{words.spellings}</h2>
                <p>{words.spellings_body}</p>
                <ul class="frame rows">{rows.collect_view()}</ul>
            </section>
        }
    })
}

/// What rows get that name no role or no language.
#[component]
fn DefaultsForm(
    /// The import.
    view: ImportView,
    /// The texts.
    texts: &'static ImportTexts,
) -> impl IntoView {
    let (context, _) = page();
    let words = texts.preview;
    let role = view.defaults.role.unwrap_or(Role::Member);
    let locale = view.defaults.locale.unwrap_or(context.default_locale);
    let roles = [Role::Member, Role::Admin].map(|one| {
        view! { <option value=one.as_str() selected=one == role>{locale::role(context.locale, one)}</option> }
    });
    let languages = Locale::ALL.map(|one| {
        view! { <option value=one.as_str() selected=one == locale>{own_name(one)}</option> }
    });
    view! {
        <form class="form" method="post" action="/admin/imports/reread">
            <input type="hidden" name="import" value=view.import.id.to_string()/>
            <fieldset class="defaults">
                <legend>{words.defaults}</legend>
                <div class="field">
                    <label for="default_role">{words.default_role}</label>
                    <select id="default_role" name="default_role">{roles}</select>
                </div>
                <div class="field">
                    <label for="default_locale">{words.default_locale}</label>
                    <select id="default_locale" name="default_locale">{languages}</select>
                </div>
                <button class="button button-secondary">{words.apply_defaults}</button>
            </fieldset>
        </form>
    }
}
