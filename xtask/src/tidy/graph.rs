//! Who may depend on whom, as drawn in `ARCHITECTURE.md`.
//!
//! That `text`, `document` and `sight` reach neither `evidence` nor `ledger` is what makes the reading blind: whoever lines
//! a leak up with its memo *cannot* open a codebook.

use super::Complaint;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

/// Each of our crates with those of ours that it may name. A crate that is not listed is a complaint of its own.
const DRAWN: [(&str, &[&str]); 11] = [
    ("evidence", &[]),
    ("ledger", &[]),
    ("inquiry", &["evidence", "ledger"]),
    ("text", &[]),
    ("document", &["text"]),
    ("sight", &["camera", "document"]),
    ("camera", &[]),
    ("countermark", &["document", "evidence", "inquiry", "ledger", "sight", "text"]),
    ("server", &["countermark"]),
    ("cli", &["countermark", "inquiry", "ledger", "server", "text"]),
    (
        "xtask",
        &["camera", "countermark", "document", "evidence", "inquiry", "ledger", "sight", "text"],
    ),
];

/// Pairs that may not meet, however long the way between them.
const APART: [(&str, &[&str]); 6] = [
    ("text", &["evidence", "ledger", "inquiry"]),
    ("document", &["evidence", "ledger", "inquiry"]),
    ("sight", &["evidence", "ledger", "inquiry"]),
    ("evidence", &["ledger", "text"]),
    ("ledger", &["evidence", "text"]),
    // What simulates leaks is for tests and figures.
    ("cli", &["camera"]),
];

/// What the crates that recheck a finding may use of others' work: what any language's library has, so that anyone can
/// redo it.
const TRUSTED: [(&str, &[&str]); 3] = [
    ("evidence", &["chacha20", "hmac", "libm", "minicbor", "sha2"]),
    ("ledger", &["age", "base64", "ed25519-dalek", "secrecy", "sha2", "zeroize"]),
    ("inquiry", &["minicbor", "sha2"]),
];

/// Pure crates: no database, typesetter, reader of pictures, network, runtime or terminal below them, at any distance.
const PURE: [&str; 4] = ["evidence", "inquiry", "ledger", "text"];
/// Names (and, with `-` or nothing after them, families of names) of what is too heavy for a pure crate.
const HEAVY: [&str; 22] = [
    "askama",
    "axum",
    "clap",
    "comfy-table",
    "crossterm",
    "hayro",
    "hyper",
    "image",
    "indicatif",
    "libsqlite3",
    "object_store",
    "ocrs",
    "openssl",
    "reqwest",
    "rusqlite",
    "rustls",
    "sqlx",
    "tesseract",
    "tokio",
    "tonic",
    "tower",
    "typst",
];

/// Crates that nobody may use, with the reason.
const NEVER: [(&str, &str); 1] = [("sharks", "RUSTSEC-2024-0398: its shares are biased")];

/// Asks cargo for the resolved graph; nothing is fetched.
pub(super) fn metadata(root: &Path) -> Result<Value, Box<dyn std::error::Error>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(root)
        .output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).trim().to_owned().into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// All complaints about the graph in `metadata`.
pub(super) fn check(metadata: &Value) -> Vec<Complaint> {
    let graph = Graph::read(metadata);
    let mut out = Vec::new();
    for member in &graph.members {
        let name = graph.name(member);
        let file = format!("crates/{name}/Cargo.toml");
        let file = if name == "xtask" { "xtask/Cargo.toml".to_owned() } else { file };
        let mut complain =
            |message: String, hint| out.push(Complaint::new(&file, 1, message, hint));
        if graph.packages[member].description.trim().is_empty() {
            complain(format!("`{name}` has no description"), "say in a line what it is for");
        }
        check_direct(&graph, member, &mut complain);
        check_reach(&graph, member, &mut complain);
    }
    for (name, why) in NEVER {
        if graph.packages.values().any(|package| package.name == name) {
            out.push(Complaint::new(
                "Cargo.lock",
                1,
                format!("`{name}` is in use: {why}"),
                "replace it",
            ));
        }
    }
    out
}

