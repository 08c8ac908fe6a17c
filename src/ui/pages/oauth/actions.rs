//! What the pages of the sign-in know of the app that waits.

use crate::server::oidc::authorize;
use crate::ui::response::request_context;

/// What people call the app whose sign-in goes on at `next`; none where no app waits.
pub async fn find_waiting_app(next: Option<String>) -> Option<String> {
    let (state, context) = request_context();
    let found = authorize::find_at(&state, &context, next.as_deref()).await.ok()??;
    Some(found.app.details.name.as_str().to_owned())
}
