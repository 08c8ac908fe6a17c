//! Group commit: short transactions that wait for SQLite's one writer are committed together.
//!
//! A commit waits until the disk has it, and on SQLite all others who write wait meanwhile. So a transaction
//! that is done while others wait is left open to the next one, and all of them are answered after one COMMIT.
//! Each is behind a savepoint of its own: what one rolls back is gone, and the others stay.

use super::pool::ACQUIRE_TIMEOUT;
use sqlx::{Any, AnyConnection, AnyPool, Error, Transaction};
use std::io;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::runtime::Handle;
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};
use tokio::time::timeout;

/// So many at most share a transaction, those that are rolled back among them: the first waits for the statements of
/// the last.
const MOST: usize = 8;

/// What one has done stays, and what the next one does may be rolled back. Fails where the transaction has ended:
/// SQLite ends it on its own when the disk is full.
const KEEP: &str = "RELEASE SAVEPOINT one; SAVEPOINT one";
/// What one has done is gone. Fails like [`KEEP`].
const UNDO: &str = "ROLLBACK TO SAVEPOINT one";

/// The one connection that writes to SQLite, and who has it.
#[derive(Clone, Debug)]
pub(super) struct GroupCommit {
    pool: AnyPool,
    /// Held by whose turn it is, with the transaction that was left open for them. Fair: nobody is overtaken.
    open: Arc<Mutex<Option<Group>>>,
    /// How many wait for their turn and could join.
    waiting: Arc<AtomicUsize>,
}

/// A turn, and the transaction of who has it.
type Turn = OwnedMutexGuard<Option<Group>>;

/// A transaction of several.
#[derive(Debug)]
struct Group {
    transaction: Transaction<'static, Any>,
    /// Whether it has a savepoint, so that others may join.
    is_shared: bool,
    /// How many have had their turn in it.
    members: usize,
    /// Who is done and waits for COMMIT.
    done: Vec<oneshot::Sender<Result<(), Error>>>,
}

/// Whether a transaction may be committed together with others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grouping {
    /// It is a few statements long, and many of its kind are under way at a time.
    Together,
    /// It may be long: nobody waits for it but who has to.
    Alone,
}

impl GroupCommit {
    pub(super) fn new(pool: AnyPool) -> Self {
        Self { pool, open: Arc::default(), waiting: Arc::default() }
    }

    /// Begins a transaction, or joins the one that was left open.
    ///
    /// It takes the write lock at once: a transaction that begins by reading and writes later fails without
    /// waiting when another has written.
    ///
    /// # Errors
    /// [`Error::PoolTimedOut`] after [`ACQUIRE_TIMEOUT`].
    pub(super) async fn begin(&self, grouping: Grouping) -> Result<Member, Error> {
        let mut turn = {
            let _waiting = Waiting::new(&self.waiting, grouping);
            timeout(ACQUIRE_TIMEOUT, self.open.clone().lock_owned()).await.map_err(|_| Error::PoolTimedOut)?
        };
        match (&mut *turn, grouping) {
            (Some(left_open), Grouping::Together) => {
                left_open.members += 1;
                return Ok(Member { turn: Some(turn) });
            }
            // In a task of its own: those who are done do not depend on whether this one is still wanted.
            (Some(_), Grouping::Alone) => turn = tokio::spawn(commit(turn)).await.map_err(|_| Error::WorkerCrashed)?,
            (None, _) => {}
        }
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        let is_shared = grouping == Grouping::Together && self.waiting.load(Ordering::Relaxed) > 0;
        if is_shared {
            sqlx::query("SAVEPOINT one").execute(&mut *transaction).await?;
        }
        *turn = Some(Group { transaction, is_shared, members: 1, done: Vec::new() });
        Ok(Member { turn: Some(turn) })
    }
}

/// Commits what is open, and answers all who are done.
async fn commit(mut turn: Turn) -> Turn {
    if let Some(Group { transaction, done, .. }) = turn.take() {
        let outcome = transaction.commit().await;
        answer(done, outcome.as_ref().err());
    }
    turn
}

fn answer(done: Vec<oneshot::Sender<Result<(), Error>>>, error: Option<&Error>) {
    for waiting in done {
        // A caller that stopped waiting got no result.
        _ = waiting.send(error.map_or(Ok(()), |error| Err(Error::Io(io::Error::other(error.to_string())))));
    }
}

