//! A hundred thousand plausible Brazilians in all states, written in bulk.

use crate::app::{TestApp, is_postgres};
use chaveiro::server::store::search::{folded, index_words};
use sqlx::{AnyConnection, AssertSqlSafe, Row as _};

const FIRST: &str = "Maria Ana João José Antônio Francisco Carlos Paulo Pedro Lucas Luiz Marcos Luís Gabriel Rafael \
    Daniel Marcelo Bruno Eduardo Felipe Raimundo Rodrigo Manoel Mateus André Fernando Fábio Leonardo Gustavo Guilherme \
    Leandro Tiago Anderson Ricardo Márcio Jorge Sebastião Alexandre Roberto Edson Diego Vitor Sérgio Cláudio Matheus \
    Thiago Geraldo Adriano Luciano Júlio Francisca Antônia Adriana Juliana Márcia Fernanda Patrícia Aline Sandra Camila \
    Amanda Bruna Jéssica Letícia Júlia Luciana Vanessa Mariana Gabriela Vera Vitória Larissa Cláudia Beatriz Rita Luana \
    Sônia Renata Eliane Josefa Simone Natália Cristiane Carla Débora Rosângela Jaqueline Rosa Daniela Aparecida Marlene \
    Terezinha Raimunda Andréia Fabiana Lúcia Raquel Ângela Rafaela Joana Luzia Elaine";
const LAST: &str = "Silva Santos Oliveira Souza Rodrigues Ferreira Alves Pereira Lima Gomes Costa Ribeiro Martins \
    Carvalho Almeida Lopes Soares Fernandes Vieira Barbosa Rocha Dias Nascimento Andrade Moreira Nunes Marques Machado \
    Mendes Freitas Cardoso Ramos Gonçalves Santana Teixeira Araújo Pinto Azevedo Cavalcanti Moraes Castro Campos \
    Monteiro Correia Barros Batista Cunha Duarte Farias Guimarães Melo Miranda Peixoto Queiroz Siqueira Tavares Xavier \
    Zanetti Bittencourt Figueiredo";
const DOMAINS: [&str; 7] = [
    "gmail.com",
    "hotmail.com",
    "yahoo.com.br",
    "uol.com.br",
    "escola.example.org",
    "prefeitura.sp.gov.br",
    "outlook.com",
];

/// Rows written by one statement.
const AT_A_TIME: usize = 500;

/// The same numbers each time (xorshift64*, Vigna 2014).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % limit
    }

    /// Often one of the first, as names are.
    fn name<'a>(&mut self, names: &[&'a str]) -> &'a str {
        let limit = self.below(names.len() as u64) + 1;
        names[usize::try_from(self.below(limit)).expect("an index")]
    }
}

struct BenchUser {
    id: String,
    name: String,
    email: String,
    role: &'static str,
    created_at: i64,
    last_sign_in_at: Option<i64>,
    standing: &'static str,
    invited_until: Option<i64>,
    mail_state: &'static str,
}

/// Seven of ten are active, the rest in every other state.
fn person(chance: &mut Chance, number: usize, now: i64) -> BenchUser {
    let (first, last): (Vec<_>, Vec<_>) = (FIRST.split_whitespace().collect(), LAST.split_whitespace().collect());
    let mut names = vec![chance.name(&first)];
    if chance.below(4) == 0 {
        names.push(chance.name(&first));
    }
    names.push(chance.name(&last));
    if chance.below(5) < 3 {
        names.push(chance.name(&last));
    }
    let domain = DOMAINS[usize::try_from(chance.below(7)).expect("an index")];
    let local = folded(&format!("{}.{}{number}", names[0], names[names.len() - 1]));
    let created_at = now - 3_000_000_000 + i64::try_from(number).expect("a number") * 25_000;
    let hour = 3_600_000;
    let (standing, invited_until, mail_state) = match chance.below(100) {
        0..70 => ("active", None, "sent"),
        70..74 => ("waiting", None, "queued"),
        74..76 => ("waiting", None, "failed"),
        76..84 => ("invited", Some(now + hour * (1 + i64::try_from(chance.below(24)).expect("hours"))), "sent"),
        84..90 => ("invited", Some(now - hour * (1 + i64::try_from(chance.below(900)).expect("hours"))), "sent"),
        90..92 => ("exhausted", Some(now), "sent"),
        92..94 => ("revoked", Some(now), "sent"),
        94..98 => ("disabled", None, "sent"),
        _ => ("deleted", None, "sent"),
    };
    let came_in = matches!(standing, "active" | "disabled") && chance.below(50) > 0;
    let millis = u64::try_from(created_at).expect("after 1970");
    BenchUser {
        id: format!("{:08x}-{:04x}-7000-8000-{number:012x}", millis >> 16, millis & 0xffff),
        name: names.join(" "),
        email: format!("{local}@{domain}"),
        role: if chance.below(500) == 0 { "admin" } else { "member" },
        created_at,
        last_sign_in_at: came_in.then(|| created_at + i64::try_from(chance.below(1_000_000_000)).expect("a time")),
        standing,
        invited_until,
        mail_state,
    }
}

