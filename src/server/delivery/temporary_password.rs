//! The mail with a temporary password, and with the link to its own door.

use super::attempt::{finish, send};
use super::{DeliveryError, Outcome, obsolete, recipient, recipient_user};
use crate::server::AppState;
use crate::server::accounts::find_cpf;
use crate::server::email::{Letter, Mailer};
use crate::server::keys::Token;
use crate::server::password::HashError;
use crate::server::store::outbox::{Attempt, Delivery};
use crate::server::temporary_password::{NotDrawn, draw};
use std::time::Duration;

/// Draws a fresh one for each try; see [`super::deliver_next`] for the order.
pub(super) async fn deliver(state: &AppState, mailer: &Mailer, delivery: &Delivery) -> Result<Outcome, DeliveryError> {
    let Some(user) = recipient_user(state, delivery).await? else {
        return obsolete(state, delivery).await;
    };
    let requested = delivery.preset.unwrap_or(state.settings.preset);
    let cpf = find_cpf(state, &user.id).await?;
    // Beside one whose mail may have arrived: both are compared in one computation.
    let open = state.store.find_open_temporary_passwords(&user.id).await?;
    let sibling = open.first().map(|open| &open.hash);
    let turn = state.hasher.background_turn().await;
    let drawn = match draw(state, &user, requested, cpf.as_ref(), sibling).await {
        Ok(drawn) => drawn,
        Err(NotDrawn::Hash(error)) => {
            if error != HashError::Busy {
                tracing::error!("{error}");
            }
            return wait_for_the_hasher(state, delivery).await;
        }
        Err(NotDrawn::NoCpf) => {
            let attempt = Attempt { step: "draw", answer: &NotDrawn::NoCpf.to_string(), void_secret: None };
            state.store.set_failed(delivery, &attempt).await?;
            return Ok(Outcome::Failed);
        }
        Err(NotDrawn::Store(error)) => return Err(error.into()),
    };
    drop(turn);
    let link = Token::draw();
    let link_hash = link.hash();
    let secret = drawn.to_store(Some(&link_hash));
    let Some(secret) = state.store.insert_temporary_password(delivery, &user.id, &secret).await? else {
        return obsolete(state, delivery).await;
    };

    let creator = state.store.find_creator_name(&user.id).await?;
    let letter = Letter::TemporaryPassword {
        password: drawn.password.reveal(),
        link: link.reveal(),
        valid_until: drawn.valid_until,
        created_by: creator.as_deref(),
        again: state.store.find_any_delivered(&user.id).await?,
    };
    let answer = send(state, mailer, delivery, &recipient(&user), &letter).await;
    finish(state, delivery, Some(&secret), answer).await
}

/// People who sign in go first; the mail follows in a moment.
async fn wait_for_the_hasher(state: &AppState, delivery: &Delivery) -> Result<Outcome, DeliveryError> {
    let attempt = Attempt { step: "draw", answer: "", void_secret: None };
    let again = state.clock.now().plus(Duration::from_secs(5));
    state.store.set_waiting(delivery, &attempt, again, false).await?;
    Ok(Outcome::Waiting)
}
