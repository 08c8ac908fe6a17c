//! Every page, in the folder of its address: `page` is its markup, `actions` the
//! server functions of its forms and what it asks the server, `texts` what it
//! says in both languages.
//!
//! A page is a plain document. Its forms post to its own address; refused,
//! the same page is rendered again with [`crate::ui::page_context::Submitted`] at
//! hand. Each server function authorizes for itself, whatever access control
//! has decided before.

#![expect(missing_docs, reason = "`#[server]` makes a struct of the arguments and cannot carry their documentation")]
#![expect(clippy::too_many_arguments, reason = "a form has as many fields as it has")]

pub mod account {
    pub mod actions;
    pub mod delete {
        pub mod actions;
        pub mod page;
    }
    pub mod email {
        pub mod actions;
        pub mod links;
        pub mod page;
    }
    pub mod own_texts;
    pub mod page;
    pub mod sessions;
    pub mod texts;
}
pub mod admin {
    pub mod actions;
    pub mod audit {
        pub mod actions;
        pub mod detail;
        pub mod page;
        pub mod texts;
    }
    pub mod confirm_password {
        pub mod actions;
        pub mod page;
        pub mod texts;
    }
    pub mod imports {
        pub mod import {
            pub mod actions;
            pub mod page;
            pub mod preview;
            pub mod problems;
            pub mod report;
            pub mod texts;
        }
    }
    pub mod mail {
        pub mod actions;
        pub mod page;
        pub mod queue;
        pub mod remedy;
        pub mod table;
        pub mod test_mail;
        pub mod texts;
    }
    pub mod page;
    pub mod texts;
    pub mod users {
        pub mod act {
            pub mod actions;
            pub mod page;
            pub mod texts;
        }
        pub mod action_results;
        pub mod actions;
        pub mod filters;
        pub mod import {
            pub mod page;
            pub mod texts;
        }
        pub mod new {
            pub mod actions;
            pub mod page;
            pub mod texts;
        }
        pub mod page;
        pub mod send_again {
            pub mod actions;
        }
        pub mod status;
        pub mod table;
        pub mod texts;
        pub mod user {
            pub mod actions;
            pub mod edit {
                pub mod actions;
                pub mod page;
                pub mod texts;
            }
            pub mod hand_over {
                pub mod actions;
                pub mod page;
                pub mod texts;
            }
            pub mod history;
            pub mod page;
            pub mod texts;
        }
    }
}
pub mod dev {
    pub mod outbox {
        pub mod actions;
        pub mod page;
        pub mod texts;
    }
}
pub mod error {
    pub mod page;
    pub mod texts;
}
pub mod first_access {
    pub mod actions;
    pub mod link {
        pub mod texts;
    }
    pub mod page;
    pub mod texts;
}
pub mod forgot_password {
    pub mod actions;
    pub mod page;
    pub mod texts;
}
pub mod language {
    pub mod actions;
}
pub mod login {
    pub mod actions;
    pub mod page;
    pub mod texts;
}
pub mod register {
    pub mod actions;
    pub mod confirm {
        pub mod page;
        pub mod texts;
    }
    pub mod page;
    pub mod texts;
}
pub mod reset_password {
    pub mod page;
}
pub mod setup {
    pub mod actions;
    pub mod page;
    pub mod texts;
}
