//! What people get wrong: each with its own message and a hint, and nothing half-written.

use super::{Desk, exists};
use std::os::unix::fs::PermissionsExt;

/// Memos that cannot be issued leave neither files nor log entries.
#[test]
fn bad_memos() {
    let desk = Desk::ready();
    let cases: [(&str, &[u8], &str); 6] = [
        ("empty.txt", b" \n", "holds no words"),
        ("latin1.txt", b"The caf\xe9 is {good|fine}.", "not UTF-8"),
        ("plain.txt", b"Nothing here.", "no place that may be said two ways"),
        ("open.txt", b"The plan is {good|fine and so on.", "line 1"),
        ("one.txt", b"The plan is {good} and so on.", "line 1"),
        ("scan.pdf", b"%PDF-1.7", "cannot be read"),
    ];
    for (name, bytes, message) in cases {
        desk.write(name, bytes);
        let told = desk.bad(&[
            "issue",
            name,
            "--to",
            "roster.csv",
            "--out",
            "copies",
            "--accept",
            "author",
        ]);
        assert!(told.contains(message), "{name}: {told}");
        assert!(!exists(&desk.path("copies")), "{name} left files");
    }
    let (_, log) = desk.json(&["log"]);
    assert_eq!(log["entries"].as_array().unwrap().len(), 0);
}

/// Rosters that would make two copies for an office, or none that tells anything.
#[test]
fn bad_rosters() {
    let desk = Desk::ready();
    for (csv, message) in [
        ("office\nOslo\nRome\noslo\n", "names `oslo` twice, in lines 2 and 4"),
        ("office\nOslo\n", "at least 2"),
        ("name\nOslo\nRome\n", "no column `office`"),
        ("office,rank\nOslo,1\nRome,2\n", "unknown column `rank`"),
    ] {
        desk.write("bad.csv", csv.as_bytes());
        let told = desk.bad(&["issue", "memo.md", "--to", "bad.csv", "--out", "copies"]);
        assert!(told.contains(message), "{told}");
    }
    assert!(
        desk.bad(&["issue", "memo.md", "--to", "none.csv", "--out", "copies"]).contains("none.csv")
    );
    assert!(!exists(&desk.path("copies")));
}

/// Options outside what this version does are refused before anything happens.
#[test]
fn bad_options() {
    let desk = Desk::ready();
    for (option, value, message) in [
        ("--format", "docx", "cannot be written as `docx`"),
        ("--layout-shift", "2", "cannot move by `2` points"),
        ("--date", "14 March", "is no date"),
        ("--alpha", "0.2", "is not a bound"),
        ("--alpha", "1e-3", "is not a bound"),
        ("--notice", " ", "not one line"),
        ("--batch-of", "12", "no memo id"),
        ("--batch-of", "00112233445566778899aabbccddeeff", "no memo `00112233"),
    ] {
        let told =
            desk.bad(&["issue", "memo.md", "--to", "roster.csv", "--out", "copies", option, value]);
        assert!(told.contains(message), "{option} {value}: {told}");
    }
    assert!(!exists(&desk.path("copies")));
}

/// Registries that are not there, are there already, or come from the future.
#[test]
fn bad_registries() {
    let desk = Desk::ready();
    assert!(desk.bad(&["list", "--registry", "elsewhere"]).contains("no registry in `elsewhere`"));
    assert!(desk.bad(&["init"]).contains("exists already"));
    let key = desk.path("registry/log.key");
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).unwrap();
    assert!(desk.bad(&["list"]).contains("others can read it"));
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(async {
        let url = format!("sqlite://{}", desk.path("registry/registry.db").display());
        let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
        sqlx::query("UPDATE meta SET value = '99' WHERE key = 'schema'")
            .execute(&pool)
            .await
            .unwrap();
        pool.close().await;
    });
    assert!(desk.bad(&["list"]).contains("has layout 99"));
}

/// A changed row is found by `audit`, whatever it is.
#[test]
fn audit_finds_a_changed_row() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    for change in [
        "UPDATE copy SET office = 'Paris' WHERE j = 0",
        "UPDATE file SET digest = zeroblob(32) WHERE j = 1",
        "UPDATE memo SET catalogue_salt = zeroblob(32)",
        "UPDATE memo SET source = CAST('x' AS BLOB)",
        "UPDATE entry SET body = CAST('countermark/v1/void' AS BLOB) WHERE idx = 1",
        "DELETE FROM entry WHERE idx = 2",
        "UPDATE checkpoint SET note = replace(note, '3', '4')",
    ] {
        let desk = Desk::ready();
        desk.good(&["issue", "memo.md", "--to", "roster.csv", "--out", "copies"]);
        desk.good(&["audit"]);
        runtime.block_on(async {
            let url = format!("sqlite://{}", desk.path("registry/registry.db").display());
            let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
            sqlx::query(change).execute(&pool).await.unwrap();
            pool.close().await;
        });
        desk.bad(&["audit"]);
    }
}

/// Leaks that are too large, not text, or not there.
#[test]
fn bad_leaks() {
    let desk = Desk::ready();
    desk.good(&["issue", "memo.md", "--to", "roster.csv", "--out", "copies"]);
    desk.write("big.txt", &vec![b'a'; 50 << 20]);
    assert!(desk.bad(&["trace", "big.txt"]).contains("over the limit"));
    desk.write("bin.txt", b"a\0b");
    assert!(desk.bad(&["trace", "bin.txt"]).contains("NUL"));
    desk.write("page.png", b"\x89PNG\r\n");
    assert!(desk.bad(&["trace", "page.png"]).contains("png"));
    assert!(desk.bad(&["trace", "nowhere.txt"]).contains("nowhere.txt"));
    desk.write("ok.txt", b"Some words of no memo at all.");
    assert!(desk.bad(&["trace", "ok.txt", "--memo", "abcdef12"]).contains("no issued memo"));
    assert!(desk.bad(&["trace", "ok.txt", "--report", "r.pdf"]).contains("r.pdf"));
}

/// A damaged or foreign bundle is refused, with nothing on stdout.
#[test]
fn bad_bundles() {
    let desk = Desk::ready();
    desk.write("x.cmk", b"countermark/v1/bundle\nrubbish");
    assert!(desk.bad(&["verify", "x.cmk"]).contains("refused"));
    desk.write("x.certificate", b"countermark/v1/certificate\nmemo 00\n");
    assert!(desk.bad(&["verify", "x.certificate"]).contains("refused"));
    assert!(desk.bad(&["verify", "x.cmk", "--log-key", "nonsense"]).contains("log key"));
}
