//! `/admin/users/slips`: asks before sign-in slips of several people are shown; and, as the answer
//! to that form, the sheets.

use super::actions::{PerSheet, Sheets, SlipsFor, slips_question};
use super::texts::texts;
use crate::locale::number::number;
use crate::server::rate_limit::SLIPS_AT_A_TIME;
use crate::ui::address::{queries, query};
use crate::ui::components::moment::{deadline_mark, timed_in};
use crate::ui::components::password::is_password_due;
use crate::ui::components::qr::{QrMark, QrSymbol};
use crate::ui::components::{Banner, ConfirmPassword, Frame, Icon, NavItem, QuestionFrame, Tone, page, submitted};
use crate::ui::markup::address;
use crate::ui::pages::admin::users::action::actions::ActionQuestion;
use crate::ui::pages::admin::users::action::page::{LeftOuts, Names, chosen, list_address};
use crate::ui::pages::admin::users::action::texts as action_texts;
use crate::ui::pages::admin::users::user::hand_over::actions::Slip;
use crate::ui::pages::admin::users::user::hand_over::page::is_long;
use crate::ui::pages::admin::users::user::hand_over::texts as hand_over;
use crate::ui::when_loaded::when_loaded;
use leptos::prelude::*;

/// The sheets, if this answers the form; else the question.
#[component]
pub fn SlipsPage() -> impl IntoView {
    if let Some(sheets) = use_context::<Sheets>() {
        return view! { <SheetsPage sheets=sheets/> }.into_any();
    }
    let whom = match query("import") {
        Some(import) if submitted().hidden("users").is_none() => SlipsFor::Import(import),
        _ => SlipsFor::Chosen(chosen()),
    };
    when_loaded(async move { slips_question(whom).await }, ask).into_any()
}

/// Where the question came from.
fn back() -> String {
    let form = submitted();
    match form.hidden("import").map(str::to_owned).or_else(|| query("import")) {
        Some(import) if import.chars().all(|one| one.is_ascii_alphanumeric() || one == '-') => {
            format!("/admin/imports/{import}")
        }
        _ => list_address(),
    }
}

fn ask(question: ActionQuestion) -> impl IntoView {
    let locale = page().0.locale;
    let (words, actions) = (texts(locale), action_texts::texts(locale));
    let title = match question.to.len() {
        0 if question.left_out.is_empty() => actions.question.nobody.to_owned(),
        0 => actions.question.applies_to_none.to_owned(),
        count => (words.title)(&(actions.people)(count)),
    };
    let effects = words.effects.map(|effect| view! { <li>{effect}</li> });
    let ids = question.to.iter().map(|one| one.id.as_str()).collect::<Vec<_>>().join(" ");
    let most = number(locale, i64::try_from(SLIPS_AT_A_TIME).unwrap_or_default());
    let is_nobody = question.to.is_empty();
    let carried = [("import", query("import")), ("back", queries("back").pop())].map(|(name, value)| {
        let value = submitted().hidden(name).map(str::to_owned).or(value);
        value.map(|value| view! { <input type="hidden" name=name value=value/> })
    });
    let back = back();
    view! {
        <QuestionFrame title=title nav=NavItem::Users takes_focus=!is_nobody && !is_password_due()>
            {(!is_nobody).then(|| view! { <ul>{effects}</ul> })}
            {question.is_cut_short.then(|| view! { <p><strong>{(words.first_only)(&most)}</strong></p> })}
            {(!is_nobody).then(|| view! { <Names to=question.to/> })}
            <LeftOuts left_out=question.left_out/>
            {if is_nobody {
                view! { <div class="actions"><a class="button" href=back data-cancel="">{actions.question.back}</a></div> }.into_any()
            } else {
                view! {
                    <form class="form" method="post" action="/admin/users/slips" novalidate>
                        <input type="hidden" name="users" value=ids/>
                        {carried}
                        <Sizes/>
                        <ConfirmPassword/>
                        <div class="actions">
                            <button class="button">
                                <Icon name="key"/><span data-busy=words.submitting>{words.submit}</span>
                            </button>
                            <a class="button button-quiet" href=back data-cancel="">{words.cancel}</a>
                        </div>
                    </form>
                }
                .into_any()
            }}
        </QuestionFrame>
    }
}

