//! Files outside the registry: copies handed over, reports and bundles written.

use super::ArchiveError;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// What [`place`] did with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placed {
    /// It was written.
    New,
    /// It was there already, with the same bytes.
    Same,
}

/// Writes all files into `dir`, or none.
///
/// They are first written in full beside their places, and made durable; only then renamed. A file that exists with the
/// same bytes counts as placed, so that an interrupted hand-over can be repeated. One with other bytes stops everything
/// before the first rename.
pub fn place(dir: &Path, files: &[(String, Vec<u8>)]) -> Result<Vec<Placed>, ArchiveError> {
    let io = |path: &Path| {
        let path = path.to_path_buf();
        move |source| ArchiveError::Io { path, source }
    };
    fs::create_dir_all(dir).map_err(io(dir))?;
    let stage = dir.join(".countermark.part");
    make_afresh(&stage)?;
    let done = stage_all(dir, &stage, files);
    let placed = match done {
        Ok(placed) => placed,
        Err(error) => {
            // The disk may be full of what was staged: give the room back before the error is told.
            let _ = fs::remove_dir_all(&stage);
            return Err(error);
        }
    };
    for ((name, _), placed) in files.iter().zip(&placed) {
        if *placed == Placed::New {
            let (from, to) = (stage.join(name), dir.join(name));
            fs::rename(&from, &to).map_err(io(&to))?;
        }
    }
    fs::remove_dir(&stage).map_err(io(&stage))?;
    sync_dir(dir)?;
    Ok(placed)
}

fn stage_all(
    dir: &Path,
    stage: &Path,
    files: &[(String, Vec<u8>)],
) -> Result<Vec<Placed>, ArchiveError> {
    let mut placed = Vec::with_capacity(files.len());
    for (name, bytes) in files {
        let path = dir.join(name);
        match fs::read(&path) {
            Ok(found) if found == *bytes => placed.push(Placed::Same),
            Ok(_) => return Err(ArchiveError::Occupied { path }),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
                write_durably(&stage.join(name), bytes)?;
                placed.push(Placed::New);
            }
            Err(source) => return Err(ArchiveError::Io { path, source }),
        }
    }
    Ok(placed)
}

/// Writes one file, replacing what was there, so that a reader sees the old or the new bytes and nothing between.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), ArchiveError> {
    let part = beside(path, ".part");
    write_durably(&part, bytes)?;
    fs::rename(&part, path).map_err(|source| ArchiveError::Io { path: path.into(), source })
}

/// The path with something added to its last part.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Makes room for a new folder `dir` that is first built as `part`: what an earlier try left of `part` goes, but anything in
/// `dir` is an error.
pub(super) fn clear(dir: &Path, part: &Path) -> Result<(), ArchiveError> {
    // An empty folder is removed, one with anything in it is not.
    match fs::remove_dir(dir) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
            return Err(ArchiveError::Exists { path: dir.into() });
        }
        _ => {}
    }
    make_afresh(part)
}

/// An empty folder, whatever an earlier try left there.
fn make_afresh(part: &Path) -> Result<(), ArchiveError> {
    let io = |source| ArchiveError::Io { path: part.into(), source };
    match fs::remove_dir_all(part) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => return Err(io(e)),
        _ => {}
    }
    fs::create_dir_all(part).map_err(io)
}

/// Puts a finished folder in its place, for good.
pub(super) fn rename_durably(from: &Path, to: &Path) -> Result<(), ArchiveError> {
    fs::rename(from, to).map_err(|source| ArchiveError::Io { path: to.into(), source })?;
    match to.parent().filter(|p| !p.as_os_str().is_empty()) {
        Some(parent) => sync_dir(parent),
        None => sync_dir(Path::new(".")),
    }
}

fn write_durably(path: &Path, bytes: &[u8]) -> Result<(), ArchiveError> {
    let write = || -> std::io::Result<()> {
        let mut file = fs::File::create(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().map_err(|source| ArchiveError::Io { path: path.into(), source })
}

fn sync_dir(dir: &Path) -> Result<(), ArchiveError> {
    fs::File::open(dir)
        .and_then(|d| d.sync_all())
        .map_err(|source| ArchiveError::Io { path: dir.into(), source })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Half a hand-over is worse than none: one file in the way must stop all of them.
    #[test]
    fn all_files_are_placed_or_none() {
        let dir = tempfile::tempdir().unwrap();
        let files =
            [("a.txt".to_string(), b"one".to_vec()), ("b.txt".to_string(), b"two".to_vec())];
        fs::write(dir.path().join("b.txt"), b"other").unwrap();
        assert!(matches!(place(dir.path(), &files), Err(ArchiveError::Occupied { .. })));
        let left: Vec<_> =
            fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(left, ["b.txt"]);
    }

    /// A repeated hand-over after a crash finds its own files and is content.
    #[test]
    fn placing_again_changes_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let files =
            [("a.txt".to_string(), b"one".to_vec()), ("b.txt".to_string(), b"two".to_vec())];
        assert_eq!(place(dir.path(), &files[..1]).unwrap(), [Placed::New]);
        assert_eq!(place(dir.path(), &files).unwrap(), [Placed::Same, Placed::New]);
        assert_eq!(place(dir.path(), &files).unwrap(), [Placed::Same, Placed::Same]);
    }
}
