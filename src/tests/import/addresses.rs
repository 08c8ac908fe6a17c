//! Files with several columns of addresses.

use super::{check_file, previewed};
use crate::app::TestApp;
use chaveiro::domain::Locale;
use chaveiro::domain::import::{Column, Doubt, DoubtKind, RowState};
use chaveiro::locale::import::doubt;

/// The address of the first row, what is said of the columns, and what somebody is asked.
async fn read(app: &TestApp, file: &str) -> (String, Option<String>, Vec<Doubt>) {
    let checked = check_file(app, file).await.unwrap_or_else(|refused| panic!("{file}: {refused:?}"));
    assert!(checked.rows.iter().all(|row| row.state == RowState::Ready), "{file}");
    let email = checked.layout.text_in(&checked.rows[0].cells, Column::Email);
    (email, checked.layout.addresses_in(Locale::PtBr), checked.layout.doubts())
}

#[tokio::test]
async fn where_two_columns_have_addresses_it_is_said_which_was_taken() {
    let app = TestApp::start().await;
    for (file, email, said) in [
        (
            "Nome;E-mail institucional;E-mail pessoal\nAna;a@escola.example;ana@example.org\n",
            "a@escola.example",
            Some("Usamos os e-mails de “E-mail institucional”, não os de “E-mail pessoal”."),
        ),
        (
            "E-mail;Seu melhor e-mail;Nome\na@example.org;ana@example.org;Ana\n",
            "a@example.org",
            Some("Usamos os e-mails de “E-mail”, não os de “Seu melhor e-mail”."),
        ),
        ("Nome;E-mail;E-mail pessoal\nAna;a@example.org;A@example.org \n", "a@example.org", None),
        ("Nome;E-mail;E-mail pessoal\nAna;a@example.org;\n", "a@example.org", None),
        ("Nome;E-mail;E-mail do responsável\nAna;a@example.org;eva@example.org\n", "a@example.org", None),
    ] {
        assert_eq!(read(&app, file).await, (email.to_owned(), said.map(str::to_owned), Vec::new()), "{file}");
    }
    let mut admin = app.admin().await;
    let file = "Nome;E-mail institucional;E-mail pessoal\nAna;a@escola.example;ana@example.org\n";
    let here = format!("/admin/imports/{}", previewed(&mut admin, file).await);
    let page = admin.get(&here).await;
    assert!(page.says("Usamos os e-mails de “E-mail institucional”"), "{}", page.text);
}

#[tokio::test]
async fn where_the_organizations_own_addresses_are_not_taken_somebody_is_asked() {
    let app = TestApp::start().await;
    for (other, is_asked) in
        [("E-mail institucional", true), ("Work email", true), ("E-mail institucional 2", false), ("E-mail 2", false)]
    {
        let file = format!(
            "Carimbo de data/hora,Endereço de e-mail,Nome completo,{other}\n1,ana@example.org,Ana,a@escola.example\n"
        );
        let (email, said, doubts) = read(&app, &file).await;
        assert!(email == "ana@example.org" && said.is_some(), "{file}");
        let expected = is_asked.then(|| Doubt { column: other.to_owned(), kind: DoubtKind::OtherAddresses });
        assert_eq!(doubts, expected.into_iter().collect::<Vec<_>>(), "{file}");
    }
}

#[tokio::test]
async fn an_address_that_was_repeated_otherwise_is_asked_about() {
    let app = TestApp::start().await;
    for heading in
        ["Confirme seu e-mail", "Confirmação de e-mail", "E-mail (confirmação)", "Repita o e-mail", "Confirm email"]
    {
        let file = |again: &str| {
            format!(
                "Nome;E-mail;{heading}\nAna;ana@example.org;ANA@example.org \nEva;eva@example.org;{again}\nRui;rui@example.org;\n"
            )
        };
        assert_eq!(read(&app, &file("eva@example.org")).await.2, [], "{heading}");
        let differ = Doubt { column: "3".to_owned(), kind: DoubtKind::AddressesDiffer };
        for (locale, words) in [(Locale::PtBr, "Confira estas linhas: 3."), (Locale::En, "Check these rows: 3.")] {
            assert!(doubt(locale, &differ).contains(words));
        }
        assert_eq!(read(&app, &file("eva@exemple.org")).await.2, [differ], "{heading}");
    }
    // Where it is the only one, it is the address.
    for heading in ["E-mail para confirmação", "E-mail (confirmação)"] {
        let file = format!("Nome;{heading}\nAna;ana@example.org\n");
        assert_eq!(read(&app, &file).await, ("ana@example.org".to_owned(), None, Vec::new()), "{heading}");
    }
    // Whether it was confirmed says something else.
    let file = "Nome;E-mail;E-mail confirmado\nAna;ana@example.org;sim\n";
    assert_eq!(read(&app, file).await, ("ana@example.org".to_owned(), None, Vec::new()));
}
