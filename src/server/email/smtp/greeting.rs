//! The beginning of a dialogue: the server's greeting, and our `EHLO`.

use super::failure::{ours, refused};
use super::line::Line;
use super::reply::Extensions;
use super::settings::Encryption;
use super::{SmtpAttempt, Step, tls};
use crate::domain::MailProblem;
use crate::server::email::SendError;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::time::sleep;

/// A server on which one speaks first in the clear greets within this time, or
/// may be one that waits for TLS. Longer where servers keep senders waiting on
/// purpose and dislike being asked meanwhile.
const GREETING_IS_LATE: Duration = Duration::from_millis(1500);
const GREETING_IS_LATE_IN_THE_CLEAR: Duration = Duration::from_secs(8);

impl SmtpAttempt<'_> {
    /// Waits for the greeting. A server that waits for TLS says nothing by
    /// itself: while it does not, a second connection finds that out, so that
    /// nobody has to wait for the end of our patience.
    pub(super) async fn greeting(&self, line: &mut Line, address: SocketAddr) -> Result<(), SendError> {
        let late = match self.settings.encryption {
            _ if address.port() == 465 => GREETING_IS_LATE,
            Encryption::StartTlsRequired => GREETING_IS_LATE,
            Encryption::None => GREETING_IS_LATE_IN_THE_CLEAR,
            Encryption::Implicit => Duration::MAX,
        };
        let wants_tls = async {
            sleep(late).await;
            if !tls::is_spoken_at(address).await {
                std::future::pending::<()>().await;
            }
        };
        let greeting = tokio::select! {
            greeting = self.step(Step::Greeting, line.reply()) => greeting?,
            () = wants_tls => return Err(ours(Step::Tls, MailProblem::TlsPort, "")),
        };
        if greeting.is_done() { Ok(()) } else { Err(refused(Step::Greeting, &greeting)) }
    }

    /// `EHLO`; and `HELO` for a server that does not know it (RFC 5321, 3.2). Such a one has no extensions.
    pub(super) async fn introduce(&self, line: &mut Line) -> Result<Extensions, SendError> {
        let hello = self.step(Step::Greeting, line.command(&format!("EHLO {}", self.hello))).await?;
        if hello.is_unknown_command() {
            self.command(line, Step::Greeting, &format!("HELO {}", self.hello)).await?;
            return Ok(Extensions::default());
        }
        if hello.is_done() { Ok(Extensions::of(&hello)) } else { Err(refused(Step::Greeting, &hello)) }
    }
}
