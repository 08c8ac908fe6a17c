//! The dependencies between modules, as `docs/ARCHITECTURE.md` lists them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The table under "Module dependencies": room → what it may use.
fn table() -> BTreeMap<String, BTreeSet<String>> {
    let text = std::fs::read_to_string("docs/ARCHITECTURE.md").expect("the document");
    let (_, walls) = text.split_once("## Module dependencies").expect("the section");
    let rows = walls.lines().filter(|line| line.starts_with("| `"));
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

/// The room of a path of modules: the longest name in the table that it begins with.
fn room<'a>(table: &'a BTreeMap<String, BTreeSet<String>>, module: &str) -> Option<&'a str> {
    let is_in = |room: &&String| module == room.as_str() || module.starts_with(&format!("{room}/"));
    table.keys().filter(is_in).max_by_key(|room| room.len()).map(String::as_str)
}

/// The modules that a file names by `crate::`, comments left out.
fn used(text: &str) -> Vec<String> {
    let code =
        text.lines().filter(|line| !line.trim_start().starts_with("//")).map(|line| line.replace("(in crate::", "("));
    let paths = code.flat_map(|line| line.split("crate::").skip(1).map(str::to_owned).collect::<Vec<_>>());
    paths
        .map(|path| {
            let end = path.find(|character: char| !(character.is_alphanumeric() || "_:".contains(character)));
            path[..end.unwrap_or(path.len())].trim_end_matches(':').replace("::", "/")
        })
        .collect()
}

#[test]
fn every_room_uses_only_what_the_table_of_walls_allows() {
    let table = table();
    assert!(table.len() > 8, "the table of walls is read wrongly: {table:?}");
    let mut files = Vec::new();
    sources(Path::new("src"), &mut files);
    let mut broken = Vec::new();
    for file in files {
        let module = file.strip_prefix("src").unwrap().with_extension("").to_string_lossy().into_owned();
        let Some(from) = room(&table, &module) else { continue };
        for path in used(&std::fs::read_to_string(&file).expect("a source")) {
            let Some(to) = room(&table, &path) else { continue };
            if to != from && !table[from].iter().any(|allowed| to == allowed || to.starts_with(&format!("{allowed}/")))
            {
                broken.push(format!("{} uses {path}: `{from}` may not use `{to}`", file.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}
