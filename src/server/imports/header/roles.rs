//! Columns of roles, and of what people do somewhere.

use super::found::Found;
use super::shown;
use super::understood::Meaning;
use crate::domain::import::{Column, FileProblem};
use crate::server::imports::person::{means_a_role, means_an_admin};

impl Found<'_> {
    /// The column of the role. In "Função" and "Perfil" people also write what somebody does there: then it is none,
    /// and "Administrador" a job like the others.
    pub fn role(&self) -> Result<Option<usize>, FileProblem> {
        let sure: Vec<usize> = self.all(Meaning::Read(Column::Role)).collect();
        let mut maybe: Vec<usize> = self.all(Meaning::MaybeRole).filter(|index| !self.are_jobs(*index)).collect();
        if maybe.is_empty() || sure.iter().any(|index| self.is_filled(*index)) {
            return self.one_of(&sure, Column::Role);
        }
        let best = maybe.iter().map(|index| self.meanings[*index].1).min();
        maybe.retain(|index| Some(self.meanings[*index].1) == best);
        self.one_of(&maybe, Column::Role)
    }

    fn are_jobs(&self, index: usize) -> bool {
        self.cells(index).any(|cell| !cell.is_empty() && !means_a_role(cell))
    }

    /// Columns of jobs in which somebody may be meant to be an administrator.
    pub fn jobs_with_admins(&self) -> impl Iterator<Item = String> {
        let means_admin = |index: &usize| self.cells(*index).any(means_an_admin);
        let jobs = self.all(Meaning::MaybeRole).filter(move |index| self.are_jobs(*index) && means_admin(index));
        jobs.map(|index| shown(&self.header[index]))
    }
}
