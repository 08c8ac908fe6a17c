//! The secret key and what is derived from it.

use aes_gcm_siv::aead::{Aead as _, KeyInit as _, Payload};
use aes_gcm_siv::{Aes256GcmSiv, Nonce};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::{Digest as _, Sha256};
use std::net::IpAddr;
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use crate::domain::{Cpf, UserId};
use crate::server::networks;
use crate::server::store::audit::AuditKey;
use crate::server::store::users::SealedCpf;

/// Keys for their purposes, all derived (HKDF-SHA256, RFC 5869) from the one
/// secret key, which is kept outside the database: a stolen database is
/// worthless without it.
#[derive(Clone)]
pub struct Keys {
    pepper: Zeroizing<[u8; 32]>,
    subjects: Zeroizing<[u8; 32]>,
    networks: Zeroizing<[u8; 32]>,
    cpf_seal: Zeroizing<[u8; 32]>,
    cpf_index: Zeroizing<[u8; 32]>,
    audit: Zeroizing<[u8; 32]>,
    rows: Zeroizing<[u8; 32]>,
    signing_seal: Zeroizing<[u8; 32]>,
    renewals: Zeroizing<[u8; 32]>,
    flashes: Zeroizing<[u8; 32]>,
    forms: Zeroizing<[u8; 32]>,
    mark: String,
}

impl Keys {
    /// Derives all keys from `secret`, which has 32 random bytes or more.
    pub fn derive(secret: &[u8]) -> Self {
        let source = Hkdf::<Sha256>::new(Some(b"chaveiro"), secret);
        let derive = |purpose: &[u8]| {
            let mut key = Zeroizing::new([0; 32]);
            source.expand(purpose, key.as_mut_slice()).expect("32 bytes can be expanded");
            key
        };
        Self {
            pepper: derive(b"password pepper 1"),
            subjects: derive(b"sign-in failure subjects 1"),
            networks: derive(b"limited networks 1"),
            cpf_seal: derive(b"cpf seal 1"),
            cpf_index: derive(b"cpf index 1"),
            audit: derive(b"audit chain 1"),
            rows: derive(b"import rows 1"),
            signing_seal: derive(b"signing keys 1"),
            renewals: derive(b"renewed tokens 1"),
            flashes: derive(b"messages shown once 1"),
            forms: derive(b"forms sent twice 1"),
            mark: hex::encode(derive(b"key mark 1").as_slice()),
        }
    }

    /// Tells this secret key from others without giving anything of it away.
    pub fn mark(&self) -> &str {
        &self.mark
    }

    /// What is mixed into every password hash.
    pub fn pepper(&self) -> Zeroizing<[u8; 32]> {
        self.pepper.clone()
    }

    /// What the chain of the audit log is keyed with.
    pub fn audit(&self) -> AuditKey {
        AuditKey(self.audit.clone())
    }

    /// Names `address` in the table of wrong tries without writing it there.
    pub fn failure_subject(&self, address: &str) -> String {
        hex::encode(keyed_hash(&self.subjects, address.as_bytes()))
    }

    /// The token of what was typed into the form that carries `form`: the same when it is sent again as it was.
    /// Passwords may be in it, of which the database holds nothing that can be tried out without the key.
    pub fn form_token(&self, form: &Token, typed: &[&str]) -> Token {
        let mut message = Zeroizing::new(form.0.as_bytes().to_vec());
        for text in typed {
            message.extend_from_slice(&text.len().to_le_bytes());
            message.extend_from_slice(text.as_bytes());
        }
        Token(Zeroizing::new(URL_SAFE_NO_PAD.encode(keyed_hash(&self.forms, &message))))
    }

    /// Names the network of `address` where its tries are counted, without
    /// writing it there. A network is what one person easily has to themselves:
    /// an IPv4 address, or the /64 that every IPv6 connection comes with. Before that comes the name of its /48, which
    /// one customer often has whole: `site:network`.
    pub fn network(&self, address: IpAddr) -> String {
        let name = |address: IpAddr| match address {
            IpAddr::V4(address) => hex::encode(keyed_hash(&self.networks, &address.octets())),
            IpAddr::V6(address) => hex::encode(keyed_hash(&self.networks, &address.octets())),
        };
        let (site, network) = (networks::site(address), networks::network(address));
        if network.is_ipv4() { name(network) } else { format!("{}:{}", name(site), name(network)) }
    }

    /// Names a browser where its tries are counted, apart from those of its network: by the hash of its own token,
    /// or of its session's.
    pub fn browser(&self, token_hash: &str) -> String {
        hex::encode(keyed_hash(&self.networks, format!("browser {token_hash}").as_bytes()))
    }

    /// Encrypts a CPF for its owner's row and no other.
    pub fn seal_cpf(&self, cpf: &Cpf, owner: &UserId) -> SealedCpf {
        SealedCpf { sealed: seal(&self.cpf_seal, cpf.digits(), owner.as_str()), index: self.cpf_index(cpf) }
    }

    /// A keyed hash of a CPF, for the unique index: it does not reveal the CPF.
    pub fn cpf_index(&self, cpf: &Cpf) -> String {
        hex::encode(keyed_hash(&self.cpf_index, cpf.digits().as_bytes()))
    }

    /// Decrypts a CPF; `None` when it was sealed under another key.
    pub fn open_cpf(&self, sealed: &str, owner: &UserId) -> Option<Cpf> {
        let opened = open(&self.cpf_seal, sealed, owner.as_str());
        if opened.is_none() {
            tracing::error!(user = owner.as_str(), "a CPF cannot be opened: was it sealed under another secret key?");
        }
        Cpf::parse(&opened?).ok()
    }

