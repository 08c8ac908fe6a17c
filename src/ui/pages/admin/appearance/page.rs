//! `/admin/appearance`: the organization's name, logo, color and words, with a preview of a mail.

use super::actions::{CurrentAppearance, find_appearance};
use super::texts::{AppearanceTexts, texts};
use crate::domain::{Locale, Placeholder};
use crate::error::Field;
use crate::server::appearance::TypedAppearance;
use crate::ui::components::field::{described_by, typed_or};
use crate::ui::components::footer::own_name;
use crate::ui::components::{
    Done, ErrorSummary, Frame, Icon, LabeledField, LinesField, NavItem, Once, page, problem_of, submitted,
};
use crate::ui::when_loaded::when_loaded;
use leptos::prelude::*;

fn words() -> &'static AppearanceTexts {
    texts(page().0.locale)
}

/// Two forms, the logo's and that of the rest, beside a preview.
#[component]
pub fn AppearancePage() -> impl IntoView {
    when_loaded(find_appearance(), show)
}

fn show(current: CurrentAppearance) -> impl IntoView {
    let words = words();
    let email = current.email.clone();
    let done = match page().0.notice.as_deref() {
        Some("saved") => Some(words.saved.to_owned()),
        Some("logo-saved") => Some(words.logo_saved.to_owned()),
        Some("logo-removed") => Some(words.logo_removed.to_owned()),
        Some("sent") => Some((words.sent)(&email)),
        Some("sent-before") => Some((words.sent_before)(&email)),
        _ => None,
    };
    view! {
        <Frame title=words.title nav=NavItem::Appearance>
            <ErrorSummary/>
            {done.map(|done| view! { <Done>{done}</Done> })}
            <div class="stack stack-s">
                <h1>{words.title}</h1>
                <p class="muted">{words.lede}</p>
            </div>
            <div class="studio">
                <div class="stack">
                    <LogoForm has_own=current.has_own_logo/>
                    <hr/>
                    <Fields typed=current.typed/>
                </div>
                <Preview email=email/>
            </div>
        </Frame>
    }
}

#[component]
fn LogoForm(
    /// Whether there is one that can be removed.
    has_own: bool,
) -> impl IntoView {
    let (context, _) = page();
    let words = words();
    let logo = context.logo.clone().map(|logo| {
        view! {
            <p class="logo-now"><img src=logo.path width=logo.width height=logo.height alt=words.logo_now/></p>
        }
    });
    view! {
        <section class="stack" aria-labelledby="logo-heading">
            <h2 id="logo-heading">{words.logo}</h2>
            {logo}
            <form class="form" method="post" action="/admin/appearance/logo" enctype="multipart/form-data" novalidate>
                <LabeledField field=Field::Logo label=words.logo_file hint=words.logo_hint>
                    <input
                        id="logo"
                        name="logo"
                        type="file"
                        accept="image/png,image/webp"
                        required
                        aria-describedby=described_by(Field::Logo, true)
                        aria-invalid=problem_of(Field::Logo).map(|_| "true")
                    />
                </LabeledField>
                <div class="actions">
                    <button class="button button-secondary">
                        <Icon name="file"/><span data-busy=words.logo_uploading>{words.logo_upload}</span>
                    </button>
                    {has_own.then(|| view! {
                        <button class="button button-quiet" form="remove-logo">{words.logo_remove}</button>
                    })}
                </div>
            </form>
            {has_own.then(|| view! {
                <form id="remove-logo" method="post" action="/admin/appearance/remove-logo"></form>
            })}
        </section>
    }
}

#[component]
fn Fields(
    /// The saved values.
    typed: TypedAppearance,
) -> impl IntoView {
    let words = words();
    let locale = page().0.locale;
    let gaps = Placeholder::ALL.map(|gap| view! { <li><code>{format!("{{{}}}", gap.as_str(locale))}</code></li> });
    view! {
        <form
            class="form"
            id="appearance"
            method="post"
            action="/admin/appearance"
            novalidate
            data-preview="preview"
            data-unsaved=submitted().given(Field::OrganizationName).map(|_| "")
        >
            <Once/>
            <h2>{words.site}</h2>
            <LabeledField field=Field::OrganizationName label=words.organization hint=words.organization_hint>
                <input
                    id="organization_name"
                    name="organization_name"
                    type="text"
                    autocomplete="organization"
                    value=typed_or(Field::OrganizationName, typed.organization)
                    aria-describedby=described_by(Field::OrganizationName, true)
                    aria-invalid=problem_of(Field::OrganizationName).map(|_| "true")
                />
            </LabeledField>
            <ColorField saved=typed.accent_color/>
            <div class="stack stack-s">
                <h2>{words.words}</h2>
                <p class="hint">{words.words_hint}</p>
                <ul class="gaps">{gaps}</ul>
            </div>
            <Words
                locale=Locale::PtBr
                introduction=(Field::IntroductionPtBr, typed.introduction_pt_br)
                signature=(Field::SignaturePtBr, typed.signature_pt_br)
            />
            <Words
                locale=Locale::En
                introduction=(Field::IntroductionEn, typed.introduction_en)
                signature=(Field::SignatureEn, typed.signature_en)
            />
            <div class="actions">
                <button class="button"><span data-busy=words.saving>{words.save}</span></button>
            </div>
        </form>
    }
}

