//! `chaveiro healthcheck`: ask a running server whether it is ready.

use super::CommandError;
use super::language::{language, text};
use crate::server::config::Config;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// A server that needs longer is not well.
const TIMEOUT: Duration = Duration::from_secs(5);

pub(super) async fn run(config: Config) -> Result<(), CommandError> {
    let mut address = config.listen_address()?;
    if address.ip().is_unspecified() {
        address.set_ip(std::net::Ipv4Addr::LOCALHOST.into());
    }
    let ask = async {
        let mut stream = TcpStream::connect(address).await?;
        stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").await?;
        let mut answer = [0; 12];
        stream.read_exact(&mut answer).await?;
        Ok::<_, std::io::Error>(answer)
    };
    let locale = language();
    Err(CommandError::Failed(match tokio::time::timeout(TIMEOUT, ask).await {
        Ok(Ok(answer)) if answer.ends_with(b"200") => return Ok(()),
        Ok(Ok(_)) => text!(locale, "o servidor em {address} não está pronto", "the server at {address} is not ready"),
        Ok(Err(error)) => text!(
            locale,
            "não há servidor escutando em {address}: {error}",
            "no server is listening on {address}: {error}"
        ),
        Err(_) => text!(
            locale,
            "o servidor em {address} não respondeu a tempo",
            "the server at {address} didn't answer in time"
        ),
    }))
}
