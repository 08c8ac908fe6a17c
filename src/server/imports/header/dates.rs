//! Days in the cells of a file, as programs and people write them.

use jiff::civil::Date;

/// A day before this year means no day: systems begin to count in 1753, 1899 or 1900.
const FIRST_YEAR: i16 = 1901;

/// What a cell may mean as a day: of `03/04/2026` there are two; of `2026`, `2026/2` and `12/2026` the first of the year.
fn readings(cell: &str) -> impl Iterator<Item = Date> {
    let day = cell.trim().split(['T', ' ']).next().unwrap_or_default();
    let numbers = day.split(|character: char| !character.is_ascii_digit()).filter(|digits| !digits.is_empty());
    let numbers: Vec<(usize, i16)> = numbers.map_while(|digits| Some((digits.len(), digits.parse().ok()?))).collect();
    let of = |year: i16, month: i16, day: i16| Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok();
    let both = match numbers[..] {
        [(3.., year), (_, month), (_, day)] => [of(year, month, day), None],
        [(_, one), (_, other), (digits, year)] => {
            let year = match year {
                year if digits > 2 => year,
                ..70 => 2000 + year,
                year => 1900 + year,
            };
            [of(year, other, one), of(year, one, other)]
        }
        [(4, year)] | [(4, year), (1 | 2, _)] | [(1 | 2, _), (4, year)] if year >= FIRST_YEAR => [of(year, 1, 1), None],
        _ => [None, None],
    };
    both.into_iter().flatten()
}

/// Whether a cell names a day, and that day is still to come.
pub fn is_to_come(cell: &str, today: Date) -> bool {
    let mut days = readings(cell).peekable();
    days.peek().is_some() && days.all(|day| day > today)
}

/// The day on which many systems begin to count: where it is, nothing was entered.
const EPOCH: Date = jiff::civil::date(1970, 1, 1);

/// Whether a cell where a day belongs names none: `  /  /    `, `0000-00-00`, `30/12/1899`, `01/01/0001`.
pub fn is_no_day(cell: &str) -> bool {
    let mut days = readings(cell).peekable();
    let is_blank = cell.chars().all(|character| "0/-.: T".contains(character));
    is_blank && cell != "T" || days.peek().is_some() && days.all(|day| day.year() < FIRST_YEAR || day == EPOCH)
}
