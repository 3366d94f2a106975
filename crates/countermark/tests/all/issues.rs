//! Issuing: all or nothing, one copy for an office whatever happens in between, and late batches.

use crate::common::{Bench, MEMO, OFFICES, copy, draft, options};
use countermark::archive::{Archive, BatchState};
use countermark::audit::audit;
use countermark::entropy::SystemEntropy;
use countermark::issue::{IssueError, Progress, issue};
use countermark::roster::Roster;
use countermark::trace::TraceOptions;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Says where the child of [`killed_in_each_state`] dies; the folder it works in follows after a colon.
const CHILD: &str = "COUNTERMARK_TEST_CHILD";

/// Every copy differs from every other in the words that were dealt, carries the notice, and is what was logged.
#[tokio::test]
async fn each_office_gets_its_own_copy() {
    let bench = Bench::new().await;
    let issued = bench.issue(MEMO, OFFICES, "copies").await;
    let texts: Vec<String> = (1..=4).map(|n| copy(&issued, n)).collect();
    for (n, text) in texts.iter().enumerate() {
        assert!(text.ends_with(&format!("\n\n{}\n", countermark::NOTICE)));
        assert!(!text.contains('{') && !text.contains('|'));
        assert!(texts[..n].iter().all(|other| other != text), "two copies of 24 bits alike");
    }
    assert_eq!((issued.wording.marks, issued.wording.bits), (12, 24.0));
    let audited = audit(&bench.archive).await.unwrap();
    assert_eq!((audited.copies, audited.unissued, audited.entries), (4, 0, 3));
}

/// Asking twice makes two memos with keys of their own; only an unfinished issue is taken up again.
#[tokio::test]
async fn a_finished_issue_is_not_resumed() {
    let bench = Bench::new().await;
    let first = bench.issue(MEMO, OFFICES, "a").await;
    let second = bench.issue(MEMO, OFFICES, "b").await;
    assert_ne!(first.memo, second.memo);
    assert_ne!(copy(&first, 1), copy(&second, 1));
}

/// Nothing is overwritten: files of another issue in the folder stop this one before its first file, and it can be finished
/// elsewhere by clearing the folder.
#[tokio::test]
async fn files_in_the_way_stop_the_hand_over() {
    let bench = Bench::new().await;
    let first = bench.issue(MEMO, OFFICES, "copies").await;
    let kept = copy(&first, 1);
    let out = bench.dir.path().join("copies");
    let roster = Roster::parse(OFFICES.as_bytes()).unwrap();
    let again = || async {
        issue(
            &bench.archive,
            &draft(MEMO),
            &roster,
            &options(&out),
            &mut SystemEntropy,
            0,
            &mut |_| {},
        )
        .await
    };
    let error = again().await.unwrap_err();
    assert!(matches!(error, IssueError::Archive(_)), "{error}");
    assert_eq!(copy(&first, 1), kept);
    std::fs::remove_dir_all(&out).unwrap();
    let second = again().await.unwrap();
    assert_ne!(second.memo, first.memo);
    assert_eq!(audit(&bench.archive).await.unwrap().copies, 8);
}

/// A late batch repeats what was committed, counts in N, and continues the numbers of the copies.
#[tokio::test]
async fn a_late_batch_continues_the_memo() {
    let bench = Bench::new().await;
    let first = bench.issue(MEMO, OFFICES, "a").await;
    let roster = Roster::parse(b"office\nQuito\nDelhi\n").unwrap();
    let mut late = options(&bench.dir.path().join("b"));
    late.batch_of = Some(first.memo);
    let issued =
        issue(&bench.archive, &draft(MEMO), &roster, &late, &mut SystemEntropy, 0, &mut |_| {})
            .await
            .unwrap();
    assert_eq!(issued.memo, first.memo);
    assert_eq!(issued.copies.iter().map(|c| c.copy).collect::<Vec<_>>(), [5, 6]);
    let report = bench.trace(&copy(&issued, 2), &TraceOptions::default()).await;
    assert_eq!(report.n, Some(6));
    assert_eq!((report.copies[0].copy, report.copies[0].office.as_str()), (6, "Delhi"));
    let other = draft(&MEMO.replace("Brevik", "Brevick"));
    let error = issue(&bench.archive, &other, &roster, &late, &mut SystemEntropy, 0, &mut |_| {})
        .await
        .unwrap_err();
    assert!(matches!(error, IssueError::OtherMemo { .. }), "{error}");
}

