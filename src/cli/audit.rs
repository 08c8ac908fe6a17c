//! `chaveiro audit`: the log of who did what, and whether it still is what was written.

use super::CommandError;
use super::database::{MissingDatabase, with_state};
use super::language::{language, text};
use super::table::Table;
use crate::cli::local_time::local;
use crate::cli::output::{not_written, print_line, print_notice};
use crate::domain::{AuditKind, Locale, UserId};
use crate::server::accounts::{AuditFilter, MAX_PEOPLE};
use crate::server::config::Config;
use crate::server::store::audit::{AuditEntry, Broken, Chain, ChainHead, EventFilter};
use crate::server::{AppState, accounts, clock};
use serde_json::json;

/// Read and verify the audit log.
#[derive(clap::Subcommand)]
pub enum AuditCommand {
    /// List the most recent events.
    List {
        /// Print JSON.
        #[arg(long)]
        json: bool,
        /// Only events of this kind, such as `signed_in`.
        #[arg(long)]
        kind: Option<String>,
        /// Only events by or about the person with this email, name or ID.
        #[arg(long)]
        person: Option<String>,
        /// Maximum number of events.
        #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(i64).range(1..=100_000))]
        limit: i64,
    },
    /// Check that no event was changed, added or removed. Exit status 1 if one was.
    Verify {
        /// Print JSON.
        #[arg(long)]
        json: bool,
        /// A head noted earlier, `SEQ:HASH`, that must still be in the log.
        #[arg(long)]
        expect: Option<String>,
    },
}

impl AuditCommand {
    pub(super) async fn run(self, config: Config) -> Result<(), CommandError> {
        with_state(config, MissingDatabase::Refuse, async |state| match self {
            Self::List { json, kind, person, limit } => {
                list(state, kind.as_deref(), person.as_deref(), limit, json).await
            }
            Self::Verify { json, expect } => verify(state, expect.as_deref(), json).await,
        })
        .await
    }
}

async fn list(
    state: &AppState,
    kind: Option<&str>,
    person: Option<&str>,
    limit: i64,
    as_json: bool,
) -> Result<(), CommandError> {
    let kind = kind.map(|text| AuditKind::parse(text).ok_or_else(|| unknown_kind(text))).transpose()?;
    let people = match person {
        None => None,
        Some(person) => Some(list_users(state, person).await?),
    };
    let filter = EventFilter { people, kind, ..EventFilter::default() };
    let events = state.store.list_events(&filter, limit).await?;
    if as_json {
        print_line!("{:#}", events.iter().map(to_json).collect::<serde_json::Value>());
    } else {
        let mut table = Table::new(language().pick(
            ["Nº", "HORA", "EVENTO", "POR", "ALVO", "ENDEREÇO", "DETALHES"],
            ["NO.", "TIME", "EVENT", "BY", "TARGET", "ADDRESS", "DETAILS"],
        ));
        let rows: Vec<_> = events.iter().map(row).collect();
        table.print(&mut std::io::stdout().lock(), &rows).map_err(not_written)?;
        if table.is_empty() {
            print_notice!("{}", language().pick("Nenhum evento encontrado.", "No events found."));
        }
    }
    Ok(())
}

fn unknown_kind(text: &str) -> CommandError {
    let all = AuditKind::ALL.map(AuditKind::as_str).join(", ");
    CommandError::Failed(text!(
        language(),
        "--kind: `{text}` é desconhecido; use um destes: {all}",
        "--kind: `{text}` is unknown; use one of {all}"
    ))
}

async fn list_users(state: &AppState, person: &str) -> Result<Vec<UserId>, CommandError> {
    let audit_filter = accounts::find_audit_filter(state, person).await?;
    if matches!(audit_filter, AuditFilter::People { has_more: true, .. }) {
        let words = text!(
            language(),
            "mais de {MAX_PEOPLE} pessoas correspondem a `{person}`; mostrando as primeiras",
            "more than {MAX_PEOPLE} people match `{person}`; showing the first ones"
        );
        print_notice!("chaveiro: {words}");
    }
    let ids = audit_filter.ids();
    if ids.is_empty() {
        return Err(CommandError::Failed(text!(
            language(),
            "--person: ninguém corresponde a `{person}`",
            "--person: no one matches `{person}`"
        )));
    }
    Ok(ids)
}

fn row(event: &AuditEntry) -> [String; 7] {
    let actor = event.actor_name.as_deref().unwrap_or(event.actor.as_str());
    let target = event.target_name.as_deref().or(event.target.as_ref().map(UserId::as_str)).unwrap_or("-");
    [
        event.seq.to_string(),
        local(event.at),
        event.kind_text.clone(),
        actor.to_owned(),
        target.to_owned(),
        event.address.clone().unwrap_or_else(|| "-".to_owned()),
        event.detail.clone().unwrap_or_else(|| "-".to_owned()),
    ]
}

fn to_json(event: &AuditEntry) -> serde_json::Value {
    json!({
        "seq": event.seq,
        "at": clock::rfc3339(event.at),
        "kind": event.kind_text,
        "actor": event.actor.as_str(),
        "actor_name": event.actor_name,
        "target": event.target.as_ref().map(UserId::as_str),
        "target_name": event.target_name,
        "address": event.address,
        "request_id": event.request_id,
        "detail": event.detail,
        "hash": event.hash,
    })
}

