//! What the pages of the administrator's console say. One file per page: its
//! texts, in every language, or it does not compile.
