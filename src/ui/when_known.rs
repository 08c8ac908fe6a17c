//! A page that needs something of the database first.

use super::pages::error::page::failed;
use crate::error::AppError;
use leptos::prelude::*;

/// What `asked` brings, shown; or the page of its error, with its status.
pub fn when_known<T, V>(
    asked: impl Future<Output = Result<T, AppError>> + Send + 'static,
    show: impl FnOnce(T) -> V + Send + 'static,
) -> impl IntoView
where
    T: Send + 'static,
    V: IntoView + 'static,
{
    let known = Suspend::new(async move {
        match asked.await {
            Ok(found) => show(found).into_any(),
            Err(error) => failed(error).into_any(),
        }
    });
    view! { <Suspense>{known}</Suspense> }
}
