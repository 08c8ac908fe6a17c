//! Encryption: whom to trust, and what is wrong with a certificate that is not.

use super::failure::{lost, ours};
use super::line::Stream;
use crate::domain::{MailProblem, Timestamp};
use crate::server::clock;
use crate::server::email::{SendError, Step, Verdict};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{AlertDescription, CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// How long a second connection may take to show that it speaks TLS.
const PROBE: Duration = Duration::from_secs(5);

/// Encrypts `stream` to a server that proves to be `host`.
///
/// `roots` are certificates in PEM to trust besides Mozilla's authorities.
pub(super) async fn encrypt(
    stream: Box<dyn Stream>,
    host: &str,
    roots: Option<&str>,
) -> Result<TlsStream<Box<dyn Stream>>, SendError> {
    let connector = connector(roots).map_err(|words| ours(Step::Tls, MailProblem::Certificate, &words))?;
    let name = ServerName::try_from(host.to_owned()).map_err(|_| {
        ours(Step::Tls, MailProblem::Certificate, "the host in CHAVEIRO_SMTP_URL can have no certificate")
    })?;
    connector.connect(name, stream).await.map_err(|error| failed_handshake(error, host))
}

/// Whether something that answers at `address` speaks TLS from the first byte.
pub(super) async fn is_spoken_at(address: SocketAddr) -> bool {
    let handshake = async {
        let tcp = TcpStream::connect(address).await.ok()?;
        let connector = connector(None).ok()?;
        match connector.connect(ServerName::IpAddress(address.ip().into()), tcp).await {
            Ok(_) => Some(()),
            Err(error) => match rustls_error(&error)? {
                rustls::Error::InvalidCertificate(_) | rustls::Error::AlertReceived(_) => Some(()),
                _ => None,
            },
        }
    };
    matches!(timeout(PROBE, handshake).await, Ok(Some(())))
}

fn connector(roots: Option<&str>) -> Result<TlsConnector, String> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut store = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let pinned = roots.map(read_certificates).transpose()?.unwrap_or_default();
    // What is no authority is still good for a server that shows just that certificate.
    store.add_parsable_certificates(pinned.iter().cloned());
    let authorities = WebPkiServerVerifier::builder_with_provider(Arc::new(store), Arc::clone(&provider))
        .build()
        .map_err(|error| error.to_string())?;
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(AuthoritiesOrPinned { authorities, pinned }))
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}

fn read_certificates(pem: &str) -> Result<Vec<CertificateDer<'static>>, String> {
    let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem.as_bytes()).collect();
    match certificates {
        Ok(certificates) if !certificates.is_empty() => Ok(certificates),
        _ => Err("the file in CHAVEIRO_SMTP_CA_FILE holds no certificate in PEM".to_owned()),
    }
}

/// Verifies as browsers do, but takes a certificate of the operator's file as
/// it is accepted where only its issuer would be missing: many mail servers have
/// one that they signed themselves, and often it says that it is an authority.
/// Its name and its dates must be right all the same.
#[derive(Debug)]
struct AuthoritiesOrPinned {
    authorities: Arc<WebPkiServerVerifier>,
    pinned: Vec<CertificateDer<'static>>,
}

impl ServerCertVerifier for AuthoritiesOrPinned {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let verified = self.authorities.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now);
        match verified {
            Err(rustls::Error::InvalidCertificate(problem))
                if (is_about_issuer(&problem) || has_no_name(&problem))
                    && self.pinned.iter().any(|pinned| pinned == end_entity) =>
            {
                verify_name(end_entity, server_name)
            }
            verified => verified,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.authorities.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.authorities.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.authorities.supported_verify_schemes()
    }
}

/// A certificate that names no host at all is accepted too: pinned, it can only be that of the one server.
fn verify_name(end_entity: &CertificateDer<'_>, name: &ServerName<'_>) -> Result<ServerCertVerified, rustls::Error> {
    let certificate = ParsedCertificate::try_from(end_entity)?;
    match rustls::client::verify_server_name(&certificate, name) {
        Err(rustls::Error::InvalidCertificate(problem)) if has_no_name(&problem) => {}
        verified => verified?,
    }
    Ok(ServerCertVerified::assertion())
}

/// Nobody we trust has signed it, or it is an authority's: that has no name of
/// its own in rustls. webpki looks at the dates first, so these are right.
const fn is_about_issuer(problem: &CertificateError) -> bool {
    matches!(problem, CertificateError::UnknownIssuer | CertificateError::Other(_))
}

