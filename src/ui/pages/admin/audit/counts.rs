//! What the log counts, in words.

use crate::domain::{AuditKind, Locale, audit_detail};
use crate::locale::number::number;

/// What was added to an event of this kind, where that is a count; none where it is something else.
pub fn counts_in_words(locale: Locale, kind: AuditKind, detail: &str) -> Option<String> {
    match kind {
        AuditKind::ImportStarted
        | AuditKind::ImportPaused
        | AuditKind::ImportResumed
        | AuditKind::ImportCancelled
        | AuditKind::ImportFinished => import_in_words(locale, detail),
        AuditKind::UsersExported => export_in_words(locale, detail),
        AuditKind::RejectedRowsExported => {
            let (_, rows) = detail.strip_prefix("import ")?.split_once(": ")?;
            export_in_words(locale, rows).or_else(|| Some(rows.to_owned()))
        }
        AuditKind::MailRetried => {
            let (state, count) = detail.split_once(": ")?;
            let label = match (locale, state) {
                (Locale::PtBr, "waiting") => "à espera de nova tentativa",
                (Locale::En, "waiting") => "waiting for a retry",
                (Locale::PtBr, "failed") => "com falha no envio",
                (Locale::En, "failed") => "delivery failed",
                _ => return None,
            };
            Some(format!("{label}: {}", number(locale, count.parse().ok()?)))
        }
        _ => None,
    }
}

/// `import ID: 15 created, 0 to create, 0 known, 2 wrong, 0 refused`, under the names of the report, without what is zero.
fn import_in_words(locale: Locale, detail: &str) -> Option<String> {
    let (_, counts) = detail.strip_prefix("import ")?.split_once(": ")?;
    let mut sums = [
        ("criadas", "created", 0),
        ("a criar", "to create", 0),
        ("já existiam", "already existed", 0),
        ("rejeitadas", "rejected", 0),
    ];
    for count in counts.split(", ") {
        let (count, what) = count.split_once(' ')?;
        let at = match what {
            "created" => 0,
            "to create" => 1,
            "known" | "deleted" => 2,
            "wrong" | "refused" => 3,
            _ => return None,
        };
        sums[at].2 += count.parse::<i64>().ok()?;
    }
    let counted = sums.into_iter().filter(|(_, _, sum)| *sum > 0).map(|(pt_br, en, sum)| {
        let label = if locale == Locale::PtBr { pt_br } else { en };
        format!("{label}: {}", number(locale, sum))
    });
    Some(counted.collect::<Vec<_>>().join(", "))
}

/// `1 row`, `20 rows`, `more than 20 rows`.
fn export_in_words(locale: Locale, detail: &str) -> Option<String> {
    if locale == Locale::En {
        return None;
    }
    let (count, is_more) = audit_detail::parse_rows(detail)?;
    let more = if is_more { "mais de " } else { "" };
    let rows = if count == 1 { "linha" } else { "linhas" };
    Some(format!("{more}{} {rows}", number(locale, count)))
}
