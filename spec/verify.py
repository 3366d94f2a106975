#!/usr/bin/env python3
"""Rechecks a Countermark finding without trusting the sender, the registry or the main program.

Written from the pages of this folder alone, with nothing but Python's standard library. This file
follows log.md, codeword.md, reading.md, commitment.md and finding.md, in that order, up to the ten
steps of a bundle and what may be said after them. Beside it stand primitives.py (CBOR, ciphers,
signatures, the Merkle tree) and evidence.py (E and p), which it builds on, and certificate.py and
replay.py, which it loads where a certificate or the test vectors are to be checked.

    verify.py FILE.cmk [--log-key VKEY] [--sampled] [--json]       a finding
    verify.py FILE.certificate [--log-key VKEY] [--json]           a recipient's certificate
    verify.py --vectors DIR                                        the published test vectors

Exit status 0: verified, whatever the finding's outcome. 2: refused, with the reason and a hint.
"""
import argparse
import bisect
import hashlib
import hmac
import json
import math
import re
import sys
from fractions import Fraction
from functools import reduce
from itertools import islice
from operator import xor
from pathlib import Path
from types import SimpleNamespace

sys.dont_write_bytecode = True  # a verifier leaves nothing behind, not even beside itself
sys.path.insert(0, str(Path(__file__).resolve().parent))  # for `python3 -I`, which leaves it out
sys.modules.setdefault("verify", sys.modules[__name__])  # its siblings import this one, not a second

from evidence import Evidence, upper_p
from primitives import (
    HASH, ID, INT, LANES, H, Refused, decode_cbor, decode_fields, fits, grow, keystream, leaf_hash,
    parse_checkpoint, parse_log_key, path_root, require, tree_root, u32)

# ======== log.md: entries ========

REAL = r"0\.0{9}e0|-?[1-9]\.[0-9]{9}e(0|-?[1-9][0-9]{0,2})"
TYPES = {  # a type that ends in `*` is a list of such items
    "id": ID, "id*": ID, "hash": HASH, "hash*": HASH, "hash?": f"-|{HASH}", "int": INT, "int*": INT,
    "decimal": "0[.][0-9]{0,11}[1-9]", "real": REAL, "real*": REAL, "word": "[!-~]+",
    "copy*": f"{ID}/{INT}/{INT}", "burnt*": f"all|{INT}/{INT}", "decoder": f"countermark/v1 {HASH}",
    "priors": "v1", "tiers": "850 50 25 50 25", "beacon": f"reveal( {HASH}){{2,6}}",
    "custody": "local|split", "floor": "above|below", "purpose": "name|shortlist",
    "outcome": "named|shortlist|cannot_name|no_finding", "grade": "[LAB]", "action": "disclose"}
KINDS = {kind: [key.split(":") for key in keys.split()] for kind, keys in {
    "deal": "memo:id batch:int copies:int copies-root:hash key-commit:hash catalogue:hash original:hash"
            " decoder:decoder priors:priors alpha:decimal tiers:tiers beacon:beacon nonces:hash*"
            " custody:custody witnesses:int",
    "reveal": "memo:id batch:int deal:hash values:hash* beacon:hash",
    "issue": "memo:id batch:int deal:hash copies:int files-root:hash",
    "void": "memo:id batch:int deal:hash reason:word",
    "reading": "memos:id* copies:int inquiry:int* leak:hash extractor:word aligner:word alignments:int"
               " edits:int reading:hash floor:floor",
    "open": "reading:hash memos:id* inquiry:int* purpose:purpose nonces:hash* gate:word",
    "finding": "reading:hash open:hash? outcome:outcome copies:int deals:int voids:int* unopened:int"
               " alpha:decimal alpha-inquiry:real grade:grade named:copy* log10-evidence:real*"
               " p-upper:real* body:hash",
    "audit": "actor:id action:action finding:hash memo:id level:int copies:burnt*"}.items()}
AS_BATCH_0 = "catalogue original decoder priors alpha tiers custody witnesses".split()
COUNTS = "copies deals voids unopened alpha grade".split()  # what FINDING repeats of its READING

