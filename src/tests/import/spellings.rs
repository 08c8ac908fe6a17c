//! Files whose encoding nothing tells but their own words.

use super::{check_file, import_id, post_action, previewed, run_job};
use crate::app::TestApp;
use axum::http::StatusCode;
use chaveiro::domain::import::FileEncoding;

const CP850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

fn bytes(text: &str, encoding: FileEncoding) -> Vec<u8> {
    let upper: Vec<char> = match encoding {
        FileEncoding::Cp850 => CP850.chars().collect(),
        other => {
            let table =
                if other == FileEncoding::MacRoman { encoding_rs::MACINTOSH } else { encoding_rs::WINDOWS_1252 };
            let bytes: Vec<u8> = (128..=255).collect();
            table.decode_without_bom_handling(&bytes).0.chars().collect()
        }
    };
    let byte = |character: char| match upper.iter().position(|known| *known == character) {
        _ if character.is_ascii() => u8::try_from(u32::from(character)).unwrap(),
        place => u8::try_from(place.expect("a letter of this encoding") + 128).unwrap(),
    };
    text.chars().map(byte).collect()
}

#[tokio::test]
async fn one_name_is_enough_to_distinguish_windows_dos_and_mac_encodings() {
    let app = TestApp::start().await;
    for name in [
        "João Ação",
        "Inês",
        "José",
        "Conceição",
        "Luís",
        "Antônio",
        "Úrsula",
        "Érica",
        "Ângela",
        "JOSÉ",
        "CONCEIÇÃO",
        "LUÍS",
        "ANTÔNIO",
        "MÔNICA",
        "ÚRSULA",
        "Muñoz",
        "Müller",
        "Márcia",
        "Simões",
        "FABRÍCIO",
        "Magalhães",
        "Guimarães",
        "França",
        "FRANÇA",
        "Björn",
        "Ítalo",
        "Cauã",
        "Estêvão",
        "GONÇALVES",
        "Assunção",
        "VITÓRIA",
        "DÉBORA",
        "Thaís",
        "Caíque",
    ] {
        for encoding in FileEncoding::SINGLE_BYTE {
            let file = bytes(&format!("nome;email\n{name};a@example.org\n"), encoding);
            let checked = check_file(&app, file).await.expect("a file");
            let read = checked.layout.name_in(&checked.rows[0].cells);
            assert_eq!((read.as_str(), checked.layout.encoding), (name, encoding), "{name} in {encoding:?}");
            assert_eq!(checked.layout.alternatives, [], "{name} in {encoding:?}");
        }
    }
}

/// `JOÃO` in DOS is `JOÇO` in Windows: no rule knows which it is, the admin does.
#[tokio::test]
async fn where_it_cannot_be_told_the_preview_shows_names_in_each_and_reads_the_file_anew() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let file = bytes(
        "nome;email;nota\nJOÃO;joao@example.org;x\nEVA;eva@example.org;MAGALHÃES\nRUI;rui@;\n",
        FileEncoding::Cp850,
    );
    let id = previewed(&mut admin, &file).await;
    let page = admin.get(&format!("/admin/imports/{id}")).await;
    for words in ["Em qual opção os nomes estão certos?", "JOÃO", "JOÇO"] {
        assert!(page.says(words), "{words}: {}", page.text);
    }
    let choose = async |admin: &mut crate::app::Browser, encoding: &str| {
        admin.post("/admin/imports/reread", &[("import", &id), ("encoding", encoding)]).await
    };
    for (encoding, name) in [("windows-1252", "JOÇO"), ("cp850", "JOÃO"), ("windows-1252", "JOÇO"), ("cp850", "JOÃO")]
    {
        // Sent twice it ends where it ended the first time.
        for _ in 0..2 {
            assert_eq!(choose(&mut admin, encoding).await.location(), Some(format!("/admin/imports/{id}").as_str()));
        }
        let page = admin.get(&format!("/admin/imports/{id}")).await;
        assert!(page.text.contains(&format!("<th scope=\"row\"><strong>{name}</strong>")), "{name}: {}", page.text);
        let counts = app.state.store.find_row_counts(&import_id(&id)).await.unwrap();
        assert_eq!((counts.ready, counts.wrong), (2, 1));
    }
    assert_eq!(choose(&mut admin, "macintosh").await.status, StatusCode::BAD_REQUEST);
    assert_eq!(choose(&mut admin, "ebcdic").await.status, StatusCode::BAD_REQUEST);
    assert_eq!(app.number("SELECT COUNT(*) FROM imports").await, 1);
    post_action(&mut admin, &id, "confirm").await;
    assert!(choose(&mut admin, "windows-1252").await.location().unwrap().ends_with("?notice=moved-on"));
    run_job(&app).await;
    assert_eq!(app.account("joao@example.org").await.user.display_name.as_str(), "JOÃO");
    app.deliver_all().await;
}

