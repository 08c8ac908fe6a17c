//! What our pages say, in English.

use crate::domain::{Channel, Preset, Role};
use crate::locale::pages::{
    AccountTexts, ConfirmTexts, FailureTexts, FirstAccessTexts, FormTexts, FrameTexts, LoginTexts, NewUserTexts,
    OutboxTexts, PageTexts, PasswordTexts, RegisterTexts, SetupTexts, UsersTexts,
};

/// The sentences of all pages.
pub static PAGES: PageTexts = PageTexts {
    frame: FrameTexts {
        skip: "Skip to content",
        dev_label: "Development mode",
        dev: "Development mode: no e-mail leaves this machine.",
        dev_link: "See the captured e-mails",
        places: "Administration",
        overview: "Overview",
        users: "People",
        new_user: "Create person",
        mail: "E-mail",
        audit: "Log",
        sign_out: "Sign out",
        about: |organization| match organization {
            "Chaveiro" => "Chaveiro hands out accounts.".to_owned(),
            organization => format!("{organization} uses Chaveiro to hand out accounts."),
        },
        language: "Language",
        theme: "Theme",
        theme_system: "System theme",
        theme_light: "Light theme",
        theme_dark: "Dark theme",
    },

    form: FormTexts {
        error: "Error: ",
        problem: "There is a problem",
        done: "Success",
        unreachable: "The server does not respond",
        unreachable_body: "Nothing you typed is lost. Check your connection, wait a moment and send it again.",
        optional: "(optional)",
        display_name: "Name",
        email: "E-mail",
        password: "Password",
        new_password: "New password",
        password_rule: |minimum| {
            format!("At least {minimum} characters. A short phrase does well; spaces and accents count.")
        },
        confirm_password: "Your current password",
        confirm_password_hint: "You last entered it more than 10 minutes ago, and this step asks to be sure.",
        username: "E-mail of the account",
    },

    password: PasswordTexts {
        show: "Show",
        hide: "Hide",
        password: "password",
        current_password: "current password",
        new_password: "new password",
        shown: "The password is visible.",
        hidden: "The password is hidden.",
        long_enough: |minimum| format!("{minimum} characters or more"),
        not_about_you: "More than your name, your e-mail or the organization's name",
        not_common: "Not among the most used (checked when you save)",
        met: "Met: ",
        unmet: "Missing: ",
        one_missing: "1 character is missing.",
        some_missing: "# characters are missing.",
        good: "The length is good.",
    },

    login: LoginTexts {
        title: "Sign in",
        lede: |organization| format!("To your account at {organization}."),
        password_hint: "The first time, use the temporary password we sent you by e-mail.",
        submit: "Sign in",
        no_account: "No account yet?",
        register: "Register",
        session_ended: "Your session ended",
        session_ended_body: "Sign in to go on where you stopped.",
        signed_out: "You have signed out.",
    },

    first_access: FirstAccessTexts {
        title: "Create your password",
        lede: "You signed in with a temporary password. Now choose one of your own; the temporary one stops working \
               and your account opens.",
        lede_link: "Enter the temporary password from the message and choose one of your own. The temporary one stops \
                    working and your account opens.",
        temporary_password: "Temporary password",
        temporary_password_hint: "It is in the same message as the link.",
        another: "Does not work? Ask for another temporary password",
        submit: "Save password and continue",
        not_you: "Did not expect an account? Sign out and tell your administrator.",
    },

    setup: SetupTexts {
        title: "Create the administrator's account",
        lede: "This address works once. When the account exists, it closes.",
        submit: "Create account and sign in",
    },

    register: RegisterTexts {
        title: "Register",
        lede: "We send you a link to confirm that the e-mail address is yours.",
        submit: "Create account",
        have_account: "Have an account already?",
        login: "Sign in",
        sent_title: "Check your e-mail",
        sent_lede: "A message is on its way to the address you entered.",
        sent_steps: [
            "Open the message within 24 hours.",
            "Follow the link in it. In this browser one click is enough; in another one we ask for the password you \
             chose.",
            "Confirm the registration: your account opens.",
        ],
        approval_step: "Confirm the registration. Then an administrator has to let you in; we will write to you.",
        pending_title: "One more decision",
        pending_lede: "Your e-mail address is confirmed. An administrator has to let you in; we will write to you.",
        pending_hint: "Until then nobody can sign in to this account, not even you. There is nothing more to do.",
        not_arrived: "Nothing came? Look in the spam folder or",
        again: "register again",
    },

    confirm: ConfirmTexts {
        title: "Confirm your registration",
        lede: "One step is left: to confirm that the e-mail address is yours.",
        lede_password: "One step is left: to confirm that the e-mail address is yours. As this is not the browser that \
                        registered, enter the password too.",
        password_hint: "The one you chose when you registered.",
        submit: "Confirm registration",
    },

    account: AccountTexts {
        title: "Your account",
        data: "Your data",
        role: "Role",
        password: "Password",
        password_hint: "When you change it, your other sessions end.",
        current_password: "Current password",
        change_password: "Change password",
        sessions: "Sessions",
        sessions_hint: "Where your account is open now.",
        this_session: "This session",
        since: "since",
        last_seen: "last active",
        agent: |browser, system| format!("{browser} on {system}"),
        unknown_agent: "Unknown browser",
        end_session: "End",
        end_others: "End all others",
        language: "Language",
        language_hint: "Of the pages, and of the e-mails you receive.",
        save_language: "Save language",
        password_changed: "Your password was changed and your other sessions were ended.",
        password_chosen: "Your password was saved and the temporary one no longer works. The account is yours.",
        registered: "Your registration is confirmed. The account is yours.",
        session_ended: "The session was ended.",
        sessions_ended: "All other sessions were ended.",
    },

    users: UsersTexts {
        title: "People",
        new_user: "Create person",
        person: "Person",
        role: "Role",
        state: "Status",
        delivery: "Delivery",
        last_sign_in: "Last sign-in",
        never: "Never signed in",
        no_delivery: "None",
        try_again: "Try again",
        send_again: "Resend",
        send_again_hint: "We draw another temporary password. The earlier one stops working when the new one leaves.",
        send_again_submit: "Send another password",
        answer: "The mail server said:",
        role_name: |role| match role {
            Role::Admin => "Administrator",
            Role::Member => "Member",
        },
        empty: "No other people yet",
        empty_hint: "Enter a name and an e-mail address: the temporary password leaves from here, and the person \
                     chooses their own.",
        empty_submit: "Create the first person",
        pages: "Pages",
        previous: "Previous",
        next: "Next",
        created_before: "The account of ",
        created_after: |email| format!(" was created. The temporary password goes to {email}."),
        sent_again_before: "Another temporary password for ",
        sent_again_after: |email| {
            format!(" is queued and goes to {email}. The earlier one stops working when the new one leaves.")
        },
        set_up: "Your administrator's account is open. Now create accounts for the others.",
    },

    new_user: NewUserTexts {
        title: "Create person",
        email_hint: "Where the temporary password goes.",
        role: "Role",
        role_hint: |role| match role {
            Role::Admin => "Creates accounts for others.",
            Role::Member => "Uses their own account.",
        },
        language: "Their language",
        language_hint: "Of the pages, and of the e-mail they receive.",
        more: "More options",
        cpf_hint: "11 digits, with or without dots.",
        temporary_password: "Temporary password",
        temporary_password_hint: "Drawn when the e-mail is sent. Nobody sees it but the person.",
        preset: |preset| match preset {
            Preset::Digits(length) => format!("{length} digits"),
            Preset::Alphanumeric(length) => format!("{length} letters and digits"),
            Preset::Unambiguous(length) => format!("{length} letters and digits that are easy to read"),
            Preset::Words(words) => format!("{words} words"),
            Preset::Cpf => "the person's CPF (not a secret)".to_owned(),
        },
        preset_default: |preset| format!("As in the settings: {preset}"),
        channel_legend: "How the person gets the temporary password",
        channel: |channel| match channel {
            Channel::Mail => ("By e-mail", "It leaves right after the account is created."),
            Channel::InPerson => {
                ("In person", "For whoever has no mailbox: you show or print the password when the person is there.")
            }
        },
        confirm_hint: "Needed only to create an administrator.",
        submit: "Create and send password",
        submitting: "Creating…",
        cancel: "Cancel",
        next: "What happens next",
        next_mail: "We draw a temporary password and e-mail it. Only the person reads it.",
        next_choice: |hours| match hours {
            1 => "They sign in and choose their own. The temporary one works for an hour, and once.".to_owned(),
            hours => format!("They sign in and choose their own. The temporary one works for {hours} hours, and once."),
        },
        next_watch: "You can watch it here: queued, sent, active. If it fails, we say why.",
    },

    outbox: OutboxTexts {
        title: "Captured e-mails",
        lede: "They are kept in memory and vanish when the program stops.",
        to: "to",
        empty: "No e-mails yet",
        empty_hint: "Create a person: the message shows up here.",
        empty_link: "Create person",
        parts: "Parts of the message",
        text: "Text",
        html: "HTML",
        headers: "Headers",
        raw: "Raw",
        html_frame: "Message in HTML",
    },

    failure: FailureTexts {
        malformed: "The form did not arrive whole",
        not_signed_in: "Sign in to go on",
        must_choose: "Create your password first",
        forbidden: "This door is not yours",
        password_needed: "Confirm your password",
        conflict: "This could not be done",
        not_found: "Page not found",
        link: "This link is no longer valid",
        too_many: "Too many tries",
        busy: "Too many people at once",
        internal: "Something failed on our side",
        home: "Back to the start",
        again: "Try again",
    },
};