def parse_entry(data):
    """An entry as an object with its `kind` and values; numbers are int, all else is text."""
    sound = len(data) <= 4096 and data.isascii() and data.endswith(b"\n")
    require(sound, "an entry is not at most 4096 bytes of lines of ASCII")
    first, *lines = data.decode()[:-1].split("\n")
    tag, _, kind = first.rpartition("/")
    require(tag == "countermark/v1" and kind in KINDS, "an entry is of an unknown kind")
    require(len(lines) == len(KINDS[kind]), f"{kind}: not one line for each key")
    entry = SimpleNamespace(kind=kind)
    for line, (key, type_) in zip(lines, KINDS[kind]):
        name, _, value = line.partition(" ")
        many = type_.endswith("*")
        items = ([] if value == "-" else value.split(" ")) if many else [value]
        sound = name == key and all(re.fullmatch(TYPES[type_], item) for item in items)
        require(sound, f"{kind}: `{key}` is missing or not of its type")
        if type_.startswith("int"):
            items = [int(item) for item in items]
            require(max(items, default=0) < 1 << 53, f"{kind}: `{key}` is too large")
        setattr(entry, key.replace("-", "_"), items if many else items[0])
    check_entry(entry)
    return entry

def ascending(items):
    return len(items) > 0 and items == sorted(set(items))

def check_entry(entry):
    """What an entry must hold by itself; copies become tuples of numbers."""
    sound = getattr(entry, "batch", 0) < 1 << 32
    if entry.kind in ("deal", "issue"):
        sound = sound and 1 <= entry.copies < 1 << 32
    if entry.kind == "deal":
        sound = sound and len(entry.nonces) in (range(1) if entry.batch else range(2, 7))
    if entry.kind in ("reading", "open"):
        sound = ascending(entry.memos) and len(entry.inquiry) == len(entry.memos)
    if entry.kind == "finding":
        copies = [copy.split("/") for copy in entry.named]
        entry.named = [(memo, int(batch), int(j)) for memo, batch, j in copies]
        sound = (entry.outcome == "named") == ascending(entry.named)
        sound = sound and len(entry.named) == len(entry.log10_evidence) == len(entry.p_upper)
    if entry.kind == "audit" and entry.copies != ["all"]:
        sound = "all" not in entry.copies
        entry.copies = sound and [tuple(map(int, copy.split("/"))) for copy in entry.copies]
        sound = sound and ascending(entry.copies)
    require(sound, f"{entry.kind}: numbers out of range, not ascending or not as many as they should be")

# ======== log.md: order and counts ========

