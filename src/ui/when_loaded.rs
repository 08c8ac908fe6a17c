//! A page that needs something of the database first.

use super::pages::error::page::failed;
use crate::error::AppError;
use leptos::prelude::*;

/// What `loading` brings, shown; or the page of its error, with its status.
pub fn when_loaded<T, V>(
    loading: impl Future<Output = Result<T, AppError>> + Send + 'static,
    show: impl FnOnce(T) -> V + Send + 'static,
) -> impl IntoView
where
    T: Send + 'static,
    V: IntoView + 'static,
{
    let content = Suspend::new(async move {
        match loading.await {
            Ok(found) => show(found).into_any(),
            Err(error) => failed(error).into_any(),
        }
    });
    view! { <Suspense>{content}</Suspense> }
}
