//! The frame of every page.

use super::codes_warning::CodesWarning;
use super::footer::Footer;
use super::header::{DevelopmentBar, Header};
use super::mail_warning::MailWarning;
use super::{Icon, page, submitted};
use crate::ui::kept_form::ShownAgain;
use html_escape::encode_text;
use leptos::prelude::*;
use leptos_meta::Title;

/// Where one is in the navigation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NavItem {
    /// On a page it does not name.
    #[default]
    Elsewhere,
    /// `/admin`
    Overview,
    /// `/admin/users`
    Users,
    /// `/admin/users/new`
    NewUser,
    /// `/admin/apps`
    Apps,
    /// `/apps`
    OwnApps,
    /// `/admin/groups`
    Groups,
    /// `/admin/mail`
    Mail,
    /// `/admin/audit`
    Audit,
    /// `/admin/appearance`
    Appearance,
    /// `/account`
    Account,
}

/// The frame of every page: its title, header and footer, and the
/// content between. After a refused form the title begins with that.
#[component]
pub fn Frame(
    /// The title, which the heading of the content repeats.
    #[prop(into)]
    title: String,
    /// Whether it is a page of the entrance, before one is in.
    #[prop(optional)]
    entry: bool,
    /// The entry of the navigation that is current.
    #[prop(optional)]
    nav: NavItem,
    /// The class of the content, where it is not a plain stack.
    #[prop(optional)]
    class: Option<&'static str>,
    /// The content.
    children: Children,
) -> impl IntoView {
    let (context, texts) = page();
    let error = if submitted().error.is_some() { texts.form.error } else { "" };
    let title = format!("{error}{title} – {}", context.organization);
    // `leptos_meta` 0.8 writes a title into the document as it is: a name with `</title>` in it would go on as markup.
    let title = encode_text(&title).into_owned();
    view! {
        <Title text=title/>
        <div class=if entry { "site entry" } else { "site" }>
            <a class="skip" href="#main">{texts.frame.skip}</a>
            <DevelopmentBar/>
            <Header nav=nav/>
            <main id="main" tabindex="-1">
                <template id="unreachable">
                    <div class="banner banner-warning unreachable" role="alert">
                        <Icon name="alert"/>
                        <h2>{texts.form.unreachable}</h2>
                        <p>{texts.form.unreachable_body}</p>
                    </div>
                </template>
                <div class=class.unwrap_or("stack")><CodesWarning/><MailWarning/><ShownAgain/>{children()}</div>
            </main>
            <Footer/>
        </div>
    }
}
