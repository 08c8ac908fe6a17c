//! Groups: their names, and who is in which.

mod store;