/// The color as text, beside a picker that a script shows.
#[component]
fn ColorField(
    /// The saved value.
    saved: String,
) -> impl IntoView {
    let words = words();
    let color = typed_or(Field::AccentColor, saved);
    view! {
        <LabeledField field=Field::AccentColor label=words.color hint=words.color_hint>
            <div class="color">
                <input
                    id="accent_color"
                    name="accent_color"
                    type="text"
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    placeholder="#1f5f4a"
                    value=color.clone()
                    aria-describedby=described_by(Field::AccentColor, true)
                    aria-invalid=problem_of(Field::AccentColor).map(|_| "true")
                />
                <input
                    type="color"
                    hidden
                    data-fills="accent_color"
                    aria-label=words.color_pick
                    value=if color.len() == 7 { color } else { "#1f5f4a".to_owned() }
                />
            </div>
        </LabeledField>
    }
}

/// The words of one language.
#[component]
fn Words(
    /// The language.
    locale: Locale,
    /// The field of the introduction, and its saved value.
    introduction: (Field, String),
    /// The field of the signature, and its saved value.
    signature: (Field, String),
) -> impl IntoView {
    let words = words();
    view! {
        <fieldset class="stack">
            <legend class="legend">{own_name(locale)}</legend>
            <LinesField
                field=introduction.0
                label=words.introduction
                hint=words.introduction_hint
                initial=introduction.1
                optional=true
                prose=locale
            />
            <LinesField
                field=signature.0
                label=words.signature
                hint=words.signature_hint
                initial=signature.1
                optional=true
                prose=locale
            />
        </fieldset>
    }
}

/// The mail as it would leave. The frame is where the form's second button leads;
/// a script presses it while one types.
#[component]
fn Preview(
    /// Who is signed in.
    email: String,
) -> impl IntoView {
    let words = words();
    let locale = page().0.locale;
    let languages = Locale::ALL.map(|one| (one.as_str(), own_name(one), one == locale)).to_vec();
    view! {
        <section class="stack preview" aria-labelledby="preview-heading">
            <div class="stack stack-s">
                <h2 id="preview-heading">{words.preview}</h2>
                <p class="muted">{words.preview_hint}</p>
            </div>
            <div class="preview-tools">
                <Choice name="preview_locale" legend=words.language choices=languages/>
                <Choice
                    name="preview_part"
                    legend=words.part
                    choices=vec![("html", words.part_html, true), ("text", words.part_text, false)]
                />
                <Choice
                    name="preview_width"
                    legend=words.width
                    choices=vec![("wide", words.wide, true), ("360", words.narrow, false)]
                />
            </div>
            <div class="actions">
                <button
                    class="button button-secondary"
                    form="appearance"
                    formaction="/admin/appearance/preview"
                    formtarget="preview"
                >
                    {words.refresh}
                </button>
                <button class="button button-quiet" form="appearance" formaction="/admin/appearance/send">
                    <Icon name="send"/><span data-busy=words.sending>{(words.send)(&email)}</span>
                </button>
            </div>
            <div class="preview-frame">
                <iframe
                    class="frame mail"
                    name="preview"
                    id="preview"
                    sandbox=""
                    src=format!("/admin/appearance/preview?preview_locale={}", locale.as_str())
                    title=words.frame
                ></iframe>
            </div>
        </section>
    }
}

/// One of a few, in a row.
#[component]
fn Choice(
    /// The field, of no meaning to what is kept.
    name: &'static str,
    /// What is chosen.
    legend: &'static str,
    /// Value, name, whether it is chosen at first.
    choices: Vec<(&'static str, &'static str, bool)>,
) -> impl IntoView {
    let given = submitted().hidden(name).map(str::to_owned);
    let radios = choices.into_iter().map(|(value, label, is_first)| {
        let checked = given.as_deref().map_or(is_first, |given| given == value);
        view! {
            <label><input type="radio" name=name value=value form="appearance" checked=checked/><span>{label}</span></label>
        }
    });
    view! { <fieldset class="segments"><legend>{legend}</legend><div>{radios.collect_view()}</div></fieldset> }
}