class Log:
    """Entries in order, each refused where it breaks the order or states a wrong count."""
    def __init__(self, entries=()):
        self.leaves = []
        self.batches, self.deals = {}, 0  # memo -> its DEALs; how many there are of all memos
        self.unissued, self.last_issue = [], -1  # places of DEALs without ISSUE; of the last ISSUE
        self.window = {}  # memo -> the last ISSUE before its first DEAL, where its V starts to count
        self.readings, self.findings = {}, set()  # by leaf hash
        self.opens, self.unopened = {}, {}  # memo -> how many OPENs; the READINGs without one
        self.audits = []
        for entry in entries:
            self.add(entry)

    def add(self, data):
        entry = parse_entry(data)
        entry.at, entry.leaf = len(self.leaves), leaf_hash(data)
        entry.id = entry.leaf.hex()

        def check(sound, why):
            require(sound, f"entry {entry.at}, {entry.kind}: {why}")
        getattr(self, entry.kind)(entry, check)
        self.leaves.append(entry.leaf)
        return entry

    def deal(self, entry, check):
        batches = self.batches.setdefault(entry.memo, [])
        check(entry.batch == len(batches), "batches are not dealt in order, once each")
        if entry.batch:
            check(batches[-1].issue, "the batch before was not issued")
            check(all(vars(entry)[key] == vars(batches[0])[key] for key in AS_BATCH_0), "not as batch 0")
        else:
            self.window[entry.memo] = self.last_issue
        entry.reveal = entry.issue = entry.void = None
        batches.append(entry)
        self.unissued.append(entry.at)
        self.deals += 1

    def dealt(self, entry, check):
        batch = self.batches.get(entry.memo, [])[entry.batch : entry.batch + 1]
        check(batch and batch[0].id == entry.deal, "it names no such DEAL before it")
        return batch[0]

    def reveal(self, entry, check):
        batch = self.dealt(entry, check)
        check(not batch.reveal, "the batch was revealed before")
        check(len(entry.values) == batch.beacon.count(" "), "not one value for each hash of `beacon`")
        batch.reveal = entry

    def issue(self, entry, check):
        batch = self.dealt(entry, check)
        check(batch.reveal and not batch.issue and not batch.void, "the batch is not to be issued")
        check(entry.copies == batch.copies, "`copies` is not that of DEAL")
        batch.issue, self.last_issue = entry, entry.at
        self.unissued.remove(batch.at)

    def void(self, entry, check):
        batch = self.dealt(entry, check)
        check(not batch.issue and not batch.void, "the batch was issued or voided before")
        batch.void = entry

    def reading(self, entry, check):
        check(entry.id not in self.readings, "it repeats an earlier READING")
        issued = [[batch for batch in self.batches.get(memo, []) if batch.issue] for memo in entry.memos]
        check(all(issued), "it names a memo that was not issued")
        entry.batches, entry.firsts = sum(issued, []), [batches[0] for batches in issued]
        check(entry.copies == sum(batch.copies for batch in entry.batches), "`copies` is not N")
        check(entry.inquiry == self.inquiries(entry.memos), "`inquiry` is not 1 + the OPENs before")
        check(max(entry.inquiry) <= 1023, "the nonce chain of a memo is used up")
        entry.voids = [self.count_voids(memo, batches) for memo, batches in zip(entry.memos, issued)]
        waiting = [self.unopened.setdefault(memo, set()) for memo in entry.memos]
        entry.deals, entry.unopened = self.deals, len(set().union(*waiting))
        for readings in waiting:
            readings.add(entry.id)
        entry.audits, entry.audits_before = self.audits, len(self.audits)
        set_budget(entry)
        entry.open = entry.finding = None
        self.readings[entry.id] = entry

    def count_voids(self, memo, batches):
        """V: DEALs unissued now, from the window's start to the memo's last ISSUE; and late batches."""
        upto, before = batches[-1].issue.at, self.window[memo]
        in_window = bisect.bisect(self.unissued, upto) - bisect.bisect(self.unissued, before)
        return in_window + len(batches) - 1  # who deals a late batch could go on until a word fitted

    def inquiries(self, memos):
        return [1 + self.opens.get(memo, 0) for memo in memos]

    def open(self, entry, check):
        reading = self.readings.get(entry.reading)
        check(reading and not reading.open and not reading.finding, "no READING for it to open")
        sound = (entry.memos, entry.inquiry) == (reading.memos, reading.inquiry)
        check(sound, "not as in the READING")
        sound = entry.inquiry == self.inquiries(entry.memos)
        check(sound, "an OPEN stands between the READING and this")
        check((entry.purpose == "name") == (reading.floor == "above"), "the purpose is not the floor's")
        custodians = sum(len(first.nonces) for first in reading.firsts)
        check(len(entry.nonces) == custodians, "not one nonce for each custodian")
        reading.open = entry
        for memo in entry.memos:
            self.opens[memo] = self.opens.get(memo, 0) + 1
            self.unopened[memo].discard(reading.id)

    def finding(self, entry, check):
        reading = self.readings.get(entry.reading)
        check(reading and not reading.finding, "no READING that waits for it")
        check(entry.open == (reading.open.id if reading.open else "-"), "not the READING's OPEN")
        for key in COUNTS:
            check(vars(entry)[key] == vars(reading)[key], f"`{key}` is not what the log gives")
        check(near(float(entry.alpha_inquiry), reading.alpha_inquiry), "`alpha-inquiry` is not α_i")
        is_silent = not reading.open or reading.floor == "below"
        check((entry.outcome == "cannot_name") == is_silent, "the outcome is not that of OPEN and floor")
        reading.finding = entry
        self.findings.add(entry.id)

    def audit(self, entry, check):
        check(entry.finding in self.findings, "it names no FINDING before it")
        check(entry.memo in self.batches, "its memo was not dealt")
        self.audits.append(entry)

