//! Group commit: short transactions that wait for SQLite's one writer are committed together.
//!
//! A commit waits until the disk has it, and on SQLite all others who write wait meanwhile. So whoever is
//! done while others wait leaves the transaction open to the next one, and all of them are answered after one COMMIT.
//! Each stands behind a savepoint of its own: what one rolls back is gone, and the others stay.

use super::pool::ACQUIRE_TIMEOUT;
use sqlx::{Any, AnyConnection, AnyPool, Error, Transaction};
use std::io;
use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
use tokio::time::timeout;

/// So many at most share a transaction, those that are rolled back among them: the first waits for the statements of
/// the last.
const MOST: usize = 8;

/// What one has done stays, and what the next one does may be rolled back. Fails where the transaction has ended: SQLite
/// ends it on its own when the disk is full.
const KEEP: &str = "RELEASE SAVEPOINT one; SAVEPOINT one";
/// What one has done is gone. Fails like [`KEEP`].
const UNDO: &str = "ROLLBACK TO SAVEPOINT one";

/// The one connection that writes to SQLite, and who has it.
#[derive(Clone, Debug)]
pub(super) struct GroupCommit {
    pool: AnyPool,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    /// Whose turn it is. Fair: nobody is overtaken.
    turn: Arc<Semaphore>,
    /// How many wait for their turn to begin.
    waiting: AtomicUsize,
    /// The transaction that was left open to the next one. Touched only by whose turn it is.
    open: Mutex<Option<Group>>,
}

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
        let shared = Shared { turn: Arc::new(Semaphore::new(1)), waiting: AtomicUsize::new(0), open: Mutex::new(None) };
        Self { pool, shared: Arc::new(shared) }
    }

    /// Begins a transaction, or joins the one that was left open.
    ///
    /// It takes the write lock at once: a transaction that begins by reading and writes later fails without
    /// waiting when another has written.
    ///
    /// # Errors
    /// [`Error::PoolTimedOut`] after [`ACQUIRE_TIMEOUT`].
    pub(super) async fn begin(&self, grouping: Grouping) -> Result<Member, Error> {
        let turn = {
            let _waiting = Waiting::new(&self.shared.waiting, grouping);
            timeout(ACQUIRE_TIMEOUT, self.shared.turn()).await.map_err(|_| Error::PoolTimedOut)?
        };
        let left_open = self.shared.take_open();
        if let Some(mut group) = left_open {
            if grouping == Grouping::Together {
                group.members += 1;
                return Ok(Member { shared: self.shared.clone(), held: Some((group, turn)) });
            }
            // In a task of its own: those who are done do not depend on whether this one is still wanted.
            let committed = tokio::spawn(group.commit()).await;
            committed.map_err(|_| Error::WorkerCrashed)?;
        }
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        let is_shared = grouping == Grouping::Together && self.shared.waiting.load(Ordering::Relaxed) > 0;
        if is_shared {
            sqlx::query("SAVEPOINT one").execute(&mut *transaction).await?;
        }
        let group = Group { transaction, is_shared, members: 1, done: Vec::new() };
        Ok(Member { shared: self.shared.clone(), held: Some((group, turn)) })
    }
}

impl Shared {
    async fn turn(&self) -> OwnedSemaphorePermit {
        self.turn.clone().acquire_owned().await.expect("never closed")
    }

    fn take_open(&self) -> Option<Group> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn leave_open(&self, group: Group) {
        *self.open.lock().unwrap_or_else(PoisonError::into_inner) = Some(group);
    }

    /// Ends one's turn with `statement`, in a task of its own: the others do not depend on whether this one is still wanted.
    async fn ended(
        self: Arc<Self>,
        group: Group,
        statement: &'static str,
        turn: OwnedSemaphorePermit,
    ) -> Result<(), Error> {
        let (answer, outcome) = oneshot::channel();
        tokio::spawn(self.end(group, statement, Some(answer), turn));
        outcome.await.unwrap_or(Err(Error::WorkerCrashed))
    }

