//! Puts the site's files (style, icons, browser bundles) into the program.
//!
//! `make site` has laid them out in `target/site`. A release build holds them
//! inside; a debug build reads them from there while it runs.

fn main() {
    println!("cargo::rerun-if-changed=src/server/store/migrations");
    #[cfg(feature = "ssr")]
    {
        let site = "target/site";
        std::fs::create_dir_all(site).expect("cannot make target/site");
        memory_serve::load_directory(site);
    }
}
