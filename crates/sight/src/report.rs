//! What a measurement says about a page: plain data for whoever weighs and shows it.

/// How a page was found in a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Route {
    /// By the words that a reader of characters saw.
    Words,
    /// By the look of its blocks of text.
    Blocks,
    /// By exact positions in a file.
    Positions,
}

/// What was measured on a page that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct PageMeasure {
    /// Its place among the reference pages.
    pub page: usize,
    /// How it was found.
    pub route: Route,
    /// For each word of the page: where it stands against the reference. `None` for a word that was not seen well enough.
    pub words: Vec<Option<WordShift>>,
    /// For each word of the page: its box in the picture, in pixels from the left upper corner, clockwise from the word's own
    /// upper left corner. `None` for a word outside the picture, and for all where there is no picture.
    pub places: Vec<Option<[[f64; 2]; 4]>>,
    /// Shifts of the words that may move, against the rulers of their line. What is uncertain is left out.
    pub shifts: Vec<Shift>,
    /// Shifts of the lines that may move, against the lines around them. What is uncertain is left out.
    pub lines: Vec<LineShift>,
    /// How good all this is.
    pub quality: Quality,
}

/// Where a word stands against the smooth map of its page, before any comparison with its neighbours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WordShift {
    /// To the right, in points of the page.
    pub dx_pt: f64,
    /// Down, in points of the page.
    pub dy_pt: f64,
    /// Correlation with the reference word, from −1 to 1; 1 for exact positions.
    pub zncc: f64,
}

/// Shift of a word that may move.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shift {
    /// The word, as its place in `PageMap::words`.
    pub word: usize,
    /// How far right of where the rulers of its line want it, in points.
    pub r_pt: f64,
    /// Standard error of that, in points, judged from unmarked words and then inflated.
    pub sigma_pt: f64,
}

/// Shift of a line that may move.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LineShift {
    /// The line, as its place in `PageMap::lines`.
    pub line: usize,
    /// How far below of where the lines around want it, in points.
    pub r_pt: f64,
    /// Standard error of that, in points, judged from lines that stay and then inflated.
    pub sigma_pt: f64,
}

/// How good a measurement is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Quality {
    /// Words of the page that the picture should show.
    pub visible: usize,
    /// Words that were seen well enough.
    pub seen: usize,
    /// Lines that were left out because their words do not all stand where the reference has them.
    pub strange_lines: usize,
    /// Median correlation of the seen words.
    pub zncc: f64,
    /// Median standard error of a word's shift, in points; infinite where none was measured.
    pub sigma_pt: f64,
    /// Pixels an inch of the page, in the middle of what was seen; 0 for exact positions.
    pub dpi: f64,
}