/// It names no host at all.
fn has_no_name(problem: &CertificateError) -> bool {
    matches!(problem, CertificateError::NotValidForNameContext { presented, .. } if presented.is_empty())
}

fn rustls_error(error: &io::Error) -> Option<&rustls::Error> {
    error.get_ref()?.downcast_ref()
}

fn failed_handshake(error: io::Error, host: &str) -> SendError {
    let Some(problem) = rustls_error(&error) else { return lost(Step::Tls, &error) };
    match problem {
        rustls::Error::InvalidCertificate(problem) => wrong_certificate(problem, host),
        rustls::Error::InvalidMessage(_) => ours(Step::Tls, MailProblem::PlainPort, ""),
        problem => refused_handshake(problem),
    }
}

/// What the TLS library says of an error on the line, if it is its own. In TLS 1.3 a server refuses us only when we
/// read from it: with the greeting.
pub(super) fn refused_on_read(error: &io::Error) -> Option<SendError> {
    rustls_error(error).map(refused_handshake)
}

/// The server and we found no encryption in common, or it wants a certificate of ours.
fn refused_handshake(problem: &rustls::Error) -> SendError {
    use AlertDescription as Alert;
    let named = match problem {
        rustls::Error::AlertReceived(
            Alert::ProtocolVersion | Alert::HandshakeFailure | Alert::InsufficientSecurity,
        )
        | rustls::Error::PeerIncompatible(_) => MailProblem::TlsTooOld,
        rustls::Error::AlertReceived(Alert::CertificateRequired) => MailProblem::ClientCertificate,
        problem => return SendError { step: Step::Tls, verdict: Verdict::Misconfigured, answer: problem.to_string() },
    };
    ours(Step::Tls, named, &problem.to_string())
}

/// Which of name, issuer and date is wrong, and how to fix it.
fn wrong_certificate(problem: &CertificateError, host: &str) -> SendError {
    let day = |time: &UnixTime| {
        let time = Timestamp::from_millis(i64::try_from(time.as_secs()).unwrap_or(i64::MAX / 1000) * 1000);
        clock::rfc3339(time).chars().take(10).collect::<String>()
    };
    let (problem, words) = match problem {
        CertificateError::NotValidForNameContext { presented, .. } => {
            let names: Vec<&str> = presented.iter().map(|name| bare_name(name)).collect();
            let names = if names.is_empty() { "no host by name".to_owned() } else { names.join(", ") };
            (MailProblem::CertificateName, format!("it is for {names}, not for {host}"))
        }
        CertificateError::NotValidForName => (MailProblem::CertificateName, format!("it is not for {host}")),
        CertificateError::ExpiredContext { not_after, .. } => {
            (MailProblem::CertificateDate, format!("it expired on {}", day(not_after)))
        }
        CertificateError::Expired => (MailProblem::CertificateDate, "it has expired".to_owned()),
        CertificateError::NotValidYetContext { not_before, .. } => {
            (MailProblem::CertificateDate, format!("it is not valid before {}", day(not_before)))
        }
        CertificateError::NotValidYet => (MailProblem::CertificateDate, "it is not valid yet".to_owned()),
        problem if is_about_issuer(problem) => (
            MailProblem::CertificateIssuer,
            "nobody we trust has signed it; CHAVEIRO_SMTP_CA_FILE names a file with the authority's certificate, or the \
             server's own"
                .to_owned(),
        ),
        // RSA keys of fewer bits verify nothing.
        CertificateError::BadSignature => {
            (MailProblem::CertificateWeak, "its signature is wrong, or its RSA key has fewer than 2048 bits".to_owned())
        }
        CertificateError::UnsupportedSignatureAlgorithmContext { .. }
        | CertificateError::UnsupportedSignatureAlgorithmForPublicKeyContext { .. } => {
            (MailProblem::CertificateWeak, "it is signed in an outdated way, such as SHA-1".to_owned())
        }
        problem => (MailProblem::Certificate, problem.to_string()),
    };
    ours(Step::Tls, problem, &words)
}

/// `mail.example.org` of webpki's `DnsName("mail.example.org")`.
fn bare_name(name: &str) -> &str {
    let inner = name.split_once('(').and_then(|(_, rest)| rest.strip_suffix(')')).unwrap_or(name);
    inner.trim_matches('"')
}
