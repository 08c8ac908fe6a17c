//! Ending sessions.

use crate::domain::UserId;
use crate::error::AppError;
use crate::server::AppState;
use crate::server::keys::session_handle;
use crate::server::request_context::RequestContext;
use crate::server::session::{Admin, Session};
use crate::server::store::audit::{AuditKind, By, Origin};

/// Ends the visitor's own session, of either kind.
pub async fn sign_out(state: &AppState, request_context: &RequestContext) -> Result<(), AppError> {
    if let Some(session) = &request_context.session {
        let by = By::user(&session.user.id, &request_context.origin);
        state.store.delete_session(&session.token_hash, &session.user.id, AuditKind::SignedOut, &by).await?;
        state.notify();
    }
    Ok(())
}

/// Ends all of the person's sessions but this one.
pub async fn end_other_sessions(state: &AppState, session: &Session, origin: &Origin) -> Result<(), AppError> {
    state.store.delete_other_sessions(&session.token_hash, &session.user.id, origin).await?;
    state.notify();
    Ok(())
}

/// Ends one of the person's sessions, named by its [`session_handle`]. One that is not among
/// them has ended already: a form sent twice finds it gone.
pub async fn end_session(state: &AppState, session: &Session, handle: &str, origin: &Origin) -> Result<(), AppError> {
    end_named(state, &session.user.id, handle, &By::user(&session.user.id, origin)).await
}

/// Ends a person's session for an admin.
pub async fn end_session_of(state: &AppState, admin: &Admin, user_id: &UserId, handle: &str) -> Result<(), AppError> {
    end_named(state, user_id, handle, admin.by()).await
}

async fn end_named(state: &AppState, user_id: &UserId, handle: &str, by: &By) -> Result<(), AppError> {
    let sessions = state.store.list_sessions_of(user_id).await?;
    let named = sessions.iter().find(|stored| session_handle(&stored.token_hash) == handle);
    if let Some(stored) = named {
        state.store.delete_session(&stored.token_hash, user_id, AuditKind::SessionsEnded, by).await?;
        state.notify();
    }
    Ok(())
}
