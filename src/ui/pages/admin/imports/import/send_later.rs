//! Whether the mails of an import leave now or at a time that is chosen.

use super::texts::ImportTexts;
use crate::error::Field;
use crate::locale::time::field_moment;
use crate::server::imports::{MAX_AHEAD, suggest_send_at};
use crate::ui::components::field::{described_by, typed_or};
use crate::ui::components::{FieldError, LabeledField, page, problem_of, submitted};
use leptos::prelude::*;

/// Now, or later and when.
#[component]
pub fn SendLater(
    /// The texts.
    texts: &'static ImportTexts,
) -> impl IntoView {
    let (context, _) = page();
    let (words, zone, now) = (texts.preview, context.time_zone.clone(), context.now);
    let is_later = submitted().given(Field::Send) == Some("later");
    let choices = [("now", words.send_now, !is_later), ("later", words.send_later, is_later)];
    let choices = choices.map(|(value, label, checked)| {
        view! {
            <label class="choice">
                <input type="radio" name="send" value=value checked=checked/><span>{label}</span>
            </label>
        }
    });
    view! {
        <fieldset class="field" id="send">
            <legend>{words.send}</legend>
            <FieldError field=Field::Send/>
            {choices}
        </fieldset>
        <div class="when-later">
            <LabeledField field=Field::SendAt label=words.send_at hint=(words.send_at_hint)(&zone.display_name(context.locale))>
                <input
                    class="input-short"
                    type="datetime-local"
                    id="send_at"
                    name="send_at"
                    min=field_moment(&zone, now)
                    max=field_moment(&zone, now.plus(MAX_AHEAD))
                    value=typed_or(Field::SendAt, suggest_send_at(&zone, now))
                    aria-describedby=described_by(Field::SendAt, true)
                    aria-invalid=problem_of(Field::SendAt).map(|_| "true")
                />
            </LabeledField>
        </div>
    }
}
