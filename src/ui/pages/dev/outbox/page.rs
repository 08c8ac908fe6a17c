//! `/dev/outbox`: the mails that development mode keeps instead of sending.

use super::actions::{find_captured_mail, list_captured_mails};
use crate::ui::address::{id, query};
use crate::ui::components::{Frame, Icon, Moment, PageHeading, page};
use crate::ui::when_loaded::when_loaded;
use leptos::prelude::*;

/// All of them, newest first.
#[component]
pub fn OutboxPage() -> impl IntoView {
    when_loaded(list_captured_mails(), |mails| {
        let (_, texts) = page();
        let outbox = texts.dev_outbox;
        let list = if mails.is_empty() {
            view! {
                <div class="frame">
                    <div class="empty">
                        <Icon name="mail"/>
                        <h2>{outbox.empty}</h2>
                        <p>{outbox.empty_hint}</p>
                        <a class="button" href="/admin/users/new">{outbox.empty_link}</a>
                    </div>
                </div>
            }
            .into_any()
        } else {
            let rows = mails.into_iter().map(|mail| {
                view! {
                    <li>
                        <div>
                            <a href=format!("/dev/outbox/{}", mail.id)><strong>{mail.subject}</strong></a>
                            <span class="sub">{outbox.to}" "{mail.to}</span>
                        </div>
                        <span class="muted"><Moment at=mail.at/></span>
                    </li>
                }
            });
            view! { <ul class="rows frame">{rows.collect_view()}</ul> }.into_any()
        };
        view! {
            <Frame title=outbox.title>
                <PageHeading title=outbox.title lede=outbox.lede/>
                {list}
            </Frame>
        }
    })
}

/// One of them, a part at a time.
#[component]
pub fn CapturedMailPage() -> impl IntoView {
    let id = id();
    let shown = query("part").unwrap_or_default();
    when_loaded(async move { find_captured_mail(&id).await }, move |mail| {
        let (_, texts) = page();
        let outbox = texts.dev_outbox;
        let tabs = [("text", outbox.text), ("html", outbox.html), ("headers", outbox.headers), ("raw", outbox.raw)];
        let current = tabs.iter().map(|(part, _)| *part).find(|part| *part == shown).unwrap_or("text");
        let language = mail.headers.iter().find(|(name, _)| name == "Content-Language").map(|(_, tag)| tag.clone());
        let part = match current {
            "html" => view! {
                <iframe
                    class="frame mail"
                    sandbox=""
                    src=format!("/dev/outbox/{}/html", mail.id)
                    title=outbox.html_frame
                ></iframe>
            }
            .into_any(),
            "headers" => {
                let facts = mail.headers.into_iter().map(|(name, value)| {
                    view! { <dt>{name}</dt><dd>{value}</dd> }
                });
                view! { <div class="frame"><dl class="facts mail">{facts.collect_view()}</dl></div> }.into_any()
            }
            "raw" => view! { <pre class="frame mail" tabindex="0">{mail.raw}</pre> }.into_any(),
            _ => view! { <pre class="frame mail" tabindex="0" lang=language.clone()>{mail.text}</pre> }.into_any(),
        };
        let links = tabs.map(|(name, label)| {
            let is_current = (name == current).then_some("page");
            view! { <li><a href=format!("/dev/outbox/{}?part={name}", mail.id) aria-current=is_current>{label}</a></li> }
        });
        view! {
            <Frame title=mail.subject.clone()>
                <p><a class="back" href="/dev/outbox">{outbox.title}</a></p>
                <div class="stack stack-s">
                    <h1 lang=language>{mail.subject}</h1>
                    <p class="muted">{outbox.to}" "{mail.to}" · "<Moment at=mail.at/></p>
                </div>
                <nav class="tabs" aria-label=outbox.parts><ul>{links}</ul></nav>
                {part}
            </Frame>
        }
    })
}
