//! Puts the site's files (style, icons, browser bundles) into the program.
//!
//! `make site` has laid them out in `target/site`. The program holds them inside, compressed;
//! one that was built with `SITE_FROM_DISK=1` reads them from there while it runs, for work on the style.

#[cfg_attr(feature = "ssr", expect(clippy::disallowed_methods, reason = "a build has no config"))]
fn main() {
    println!("cargo::rerun-if-changed=src/server/store/migrations");
    #[cfg(feature = "ssr")]
    {
        let site = "target/site";
        std::fs::create_dir_all(site).expect("cannot make target/site");
        println!("cargo::rerun-if-env-changed=SITE_FROM_DISK");
        println!("cargo::rustc-check-cfg=cfg(site_from_disk)");
        let from_disk = std::env::var_os("SITE_FROM_DISK").is_some();
        if from_disk {
            println!("cargo::rustc-cfg=site_from_disk");
        }
        memory_serve::load_directory_with_embed(site, !from_disk);
    }
}
