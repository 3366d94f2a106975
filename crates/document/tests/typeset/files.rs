//! The PDFs themselves, and the codes of settings.

use crate::support::{SPECIMEN, letter, markdown, memo, poppler_words, tool};
use document::typeset::{
    Copy, Date, Font, Markup, Paper, Printed, Setting, SettingError, Shifts, TypesetError, set,
};
use proptest::prelude::*;

fn contains(file: &[u8], text: &str) -> bool {
    file.windows(text.len()).any(|window| window == text.as_bytes())
}

/// An archive takes PDF/A-2a and nothing else; and no date or program may tell one copy from another.
#[test]
fn files_are_archival() {
    let sheets = set(&memo(), Markup::Markdown, &letter()).unwrap();
    let copy = Copy { office: "Cabinet", number: 2 };
    let file = sheets.pdf(&Shifts::default(), Some(&copy)).unwrap();
    assert!(contains(&file, "<pdfaid:part>2</pdfaid:part>"));
    assert!(contains(&file, "<pdfaid:conformance>A</pdfaid:conformance>"));
    assert!(contains(&file, "The Karvelian government after the harbour vote</rdf:li>"));
    assert!(contains(&file, "2031-03-14") && contains(&file, "Countermark"));
    if let Some(said) = tool("qpdf", &["--check", "FILE"], "archival", &file) {
        assert!(said.contains("No syntax or stream encoding errors found"), "{said}");
    }
    if let Some(said) = tool("pdffonts", &["FILE"], "archival", &file) {
        let fonts: Vec<&str> = said.lines().skip(2).collect();
        assert!(
            !fonts.is_empty() && fonts.iter().all(|font| font.contains("yes yes yes")),
            "{said}"
        );
    }
    if let Some(said) = tool("pdfinfo", &["FILE"], "archival", &file) {
        assert!(said.contains("Tagged:          yes") && said.contains("A4"), "{said}");
    }
}

/// Every family, paper and kind of block makes a file that can be exported.
#[test]
fn every_setting_exports() {
    for font in Font::ALL {
        for paper in [Paper::A4, Paper::UsLetter] {
            let setting = Setting { font, paper, printed: Printed::Header, ..letter() };
            let sheets = set(SPECIMEN, Markup::Markdown, &setting).unwrap();
            assert!(sheets.pages().iter().all(|page| {
                page.words.iter().all(|word| word.left > 40.0 && word.right < page.width - 40.0)
            }));
            let file = sheets.pdf(&Shifts::default(), None).unwrap();
            if let Some(said) = tool("qpdf", &["--check", "FILE"], font.name(), &file) {
                assert!(said.contains("No syntax or stream encoding errors found"), "{said}");
            }
        }
    }
}

/// A reader's tools must find the words, in order, as they were written.
#[test]
fn words_can_be_copied_out_of_the_file() {
    let text = "Plain “quotes” and officials' affairs -- fit for a file.";
    let file = markdown(text).pdf(&Shifts::default(), None).unwrap();
    let Some(words) = poppler_words("copied", &file) else { return };
    let seen: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    assert_eq!(seen[..9], text.split(' ').collect::<Vec<_>>()[..9]);
}

/// The registry keeps a setting as its code: what comes back must set the same pages, and nothing else may pass for it.
#[test]
fn codes_of_settings_are_strict() {
    let setting = letter();
    let code = setting.encode();
    assert_eq!(
        code,
        "typeset/1;libertinus-serif;a4;11;footer;2031-03-14;\
         +Embassy of Aldermark%0A14 Quay of the Lanterns, Vellin;+CONFIDENTIAL;+VEL 31/117;\
         This copy is individually marked."
    );
    assert_eq!(Setting::decode(&code), Ok(setting));
    for damaged in [
        code.replace("typeset/1", "typeset/2"),
        code.replace(";11;", ";11.0;"),
        code.replace("a4", "a5"),
        code.replace("03-14", "02-30"),
        code.replace("%0A", "%0a"),
        code.replace("+VEL", "VEL"),
        format!("{code};"),
        String::new(),
    ] {
        let error = Setting::decode(&damaged).expect_err(&damaged);
        assert!(matches!(error, SettingError::Code { .. }), "{error}");
    }
    assert_eq!(
        Setting::decode(&code.replace(";11;", ";40;")),
        Err(SettingError::Size { pt: 40.0 })
    );
}

/// What does not fit around the text is refused before anything is set.
#[test]
fn settings_are_checked() {
    for (setting, error) in [
        (
            Setting { letterhead: Some("a\n".repeat(9)), ..letter() },
            SettingError::Lines { lines: 9 },
        ),
        (
            Setting { classification: Some("S".repeat(61)), ..letter() },
            SettingError::Length { field: "classification", most: 60 },
        ),
        (Setting { size_pt: f64::NAN, ..letter() }, SettingError::Size { pt: 0.0 }),
    ] {
        let refused = set("Text", Markup::Plain, &setting).err().expect("it is refused");
        let same = std::mem::discriminant(&refused)
            == std::mem::discriminant(&TypesetError::Setting(error.clone()));
        assert!(same && !refused.hint().is_empty(), "{refused}");
        assert_eq!(
            setting.check().map_err(|e| std::mem::discriminant(&e)),
            Err(std::mem::discriminant(&error))
        );
    }
}

/// A calendar that takes 30 February would print it.
#[test]
fn dates_are_days_of_the_calendar() {
    assert!(Date::new(2032, 2, 29).is_some() && Date::new(2000, 2, 29).is_some());
    for (year, month, day) in
        [(2031, 2, 29), (2100, 2, 29), (2031, 13, 1), (2031, 4, 31), (2031, 1, 0)]
    {
        assert_eq!(Date::new(year, month, day), None);
    }
    assert_eq!(Date::from_iso("2031-03-14").unwrap().to_string(), "14 March 2031");
    assert_eq!(Date::from_iso("2031-3-14"), None);
}

proptest! {
    /// Any text of any script, in any place, makes a file that PDF/A allows, or is refused as having nothing to show.
    #[test]
    fn any_signs_export(text in any::<String>(), office in any::<String>()) {
        let setting = Setting { reference: Some(office.chars().take(60).collect()), ..letter() };
        match set(&text, Markup::Plain, &setting) {
            Ok(sheets) => {
                let copy = Copy { office: &office, number: 1 };
                let file = sheets.pdf(&Shifts::default(), Some(&copy));
                prop_assert!(file.is_ok(), "{:?}", file.err());
            }
            Err(error) => {
                let refused = matches!(error, TypesetError::Empty | TypesetError::Undisplayable);
                prop_assert!(refused, "{}", error);
            }
        }
    }

    /// No text in a setting can pass for another field.
    #[test]
    fn settings_come_back(notice in any::<String>(), reference in proptest::option::of("\\PC{0,20}"), size in 8u8..17) {
        let setting = Setting {
            notice: notice.chars().take(100).collect(),
            reference,
            size_pt: f64::from(size),
            ..letter()
        };
        prop_assert_eq!(Setting::decode(&setting.encode()), Ok(setting));
    }
}
