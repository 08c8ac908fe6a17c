//! Forms that were open while somebody else changed the same thing: each says in a hidden field what it has `shown`.

use crate::domain::three_way::{is_same, merge_sets};
use crate::domain::{AppAccess, AppKind, Locale, Role};
use crate::error::{AppError, Field, FieldError, Problem};
use crate::locale;
use crate::server::apps::typed::slugs;
use crate::ui::components::footer::own_name;
use crate::ui::page_context::Submitted;
use crate::ui::pages::admin::apps::texts;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The values that a form was shown with, which it sends back in a hidden field.
pub trait FormValues: Serialize + DeserializeOwned {
    /// Each field with its value, as the form has it; groups are separated by spaces.
    fn fields(&self) -> Vec<(Field, String)>;
}

/// Reads what a form has shown; none where it does not say.
///
/// # Errors
/// [`AppError::MalformedRequest`].
pub fn read_shown<S: FormValues>(sent: Option<&str>) -> Result<Option<S>, AppError> {
    sent.map(serde_json::from_str).transpose().map_err(|_| AppError::MalformedRequest)
}

/// What the form with this field goes by: what it held before anybody typed, or what it holds `now`, once a refusal
/// has said so. Sent again, what was typed is meant then.
pub fn merge_base(form: &Submitted, field: Field, now: String) -> String {
    let is_told = matches!(form.error, None | Some(AppError::ChangedMeanwhile(_)));
    form.given(field).and(form.hidden("shown")).filter(|_| !is_told).map_or(now, str::to_owned)
}

/// A form with several fields, to be shown again, and what it goes by. Where something was changed elsewhere, it shows
/// what is so `now`, but for what was typed.
pub fn shown_again<S: FormValues>(mut form: Submitted, now: &S) -> (Submitted, String) {
    let now_text = serde_json::to_string(now).unwrap_or_default();
    let Ok(Some(old)) = read_shown::<S>(form.hidden("shown")) else { return (form, now_text) };
    let shown = merge_base(&form, Field::DisplayName, now_text);
    if matches!(form.error, Some(AppError::ChangedMeanwhile(_))) {
        for ((field, shown), (_, now)) in old.fields().into_iter().zip(now.fields()) {
            let Some(typed) = form.given(field).map(str::to_owned) else { continue };
            if field == Field::Groups {
                let groups = merge_sets(&slugs(&shown), &slugs(&typed), &slugs(&now));
                form = form.with(field, groups.into_iter().collect::<Vec<_>>().join(" "));
            } else if is_same(&typed, &shown) {
                form = form.without(&[field]);
            }
        }
    }
    (form, shown)
}

/// Says what the fields hold by now as the reader calls it.
pub fn describe_now(locale: Locale, error: AppError) -> AppError {
    let AppError::ChangedMeanwhile(mut changed) = error else { return error };
    let words = texts::texts(locale);
    for FieldError { field, problem } in &mut changed {
        let Problem::ChangedMeanwhile { now } = problem else { continue };
        let word = match field {
            Field::Role => Role::parse(now).map(|role| locale::role(locale, role)),
            Field::Locale => Locale::parse(now).map(own_name),
            Field::Kind => AppKind::parse(now).map(|kind| (words.kind_of)(kind).0),
            Field::Access => AppAccess::parse(now).map(|access| (words.access_of)(access).0),
            Field::ClaimsInIdToken => Some(if now == "yes" { words.yes } else { words.no }),
            _ => None,
        };
        *now = word.map_or_else(|| now.split_whitespace().collect::<Vec<_>>().join(" "), str::to_owned);
    }
    AppError::ChangedMeanwhile(changed)
}
