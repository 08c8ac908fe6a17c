//! `AUTH`: PLAIN (RFC 4616) and LOGIN, which has no standard and asks in any language.

use super::failure::{ours, refused};
use super::line::Line;
use super::reply::{Extensions, Reply};
use super::{SmtpAttempt, Step, Verdict};
use crate::domain::MailProblem;
use crate::server::email::SendError;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use zeroize::Zeroizing;

/// How a server took a way to sign in.
struct Answer {
    reply: Reply,
    /// Whether it has heard the name, and so can have refused it.
    was_name_sent: bool,
}

impl SmtpAttempt<'_> {
    /// The first way of ours that the server offers; the next one if it does
    /// not know that one after all.
    pub(super) async fn sign_in(
        &self,
        line: &mut Line,
        extensions: &Extensions,
        user: &str,
        password: &str,
    ) -> Result<(), SendError> {
        let offers = |method: &&str| extensions.auth.iter().any(|offered| offered == method);
        let mut methods = ["PLAIN", "LOGIN"].into_iter().filter(offers).peekable();
        if methods.peek().is_none() {
            return Err(no_method(extensions));
        }
        while let Some(method) = methods.next() {
            let answer = match method {
                "PLAIN" => self.plain(line, user, password).await?,
                _ => self.login(line, user, password).await?,
            };
            match answer.reply.code {
                _ if answer.reply.is_done() => break,
                // "Unrecognized authentication type", "mechanism too weak" (RFC 4954, 4).
                504 | 534 if methods.peek().is_some() => {}
                _ if answer.reply.is_go_on() => {
                    let answer = format!("the mail server keeps asking for more: {}", answer.reply.words());
                    return Err(SendError { step: Step::Auth, verdict: Verdict::Misconfigured, answer });
                }
                _ if answer.was_name_sent => return Err(refused(Step::Auth, &answer.reply)),
                _ => {
                    let verdict = refused(Step::Auth, &answer.reply).verdict;
                    let error = ours(Step::Auth, MailProblem::NoSignInMethod, &answer.reply.words());
                    return Err(SendError { verdict, ..error });
                }
            }
        }
        Ok(())
    }

    async fn plain(&self, line: &mut Line, user: &str, password: &str) -> Result<Answer, SendError> {
        let both = Zeroizing::new(format!("\0{user}\0{password}"));
        let both = Zeroizing::new(BASE64.encode(both.as_bytes()));
        let command = Zeroizing::new(format!("AUTH PLAIN {}", both.as_str()));
        let mut reply = self.step(Step::Auth, line.command(&command)).await?;
        if reply.is_go_on() {
            // It takes nothing along with the command, and asks.
            reply = self.step(Step::Auth, line.command(&both)).await?;
        }
        Ok(Answer { reply, was_name_sent: true })
    }

    /// The first question is for the name, the second for the password,
    /// whatever they say.
    async fn login(&self, line: &mut Line, user: &str, password: &str) -> Result<Answer, SendError> {
        let mut answer =
            Answer { reply: self.step(Step::Auth, line.command("AUTH LOGIN")).await?, was_name_sent: false };
        for words in [user, password] {
            if !answer.reply.is_go_on() {
                break;
            }
            let words = Zeroizing::new(BASE64.encode(words.as_bytes()));
            answer = Answer { reply: self.step(Step::Auth, line.command(&words)).await?, was_name_sent: true };
        }
        Ok(answer)
    }
}

fn no_method(extensions: &Extensions) -> SendError {
    let words = match (extensions.auth.as_slice(), extensions.starttls) {
        ([], true) => "the mail server offers no AUTH on an unencrypted connection; add ?tls=required".to_owned(),
        ([], false) => "the mail server offers no AUTH".to_owned(),
        (offered, _) => {
            format!("the mail server offers only {}; Chaveiro speaks PLAIN and LOGIN", offered.join(", "))
        }
    };
    ours(Step::Auth, MailProblem::NoSignInMethod, &words)
}
