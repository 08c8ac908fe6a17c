//! Mails whose links are drawn when they leave: to confirm a registration, to set a password.

use super::attempt::{finish, send};
use super::{DeliveryError, Outcome, obsolete, recipient, recipient_user};
use crate::server::AppState;
use crate::server::email::{Letter, Mailer, Recipient};
use crate::server::keys::Token;
use crate::server::rate_limit::PASSWORD_LINK;
use crate::server::store::outbox::Delivery;

/// To an address that is nobody's yet.
pub(super) async fn deliver_confirmation(
    state: &AppState,
    mailer: &Mailer,
    delivery: &Delivery,
) -> Result<Outcome, DeliveryError> {
    let registration = match &delivery.registration_id {
        Some(id) => state.store.find_registration(id).await?,
        None => None,
    };
    let Some(registration) = registration else {
        return obsolete(state, delivery).await;
    };
    let token = Token::draw();
    if !state.store.set_registration_token(delivery, &token.hash()).await? {
        return obsolete(state, delivery).await;
    }
    let to = Recipient {
        email: registration.email,
        display_name: registration.display_name,
        locale: registration.locale,
        time_zone: None,
    };
    let letter = Letter::ConfirmRegistration { token: token.reveal(), valid_until: registration.expires_at };
    let answer = send(state, mailer, delivery, &to, &letter).await;
    finish(state, delivery, None, answer).await
}

/// To somebody who has forgotten the password.
pub(super) async fn deliver_password_link(
    state: &AppState,
    mailer: &Mailer,
    delivery: &Delivery,
) -> Result<Outcome, DeliveryError> {
    let Some(user) = recipient_user(state, delivery).await? else {
        return obsolete(state, delivery).await;
    };
    let token = Token::draw();
    let valid_until = state.clock.now().plus(PASSWORD_LINK).to_full_minute();
    if !state.store.insert_password_link(delivery, &user.id, &token.hash(), valid_until).await? {
        return obsolete(state, delivery).await;
    }
    let letter = Letter::SetPassword { token: token.reveal(), valid_until, address: delivery.origin };
    let answer = send(state, mailer, delivery, &recipient(&user), &letter).await;
    finish(state, delivery, None, answer).await
}
