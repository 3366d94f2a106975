//! What drawing a page would cost, counted before it is drawn.
//!
//! A form may draw another one any number of times, and that one a third: some hundred bytes can ask for 2⁵⁰ glyphs.
//! Nobody can stop an interpreter in the middle of a page, so the page's programs are first walked without drawing.

use hayro_interpret::hayro_syntax::content::TypedIter;
use hayro_interpret::hayro_syntax::content::ops::TypedInstruction;
use hayro_interpret::hayro_syntax::object::dict::keys::{FORM, RESOURCES, SUBTYPE};
use hayro_interpret::hayro_syntax::object::{Dict, Name, Stream};
use hayro_interpret::hayro_syntax::page::{Page, Resources};

/// Forms within forms; the interpreter stops at the same depth.
const DEPTH_MAX: usize = 50;
/// What drawing a form costs beyond its bytes: finding and unpacking it.
const FORM_BYTES: usize = 256;

/// Bytes of page descriptions that may still be drawn.
pub(super) struct Budget {
    left: usize,
}

impl Budget {
    pub(super) fn new(bytes: usize) -> Budget {
        Budget { left: bytes }
    }

    /// Takes the cost of drawing a page; `None` if it is over the budget.
    pub(super) fn spend_page(&mut self, page: &Page<'_>) -> Option<()> {
        let content = page.page_stream().unwrap_or_default();
        self.spend(content, page.resources(), 0)
    }

    fn spend(&mut self, content: &[u8], resources: &Resources<'_>, depth: usize) -> Option<()> {
        self.left = self.left.checked_sub(content.len())?;
        let mut operators = TypedIter::new(content);
        while let Some(operator) = operators.next() {
            if let TypedInstruction::XObject(name) = operator
                && let Some(object) = resources.get_x_object(name.0)
                && object.dict().get::<Name<'_>>(SUBTYPE).as_deref() == Some(FORM)
            {
                self.spend_form(&object, resources, depth + 1)?;
            }
        }
        Some(())
    }

    fn spend_form(&mut self, form: &Stream<'_>, outer: &Resources<'_>, depth: usize) -> Option<()> {
        self.left = self.left.checked_sub(FORM_BYTES)?;
        if depth > DEPTH_MAX {
            return Some(());
        }
        let Ok(content) = form.decoded_data() else { return Some(()) };
        let own = form.dict().get::<Dict<'_>>(RESOURCES).map(Resources::new);
        self.spend(&content, own.as_ref().unwrap_or(outer), depth)
    }
}