def is_burnt(reading, memo, batch, j):
    return any(audit.memo == memo and (audit.copies == ["all"] or (batch, j) in audit.copies)
               for audit in islice(reading.audits, reading.audits_before))

# ======== finding.md: the budget for α, and the grade of step 10 ========

SINGLES, MARGIN = .85, 1 + 1e-6

def share(alpha, inquiry, voids):
    """α·ω_V/(i(i+1)), exactly."""
    omega = Fraction(1, 10 * voids * (voids + 1)) if voids else Fraction(9, 10)
    return Fraction(alpha) * omega / (inquiry * (inquiry + 1))

def set_budget(reading):
    shares = [share(first.alpha, i, voids)
              for first, i, voids in zip(reading.firsts, reading.inquiry, reading.voids)]
    least = min(shares)
    reading.alpha, reading.alpha_inquiry = reading.firsts[shares.index(least)].alpha, float(least)
    is_local = any(first.custody == "local" for first in reading.firsts)
    reading.grade = "L" if is_local else "A" if max(reading.inquiry) == 1 else "B"

def is_above(copies, p, alpha):
    """Whether N·p is too large for the single copies' share of α_i."""
    return copies * p * MARGIN > SINGLES * alpha

def near(a, b):
    return abs(a - b) <= 1e-6 * abs(b)

# ======== codeword.md and reading.md ========

def parse_catalogue(data):
    marks = decode_cbor(data, "catalogue")
    require(fits(marks, [(int, int, int, bytes)]), "catalogue: not an array of marks")
    sound = all(0 <= carrier <= 2 and 2 <= arity <= 16 and bias in ((64, 27, 101) if arity == 2 else (0,))
                for carrier, arity, bias, _ in marks)
    require(sound and len(marks) <= 262_144, "catalogue: a mark out of range, or too many marks")
    return [tuple(mark[:3]) for mark in marks]

def parse_reading(data, catalogues):
    """The observations of each memo, None where erased; `catalogues` is {memo: marks}."""
    memos = decode_cbor(data, "reading")
    require(fits(memos, [(16, list)]), "reading: not an array of memos with observations")
    require([memo.hex() for memo, _ in memos] == list(catalogues), "reading: not of these memos")
    for (_, seen), marks in zip(memos, catalogues.values()):
        require(len(seen) == len(marks), "reading: not one observation for each mark")
        for observation, (carrier, arity, _) in zip(seen, marks):
            sound = observation is None or fits(observation, int) and 0 <= observation < arity
            if fits(observation, (int,)):
                soft = (512, 1024, 2048, 4096) if carrier == 0 else range(16385)
                sound = arity == 2 and abs(observation[0]) in soft
            require(sound, "reading: an observation does not fit its mark")
    return [seen for _, seen in memos]

