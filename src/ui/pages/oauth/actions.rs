//! What the pages of the sign-in know of the app that waits.

use crate::server::oidc::authorize::{self, CONTINUE};
use crate::ui::response::request_context;

/// What people call the app whose sign-in goes on at `next`; none where no app waits.
pub async fn find_waiting_app(next: Option<String>) -> Option<String> {
    let next = next?;
    let (state, context) = request_context();
    let found = authorize::find(&state, &context, handle_of(&next)?).await.ok()??;
    Some(found.app.details.name.as_str().to_owned())
}

/// The handle in the address of a request that waits: none where it has none, and nothing where it is
/// another address.
fn handle_of(next: &str) -> Option<Option<&str>> {
    let rest = next.strip_prefix(CONTINUE)?;
    if rest.is_empty() { Some(None) } else { Some(Some(rest.strip_prefix("?request=")?)) }
}
