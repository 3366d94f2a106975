"""Replays the published test vectors with what the verifier is made of, one function an operation.

Follows ../vectors/README.md. Loaded by `verify.py --vectors DIR`; no finding is checked with
anything in this file, so that whoever checks one can leave it unread.
"""
import hashlib
import hmac
import json
import re
from pathlib import Path

from certificate import verify_certificate
from evidence import Evidence
from primitives import (
    H, Refused, decode_cbor, fits, grow, leaf_hash, node_hash, parse_checkpoint, parse_log_key,
    path_root, require, tree_root, u32)
from verify import (
    Log, ascending, chain, check_file_leaf, copy_leaf, deal_word, file_leaf, is_above, is_burnt,
    parse_catalogue, parse_entry, parse_reading, sampler_seed, sampler_value, share, verify_bundle)

# ======== one function an operation ========

def audit_path(leaves, index):
    """Root of a tree and the audit path of one leaf."""
    if len(leaves) == 1:
        return leaves[0], []
    split = 1 << (len(leaves) - 1).bit_length() - 1
    (left, low), (right, high) = (audit_path(leaves[:split], min(index, split - 1)),
                                  audit_path(leaves[split:], max(index - split, 0)))
    return node_hash(left, right), low + [right] if index < split else high + [left]

def place_of(given, j):
    return given["memo"] + u32(given["batch"]) + u32(j)

def replay_word(given):
    place = place_of(given, given["j"])
    key = hmac.digest(given["key"], b"countermark/v1/copy-key\0" + place, "sha256")
    word = deal_word(key, given["beacon"], place, parse_catalogue(given["catalogue"]))
    return {"copy_key": key, "word": "".join(f"{symbol:x}" for symbol in word)}

def replay_catalogue(given):
    parse_catalogue(given["cbor"])
    return {"digest": H("catalogue", given["salt"], given["cbor"]), "marks": decode_cbor(given["cbor"], "")}

def evidence_of(given):
    memos, marks = decode_cbor(given["reading"], "reading"), parse_catalogue(given["catalogue"])
    require(fits(memos, [(16, list)]) and len(memos) == 1, "reading: not of one memo")
    return Evidence(marks, parse_reading(given["reading"], {memos[0][0].hex(): marks})[0])

def replay_evidence(given):
    evidence = evidence_of(given)
    words = [[int(symbol, 16) for symbol in word] for word in given["words"]]
    logs = [evidence.log_e(evidence.counts(word)) for word in words]
    return {"method": "exact" if evidence.is_exact else "sampled", "log_e": logs,
            "p": [evidence.p(log_e, given.get("seed")) for log_e in logs], "p_min": evidence.least_p()}

def replay_floor(given):
    alpha = min(share(memo["alpha"], memo["inquiry"], memo["voids"]) for memo in given["memos"])
    least = min(evidence_of(memo).least_p() for memo in given["memos"])
    return {"alpha_inquiry": float(alpha), "p_min": least,
            "floor": "below" if is_above(given["copies"], least, alpha) else "above"}

def replay_tree(leaves):
    tree = []
    for leaf in leaves:
        grow(tree, leaf)
    return {"root": tree_root(tree),
            "paths": [audit_path(leaves, index)[1] for index in range(len(leaves))]}

def replay_leaves(tag, leaves):
    tree = replay_tree(list(map(leaf_hash, leaves)))
    return {**tree, "root": H(tag, u32(len(leaves)), tree["root"]), "leaves": leaves}

def replay_copies(given):
    return replay_leaves("copies", [
        copy_leaf(place_of(given, j), H("copy-key-commit", copy["copy_key"]),
                  H("recipient", copy["salt"], copy["office"].encode()))
        for j, copy in enumerate(given["copies"])])

def replay_files(given):
    leaves = [file_leaf(place_of(given, j), [(name.encode(), digest) for name, digest in copy])
              for j, copy in enumerate(given["copies"])]
    for j, leaf in enumerate(leaves):
        check_file_leaf(leaf, place_of(given, j))
    return replay_leaves("files", leaves)

def replay_chain(given):
    require(1 <= given["inquiry"] <= 1023, "chain: no value for this inquiry")
    return {"end": chain(given["nonce"], 1024), "value": chain(given["nonce"], 1024 - given["inquiry"])}

def replay_inclusion(given):
    root, _ = path_root(given["leaf"], given["index"], given["size"], given["path"], "inclusion")
    require(root == given["root"], "inclusion: another root")
    return {}

def replay_order(given):
    return {"readings": [
        {"index": reading.at, "copies": reading.copies, "inquiry": reading.inquiry,
         "voids": reading.voids, "deals": reading.deals, "unopened": reading.unopened,
         "burnt": [f"{batch.memo}/{batch.batch}/{j}" for batch in reading.batches
                   for j in range(batch.copies) if is_burnt(reading, batch.memo, batch.batch, j)]}
        for reading in Log(given["entries"]).readings.values()]}

