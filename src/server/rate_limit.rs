//! Rate limits, lockout, backoff and lifetimes: how much of a thing there may be, and for how long.
//!
//! `docs/limits.md` is made of these and of the limits that are elsewhere,
//! where they are kept (`src/tests/limits.rs`). They are counted in the
//! database, so that a new start forgets none and several nodes share them.

use std::time::Duration;

/// An hour.
pub const HOUR: Duration = Duration::from_secs(60 * 60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// So many wrong tries at one account are free; from this one on each doubles
/// the wait for the next (OWASP Authentication Cheat Sheet, exponential lock-out).
pub const FAILURES_WITHOUT_WAIT: i64 = 5;
/// The wait after wrong try number [`FAILURES_WITHOUT_WAIT`].
pub const FIRST_WAIT: Duration = Duration::from_secs(1);
/// No wait is longer (OWASP Authentication Cheat Sheet: a lock-out must not
/// become a weapon).
pub const MAX_LOCKOUT: Duration = Duration::from_secs(15 * 60);
/// After so many wrong tries in a row an own password is blocked
/// (NIST SP 800-63B-4, 3.2.2: no more than 100).
pub const MAX_FAILURES_IN_A_ROW: i64 = 100;
/// Waits are forgotten so long after the last wrong try. The count of
/// [`MAX_FAILURES_IN_A_ROW`] is not: time alone lets nobody try again.
pub const FAILURES_KEPT: Duration = DAY;

/// All that a wrong sign-in takes besides its hash takes a multiple of this: the statements differ a little
/// by the state of an account (a tenth of a millisecond, which a hash of eight does not hide), and
/// the time of the answer must not tell it (OWASP ASVS 5.0, 6.3.8; the step is ours: several times
/// what the statements take, too short to be felt).
pub const SIGN_IN_TIME_STEP: Duration = Duration::from_millis(5);

/// So many short temporary passwords may be alive at a time: with five tries
/// each, a stranger's chance stays at 1 in 10,000. Beyond that, a longer one is generated.
pub const MAX_SHORT_PASSWORDS: i64 = 20;
/// As many wrong tries as so many short temporary passwords have in their life
/// are all that a person's short ones ever see, however often another is asked
/// for: a stranger's chance at one person stays at 1 in 100,000.
pub const MAX_EXHAUSTED_PASSWORDS: i64 = 2;
/// Wrong guesses at short ones, of all people together, are counted for so long.
pub const CODE_GUESSES_IN: Duration = DAY;

/// From one network (an IPv4 address, an IPv6 /64) so many wrong tries …
/// (ours: a school behind one address can live with it, a guesser cannot).
pub const NETWORK_FAILURES: i64 = 30;
/// … in so much time.
pub const NETWORK_FAILURES_IN: Duration = Duration::from_secs(10 * 60);
/// From one network wrong tries at so many addresses: one password tried on
/// many accounts ("spraying"; ours: a school signs in from more, but seldom fails at more) …
pub const NETWORK_ACCOUNTS: i64 = 20;
/// … in so much time.
pub const NETWORK_ACCOUNTS_IN: Duration = HOUR;
/// The networks (/64) of one IPv6 /48 together may try so many times what one of them may, as with connections (ours): one
/// customer often has all 65,536 of them.
pub const NETWORKS_OF_SITE: i64 = 4;
/// A try that is neither right nor wrong after so long counts as wrong: the
/// hash begins within [`crate::server::password::QUEUE_TIMEOUT`] or not at all.
pub const MAX_ATTEMPT_DURATION: Duration = Duration::from_secs(10);

/// So many registrations an hour from one network (OWASP ASVS 5.0, 2.4.1, asks
/// for a limit; the figure is ours: a household, not a script).
pub const REGISTRATIONS_OF_NETWORK: i64 = 3;
/// So many registrations an hour in all: what an administrator may have to read.
pub const REGISTRATIONS_IN_ALL: i64 = 100;
/// What is meant by "an hour" of registrations.
pub const REGISTRATIONS_IN: Duration = HOUR;
/// An unconfirmed registration, and an unconfirmed new address, are forgotten after a day.
pub const UNCONFIRMED: Duration = DAY;
/// Registrations of one address that may wait at a time; more are dropped
/// without a word, so that nobody's mailbox is filled by strangers.
pub const WAITING_PER_ADDRESS: i64 = 3;

/// So many mails reach one address in an hour, over all features that
/// strangers can set off (OWASP Forgot Password: no flooding of mailboxes).
pub const MAX_MAILS_AN_HOUR: i64 = 3;
/// So many in a day.
pub const MAX_MAILS_A_DAY: i64 = 6;
/// What is meant by "an hour" of mails.
pub const MAILS_HOUR: Duration = HOUR;
/// What is meant by "a day" of mails.
pub const MAILS_DAY: Duration = DAY;
/// So many requests for a forgotten password from one network … (ours: twice the wrong tries, for a school behind one
/// address whose people have all forgotten theirs) …
pub const PASSWORD_REQUESTS_OF_NETWORK: i64 = 60;
/// … in so much time.
pub const PASSWORD_REQUESTS_IN: Duration = Duration::from_secs(10 * 60);
/// A request for a forgotten password that no worker has answered for so long, since none ran, is dropped: nobody
/// expects an answer to it any more (ours: as long as the link in it would work).
pub const PASSWORD_REQUEST_KEPT: Duration = HOUR;
/// So many test mails in so long: enough to try out settings, too few to annoy anybody.
pub const MAX_TEST_MAILS: i64 = 6;
/// See [`MAX_TEST_MAILS`].
pub const TEST_MAILS_IN: Duration = Duration::from_secs(60);

/// A form that is sent again within this time, by a double click or with the browser's "back",
/// ends where it ended the first time (ours: afterwards nobody means the same form).
pub const REPEATED_FORM: Duration = Duration::from_secs(10 * 60);

/// The setup link for the first admin works this long (ours: who
/// starts the program sits before it).
pub const SETUP_LINK: Duration = Duration::from_secs(30 * 60);

/// What became of a mail is known for so long, then only the log knows (OWASP
/// ASVS 5.0, 14.2.7, asks for a limit; the figure is ours: a month's questions
/// can still be answered).
pub const MAILS_KEPT: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// A link that sets a password works this long, and once.
pub const PASSWORD_LINK: Duration = HOUR;
/// A link back to the earlier address works this long, and once.
pub const UNDO_LINK: Duration = Duration::from_secs(72 * 60 * 60);
/// A mail is tried again after at most this long (RFC 5321, 4.5.4.1, suggests
/// as much between all tries).
pub const MAX_RETRY_WAIT: Duration = Duration::from_secs(30 * 60);
/// A mail that was not accepted within this time fails.
pub const MAIL_FAILS_AFTER: Duration = Duration::from_secs(72 * 60 * 60);
/// Failed mails are counted for so long, in `doctor`, at `/admin` and `/readyz`.
pub const RECENT_FAILURES: Duration = Duration::from_secs(72 * 60 * 60);
/// Mails that have not left after this long are worth a word (ours: greylisting
/// takes a few minutes and is nobody's concern).
pub const LATE_AFTER: Duration = Duration::from_secs(15 * 60);
/// So many mails tried last are looked at.
pub const LATE_AMONG: i64 = 100;
/// When so many of a hundred of them were deferred, the admins are warned, too.
pub const LATE_SHARE: i64 = 20;
/// Fewer than that many warn nobody (ours: a few addresses defer every unknown sender).
pub const LATE_AT_LEAST: i64 = 5;
/// A warning about late mails can be put aside for so long.
pub const WARNING_SNOOZE: Duration = HOUR;

/// The restricted session of a temporary password lasts this long (OWASP Forgot
/// Password: such a code opens a session that sets a password and nothing else;
/// the figure is ours: time enough to think of one).
pub const FIRST_ACCESS_SESSION: Duration = Duration::from_secs(15 * 60);
/// NIST SP 800-63B-4, 2.2.3: an hour unused, a day at all, for who has power over others.
pub const ADMIN_IDLE: Duration = Duration::from_secs(60 * 60);
/// See [`ADMIN_IDLE`].
pub const ADMIN_MAX: Duration = Duration::from_secs(24 * 60 * 60);
/// For so long after the password was given, sensitive actions do not ask for it again.
pub const CONFIRMED_FOR: Duration = Duration::from_secs(10 * 60);
/// What was just done is said by the next page within this time, and once.
pub const FLASH_KEPT: Duration = Duration::from_secs(2 * 60);
/// A person keeps at most this many sessions; the longest unused one goes first.
pub const SESSIONS_PER_PERSON: i64 = 20;
/// A browser that was not used for so long is unknown again. No browser
/// keeps a cookie for longer (RFC 6265bis, 5.5).
pub const DEVICE_KEPT: Duration = Duration::from_secs(400 * 24 * 60 * 60);
/// A person keeps at most this many; the longest unused one goes first.
pub const DEVICES_PER_PERSON: i64 = 50;

/// A file nobody has confirmed is forgotten after so long.
pub const PREVIEWS_KEPT: Duration = Duration::from_secs(24 * 60 * 60);
/// The cells of an import that ended, or was paused and never resumed, are forgotten after so long.
pub const CELLS_KEPT: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// What an app has asked for waits so long for its person to sign in (a
/// mail has to arrive, a password to be thought of).
pub const AUTHORIZATION_REQUEST: Duration = Duration::from_secs(30 * 60);
/// After that a page still names the app for so long.
pub const AUTHORIZATION_REQUEST_NAMED: Duration = DAY;
/// So many wait in one browser; of more the oldest are forgotten (ours: several tabs of several apps).
pub const PENDING_REQUESTS: i64 = 20;
/// So many more begin to wait for people of one network (ours: a school behind one address opens its apps at eight; a
/// stranger must not fill the disk) …
pub const AUTHORIZATION_REQUESTS_OF_NETWORK: i64 = 600;
/// … in so much time.
pub const AUTHORIZATION_REQUESTS_IN: Duration = Duration::from_secs(10 * 60);
/// So many codes of one app that it has not exchanged are kept for one session; of more the oldest are forgotten (ours:
/// as many as requests wait in one browser).
pub const UNUSED_CODES: i64 = 20;
/// With so many logout tokens of a person still to be sent, an app gets no new sign-in of theirs (ours): they are sent
/// one after another, and those of others wait behind. What was tried already does not count, or an app that does not
/// answer would keep its people out.
pub const PENDING_LOGOUTS: i64 = 20;
/// Then they may try again in so long.
pub const PENDING_LOGOUTS_RETRY: Duration = Duration::from_secs(60);
/// A person signs in to apps so often in an hour, each app once for each session (ours: thirty apps in three browsers). Each
/// is logged; without a limit, repeated sign-ins would fill the log.
pub const MAX_APP_SIGN_INS_AN_HOUR: i64 = 100;
/// That a person typed the password again is logged once in so long.
pub const CONFIRMATIONS_LOGGED: Duration = Duration::from_secs(60);
/// That somebody may not use an app is logged once in so long, and so are a code or a refresh token of one app that came
/// twice, and that somebody took their own data along.
pub const REFUSALS_LOGGED: Duration = HOUR;
/// A code is exchanged within this time, and once (RFC 6749, 4.1.2: ten minutes at most; RFC 9700 wants it short).
pub const AUTHORIZATION_CODE: Duration = Duration::from_secs(60);
/// That a code was used is known for so long: who uses it again ends what it was exchanged for.
pub const USED_CODES_KEPT: Duration = DAY;
/// An address that somebody asked for before they had to sign in is kept up to this length in bytes,
/// percent-encoded (ours: proxies take answers with headers of 4 KiB in all).
pub const MAX_DEEP_LINK_LENGTH: usize = 2048;
/// Cookies of one app behind a proxy that work in one session; of more the oldest end (ours: two tabs that
/// sign in at once give two).
pub const FORWARD_AUTH_COOKIES: i64 = 5;
/// An access token works this long, or until its session ends.
pub const ACCESS_TOKEN: Duration = HOUR;
/// An ID token says who signed in, just now (OpenID Connect Core 1.0, 2: the figure is ours).
pub const ID_TOKEN: Duration = Duration::from_secs(5 * 60);
/// A refresh token that has just been renewed gets the same answer within this time: an answer may
/// have been lost, or two requests of one app were on their way at once.
pub const REFRESH_GRACE: Duration = Duration::from_secs(10);
/// So many refresh tokens of one app work in one session; of more those unused for longest end (ours: as many as codes).
pub const REFRESH_TOKENS: i64 = 20;
/// So many access tokens of one app in one session are kept; of more the oldest end (ours: pages that ask for one each time
/// they are opened, in several tabs).
pub const ACCESS_TOKENS: i64 = 100;
/// So often an app renews its tokens in one session … (ours: an app renews when an access token has ended, once an hour)
pub const RENEWALS: i64 = 600;
/// … in so much time.
pub const RENEWALS_IN: Duration = HOUR;
/// Renewed refresh tokens are remembered for so long: reusing one ends all tokens of its family.
pub const RENEWED_TOKENS_KEPT: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// A signing key signs for so long (ours).
pub const SIGNING_KEY: Duration = Duration::from_secs(90 * 24 * 60 * 60);
/// Its public half is shown so long before it signs, since apps keep what they have fetched.
pub const SIGNING_KEY_ANNOUNCED: Duration = DAY;
/// The public half of an earlier key is kept for so long: an app may show an old ID token when it
/// signs somebody out.
pub const SIGNING_KEY_KEPT: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// A client secret given from outside has at least so many characters.
pub const CLIENT_SECRET_MIN_LENGTH: usize = 32;
/// A logout token is retried for so long.
pub const LOGOUT_FAILS_AFTER: Duration = DAY;
/// What apps were told is known for so long.
pub const LOGOUTS_KEPT: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// At most so many reminders to somebody who does not sign in (ours: the fourth would be a nuisance).
pub const MAX_REMINDERS: i64 = 3;

/// Sign-in slips printed at a time (ours: 50 sheets of four, and a few seconds of hashing).
pub const SLIPS_AT_A_TIME: usize = 200;
