//! JSON Web Signatures in their compact form (RFC 7515), made and checked with `ring`.

use crate::domain::SigningAlgorithm;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::rsa::PublicKeyComponents;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _, RSA_PKCS1_2048_8192_SHA256,
    RSA_PKCS1_SHA256, RsaKeyPair, RsaPublicKeyComponents, UnparsedPublicKey,
};
use serde_json::{Value, json};

/// The private half of a key.
pub enum SigningKey {
    /// RSA.
    Rs256(RsaKeyPair),
    /// P-256.
    Es256(EcdsaKeyPair),
}

impl SigningKey {
    /// Reads a key from PKCS#8; `None` when it is for another algorithm.
    pub fn from_pkcs8(algorithm: SigningAlgorithm, pkcs8: &[u8]) -> Option<Self> {
        match algorithm {
            SigningAlgorithm::Rs256 => RsaKeyPair::from_pkcs8(pkcs8).ok().map(Self::Rs256),
            SigningAlgorithm::Es256 => {
                let random = SystemRandom::new();
                EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8, &random).ok().map(Self::Es256)
            }
        }
    }

    /// The public half as a JWK (RFC 7517), under the name `kid`.
    pub fn public_jwk(&self, kid: &str) -> Value {
        match self {
            Self::Rs256(pair) => {
                let public = PublicKeyComponents::<Vec<u8>>::from(pair.public_key());
                json!({ "kty": "RSA", "use": "sig", "alg": "RS256", "kid": kid,
                        "n": encode(&public.n), "e": encode(&public.e) })
            }
            Self::Es256(pair) => {
                // 4, x, y (SEC 1, 2.3.3).
                let (x, y) = pair.public_key().as_ref()[1..].split_at(32);
                json!({ "kty": "EC", "use": "sig", "alg": "ES256", "kid": kid, "crv": "P-256",
                        "x": encode(x), "y": encode(y) })
            }
        }
    }

    /// Signs `claims`; `typ` says what kind of token it is. `None` when `ring` cannot.
    pub fn sign(&self, kid: &str, typ: &str, claims: &Value) -> Option<String> {
        let algorithm = match self {
            Self::Rs256(_) => SigningAlgorithm::Rs256,
            Self::Es256(_) => SigningAlgorithm::Es256,
        };
        let header = json!({ "alg": algorithm.as_str(), "kid": kid, "typ": typ });
        let message = format!("{}.{}", encode(header.to_string().as_bytes()), encode(claims.to_string().as_bytes()));
        let random = SystemRandom::new();
        let signature = match self {
            Self::Rs256(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, message.as_bytes(), &mut signature).ok()?;
                signature
            }
            Self::Es256(pair) => pair.sign(&random, message.as_bytes()).ok()?.as_ref().to_vec(),
        };
        Some(format!("{message}.{}", encode(&signature)))
    }
}

/// Makes a P-256 key, as PKCS#8.
pub fn new_p256_key() -> Option<Vec<u8>> {
    let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new());
    made.ok().map(|made| made.as_ref().to_vec())
}

/// A token whose signature was not looked at yet.
pub struct Unverified<'a> {
    /// The name of the key that is said to have signed it.
    pub kid: String,
    /// What is said to have signed it.
    pub algorithm: SigningAlgorithm,
    claims: Value,
    message: &'a str,
    signature: Vec<u8>,
}

impl<'a> Unverified<'a> {
    /// Parses a token; `None` when we cannot have issued it: `none` and the `HS` algorithms are not in
    /// [`SigningAlgorithm`].
    pub fn parse(token: &'a str) -> Option<Self> {
        let (message, signature) = token.rsplit_once('.')?;
        let (header, claims) = message.split_once('.')?;
        let header: Value = serde_json::from_slice(&decode(header)?).ok()?;
        Some(Self {
            kid: header.get("kid")?.as_str()?.to_owned(),
            algorithm: SigningAlgorithm::parse(header.get("alg")?.as_str()?)?,
            claims: serde_json::from_slice(&decode(claims)?).ok()?,
            message,
            signature: decode(signature)?,
        })
    }

    /// The claims, if this public key has signed them.
    pub fn verify(self, jwk: &Value) -> Option<Value> {
        let member = |name: &str| decode(jwk.get(name)?.as_str()?);
        let message = self.message.as_bytes();
        match self.algorithm {
            SigningAlgorithm::Rs256 => {
                let public = RsaPublicKeyComponents { n: member("n")?, e: member("e")? };
                public.verify(&RSA_PKCS1_2048_8192_SHA256, message, &self.signature).ok()?;
            }
            SigningAlgorithm::Es256 => {
                let point = [vec![4], member("x")?, member("y")?].concat();
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(message, &self.signature).ok()?;
            }
        }
        Some(self.claims)
    }
}

/// Base64url without padding.
pub fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn decode(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}
