//! The language of the command line: people's words follow the environment, programs' do not.

use crate::app::{TestApp, new_user};
use crate::program::{self, ProgramOutput};
use chaveiro::cli::language::choose;
use chaveiro::domain::{Locale, Role};

const MARIA: &str = "maria@example.org";

fn language(variables: &[(&str, &str)]) -> Locale {
    choose(|name| variables.iter().find(|(variable, _)| *variable == name).map(|(_, value)| (*value).to_owned()))
}

#[test]
fn the_first_variable_that_is_not_empty_decides() {
    for (variables, expected) in [
        (&[][..], Locale::En),
        (&[("LANG", "pt_BR.UTF-8")], Locale::PtBr),
        (&[("LANG", "pt_BR")], Locale::PtBr),
        (&[("LANG", "pt_PT@euro")], Locale::PtBr),
        (&[("LANG", "pt")], Locale::PtBr),
        (&[("LANG", "en_US.UTF-8")], Locale::En),
        (&[("LANG", "de_DE.UTF-8")], Locale::En),
        (&[("LANG", "C.UTF-8")], Locale::En),
        (&[("LANG", "POSIX")], Locale::En),
        (&[("LANG", "")], Locale::En),
        (&[("LANG", "../pt/ é")], Locale::En),
        (&[("LANG", "pt_BR.UTF-8"), ("LC_ALL", "C")], Locale::En),
        (&[("LANG", "pt_BR.UTF-8"), ("LC_ALL", "")], Locale::PtBr),
        (&[("LANG", "pt_BR.UTF-8"), ("LC_MESSAGES", "en_US.UTF-8")], Locale::En),
        (&[("LANG", "C"), ("LC_MESSAGES", "pt_BR.UTF-8")], Locale::PtBr),
        (&[("LC_MESSAGES", "C"), ("LC_ALL", "pt_BR.UTF-8")], Locale::PtBr),
        // Of dates and numbers, not of words; and a list of gettext's own.
        (&[("LC_TIME", "pt_BR.UTF-8")], Locale::En),
        (&[("LANGUAGE", "pt_BR:en")], Locale::En),
    ] {
        assert_eq!(language(variables), expected, "{variables:?}");
    }
}

async fn run(app: &TestApp, arguments: &[&str], variables: &[(&str, &str)]) -> ProgramOutput {
    let variables: Vec<_> = variables.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    program::run(app, arguments, &variables).await
}

async fn in_portuguese(app: &TestApp, arguments: &[&str]) -> ProgramOutput {
    run(app, arguments, &[("LANG", "pt_BR.UTF-8")]).await
}

#[tokio::test]
async fn people_read_their_language() {
    let app = program::start(|_| ()).await;
    app.leave_mail();
    let nobody = in_portuguese(&app, &["user", "list"]).await;
    assert!(nobody.succeeded && nobody.out.is_empty(), "{}", nobody.out);
    assert_eq!(nobody.error, "Nenhuma pessoa encontrada.\n");

    let made = in_portuguese(&app, &["user", "create", "--email", MARIA, "--name", "Maria Souza"]).await;
    assert!(made.out.starts_with("conta criada: ") && made.out.contains("senha temporária"), "{}", made.out);
    let shown = in_portuguese(&app, &["user", "show", "--email", MARIA]).await;
    for words in ["nome                Maria Souza", "Na fila (waiting)", "Usuário (member)", "nunca", "Conta criada ("]
    {
        assert!(shown.out.contains(words), "{words}: {}", shown.out);
    }
    let done = in_portuguese(&app, &["user", "revoke", "--email", MARIA]).await;
    assert_eq!(done.out, "convite cancelado; a senha temporária não funciona mais\n");
    let group = in_portuguese(&app, &["group", "create", "Coral"]).await;
    assert_eq!(group.out, "grupo criado: coral\n");
    let intact = in_portuguese(&app, &["audit", "verify"]).await;
    assert!(intact.succeeded && intact.out.starts_with("a auditoria está íntegra: "), "{}", intact.out);

    let path = app.folder.path().join("pessoas.csv");
    std::fs::write(&path, "nome,e-mail,turno\nEva,eva@example.org,manhã\n").expect("a file");
    let seen = in_portuguese(&app, &["user", "import", &path.display().to_string(), "--dry-run"]).await;
    assert!(seen.out.starts_with("a cadastrar: 1, já existiam: 0, rejeitadas: 0\n"), "{}", seen.out);
    assert!(seen.out.contains("colunas ignoradas: turno\n"), "{}", seen.out);
}

