//! Numbers, as people write them.

use crate::domain::Locale;

/// `100.000` or `100,000`. The number is not negative.
pub fn number(locale: Locale, number: i64) -> String {
    let mark = locale.pick('.', ',');
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + 4);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(mark);
        }
        text.push(digit);
    }
    text
}

/// A number and what it counts: `1 row`, `1,000 rows`.
pub fn counted(locale: Locale, count: i64, one: &str, several: &str) -> String {
    format!("{} {}", number(locale, count), if count == 1 { one } else { several })
}
