//! The dependencies between modules, as `docs/ARCHITECTURE.md` lists them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The table under "Module dependencies": module → what it may use.
fn table() -> BTreeMap<String, BTreeSet<String>> {
    let text = std::fs::read_to_string("docs/ARCHITECTURE.md").expect("the document");
    let (_, section) = text.split_once("## Module dependencies").expect("the section");
    let rows = section.lines().filter(|line| line.starts_with("| `"));
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').collect();
        let names = |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
        (names(cells[0]).remove(0), names(cells[1]).into_iter().collect())
    })
    .collect()
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The row of the table that a module belongs to: the longest name that its path begins with.
fn row<'a>(table: &'a BTreeMap<String, BTreeSet<String>>, module: &str) -> Option<&'a str> {
    let is_in = |row: &&String| module == row.as_str() || module.starts_with(&format!("{row}/"));
    table.keys().filter(is_in).max_by_key(|row| row.len()).map(String::as_str)
}

/// The modules that the file of `module` names by `crate::` or `super::`, comments left out.
fn used(module: &str, text: &str) -> Vec<String> {
    let code =
        text.lines().filter(|line| !line.trim_start().starts_with("//")).map(|line| line.replace("(in crate::", "("));
    code.flat_map(|line| [from_root(&line), from_parent(module, &line)].concat()).collect()
}

fn from_root(line: &str) -> Vec<String> {
    line.split("crate::").skip(1).map(path_at_start).collect()
}

fn from_parent(module: &str, line: &str) -> Vec<String> {
    let Some((_, named)) = line.split_once("super::") else { return Vec::new() };
    let named = path_at_start(named);
    let further = named.matches("super").count();
    let Some(parent) = Path::new(module).ancestors().nth(1 + further) else { return Vec::new() };
    vec![parent.join(named.trim_start_matches("super/").trim_start_matches("super")).to_string_lossy().into_owned()]
}

/// `a::b` of `a::b {…`, as `a/b`.
fn path_at_start(text: &str) -> String {
    let end = text.find(|character: char| !(character.is_alphanumeric() || "_:".contains(character)));
    text[..end.unwrap_or(text.len())].trim_end_matches(':').replace("::", "/")
}

#[test]
fn every_module_uses_only_what_the_table_of_dependencies_allows() {
    let table = table();
    assert!(table.len() > 8, "the table is read wrongly: {table:?}");
    let mut files = Vec::new();
    sources(Path::new("src"), &mut files);
    let mut broken = Vec::new();
    for file in files {
        let module = file.strip_prefix("src").unwrap().with_extension("").to_string_lossy().into_owned();
        let Some(from) = row(&table, &module) else { continue };
        for path in used(&module, &std::fs::read_to_string(&file).expect("a source")) {
            let Some(to) = row(&table, &path) else { continue };
            if to != from && !table[from].iter().any(|allowed| to == allowed || to.starts_with(&format!("{allowed}/")))
            {
                broken.push(format!("{} uses {path}: `{from}` may not use `{to}`", file.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn every_file_that_a_document_names_exists() {
    let mut missing = Vec::new();
    let documents =
        ["README", "SECURITY", "CONTRIBUTING", "docs/ARCHITECTURE", "docs/LOGGING", "docs/GLOSSARY", "docs/operations"];
    for document in documents.map(|name| format!("{name}.md")) {
        let text = std::fs::read_to_string(&document).expect("a document");
        for named in text.split('`').skip(1).step_by(2) {
            let named = named.split(':').next().unwrap_or(named);
            let is_path =
                ["src/", "end2end/", "docs/", "benches/", "deploy/", "public/"].iter().any(|at| named.starts_with(at));
            if is_path && !named.contains(['*', ' ', '{', '…']) && !Path::new(named).exists() {
                missing.push(format!("{document}: {named}"));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
}