/// What a file of one or more rows is read as: the names, the encoding and whether somebody has to say which it is.
async fn read(app: &TestApp, file: &[u8]) -> (Vec<String>, FileEncoding, bool) {
    let checked = check_file(app, file).await.unwrap_or_else(|refused| panic!("{file:?}: {refused:?}"));
    let problems: Vec<_> = checked.rows.iter().flat_map(|row| &row.problems).collect();
    assert!(problems.is_empty(), "{problems:?}");
    let names = checked.rows.iter().map(|row| checked.layout.name_in(&row.cells)).collect();
    let is_asked = !checked.layout.spellings(checked.rows.iter().map(|row| row.cells.as_slice())).is_empty();
    (names, checked.layout.encoding, is_asked)
}

/// Pages of the web give their cells no-break spaces; that byte is "á" in DOS.
#[tokio::test]
async fn a_no_break_space_around_a_word_is_no_letter() {
    let app = TestApp::start().await;
    for (file, name) in [
        (&b"Nome;E-mail\nAna Lima\xA0;ana@example.org\n"[..], "Ana Lima"),
        (b"Nome;E-mail\n\xA0Ana Lima;ana@example.org\n", "Ana Lima"),
        (b"Nome;E-mail\nAna Lima\xA0\xA0;\xA0ana@example.org\xA0\n", "Ana Lima"),
        (b"Nome;E-mail\nAna Lima;ana@example.org\xA0\n", "Ana Lima"),
        (b"Nome;E-mail\nAna Lima;\xA0eva@example.org", "Ana Lima"),
        (b"E-mail;Nome\nana@example.org;Ana Lima\xA0", "Ana Lima"),
        (b"E-mail,Nome\r\nana@example.org,\"Ana Lima\xA0\"\r\n", "Ana Lima"),
        (b"Nome\xA0;E-mail\xA0\nAna Lima;ana@example.org\n", "Ana Lima"),
        (b"Nome;E-mail\nANA LIMA\xA0;ana@example.org\n", "ANA LIMA"),
        (b"Nome;E-mail\nAna\xA0Lima;ana@example.org\n", "Ana Lima"),
        (b"Nome;E-mail\nMaria\xA0da\xA0Silva;ana@example.org\n", "Maria da Silva"),
        (b"Nome;E-mail\nLuis\xA0de Lima;ana@example.org\n", "Luis de Lima"),
        (b"Nome;E-mail\nPedro\xA0Jorge\xA0;ana@example.org\n", "Pedro Jorge"),
        (b"Nome;E-mail\nJos\xE9 Lima Jr.\xA0;ana@example.org\n", "José Lima Jr."),
        (b"Nome;E-mail;Sala\nAna Lima;ana@example.org;Bloco 1\xA0\n", "Ana Lima"),
        (b"Nome;E-mail\nJo\xE3o Lu\xEDs\xA0;ana@example.org\n", "João Luís"),
    ] {
        let expected = (vec![name.to_owned()], FileEncoding::Windows1252, false);
        assert_eq!(read(&app, file).await, expected, "{}", file.escape_ascii());
    }
    // The no-break spaces of DOS and of the Macintosh.
    for (file, encoding) in [
        (&b"Nome;E-mail\nAna Lima\xFF;ana@example.org\n"[..], FileEncoding::Cp850),
        (b"Nome;E-mail\nAna Lima\xCA;ana@example.org\n", FileEncoding::MacRoman),
    ] {
        let expected = (vec!["Ana Lima".to_owned()], encoding, false);
        assert_eq!(read(&app, file).await, expected, "{}", file.escape_ascii());
    }
    // Where it may be a letter as well, somebody has to say it.
    for name in ["Tainá", "Luis", "Davi", "Joás"] {
        let mut file = bytes(&format!("nome;email\n{name}"), FileEncoding::Cp850);
        if name.is_ascii() {
            file.push(0xA0);
        }
        file.extend(b";a@example.org\n");
        assert!(read(&app, &file).await.2, "{name}");
    }
    for name in ["Ana Sá", "Márcia", "Flávio"] {
        let file = bytes(&format!("nome;email\n{name};a@example.org\n"), FileEncoding::Cp850);
        assert_eq!(read(&app, &file).await, (vec![name.to_owned()], FileEncoding::Cp850, false), "{name}");
    }
}

