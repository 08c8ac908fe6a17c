//! Every page, in the folder of its address: `page` is its markup, `actions` the
//! server functions of its forms and what it asks the server, `texts` what it
//! says in both languages.
//!
//! A page is a plain document. Its forms post to its own address; refused,
//! the same page is rendered again with [`crate::ui::page_context::Submitted`] at
//! hand. Each server function authorizes for itself, whatever access control
//! has decided before.

//!
//! [`PAGES`] says where each one is, who may see it, and which forms are on it.

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
    pub mod known_apps;
    pub mod own_texts;
    pub mod page;
    pub mod section;
    pub mod sessions;
    pub mod texts;
}
pub mod admin {
    pub mod actions;
    pub mod appearance {
        pub mod actions;
        pub mod page;
        pub mod texts;
    }
    pub mod apps {
        pub mod actions;
        pub mod app {
            pub mod action {
                pub mod page;
                pub mod texts;
            }
            pub mod edit {
                pub mod page;
            }
            pub mod page;
            pub mod recipes {
                pub mod page;
                pub mod programs;
                pub mod proxies;
                pub mod texts;
            }
        }
        pub mod form;
        pub mod new {
            pub mod page;
        }
        pub mod page;
        pub mod texts;
    }
    pub mod audit {
        pub mod actions;
        pub mod counts;
        pub mod days;
        pub mod detail;
        pub mod names;
        pub mod page;
        pub mod table;
        pub mod texts;
    }
    pub mod confirm_password {
        pub mod actions;
        pub mod page;
        pub mod texts;
    }
    pub mod groups {
        pub mod actions;
        pub mod assign {
            pub mod actions;
            pub mod page;
        }
        pub mod group {
            pub mod page;
        }
        pub mod new {
            pub mod page;
        }
        pub mod page;
        pub mod texts;
    }
    pub mod funnel;
    pub mod imports {
        pub mod import {
            pub mod actions;
            pub mod page;
            pub mod preview;
            pub mod problems;
            pub mod report;
            pub mod rows;
            pub mod rows_table;
            pub mod send_later;
            pub mod texts;
            pub mod view;
        }
    }
    pub mod mail {
        pub mod actions;
        pub mod page;
        pub mod queue;
        pub mod remedy;
        pub mod retry;
        pub mod table;
        pub mod test_mail;
        pub mod texts;
    }
    pub mod needs;
    pub mod page;
    pub mod texts;
    pub mod users {
        pub mod action {
            pub mod actions;
            pub mod page;
            pub mod texts;
        }
        pub mod action_results;
        pub mod actions;
        pub mod address;
        pub mod filters;
        pub mod import {
            pub mod page;
            pub mod texts;
        }
        pub mod menu;
        pub mod new {
            pub mod actions;
            pub mod page;
            pub mod texts;
        }
        pub mod page;
        pub mod row;
        pub mod send_again {
            pub mod actions;
        }
        pub mod slips {
            pub mod actions;
            pub mod page;
            pub mod texts;
        }
        pub mod table;
        pub mod texts;
        pub mod user {
            pub mod action_menu;
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
            pub mod next;
            pub mod timeline;
            pub mod note {
                pub mod actions;
                pub mod section;
            }
            pub mod page;
            pub mod sessions {
                pub mod actions;
                pub mod list;
            }
            pub mod texts;
        }
    }
}
pub mod apps {
    pub mod actions;
    pub mod page;
    pub mod texts;
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
pub mod oauth {
    pub mod actions;
    pub mod app_host;
    pub mod app_host_texts;
    pub mod confirm_password {
        pub mod actions;
        pub mod page;
    }
    pub mod logout {
        pub mod actions;
        pub mod page;
    }
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

mod list;
pub use list::{APP, APP_ACT, APPEARANCE, EDIT_APP, HAND_OVER, IMPORT, NEW_APP, OAUTH_NOTICE, PAGES, SLIPS};
