//! How a list is read: by which rows it begins, and how many of them are read at most.

use super::found::Found;
use super::ranges::RangeColumn;

/// How a list is read.
#[derive(Clone, Debug)]
pub(super) struct QueryPlan {
    /// Who has the words that are searched for; once narrowed, who of them is in the list.
    pub(super) found: Option<Found>,
    /// Whether the accounts of the status are few: then they are looked up and sorted.
    pub(super) is_part_small: bool,
    /// Whether an index has the accounts of the status in the order of the list: `users_of_status`.
    pub(super) is_status_in_order: bool,
    /// Whether only administrators are asked for, and there are few.
    pub(super) are_admins_few: bool,
    /// Whether one group is asked for, and has few people.
    pub(super) is_group_small: bool,
    /// A span of time that was asked for and has few accounts.
    pub(super) small_range: Option<RangeColumn>,
    /// Whether all rows are wanted, however long it takes: for a file.
    pub(super) is_whole: bool,
}

impl QueryPlan {
    /// So many rows are looked up one by one and sorted in a few milliseconds.
    pub(super) const FEW: i64 = 1000;
    /// The same for the accounts of a status, which are found without a search.
    pub(super) const FEW_OF_STATUS: i64 = 5000;
    /// So many accounts are read of each word of a search, one after another from its index: of those who have
    /// the very word, who was added last.
    pub(super) const MAX_READ: i64 = 2000;
    /// So many of them, who have all words as far as that tells, are looked up one by one. Together they bound
    /// what a search costs, however many people there are. A list cut short by it says so.
    pub(super) const BUDGET: i64 = 1000;
    /// So many accounts along the order of the list are looked at for common words: if one in
    /// twenty has them, that fills a page with the first of all who do.
    pub(super) const STEPS: i64 = 500;
    /// What only a look at each row can tell is counted up to here.
    pub(super) const MAX_COUNTED: i64 = 1000;

    /// Whether it is a search for words that more may have than the budget allows to find.
    pub(super) fn is_cut_short(&self) -> bool {
        self.found.as_ref().is_some_and(|found| found.is_cut_short)
            && !self.is_part_small
            && !self.is_group_small
            && !self.are_admins_few
            && self.small_range.is_none()
            && !self.is_whole
    }

    /// Whether a page of `limit` rows is likely found sooner by [`Self::STEPS`] along the list of `everybody` than by
    /// looking up and sorting all who were found. Where that is not all there are, they would do if everybody had the
    /// rarest word.
    pub(super) fn scans_order_first(&self, limit: i64, everybody: i64) -> bool {
        let Some(found) = &self.found else { return false };
        if self.is_cut_short() {
            found.total * Self::STEPS >= limit * Self::BUDGET
        } else {
            found.total > Self::STEPS && found.total * Self::STEPS >= limit * everybody
        }
    }

    /// Whether the accounts of the list are looked for once, before they are counted and shown.
    pub(super) fn narrows_first(&self) -> bool {
        self.found.is_some() && !self.is_along_status() && (!self.is_whole || self.source() == Source::Found)
    }

    /// Whether the rows come along `users_of_status`, of which a page reads the first only.
    pub(super) fn is_along_status(&self) -> bool {
        self.is_status_in_order && self.source() == Source::Order
    }

    /// Where rows come from.
    pub(super) fn source(&self) -> Source {
        let is_found_enough = self.found.as_ref().is_some_and(|found| !found.is_cut_short || found.is_narrowed);
        if is_found_enough || self.is_cut_short() {
            Source::Found
        } else if self.is_group_small {
            Source::Group
        } else if let Some(column) = self.small_range {
            Source::Range(column)
        } else if self.are_admins_few {
            Source::Admins
        } else {
            Source::Order
        }
    }
}

/// Where the rows of a list come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// The accounts that were found by the words, up to the budget.
    Found,
    /// The people of the group.
    Group,
    /// The accounts of a span of time.
    Range(RangeColumn),
    /// The administrators.
    Admins,
    /// All accounts, along the order of the list.
    Order,
    /// [`QueryPlan::STEPS`] accounts, along the order of the list.
    Steps,
}
