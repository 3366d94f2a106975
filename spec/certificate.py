"""Checks a recipient's certificate: what was issued to them, proved by the log and without a key.

Follows the section "Certificate" of commitment.md. Loaded by verify.py where the file is one; the
entries, leaves and roots that it speaks of are checked as in a bundle, by verify.py itself.
"""
import re

from primitives import (
    HASH, ID, INT, H, decode_text, from_base64, leaf_hash, parse_checkpoint, parse_log_key, path_root,
    require, u32)
from verify import check_leaves, copy_leaf, file_leaf, parse_entry

HEAD = "countermark/v1/certificate"
FIELDS = {"memo": ID, "batch": INT, "index": INT, "copies": INT, "office": ".+", "salt": HASH,
          "key-commitment": HASH, "copies-path": f"-|{HASH}( {HASH})*", "file": f"[!-~]+ {HASH}",
          "files-path": f"-|{HASH}( {HASH})*", "log-key": ".+"}

def verify_certificate(data, wanted_key=None):
    """What a certificate says, once its proofs and hashes hold."""
    parts = decode_text(data).split("\n\n")
    fields, files = parse_fields(parts[0])
    require(len(parts) == 7 and data.endswith(b"\n"), "the certificate is not well formed")
    batch, j, copies = (int(fields[name]) for name in ("batch", "index", "copies"))
    require(max(batch, j, copies) < 1 << 32, "the certificate has a number out of range")
    key = parse_log_key(fields["log-key"])
    require(wanted_key in (None, fields["log-key"]), "not signed by the log key that is required",
            f"the certificate's log key is `{fields['log-key']}`")
    parts[6] = parts[6][:-1]
    deal, issue = parse_proofs(parts[1:4], parts[4:7], key)
    sound = all((entry.memo, entry.batch, entry.copies) == (fields["memo"], batch, copies)
                for entry in (deal, issue))
    require(sound, "the proofs are not of this batch's DEAL and a later ISSUE")
    place = bytes.fromhex(fields["memo"]) + u32(batch) + u32(j)
    identity = H("recipient", bytes.fromhex(fields["salt"]), fields["office"].encode())
    leaf = copy_leaf(place, bytes.fromhex(fields["key-commitment"]), identity)
    digests = [(name.encode(), bytes.fromhex(digest)) for name, digest in files]
    check_leaves(place, deal, issue, leaf, parse_path(fields["copies-path"]),
                 file_leaf(place, digests), parse_path(fields["files-path"]))
    return {"verified": True, "memo": fields["memo"], "batch": batch, "index": j, "copies": copies,
            "office": fields["office"], "files": dict(files), "log_key": fields["log-key"]}

def parse_fields(text):
    """The fields above the proofs, and the files as pairs of format and hash."""
    head, *lines = text.split("\n")
    fields = [line.partition(" ")[::2] for line in lines]
    files = [tuple(value.split(" ")) for name, value in fields if name == "file"]
    order = [name for name in FIELDS for _ in range(len(files) if name == "file" else 1)]
    sound = head == HEAD and [name for name, _ in fields] == order and files
    sound = sound and all(re.fullmatch(FIELDS[name], value) for name, value in fields)
    require(sound, "the certificate is not well formed")
    return dict(fields), files

def parse_path(text):
    return [bytes.fromhex(node) for node in text.split(" ") if node != "-"]

def parse_proofs(deal_parts, issue_parts, key):
    """DEAL and ISSUE, each proved to be in the log."""
    deal_at, deal_entry = parse_proof(deal_parts, key)
    issue_at, issue_entry = parse_proof(issue_parts, key)
    deal, issue = parse_entry(deal_entry), parse_entry(issue_entry)
    sound = (deal.kind, issue.kind) == ("deal", "issue") and deal_at < issue_at
    sound = sound and issue.deal == leaf_hash(deal_entry).hex()
    require(sound, "the proofs are not of this batch's DEAL and a later ISSUE")
    return deal, issue

def parse_proof(parts, key):
    """Index and entry of a c2sp.org/tlog-proof whose `extra` is the entry."""
    head, body, signatures = parts
    fields = re.fullmatch(rf"c2sp\.org/tlog-proof@v1\nextra (\S+)\nindex {INT}((\n\S+)*)", head)
    require(fields, "a proof of the certificate is not well formed")
    entry, index = from_base64(fields[1], "entry of a proof"), int(fields[2])
    path = [from_base64(line, "hash of a proof") for line in fields[3].split()]
    size, root = parse_checkpoint(f"{body}\n\n{signatures}\n", key)
    top, _ = path_root(leaf_hash(entry), index, size, path, "proof of the certificate")
    require(top == root, "a proof of the certificate does not lead to its checkpoint")
    return index, entry
