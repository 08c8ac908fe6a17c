//! Messages at the top of a page.

use super::{Icon, page, submitted};
use leptos::prelude::*;

/// What kind of message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Something was done.
    Success,
    /// Something needs care.
    Warning,
    /// Something to know.
    Note,
}

/// A message between the header and the title.
#[component]
pub fn Banner(
    /// What kind of message.
    tone: Tone,
    /// The picture.
    icon: &'static str,
    /// The message in a few words.
    heading: &'static str,
    /// The rest.
    children: Children,
) -> impl IntoView {
    let class = match tone {
        Tone::Success => "banner banner-success",
        Tone::Warning => "banner banner-warning",
        Tone::Note => "banner banner-note",
    };
    view! {
        <div class=class role="status">
            <Icon name=icon/>
            <h2>{heading}</h2>
            {children()}
        </div>
    }
}

/// Says that something was done. Not together with an error: one thing at a time.
#[component]
pub fn Done(
    /// What was done.
    children: Children,
) -> impl IntoView {
    let (_, texts) = page();
    submitted().error.is_none().then(|| {
        view! {
            <Banner tone=Tone::Success icon="check" heading=texts.form.done>
                <p>{children()}</p>
            </Banner>
        }
    })
}
