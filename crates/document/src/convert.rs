//! A copy in another format than its memo's.

use crate::{Format, ReadError, read};
use pulldown_cmark::{Options, Parser, html};

/// Style of a page made here: readable, and printable.
const STYLE: &str = "body{font:1.05rem/1.55 Georgia,serif;max-width:42rem;margin:2rem auto;padding:0 1rem}.countermark-notice{margin-top:3rem;font-size:.85rem;color:#444}";

/// The words of a file as another format, with the notice at the end.
///
/// Markdown becomes HTML by CommonMark; HTML becomes its visible text; plain text and Markdown are taken as each other.
pub fn convert(bytes: &[u8], from: Format, to: Format, notice: &str) -> Result<Vec<u8>, ReadError> {
    let source = read(bytes, from)?;
    let converted = match (from, to) {
        (Format::Markdown, Format::Html) => {
            let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
            let mut body = String::new();
            html::push_html(&mut body, Parser::new_ext(source.text(), options));
            page(&body)
        }
        (Format::Text, Format::Html) => {
            let paragraphs: Vec<String> = source
                .text()
                .split("\n\n")
                .filter(|p| !p.trim().is_empty())
                .map(|p| {
                    format!(
                        "<p>{}</p>\n",
                        html_escape::encode_text(p.trim()).replace('\n', "<br>\n")
                    )
                })
                .collect();
            page(&paragraphs.concat())
        }
        _ => source.text().to_string(),
    };
    let target = read(converted.as_bytes(), to)?;
    // Without edits there is nothing to overlap or to span markup.
    Ok(target.write(&[], Some(notice)).unwrap_or_default())
}

fn page(body: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Memo</title>\n<style>{STYLE}</style></head>\n<body>\n{body}</body></html>\n"
    )
}
