//! Rules of a single Rust source, on its tokens: nothing inside a string or a comment is taken for code.

use super::Complaint;
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use std::str::FromStr;

/// Longest file, in lines: what one reading holds. The median is to stay far below.
const FILE_LINES_MAX: usize = 400;
/// Longest function, in lines from `fn` to its closing brace.
const FUNCTION_LINES_MAX: usize = 70;

/// Files that may say `unsafe`; each block there carries its proof.
const UNSAFE_FILES: [&str; 0] = [];

/// Macros that stand for code which is not there yet, or was for a look only.
const LEFTOVER_MACROS: [&str; 3] = ["dbg", "todo", "unimplemented"];

/// Macros that print; only commands do.
const PRINT_MACROS: [&str; 4] = ["eprint", "eprintln", "print", "println"];
const PRINT_FOLDERS: [&str; 2] = ["crates/cli/", "xtask/"];

/// Crates in which a function's result depends on its arguments alone.
const PURE_FOLDERS: [&str; 6] = [
    "crates/document/",
    "crates/evidence/",
    "crates/inquiry/",
    "crates/ledger/",
    "crates/sight/",
    "crates/text/",
];
/// Modules of `std` through which the world comes in.
const WORLD: [&str; 5] = ["env", "fs", "net", "process", "time"];

/// Where SQL may stand.
const SQL_FOLDERS: [&str; 2] =
    ["crates/countermark/src/archive/", "crates/countermark/src/archive.rs"];

/// Words that say more than any finding does. They stand in no sentence that a person is shown.
const BANNED: [&str; 6] =
    ["culprit", "guilty", "leaker", "leakers", "proves", "the probability that"];
/// Sources whose strings are English vocabulary, or the ban itself.
const VOCABULARY: [&str; 2] = ["crates/text/src/", "xtask/"];

/// All complaints about the source `text` of `file`.
pub(super) fn check(file: &str, text: &str) -> Vec<Complaint> {
    let mut out = Vec::new();
    if !text.starts_with("//! ") {
        out.push(Complaint::new(file, 1, "no header", "open with `//!` and what the file is for"));
    }
    let lines = text.lines().count();
    if lines > FILE_LINES_MAX {
        let message = format!("{lines} lines, {FILE_LINES_MAX} are allowed");
        out.push(Complaint::new(file, lines, message, "split it by what its parts are about"));
    }
    match TokenStream::from_str(text) {
        Ok(tokens) => {
            let is_test = file.contains("/tests/") || file.ends_with("/tests.rs");
            Walk { file, out: &mut out }.walk(tokens, is_test);
        }
        Err(error) => {
            let line = error.span().start().line;
            out.push(Complaint::new(file, line, "cannot be read", "make it compile first"));
        }
    }
    out
}

/// The banned word in a text that people are shown.
pub(super) fn banned_word(text: &str) -> Option<&'static str> {
    let lower = text.to_lowercase();
    BANNED.into_iter().find(|word| {
        lower.match_indices(word).any(|(at, _)| {
            let before = lower[..at].chars().next_back();
            let after = lower[at + word.len()..].chars().next();
            ![before, after].into_iter().flatten().any(char::is_alphanumeric)
        })
    })
}

struct Walk<'a> {
    file: &'a str,
    out: &'a mut Vec<Complaint>,
}

