//! What letters say to people who registered, and to who lets them in.

use super::Draft;
use crate::domain::Timestamp;
use crate::server::email::letter::{Block, Shown};

impl Draft<'_> {
    pub(super) fn confirm_registration(&self, token: &str, valid_until: Timestamp) -> (String, String, Vec<Block>) {
        let words = &self.texts.confirm_registration;

        (
            self.subject(words.subject),
            (words.preheader)(&self.moment_in_short(valid_until)),
            vec![
                Block::Paragraph((words.why)(self.email, self.organization)),
                Block::Paragraph(words.open.to_owned()),
                Block::Shown(self.link("register/confirm", token)),
                Block::Paragraph((words.deadline)(&self.moment(valid_until))),
                Block::Paragraph(words.not_you.to_owned()),
                Block::Paragraph(self.texts.never_asked.to_owned()),
            ],
        )
    }

    pub(super) fn already_registered(&self) -> (String, String, Vec<Block>) {
        let words = &self.texts.already_registered;
        (
            self.subject(words.subject),
            words.preheader.to_owned(),
            vec![
                Block::Paragraph((words.why)(self.email, self.organization)),
                Block::Paragraph(words.sign_in.to_owned()),
                Block::Shown(self.link_home()),
                Block::Paragraph(words.forgotten.to_owned()),
                Block::Paragraph(words.not_you.to_owned()),
                Block::Paragraph(self.texts.never_asked.to_owned()),
            ],
        )
    }

    /// Names nobody: what strangers gave as names must not be delivered by us.
    pub(super) fn approval_asked(&self) -> (String, String, Vec<Block>) {
        let words = &self.texts.approval_asked;
        (
            self.subject(words.subject),
            words.preheader.to_owned(),
            vec![
                Block::Paragraph((words.what)(self.organization)),
                Block::Paragraph(words.look.to_owned()),
                Block::Shown(Shown::Link(format!("{}admin/users?status=pending", self.home()))),
                Block::Paragraph(words.once.to_owned()),
                Block::Paragraph(self.texts.never_asked.to_owned()),
            ],
        )
    }

    pub(super) fn registration_approved(&self) -> (String, String, Vec<Block>) {
        let words = &self.texts.registration_approved;
        (
            self.subject(words.subject),
            words.preheader.to_owned(),
            vec![
                Block::Paragraph((words.what)(self.email, self.organization)),
                Block::Paragraph(words.sign_in.to_owned()),
                Block::Shown(self.link_home()),
                Block::Paragraph(self.caution(&self.contact(None))),
            ],
        )
    }

    pub(super) fn registration_refused(&self) -> (String, String, Vec<Block>) {
        let words = &self.texts.registration_refused;
        (
            self.subject(words.subject),
            words.preheader.to_owned(),
            vec![
                Block::Paragraph((words.what)(self.email, self.organization)),
                Block::Paragraph((words.questions)(&self.contact(None))),
                Block::Shown(self.link_home()),
                Block::Paragraph(self.texts.never_asked.to_owned()),
            ],
        )
    }
}