/// Word and Excel make dashes and bullets by themselves: nobody can say by an empty list which encoding it is.
#[tokio::test]
async fn nothing_is_asked_where_only_what_is_not_used_would_differ() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    for file in [
        &b"Nome;E-mail;Curso\nAna Lima;ana@example.org;ADS \x96 noite\n"[..],
        b"Nome;E-mail;Curso\nAna Lima;ana@example.org;ADS \x95 noite\n",
        b"Nome;E-mail;Curso\nAna Lima;ana@example.org;MAGALH\xC7ES\n",
        b"Nome;E-mail\xA0\nAna Lima;ana@example.org\n",
        b"Nome;E-mail;JO\xC7O\nAna Lima;ana@example.org;1\n",
    ] {
        let (names, _, is_asked) = read(&app, file).await;
        assert!(names == ["Ana Lima"] && !is_asked, "{}", file.escape_ascii());
        let id = previewed(&mut admin, file).await;
        let page = admin.get(&format!("/admin/imports/{id}")).await;
        assert!(!page.says("Em qual opção os nomes estão certos?"), "{}", page.text);
    }
}

#[tokio::test]
async fn the_choices_have_windows_and_a_text_in_each() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    // Six hundred others first, and what differs in a group.
    let mut others: Vec<u8> = b"nome;e-mail;turma\n".to_vec();
    for number in 0..600 {
        others.extend(format!("Eva Reis {number};eva-{number}@example.org;A\n").bytes());
    }
    for (row, windows) in [
        (&b"JO\xC7O;a@example.org;A\n"[..], "JOÇO"),
        (b"Ana;a@example.org;IRM\xC7OS\n", "IRMÇOS"),
        (b"Jo\x95o;a@example.org;A\n", "Jo•o"),
    ] {
        for file in [[b"nome;e-mail;turma\n", row].concat(), [&others, row].concat()] {
            let checked = check_file(&app, &file).await.expect("a file");
            let rows = || checked.rows.iter().map(|row| row.cells.as_slice());
            let spellings = checked.layout.spellings(rows());
            let of_windows = spellings.iter().find(|(encoding, _)| *encoding == FileEncoding::Windows1252);
            assert_eq!(of_windows.map(|(_, texts)| &**texts), Some(&[windows.to_owned()][..]));
            assert!(spellings.iter().all(|(_, texts)| texts.len() == 1), "{spellings:?}");
            let id = previewed(&mut admin, &file).await;
            let import = app.state.store.find_import(&import_id(&id)).await.unwrap().unwrap();
            assert_eq!(chaveiro::server::imports::spellings(&app.state, &import).await.unwrap(), spellings);
        }
    }
}
