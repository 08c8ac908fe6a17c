//! Components that several pages share.

pub mod badge;
pub mod banner;
pub mod chips;
pub mod codes_warning;
pub mod copy_button;
pub mod counters;
pub mod day_field;
pub mod error_summary;
pub mod field;
pub mod footer;
pub mod frame;
pub mod header;
pub mod hidden;
pub mod icon;
pub mod link;
pub mod mail_server_answer;
pub mod mail_warning;
pub mod moment;
pub mod new_password;
pub mod page_heading;
pub mod password;
pub mod qr;
pub mod question_frame;
pub mod search_field;
pub mod status_badge;
pub mod user_fields;

pub use badge::Badge;
pub use banner::{Banner, Done, Tone};
pub use copy_button::CopyButton;
pub use counters::Counters;
pub use error_summary::ErrorSummary;
pub use field::{FieldError, LabeledField, LinesField, TextField};
pub use frame::{Frame, NavItem};
pub use hidden::{Once, SureEmail};
pub use icon::Icon;
pub use link::{LinkForm, LinkToken};
pub use mail_server_answer::MailServerAnswer;
pub use mail_warning::MailWarning;
pub use moment::{Ago, Moment};
pub use new_password::NewPassword;
pub use page_heading::PageHeading;
pub use password::{Code, ConfirmPassword, LinkOwner, Password, Username};
pub use question_frame::QuestionFrame;
pub use search_field::SearchField;
pub use status_badge::{DeliveryBadge, StatusBadge};

use crate::error::{AppError, Field};
use crate::locale;
use crate::ui::page_context::{PageContext, Submitted};
use crate::ui::texts::{PageTexts, texts};
use leptos::prelude::*;
use std::sync::Arc;

/// What every page knows of the request, and the texts in its language.
pub fn page() -> (Arc<PageContext>, &'static PageTexts) {
    let context = expect_context::<Arc<PageContext>>();
    let texts = texts(context.locale);
    (context, texts)
}

/// The form that was refused, if one was.
pub fn submitted() -> Submitted {
    use_context::<Submitted>().unwrap_or_default()
}

/// What is wrong with a field, in words.
pub fn problem_of(field: Field) -> Option<String> {
    let (context, _) = page();
    let submitted = submitted();
    // The one error that is about a field without being of the form's own kind.
    if let (Field::CurrentPassword, Some(error @ AppError::PasswordNeeded)) = (field, &submitted.error) {
        return Some(locale::message(context.locale, error));
    }
    let wrong = submitted.field_error(field)?;
    Some(locale::problem(context.locale, &context.time_zone, &wrong.problem).into_owned())
}