    /// Ends one's turn with `statement`; `answer` learns what became of the transaction.
    async fn end(
        self: Arc<Self>,
        mut group: Group,
        statement: &'static str,
        answer: Option<oneshot::Sender<Result<(), Error>>>,
        turn: OwnedSemaphorePermit,
    ) {
        let ended = sqlx::query(statement).execute(&mut *group.transaction).await;
        let is_first = group.done.is_empty();
        group.done.extend(answer);
        match ended {
            Err(error) => group.fail(&error),
            // Dropped, it is rolled back.
            Ok(_) if group.done.is_empty() => {}
            Ok(_) if group.members >= MOST => group.commit().await,
            Ok(_) => {
                self.leave_open(group);
                if is_first {
                    tokio::spawn(self.commit_in_turn());
                }
            }
        }
        drop(turn);
    }

    /// Commits what is left open when those who wait now have had their turn.
    async fn commit_in_turn(self: Arc<Self>) {
        let _turn = self.turn().await;
        if let Some(group) = self.take_open() {
            group.commit().await;
        }
    }
}

impl Group {
    /// Commits, and answers all who are done.
    async fn commit(self) {
        let outcome = self.transaction.commit().await;
        answer(self.done, outcome.as_ref().err());
    }

    /// The transaction has ended without a commit.
    fn fail(self, error: &Error) {
        answer(self.done, Some(error));
    }
}

fn answer(done: Vec<oneshot::Sender<Result<(), Error>>>, error: Option<&Error>) {
    for waiting in done {
        // Who does not wait any more was told nothing.
        _ = waiting.send(error.map_or(Ok(()), |error| Err(Error::Io(io::Error::other(error.to_string())))));
    }
}

/// A transaction that may be one of several. Dropped without a commit it is rolled back, and no other with it.
#[derive(Debug)]
pub(super) struct Member {
    shared: Arc<Shared>,
    /// While it has its turn.
    held: Option<(Group, OwnedSemaphorePermit)>,
}

impl Member {
    /// Commits, together with those that are done and those that are waiting.
    ///
    /// # Errors
    /// When it was not committed. Where another one of them is to blame, an [`Error::Io`] repeats the cause.
    pub(super) async fn commit(mut self) -> Result<(), Error> {
        match self.held.take() {
            Some((group, turn)) if group.is_shared => self.shared.clone().ended(group, KEEP, turn).await,
            // The turn ends after the commit.
            Some((group, _turn)) => group.transaction.commit().await,
            None => Err(Error::WorkerCrashed),
        }
    }

    /// Rolls back, and returns when those it may have read from are committed: what refused it can be looked at.
    ///
    /// # Errors
    /// When they were not: then what it has read never was.
    pub(super) async fn rollback(mut self) -> Result<(), Error> {
        match self.held.take() {
            Some((group, turn)) if group.is_shared => self.shared.clone().ended(group, UNDO, turn).await,
            Some((group, _turn)) => group.transaction.rollback().await,
            None => Err(Error::WorkerCrashed),
        }
    }
}

impl Drop for Member {
    fn drop(&mut self) {
        let Some((group, turn)) = self.held.take() else { return };
        // Without others it is rolled back as it is dropped.
        if let (false, Ok(runtime)) = (group.done.is_empty(), Handle::try_current()) {
            runtime.spawn(self.shared.clone().end(group, UNDO, None, turn));
        }
    }
}

impl Deref for Member {
    type Target = AnyConnection;

    fn deref(&self) -> &AnyConnection {
        let (group, _) = self.held.as_ref().expect("held until it is committed or dropped");
        &group.transaction
    }
}

impl DerefMut for Member {
    fn deref_mut(&mut self) -> &mut AnyConnection {
        let (group, _) = self.held.as_mut().expect("held until it is committed or dropped");
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