    /// Encrypts a row of an imported file, which may hold anything, for its
    /// place (`import/line`) and no other.
    pub fn seal_row(&self, row: &str, place: &str) -> String {
        seal(&self.rows, row, place)
    }

    /// Decrypts a row of an imported file; `None` when it was sealed under another key.
    pub fn open_row(&self, sealed: &str, place: &str) -> Option<String> {
        open(&self.rows, sealed, place)
    }

    /// Encrypts a key that signs tokens, under its name and no other.
    pub fn seal_signing_key(&self, pkcs8: &[u8], kid: &str) -> String {
        seal(&self.signing_seal, &Zeroizing::new(STANDARD_NO_PAD.encode(pkcs8)), kid)
    }

    /// Decrypts a key that signs tokens; `None` when it was sealed under another key.
    pub fn open_signing_key(&self, sealed: &str, kid: &str) -> Option<Zeroizing<Vec<u8>>> {
        let opened = Zeroizing::new(open(&self.signing_seal, sealed, kid)?);
        STANDARD_NO_PAD.decode(opened.as_bytes()).ok().map(Zeroizing::new)
    }

    /// Signs a message that the next page shows.
    pub fn sign_flash(&self, message: &str) -> String {
        URL_SAFE_NO_PAD.encode(keyed_hash(&self.flashes, message.as_bytes()))
    }

    /// Whether a message was signed by us.
    pub fn is_flash(&self, message: &str, signature: &str) -> bool {
        let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(self.flashes.as_slice()).expect("any key length will do");
        mac.update(message.as_bytes());
        URL_SAFE_NO_PAD.decode(signature).is_ok_and(|signature| mac.verify_slice(&signature).is_ok())
    }

    /// Derives the token that replaces `refresh`. The same input gives the same token, so that a repeated request gets
    /// the same answer and only hashes are stored. `kind` is "access", "access for openid:" with another scope, or
    /// "refresh".
    pub fn renewed_token(&self, refresh: &Token, kind: &str) -> Token {
        let message = Zeroizing::new(format!("{kind} {}", refresh.reveal()));
        Token(Zeroizing::new(URL_SAFE_NO_PAD.encode(keyed_hash(&self.renewals, message.as_bytes()))))
    }
}

/// Encrypts with AES-256-GCM-SIV (RFC 8452), bound to a place.
fn seal(key: &[u8; 32], text: &str, place: &str) -> String {
    let nonce = crate::server::password::random_bytes::<12>();
    let sealed = Aes256GcmSiv::new(key.as_slice().into())
        .encrypt(Nonce::from_slice(&nonce), Payload { msg: text.as_bytes(), aad: place.as_bytes() })
        .expect("a short text can be encrypted");
    STANDARD_NO_PAD.encode([nonce.as_slice(), &sealed].concat())
}

fn open(key: &[u8; 32], sealed: &str, place: &str) -> Option<String> {
    let bytes = STANDARD_NO_PAD.decode(sealed).ok()?;
    let (nonce, sealed) = bytes.split_at_checked(12)?;
    let opened = Aes256GcmSiv::new(key.as_slice().into())
        .decrypt(Nonce::from_slice(nonce), Payload { msg: sealed, aad: place.as_bytes() })
        .ok()?;
    String::from_utf8(opened).ok()
}

fn keyed_hash(key: &[u8; 32], message: &[u8]) -> [u8; 32] {
    let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(key).expect("any key length will do");
    mac.update(message);
    mac.finalize().into_bytes().into()
}

/// A token nobody can guess: 256 random bits. It lives in a cookie or a link;
/// the database holds [`Token::hash`].
pub struct Token(Zeroizing<String>);

impl Token {
    /// In characters.
    pub const LENGTH: usize = 43;

    /// Generates a token with the operating system's generator.
    pub fn generate() -> Self {
        Self(Zeroizing::new(URL_SAFE_NO_PAD.encode(crate::server::password::random_bytes::<32>())))
    }

    /// What a browser sent; `None` when it is not even shaped like one.
    pub fn parse(text: &str) -> Option<Self> {
        let shaped =
            text.len() == Self::LENGTH && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        shaped.then(|| Self(Zeroizing::new(text.to_owned())))
    }

    /// The token itself.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// SHA-256, in hexadecimal. 256 random bits need no slow hash.
    pub fn hash(&self) -> String {
        hex::encode(Sha256::digest(self.0.as_bytes()))
    }

    /// Whether `hash` is its [`hash`](Self::hash), compared in constant time.
    pub fn has_hash(&self, hash: &str) -> bool {
        self.hash().as_bytes().ct_eq(hash.as_bytes()).into()
    }

    /// The identifier of the row that a form makes which carries this token, when it is sent `again` after a while.
    pub fn row_id(&self, again: u32) -> uuid::Uuid {
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&Sha256::digest(format!("{} {again}", self.hash()))[..16]);
        uuid::Builder::from_custom_bytes(bytes).into_uuid()
    }
}

/// Names a session in a form without giving away what the database holds of it.
pub fn session_handle(token_hash: &str) -> String {
    hex::encode(&Sha256::digest(token_hash.as_bytes())[..16])
}

/// Says in a form which link its page was opened with, without giving away the token or what the database holds of it.
pub fn link_handle(token: &Token) -> String {
    session_handle(&token.hash())
}

/// What is stored of a client secret: SHA-256, in hexadecimal. It has 256 random bits, or was given
/// from outside with a length that no guessing gets through.
pub fn secret_hash(secret: &str) -> String {
    hex::encode(Sha256::digest(secret.as_bytes()))
}
