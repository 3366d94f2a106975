//! The tables of FIGURES.md, recomputed with fixed seeds: value, bound and confidence limit of each.

use crate::Outcome;
use std::fs;

mod evidence;
mod finding;
mod flow;
mod table;
mod wording;

/// Name of a table and the function that measures it.
type Table = (&'static str, fn() -> Vec<Figure>);

/// All tables, in the order of FIGURES.md.
const TABLES: [Table; 4] = [
    ("evidence", evidence::run),
    ("finding", finding::run),
    ("flow", flow::run),
    ("wording", wording::run),
];

/// Prints the named tables, or all; with `--write`, puts them into FIGURES.md too. A bound that is not kept is an error.
pub(crate) fn run(args: &[String]) -> Outcome {
    let page = crate::root().join("FIGURES.md");
    let (options, names): (Vec<_>, Vec<_>) = args.iter().partition(|arg| arg.starts_with("--"));
    if let Some(option) = options.iter().find(|option| **option != "--write") {
        return Err(format!("no option `{option}`; there is `--write`").into());
    }
    if let Some(name) = names.iter().find(|name| TABLES.iter().all(|table| table.0 != **name)) {
        let known = TABLES.map(|table| table.0).join("`, `");
        return Err(format!("no table `{name}`; there are `{known}`").into());
    }
    let mut broken = Vec::new();
    for (name, measure) in TABLES {
        if !names.is_empty() && !names.iter().any(|wanted| *wanted == name) {
            continue;
        }
        let figures = measure();
        let table = table::table(&figures);
        println!("## {name}\n\n{table}");
        // A table that was skipped for want of texts leaves the page as it is.
        if !options.is_empty() && !figures.is_empty() {
            let text = table::replace_section(&fs::read_to_string(&page)?, name, &table)
                .ok_or_else(|| format!("FIGURES.md has no section `<!-- figures:{name} -->`"))?;
            fs::write(&page, text)?;
        }
        let missed = figures.iter().filter(|figure| !figure.bound.is_empty() && !figure.kept);
        broken.extend(missed.map(|figure| figure.id));
    }
    if broken.is_empty() {
        return Ok(());
    }
    Err(format!("bounds not kept: {}", broken.join(", ")).into())
}

/// Prints choices for judging blind: `SEED N train|held`.
pub(crate) fn sample(args: &[String]) -> Outcome {
    let [seed, count, split] = args else {
        return Err("three arguments are needed: SEED N train|held".into());
    };
    let split = match split.as_str() {
        "train" => wording::Split::Train,
        "held" => wording::Split::Held,
        other => return Err(format!("no split `{other}`; there are `train` and `held`").into()),
    };
    print!("{}", wording::sample(seed.parse()?, count.parse()?, split));
    Ok(())
}

/// One line of FIGURES.md.
pub(crate) struct Figure {
    /// Row of the design's table, such as `A1`.
    pub(crate) id: &'static str,
    /// What was measured, with its sizes and seed.
    pub(crate) what: String,
    /// The measured value.
    pub(crate) value: String,
    /// The bound it is held to, as stated by the design; empty where it is only reported.
    pub(crate) bound: String,
    /// Confidence limit and sample size, such as `99 % upper .0104, n = 100,000`; `exact` where nothing was sampled.
    pub(crate) limit: String,
    /// Whether the value (or its limit) keeps the bound.
    pub(crate) kept: bool,
}
