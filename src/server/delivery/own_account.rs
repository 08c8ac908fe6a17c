//! Mails about another address, whose links are drawn when they leave.

use super::attempt::{finish, send};
use super::{DeliveryError, Outcome, deliver_notice, obsolete, recipient, recipient_user, send_notice};
use crate::server::AppState;
use crate::server::email::letter::{Occasion, Undo};
use crate::server::email::{Letter, Mailer, Recipient};
use crate::server::keys::Token;
use crate::server::rate_limit::UNDO_LINK;
use crate::server::store::outbox::Delivery;

/// To the new address, which is nobody's yet.
pub(super) async fn deliver_address_link(
    state: &AppState,
    mailer: &Mailer,
    delivery: &Delivery,
) -> Result<Outcome, DeliveryError> {
    let Some(user) = recipient_user(state, delivery).await? else {
        return obsolete(state, delivery).await;
    };
    let token = Token::draw();
    let Some(change) = state.store.set_address_change_token(delivery, &user.id, &token.hash()).await? else {
        return obsolete(state, delivery).await;
    };
    let to = Recipient { email: change.email, ..recipient(&user) };
    let letter =
        Letter::ConfirmAddress { token: token.reveal(), valid_until: change.expires_at, address: change.address };
    let answer = send(state, mailer, delivery, &to, &letter).await;
    finish(state, delivery, None, answer).await
}

/// To both addresses; to the earlier one with a link back.
pub(super) async fn deliver_own_address_change(
    state: &AppState,
    mailer: &Mailer,
    delivery: &Delivery,
    occasion: Occasion,
) -> Result<Outcome, DeliveryError> {
    let Some(earlier) = &delivery.earlier_email else {
        let letter = Letter::OwnAddressChanged { occasion, undo: None };
        return deliver_notice(state, mailer, delivery, &letter).await;
    };
    let Some(user) = recipient_user(state, delivery).await? else {
        return obsolete(state, delivery).await;
    };
    let token = Token::draw();
    let valid_until = state.clock.now().plus(UNDO_LINK).to_full_minute();
    if !state.store.insert_address_undo(delivery, &user.id, earlier, &token.hash(), valid_until).await? {
        return obsolete(state, delivery).await;
    }
    let undo = Some(Undo { token: token.reveal(), valid_until });
    send_notice(state, mailer, delivery, &user, &Letter::OwnAddressChanged { occasion, undo }).await
}

/// Tells somebody what they may do now.
pub(super) async fn deliver_role(
    state: &AppState,
    mailer: &Mailer,
    delivery: &Delivery,
    occasion: Occasion,
) -> Result<Outcome, DeliveryError> {
    let Some(user) = recipient_user(state, delivery).await? else {
        return obsolete(state, delivery).await;
    };
    send_notice(state, mailer, delivery, &user, &Letter::RoleChanged { role: user.role, occasion }).await
}