type Complain<'a> = dyn FnMut(String, &'static str) + 'a;

/// What a crate's own manifest names, for its tests too.
fn check_direct(graph: &Graph, member: &str, complain: &mut Complain) {
    let name = graph.name(member);
    let Some((_, drawn)) = DRAWN.iter().find(|row| row.0 == name) else {
        complain(
            format!("`{name}` is not in the drawing"),
            "draw it in ARCHITECTURE.md and in tidy",
        );
        return;
    };
    let trusted = TRUSTED.iter().find(|row| row.0 == name).map(|row| row.1);
    for edge in &graph.packages[member].edges {
        let other = graph.name(&edge.to);
        if graph.members.contains(&edge.to) {
            if !drawn.contains(&other) {
                let hint = "let the crate above both translate; see ARCHITECTURE.md";
                complain(format!("`{name}` depends on `{other}`"), hint);
            }
        } else if edge.is_normal && trusted.is_some_and(|names| !names.contains(&other)) {
            let hint = "a finding is rechecked with hashes, MACs and a stream cipher alone";
            complain(format!("`{name}` trusts `{other}`"), hint);
        }
    }
}

/// What a crate reaches over any number of steps.
fn check_reach(graph: &Graph, member: &str, complain: &mut Complain) {
    let name = graph.name(member);
    let reached = graph.reach(member);
    let apart = APART.iter().find(|row| row.0 == name).map_or(&[] as &[&str], |row| row.1);
    for (other, way) in &reached {
        if apart.contains(&other.as_str()) {
            let hint = "the reader must not be able to open a codebook";
            complain(format!("`{name}` reaches `{other}`: {way}"), hint);
        }
        let is_heavy = HEAVY.iter().any(|heavy| is_family(heavy, other));
        if PURE.contains(&name) && is_heavy {
            complain(
                format!("`{name}` reaches `{other}`: {way}"),
                "keep heavy work above pure crates",
            );
        }
    }
}

/// Whether `name` is `family` or one of its parts, such as `sqlx-core` of `sqlx`.
fn is_family(family: &str, name: &str) -> bool {
    name.strip_prefix(family).is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_']))
}

/// The resolved graph; keys are cargo's package ids.
struct Graph {
    packages: BTreeMap<String, Package>,
    members: BTreeSet<String>,
}

struct Package {
    name: String,
    description: String,
    edges: Vec<Edge>,
}

struct Edge {
    to: String,
    /// Used by what ships, and not only by tests or build scripts.
    is_normal: bool,
}

impl Graph {
    fn read(metadata: &Value) -> Graph {
        let mut packages: BTreeMap<String, Package> = list(&metadata["packages"])
            .map(|package| {
                let description = string(&package["description"]);
                (
                    string(&package["id"]),
                    Package { name: string(&package["name"]), description, edges: Vec::new() },
                )
            })
            .collect();
        for node in list(&metadata["resolve"]["nodes"]) {
            let edges = list(&node["deps"]).map(|dep| Edge {
                to: string(&dep["pkg"]),
                is_normal: list(&dep["dep_kinds"]).any(|kind| kind["kind"].is_null()),
            });
            if let Some(package) = packages.get_mut(&string(&node["id"])) {
                package.edges = edges.collect();
            }
        }
        Graph { packages, members: list(&metadata["workspace_members"]).map(string).collect() }
    }

    fn name<'a>(&'a self, id: &'a str) -> &'a str {
        self.packages.get(id).map_or(id, |package| &package.name)
    }

