//! `/admin/users/{id}/hand-over`: asks before a temporary password is shown to
//! be handed over in person; and, as the answer to that form, the slip.

use super::actions::{Slip, hand_over_question};
use super::texts as hand_over;
use crate::domain::UserId;
use crate::ui::address::id;
use crate::ui::components::moment::{deadline_mark, timed_in};
use crate::ui::components::password::is_password_due;
use crate::ui::components::qr::{QrMark, QrSymbol};
use crate::ui::components::{Banner, ConfirmPassword, Frame, Icon, NavItem, QuestionFrame, Tone, page};
use crate::ui::markup::address;
use crate::ui::pages::admin::users::slips::texts::texts as slips_texts;
use crate::ui::when_loaded::when_loaded;
use leptos::prelude::*;

/// The slip, if this answers the form; else the question.
#[component]
pub fn HandOverPage() -> impl IntoView {
    match use_context::<Slip>() {
        Some(slip) => view! { <SlipPage slip=slip/> }.into_any(),
        None => {
            let id = id();
            when_loaded(async move { hand_over_question(&id).await }, ask).into_any()
        }
    }
}

fn ask((id, name): (UserId, String)) -> impl IntoView {
    let (context, _) = page();
    let words = hand_over::texts(context.locale);
    let title = (words.title)(&name);
    let effects = words.effects.map(|effect| view! { <li>{effect}</li> });
    view! {
        <QuestionFrame title=title nav=NavItem::Users takes_focus=!is_password_due()>
            <ul>{effects}</ul>
            <form class="form" method="post" action="/admin/users/hand-over" novalidate>
                <input type="hidden" name="user" value=id.to_string()/>
                <ConfirmPassword/>
                <div class="actions">
                    <button class="button"><Icon name="key"/>{words.submit}</button>
                    <a class="button button-quiet" href=format!("/admin/users/{id}") data-cancel>{words.cancel}</a>
                </div>
            </form>
        </QuestionFrame>
    }
}

/// Whether a temporary password is too long for large letters: several words.
pub fn is_long(code: &str) -> bool {
    code.len() > 12
}

/// What the person takes along, in their language. Only this part is printed.
#[component]
fn SlipPage(
    /// The slip to show.
    slip: Slip,
) -> impl IntoView {
    let (context, _) = page();
    let (words, theirs) = (hand_over::texts(context.locale), hand_over::texts(slip.locale));
    let title = (words.slip_title)(&slip.display_name);
    let steps = theirs.steps.map(|step| view! { <li><p>{step}</p></li> });
    view! {
        <Frame title=title.clone() nav=NavItem::Users>
            <h1>{title}</h1>
            <Banner tone=Tone::Warning icon="alert" heading=words.once>
                <p>{words.once_body}</p>
            </Banner>
            <div class="actions">
                <button type="button" class="button" data-print hidden><Icon name="printer"/>{words.print}</button>
                <a class="button button-secondary" href=format!("/admin/users/{}", slip.id)>{words.done}</a>
            </div>
            <article class="frame slip" lang=slip.locale.as_str()>
                <QrSymbol text=slip.site.clone()/>
                <div class="slip-head">
                    <div class="stack stack-s">
                        <h2>{(theirs.access)(&context.organization)}</h2>
                        <p>{slip.display_name}</p>
                    </div>
                    <QrMark label=slips_texts(slip.locale).scan/>
                </div>
                <dl class="facts">
                    <dt>{theirs.site}</dt><dd><strong>{slip.site}</strong></dd>
                    <dt>{theirs.user_name}</dt><dd><strong inner_html=address(&slip.email)></strong></dd>
                    <dt>{theirs.code}</dt><dd class=is_long(slip.code.as_str()).then_some("long") translate="no"><code>{slip.code.as_str().to_owned()}</code></dd>
                </dl>
                <p>{timed_in(&(theirs.valid_until)(&deadline_mark(slip.valid_until)), slip.locale, &slip.time_zone)}</p>
                <ol class="steps">{steps}</ol>
            </article>
        </Frame>
    }
}