/// Ends a turn with [`KEEP`] or [`UNDO`]; `done` receives the outcome of the transaction.
async fn end(mut turn: Turn, statement: &'static str, done: Option<oneshot::Sender<Result<(), Error>>>) {
    let Some(group) = &mut *turn else { return };
    let ended = sqlx::query(statement).execute(&mut *group.transaction).await;
    let is_first = group.done.is_empty();
    group.done.extend(done);
    match ended {
        Err(error) => answer(turn.take().map(|group| group.done).unwrap_or_default(), Some(&error)),
        // Nobody wants it: dropped, it is rolled back.
        Ok(_) if group.done.is_empty() => *turn = None,
        Ok(_) if group.members >= MOST => drop(commit(turn).await),
        // Those who wait now come first.
        Ok(_) if is_first => {
            let open = OwnedMutexGuard::mutex(&turn).clone();
            tokio::spawn(async move { commit(open.lock_owned().await).await });
        }
        Ok(_) => {}
    }
}

/// Ends a turn in a task of its own: the others do not depend on whether this one is still wanted.
async fn end_and_wait(turn: Turn, statement: &'static str) -> Result<(), Error> {
    let (done, outcome) = oneshot::channel();
    tokio::spawn(end(turn, statement, Some(done)));
    outcome.await.unwrap_or(Err(Error::WorkerCrashed))
}

/// A transaction that may be one of several. Dropped without a commit it is rolled back, and no other with it.
#[derive(Debug)]
pub(super) struct Member {
    /// Until it is committed or dropped, with a transaction in it.
    turn: Option<Turn>,
}

impl Member {
    /// Commits, together with those that are done and those that are waiting.
    ///
    /// # Errors
    /// When it was not committed. Where another one of them is to blame, an [`Error::Io`] repeats the cause.
    pub(super) async fn commit(mut self) -> Result<(), Error> {
        let mut turn = self.turn.take().ok_or(Error::WorkerCrashed)?;
        match turn.take_if(|group| !group.is_shared) {
            Some(group) => group.transaction.commit().await,
            None => end_and_wait(turn, KEEP).await,
        }
    }

    /// Rolls back, and returns when those it may have read from are committed: what refused it can be looked at.
    ///
    /// # Errors
    /// When they were not: then what it has read never was.
    pub(super) async fn rollback(mut self) -> Result<(), Error> {
        let mut turn = self.turn.take().ok_or(Error::WorkerCrashed)?;
        match turn.take_if(|group| group.done.is_empty()) {
            Some(group) => group.transaction.rollback().await,
            None => end_and_wait(turn, UNDO).await,
        }
    }
}

impl Drop for Member {
    fn drop(&mut self) {
        let Some(mut turn) = self.turn.take() else { return };
        let has_others = turn.as_ref().is_some_and(|group| !group.done.is_empty());
        match Handle::try_current() {
            Ok(runtime) if has_others => drop(runtime.spawn(end(turn, UNDO, None))),
            // Dropped, it is rolled back.
            _ => *turn = None,
        }
    }
}

impl Deref for Member {
    type Target = AnyConnection;

    fn deref(&self) -> &AnyConnection {
        let group = self.turn.as_ref().and_then(|turn| turn.as_ref()).expect("until it is committed or dropped");
        &group.transaction
    }
}

impl DerefMut for Member {
    fn deref_mut(&mut self) -> &mut AnyConnection {
        let group = self.turn.as_mut().and_then(|turn| turn.as_mut()).expect("until it is committed or dropped");
        &mut group.transaction
    }
}

/// Counts one that waits, for as long as it does.
struct Waiting<'a>(Option<&'a AtomicUsize>);

impl<'a> Waiting<'a> {
    fn new(waiting: &'a AtomicUsize, grouping: Grouping) -> Self {
        let counted = (grouping == Grouping::Together).then_some(waiting);
        if let Some(waiting) = counted {
            waiting.fetch_add(1, Ordering::Relaxed);
        }
        Self(counted)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        if let Some(waiting) = self.0 {
            waiting.fetch_sub(1, Ordering::Relaxed);
        }
    }
}