/// kill -9 in each state: the next run goes on with the same keys, and no office ever holds two different copies.
#[test]
fn killed_in_each_state() {
    for state in ["committed", "dealt", "copy", "rendered"] {
        let dir = tempfile::tempdir().unwrap();
        let first = child(dir.path(), state);
        assert_eq!(first, None, "the child was to die in `{state}`");
        let early = files(&dir.path().join("copies"));
        assert!(early.is_empty(), "files before ISSUE in `{state}`");
        assert_eq!(child(dir.path(), "never"), Some(0), "after `{state}`");
        check(dir.path());
    }
}

/// kill -9 at any moment, again and again, the hand-over of files included.
#[test]
fn killed_at_any_moment() {
    let dir = tempfile::tempdir().unwrap();
    let mut seen: BTreeMap<PathBuf, Vec<u8>> = BTreeMap::new();
    for delay_us in (0..24).map(|n| 1_500 * n * n) {
        let mut running = spawn(dir.path(), "never");
        std::thread::sleep(std::time::Duration::from_micros(delay_us));
        let _ = running.kill();
        running.wait().unwrap();
        for (path, bytes) in files(&dir.path().join("copies")) {
            let kept = seen.entry(path).or_insert_with(|| bytes.clone());
            assert_eq!(*kept, bytes, "a copy changed under its office");
        }
        if dir.path().join("done").exists() {
            break;
        }
    }
    if !dir.path().join("done").exists() {
        assert_eq!(child(dir.path(), "never"), Some(0));
    }
    check(dir.path());
}

/// The registry holds one memo, issued once, and all its copies.
fn check(dir: &Path) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(async {
        let archive = Archive::open(&dir.join("registry")).await.unwrap();
        let audited = audit(&archive).await.unwrap();
        assert_eq!(
            (audited.memos, audited.copies, audited.entries, audited.unissued),
            (1, 4, 3, 0)
        );
    });
    assert_eq!(files(&dir.join("copies")).len(), 8, "four copies and four certificates");
}

fn files(dir: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let Ok(entries) = std::fs::read_dir(dir) else { return Vec::new() };
    let paths = entries.map(|e| e.unwrap().path()).filter(|p| p.is_file());
    paths.map(|p| (p.clone(), std::fs::read(&p).unwrap())).collect()
}

/// Runs [`issuing_child`] in a process of its own; its exit code, or `None` if it was killed.
fn child(dir: &Path, dies_at: &str) -> Option<i32> {
    spawn(dir, dies_at).wait().unwrap().code()
}

fn spawn(dir: &Path, dies_at: &str) -> std::process::Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["issues::issuing_child", "--exact"])
        .env(CHILD, format!("{dies_at}:{}", dir.display()))
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

/// Not a test of its own: what [`child`] runs. Without its variable it has nothing to do.
#[test]
fn issuing_child() {
    let Ok(told) = std::env::var(CHILD) else { return };
    let (dies_at, dir) = told.split_once(':').unwrap();
    let dir = Path::new(dir);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(async {
        let registry = dir.join("registry");
        // Making a registry is all or nothing too: a child that was killed before it was there left none.
        let archive = if registry.exists() {
            Archive::open(&registry).await.unwrap()
        } else {
            Archive::create(&registry, &mut SystemEntropy).await.unwrap()
        };
        // One that was killed after its last step has nothing left to do, and issuing again would be another memo.
        let mut step = archive.begin().await.unwrap();
        let issued = step.issued_memos().await.unwrap();
        let done = match issued.first() {
            Some((memo, _)) => {
                step.batches(memo).await.unwrap()[0].state().unwrap() == BatchState::Done
            }
            None => false,
        };
        step.end().await.unwrap();
        let mut on = |progress: Progress| {
            let state = match progress {
                Progress::Committed => "committed",
                Progress::Dealt => "dealt",
                Progress::Copy { .. } => "copy",
                Progress::Rendered => "rendered",
                Progress::Done => "done",
            };
            if state == dies_at {
                rustix::process::kill_process(
                    rustix::process::getpid(),
                    rustix::process::Signal::KILL,
                )
                .unwrap();
            }
        };
        let roster = Roster::parse(OFFICES.as_bytes()).unwrap();
        let options = options(&dir.join("copies"));
        if !done {
            issue(&archive, &draft(MEMO), &roster, &options, &mut SystemEntropy, 0, &mut on)
                .await
                .unwrap();
        }
        std::fs::write(dir.join("done"), "").unwrap();
    });
}
