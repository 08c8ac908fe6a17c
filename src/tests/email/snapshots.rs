//! Every mail in both languages, word for word: a change of a text shows here as people will read it.
//!
//! After a wanted change: `INSTA_UPDATE=always cargo test --features ssr --test integration snapshots`, and read the diff.

use super::{every_mail, preheader};

#[test]
fn the_words_of_every_mail_are_the_ones_that_were_approved() {
    for (sample, to, mail) in every_mail() {
        let words = format!("Subject: {}\nPreheader: {}\n\n{}", mail.subject, preheader(&mail), mail.text);
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(format!("{}.{}", sample.name, to.locale.as_str()), words);
        });
    }
}

/// The markup is the same for all: two mails hold every kind of block.
#[test]
fn the_html_of_the_mail_with_a_temporary_password_is_the_one_that_was_approved() {
    let mails = every_mail();
    for (sample, to, mail) in mails.iter().filter(|(sample, ..)| sample.name == "temporary_password") {
        let html = mail.html.replace("&#847;&zwnj;&nbsp;", "");
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(format!("{}.{}.html", sample.name, to.locale.as_str()), html);
        });
    }
}
