//! Figures as a table of Markdown, and the page that holds the tables.

use super::Figure;
use std::fmt::Write;

/// The table of `figures`; the last column says whether the bound is kept.
pub(super) fn table(figures: &[Figure]) -> String {
    let mut out =
        String::from("| | measured | value | bound | limit | kept |\n|---|---|---|---|---|---|\n");
    for figure in figures {
        let kept = match (figure.bound.is_empty(), figure.kept) {
            (true, _) => "",
            (false, true) => "yes",
            (false, false) => "**no**",
        };
        let cells =
            [&figure.what, &figure.value, &figure.bound, &figure.limit].map(|cell| escape(cell));
        let _ = writeln!(out, "| {} | {} | {kept} |", figure.id, cells.join(" | "));
    }
    out
}

/// A bar or a line break would end the cell.
fn escape(cell: &str) -> String {
    cell.replace('|', "\\|").replace('\n', " ")
}

/// `page` with what stands between the markers of `name` replaced; `None` where it has no such markers.
pub(super) fn replace_section(page: &str, name: &str, table: &str) -> Option<String> {
    let (open, close) = (format!("<!-- figures:{name} -->"), "<!-- /figures -->");
    let start = page.find(&open)? + open.len();
    let end = start + page[start..].find(close)?;
    Some(format!("{}\n\n{table}\n{}", &page[..start], &page[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writing twice gives the same page, and leaves what people wrote around the markers.
    #[test]
    fn sections_are_replaced_in_place() {
        let page = "# Figures\n<!-- figures:a -->old<!-- /figures -->\nmiddle\n<!-- figures:b -->\n<!-- /figures -->end\n";
        let once = replace_section(page, "a", "| new |\n").expect("the markers are there");
        assert!(!once.contains("old") && once.contains("| new |") && once.ends_with("end\n"));
        assert_eq!(replace_section(&once, "a", "| new |\n").as_ref(), Some(&once));
        assert_eq!(replace_section(page, "c", ""), None);
    }

    /// A broken bound stands out, and no value can break the table.
    #[test]
    fn broken_bounds_stand_out() {
        let figure = |bound: &str, kept| Figure {
            id: "A1",
            what: "a|b".into(),
            value: "1".into(),
            bound: bound.into(),
            limit: "exact".into(),
            kept,
        };
        let table = table(&[figure("2", false), figure("", false), figure("2", true)]);
        let rows: Vec<&str> = table.lines().skip(2).collect();
        assert_eq!(rows[0], "| A1 | a\\|b | 1 | 2 | exact | **no** |");
        assert!(rows[1].ends_with("|  |") && rows[2].ends_with("| yes |"));
    }
}