def deal_word(copy_key, beacon, place, marks):
    """The symbols of the copy at `place`, memo ‖ batch ‖ j."""
    widths = [1 if arity in (2, 4) else 8 for _, arity, _ in marks]
    key = hmac.digest(copy_key, b"countermark/v1/deal\0" + beacon + place, "sha256")
    stream = b"".join(islice(keystream(key), -(-sum(widths) // (64 * LANES))))
    word, at = [], 0
    for (_, arity, bias), width in zip(marks, widths):
        value, at = int.from_bytes(stream[at : at + width], "big"), at + width
        word.append(int(value & 127 < bias) if arity == 2 else value * arity >> 8 * width)
    return word

# ======== commitment.md ========

def copy_leaf(place, key_commitment, identity):
    return b"countermark/v1/copy\0" + place + key_commitment + identity

def file_leaf(place, files):
    items = [bytes([len(name)]) + name + digest for name, digest in files]
    return b"countermark/v1/file\0" + place + bytes([len(files)]) + b"".join(items)

def check_file_leaf(leaf, place):
    files, at = [], len(file_leaf(place, []))
    while at < len(leaf):
        end = at + 1 + leaf[at]
        files.append((leaf[at + 1 : end], leaf[end : end + 32]))
        at = end + 32
    names = [name for name, _ in files if re.fullmatch(b"[!-~]+", name)]
    sound = 0 < len(files) < 256 and names == sorted(set(names)) and len(names) == len(files)
    require(sound and file_leaf(place, files) == leaf, "step 7: a file leaf is not its copy's")

def committed_root(tag, leaf, place, copies, path):
    """`copies-root` or `files-root` as a copy's leaf and its audit path give it."""
    j = int.from_bytes(place[20:], "big")
    return H(tag, u32(copies), path_root(leaf_hash(leaf), j, copies, path, tag)[0]).hex()

def check_leaves(place, dealt, issue, leaf, copies_path, files, files_path):
    root = committed_root("copies", leaf, place, dealt.copies, copies_path)
    require(root == dealt.copies_root, "step 7: not the key and recipient that DEAL committed")
    check_file_leaf(files, place)
    root = committed_root("files", files, place, dealt.copies, files_path)
    require(root == issue.files_root, "step 7: the copy's files are not those of ISSUE")

def chain(value, times):
    for _ in range(times):
        value = H("nonce-chain", value)
    return value

def sampler_value(memos):
    """v: the XOR of the nonces of a memo's custodians; with several memos, a hash of these."""
    each = [reduce(lambda a, b: bytes(map(xor, a, b)), nonces) for nonces in memos]
    return each[0] if len(each) == 1 else H("sampler-value", *each)

def sampler_seed(reading_leaf, value, memo):
    return H("sampler", reading_leaf, value, memo, b"\0", u32(0), u32(0xFFFFFFFF))

# ======== finding.md: the bundle, step by step ========

MAGIC = b"countermark/v1/bundle\n"
OUTER = (bytes, bytes, [32], str, [(16, "u32", "u32", 32, str)])
BODY = (str, [bytes], [str], [(16, 32, bytes)], bytes, "u32",
        [(16, "u32", "u32", 32, 32, [32], bytes, [32])])

def verify_bundle(data, wanted_key=None, sampled=False):
    """Steps 1 to 9 (the grade of step 10 is one of the counts); what the bundle says if all holds."""
    sound = data.startswith(MAGIC) and hashlib.sha256(data[:-32]).digest() == data[-32:]
    require(sound, "step 1: not a bundle, or one that was changed or cut short")
    body, finding, path, last, names = decode_fields(data[len(MAGIC):-32], OUTER, "step 1: bundle")
    bundle = SimpleNamespace(sampled=sampled, unchecked=[], was_sampled=False)
    bundle.log_key, entries, notes, memos, frozen, bundle.level, opened = decode_fields(
        body, BODY, "step 1: body")
    entry = parse_entry(finding)
    sound = bundle.level < 2 and entry.kind == "finding" and entry.body == H("body", body).hex()
    require(sound, "step 1: FINDING is not one of this body")
    log = Log(entries)  # step 2, and with it the counts of step 6
    bundle.finding = log.add(finding)
    bundle.reading = log.readings[bundle.finding.reading]
    require(wanted_key in (None, bundle.log_key), "step 3: not signed by the log key that is required",
            f"the file's log key is `{bundle.log_key}`")
    check_tree(log, bundle, notes, path, last)
    bundle.beacons, bundle.nonces = check_beacons(bundle.reading), check_nonces(bundle.reading)
    bundle.evidence = check_reading(bundle.reading, memos, frozen)
    check_named(bundle, opened)
    for copy, log10_e, p in zip(opened, bundle.finding.log10_evidence, bundle.finding.p_upper):
        check_copy(bundle, copy, float(log10_e), float(p))
    bundle.offices = check_names(names, opened)
    return bundle

def check_tree(log, bundle, notes, path, last):
    """Step 3: all checkpoints are of these entries, and stand where nothing could be changed later."""
    key, at, tree = parse_log_key(bundle.log_key), bundle.finding.at, []
    points = [parse_checkpoint(note, key) for note in notes]
    sizes, roots = [size for size, _ in points], dict(points)
    sound = sizes == sorted(roots) and max(sizes, default=0) <= at
    require(sound, "step 3: the checkpoints are not ascending, or beyond the entries")
    for size in range(at + 1):
        sound = size not in roots or roots[size] == tree_root(tree)
        require(sound, "step 3: a checkpoint is of other entries")
        if size < at:
            grow(tree, log.leaves[size])
    size, root = parse_checkpoint(last, key)
    top, lefts = path_root(bundle.finding.leaf, at, size, path, "step 3: FINDING")
    require(top == root, "step 3: FINDING is not in the tree of the last checkpoint")
    require(lefts == [root for _, root in tree], "step 3: the last checkpoint is of other entries")
    pairs = [(batch, batch.reveal) for batch in bundle.reading.batches]
    for first, second in pairs + [(bundle.reading, bundle.reading.open)]:
        between = not second or any(first.at < size <= second.at for size in sizes)
        require(between, f"step 3: no checkpoint after entry {first.at} and before what follows it")

def check_beacons(reading):
    """Step 4: B of each counted batch."""
    beacons = {}
    for batch in reading.batches:
        values = [bytes.fromhex(value) for value in batch.reveal.values]
        commits = ["reveal"] + [H("reveal-commit", value).hex() for value in values]
        beacon = H("beacon", batch.leaf, *values)
        sound = batch.beacon == " ".join(commits) and batch.reveal.beacon == beacon.hex()
        require(sound, "step 4: the revealed values are not the ones committed, or B is not theirs")
        beacons[batch.memo, batch.batch] = beacon
    return beacons

def check_nonces(reading):
    """Step 4: the nonces in OPEN of each memo; none without OPEN."""
    if not reading.open:
        return []
    nonces, rest = [], iter(reading.open.nonces)
    for first, i in zip(reading.firsts, reading.inquiry):
        own = [bytes.fromhex(value) for value in islice(rest, len(first.nonces))]
        sound = [chain(nonce, i).hex() for nonce in own] == first.nonces
        require(sound, "step 4: a nonce does not lead to the end of its chain")
        nonces.append(own)
    return nonces

def check_reading(reading, memos, frozen):
    """Steps 5 and 6: the evidence of each memo."""
    require([memo.hex() for memo, *_ in memos] == reading.memos, "step 5: other memos' catalogues")
    for first, (_, salt, catalogue) in zip(reading.firsts, memos):
        sound = H("catalogue", salt, catalogue).hex() == first.catalogue
        require(sound, "step 5: a catalogue is not the one committed in DEAL")
    require(H("reading", frozen).hex() == reading.reading, "step 5: not the reading logged")
    catalogues = {memo.hex(): parse_catalogue(catalogue) for memo, _, catalogue in memos}
    seen = parse_reading(frozen, catalogues)
    evidence = dict(zip(catalogues, map(Evidence, catalogues.values(), seen)))
    least = min(each.least_p() for each in evidence.values())
    below = is_above(reading.copies, least, reading.alpha_inquiry)
    require(below == (reading.floor == "below"), "step 6: the floor is not what READING says")
    return evidence

def check_named(bundle, opened):
    """Steps 7 and 8, as far as no key is needed: whether FINDING may name what it names."""
    finding, reading = bundle.finding, bundle.reading
    bundle.dealt = {(batch.memo, batch.batch): batch for batch in reading.batches}
    for (memo, batch, j), log10_e, p in zip(finding.named, finding.log10_evidence, finding.p_upper):
        sound = (memo, batch) in bundle.dealt and j < bundle.dealt[memo, batch].copies
        require(sound, "step 7: a named copy is not among the N copies")
        require(not is_burnt(reading, memo, batch, j), "step 7: a named copy's key was public")
        sound = not is_above(reading.copies, float(p), reading.alpha_inquiry)
        require(sound, "step 8: a copy is named whose p is too large")
        bundle.was_sampled |= is_drawn(bundle, memo, float(log10_e) * math.log(10))
    found = [(memo.hex(), batch, j) for memo, batch, j, *_ in opened]
    wanted = finding.named if bundle.level else []
    require(found == wanted, "step 7: the opened copies are not the named ones")

def is_drawn(bundle, memo, log_e):
    """Whether p is sampled: counts cannot be listed, and 1/E alone does not name."""
    markov, reading = upper_p(log_e, 1), bundle.reading
    return not bundle.evidence[memo].is_exact and is_above(reading.copies, markov, reading.alpha_inquiry)

def check_copy(bundle, copy, log10_e, p):
    """Steps 7 and 8 of one opened copy: its leaves, its word, E and p."""
    memo, batch, j, copy_key, identity, copies_path, files, files_path = copy
    dealt, evidence = bundle.dealt[memo.hex(), batch], bundle.evidence[memo.hex()]
    place = memo + u32(batch) + u32(j)
    leaf = copy_leaf(place, H("copy-key-commit", copy_key), identity)
    check_leaves(place, dealt, dealt.issue, leaf, copies_path, files, files_path)
    word = deal_word(copy_key, bundle.beacons[memo.hex(), batch], place, evidence.catalogue)
    log_e = evidence.log_e(evidence.counts(word))
    sound = abs(log10_e - log_e / math.log(10)) <= max(1e-6, 1e-9 * abs(log10_e))
    require(sound, "step 8: a copy's evidence is not what FINDING says")
    drawn = is_drawn(bundle, memo.hex(), log_e)
    if drawn and not bundle.sampled:  # no less than a sample without one hit gives, and no more than 1/E
        truth = min(max(p, upper_p(log_e, 0)), upper_p(log_e, 1))
        bundle.unchecked.append(f"p of copy {memo.hex()}/{batch}/{j}, which is sampled: use --sampled")
    else:
        seed = drawn and sampler_seed(bundle.reading.leaf, sampler_value(bundle.nonces), memo)
        truth = evidence.p(log_e, seed)
    require(near(p, truth), "step 8: a copy's p is not what FINDING says")
    sound = not is_above(bundle.reading.copies, truth, bundle.reading.alpha_inquiry)
    require(sound, "step 8: a copy is named whose p is too large")

def check_names(names, opened):
    """Step 9: the offices of opened copies."""
    identities = {tuple(copy[:3]): copy[4] for copy in opened}
    places = [tuple(name[:3]) for name in names]
    sound = all(identities.get(tuple(place)) == H("recipient", salt, office.encode())
                for *place, salt, office in names)
    require(sound and places == sorted(set(places)), "step 9: a name is not that of an opened copy")
    return {(memo.hex(), batch, j): office for memo, batch, j, _, office in names}

# ======== finding.md, after step 10: what may be said ========

SENTENCE = (
    "The reading fits the copy issued to {office}. Under the published source model it is {times} "
    "times more probable if that copy was among the sources than if it was not. Over all N = "
    "{copies} copies, this inquiry would name any copy not among the sources with probability at "
    "most α_i + δ = {bound:.6e}, whatever was done to the leak. This does not say who leaked it. "
    "Anybody who held that copy, or the issuing system, could have made this leak.")
ONE_MACHINE = (" One machine dealt, kept the keys and the copies, and read the leak; the bound "
               "assumes that its operator did not use them.")
OPENED_BEFORE = (" The bound also assumes that neither the leak nor the reading was shaped by "
                 "someone who knew the codebook, or figures from it.")
UNCHECKED = ["that the leak reads so: the reading is the sender's, frozen before the codebook opened",
             "that the file under a copy's leaf shows its word (`audit` does)"]

def report(bundle):
    """The figures and sentences of a verified bundle."""
    finding, reading, evidence = bundle.finding, bundle.reading, bundle.evidence.values()
    delta = sum(2**-40 * (not each.is_exact) + 2**-62 * each.odd for each in evidence)
    named = [name_copy(bundle, *each)
             for each in zip(finding.named, finding.log10_evidence, finding.p_upper)]
    return {"verified": True, "not_checked": list_unchecked(bundle), "outcome": finding.outcome,
            "grade": finding.grade, "copies": finding.copies, "inquiry": reading.inquiry,
            "voids": finding.voids, "deals": finding.deals, "unopened": finding.unopened,
            "alpha": finding.alpha, "alpha_inquiry": reading.alpha_inquiry, "delta": delta,
            "level": bundle.level, "named": named,
            "sentences": [say(bundle, copy, reading.alpha_inquiry + delta) for copy in named],
            "log_key": bundle.log_key}

def name_copy(bundle, copy, log10_e, p):
    memo, batch, j = copy
    number = 1 + j + sum(other.copies for other in bundle.reading.batches
                         if other.memo == memo and other.batch < batch)
    return {"copy": f"{memo}/{batch}/{j}", "number": number, "office": bundle.offices.get(copy),
            "log10_evidence": float(log10_e), "p_upper": float(p)}

def say(bundle, copy, bound):
    """The one sentence about a named copy, and what it rests on."""
    memo, log10_e = copy["copy"].partition("/")[0], min(copy["log10_evidence"], 30)
    more = "more than " * (copy["log10_evidence"] > 30)  # beyond that nobody compares
    sentence = SENTENCE.format(
        office=copy["office"] or f"the recipient of copy {copy['number']} of memo {memo}",
        times=f"{more}{10 ** (log10_e % 1):.3f}e{math.floor(log10_e)}",
        copies=bundle.finding.copies, bound=bound)
    if bundle.finding.grade == "L":
        sentence += ONE_MACHINE
    if max(bundle.reading.inquiry) > 1:
        sentence += OPENED_BEFORE
    if not all(first.witnesses for first in bundle.reading.firsts):
        sentence += " Unwitnessed."
    return sentence

def list_unchecked(bundle):
    unchecked = bundle.unchecked + UNCHECKED
    if bundle.finding.named and not bundle.level:
        unchecked.insert(0, "the naming itself: no key is disclosed, so E and p are only claimed")
    if any(first.witnesses for first in bundle.reading.firsts):
        unchecked.append("the cosignatures of witnesses")
    return unchecked

# ======== the command line ========

def printable(text):
    """Text from the file without letters that could move the cursor or turn the line."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)

def show(found):
    for sentence in found.pop("sentences", []):
        print(printable(sentence) + "\n")
    for item in found.pop("not_checked", []):
        print(f"not checked     {item}")
    for name, value in found.items():
        print(f"{name.replace('_', ' '):<16}{printable(str(value))}")

def verify_file(path, wanted_key, sampled):
    data = Path(path).read_bytes()
    if data.startswith(b"countermark/v1/certificate\n"):
        from certificate import verify_certificate  # here, since it imports this file
        return verify_certificate(data, wanted_key)
    return report(verify_bundle(data, wanted_key, sampled))

def read_options():
    parser = argparse.ArgumentParser(description="Rechecks a Countermark finding or certificate.")
    parser.add_argument("file", nargs="?", help="FILE.cmk or FILE.certificate")
    parser.add_argument("--log-key", metavar="VKEY", help="refuse any other log key than this")
    parser.add_argument("--sampled", action="store_true", help="recompute sampled p too (slower)")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--vectors", metavar="DIR", help="replay the test vectors below DIR")
    options = parser.parse_args()
    if bool(options.file) == bool(options.vectors):
        parser.error("give one FILE, or --vectors DIR")
    return options

def main():
    sys.stdout.reconfigure(encoding="utf-8")
    sys.stderr.reconfigure(encoding="utf-8")
    options = read_options()
    try:
        if options.vectors:
            from replay import replay_all  # here, since a finding needs none of it
            return replay_all(options.vectors)
        found = verify_file(options.file, options.log_key, options.sampled)
        if options.json:
            print(json.dumps(found))
        else:
            show(found)
        return 0
    except Refused as error:
        message, hint = str(error), error.hint
    except OSError as error:
        message, hint = f"cannot read `{error.filename}`: {error.strerror}", "check the path"
    print(f"{printable(message)}\nhint: {printable(hint)}", file=sys.stderr)
    return 2

if __name__ == "__main__":
    sys.exit(main())
