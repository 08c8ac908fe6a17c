//! Before a file is confirmed: what would become of it.

use super::actions::ImportView;
use super::page::ActButton;
use super::texts::ImportTexts;
use crate::domain::import::{Doubt, ImportAction};
use crate::error::Field;
use crate::locale::import::doubt;
use crate::server::imports::groups::{MOST_NEW, NewGroup};
use crate::ui::components::{Badge, Banner, ConfirmPassword, Icon, Tone, page, submitted};
use leptos::prelude::*;

/// The counts, the question, and the first people to be created.
#[component]
pub fn Preview(
    /// The import.
    view: ImportView,
    /// The texts.
    said: &'static ImportTexts,
) -> impl IntoView {
    let (counts, words) = (view.counts, said.preview);
    let has_admins = view.import.admins > 0;
    let (tone, icon) = if counts.wrong > 0 { ("bad", "alert") } else { ("off", "check") };
    view! {
        <p class="lede">{words.lede}</p>
        <ul class="tally">
            <li><Badge tone="ok" icon="plus" word=(words.to_create)(counts.ready)/></li>
            <li><Badge tone="off" icon="user" word=(words.known)(counts.known)/></li>
            <li>
                <Badge tone=tone icon=icon word=(words.wrong)(counts.wrong)/>
            </li>
        </ul>
        {(counts.known > 0).then(|| view! { <p class="muted">{words.known_stay}</p> })}
        {(!view.ignored.is_empty()).then(|| view! { <p class="muted">{(words.ignored)(&view.ignored.join(", "))}</p> })}
        <Spellings view=view.clone() said=said/>
        <Doubts doubts=view.doubts.clone() said=said/>
        {has_admins.then(|| view! {
            <Banner tone=Tone::Warning icon="alert" heading=words.admins>
                <p>{(words.admins_body)(view.import.admins)}</p>
            </Banner>
        })}
        {if counts.ready > 0 {
            view! {
                <form class="form" id="confirm" method="post" action="/admin/imports/act">
                    <input type="hidden" name="import" value=view.import.id.clone()/>
                    <NewGroups groups=view.new_groups.clone() said=said/>
                    {has_admins.then(|| view! { <ConfirmPassword/> })}
                    <div class="actions">
                        <button class="button" name="act" value=ImportAction::Confirm.as_str()>
                            <Icon name="send"/>
                            <span data-busy=words.confirming>{(words.confirm)(counts.ready)}</span>
                        </button>
                    </div>
                </form>
            }
            .into_any()
        } else {
            view! { <p><strong>{words.nothing}</strong></p> }.into_any()
        }}
        <ActButton id=view.import.id.clone() act=ImportAction::Discard label=words.discard class="button button-secondary"/>
        <Sample view=view said=said/>
    }
}

/// Groups that the file names and that do not exist: those that are ticked are made.
#[component]
fn NewGroups(
    /// Which.
    groups: Vec<NewGroup>,
    /// The texts.
    said: &'static ImportTexts,
) -> impl IntoView {
    let words = said.preview;
    if groups.is_empty() {
        return None;
    }
    let chosen = submitted().value(Field::Groups);
    let is_full = groups.len() == MOST_NEW;
    let boxes = groups.into_iter().map(|group| {
        let is_checked = chosen.split_whitespace().any(|slug| slug == group.slug.as_str());
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
            <label class="choice scripted">
                <input type="checkbox" data-all="confirm"/><span>{words.all_groups}</span>
            </label>
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
    said: &'static ImportTexts,
) -> impl IntoView {
    let (context, _) = page();
    (!doubts.is_empty()).then(|| {
        let sentences: Vec<String> = doubts.iter().map(|one| doubt(context.locale, one)).collect();
        let sentences = sentences.into_iter().map(|sentence| view! { <li>{sentence}</li> });
        view! {
            <Banner tone=Tone::Warning icon="alert" heading=said.preview.doubts><ul>{sentences.collect_view()}</ul></Banner>
        }
    })
}

/// The encodings the file may be in, each with some of its own names and a button.
#[component]
fn Spellings(
    /// The import.
    view: ImportView,
    /// The texts.
    said: &'static ImportTexts,
) -> impl IntoView {
    let words = said.preview;
    (!view.spellings.is_empty()).then(|| {
        let rows = view.spellings.into_iter().map(|(encoding, names)| {
            let choice = if encoding == view.encoding {
                view! { <span>{words.is_read_so}</span> }.into_any()
            } else {
                view! {
                    <form method="post" action="/admin/imports/reread">
                        <input type="hidden" name="import" value=view.import.id.clone()/>
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

/// The first people to be created, so that shifted columns show.
#[component]
fn Sample(
    /// The import.
    view: ImportView,
    /// The texts.
    said: &'static ImportTexts,
) -> impl IntoView {
    let (_, all) = page();
    (!view.sample.is_empty()).then(|| {
        let caption = (said.preview.sample_caption)(view.sample.len(), view.counts.ready);
        let rows = view.sample.into_iter().map(|row| {
            view! {
                <tr>
                    <th scope="row"><strong>{row.display_name}</strong></th>
                    <td data-label=all.form.email><span>{row.email}</span></td>
                    <td data-label=said.line><span>{row.line}</span></td>
                </tr>
            }
        });
        view! {
            <section class="stack" aria-labelledby="sample">
                <h2 id="sample">{said.preview.sample}</h2>
                <div class="frame">
                    <table class="table">
                        <caption>{caption}</caption>
                        <thead>
                            <tr>
                                <th scope="col">{all.form.display_name}</th>
                                <th scope="col">{all.form.email}</th>
                                <th scope="col">{said.line}</th>
                            </tr>
                        </thead>
                        <tbody>{rows.collect_view()}</tbody>
                    </table>
                </div>
            </section>
        }
    })
}