    /// Names of all that `from` reaches by what ships, each with the shortest way there.
    fn reach(&self, from: &str) -> BTreeMap<String, String> {
        let mut seen = BTreeMap::from([(from.to_owned(), self.name(from).to_owned())]);
        let mut queue = std::collections::VecDeque::from([from.to_owned()]);
        while let Some(id) = queue.pop_front() {
            let way = seen[&id].clone();
            let edges = self.packages.get(&id).map_or(&[] as &[Edge], |package| &package.edges);
            for edge in edges
                .iter()
                .filter(|edge| edge.is_normal && !seen.contains_key(&edge.to))
                .collect::<Vec<_>>()
            {
                seen.insert(edge.to.clone(), format!("{way} → {}", self.name(&edge.to)));
                queue.push_back(edge.to.clone());
            }
        }
        seen.remove(from);
        seen.into_iter().map(|(id, way)| (self.name(&id).to_owned(), way)).collect()
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn string(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// A graph of our crates (those in `DRAWN`) and others; edges are `from to` or `from to dev`.
    fn graph(edges: &[&str]) -> Value {
        let words: Vec<Vec<&str>> = edges.iter().map(|edge| edge.split(' ').collect()).collect();
        let names: BTreeSet<&str> = words.iter().flat_map(|edge| [edge[0], edge[1]]).collect();
        let ours = |name: &&&str| DRAWN.iter().any(|row| row.0 == **name);
        let node = |name: &&str| {
            let deps = words.iter().filter(|edge| edge[0] == *name);
            let deps: Vec<Value> = deps
                .map(|edge| json!({"pkg": edge[1], "dep_kinds": [{"kind": edge.get(2)}]}))
                .collect();
            json!({"id": name, "deps": deps})
        };
        json!({
            "packages": names.iter().map(|n| json!({"id": n, "name": n, "description": "A crate."})).collect::<Vec<_>>(),
            "workspace_members": names.iter().filter(ours).collect::<Vec<_>>(),
            "resolve": {"nodes": names.iter().map(node).collect::<Vec<_>>()},
        })
    }

    fn messages(edges: &[&str]) -> Vec<String> {
        check(&graph(edges)).into_iter().map(|complaint| complaint.message).collect()
    }

    /// Invariant 1: this checkout's own graph is the drawing, so that the reading is blind and a finding can be rechecked
    /// without a database or a typesetter.
    #[test]
    fn the_checkout_is_as_drawn() {
        let metadata = metadata(&crate::root()).expect("cargo describes the checkout");
        let names: Vec<String> = list(&metadata["workspace_members"]).map(string).collect();
        assert!(names.len() >= 8, "{names:?}");
        assert_eq!(check(&metadata), []);
    }

    /// The reader and the codebook may not meet, be it directly, for a test, or through others.
    #[test]
    fn the_reader_cannot_reach_the_codebook() {
        assert!(
            messages(&["document text", "countermark document", "countermark evidence"]).is_empty()
        );
        assert_eq!(messages(&["text evidence"]).len(), 2);
        assert_eq!(messages(&["text evidence dev"]), ["`text` depends on `evidence`"]);
        let found = messages(&["document helper", "helper ledger"]);
        assert_eq!(found, ["`document` reaches `ledger`: document → helper → ledger"]);
    }

    /// What a bundle is rechecked with stays small enough to read.
    #[test]
    fn pure_crates_stay_light() {
        assert!(
            messages(&["evidence sha2", "evidence proptest dev", "countermark sqlx"]).is_empty()
        );
        assert_eq!(messages(&["evidence rand"]), ["`evidence` trusts `rand`"]);
        let found = messages(&["text helper", "helper sqlx-core"]);
        assert_eq!(found, ["`text` reaches `sqlx-core`: text → helper → sqlx-core"]);
        assert!(messages(&["text tokioish"]).is_empty());
        assert_eq!(messages(&["countermark sharks"]).len(), 1);
    }

    /// A crate says what it is for, and is drawn before it is used.
    #[test]
    fn each_crate_is_described_and_drawn() {
        let mut metadata = graph(&["document text"]);
        metadata["packages"][1]["description"] = Value::Null;
        metadata["workspace_members"] = json!(["document", "text"]);
        assert_eq!(check(&metadata).len(), 1);
        let mut metadata = graph(&["document stray"]);
        metadata["workspace_members"] = json!(["document", "stray"]);
        let found: Vec<String> = check(&metadata).into_iter().map(|c| c.message).collect();
        assert_eq!(found, ["`document` depends on `stray`", "`stray` is not in the drawing"]);
    }
}
