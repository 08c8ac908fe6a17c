//! What letters say of what may have been somebody else.

use super::Draft;
use crate::domain::Timestamp;
use crate::server::email::letter::{Block, Occasion, Shown};

impl Draft<'_> {
    pub(super) fn password_changed(&self, occasion: Occasion) -> (String, String, Vec<Block>) {
        let words = &self.texts.password_changed;
        let (at, address) = self.when_and_where(occasion);
        (
            self.subject(words.subject),
            words.preheader.to_owned(),
            vec![
                Block::Paragraph((words.what)(self.email, self.organization, &at, address.as_deref())),
                Block::Paragraph(words.it_was_you.to_owned()),
                Block::Paragraph(words.not_you.to_owned()),
                Block::Step(1, words.reset.to_owned(), Some(self.link_home())),
                Block::Step(2, (words.tell)(&self.contact(None)), None),
                Block::Step(3, words.elsewhere.to_owned(), None),
                Block::Paragraph(self.texts.never_asked.to_owned()),
            ],
        )
    }

    pub(super) fn new_device(&self, occasion: Occasion) -> (String, String, Vec<Block>) {
        let words = &self.texts.new_device;
        let (at, address) = self.when_and_where(occasion);
        (
            self.subject(words.subject),
            words.preheader.to_owned(),
            vec![
                Block::Paragraph((words.what)(self.email, self.organization, &at, address.as_deref())),
                Block::Paragraph(words.it_was_you.to_owned()),
                Block::Paragraph(words.not_you.to_owned()),
                Block::Step(1, words.change.to_owned(), Some(self.link_home())),
                Block::Step(2, (words.tell)(&self.contact(None)), None),
                Block::Paragraph(self.texts.never_asked.to_owned()),
            ],
        )
    }

    pub(super) fn code_exhausted(&self, occasion: Occasion) -> (String, String, Vec<Block>) {
        let words = &self.texts.code_exhausted;
        let (at, address) = self.when_and_where(occasion);
        (
            self.subject(words.subject),
            words.preheader.to_owned(),
            vec![
                Block::Paragraph((words.what)(self.email, self.organization, &at, address.as_deref())),
                Block::Paragraph(words.safe.to_owned()),
                Block::Step(1, words.link.to_owned(), None),
                Block::Step(2, words.another.to_owned(), Some(Shown::Link(format!("{}forgot-password", self.home())))),
                Block::Paragraph(self.caution(&self.contact(None))),
            ],
        )
    }

    pub(super) fn codes_closed(&self, at: Timestamp, guesses: i64) -> (String, String, Vec<Block>) {
        let words = &self.texts.codes_closed;
        let at = self.moment(at);
        (
            self.subject(words.subject),
            words.preheader.to_owned(),
            vec![
                Block::Paragraph((words.what)(self.organization, &at, guesses)),
                Block::Paragraph(words.people.to_owned()),
                Block::Paragraph(words.do_now.to_owned()),
                Block::Shown(Shown::Link(format!("{}admin/audit?kind=sign_in_failed", self.home()))),
                Block::Paragraph(self.texts.never_asked.to_owned()),
            ],
        )
    }
}