#[component]
fn Sizes() -> impl IntoView {
    let words = texts(page().0.locale);
    let form = submitted();
    let chosen = form.hidden("per_sheet").and_then(PerSheet::parse).unwrap_or_default();
    let choices = [(PerSheet::Four, words.four), (PerSheet::Eight, words.eight)].map(|(size, name)| {
        view! {
            <label class="choice">
                <input type="radio" name="per_sheet" value=size.as_str() checked=size == chosen/>
                <span>{name}</span>
            </label>
        }
    });
    view! { <fieldset class="field"><legend>{words.per_sheet}</legend><div class="choices">{choices}</div></fieldset> }
}

/// All slips, sheet by sheet. Only this part is printed.
#[component]
fn SheetsPage(
    /// What is on them.
    sheets: Sheets,
) -> impl IntoView {
    let locale = page().0.locale;
    let (words, actions) = (texts(locale), action_texts::texts(locale));
    let title = (words.sheets)(&(actions.people)(sheets.slips.len()));
    let class = format!("sheets sheets-{}", sheets.per_sheet.as_str());
    let site = sheets.slips.first().map(|slip| slip.site.clone());
    let pages = sheets.slips.chunks(sheets.per_sheet.count()).map(|slips| {
        let slips = slips.iter().cloned().map(|slip| view! { <Card slip=slip/> }).collect_view();
        view! { <div class="a4">{slips}</div> }
    });
    let pages = pages.collect_view();
    let left_out = sheets.left_out.iter().map(|(name, is_busy)| {
        let why = if *is_busy { words.busy } else { words.does_not_apply };
        view! { <li>{format!("{name}: {why}")}</li> }
    });
    let names = left_out.collect_view();
    let left_out = (!sheets.left_out.is_empty()).then(|| {
        view! { <div><h2>{words.left_out}</h2><ul class="names">{names}</ul></div> }
    });
    view! {
        <Frame title=title.clone() nav=NavItem::Users>
            <h1>{title}</h1>
            {site.is_some().then(|| view! {
                <Banner tone=Tone::Warning icon="alert" heading=words.once><p>{words.once_body}</p></Banner>
            })}
            {left_out}
            <div class="actions">
                {site.is_some().then(|| view! {
                    <button type="button" class="button" data-print hidden><Icon name="printer"/>{words.print}</button>
                })}
                <a class="button button-secondary" href=back()>{words.done}</a>
            </div>
            <div class=class>
                {site.map(|site| view! { <QrSymbol text=site/> })}
                {pages}
            </div>
        </Frame>
    }
}

/// One slip, in its person's language.
#[component]
fn Card(
    /// The slip to show.
    slip: Slip,
) -> impl IntoView {
    let (context, _) = page();
    let theirs = hand_over::texts(slip.locale);
    let steps = theirs.steps.map(|step| view! { <li>{step}</li> });
    view! {
        <article class="card" lang=slip.locale.as_str()>
            <div class="card-head">
                <div>
                    <p class="card-access">{(theirs.access)(&context.organization)}</p>
                    <h2>{slip.display_name}</h2>
                </div>
                <QrMark label=texts(slip.locale).scan/>
            </div>
            <dl>
                <dt>{theirs.site}</dt><dd>{slip.site}</dd>
                <dt>{theirs.user_name}</dt><dd inner_html=address(&slip.email)></dd>
                <dt>{theirs.code}</dt><dd class=is_long(slip.code.as_str()).then_some("long")><code translate="no">{slip.code.as_str().to_owned()}</code></dd>
            </dl>
            <ol>{steps}</ol>
            <p class="card-until">
                {timed_in(&(theirs.valid_until)(&deadline_mark(slip.valid_until)), slip.locale, &slip.time_zone)}
            </p>
        </article>
    }
}
