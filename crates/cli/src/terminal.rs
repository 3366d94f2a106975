//! The report in a terminal.

use countermark::report::Report;
use std::io::Write;

pub(crate) fn report(report: &Report, out: &mut impl Write, _colour: bool) -> std::io::Result<()> {
    writeln!(out, "{}\n\n{}", report.outcome.name(), report.sentence)
}