/// Writes so many.
pub async fn fill(app: &TestApp, count: usize) {
    let now = app.state.clock.now().as_millis();
    let mut chance = Chance(0x5EED);
    let people: Vec<BenchUser> = (0..count).map(|number| person(&mut chance, number, now)).collect();
    let mut connection = app.connect().await;
    if !is_postgres() {
        // Else each page of an index is written again and again, hundreds of times with a million people.
        run(&mut connection, "PRAGMA cache_size = -3000000").await;
    }
    run(&mut connection, "BEGIN").await;
    let dropped = if is_postgres() { drop_indexes(&mut connection).await } else { Vec::new() };
    for some in people.chunks(AT_A_TIME) {
        insert_users(&mut connection, some).await;
        insert_words(&mut connection, some).await;
        insert_mails(&mut connection, some).await;
    }
    insert_events(&mut connection, &people).await;
    for sql in dropped {
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.expect("made again");
    }
    run(&mut connection, "COMMIT").await;
    app.state.store.fold_user_counts().await.expect("added up");
    if is_postgres() {
        // What its housekeeping does within some minutes. One by one: of several tables in one statement,
        // PostgreSQL 15 notes only of the first that everybody may see its rows.
        for sql in [
            "VACUUM users",
            "VACUUM user_words",
            "VACUUM outbox",
            "VACUUM user_counts",
            "VACUUM audit_events",
            "ANALYZE",
        ] {
            run(&mut connection, sql).await;
        }
    }
}

/// Drops what makes a million people take PostgreSQL half an hour: the indexes of their tables, and the checks that each
/// word and mail has a person. Gives back the statements that make them again, which then takes a minute.
async fn drop_indexes(connection: &mut AnyConnection) -> Vec<String> {
    // Of the accounts only what no constraint needs: other tables point at their keys.
    let sql = "SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS drop,
                      format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS make
               FROM pg_constraint
               WHERE conrelid IN ('user_words'::regclass, 'outbox'::regclass, 'audit_events'::regclass) AND contype IN ('p', 'f')
               UNION ALL
               SELECT format('DROP INDEX %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
               FROM pg_index
               WHERE indrelid IN ('users'::regclass, 'user_words'::regclass, 'outbox'::regclass, 'audit_events'::regclass)
                 AND NOT indisunique";
    let rows = sqlx::query(sql).fetch_all(&mut *connection).await.expect("the indexes");
    let mut make_again = Vec::new();
    for row in rows {
        let drop: String = row.get("drop");
        sqlx::raw_sql(AssertSqlSafe(drop)).execute(&mut *connection).await.expect("dropped");
        make_again.push(row.get("make"));
    }
    make_again
}

async fn run(connection: &mut AnyConnection, sql: &'static str) {
    sqlx::raw_sql(sql).execute(connection).await.expect("done");
}

/// `($1, $2), ($3, $4)`: so many rows of so many columns.
fn placeholders(rows: usize, columns: usize) -> String {
    let row = |row: usize| {
        let columns: Vec<_> = (1..=columns).map(|column| format!("${}", row * columns + column)).collect();
        format!("({})", columns.join(", "))
    };
    (0..rows).map(row).collect::<Vec<_>>().join(", ")
}

async fn insert_users(connection: &mut AnyConnection, people: &[BenchUser]) {
    let sql = format!(
        "INSERT INTO users (id, email, display_name, role, locale, password_hash, created_at, last_sign_in_at, sort_name,
                            standing, invited_until, mail_state) VALUES {}",
        placeholders(people.len(), 12)
    );
    let mut query = sqlx::query(AssertSqlSafe(sql));
    for person in people {
        let hash = (person.standing == "active").then(|| format!("$argon2id$v=19$m=19456,t=2,p=1${}", "x".repeat(66)));
        query = query
            .bind(&person.id)
            .bind(&person.email)
            .bind(&person.name)
            .bind(person.role)
            .bind("pt-BR")
            .bind(hash)
            .bind(person.created_at)
            .bind(person.last_sign_in_at)
            .bind(folded(&person.name))
            .bind(person.standing)
            .bind(person.invited_until)
            .bind(person.mail_state);
    }
    query.execute(connection).await.expect("people");
}