#[tokio::test]
async fn errors_are_in_it_too_with_the_same_statuses() {
    let app = program::start(|_| ()).await;
    app.queue_for(&new_user("Maria Souza", MARIA, Role::Member)).await;
    for (arguments, words) in [
        (&["user", "show", "--email", "quem@example.org"][..], "chaveiro: ninguém tem o e-mail quem@example.org\n"),
        (&["user", "enable", "--email", MARIA], "enable não se aplica a maria@example.org: estado Na fila (waiting)"),
        (&["user", "create", "--email", MARIA, "--name", "Maria"], "chaveiro: --email: Já existe"),
        (&["group", "show", "nada"], "não existe o grupo nada"),
        (&["app", "show", "nada"], "não existe o aplicativo nada"),
        (&["mail", "resume"], "o envio não está pausado"),
        (&["mail", "list", "--state", "perdido"], "--state: `perdido` é desconhecido"),
        (&["doctor"], "falh"),
    ] {
        let ran = in_portuguese(&app, arguments).await;
        assert_eq!(ran.status, Some(1), "{arguments:?}: {}", ran.error);
        assert!(ran.error.contains(words), "{arguments:?}: {}", ran.error);
        assert_eq!(ran.error.trim().lines().count(), 1, "{arguments:?}: {}", ran.error);
    }
    let doctor = in_portuguese(&app, &["doctor"]).await;
    for words in ["fail  servidor de e-mail  ", "não definido; defina CHAVEIRO_SMTP_URL", "ok    banco de dados"] {
        assert!(doctor.out.contains(words), "{words}: {}", doctor.out);
    }
    // What a start is refused for is one English line in a log, whatever the language.
    let wrong = [("LANG", "pt_BR.UTF-8"), ("CHAVEIRO_LISTEN", "nowhere")];
    let refused = run(&app, &["healthcheck"], &wrong).await;
    assert_eq!(refused.status, Some(78), "{}", refused.error);
    assert_eq!(refused.error, run(&app, &["healthcheck"], &wrong[1..]).await.error);
}

#[tokio::test]
async fn lc_all_overrides_lang() {
    let app = program::start(|_| ()).await;
    let variables = [("LANG", "pt_BR.UTF-8"), ("LC_ALL", "C")];
    assert_eq!(run(&app, &["user", "list"], &variables).await.error, "No people found.\n");
    let variables = [("LANG", "C"), ("LC_MESSAGES", "pt_BR.UTF-8")];
    assert_eq!(run(&app, &["user", "list"], &variables).await.error, "Nenhuma pessoa encontrada.\n");
}

/// JSON, exports, rejected rows, and tables that no terminal shows.
#[tokio::test]
async fn machine_readable_output_is_the_same_in_every_language() {
    let app = program::start(|_| ()).await;
    app.queue_for(&new_user("Maria Souza", MARIA, Role::Member)).await;
    assert!(in_portuguese(&app, &["group", "create", "Coral"]).await.succeeded);
    let path = app.folder.path().join("pessoas.csv");
    std::fs::write(&path, "nome,sobrenome2,e-mail\nEva,Lima,eva@example.org\nIvo,Lima,ivo\n").expect("a file");
    let file = path.display().to_string();
    for arguments in [
        &["user", "list"][..],
        &["user", "list", "--json"],
        &["user", "show", "--email", MARIA, "--json"],
        &["user", "export"],
        &["user", "import", &file, "--dry-run", "--json"],
        &["group", "list"],
        &["group", "list", "--json"],
        &["group", "show", "coral", "--json"],
        &["app", "list", "--json"],
        &["mail", "list"],
        &["mail", "list", "--json"],
        &["audit", "list", "--kind", "user_created"],
        &["audit", "list", "--kind", "user_created", "--json"],
        &["audit", "verify", "--json"],
        &["routes"],
        &["routes", "--json"],
        &["doctor", "--json"],
        &["--help"],
        &["user", "create", "--help"],
    ] {
        let [english, portuguese] = [run(&app, arguments, &[]).await, in_portuguese(&app, arguments).await];
        assert!(!english.out.is_empty() && english.status == portuguese.status, "{arguments:?}: {}", english.error);
        assert_eq!(english.out, portuguese.out, "{arguments:?}");
    }
    let import = ["user", "import", &file, "--dry-run", "--json"];
    let [english, portuguese] = [run(&app, &import, &[]).await, in_portuguese(&app, &import).await];
    let rejected =
        |ran: &ProgramOutput| ran.error.lines().filter(|line| !line.starts_with("chaveiro:")).collect::<String>();
    assert!(rejected(&english).contains("Ivo"), "{}", english.error);
    assert_eq!(rejected(&english), rejected(&portuguese));
    app.leave_mail();
}

/// Programs wait for the line that says where it is.
#[tokio::test]
async fn the_server_says_where_it_is_in_english_and_the_rest_in_the_language() {
    let app = program::start(|_| ()).await;
    let printed = program::printed_by_serve(&app, &[("LANG", "pt_BR.UTF-8".to_owned())]).await;
    assert!(printed.starts_with("Chaveiro is at http"), "{printed}");
    assert!(printed.contains("Ainda não há administrador.") && printed.contains("--show-setup-address"), "{printed}");
}
