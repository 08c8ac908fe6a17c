//! What the form holds when it is shown again.

use super::actions::Editable;
use crate::error::{AppError, Field, Problem};
use crate::locale::time::Zone;
use crate::server::store::administration::ShownDetails;
use crate::ui::page_context::Submitted;
use crate::ui::pages::admin::groups::merge::merged_groups;
use std::collections::BTreeSet;

/// What the form holds.
pub struct Given {
    /// What was typed and is still meant.
    pub form: Submitted,
    /// What the form goes by: only what differs from it is changed.
    pub shown: String,
    /// Whether sending it says that the reader's own role is meant to end.
    pub is_sure: bool,
}

/// After a refusal the form goes by what it showed at first; where something was changed elsewhere, it shows that
/// and goes by it, but for what was typed.
pub fn given(form: Submitted, person: &Editable) -> Given {
    let now = person.shown();
    let is_sure = form.field_error(Field::Role).is_some_and(|error| error.problem == Problem::OwnRole)
        || (form.hidden("sure").is_some() && form.given(Field::Role) == Some("member"));
    let written = |shown: &ShownDetails| serde_json::to_string(shown).unwrap_or_default();
    let sent = form.hidden("shown").map(str::to_owned);
    let old: Option<ShownDetails> = sent.as_deref().and_then(|sent| serde_json::from_str(sent).ok());
    match (old, &form.error) {
        (Some(old), Some(AppError::ChangedMeanwhile(_))) => {
            let groups = groups(&form, &old, &now);
            let untouched = untouched(&form, &old);
            let form = form.without(&untouched).with(Field::Groups, groups);
            Given { form, shown: written(&now), is_sure }
        }
        (Some(old), _) => Given { form, shown: written(&old), is_sure },
        _ => Given { form, shown: written(&now), is_sure },
    }
}

/// The fields that hold what they showed.
fn untouched(form: &Submitted, old: &ShownDetails) -> Vec<Field> {
    let shown = [
        (Field::DisplayName, old.display_name.as_str()),
        (Field::Email, &old.email),
        (Field::Role, &old.role),
        (Field::Locale, &old.locale),
        (Field::TimeZone, if old.time_zone.is_empty() { Zone::USUAL } else { &old.time_zone }),
    ];
    let holds = |field, shown| form.given(field).is_some_and(|typed| typed.trim() == shown);
    shown.into_iter().filter(|(field, shown)| holds(*field, *shown)).map(|(field, _)| field).collect()
}

fn groups(form: &Submitted, old: &ShownDetails, now: &ShownDetails) -> String {
    fn set(slugs: &[String]) -> BTreeSet<&str> {
        slugs.iter().map(String::as_str).collect()
    }
    match form.given(Field::Groups) {
        Some(typed) => merged_groups(&set(&old.groups), &typed.split_whitespace().collect(), &set(&now.groups)),
        None => now.groups.join(" "),
    }
}
