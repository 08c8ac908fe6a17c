//! What the handlers of forms that only admins may send begin with.

use super::form_body::Fields;
use super::{form_body, forms, render};
use crate::error::AppError;
use crate::server::request_context::RequestContext;
use crate::server::session::{self, Admin, Session};
use crate::server::{AppState, accounts};
use crate::ui::page_route::PageRoute;
use axum::Extension;
use axum::body::Body;
use axum::extract::{FromRequest, FromRequestParts as _};
use axum::http::Request;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};

/// A form that an admin has sent. To others, and to a body that is no form of ours, it is the answer that says so.
pub struct AdminForm {
    /// What is known of the request.
    pub request_context: RequestContext,
    /// The head of the request.
    pub parts: Parts,
    /// The sender's session, looked up again once the body had come.
    pub session: Session,
    /// What the actions of admins ask for.
    pub admin: Admin,
    /// The names and values of the form.
    pub fields: Fields,
}

impl AdminForm {
    /// What the form says in the field `name`.
    pub fn value(&self, name: &str) -> Option<&str> {
        form_body::value(&self.fields, name)
    }

    /// The sender, who has confirmed with the own password if the form has one.
    ///
    /// # Errors
    /// As [`accounts::confirmed_admin`].
    pub async fn confirmed_admin(&self, state: &AppState) -> Result<Admin, AppError> {
        accounts::confirmed_admin(state, &self.request_context, self.value("current_password")).await
    }

    /// The answer to a form that was refused: `page` again, with what was typed and why.
    pub async fn refused(self, state: &AppState, page: &'static PageRoute, error: AppError) -> Response {
        forms::refused(state, self.request_context, &self.parts, page, self.fields, error).await
    }
}

impl FromRequest<AppState> for AdminForm {
    type Rejection = Response;

    async fn from_request(request: Request<Body>, state: &AppState) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let Extension(mut request_context) = Extension::<RequestContext>::from_request_parts(&mut parts, state)
            .await
            .map_err(IntoResponse::into_response)?;
        let (_, fields) = forms::fields(state, &mut request_context, &parts, body).await.map_err(|answer| *answer)?;
        match session::require_admin_session(&request_context) {
            Ok((session, admin)) => {
                let session = session.clone();
                Ok(Self { request_context, parts, session, admin, fields })
            }
            Err(error) => Err(render::error(state, request_context, &parts, error).await),
        }
    }
}
