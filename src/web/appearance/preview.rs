//! The mail that shows an admin how the organization's appearance looks, before and after it is saved.

use crate::domain::{Appearance, DisplayName, Locale};
use crate::error::AppError;
use crate::locale;
use crate::server::AppState;
use crate::server::appearance::{self, TypedAppearance, preview as sample};
use crate::server::flash::Flash;
use crate::server::keys::Token;
use crate::server::outbox::Tested;
use crate::server::request_context::RequestContext;
use crate::server::session::{self, Session};
use crate::ui::address::PageAddress;
use crate::ui::page_context::Submitted;
use crate::ui::pages::APPEARANCE;
use crate::ui::pages::admin::appearance::texts::texts;
use crate::web::admin_form::AdminForm;
use crate::web::render;
use axum::Extension;
use axum::extract::State;
use axum::http::request::Parts;
use axum::response::Response;
use html_escape::encode_text as escaped;

/// The mail with what is kept now, for the frame as it is first shown.
pub async fn saved(
    State(state): State<AppState>,
    Extension(request_context): Extension<RequestContext>,
    parts: Parts,
) -> Response {
    let session = match session::require_admin_session(&request_context) {
        Ok((session, _)) => session,
        Err(error) => return render::error(&state, request_context, &parts, error).await,
    };
    let address = PageAddress::new(parts.uri.path_and_query().map_or("", |whole| whole.as_str()), "");
    let given = |name: &str| address.values(name).last();
    let shown = appearance::current(&state).await;
    framed(&state, &request_context, session, &given, Ok(shown.appearance.clone()))
}

/// The mail with what is typed now.
pub async fn typed(State(state): State<AppState>, form: AdminForm) -> Response {
    let given = |name: &str| form.value(name).map(str::to_owned);
    let appearance = read_typed(&form).appearance(&state).await;
    framed(&state, &form.request_context, &form.session, &given, appearance)
}

/// Sends the mail with what is typed now to who asks for it, and keeps nothing.
pub async fn send(State(state): State<AppState>, form: AdminForm) -> Response {
    let sent = async {
        let appearance = read_typed(&form).appearance(&state).await?;
        let locale = locale_of(form.value("preview_locale"), &form.request_context);
        let typed: Vec<&str> = form.fields.iter().map(|(_, value)| value.as_str()).collect();
        let token = form.value("once").and_then(Token::parse).map(|once| state.keys.form_token(&once, &typed));
        sample::send(&state, &form.admin, &form.session.user, locale, &appearance, token).await
    };
    match sent.await {
        // The page again with what is typed, which nothing has kept so far.
        Ok(sent) => {
            let notice = match sent {
                Tested::Accepted => "notice=sent",
                Tested::Repeated => "notice=sent-before",
            };
            let flash = Flash::new(&state, APPEARANCE.path, notice);
            let request_context = RequestContext { flash: Some(flash), ..form.request_context };
            let address = PageAddress::new(APPEARANCE.path, "");
            let submitted = Submitted::typed(form.fields);
            render::page(&state, request_context, &form.parts, APPEARANCE, address, submitted).await
        }
        Err(error) => form.refused(&state, APPEARANCE, error).await,
    }
}

fn read_typed(form: &AdminForm) -> TypedAppearance {
    let text = |name| form.value(name).unwrap_or_default().to_owned();
    TypedAppearance {
        organization: text("organization_name"),
        accent_color: text("accent_color"),
        introduction_pt_br: text("introduction_pt_br"),
        signature_pt_br: text("signature_pt_br"),
        introduction_en: text("introduction_en"),
        signature_en: text("signature_en"),
    }
}

fn locale_of(given: Option<&str>, request_context: &RequestContext) -> Locale {
    given.and_then(Locale::parse).unwrap_or(request_context.locale)
}

/// The mail for the frame of the page; or what is wrong with what is typed.
fn framed(
    state: &AppState,
    request_context: &RequestContext,
    session: &Session,
    given: &impl Fn(&str) -> Option<String>,
    appearance: Result<Appearance, AppError>,
) -> Response {
    let words = texts(request_context.locale);
    let appearance = match appearance {
        Ok(appearance) => appearance,
        Err(error) => return render::framed(plain(words.frame, &problems(request_context, &error))),
    };
    let locale = locale_of(given("preview_locale").as_deref(), request_context);
    let name = DisplayName::parse(words.example_name).unwrap_or_else(|_| session.user.display_name.clone());
    let preview = sample::write(state, &name, &session.user.display_name, locale, &appearance);
    render::framed(if given("preview_part").as_deref() == Some("text") {
        let head = format!("{}: {}\n{}: {}\n\n", words.subject, preview.subject, words.preheader, preview.preheader);
        plain(words.frame, &(head + &preview.text))
    } else {
        preview.html
    })
}

/// What is wrong, a paragraph for each field.
fn problems(request_context: &RequestContext, error: &AppError) -> String {
    let RequestContext { locale, time_zone, .. } = request_context;
    if error.fields().is_empty() {
        return locale::message(*locale, error);
    }
    let sentences = error.fields().iter().map(|wrong| locale::problem(*locale, time_zone, &wrong.problem));
    sentences.collect::<Vec<_>>().join("\n\n")
}

/// A text as a document of its own.
fn plain(title: &str, text: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\">\
         <title>{}</title></head><body style=\"margin:0\"><pre style=\"margin:1rem;white-space:pre-wrap;\
         overflow-wrap:anywhere;font:15px/1.55 ui-monospace,monospace\">{}</pre></body></html>\n",
        escaped(title),
        escaped(text)
    )
}
