//! A letter made into a mail: headers and the two parts.

use crate::domain::Logo;
use lettre::Address;
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Body, Mailbox, Message, MultiPart, SinglePart};

use super::envelope::{Addressee, Sender};
use super::letter::Written;
use super::outcome::{SendError, Step, Verdict};
use super::{header, html, text};

/// The finished mail.
///
/// `multipart/alternative`, the text first (RFC 2046, 5.1.4: the last one is
/// the richest). Both parts are quoted-printable: whatever a name contains, no
/// line grows too long and no bare CR or LF gets through.
pub(super) fn compose(sender: &Sender, to: &Addressee, letter: &Written) -> Result<Message, SendError> {
    let address = to.email.as_str().parse().map_err(|_| SendError {
        step: Step::Recipient,
        verdict: Verdict::Refused,
        answer: "no mail can be addressed to this email address".to_owned(),
    })?;

    let to = Mailbox::new(letter.addressee.clone(), address);
    let from = with_ascii_host(&sender.from);
    let reply_to = sender.reply_to.as_ref().map(with_ascii_host);
    let mut builder = Message::builder()
        .from(from.clone())
        .to(to.clone())
        .subject(letter.subject.clone())
        .date_now()
        .message_id(Some(message_id(&from)))
        // RFC 3834, 5: a machine wrote this, so no machine shall answer it.
        .raw_header(raw_header("Auto-Submitted", "auto-generated"))
        // The same for Exchange, whose absence notes heed nothing else.
        .raw_header(raw_header("X-Auto-Response-Suppress", "All"))
        .raw_header(raw_header("Content-Language", letter.language));
    if let Some(reply_to) = &reply_to {
        builder = builder.reply_to(reply_to.clone());
    }

    let (plain, html) =
        (part(ContentType::TEXT_PLAIN, text::render(letter)), part(ContentType::TEXT_HTML, html::render(letter)));
    let alternatives = MultiPart::alternative().singlepart(plain);
    let parts = match &letter.logo {
        // RFC 2387: the logo belongs to the HTML part alone.
        Some(logo) => alternatives.multipart(MultiPart::related().singlepart(html).singlepart(logo_part(logo))),
        None => alternatives.singlepart(html),
    };
    let mut mail = builder.multipart(parts).expect("a mail with one From and one To is complete");
    // lettre's own lines are too long where an address follows an encoded name.
    let headers = mail.headers_mut();
    headers.insert_raw(header::mailbox("From", &from));
    headers.insert_raw(header::mailbox("To", &to));
    headers.insert_raw(header::text("Subject", &letter.subject));
    if let Some(reply_to) = &reply_to {
        headers.insert_raw(header::mailbox("Reply-To", reply_to));
    }
    Ok(mail)
}

fn part(content_type: ContentType, content: String) -> SinglePart {
    let content = content.replace("\r\n", "\n").replace('\r', "\n");
    let body = Body::new_with_encoding(content, ContentTransferEncoding::QuotedPrintable)
        .expect("quoted-printable can carry any text");
    SinglePart::builder().content_type(content_type).body(body)
}

fn logo_part(logo: &Logo) -> SinglePart {
    let content_type = ContentType::parse("image/png").expect("a content type");
    Attachment::new_inline_with_name(html::LOGO_ID.to_owned(), "logo.png".to_owned())
        .body(logo.png.to_vec(), content_type)
}

/// New for each mail, 128 random bits on the sender's domain (RFC 5322, 3.6.4).
#[expect(clippy::disallowed_methods, reason = "unique is enough: this is no secret")]
fn message_id(from: &Mailbox) -> String {
    let id: u128 = rand::random();
    format!("<{id:032x}@{}>", from.email.domain())
}

/// The same mailbox, its host in the `xn--` form that every mail server takes (RFC 5891). In the
/// text people read it as the operator wrote it.
fn with_ascii_host(mailbox: &Mailbox) -> Mailbox {
    if mailbox.email.domain().is_ascii() {
        return mailbox.clone();
    }
    let host = url::Host::parse(mailbox.email.domain()).map(|host| host.to_string());
    let email = host.ok().and_then(|host| Address::new(mailbox.email.user(), host).ok());
    Mailbox::new(mailbox.name.clone(), email.unwrap_or_else(|| mailbox.email.clone()))
}

fn raw_header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}
