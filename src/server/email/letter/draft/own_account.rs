//! What letters say of changes to one's own account.

use super::{Draft, network};
use crate::domain::{Role, Timestamp};
use crate::locale::mail::own_account::{Happening, NoticeTexts};
use crate::server::email::letter::{Block, Occasion, Undo};
use std::net::IpAddr;

impl Draft<'_> {
    pub(super) fn confirm_address(
        &self,
        token: &str,
        valid_until: Timestamp,
        address: Option<IpAddr>,
    ) -> (String, String, Vec<Block>) {
        let words = &self.texts.own_account.confirm;
        let address = network(address);
        (
            self.subject(words.subject),
            (words.preheader)(&self.moment_in_short(valid_until)),
            vec![
                Block::Paragraph((words.why)(self.email, self.organization, address.as_deref())),
                Block::Paragraph(words.open.to_owned()),
                Block::Shown(self.link("account/email/confirm", token)),
                Block::Paragraph((words.deadline)(&self.moment(valid_until))),
                Block::Paragraph(words.not_you.to_owned()),
                Block::Paragraph(self.texts.never_asked.to_owned()),
            ],
        )
    }

    /// Names neither address: each of the two readers knows only their own for sure.
    pub(super) fn address_changed(&self, occasion: Occasion) -> (String, String, Vec<Block>) {
        self.notice(&self.texts.own_account.changed_by_admin, occasion, None)
    }

    /// Names neither address, either.
    pub(super) fn own_address_changed(
        &self,
        occasion: Occasion,
        undo: Option<&Undo<'_>>,
    ) -> (String, String, Vec<Block>) {
        let words = &self.texts.own_account;
        let (subject, preheader, mut blocks) = self.notice(&words.changed, occasion, None);
        if let Some(undo) = undo {
            let until = self.moment(undo.valid_until);
            let way_back = [
                Block::Paragraph((words.undo)(&until)),
                Block::Shown(self.link("account/email/undo", undo.token)),
                Block::Paragraph(self.texts.never_asked.to_owned()),
            ];
            blocks.truncate(2);
            blocks.extend(way_back);
        }
        (subject, preheader, blocks)
    }

    pub(super) fn address_restored(&self, occasion: Occasion) -> (String, String, Vec<Block>) {
        self.notice(&self.texts.own_account.restored, occasion, None)
    }

    pub(super) fn role_changed(&self, role: Role, occasion: Occasion) -> (String, String, Vec<Block>) {
        let words = &self.texts.own_account;
        self.notice(&words.role, occasion, Some((words.role_is)(role)))
    }

    pub(super) fn account_deleted(&self, occasion: Occasion) -> (String, String, Vec<Block>) {
        self.notice(&self.texts.own_account.deleted, occasion, None)
    }

    /// What happened, and what to do for who expected it and who did not.
    fn notice(
        &self,
        words: &NoticeTexts,
        occasion: Occasion,
        more: Option<&'static str>,
    ) -> (String, String, Vec<Block>) {
        let (at, address) = self.when_and_where(occasion);
        let happening = Happening { organization: self.organization, at: &at, address: address.as_deref() };
        let mut blocks = vec![Block::Paragraph((words.what)(&happening))];
        blocks.extend(more.map(|more| Block::Paragraph(more.to_owned())));
        blocks.push(Block::Paragraph(words.expected.to_owned()));
        blocks.push(Block::Paragraph((words.not_you)(&self.contact(None))));
        blocks.push(Block::Shown(self.link_home()));
        blocks.push(Block::Paragraph(self.texts.never_asked.to_owned()));
        (self.subject(words.subject), words.preheader.to_owned(), blocks)
    }
}
