//! `chaveiro routes`: every address, who may use it, and what answers.

use super::CommandError;
use super::language::language;
use super::table::Table;
use crate::cli::output::{not_written, print_line};
use crate::web::route::Answer;
use crate::web::routes::ROUTES;
use serde_json::json;

/// List all routes and who can use them.
#[derive(clap::Args)]
pub struct RoutesCommand {
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl RoutesCommand {
    pub(super) fn run(&self) -> Result<(), CommandError> {
        if self.json {
            let routes: Vec<_> = ROUTES
                .iter()
                .map(|route| {
                    json!({ "method": route.method.as_str(), "path": route.path,
                            "access": route.access.as_str(), "answer": answer(route.answer) })
                })
                .collect();
            print_line!("{:#}", serde_json::Value::Array(routes));
            return Ok(());
        }
        let rows: Vec<_> = ROUTES
            .iter()
            .map(|route| [route.method.as_str(), route.path, route.access.as_str(), answer(route.answer)])
            .map(|cells| cells.map(str::to_owned))
            .collect();
        let mut table = Table::new(
            language().pick(["MÉTODO", "CAMINHO", "ACESSO", "RESPOSTA"], ["METHOD", "PATH", "ACCESS", "ANSWER"]),
        );
        table.print(&mut std::io::stdout().lock(), &rows).map_err(not_written)
    }
}

fn answer(answer: Answer) -> &'static str {
    match answer {
        Answer::Page(_) => "page",
        Answer::Function { form, .. } => form.function,
        Answer::Form { .. } => "form",
        Answer::Handler(_) => "handler",
    }
}
