//! The engine and all that it can reach: one text, one design, the fonts of the program. No file, no clock, no network.

use super::TypesetError;
use std::sync::OnceLock;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;

/// How pages look; see there.
const DESIGN: &str = include_str!("design.typ");
/// Where a script finds it.
const DESIGN_PATH: &str = "/design.typ";
const SCRIPT_PATH: &str = "/script.typ";

struct Shop {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    design: Source,
    script: FileId,
}

fn shop() -> &'static Shop {
    static SHOP: OnceLock<Shop> = OnceLock::new();
    SHOP.get_or_init(|| {
        let fonts: Vec<Font> =
            typst_assets::fonts().flat_map(|data| Font::iter(Bytes::new(data))).collect();
        let book = FontBook::from_fonts(&fonts);
        Shop {
            library: LazyHash::new(Library::builder().build()),
            book: LazyHash::new(book),
            fonts,
            design: Source::new(file(DESIGN_PATH), DESIGN.into()),
            script: file(SCRIPT_PATH),
        }
    })
}

fn file(path: &str) -> FileId {
    let path = VirtualPath::new(path).expect("the paths above are absolute");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// Whether any font can print it.
pub(super) fn has_glyph(c: char) -> bool {
    shop().fonts.iter().any(|font| font.info().coverage.contains(c.into()))
}

/// A script, ready for the engine. Words are found again by its syntax tree.
pub(super) fn source(script: String) -> Source {
    Source::new(shop().script, script)
}

/// Lays out a script.
pub(super) fn compile(script: &Source) -> Result<PagedDocument, TypesetError> {
    let desk = Desk { script: script.clone() };
    typst::compile::<PagedDocument>(&desk).output.map_err(|errors| refusal(&errors))
}

/// What the engine said, as one line.
pub(super) fn refusal(errors: &[SourceDiagnostic]) -> TypesetError {
    let messages: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    TypesetError::Engine { message: messages.join("; ") }
}

struct Desk {
    script: Source,
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &shop().library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &shop().book
    }

    fn main(&self) -> FileId {
        self.script.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        match id {
            id if id == self.script.id() => Ok(self.script.clone()),
            id if id == shop().design.id() => Ok(shop().design.clone()),
            _ => Err(FileError::AccessDenied),
        }
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        shop().fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
