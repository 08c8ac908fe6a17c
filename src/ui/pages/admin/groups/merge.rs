//! Groups that were ticked in a form while somebody else changed them too.

use std::collections::BTreeSet;

/// The slugs there are `now`, with those ticked since they were `shown` and without those unticked; blanks between.
pub fn merged_groups(shown: &BTreeSet<&str>, typed: &BTreeSet<&str>, now: &BTreeSet<&str>) -> String {
    let stay = now.iter().filter(|slug| typed.contains(*slug) || !shown.contains(*slug));
    let come = typed.iter().filter(|slug| !shown.contains(*slug) && !now.contains(*slug));
    stay.chain(come).copied().collect::<Vec<_>>().join(" ")
}
