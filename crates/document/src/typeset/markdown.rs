//! Markdown as blocks: CommonMark with tables and footnotes, each word with its place in the file.

mod words;

use super::block::{Align, Block, Item, MAX_COLUMNS, Marks, gather_fields};
use super::copytext::{CopyText, Flow, Pen, Style};
use super::ink::TypeCase;
use pulldown_cmark::{Alignment, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use std::ops::Range;
use words::{Leaf, Markup, open_leaf};

/// Deepest nesting of lists, items and quotations that is shown as such; what is deeper is set at this depth. A list
/// and its item count as two.
const MAX_OPEN: usize = 16;

/// Reads a Markdown text.
pub(super) fn read(text: &str, case: &mut TypeCase) -> CopyText {
    let start = front_matter(text);
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
    let mut reader = Reader::new(text, case);
    for (event, range) in Parser::new_ext(&text[start..], options).into_offset_iter() {
        reader.event(event, range.start + start..range.end + start);
    }
    reader.finish()
}

/// Length of the YAML between `---` lines at the very start.
fn front_matter(text: &str) -> usize {
    let mut lines = text.split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| line.trim_end() == "---") else { return 0 };
    let mut at = first.len();
    for line in lines {
        at += line.len();
        if line.trim_end() == "---" {
            return at;
        }
    }
    0
}

/// A container whose end has not come yet.
enum Open {
    Quotation(Vec<Block>),
    List { marks: Marks, tight: bool, items: Vec<Item> },
    Item(Item),
    Note(String, Vec<Block>),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Paragraph,
    Heading(usize),
    Preformatted,
    Html(Markup),
    Cell,
}

struct Table {
    columns: Vec<Align>,
    head: Vec<Flow>,
    rows: Vec<Vec<Flow>>,
    row: Vec<Flow>,
}

