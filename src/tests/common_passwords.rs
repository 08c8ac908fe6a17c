//! Which passwords are too common, and that good ones are left alone.

use std::time::{Duration, Instant};

use chaveiro::server::password::common::is_common;
use proptest::prelude::*;

const LIST: &str = include_str!("../server/password/common_passwords.txt");

fn entries() -> impl Iterator<Item = &'static str> {
    LIST.lines()
}

#[test]
fn the_list_is_sorted_in_lower_case_and_has_each_entry_once() {
    let entries: Vec<&str> = entries().collect();
    assert!(entries.len() > 10_000);
    assert!(entries.is_sorted_by(|entry, next| entry < next), "sorted, and none twice");
    for entry in entries {
        assert!((4..=20).contains(&entry.len()), "{entry}");
        assert!(entry.bytes().all(|byte| byte.is_ascii_graphic()), "{entry}");
        assert_eq!(entry, entry.to_lowercase());
    }
}

#[test]
fn everything_on_the_list_is_common_in_any_case() {
    for entry in entries() {
        assert!(is_common(entry), "{entry}");
        assert!(is_common(&entry.to_uppercase()), "{entry}");
    }
}

#[test]
fn what_brazilians_choose_is_on_the_list() {
    for entry in [
        "senha123",
        "mudar123",
        "brasil",
        "flamengo",
        "corinthians",
        "palmeiras",
        "deusefiel",
        "euteamo",
        "102030",
        "primeiroacesso",
    ] {
        assert!(entries().any(|listed| listed == entry), "{entry}");
    }
}

/// The minimum of 15 makes people lengthen what they had: that must not help.
#[test]
fn no_entry_becomes_uncommon_by_lengthening() {
    // Each seventh is enough for one run; a property below picks among all.
    for entry in entries().step_by(7) {
        let repeated: String = entry.chars().cycle().take(15.max(2 * entry.len())).collect();
        let mut capitalised = entry.to_owned();
        capitalised[..1].make_ascii_uppercase();
        for password in [
            repeated,
            format!("{entry}!!!!!!!!!!!"),
            format!("{entry}           "),
            format!("{entry}12345678901"),
            format!("123456789 {entry}"),
            format!("{entry}00000000000"),
            format!("{entry}aaaaaaaaaaa"),
            format!("{capitalised}-{capitalised}-{capitalised}!"),
        ] {
            assert!(is_common(&password), "{password}");
        }
    }
}

#[test]
fn padding_and_repetition_are_seen_through() {
    for password in [
        "passwordpassword",
        "password12345678",
        "Password!!!!!!!!!",
        "123456password123456",
        "2026flamengo-1981",
        "Corinthians1910!!!",
        "senha senha senha 2026",
        "p.a.s.s.w.o.r.d 2026",
        "P@ssw0rd12345678",
        "Fl4m3ng0 Fl4m3ng0!",
        "footballfootbal",
        "iloveyouabcdefgh",
        "qwertyuiop123456",
        "Mudar@123Mudar@123",
    ] {
        assert!(is_common(password), "{password}");
    }
}

#[test]
fn one_unit_over_and_over_is_common() {
    for password in [
        "aaaaaaaaaaaaaaa",
        "abcabcabcabcabc",
        "               ",
        "xk9!xk9!xk9!xk9",
        "ção ção ção ção",
        "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀",
        "ab ab ab ab ab ",
    ] {
        assert!(is_common(password), "{password}");
    }
}

#[test]
fn ways_along_the_keyboard_and_the_alphabet_are_common() {
    for password in [
        "123456789012345",
        "012345678901234",
        "987654321098765",
        "abcdefghijklmnop",
        "zyxwvutsrqponmlk",
        "qwertyuiopasdfghjkl",
        "QWERTYUIOPÇLKJHGFDSA",
        "poiuytrewqlkjhgfdsa",
        "1q2w3e4r5t6y7u8i",
        "q1w2e3r4t5y6u7i8",
        "1qaz2wsx3edc4rfv",
        "zaq12wsxcde34rfv",
        "aaaaabbbbbccccc",
        "111122223333444455556666",
        "1111 2222 3333 4444",
        "qwe asd zxc 123 qwe",
        "!@#$%^&*()!@#$%",
        "azertyuiopqsdfgh",
    ] {
        assert!(is_common(password), "{password}");
    }
}

#[test]
fn good_passwords_are_left_alone() {
    for password in [
        "cavalo bateria grampo certo",
        "maria comprou sete abacaxis",
        "correct horse battery staple",
        "uma senha bem comprida mesmo",
        "dragon monkey football sunshine",
        "a biblioteca fecha cedo hoje",
        "837194620485720",
        "195803741962538",
        "Tr0ub4dor&3 e mais alguma coisa",
        "xK9-83kd-0a9d-22",
        "vT7$qLw2#nRz9@Hb",
        "o rato roeu a roupa",
        "quinze caracter",
        "密码应该很长才会安全一些对吧朋友",
        "😀🐎🔋📎🌧️🍌🚲🎻🧊🌵🦀🪁🧲🛶🥁",
    ] {
        assert!(!is_common(password), "{password}");
    }
}

#[test]
fn nothing_is_not_common() {
    for password in ["", "a", "é"] {
        assert!(!is_common(password), "{password:?}");
    }
}

/// Everyone may ask this question, with the longest password the domain lets through.
#[test]
fn the_answer_comes_quickly_for_the_worst_inputs() {
    is_common("reads the list once");
    let all_entries: String = entries().filter(|entry| entry.len() == 6).collect();
    let all_paths = "abcdefghijklmnopqrstuvwxyz1234567890qwertyuiop".repeat(6);
    for worst in [
        &all_entries[..256],
        &all_entries[3000..3256],
        &all_paths[..256],
        &("1".repeat(255) + "x"),
        &("password".repeat(31) + "xyxz"),
    ] {
        let start = Instant::now();
        is_common(worst);
        // Milliseconds; where the time would grow with the square of the length or of the list, minutes.
        assert!(start.elapsed() < Duration::from_secs(5), "{:?} for {worst}", start.elapsed());
    }
}

fn any_entry() -> impl Strategy<Value = &'static str> {
    prop::sample::select(entries().collect::<Vec<_>>())
}

proptest! {
    #[test]
    fn checking_a_password_never_panics(password in any::<String>()) {
        is_common(&password);
    }

    #[test]
    fn digits_and_signs_around_a_word_of_the_list_never_help(
        before in "[0-9 !?.@#-]{0,12}",
        entry in any_entry().prop_filter("a word", |entry| entry.contains(|letter: char| letter.is_alphabetic())),
        after in "[0-9 !?.@#-]{0,12}",
    ) {
        prop_assert!(is_common(&[&before, entry, &after].concat()));
    }

    #[test]
    fn random_characters_are_practically_never_common(password in "[a-zA-Z0-9]{15,30}") {
        prop_assert!(!is_common(&password));
    }

    #[test]
    fn random_numbers_are_practically_never_common(password in "[0-9]{20}") {
        prop_assert!(!is_common(&password));
    }
}