async fn verify(state: &AppState, expect: Option<&str>, as_json: bool) -> Result<(), CommandError> {
    let noted = expect
        .map(|text| {
            ChainHead::parse(text).ok_or_else(|| {
                CommandError::Failed(text!(
                    language(),
                    "--expect: `{text}` é inválido; use NÚMERO:HASH",
                    "--expect: `{text}` is invalid; use NUMBER:HASH"
                ))
            })
        })
        .transpose()?;
    let chain = state.store.verify_audit_log(noted.as_ref()).await?;
    if as_json {
        print_line!("{:#}", chain_to_json(&chain));
    }
    match chain {
        Chain::Intact { .. } if as_json => Ok(()),
        Chain::Intact { events, head_seq, head_hash, before_chain, removed, unlinked } => {
            print_line!("{}{}", intact(events, head_seq, &head_hash, before_chain, removed), not_linked(unlinked));
            Ok(())
        }
        Chain::NotedRemoved { first } => Err(CommandError::Failed(text!(
            language(),
            "--expect: esse evento foi removido por causa da idade (CHAVEIRO_AUDIT_RETENTION); o mais antigo que resta é o {first}. \
             Execute o comando sem --expect e anote o fim que ele mostra",
            "--expect: that event was removed because of its age (CHAVEIRO_AUDIT_RETENTION); the oldest one left is {first}. \
             Run the command without --expect and note the end it prints"
        ))),
        Chain::Broken { seq, why } => Err(CommandError::Failed(text!(
            language(),
            "a auditoria está quebrada no evento {seq}: {why}",
            "the audit log is broken at event {seq}: {why}",
            why = in_words(language(), why)
        ))),
    }
}

fn intact(events: i64, head_seq: i64, head_hash: &str, before_chain: i64, removed: i64) -> String {
    let locale = language();
    let removed = match (locale, removed) {
        (_, 0) => String::new(),
        (Locale::PtBr, 1) => " 1 mais antigo foi removido por causa da idade.".to_owned(),
        (Locale::PtBr, count) => format!(" {count} mais antigos foram removidos por causa da idade."),
        (Locale::En, count) => format!(" {count} older ones were removed because of their age."),
    };
    let earlier = match before_chain {
        0 => String::new(),
        count => text!(
            locale,
            " Eventos mais antigos, de antes do encadeamento da auditoria, que não podem ser verificados: {count}.",
            " {count} older events, from before the log was chained, can't be checked."
        ),
    };
    let head = match events {
        0 => String::new(),
        _ => text!(
            locale,
            " O último é {head_seq}:{head_hash}. Anote em outro lugar e informe em --expect mais tarde: de dentro não dá \
             para ver se o banco de dados inteiro voltou a um dia anterior.",
            " The last is {head_seq}:{head_hash}. Note it elsewhere and give it to --expect later: that the whole \
             database was put back to an earlier day cannot be seen from inside."
        ),
    };
    let count = match locale {
        Locale::PtBr => {
            format!("a auditoria está íntegra: {events} {}.", if events == 1 { "evento" } else { "eventos" })
        }
        Locale::En => format!("the audit log is intact: {events} {}.", if events == 1 { "event" } else { "events" }),
    };
    format!("{count}{removed}{earlier}{head}")
}

/// What a running server does within a second.
fn not_linked(count: i64) -> String {
    match (language(), count) {
        (_, 0) => String::new(),
        (Locale::PtBr, 1) => " Mais 1 evento já está gravado e ainda não foi encadeado.".to_owned(),
        (Locale::PtBr, count) => format!(" Mais {count} eventos já estão gravados e ainda não foram encadeados."),
        (Locale::En, 1) => " 1 more event is stored and not chained yet.".to_owned(),
        (Locale::En, count) => format!(" {count} more events are stored and not chained yet."),
    }
}

const fn in_words(locale: Locale, why: Broken) -> &'static str {
    let (pt_br, en) = match why {
        Broken::Missing => ("ele não está lá.", "it is missing."),
        Broken::Changed => (
            "ele foi alterado, movido ou substituído, ou gravado com outra chave secreta.",
            "it was changed, moved or replaced, or was written with another secret key.",
        ),
        Broken::Added => ("ele foi acrescentado de fora.", "it was added from outside."),
        Broken::NotTheEnd => (
            "a auditoria continuava depois deste evento: eventos posteriores foram removidos, ou a marca do fim foi alterada.",
            "the log continued after this event: later events were removed, or the end mark was changed.",
        ),
        Broken::NotTheBeginning => (
            "nada diz quanto da auditoria está encadeado: as marcas foram retiradas, ou uma atualização da primeira versão \
             foi interrompida.",
            "nothing tells how much of the log is chained: the marks were taken away, or an upgrade from the first version \
             was interrupted.",
        ),
        Broken::NotAsNoted => ("o hash dele não é o que você anotou.", "its hash is not the one you noted."),
    };
    locale.pick(pt_br, en)
}

fn chain_to_json(chain: &Chain) -> serde_json::Value {
    match chain {
        Chain::Intact { events, head_seq, head_hash, before_chain, removed, unlinked } => json!({
            "intact": true, "events": events, "before_chain": before_chain, "removed": removed, "unlinked": unlinked,
            "head": { "seq": head_seq, "hash": head_hash },
        }),
        Chain::NotedRemoved { first } => json!({ "intact": false, "why": "noted_event_removed", "first": first }),
        Chain::Broken { seq, why } => json!({ "intact": false, "seq": seq, "why": why.as_str() }),
    }
}
