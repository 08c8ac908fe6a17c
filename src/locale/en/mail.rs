//! What our mails say, in English.

use crate::locale::mail::{
    AlreadyRegisteredTexts, ApprovalAskedTexts, CodeExhaustedTexts, CodesClosedTexts, ConfirmRegistrationTexts,
    MailTexts, Moment, NewDeviceTexts, PasswordChangedTexts, RegistrationApprovedTexts, RegistrationRefusedTexts,
    SetPasswordTexts, TemporaryPasswordTexts, TestTexts, own_account,
};

/// The sentences of all mails.
pub static MAIL: MailTexts = MailTexts {
    greeting: |name| format!("Hello {name},"),
    greeting_without_name: "Hello,",
    moment_in_short: date_and_hour,
    caretakers: |organization| format!("whoever looks after the accounts of {organization}"),
    never_asked: "We never ask for your password by e-mail, message or phone.",
    unexpected: |contact| format!("If you did not expect this message, ignore it and tell {contact}."),
    footer: |organization| format!("{organization} · automatic message"),

    temporary_password: TemporaryPasswordTexts {
        subject: |organization| format!("Your account at {organization} is ready"),
        subject_again: |organization| format!("New temporary password for {organization}"),
        preheader: |until| format!("Open the link, enter the temporary password, create your own by {until}."),
        created_by: |creator, organization| format!("{creator} created an account for you at {organization}."),
        created: |organization| format!("An account was created for you at {organization}."),
        again: |organization| {
            format!(
                "This is a new temporary password for your account at {organization}. \
                 The one you received before no longer works."
            )
        },
        open: "Open this address:",
        enter: "Enter this temporary password:",
        choose: "On the same page, create your new password. The temporary one stops working then.",
        without_link: |site, email| {
            format!(
                "The address does not open? Type {site} into your browser and sign in with your e-mail ({email}) \
                 and the temporary password."
            )
        },
        deadline: |until, contact| {
            format!(
                "The temporary password is valid until {until}. \
                 After that, ask for a new one on the sign-in page, or {contact}."
            )
        },
    },

    confirm_registration: ConfirmRegistrationTexts {
        subject: |organization| format!("Confirm your registration at {organization}"),
        preheader: |until| format!("One step left: confirm that this address is yours, by {until}."),
        why: |email, organization| {
            format!("We were asked to open an account at {organization} for this e-mail ({email}).")
        },
        open: "If that was you, open this address and confirm:",
        deadline: |until| format!("The link is valid until {until} and works once."),
        not_you: "If it was not you, ignore this message: without confirmation no account is opened.",
    },

    already_registered: AlreadyRegisteredTexts {
        subject: |organization| format!("You already have an account at {organization}"),
        preheader: "Somebody tried to register with your e-mail. Your account is unchanged.",
        why: |email, organization| {
            format!(
                "Somebody, perhaps you, tried to register at {organization} with this e-mail \
                 ({email}). It already has an account, and nothing about it has changed."
            )
        },
        sign_in: "If that was you, sign in with the password you have:",
        forgotten: "If you do not remember it, choose “Forgot your password” on that page.",
        not_you: "If it was not you, ignore this message.",
    },

    password_changed: PasswordChangedTexts {
        subject: |organization| format!("Your password at {organization} was changed"),
        preheader: "If that was you, there is nothing to do. If not, see what to do now.",
        what: |email, organization, at, address| {
            let from = address.map_or_else(String::new, |address| format!(", from the network address {address}"));
            format!("The password of your account at {organization} ({email}) was changed on {at}{from}.")
        },
        it_was_you: "If that was you, there is nothing to do.",
        not_you: "If it was not you, act now:",
        tell: |contact| format!("Tell {contact} and ask them to disable your account."),
        elsewhere: "If you use the same password elsewhere, change it there too.",
        reset: "Create another password now: choose “Forgot your password” on this page, and all sessions end:",
    },

    code_exhausted: CodeExhaustedTexts {
        subject: |organization| format!("Attempts to enter your account at {organization}"),
        preheader: "Somebody got your temporary password wrong several times. Nobody got in.",
        what: |email, organization, at, address| {
            let from = address.map_or_else(String::new, |address| format!(", from the network address {address}"));
            format!(
                "The temporary password of your account at {organization} ({email}) was entered wrong too many times; \
                 the last time was {at}{from}."
            )
        },
        safe: "Nobody got in. To keep you safe, the sign-in page no longer accepts that temporary password. \
               If it was not you, there is nobody to tell; to sign in:",
        link: "Open the link in the message with the temporary password: there it still works.",
        another: "Or ask for another temporary password:",
    },

    codes_closed: CodesClosedTexts {
        subject: |organization| format!("Many wrong passwords at {organization}"),
        preheader: "For now, short temporary passwords work only by the link in their mail.",
        what: |organization, at, guesses| {
            format!(
                "At {organization}, the sign-in page received {guesses} wrong temporary passwords within 24 hours; \
                 the limit was reached {at}. It looks as if somebody were guessing."
            )
        },
        people: "Until the guesses of a day ago count no more, short temporary passwords work only by the link in \
                 their mail. Whoever has a password of their own signs in as always.",
        do_now: "Look in the log where the guesses came from and, if you can, block the source in your network:",
    },

    set_password: SetPasswordTexts {
        subject: |organization| format!("Create a new password at {organization}"),
        preheader: |until| format!("The link in this message works once, until {until}."),
        why: |email, organization, address| match address {
            Some(address) => format!(
                "Somebody at the network address {address} asked for a new password for the account {email} at {organization}."
            ),
            None => format!("Somebody asked for a new password for the account {email} at {organization}."),
        },
        open: "If it was you, open this link and choose one:",
        deadline: |until| {
            format!("The link works once, until {until}. Until you save a new password, the present one stays.")
        },
        not_you: "If it was not you, ignore this message: nothing changes.",
    },

    own_account: &own_account::EN,

    new_device: NewDeviceTexts {
        subject: |organization| format!("Sign-in on another device: {organization}"),
        preheader: "Your account was opened in a browser we had not seen before. Was it you?",
        what: |email, organization, at, address| {
            let from = address.map_or_else(String::new, |address| format!(", from the network address {address}"));
            format!(
                "Your account at {organization} ({email}) was opened with the right password on {at}{from}, \
                 on a device or in a browser we had not seen before."
            )
        },
        it_was_you: "If that was you, there is nothing to do: next time it will be recognised.",
        not_you: "If it was not you, somebody knows your password. AdminAction now:",
        change: "Sign in, change your password and end the sessions you do not know:",
        tell: |contact| format!("If you cannot sign in, tell {contact}."),
    },

    approval_asked: ApprovalAskedTexts {
        subject: |organization| format!("Registrations to approve at {organization}"),
        preheader: "Somebody registered and cannot come in before an administrator approves.",
        what: |organization| {
            format!(
                "Somebody registered at {organization} and confirmed their e-mail address. \
                 Until an administrator approves, they cannot sign in."
            )
        },
        look: "See who is waiting, and approve or refuse:",
        once: "More people may be waiting by now: you get one message when the first one waits, not one for each.",
    },

    registration_approved: RegistrationApprovedTexts {
        subject: |organization| format!("You can sign in to {organization} now"),
        preheader: "Your registration was approved. Sign in with the password you chose.",
        what: |email, organization| format!("Your registration at {organization} ({email}) was approved."),
        sign_in: "Sign in with the password you chose when you registered:",
    },

    registration_refused: RegistrationRefusedTexts {
        subject: |organization| format!("Your registration at {organization}"),
        preheader: "Thank you for your interest. Your registration was not approved.",
        what: |email, organization| {
            format!(
                "Thank you for your interest in {organization}. Your registration ({email}) was not approved, \
                 and no account was opened."
            )
        },
        questions: |contact| format!("If you think this is a mistake, talk to {contact}. The site is at this address:"),
    },

    test: TestTexts {
        subject: |organization| format!("Test message from {organization}"),
        preheader: "If you are reading this, sending e-mail works.",
        works: |organization| {
            format!(
                "This is a test message from {organization}. \
                 If you are reading it, sending e-mail works."
            )
        },
        link: "Messages lead people to this address:",
        nothing_to_do: "There is nothing you need to do.",
    },
};

fn date_and_hour(moment: Moment) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let Moment { year, month, day, hour, minute } = moment;
    let month = usize::from(month).checked_sub(1).and_then(|index| MONTHS.get(index)).copied().unwrap_or_default();
    format!("{day} {month} {year}, {hour:02}:{minute:02}")
}
