//! Migrations that have landed are frozen.

use sha2::{Digest as _, Sha256};

/// Each landed migration and the SHA-256 of its text. A change is a new file, and
/// a new line here.
const LANDED: &[(&str, &str)] = &[
    ("0001_accounts.sql", "32cf3e398c23be0f48586a9cb8728786392015eef4724da7183d0caaf9eae7bc"),
    ("0002_console.sql", "5bf2dd6110c173029ae37af0e91f00be6da35feaec8746e5447580347e296dad"),
    ("0003_forgotten_passwords.sql", "350616d6c45c04b6001d0df5a40c9d76f05808dfa56cc7f58b8a3bbdca3ab4d1"),
    ("0004_second_door.sql", "1056e7c66ebea62d40b9ac420f573074d45952280595ea78174c23c7a27cf6f8"),
    ("0005_own_account.sql", "44156afaba6c01c33935cdcdbc42f6e5918b66a7c90476b5c2a6fbc48fe9c34c"),
    ("0006_limits.sql", "09fc3674b31a5d8d526459e0931779b782b917484b7f63784c6257b2f3137ef4"),
    ("0007_write_probes.sql", "6d02feb622adf8cc6295b0db2820682693aeacab25e60051b9d987b5e1778aa2"),
    ("0008_search_index.sql", "0af16d4f47b28b89e6d0eb480012694262b48c93d7580bf8ce56f115a08e4b19"),
    ("0009_cost.sql", "19cd94e5fb4e7315f3a7e9e0a4991f6bd4e1fe45e31d24fd3945ed7c70c7d3f4"),
    ("0010_time_zones.sql", "9752f6d771fe3db64d7244455a2936547db25d5ba2d1878357ccda72402d3ae5"),
    ("0011_used_tokens.sql", "99552c9fe02980540e70a981b6d5ea8611b014f11d720affa20dbe172e745ac0"),
    ("0012_open_list_of_mails.sql", "5439bfcbe64e7466778c20f9f1565c28767b8a58f87912f8914b5e11f1118df6"),
    ("0013_groups.sql", "6b7ff7e6f79ae990c06ba97740173b13469d2421a2cd50bda17b30e1ad132d5c"),
    ("0014_apps.sql", "fd2adeb0e2b156405394315e22d17a7a94b19af598612af527304935e409e024"),
    ("0015_app_sign_ins.sql", "502ce2b343f30788a430a2ff544957ca6e687661af42d3f18265784fac994be6"),
    ("0016_app_access.sql", "d7120ab9538942417c3262c825b11d154d67198ce3f5371cf908958c5a0b92e3"),
    ("0017_forward_auth.sql", "6aa916ec6c312140f4867251d2f0c6d035a3a25a40b376410345ec9f55890a52"),
    ("0018_invited_for_app.sql", "8683afce906b3435662c1dfd3ce76003907c88b9e00831ba99c0c82e353405ef"),
    ("0019_appearance.sql", "9874918d62e1777bc9d2c286bb427869933cbe769ea36ebceebdddb23046035c"),
    ("0020_reminders.sql", "da4f60b6691379f72a7d8d0a3d61c6216db19570a7c32f8edef3502e5f094cc2"),
    ("0021_user_notes.sql", "9fd1ddc1189560fd7c0cf9a63f23c1954a6d258edfcf3e87da3e63f52f1505d3"),
    ("0022_audit_anchor.sql", "f1044735841db54abc0d772e0234efc66011acea5756e193dd49216832feaaa7"),
    ("0023_status_order.sql", "949e8597ad4e333bc7d7994f03aa41a05c7bd67c37450e0ac8a5da695cd68e88"),
    ("0024_send_later.sql", "b49d8938876cc7dcc42544374f02c44c8ef21845db03bdd8752aaa7ec832bea9"),
    ("0025_audit_unlinked.sql", "9432fb582bc3b689ea4badc5a4fa349889db478e2e2bd02f0050a18f134bae8d"),
    ("0026_admins.sql", "3faa19be31fef0a2524c9c33946d749eb188ac88ffc5ff9d6f84a3f2abe98755"),
    ("0027_hinted_user.sql", "7f192fa1d94b61ebbb3accd256fb6b806a0908daeb2e6f989ad0209702db2d60"),
    ("0028_failures_of_users.sql", "119781d884735423cbc6583f24550c72f1fe603eb44f6fba57b952bb71b1045b"),
    ("0029_status_filter.sql", "1a03a9cea3b1ee9a84065603162b96518f46ceb813cc83034430220ead4e95cf"),
    ("0030_details_changed.sql", "ca64c83ce6d25ad673e9352e2735d982f63cf670a6c160463477d1e969af0c74"),
    ("0031_address_tried.sql", "39299a89711bf5d5730e16e6f426c0d6480385332ef3323ac45ed8ae524034f0"),
];

#[test]
fn a_migration_that_has_landed_is_never_edited() {
    let folder = std::path::Path::new("src/server/store/migrations");
    for (name, sum) in LANDED {
        let text = std::fs::read(folder.join(name)).expect("a landed migration");
        assert_eq!(hex::encode(Sha256::digest(text)), *sum, "{name} has landed and was edited");
    }
    let newest = LANDED.last().expect("some").0;
    for file in std::fs::read_dir(folder).expect("the folder") {
        let name = file.expect("a file").file_name().to_string_lossy().into_owned();
        let is_listed = LANDED.iter().any(|(listed, _)| *listed == name);
        assert!(is_listed || *name > *newest, "{name} comes before a migration that has landed");
    }
}
