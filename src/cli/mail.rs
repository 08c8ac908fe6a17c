//! `chaveiro mail`: the mail server and the outbox.

use super::CommandError;
use super::database::{MissingDatabase, with_state};
use super::language::{language, text};
use super::table::Table;
use crate::cli::local_time::local;
use crate::cli::output::{not_written, print_line, print_notice};
use crate::domain::DeliveryState;
use crate::error::AppError;
use crate::locale::delivery_reason;
use crate::locale::mail_problem::{MailAnswer, mail_answer};
use crate::server::config::Config;
use crate::server::email::Mailer;
use crate::server::session::Admin;
use crate::server::store::outbox::{ListedMail, MailFilter, QueuePosition};
use crate::server::{AppState, clock, outbox};
use serde_json::json;

/// Manage the email queue and test the mail server.
#[derive(clap::Subcommand)]
pub enum MailCommand {
    /// List emails in the queue and failed deliveries.
    List {
        /// Only emails with this status: `queued`, `sending`, `waiting`, `sent`, `failed` or `obsolete`.
        #[arg(long)]
        state: Option<String>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Send queued or failed emails again: all, or one person's most recent email.
    Retry {
        /// All: send queued emails now, and send failed ones again.
        #[arg(long, conflicts_with = "email", required_unless_present = "email")]
        all: bool,
        /// The person's email.
        #[arg(long)]
        email: Option<String>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Pause sending until `mail resume`.
    Pause,
    /// Resume sending after `mail pause`.
    Resume,
    /// Send a test email, and say at which step it fails if it does.
    Test {
        /// The recipient.
        #[arg(long)]
        to: String,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
}

/// Mails read at a time.
const BATCH: i64 = 500;

impl MailCommand {
    pub(super) async fn run(self, config: Config) -> Result<(), CommandError> {
        // The one that needs no database: it is for before there is one.
        if let Self::Test { to, json } = self {
            return test(config, &to, json).await;
        }
        with_state(config, MissingDatabase::Refuse, async |state| self.run_on(state).await).await
    }

    async fn run_on(self, state: &AppState) -> Result<(), CommandError> {
        let cli = Admin::from_cli();
        match self {
            Self::List { state: wanted, json } => list(state, wanted.as_deref(), json).await?,
            Self::Retry { email: Some(email), json, .. } => retry(state, &cli, &email, json).await?,
            Self::Retry { json, .. } => {
                let retried = outbox::retry_all(state, &cli).await?;
                if json {
                    print_line!("{}", json!({ "due": retried.due, "fresh": retried.fresh }));
                } else {
                    let done = text!(
                        language(),
                        "e-mails da fila que serão enviados agora: {due}; e-mails com falha que voltaram à fila: {fresh}",
                        "queued emails that will be sent now: {due}; failed emails that were queued again: {fresh}",
                        due = retried.due,
                        fresh = retried.fresh
                    );
                    print_line!("{done}");
                }
            }
            Self::Pause if outbox::pause(state, &cli).await? => say(
                "envio pausado; retome com `chaveiro mail resume`",
                "sending paused; resume with `chaveiro mail resume`",
            ),
            Self::Pause => say("o envio já estava pausado", "sending was already paused"),
            Self::Resume if outbox::resume(state, &cli).await? => say("envio retomado", "sending resumed"),
            Self::Resume => {
                let words = language().pick("o envio não está pausado", "sending is not paused");
                return Err(CommandError::Failed(words.to_owned()));
            }
            Self::Test { .. } => {}
        }
        Ok(())
    }
}

fn say(pt_br: &str, en: &str) {
    print_line!("{}", language().pick(pt_br, en));
}

async fn test(config: Config, to: &str, as_json: bool) -> Result<(), CommandError> {
    let settings = config.checked(false)?;
    let to = super::email("--to", to)?;
    let transport = settings.transport.ok_or_else(|| {
        CommandError::Setting(text!(
            language(),
            "CHAVEIRO_SMTP_URL: não definido; defina o servidor de e-mail, por exemplo smtps://usuario@mail.example.org",
            "CHAVEIRO_SMTP_URL: not set; set the mail server, for example smtps://user@mail.example.org"
        ))
    })?;
    let mailer = Mailer::new(settings.sender, transport);
    let to = outbox::test_addressee(to, settings.default_locale)?;
    match outbox::send_test(&mailer, &to).await {
        Ok(accepted) if as_json => print_line!("{}", json!({ "sent": true, "answer": accepted.answer })),
        Ok(accepted) => {
            let sentence = text!(
                language(),
                "o servidor de e-mail aceitou o e-mail: {answer}",
                "the mail server accepted the email: {answer}",
                answer = accepted.answer
            );
            print_line!("{sentence}");
        }
        Err(error) => {
            if as_json {
                let step = error.outward_step().as_str();
                print_line!("{}", json!({ "sent": false, "step": step, "answer": error.answer }));
            }
            let words = super::in_words(language(), &outbox::not_taken(&error));
            let answer = MailAnswer::on_a_line(language(), &error.answer);
            return Err(CommandError::Failed(format!("{words}{answer}")));
        }
    }
    Ok(())
}

async fn retry(state: &AppState, console: &Admin, email: &str, as_json: bool) -> Result<(), CommandError> {
    let user = state.store.find_user_by_email(&super::email("--email", email)?).await?;
    let user = user.ok_or_else(|| super::user::no_one(email))?;
    let nothing = || {
        CommandError::Failed(text!(
            language(),
            "não há e-mail na fila nem com falha para {email}",
            "{email} has no queued or failed email"
        ))
    };
    let mail = state.store.find_newest_mail_of(&user.id).await?.ok_or_else(nothing)?;
    outbox::retry(state, console, &mail.id).await.map_err(|error| match error {
        AppError::DoesNotApply => nothing(),
        other => other.into(),
    })?;
    if as_json {
        print_line!("{}", json!({ "mail": mail.id, "user_id": user.id.as_str() }));
    } else {
        say("o servidor em execução vai enviá-lo agora", "the running server will send it now");
    }
    Ok(())
}

async fn list(state: &AppState, wanted: Option<&str>, as_json: bool) -> Result<(), CommandError> {
    let filters = match wanted {
        Some(text) => vec![MailFilter::In(DeliveryState::parse(text).ok_or_else(|| {
            CommandError::Failed(text!(
                language(),
                "--state: `{text}` é desconhecido; use queued, sending, waiting, sent, failed ou obsolete",
                "--state: `{text}` is unknown; use queued, sending, waiting, sent, failed or obsolete"
            ))
        })?)],
        None => vec![MailFilter::Open, MailFilter::In(DeliveryState::Failed)],
    };
    let mut all = Vec::new();
    for filter in filters {
        let mut after = None;
        loop {
            let batch = state.store.list_mails(filter, after.as_ref(), BATCH).await?;
            let Some(last) = batch.last() else { break };
            after = Some(QueuePosition::after(filter, last));
            all.extend(batch);
        }
    }
    if as_json {
        print_line!("{:#}", all.iter().map(to_json).collect::<serde_json::Value>());
        return Ok(());
    }
    let mut table = Table::new(language().pick(
        ["E-MAIL", "TIPO", "ESTADO", "TENTATIVAS", "ETAPA", "PRÓXIMA TENTATIVA", "RESPOSTA"],
        ["EMAIL", "KIND", "STATUS", "TRIES", "STEP", "NEXT TRY", "ANSWER"],
    ));
    let rows: Vec<_> = all.iter().map(row).collect();
    table.print(&mut std::io::stdout().lock(), &rows).map_err(not_written)?;
    if table.is_empty() {
        let nothing =
            language().pick("Nenhum e-mail na fila ou com falha encontrado.", "No queued or failed emails found.");
        print_notice!("{nothing}");
    }
    Ok(())
}

fn row(mail: &ListedMail) -> [String; 7] {
    [
        mail.email.clone(),
        mail.purpose.as_str().to_owned(),
        state(mail),
        mail.attempts.to_string(),
        mail.step.clone().unwrap_or_else(|| "-".to_owned()),
        mail.next_try_at.map_or_else(|| "-".to_owned(), local),
        answer(mail),
    ]
}

/// The state; of a mail that failed, also whether somebody has to act on it.
fn state(mail: &ListedMail) -> String {
    if mail.state == DeliveryState::Failed && !mail.needs_action {
        return format!("{} ({})", mail.state.as_str(), language().pick("nada a fazer", "nothing to do"));
    }
    mail.state.as_str().to_owned()
}

/// The mail server's words at the last attempt; ours are told in the reader's language.
fn answer(mail: &ListedMail) -> String {
    let answer = mail.last_answer.as_deref().unwrap_or_default();
    match (mail_answer(language(), answer), mail.step.as_deref()) {
        (Some(answer), _) => answer.into_words(),
        (None, Some(step)) if !answer.is_empty() => delivery_reason(language(), mail.state, step, answer),
        (None, _) => String::new(),
    }
}

fn to_json(mail: &ListedMail) -> serde_json::Value {
    json!({
        "id": mail.id,
        "purpose": mail.purpose.as_str(),
        "user_id": mail.user_id.as_ref().map(crate::domain::UserId::as_str),
        "email": mail.email,
        "display_name": mail.display_name,
        "state": mail.state.as_str(),
        "needs_action": mail.needs_action,
        "attempts": mail.attempts,
        "step": mail.step,
        "last_answer": mail.last_answer,
        "next_try_at": mail.next_try_at.map(clock::rfc3339),
        "created_at": clock::rfc3339(mail.created_at),
        "updated_at": clock::rfc3339(mail.updated_at),
    })
}