impl Walk<'_> {
    fn walk(&mut self, tokens: TokenStream, is_test: bool) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        // An attribute of a test holds up to the end of its item: a block, or a semicolon.
        let mut item_is_test = is_test;
        for (at, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Group(group) if is_attribute(&tokens, at) => {
                    item_is_test |= names_test(group);
                    self.check_attribute(group);
                }
                TokenTree::Group(group) => {
                    self.walk(group.stream(), item_is_test);
                    if group.delimiter() == Delimiter::Brace {
                        item_is_test = is_test;
                    }
                }
                TokenTree::Punct(punct) if punct.as_char() == ';' => item_is_test = is_test,
                TokenTree::Ident(ident) => {
                    self.check_ident(&ident.to_string(), &tokens[at..], item_is_test);
                }
                TokenTree::Literal(literal) if !item_is_test => {
                    let text = literal.to_string();
                    if text.contains('"') {
                        self.check_words(&text, literal.span().start().line);
                    }
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }

    /// Doc comments of the command line are its help.
    fn check_attribute(&mut self, group: &Group) {
        if self.file.starts_with("crates/cli/src/args") {
            self.check_words(&group.to_string(), group.span().start().line);
        }
    }

    fn check_words(&mut self, text: &str, line: usize) {
        if VOCABULARY.iter().any(|folder| self.file.starts_with(folder)) {
            return;
        }
        if let Some(word) = banned_word(text) {
            let hint = "say what the reading fits, never who did what";
            self.complain(line, format!("people would be shown `{word}`"), hint);
        }
    }

    /// Checks an identifier by what follows it; `rest` starts with it.
    fn check_ident(&mut self, ident: &str, rest: &[TokenTree], is_test: bool) {
        let line = rest[0].span().start().line;
        match ident {
            "fn" => self.check_length(rest),
            "unsafe" if !UNSAFE_FILES.contains(&self.file) => {
                self.complain(line, "`unsafe`", "prefer a safe crate, or list the file in tidy");
            }
            "sqlx"
                if !is_test && !SQL_FOLDERS.iter().any(|folder| self.file.starts_with(folder)) =>
            {
                self.complain(line, "a database outside `archive`", "ask the archive for it");
            }
            "std"
                if !is_test && PURE_FOLDERS.iter().any(|folder| self.file.starts_with(folder)) =>
            {
                for module in following_path(rest).filter(|name| WORLD.contains(&name.as_str())) {
                    let hint = "take what it needs as an argument";
                    self.complain(line, format!("a pure crate reaches `std::{module}`"), hint);
                }
            }
            _ if is_punct(rest.get(1), '!') => self.check_macro(ident, line, is_test),
            _ => {}
        }
    }

    fn check_macro(&mut self, name: &str, line: usize, is_test: bool) {
        let may_print = is_test || PRINT_FOLDERS.iter().any(|folder| self.file.starts_with(folder));
        if LEFTOVER_MACROS.contains(&name) {
            self.complain(line, format!("`{name}!` was left"), "write what it stands for");
        } else if PRINT_MACROS.contains(&name) && !may_print {
            self.complain(
                line,
                format!("`{name}!` outside the command"),
                "return what is to be shown",
            );
        }
    }

    /// Measures a function, from `fn` to the brace that closes its body.
    fn check_length(&mut self, rest: &[TokenTree]) {
        // A pointer type `fn(u8)` has no name.
        let Some(TokenTree::Ident(name)) = rest.get(1) else { return };
        let ends = |token: &&TokenTree| is_punct(Some(token), ';') || is_braced(token);
        let Some(TokenTree::Group(body)) = rest.iter().find(ends) else { return };
        let start = rest[0].span().start().line;
        let lines = body.span_close().end().line + 1 - start;
        if lines > FUNCTION_LINES_MAX {
            let message = format!("`{name}` has {lines} lines, {FUNCTION_LINES_MAX} are allowed");
            self.complain(start, message, "name its steps and give each a function");
        }
    }

    fn complain(&mut self, line: usize, message: impl Into<String>, hint: &'static str) {
        self.out.push(Complaint::new(self.file, line, message, hint));
    }
}

fn is_punct(token: Option<&TokenTree>, sign: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == sign)
}

fn is_braced(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
}

/// Whether the group at `at` is what `#` or `#!` opens.
fn is_attribute(tokens: &[TokenTree], at: usize) -> bool {
    let before = |count: usize| at.checked_sub(count).and_then(|i| tokens.get(i));
    is_punct(before(1), '#') || (is_punct(before(1), '!') && is_punct(before(2), '#'))
}

/// `#[test]`, `#[tokio::test]` or `#[cfg(test)]`.
fn names_test(attribute: &Group) -> bool {
    let text = attribute.to_string().replace(' ', "");
    text == "[test]" || text.ends_with("::test]") || text == "[cfg(test)]"
}