struct Reader<'a> {
    text: &'a str,
    case: &'a mut TypeCase,
    out: CopyText,
    open: Vec<Open>,
    /// Containers that are open but too deep to be shown.
    flattened: usize,
    /// What a flattened item would have before it.
    mark: Option<String>,
    leaf: Option<Leaf>,
    table: Option<Table>,
    /// Inside a table that is set as it is written.
    ignoring: bool,
    strong: usize,
    emphasis: usize,
    links: Vec<Option<usize>>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, case: &'a mut TypeCase) -> Self {
        Reader {
            text,
            case,
            out: CopyText::default(),
            open: Vec::new(),
            flattened: 0,
            mark: None,
            leaf: None,
            table: None,
            ignoring: false,
            strong: 0,
            emphasis: 0,
            links: Vec::new(),
        }
    }

    fn finish(mut self) -> CopyText {
        self.flush();
        self.out.blocks = gather_fields(self.out.blocks);
        self.out
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        if self.ignoring {
            self.ignoring = event != Event::End(TagEnd::Table);
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.write(&text, range),
            Event::Code(code) => self.code(&code, range),
            Event::Html(html) => self.html(&html, range.start),
            Event::InlineHtml(tag) => {
                if tag.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("<br")) {
                    self.pen().end_line();
                }
            }
            Event::FootnoteReference(label) => {
                let written = &self.text[range.clone()];
                let leaf = open_leaf(&mut self.leaf, &mut self.mark, self.case);
                leaf.pen.note(self.case, &label, written, range.start);
            }
            Event::SoftBreak => self.pen().space(),
            Event::HardBreak => self.pen().end_line(),
            Event::Rule => self.add(Block::Rule),
            // Extensions that are not asked for.
            Event::InlineMath(_) | Event::DisplayMath(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => {
                self.flush();
                if let [.., Open::List { tight, .. }, Open::Item(_)] = &mut self.open[..] {
                    *tight = *tight && self.flattened > 0;
                }
                self.begin(Kind::Paragraph);
            }
            Tag::Heading { level, .. } => self.begin(Kind::Heading(depth(level))),
            Tag::CodeBlock(_) => self.begin(Kind::Preformatted),
            Tag::HtmlBlock => self.begin(Kind::Html(Markup::Text)),
            Tag::BlockQuote(_) => self.enter(Open::Quotation(Vec::new())),
            Tag::FootnoteDefinition(label) => self.enter(Open::Note(label.into(), Vec::new())),
            Tag::List(start) => {
                let delimiter = self.text[range].trim_start_matches(|c: char| c.is_ascii_digit());
                let delimiter = if delimiter.starts_with(')') { ')' } else { '.' };
                let marks = start.map_or(Marks::Bullets, |_| Marks::Numbers { delimiter });
                self.enter(Open::List { marks, tight: true, items: Vec::new() });
            }
            Tag::Item => self.enter_item(range),
            Tag::Table(columns) => self.start_table(&columns, range),
            Tag::TableCell => self.begin(Kind::Cell),
            Tag::Strong => self.restyle(|reader| reader.strong += 1),
            Tag::Emphasis => self.restyle(|reader| reader.emphasis += 1),
            Tag::Link { dest_url, .. } => {
                let link = is_safe(&dest_url).then_some(self.out.links.len());
                self.out.links.extend(link.map(|_| dest_url.to_string()));
                self.restyle(|reader| reader.links.push(link));
            }
            // An image is shown by the words that describe it.
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::CodeBlock
            | TagEnd::HtmlBlock
            | TagEnd::TableCell => self.flush(),
            TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition | TagEnd::List(_) | TagEnd::Item => {
                self.leave();
            }
            TagEnd::TableHead => {
                if let Some(table) = &mut self.table {
                    table.head = std::mem::take(&mut table.row);
                }
            }
            TagEnd::TableRow => {
                if let Some(table) = &mut self.table {
                    table.rows.push(std::mem::take(&mut table.row));
                }
            }
            TagEnd::Table => {
                if let Some(Table { columns, head, rows, .. }) = self.table.take() {
                    self.add(Block::Table { columns, head, rows });
                }
            }
            TagEnd::Strong => self.restyle(|reader| reader.strong -= 1),
            TagEnd::Emphasis => self.restyle(|reader| reader.emphasis -= 1),
            TagEnd::Link => self.restyle(|reader| {
                reader.links.pop();
            }),
            _ => {}
        }
    }

    fn start_table(&mut self, columns: &[Alignment], range: Range<usize>) {
        self.flush();
        if columns.len() > MAX_COLUMNS {
            self.begin(Kind::Preformatted);
            self.write_as_is(&self.text[range.clone()], range.start);
            self.flush();
            self.ignoring = true;
            return;
        }
        let align = |alignment: &Alignment| match alignment {
            Alignment::None | Alignment::Left => Align::Left,
            Alignment::Center => Align::Centre,
            Alignment::Right => Align::Right,
        };
        self.table = Some(Table {
            columns: columns.iter().map(align).collect(),
            head: Vec::new(),
            rows: Vec::new(),
            row: Vec::new(),
        });
    }

    fn enter(&mut self, container: Open) {
        self.flush();
        if self.flattened > 0 || self.open.len() >= MAX_OPEN {
            self.flattened += 1;
        } else {
            self.open.push(container);
        }
    }

    fn enter_item(&mut self, range: Range<usize>) {
        let written = self.text[range].trim_start();
        let digits = written.len() - written.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let number = written[..digits].parse().unwrap_or(0);
        self.enter(Open::Item(Item { number, blocks: Vec::new() }));
        if self.flattened > 0 {
            self.mark = Some(if digits == 0 { "• ".into() } else { format!("{number}. ") });
        }
    }

    fn leave(&mut self) {
        self.flush();
        if self.flattened > 0 {
            self.flattened -= 1;
            return;
        }
        match self.open.pop() {
            Some(Open::Quotation(blocks)) => self.add(Block::Quotation(blocks)),
            Some(Open::Note(label, blocks)) => self.out.notes.push((label, blocks)),
            Some(Open::Item(item)) => {
                if let Some(Open::List { items, .. }) = self.open.last_mut() {
                    items.push(item);
                }
            }
            Some(Open::List { marks, tight, mut items }) => {
                number_on(&mut items);
                self.add(Block::List { marks, tight, items });
            }
            None => {}
        }
    }

    fn add(&mut self, block: Block) {
        self.flush();
        match self.open.last_mut() {
            Some(Open::Quotation(blocks) | Open::Note(_, blocks)) => blocks.push(block),
            Some(Open::Item(item)) => item.blocks.push(block),
            Some(Open::List { .. }) | None => self.out.blocks.push(block),
        }
    }

    fn begin(&mut self, kind: Kind) {
        self.flush();
        open_leaf(&mut self.leaf, &mut self.mark, self.case).kind = kind;
        self.restyle(|_| ());
    }

    fn pen(&mut self) -> &mut Pen {
        let fresh = self.leaf.is_none();
        open_leaf(&mut self.leaf, &mut self.mark, self.case);
        if fresh {
            self.restyle(|_| ());
        }
        &mut open_leaf(&mut self.leaf, &mut self.mark, self.case).pen
    }

    fn flush(&mut self) {
        let Some(leaf) = self.leaf.take() else { return };
        let flow = leaf.pen.finish();
        if leaf.kind == Kind::Cell {
            if let Some(table) = &mut self.table {
                table.row.push(flow);
            }
            return;
        }
        if flow.is_empty() {
            return;
        }
        let block = match leaf.kind {
            Kind::Heading(level) => {
                self.out.title.get_or_insert_with(|| flow.text());
                Block::Heading { level, flow }
            }
            Kind::Preformatted => Block::Preformatted(flow),
            _ => Block::Paragraph(flow),
        };
        self.add(block);
    }

    fn restyle(&mut self, change: impl FnOnce(&mut Self)) {
        change(self);
        let style = self.style(false);
        if let Some(leaf) = &mut self.leaf {
            leaf.pen.set_style(style);
        }
    }

    fn style(&self, code: bool) -> Style {
        let link = self.links.last().copied().flatten();
        Style { strong: self.strong > 0, emphasis: self.emphasis > 0, code, link }
    }
}

fn depth(level: HeadingLevel) -> usize {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

/// Targets that a viewer may be sent to.
fn is_safe(url: &str) -> bool {
    url.len() <= 2000
        && url.chars().all(|c| c.is_ascii_graphic())
        && ["https://", "http://", "mailto:"].iter().any(|scheme| url.starts_with(scheme))
}

/// Numbers stay as written, except where the author left the counting to the program: `1.` before every item.
fn number_on(items: &mut [Item]) {
    let Some(first) = items.first().map(|item| item.number) else { return };
    if items.len() > 1 && items.iter().all(|item| item.number == first) {
        for (place, item) in items.iter_mut().enumerate() {
            item.number = first + place as u64;
        }
    }
}