def replay_reading(given):
    memos = decode_cbor(given["cbor"], "reading")
    sound = fits(memos, [(16, list)]) and len(memos) == len(given["catalogues"])
    require(sound, "reading: not of as many memos as catalogues")
    marks = {memo.hex(): parse_catalogue(cbor) for (memo, _), cbor in zip(memos, given["catalogues"])}
    require(ascending([memo for memo, _ in memos]), "reading: memos are not ascending")
    parse_reading(given["cbor"], marks)
    return {"digest": H("reading", given["cbor"])}

def replay_bundle(given):
    bundle = verify_bundle(given["bundle"], given.get("log_key"), sampled=True)
    finding = bundle.finding
    return {"outcome": finding.outcome, "grade": finding.grade, "copies": finding.copies,
            "alpha_inquiry": bundle.reading.alpha_inquiry, "sampled": bundle.was_sampled,
            "named": ["/".join(map(str, copy)) for copy in finding.named]}

def replay_entry(given):
    return {"kind": parse_entry(given["entry"]).kind, "leaf": leaf_hash(given["entry"])}

def replay_checkpoint(given):
    size, root = parse_checkpoint(given["note"], parse_log_key(given["log_key"]))
    return {"size": size, "root": root}

def replay_beacon(given):
    return {"commits": [H("reveal-commit", value) for value in given["values"]],
            "beacon": H("beacon", given["deal"], *given["values"])}

def replay_leak(given):
    digests = [hashlib.sha256(file).digest() for file in given["files"]]
    return {"leak": H("leak", u32(len(digests)), *digests)}

REPLAY = {
    "alpha": lambda given: {
        "alpha_inquiry": float(share(given["alpha"], given["inquiry"], given["voids"]))},
    "beacon": replay_beacon,
    "bundle": replay_bundle,
    "catalogue": replay_catalogue,
    "certificate": lambda given: verify_certificate(given["certificate"].encode()),
    "chain": replay_chain,
    "checkpoint": replay_checkpoint,
    "copies": replay_copies,
    "entry": replay_entry,
    "evidence": replay_evidence,
    "files": replay_files,
    "floor": replay_floor,
    "inclusion": replay_inclusion,
    "key-commit": lambda given: {"commit": H("key-commit", given["key"])},
    "leak": replay_leak,
    "order": replay_order,
    "original": lambda given: {"original": H("original", given["salt"], given["bytes"])},
    "reading": replay_reading,
    "sampler-value": lambda given: {"value": sampler_value(given["memos"])},
    "seed": lambda given: {"seed": sampler_seed(given["reading"], given["value"], given["memo"])},
    "tree": lambda given: replay_tree(list(map(leaf_hash, given["entries"]))),
    "word": replay_word}

# ======== what a vector states, and whether that is found ========

# Inputs that are texts even where they could be read as hexadecimal.
TEXTS = {"office", "certificate", "note", "log_key", "alpha", "words"}

def unhex(value, name=""):
    """A vector's input with its hexadecimal strings as bytes and its texts as they are."""
    if isinstance(value, dict):
        return {key: unhex(item, key) for key, item in value.items()}
    if isinstance(value, list):
        return [unhex(item, name) for item in value]
    is_hex = isinstance(value, str) and name not in TEXTS and re.fullmatch("([0-9a-f]{2})*", value)
    return bytes.fromhex(value) if is_hex else value

def agrees(found, wanted, name=""):
    """Whether all that is wanted was found; real numbers agree to 10⁻⁶, of logarithms absolutely."""
    if isinstance(wanted, dict):
        return all(key in found and agrees(found[key], item, key) for key, item in wanted.items())
    if isinstance(wanted, list):
        return len(found) == len(wanted) and all(agrees(*pair, name) for pair in zip(found, wanted))
    if isinstance(found, float):
        return abs(found - wanted) <= 1e-6 * (1 if name == "log_e" else abs(wanted))
    return (found.hex() if isinstance(found, bytes) else found) == wanted

def complain(vector):
    """What is wrong with the answer to one vector, or None."""
    is_refused = vector["expect"] == "refuse"
    try:
        found = REPLAY[vector["op"]](unhex(vector["input"]))
    except Refused as error:
        return None if is_refused else f"was refused: {error}"
    if is_refused:
        return "was not refused"
    return None if agrees(found, vector["output"]) else f"gave {found}"

def replay_all(folder):
    """Replays every vector below a folder; the exit status."""
    passed = failed = 0
    for path in sorted(Path(folder).rglob("*.json")):
        complaint = complain(json.loads(path.read_text("utf-8")))
        if complaint:
            print(f"{path}: {complaint}")
            failed += 1
        else:
            passed += 1
    print(f"{passed} passed, {failed} failed")
    return 2 if failed or not passed else 0