/// Names right after `std::`, alone or in braces.
fn following_path(rest: &[TokenTree]) -> impl Iterator<Item = String> {
    let follows = is_punct(rest.get(1), ':') && is_punct(rest.get(2), ':');
    let names: Vec<TokenTree> = match rest.get(3).filter(|_| follows) {
        Some(TokenTree::Group(group)) => group.stream().into_iter().collect(),
        Some(token) => vec![token.clone()],
        None => Vec::new(),
    };
    names.into_iter().map(|token| token.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(file: &str, text: &str) -> Vec<String> {
        check(file, text).into_iter().map(|complaint| complaint.message).collect()
    }

    fn body(lines: usize) -> String {
        format!("//! A file.\nfn long() {{\n{}}}\n", "    step();\n".repeat(lines - 2))
    }

    /// A reader meets the file before the code.
    #[test]
    fn header_is_asked_for() {
        assert_eq!(messages("crates/a/src/b.rs", "fn main() {}\n"), ["no header"]);
        assert!(messages("crates/a/src/b.rs", "//! A file.\n").is_empty());
    }

    /// Both limits stand exactly where they are said to stand.
    #[test]
    fn lengths_are_held() {
        assert!(messages("a.rs", &body(FUNCTION_LINES_MAX)).is_empty());
        let found = messages("a.rs", &body(FUNCTION_LINES_MAX + 1));
        assert_eq!(found, ["`long` has 71 lines, 70 are allowed"]);
        let header = "//! A file.\n".to_owned();
        assert!(messages("a.rs", &(header.clone() + &"\n".repeat(FILE_LINES_MAX - 1))).is_empty());
        let found = messages("a.rs", &(header + &"\n".repeat(FILE_LINES_MAX)));
        assert_eq!(found, ["401 lines, 400 are allowed"]);
    }

    /// A long method hides in an `impl` or a nested module, and after a signature without a body.
    #[test]
    fn lengths_are_held_inside() {
        let nested = body(FUNCTION_LINES_MAX + 1).replace("//! A file.\n", "");
        let text = format!(
            "//! A file.\ntrait T {{ fn a(f: fn(u8)); }}\nmod m {{ impl T {{ {nested} }} }}\n"
        );
        assert_eq!(messages("a.rs", &text), ["`long` has 71 lines, 70 are allowed"]);
    }

    /// What was left behind counts as code, and does not count where it is quoted.
    #[test]
    fn leftovers_are_found() {
        let text =
            "//! A file.\nfn a() { todo!() }\nfn b() { dbg!(1); }\nconst S: &str = \"todo!()\";\n";
        assert_eq!(messages("a.rs", text), ["`todo!` was left", "`dbg!` was left"]);
        assert_eq!(messages("a.rs", "//! A file.\nunsafe fn a() {}\n"), ["`unsafe`"]);
    }

    /// The words of a finding never say who did it; tests may name what they forbid.
    #[test]
    fn banned_words_are_found_outside_tests() {
        let text = "//! The leaker.\nconst S: &str = \"this proves it\";\n";
        let found = check("crates/inquiry/src/report.rs", text);
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].line, found[0].message.as_str()),
            (2, "people would be shown `proves`")
        );
        let test = "//! A file.\n#[cfg(test)]\nmod tests { const S: &str = \"guilty\"; }\n";
        assert!(messages("crates/inquiry/src/report.rs", test).is_empty());
        assert!(messages("crates/inquiry/tests/all/words.rs", text).is_empty());
        let after = format!("{test}const T: &str = \"guilty\";\n");
        assert_eq!(messages("crates/inquiry/src/report.rs", &after).len(), 1);
        assert_eq!(banned_word("Improves the guiltyish"), None);
        assert_eq!(banned_word("Leaker"), Some("leaker"));
    }

    /// Help is written as doc comments, and people read it.
    #[test]
    fn help_is_read_too() {
        let text = "//! A file.\n/// Names the leaker\nstruct S;\n";
        assert_eq!(messages("crates/cli/src/args.rs", text).len(), 1);
        assert!(messages("crates/cli/src/main.rs", text).is_empty());
    }

    /// Files, clocks, printing and SQL have their rooms.
    #[test]
    fn the_world_stays_outside() {
        let world =
            "//! A file.\nuse std::fs;\nuse std::{fmt, time};\nfn a() { std::env::var(\"x\"); }\n";
        assert_eq!(messages("crates/text/src/a.rs", world).len(), 3);
        assert!(messages("crates/cli/src/a.rs", world).is_empty());
        assert!(messages("crates/text/tests/all/a.rs", world).is_empty());
        let print = "//! A file.\nfn a() { println!(\"x\"); }\n";
        assert_eq!(
            messages("crates/countermark/src/a.rs", print),
            ["`println!` outside the command"]
        );
        assert!(messages("crates/cli/src/a.rs", print).is_empty());
        let sql = "//! A file.\nuse sqlx::Row;\n";
        assert_eq!(messages("crates/countermark/src/trace.rs", sql).len(), 1);
        assert!(messages("crates/countermark/src/archive/log.rs", sql).is_empty());
    }
}