async fn insert_words(connection: &mut AnyConnection, people: &[BenchUser]) {
    let rows: Vec<(String, &str)> = people
        .iter()
        .flat_map(|person| {
            let words = index_words(&person.name, &person.email);
            words.into_iter().map(|word| (word, person.id.as_str()))
        })
        .collect();
    let sql = format!("INSERT INTO user_words (word, user_id) VALUES {}", placeholders(rows.len(), 2));
    let query = rows.iter().fold(sqlx::query(AssertSqlSafe(sql)), |query, (word, id)| query.bind(word).bind(*id));
    query.execute(connection).await.expect("words");
}

async fn insert_mails(connection: &mut AnyConnection, people: &[BenchUser]) {
    let sql = format!(
        "INSERT INTO outbox (id, user_id, purpose, state, attempts, not_before, step, last_answer, created_at, updated_at)
         VALUES {}",
        placeholders(people.len(), 10)
    );
    let mut query = sqlx::query(AssertSqlSafe(sql));
    for person in people {
        query = query
            .bind(format!("{}f{}", &person.id[..14], &person.id[15..]))
            .bind(&person.id)
            .bind("temporary_password")
            .bind(person.mail_state)
            .bind(1_i64)
            .bind(person.created_at)
            .bind("final_answer")
            .bind("250 2.0.0 queued as 4XyZ")
            .bind(person.created_at)
            .bind(person.created_at);
    }
    query.execute(connection).await.expect("mails");
}

/// What the log says of them: that each was added, that their emails were accepted, and that the active chose a password.
/// The emails come last, as after an import. These lines are not linked: nothing here verifies them.
async fn insert_events(connection: &mut AnyConnection, people: &[BenchUser]) {
    let added = people.iter().map(|person| (person.created_at, "user_created", "console", person));
    let chosen = people.iter().filter(|person| person.standing == "active");
    let chosen = chosen.map(|person| (person.created_at + 1000, "password_chosen", person.id.as_str(), person));
    let mailed = people.iter().map(|person| (person.created_at + 2000, "mail_accepted", "worker", person));
    // Numbered before the first line of the log, whose end goes on.
    let events: Vec<_> = added.chain(chosen).chain(mailed).rev().zip(1..).map(|(event, back)| (-back, event)).collect();
    for some in events.chunks(AT_A_TIME) {
        let sql = format!(
            "INSERT INTO audit_events (seq, id, at, kind, actor, target, hash) VALUES {}",
            placeholders(some.len(), 7)
        );
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for (seq, (at, kind, actor, person)) in some {
            let seq: i64 = *seq;
            query = query
                .bind(seq)
                .bind(format!("event-{seq}"))
                .bind(at)
                .bind(*kind)
                .bind(*actor)
                .bind(&person.id)
                .bind("");
        }
        query.execute(&mut *connection).await.expect("events");
    }
}
