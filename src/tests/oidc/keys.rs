//! The keys that sign: what is shown of them, and how one follows another.

use super::client::{details, text};
use crate::app::TestApp;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chaveiro::domain::SigningAlgorithm;
use chaveiro::server::oidc::signing_keys;
use serde_json::{Value, json};

async fn kids(app: &TestApp) -> Vec<String> {
    let jwks = signing_keys::jwks(&app.state).await.unwrap();
    let keys = jwks["keys"].as_array().unwrap().clone();
    let mut kids: Vec<String> =
        keys.iter().filter(|key| key["alg"] == "ES256").map(|key| key["kid"].as_str().unwrap().to_owned()).collect();
    kids.sort();
    kids
}

fn header_of(token: &str) -> Value {
    let header = token.split('.').next().unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).unwrap()).unwrap()
}

/// O12: with both algorithms, and no private half anywhere.
#[tokio::test]
async fn id_tokens_are_signed_by_the_algorithm_of_the_app_with_a_key_of_the_jwks() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    for algorithm in [SigningAlgorithm::Rs256, SigningAlgorithm::Es256] {
        let mut app_details = details(algorithm.as_str());
        app_details.algorithm = algorithm;
        let client = app.client_with(app_details).await;
        let tokens = client.tokens(&app, &mut admin).await;
        let token = text(&tokens, "id_token");
        let header = header_of(token);
        assert_eq!(header["alg"], algorithm.as_str());
        let jwks: Value = serde_json::from_str(&app.browser().get("/oauth/jwks").await.text).unwrap();
        let keys = jwks["keys"].as_array().unwrap();
        let key = keys.iter().find(|key| key["kid"] == header["kid"]).expect("the key is shown");
        assert_eq!(key["use"], "sig");
        for private in ["d", "p", "q", "dp", "dq", "qi", "k"] {
            assert_eq!(key.get(private), None, "{private}");
        }
        assert!(signing_keys::verify(&app.state, token).await.unwrap().is_some());
        // One letter of what was signed, and other algorithms.
        let (message, signature) = token.rsplit_once('.').unwrap();
        let (_, claims) = message.split_once('.').unwrap();
        let changed = format!("{}x.{signature}", &message[..message.len() - 1]);
        assert!(signing_keys::verify(&app.state, &changed).await.unwrap().is_none());
        for alg in ["none", "HS256", "RS512"] {
            let header = json!({ "alg": alg, "kid": header["kid"] }).to_string();
            let forged = format!("{}.{claims}.{signature}", URL_SAFE_NO_PAD.encode(header));
            assert!(signing_keys::verify(&app.state, &forged).await.unwrap().is_none(), "{alg}");
        }
    }
}

#[tokio::test]
async fn a_private_key_is_nowhere_in_the_database_in_clear() {
    let app = TestApp::start().await;
    for algorithm in SigningAlgorithm::ALL {
        signing_keys::prepare(&app.state, algorithm).await.unwrap();
    }
    let stored = app.state.store.list_signing_keys().await.unwrap();
    assert_eq!(stored.len(), 2);
    for key in stored {
        let opened = app.state.keys.open_signing_key(&key.sealed, &key.kid).expect("our key opens it");
        assert!(app.state.keys.open_signing_key(&key.sealed, "other").is_none());
        for bytes in app.written_down().await {
            assert!(!bytes.windows(16).any(|window| window == &opened[opened.len() - 40..opened.len() - 24]));
        }
    }
}

/// O12: announced a day before it signs; the one before is shown a day longer, and forgotten later.
#[tokio::test]
async fn every_ninety_days_another_key_signs_and_nobody_meets_one_they_could_not_know() {
    const DAY: u64 = 24 * 3600;
    let app = TestApp::start().await;
    let client = app.client("moodle").await;
    let mut admin = app.admin().await;
    let first = text(&client.tokens(&app, &mut admin).await, "id_token").to_owned();
    let old = header_of(&first)["kid"].as_str().unwrap().to_owned();
    let signed_by = async || {
        let token = signing_keys::sign(&app.state, SigningAlgorithm::Es256, "JWT", &json!({})).await.unwrap();
        header_of(&token)["kid"].as_str().unwrap().to_owned()
    };
    app.advance(88 * DAY);
    signing_keys::rotate(&app.state).await.unwrap();
    assert_eq!(kids(&app).await, std::slice::from_ref(&old));
    app.advance(DAY + 60);
    signing_keys::rotate(&app.state).await.unwrap();
    signing_keys::rotate(&app.state).await.unwrap();
    let both = kids(&app).await;
    assert_eq!(both.len(), 2, "announced");
    assert_eq!(signed_by().await, old);
    app.advance(DAY);
    assert_ne!(signed_by().await, old);
    assert_eq!(kids(&app).await, both, "still shown");
    app.advance(DAY + 60);
    assert_eq!(kids(&app).await.len(), 1);
    assert!(signing_keys::verify(&app.state, &first).await.unwrap().is_some(), "an old hint");
    app.advance(31 * DAY);
    signing_keys::rotate(&app.state).await.unwrap();
    assert!(signing_keys::verify(&app.state, &first).await.unwrap().is_none());
}

#[tokio::test]
async fn two_nodes_that_start_at_once_make_one_key() {
    let app = TestApp::start().await;
    let made = (0..4).map(|_| signing_keys::prepare(&app.state, SigningAlgorithm::Es256));
    assert!(futures::future::join_all(made).await.iter().all(Result::is_ok));
    assert_eq!(kids(&app).await.len(), 1);
}
