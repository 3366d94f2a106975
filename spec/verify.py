#!/usr/bin/env python3
"""Rechecks a Countermark finding without trusting the sender, the registry or the main program.

Written from the pages of this folder alone, with nothing but Python's standard library; the parts
stand in the order of those pages: encodings, the log, codewords, evidence, the bundle.

    verify.py FILE.cmk [--log-key VKEY] [--sampled] [--json]       a finding
    verify.py FILE.certificate [--log-key VKEY] [--json]           a recipient's certificate
    verify.py --vectors DIR                                        the published test vectors

Exit status 0: verified, whatever the finding's outcome. 2: refused, with the reason and a hint.
"""
import argparse, base64, bisect, hashlib, hmac, json, math, re, struct, sys
from fractions import Fraction
from functools import reduce
from itertools import accumulate, islice, product
from operator import add, xor
from pathlib import Path
from types import SimpleNamespace

class Refused(Exception):
    """The file is not what it says it is: the message of the first step that fails, and a hint."""
    def __init__(self, message, hint="ask whoever sent the file for an untouched copy"):
        super().__init__(message)
        self.hint = hint

def require(condition, message, *hint):
    if not condition:
        raise Refused(message, *hint)

# ======== README.md: hashes and CBOR ========

def H(tag, *parts):
    """SHA-256 behind a tag: every hash of the formats but those of the Merkle tree."""
    return hashlib.sha256(b"countermark/v1/" + tag.encode() + b"\0" + b"".join(parts)).digest()

def u32(number):
    return struct.pack(">I", number)

def decode_cbor(data, what):
    """The one item of deterministic CBOR that `data` is: int, bytes, str, list, dict or None."""
    value, end = cbor_item(data, 0, 8, what)
    require(end == len(data), f"{what}: bytes after the end of the CBOR item")
    return value

def cbor_item(data, at, depth, what):
    require(at < len(data) and depth, f"{what}: CBOR is cut short or nested too deep")
    major, size, at = data[at] >> 5, data[at] & 31, at + 1
    if major > 5:
        require((major, size) == (7, 22), f"{what}: CBOR tag, float or other value of no use here")
        return None, at
    number = size
    if size > 23:
        width = 1 << size - 24
        require(size < 28 and at + width <= len(data), f"{what}: CBOR length is cut short or open")
        number, at = int.from_bytes(data[at : at + width], "big"), at + width
        shortest = 24 if width == 1 else 1 << 4 * width
        require(number >= shortest, f"{what}: CBOR number is not in its shortest form")
    if major < 2:
        return (-1 - number if major else number), at
    # Every item takes a byte at least, so this also bounds what a false length can cost.
    require(number <= len(data) - at, f"{what}: CBOR is cut short")
    if major < 4:
        text, at = data[at : at + number], at + number
        return (text if major == 2 else decode_text(text)), at
    items, keys = [], []
    for index in range(number if major == 4 else 2 * number):
        start = at
        item, at = cbor_item(data, at, depth - 1, what)
        items.append(item)
        if major == 5 and index % 2 == 0:
            require(type(item) in (int, str, bytes), f"{what}: CBOR map key of a wrong type")
            require(not keys or data[start:at] > keys[-1], f"{what}: CBOR map keys out of order")
            keys.append(data[start:at])
    return (items if major == 4 else dict(zip(items[::2], items[1::2]))), at

def fits(value, shape):
    """Shapes: a type, a number of bytes, "u32", [shape of every item], (shape of each, …)."""
    if isinstance(shape, (list, tuple)):
        every = shape * len(value) if isinstance(shape, list) and isinstance(value, list) else shape
        return isinstance(value, list) and len(value) == len(every) and all(map(fits, value, every))
    if shape == "u32":
        return isinstance(value, int) and 0 <= value < 1 << 32
    return isinstance(value, bytes) and len(value) == shape if isinstance(shape, int) else (
        isinstance(value, shape))

def decode_fields(data, shapes, what):
    """The values of a CBOR map with the keys 0, 1, 2, … and nothing else."""
    table = decode_cbor(data, what)
    whole = isinstance(table, dict) and list(table) == list(range(len(shapes)))
    require(whole and all(map(fits, table.values(), shapes)), f"{what}: unknown or misshapen parts")
    return list(table.values())

def from_base64(text, what):
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        data = b""
    require(data and base64.b64encode(data).decode() == text, f"{what}: not proper base64")
    return data

def decode_text(data):
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("text that is not UTF-8") from None

# ======== ChaCha20 (RFC 8439): many blocks at once, each in 64 bits of a long integer ========

LANES = 4096

def chacha20(key, first_block, blocks, nonce=bytes(12)):
    ones = int.from_bytes(b"\1\0\0\0\0\0\0\0" * blocks, "little")
    mask = ones * 0xFFFFFFFF
    start = [word * ones for word in struct.unpack("<12I", b"expand 32-byte k" + key)]
    counters = struct.pack(f"<{blocks}Q", *range(first_block, first_block + blocks))
    start.append(int.from_bytes(counters, "little"))
    start += [word * ones for word in struct.unpack("<3I", nonce)]
    x = start[:]
    def half(a, b, d, left):
        x[a] = (x[a] + x[b]) & mask
        x[d] ^= x[a]
        x[d] = (x[d] << left & mask) | (x[d] >> 32 - left & mask)
    for _ in range(10):
        for abcd in ("048c", "159d", "26ae", "37bf", "05af", "16bc", "278d", "349e"):
            a, b, c, d = (int(digit, 16) for digit in abcd)
            half(a, b, d, 16), half(c, d, b, 12), half(a, b, d, 8), half(c, d, b, 7)
    stream = bytearray(64 * blocks)
    for word in range(16):
        lanes = (x[word] + start[word] & mask).to_bytes(8 * blocks, "little")
        for byte in range(4):
            stream[4 * word + byte :: 64] = lanes[byte::8]
    return bytes(stream)

# ======== Ed25519 (RFC 8032), strict: canonical encodings, no point of small order ========

P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P

def add_points(a, b):
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * D * a[3] * b[3] % P, 2 * a[2] * b[2] % P
    e, f, g, h = f - e, h - g, h + g, f + e
    return e * f % P, g * h % P, f * g % P, e * h % P

def decode_point(data):
    y, sign = int.from_bytes(data, "little") & (1 << 255) - 1, data[31] >> 7
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * pow(2, (P - 1) // 4, P) % P
    x = P - x if x & 1 != sign else x
    return (x, y, 1, x * y % P) if y < P and x < P and x * x % P == square else None

def same_point(a, b):
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0

def is_small(point):
    for _ in range(3):
        point = add_points(point, point)
    return same_point(point, (0, 1, 1, 0))

BASE = decode_point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))

def ed25519_verifies(public, message, signature):
    """Whether [S]B = R + [k]A, with S < L."""
    if len(public) != 32 or len(signature) != 64:
        return False
    a, r, s = decode_point(public), decode_point(signature[:32]), signature[32:]
    s = int.from_bytes(s, "little")
    if not a or not r or s >= L or is_small(a) or is_small(r):
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    minus_a, total = (P - a[0], a[1], 1, P - a[3]), (0, 1, 1, 0)
    table = (None, BASE, minus_a, add_points(BASE, minus_a))
    for bit in range(252, -1, -1):
        total = add_points(total, total)
        if pick := (s >> bit & 1) + 2 * (k >> bit & 1):
            total = add_points(total, table[pick])
    return same_point(total, r)

# ======== log.md: the Merkle tree (RFC 6962) and signed checkpoints (C2SP) ========

def leaf_hash(entry):
    return hashlib.sha256(b"\0" + entry).digest()

def node_hash(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()

def grow(stack, leaf):
    """Adds a leaf to a tree kept as its full subtrees, (size, root), the largest first."""
    stack.append((1, leaf))
    while len(stack) > 1 and stack[-1][0] == stack[-2][0]:
        (size, right), (_, left) = stack.pop(), stack.pop()
        stack.append((2 * size, node_hash(left, right)))

def tree_root(stack):
    roots = [root for _, root in stack] or [hashlib.sha256().digest()]
    while len(roots) > 1:
        roots[-2:] = [node_hash(*roots[-2:])]
    return roots[0]

def path_root(leaf, index, size, path, what):
    """The root that an audit path leads to, and the path's left-hand hashes, the highest first."""
    require(index < size, f"{what}: there is no leaf {index} in a tree of {size}")
    last, lefts, rest = size - 1, [], list(path)
    while last:
        if index % 2 or index < last:
            require(rest, f"{what}: the audit path is too short")
            sibling = rest.pop(0)
            leaf = node_hash(sibling, leaf) if index % 2 else node_hash(leaf, sibling)
            lefts[:0] = [sibling] if index % 2 else []
        index, last = index // 2, last // 2
    require(not rest, f"{what}: the audit path is too long")
    return leaf, lefts

def parse_log_key(text):
    parts = re.fullmatch(r"([^\s+]+)\+([0-9a-f]{8})\+(\S+)", text)
    require(parts, "the log key is not of the form `name+id+base64`")
    key = from_base64(parts[3], "log key")
    digest = hashlib.sha256(parts[1].encode() + b"\n" + key).hexdigest()
    sound = len(key) == 33 and key[0] == 1 and digest.startswith(parts[2])
    require(sound, "the log key is no Ed25519 key with the id that it states")
    return SimpleNamespace(name=parts[1], id=bytes.fromhex(parts[2]), public=key[1:])

def parse_checkpoint(note, key):
    """Size and root of a checkpoint that the log key signed."""
    text, blank, lines = note.rpartition("\n\n")
    sound = blank and lines.endswith("\n") and not re.search(r"[\0-\x09\x0b-\x1f]", note)
    require(sound and lines.count("\n") <= 64, "a checkpoint is not a signed note")
    signed = False
    for line in lines[:-1].split("\n"):
        parts = re.fullmatch(r"— ([^\s+]+) (\S+)", line)
        require(parts, "a checkpoint has a line that is no signature")
        signature = from_base64(parts[2], "signature of a checkpoint")
        require(len(signature) > 4, "a checkpoint has a line that is no signature")
        if parts[1] == key.name and signature[:4] == key.id:
            signed = ed25519_verifies(key.public, f"{text}\n".encode(), signature[4:])
            require(signed, "a checkpoint's signature does not verify with the log key")
    require(signed, "a checkpoint is not signed by the log key")
    lines = text.split("\n")
    sound = len(lines) == 3 and lines[0] == key.name and re.fullmatch(INT, lines[1])
    require(sound, "a checkpoint is not origin, size and root of this log")
    root = from_base64(lines[2], "root of a checkpoint")
    require(len(root) == 32, "the root of a checkpoint is no hash")
    return int(lines[1]), root

# ======== log.md: entries ========

ID, HASH, INT = "[0-9a-f]{32}", "[0-9a-f]{64}", "(0|[1-9][0-9]{0,15})"
TYPES = {  # a type that ends in `*` is a list of such items
    "id": ID, "id*": ID, "hash": HASH, "hash*": HASH, "hash?": f"-|{HASH}", "int": INT, "int*": INT,
    "decimal": "0[.][0-9]{0,11}[1-9]", "word": "[!-~]+", "copy*": f"{ID}/{INT}/{INT}",
    "real": "", "real*": r"0\.0{9}e0|-?[1-9]\.[0-9]{9}e(0|-?[1-9][0-9]{0,2})",
    "decoder": f"countermark/v1 {HASH}", "priors": "v1", "tiers": "850 50 25 50 25",
    "beacon": f"reveal( {HASH}){{2,6}}", "custody": "local|split", "floor": "above|below",
    "purpose": "name|shortlist", "outcome": "named|shortlist|cannot_name|no_finding",
    "grade": "[LAB]", "action": "disclose", "burnt*": f"all|{INT}/{INT}"}
TYPES["real"] = TYPES["real*"]
KINDS = {kind: [key.split(":") for key in keys.split()] for kind, keys in {
    "deal": "memo:id batch:int copies:int copies-root:hash key-commit:hash catalogue:hash"
            " original:hash decoder:decoder priors:priors alpha:decimal tiers:tiers beacon:beacon"
            " nonces:hash* custody:custody witnesses:int",
    "reveal": "memo:id batch:int deal:hash values:hash* beacon:hash",
    "issue": "memo:id batch:int deal:hash copies:int files-root:hash",
    "void": "memo:id batch:int deal:hash reason:word",
    "reading": "memos:id* copies:int inquiry:int* leak:hash extractor:word aligner:word"
               " alignments:int edits:int reading:hash floor:floor",
    "open": "reading:hash memos:id* inquiry:int* purpose:purpose nonces:hash* gate:word",
    "finding": "reading:hash open:hash? outcome:outcome copies:int deals:int voids:int*"
               " unopened:int alpha:decimal alpha-inquiry:real grade:grade named:copy*"
               " log10-evidence:real* p-upper:real* body:hash",
    "audit": "actor:id action:action finding:hash memo:id level:int copies:burnt*"}.items()}

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

def check_entry(e):
    """What an entry must hold by itself; copies become tuples of numbers."""
    sound = getattr(e, "batch", 0) < 1 << 32
    if e.kind in ("deal", "issue"):
        sound = sound and 1 <= e.copies < 1 << 32
    if e.kind == "deal":
        sound = sound and len(e.nonces) in (range(1) if e.batch else range(2, 7))
    if e.kind in ("reading", "open"):
        sound = ascending(e.memos) and len(e.inquiry) == len(e.memos)
    if e.kind == "finding":
        parts = [copy.split("/") for copy in e.named]
        e.named = [(memo, int(batch), int(j)) for memo, batch, j in parts]
        sound = (e.outcome == "named") == ascending(e.named) and (
            len(e.named) == len(e.log10_evidence) == len(e.p_upper))
    if e.kind == "audit" and e.copies != ["all"]:
        sound = "all" not in e.copies
        e.copies = sound and [tuple(map(int, copy.split("/"))) for copy in e.copies]
        sound = sound and ascending(e.copies)
    require(sound, f"{e.kind}: numbers out of range, not ascending or not as many as they should be")

class Log:
    """Entries in order, each refused where it breaks the order or states a wrong count."""
    def __init__(self, entries=()):
        self.leaves, self.tree, self.batches, self.readings, self.findings = [], [], {}, {}, set()
        self.unissued, self.last_issue, self.deals, self.audits = [], -1, 0, []
        self.window, self.opens, self.unopened = {}, {}, {}
        for entry in entries:
            self.add(entry)

    def add(self, data):
        entry = parse_entry(data)
        entry.at, entry.leaf = len(self.leaves), leaf_hash(data)
        entry.id = entry.leaf.hex()
        getattr(self, entry.kind)(
            entry, lambda sound, why: require(sound, f"entry {entry.at}, {entry.kind}: {why}"))
        self.leaves.append(entry.leaf)
        return entry

    def deal(self, e, check):
        batches = self.batches.setdefault(e.memo, [])
        check(e.batch == len(batches), "batches are not dealt in order, once each")
        if e.batch:
            check(batches[-1].issue, "the batch before was not issued")
            same = "catalogue original decoder priors alpha tiers custody witnesses".split()
            check(all(vars(e)[key] == vars(batches[0])[key] for key in same), "not as batch 0")
        else:
            self.window[e.memo] = self.last_issue
        e.reveal = e.issue = e.void = None
        batches.append(e)
        self.unissued.append(e.at)
        self.deals += 1

    def dealt(self, e, check):
        batch = self.batches.get(e.memo, [])[e.batch : e.batch + 1]
        check(batch and batch[0].id == e.deal, "it names no such DEAL before it")
        return batch[0]

    def reveal(self, e, check):
        batch = self.dealt(e, check)
        check(not batch.reveal, "the batch was revealed before")
        check(len(e.values) == batch.beacon.count(" "), "not one value for each hash of `beacon`")
        batch.reveal = e

    def issue(self, e, check):
        batch = self.dealt(e, check)
        check(batch.reveal and not batch.issue and not batch.void, "the batch is not to be issued")
        check(e.copies == batch.copies, "`copies` is not that of DEAL")
        batch.issue, self.last_issue = e, e.at
        self.unissued.remove(batch.at)

    def void(self, e, check):
        batch = self.dealt(e, check)
        check(not batch.issue and not batch.void, "the batch was issued or voided before")
        batch.void = e

    def reading(self, e, check):
        check(e.id not in self.readings, "it repeats an earlier READING")
        issued = [[batch for batch in self.batches.get(memo, []) if batch.issue]
                  for memo in e.memos]
        check(all(issued), "it names a memo that was not issued")
        e.batches, e.firsts = sum(issued, []), [batches[0] for batches in issued]
        check(e.copies == sum(batch.copies for batch in e.batches), "`copies` is not N")
        check(e.inquiry == self.inquiries(e.memos), "`inquiry` is not 1 + the OPENs before")
        check(max(e.inquiry) <= 1023, "the nonce chain of a memo is used up")
        # V: deals that are unissued now, from the window's start to the memo's last ISSUE
        # and one for each late batch, whose dealer could go on until a word fitted
        e.voids = [len(batches) - 1 + bisect.bisect(self.unissued, batches[-1].issue.at)
                   - bisect.bisect(self.unissued, self.window[memo])
                   for memo, batches in zip(e.memos, issued)]
        waiting = [self.unopened.setdefault(memo, set()) for memo in e.memos]
        e.deals, e.unopened = self.deals, len(set().union(*waiting))
        e.audits, e.audits_before = self.audits, len(self.audits)
        for readings in waiting:
            readings.add(e.id)
        shares = [share(first.alpha, i, v) for first, i, v in zip(e.firsts, e.inquiry, e.voids)]
        e.alpha, e.alpha_inquiry = e.firsts[shares.index(min(shares))].alpha, float(min(shares))
        e.grade = "L" if any(first.custody == "local" for first in e.firsts) else (
            "A" if max(e.inquiry) == 1 else "B")
        e.open = e.finding = None
        self.readings[e.id] = e

    def inquiries(self, memos):
        return [1 + self.opens.get(memo, 0) for memo in memos]

    def open(self, e, check):
        reading = self.readings.get(e.reading)
        check(reading and not reading.open and not reading.finding, "no READING for it to open")
        check((e.memos, e.inquiry) == (reading.memos, reading.inquiry), "not as in the READING")
        check(e.inquiry == self.inquiries(e.memos), "an OPEN stands between the READING and this")
        check((e.purpose == "name") == (reading.floor == "above"), "the purpose is not the floor's")
        custodians = sum(len(first.nonces) for first in reading.firsts)
        check(len(e.nonces) == custodians, "not one nonce for each custodian")
        reading.open = e
        for memo in e.memos:
            self.opens[memo] = self.opens.get(memo, 0) + 1
            self.unopened[memo].discard(reading.id)

    def finding(self, e, check):
        reading = self.readings.get(e.reading)
        check(reading and not reading.finding, "no READING that waits for it")
        check(e.open == (reading.open.id if reading.open else "-"), "not the READING's OPEN")
        for key in ("copies", "deals", "voids", "unopened", "alpha", "grade"):
            check(vars(e)[key] == vars(reading)[key], f"`{key}` is not what the log gives")
        check(near(float(e.alpha_inquiry), reading.alpha_inquiry), "`alpha-inquiry` is not α_i")
        silent = not reading.open or reading.floor == "below"
        check((e.outcome == "cannot_name") == silent, "the outcome is not that of OPEN and floor")
        reading.finding = e
        self.findings.add(e.id)

    def audit(self, e, check):
        check(e.finding in self.findings, "it names no FINDING before it")
        check(e.memo in self.batches, "its memo was not dealt")
        self.audits.append(e)

def share(alpha, inquiry, voids):
    """α·ω_V/(i(i+1)), exactly."""
    omega = Fraction(1, 10 * voids * (voids + 1)) if voids else Fraction(9, 10)
    return Fraction(alpha) * omega / (inquiry * (inquiry + 1))

def is_burnt(reading, memo, batch, j):
    return any(audit.memo == memo and (audit.copies == ["all"] or (batch, j) in audit.copies)
               for audit in islice(reading.audits, reading.audits_before))

def near(a, b):
    return abs(a - b) <= 1e-6 * abs(b)

# ======== codeword.md and reading.md ========

def parse_catalogue(data):
    marks = decode_cbor(data, "catalogue")
    require(fits(marks, [(int, int, int, bytes)]), "catalogue: not an array of marks")
    sound = all(0 <= carrier <= 2 and 2 <= arity <= 16
                and bias in ((64, 27, 101) if arity == 2 else (0,))
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

def keystream(key):
    for first in range(0, 1 << 32, LANES):
        yield chacha20(key, first, LANES)

def deal_word(copy_key, beacon, place, marks):
    """The symbols of the copy at `place`, memo ‖ batch ‖ j."""
    deal = b"countermark/v1/deal\0" + beacon + place
    length = sum(1 if arity in (2, 4) else 8 for _, arity, _ in marks)
    pages = islice(keystream(hmac.digest(copy_key, deal, "sha256")), -(-length // (64 * LANES)))
    stream, word, at = b"".join(pages), [], 0
    for _, arity, bias in marks:
        width = 1 if arity in (2, 4) else 8
        value, at = int.from_bytes(stream[at : at + width], "big"), at + width
        word.append(int(value & 127 < bias) if arity == 2 else value * arity >> 8 * width)
    return word

# ======== finding.md: evidence and p-values ========

MODELS = [(1, .50, [[0, 1]]), (2, .25, [[0, 1/2, 1], [0, 1, 1], [0, 0, 1]]),
          (3, .15, [[0, 1/3, 2/3, 1], [0, 0, 1, 1], [0, 1, 0, 1], [0, 1/2, 1/2, 1], [0, 1, 1, 1],
                    [0, 0, 0, 1]]),
          (4, .07, [[0, 1/4, 1/2, 3/4, 1], [0, 0, 1/2, 1, 1], [0, 1, 1/2, 0, 1],
                    [0, 1/2, 1/2, 1/2, 1]]),
          (5, .03, [[0, 1/5, 2/5, 3/5, 4/5, 1], [0, 1, 1, 0, 0, 1], [0, 0, 0, 1, 1, 1]])]
SPACING = [.001, .01, .05, .15, .30, .45]
MISREADS = [[.01, .05, .15], SPACING, SPACING]
EXACT, DRAWS, TIE, LN_DELTA, LEAST_P = 1_000_000, 100_000, 1e-9, 40 * math.log(2), 1e-300

def log_sum(logs):
    top = max(logs)
    return top + math.log(sum([math.exp(value - top) for value in logs]))

def likelihoods(arity, chance, seen, theta, misread):
    """P_k(seen | hit), P_k(seen | no hit), P_k(seen); a hit is x = 1, or x = seen if arity ≥ 3."""
    c, given = len(theta) - 1, []
    if arity > 2:
        rest = (1 - 1/c) / arity
        return (1 - misread) / c + rest, misread / (arity - 1) / c + rest, 1/arity
    for x in (1, 0):
        q = sum(math.comb(c - 1, r) * chance**r * (1 - chance) ** (c - 1 - r) * theta[r + x]
                for r in range(c))
        q = (1 - misread) * q + misread * (1 - q)
        soft = isinstance(seen, list)
        given.append(q * math.exp(seen[0] / 1024) + 1 - q if soft else q if seen else 1 - q)
    return *given, chance * given[0] + (1 - chance) * given[1]

class Evidence:
    """What the reading of one memo says of any word of that memo.

    Given θ, carriers are independent, so that E = Σ_θ π_θ Π_carriers mean_ε(…) over the same of all
    words. Tables of a carrier are flat lists over θ and, within θ, over its ε.
    """
    def __init__(self, marks, reading):
        self.catalogue, self.samples, classes = marks, {}, {}
        self.marks = []  # those not erased: place in the word, class, the symbol that is a hit
        for i, ((carrier, arity, bias), seen) in enumerate(zip(marks, reading)):
            if seen is not None:
                chance, text = (bias / 128, str(seen)) if arity == 2 else (1/arity, "")
                size, number, _ = classes.get((carrier, arity, chance, text), (0, len(classes), 0))
                classes[carrier, arity, chance, text] = size + 1, number, seen
                self.marks.append((i, number, 1 if arity == 2 else seen))
        self.sizes = [size for size, _, _ in classes.values()]
        self.arities, self.chances = [key[1] for key in classes], [key[2] for key in classes]
        self.odd = sum(size for size, arity in zip(self.sizes, self.arities) if arity not in (2, 4))
        self.is_exact = math.prod(size + 1 for size in self.sizes) <= EXACT
        self.carriers, self.home = [], {}  # home: class -> its carrier, and its column there
        carriers = sorted({key[0] for key in classes})
        components = 17 * math.prod(len(MISREADS[carrier]) for carrier in carriers)
        require(len(classes) * components <= 4_000_000, "reading: too many classes and components")
        for carrier in carriers:
            own = [(*key[1:3], *value) for key, value in classes.items() if key[0] == carrier]
            for column, (*_, number, _) in enumerate(own):
                self.home[number] = len(self.carriers), column
            table = [[likelihoods(arity, chance, seen, theta, misread)
                      for arity, chance, _, _, seen in own]
                     for _, _, models in MODELS for theta in models for misread in MISREADS[carrier]]
            sizes, width = [size for _, _, size, _, _ in own], len(MISREADS[carrier])
            self.carriers.append(SimpleNamespace(
                width=width, table=table, own=[number for *_, number, _ in own], known={},
                none=[log_likelihood(sizes, row, 1) - math.log(width) for row in table],
                every=[log_likelihood(sizes, row, 2) - math.log(width) for row in table],
                slopes=[[math.log(hit / miss) for hit, miss, _ in column] for column in zip(*table)]))
        priors = [math.log(prior / len(models)) for _, prior, models in MODELS for _ in models]
        self.components = [  # the logarithm of w_k, not yet normed, and a row for each carrier
            (prior + sum(each.every[row] for each, row in zip(self.carriers, rows)), rows)
            for t, prior in enumerate(priors)
            for rows in product(*(range(t * each.width, (t + 1) * each.width)
                                  for each in self.carriers))]
        total = log_sum([weight for weight, _ in self.components])
        self.weights = [math.exp(weight - total) for weight, _ in self.components]
        self.priors = [prior - total for prior in priors]

    def counts(self, word):
        counts = [0] * len(self.sizes)
        for i, number, hit in self.marks:
            counts[number] += word[i] == hit
        return counts

    def log_e(self, counts):
        logs = self.priors
        for carrier in self.carriers:
            own = tuple([counts[number] for number in carrier.own])
            if own not in carrier.known:
                if len(carrier.known) > LANES:
                    carrier.known.clear()
                flat = carrier.none
                for n, slopes in zip(own, carrier.slopes):
                    flat = [value + n * slope for value, slope in zip(flat, slopes)] if n else flat
                carrier.known[own] = fold(flat, carrier.width)
            logs = list(map(add, logs, carrier.known[own]))
        return log_sum(logs)

    def exact_p(self, log_e):
        """P₀(log E ≥ log_e) over all counts: carrier by carrier, class inside class."""
        limit = log_e - TIE
        most = least = [0.0] * len(self.priors)  # what the levels after this one can add, for each θ
        levels = []
        largest = lambda carrier: max(self.sizes[number] for number in carrier.own)
        for carrier in sorted(self.carriers, key=largest, reverse=True):
            rise, fall = ([value for value in bound for _ in range(carrier.width)]
                          for bound in (most, least))
            levels.insert(0, (carrier, None, None, rise, fall))
            for size, number in sorted(((self.sizes[number], number) for number in carrier.own),
                                       reverse=True):
                slopes = carrier.slopes[self.home[number][1]]
                rise = [value + max(0.0, size * slope) for value, slope in zip(rise, slopes)]
                fall = [value + min(0.0, size * slope) for value, slope in zip(fall, slopes)]
                levels.insert(0, (carrier, slopes, binomial(size, self.chances[number]), rise, fall))
            most, least = (fold(list(map(add, carrier.none, bound)), carrier.width)
                           for bound in (rise, fall))

        def walk(depth, logs):
            """The probability that log E reaches the limit, given the counts of the levels before."""
            carrier, slopes, law, rise, fall = levels[depth]
            if max(map(add, logs, rise)) + math.log(len(logs)) < limit:
                return 0.0
            if max(map(add, logs, fall)) >= limit:
                return 1.0
            if depth == len(levels) - 1:
                return float(log_sum(logs) >= limit)
            if law is None:
                return enter(depth + 1, fold(logs, carrier.width))
            at = lambda n: walk(depth + 1, [log + n * slope for log, slope in zip(logs, slopes)])
            if depth < len(levels) - 2:
                return sum([chance * at(n) for n, chance in enumerate(law)])
            # log E is convex in n: what reaches the limit is a run from 0 and a run up to the size.
            low, high = 0, len(law) - 1
            while low <= high and at(low):
                low += 1
            while low <= high and at(high):
                high -= 1
            return sum(law[:low]) + sum(law[high + 1 :])

        def enter(depth, logs):
            carrier = levels[depth][0]
            return walk(depth, [logs[i // carrier.width] + value
                                for i, value in enumerate(carrier.none)])
        return max(min(enter(0, self.priors), 1.0), LEAST_P) if levels else float(limit <= 0)

    def least_p(self):
        """p_min: no word of any copy has a smaller p (a bound where counts cannot be listed)."""
        if self.is_exact:  # log E is convex in each count, so it is largest in a corner
            corners = product(*((0, size) for size in self.sizes))
            return self.exact_p(max(map(self.log_e, corners)))
        logs = [size * math.log(min(chance, 1 - chance) if arity == 2 else chance)
                for size, chance, arity in zip(self.sizes, self.chances, self.arities)]
        return math.exp(max(sum(logs), math.log(LEAST_P)))

    def sample(self, seed):
        """log E of the draws, which all copies share."""
        uniforms = (value >> 11 for page in keystream(seed)
                    for value in struct.unpack(f">{8 * LANES}Q", page))
        upto, last, edges, drawn = list(accumulate(self.weights)), len(self.weights) - 1, {}, []
        for _ in range(DRAWS):
            k = min(bisect.bisect(upto, next(uniforms) / 2**53), last)
            if k not in edges:
                edges[k] = [self.edges(number, hit, k) for _, number, hit in self.marks]
            counts = [0] * len(self.sizes)
            for (number, low, high), u in zip(edges[k], islice(uniforms, len(self.marks))):
                if low <= u < high:
                    counts[number] += 1
            drawn.append(self.log_e(counts))
        return drawn

    def edges(self, number, hit, k):
        """The class of a mark, and between which uniforms, times 2⁵³, its draw is a hit."""
        carrier, column = self.home[number]
        hits, misses, every = self.carriers[carrier].table[self.components[k][1][carrier]][column]
        arity, chance = self.arities[number], self.chances[number]
        if arity == 2:
            return number, (1 - chance) * misses / every * 2**53, math.inf
        low = sum([chance * misses / every] * hit)
        high = low + chance * hits / every
        return number, low * 2**53, high * 2**53 if hit < arity - 1 else math.inf

    def p(self, log_e, seed):
        if self.is_exact:
            return self.exact_p(log_e)
        if seed not in self.samples:
            self.samples[seed] = self.sample(seed)
        hits = [drawn for drawn in self.samples[seed] if drawn >= log_e - TIE]
        return upper_p(log_e, sum([min(1.0, math.exp(log_e - drawn)) for drawn in hits]) / DRAWS)

def log_likelihood(sizes, row, which):
    return sum(size * math.log(values[which]) for size, values in zip(sizes, row))

def fold(logs, width):
    """Sums over the ε of a carrier, one for each θ."""
    return [log_sum(logs[at : at + width]) for at in range(0, len(logs), width)]

def binomial(size, chance):
    return [math.exp(math.lgamma(size + 1) - math.lgamma(n + 1) - math.lgamma(size - n + 1)
                     + n * math.log(chance) + (size - n) * math.log(1 - chance))
            for n in range(size + 1)]

def upper_p(log_e, mean):
    """(1/E)·max{x : n·KL(mean, x) ≤ ln 2⁴⁰}, at most 1."""
    low, high = mean, 1.0
    for _ in range(100):
        x = (low + high) / 2
        nats = (mean * math.log(mean / x) if mean else 0) + (
            (1 - mean) * math.log((1 - mean) / (1 - x)) if mean < 1 else 0)
        low, high = (x, high) if DRAWS * nats <= LN_DELTA else (low, x)
    return math.exp(min(0.0, max(math.log(low) - log_e, math.log(LEAST_P))))

# ======== commitment.md ========

def copy_leaf(place, key_commitment, identity):
    return b"countermark/v1/copy\0" + place + key_commitment + identity

def file_leaf(place, files):
    items = [bytes([len(name)]) + name + digest for name, digest in files]
    return b"countermark/v1/file\0" + place + bytes([len(files)]) + b"".join(items)

def parse_file_leaf(leaf, place):
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
    parse_file_leaf(files, place)
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

MAGIC, SINGLES, MARGIN = b"countermark/v1/bundle\n", .85, 1 + 1e-6
OUTER = (bytes, bytes, [32], str, [(16, "u32", "u32", 32, str)])
BODY = (str, [bytes], [str], [(16, 32, bytes)], bytes, "u32",
        [(16, "u32", "u32", 32, 32, [32], bytes, [32])])

def is_above(copies, p, alpha):
    """Whether N·p is too large for the single copies' share of α_i."""
    return copies * p * MARGIN > SINGLES * alpha

def verify_bundle(data, wanted_key=None, sampled=False):
    """Steps 1 to 9; gives what the bundle says once all of it holds."""
    sound = data.startswith(MAGIC) and hashlib.sha256(data[:-32]).digest() == data[-32:]
    require(sound, "step 1: not a bundle, or one that was changed or cut short")
    body, finding, path, last, names = decode_fields(data[len(MAGIC):-32], OUTER, "step 1: bundle")
    f = SimpleNamespace(sampled=sampled, unchecked=[], was_sampled=False)
    f.log_key, entries, notes, memos, frozen, f.level, opened = decode_fields(
        body, BODY, "step 1: body")
    entry = parse_entry(finding)
    sound = f.level < 2 and entry.kind == "finding" and entry.body == H("body", body).hex()
    require(sound, "step 1: FINDING is not one of this body")
    log = Log(entries)
    f.finding = log.add(finding)
    f.reading = log.readings[f.finding.reading]
    require(wanted_key in (None, f.log_key), "step 3: not signed by the log key that is required",
            f"the file's log key is `{f.log_key}`")
    check_tree(log, f, notes, path, last)
    f.beacons, f.nonces = check_values(f.reading)
    f.evidence = check_reading(f.reading, memos, frozen)
    f.dealt = {(batch.memo, batch.batch): batch for batch in f.reading.batches}
    for (memo, batch, j), p in zip(f.finding.named, f.finding.p_upper):
        sound = (memo, batch) in f.dealt and j < f.dealt[memo, batch].copies
        require(sound, "step 7: a named copy is not among the N copies")
        require(not is_burnt(f.reading, memo, batch, j), "step 7: a named copy's key was public")
        sound = not is_above(f.reading.copies, float(p), f.reading.alpha_inquiry)
        require(sound, "step 8: a copy is named whose p is too large")
    found = [(memo.hex(), batch, j) for memo, batch, j, *_ in opened]
    require(found == f.finding.named * f.level, "step 7: the opened copies are not the named ones")
    for copy, log10_e, p in zip(opened, f.finding.log10_evidence, f.finding.p_upper):
        check_copy(f, copy, float(log10_e), float(p))
    identities = {tuple(copy[:3]): copy[4] for copy in opened}
    places = [tuple(name[:3]) for name in names]
    sound = all(identities.get(tuple(place)) == H("recipient", salt, office.encode())
                for *place, salt, office in names)
    require(sound and places == sorted(set(places)), "step 9: a name is not that of an opened copy")
    f.offices = {(memo.hex(), batch, j): office for memo, batch, j, _, office in names}
    return f

def check_tree(log, f, notes, path, last):
    key, at, tree = parse_log_key(f.log_key), f.finding.at, []
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
    top, lefts = path_root(f.finding.leaf, at, size, path, "step 3: FINDING")
    require(top == root, "step 3: FINDING is not in the tree of the last checkpoint")
    require(lefts == [root for _, root in tree], "step 3: the last checkpoint is of other entries")
    pairs = [(batch, batch.reveal) for batch in f.reading.batches] + [(f.reading, f.reading.open)]
    for first, second in pairs:
        between = not second or any(first.at < size <= second.at for size in sizes)
        require(between, f"step 3: no checkpoint after entry {first.at} and before what follows it")

def check_values(reading):
    """B of each counted batch; the nonces in OPEN of each memo."""
    beacons, nonces = {}, []
    for batch in reading.batches:
        values = [bytes.fromhex(value) for value in batch.reveal.values]
        commits = ["reveal"] + [H("reveal-commit", value).hex() for value in values]
        beacon = beacons[batch.memo, batch.batch] = H("beacon", batch.leaf, *values)
        sound = batch.beacon == " ".join(commits) and batch.reveal.beacon == beacon.hex()
        require(sound, "step 4: the revealed values are not the ones committed, or B is not theirs")
    rest = iter(reading.open.nonces if reading.open else [])
    for first, i in zip(reading.firsts, reading.inquiry if reading.open else []):
        nonces.append([bytes.fromhex(value) for value in islice(rest, len(first.nonces))])
        sound = [chain(nonce, i).hex() for nonce in nonces[-1]] == first.nonces
        require(sound, "step 4: a nonce does not lead to the end of its chain")
    return beacons, nonces

def check_reading(reading, memos, frozen):
    """The evidence of each memo."""
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

def check_copy(f, copy, log10_e, p):
    memo, batch, j, copy_key, identity, copies_path, files, files_path = copy
    dealt, evidence = f.dealt[memo.hex(), batch], f.evidence[memo.hex()]
    place = memo + u32(batch) + u32(j)
    leaf = copy_leaf(place, H("copy-key-commit", copy_key), identity)
    check_leaves(place, dealt, dealt.issue, leaf, copies_path, files, files_path)
    word = deal_word(copy_key, f.beacons[memo.hex(), batch], place, evidence.catalogue)
    log_e = evidence.log_e(evidence.counts(word))
    sound = abs(log10_e - log_e / math.log(10)) <= max(1e-6, 1e-9 * abs(log10_e))
    require(sound, "step 8: a copy's evidence is not what FINDING says")
    f.was_sampled |= not evidence.is_exact
    if evidence.is_exact or f.sampled:
        truth = evidence.p(log_e, sampler_seed(f.reading.leaf, sampler_value(f.nonces), memo))
    else:  # a sample gives no less than without one hit, and no more than Markov's bound
        truth = min(max(p, upper_p(log_e, 0)), upper_p(log_e, 1))
        f.unchecked.append(f"p of copy {memo.hex()}/{batch}/{j}, which is sampled: use --sampled")
    require(near(p, truth), "step 8: a copy's p is not what FINDING says")
    sound = not is_above(f.reading.copies, truth, f.reading.alpha_inquiry)
    require(sound, "step 8: a copy is named whose p is too large")

# ======== finding.md, step 10: what may be said ========

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

def report(f):
    """The figures and sentences of a verified bundle."""
    e, reading, named, sentences = f.finding, f.reading, [], []
    delta = sum(2**-40 * (not each.is_exact) + 2**-62 * each.odd for each in f.evidence.values())
    also = ONE_MACHINE * (e.grade == "L") + OPENED_BEFORE * (max(reading.inquiry) > 1)
    also += " Unwitnessed." * (not all(first.witnesses for first in reading.firsts))
    for copy, log10_e, p in zip(e.named, map(float, e.log10_evidence), map(float, e.p_upper)):
        memo, batch, j = copy
        number = 1 + j + sum(other.copies for other in reading.batches
                             if other.memo == memo and other.batch < batch)
        office = f.offices.get(copy)
        named.append({"copy": f"{memo}/{batch}/{j}", "number": number, "office": office,
                      "log10_evidence": log10_e, "p_upper": p})
        sentences.append(SENTENCE.format(
            office=office or f"the recipient of copy {number} of memo {memo}", copies=e.copies,
            times=f"{10 ** (log10_e % 1):.3f}e{math.floor(log10_e)}",
            bound=reading.alpha_inquiry + delta) + also)
    unchecked = f.unchecked + UNCHECKED
    if named and not f.level:
        unchecked.insert(0, "the naming itself: no key is disclosed, so E and p are only claimed")
    if any(first.witnesses for first in reading.firsts):
        unchecked.append("the cosignatures of witnesses")
    return {"verified": True, "not_checked": unchecked, "outcome": e.outcome, "grade": e.grade,
            "copies": e.copies, "inquiry": reading.inquiry, "voids": e.voids, "deals": e.deals,
            "unopened": e.unopened, "alpha": e.alpha, "alpha_inquiry": reading.alpha_inquiry,
            "delta": delta, "level": f.level, "named": named, "sentences": sentences,
            "log_key": f.log_key}

# ======== commitment.md: the certificate ========

CERTIFICATE = {"memo": ID, "batch": INT, "index": INT, "copies": INT, "office": ".+", "salt": HASH,
               "key-commitment": HASH, "copies-path": f"-|{HASH}( {HASH})*",
               "file": f"[!-~]+ {HASH}", "files-path": f"-|{HASH}( {HASH})*", "log-key": ".+"}

def verify_certificate(data, wanted_key=None):
    """What a recipient's certificate says, once its proofs and hashes hold."""
    parts = decode_text(data).split("\n\n")
    head, *lines = parts[0].split("\n")
    fields = [line.partition(" ")[::2] for line in lines]
    files = [value.split(" ") for name, value in fields if name == "file"]
    order = [name for name in CERTIFICATE for _ in range(len(files) if name == "file" else 1)]
    sound = head == "countermark/v1/certificate" and [name for name, _ in fields] == order and files
    sound = sound and all(re.fullmatch(CERTIFICATE[name], value) for name, value in fields)
    sound = sound and len(parts) == 7 and data.endswith(b"\n")
    require(sound, "the certificate is not well formed")
    x = dict(fields)
    batch, j, copies = int(x["batch"]), int(x["index"]), int(x["copies"])
    require(max(batch, j, copies) < 1 << 32, "the certificate has a number out of range")
    key = parse_log_key(x["log-key"])
    require(wanted_key in (None, x["log-key"]), "not signed by the log key that is required",
            f"the certificate's log key is `{x['log-key']}`")
    parts[6] = parts[6][:-1]
    (deal_at, deal), (issue_at, issue) = (parse_proof(parts[at : at + 3], key) for at in (1, 4))
    leaf, deal, issue = leaf_hash(deal).hex(), parse_entry(deal), parse_entry(issue)
    sound = (deal.kind, issue.kind) == ("deal", "issue") and deal_at < issue_at
    sound = sound and issue.deal == leaf and all(
        (e.memo, e.batch, e.copies) == (x["memo"], batch, copies) for e in (deal, issue))
    require(sound, "the proofs are not of this batch's DEAL and a later ISSUE")
    place = bytes.fromhex(x["memo"]) + u32(batch) + u32(j)
    identity = H("recipient", bytes.fromhex(x["salt"]), x["office"].encode())
    paths = ([bytes.fromhex(node) for node in x[name].split(" ") if node != "-"]
             for name in ("copies-path", "files-path"))
    leaves = (copy_leaf(place, bytes.fromhex(x["key-commitment"]), identity),
              file_leaf(place, [(name.encode(), bytes.fromhex(digest)) for name, digest in files]))
    (copies_path, files_path), (leaf, files_leaf) = paths, leaves
    check_leaves(place, deal, issue, leaf, copies_path, files_leaf, files_path)
    return {"verified": True, "memo": x["memo"], "batch": batch, "index": j, "copies": copies,
            "office": x["office"], "files": dict(files), "log_key": x["log-key"]}

def parse_proof(parts, key):
    """Index and entry of a c2sp.org/tlog-proof whose `extra` is the entry."""
    head, body, signatures = parts
    sound = re.fullmatch(rf"c2sp\.org/tlog-proof@v1\nextra (\S+)\nindex {INT}((\n\S+)*)", head)
    require(sound, "a proof of the certificate is not well formed")
    entry, index = from_base64(sound[1], "entry of a proof"), int(sound[2])
    path = [from_base64(line, "hash of a proof") for line in sound[3].split()]
    size, root = parse_checkpoint(f"{body}\n\n{signatures}\n", key)
    top, _ = path_root(leaf_hash(entry), index, size, path, "proof of the certificate")
    require(top == root, "a proof of the certificate does not lead to its checkpoint")
    return index, entry

# ======== ../vectors: one function an operation ========

def audit_path(leaves, index):
    """Root of a tree and the audit path of one leaf."""
    if len(leaves) == 1:
        return leaves[0], []
    split = 1 << (len(leaves) - 1).bit_length() - 1
    (left, low), (right, high) = (audit_path(leaves[:split], min(index, split - 1)),
                                  audit_path(leaves[split:], max(index - split, 0)))
    return node_hash(left, right), low + [right] if index < split else high + [left]

def place_of(x, j):
    return x["memo"] + u32(x["batch"]) + u32(j)

def replay_word(x):
    place = place_of(x, x["j"])
    key = hmac.digest(x["key"], b"countermark/v1/copy-key\0" + place, "sha256")
    word = deal_word(key, x["beacon"], place, parse_catalogue(x["catalogue"]))
    return {"copy_key": key, "word": "".join(f"{symbol:x}" for symbol in word)}

def replay_catalogue(x):
    parse_catalogue(x["cbor"])
    return {"digest": H("catalogue", x["salt"], x["cbor"]), "marks": decode_cbor(x["cbor"], "")}

def evidence_of(x):
    memos, marks = decode_cbor(x["reading"], "reading"), parse_catalogue(x["catalogue"])
    require(fits(memos, [(16, list)]) and len(memos) == 1, "reading: not of one memo")
    return Evidence(marks, parse_reading(x["reading"], {memos[0][0].hex(): marks})[0])

def replay_evidence(x):
    e = evidence_of(x)
    logs = [e.log_e(e.counts([int(symbol, 16) for symbol in word])) for word in x["words"]]
    return {"method": "exact" if e.is_exact else "sampled", "log_e": logs,
            "p": [e.p(log_e, x.get("seed")) for log_e in logs], "p_min": e.least_p()}

def replay_floor(x):
    alpha = min(share(memo["alpha"], memo["inquiry"], memo["voids"]) for memo in x["memos"])
    least = min(evidence_of(memo).least_p() for memo in x["memos"])
    return {"alpha_inquiry": float(alpha), "p_min": least,
            "floor": "below" if is_above(x["copies"], least, alpha) else "above"}

def replay_tree(leaves):
    tree = []
    for leaf in leaves:
        grow(tree, leaf)
    return {"root": tree_root(tree),
            "paths": [audit_path(leaves, index)[1] for index in range(len(leaves))]}

def replay_leaves(tag, leaves):
    tree = replay_tree(list(map(leaf_hash, leaves)))
    return {**tree, "root": H(tag, u32(len(leaves)), tree["root"]), "leaves": leaves}

def replay_copies(x):
    return replay_leaves("copies", [
        copy_leaf(place_of(x, j), H("copy-key-commit", copy["copy_key"]),
                  H("recipient", copy["salt"], copy["office"].encode()))
        for j, copy in enumerate(x["copies"])])

def replay_files(x):
    leaves = [file_leaf(place_of(x, j), [(name.encode(), digest) for name, digest in copy])
              for j, copy in enumerate(x["copies"])]
    for j, leaf in enumerate(leaves):
        parse_file_leaf(leaf, place_of(x, j))
    return replay_leaves("files", leaves)

def replay_chain(x):
    require(1 <= x["inquiry"] <= 1023, "chain: no value for this inquiry")
    return {"end": chain(x["nonce"], 1024), "value": chain(x["nonce"], 1024 - x["inquiry"])}

def replay_inclusion(x):
    root, _ = path_root(x["leaf"], x["index"], x["size"], x["path"], "inclusion")
    require(root == x["root"], "inclusion: another root")
    return {}

def replay_order(x):
    return {"readings": [
        {"index": e.at, "copies": e.copies, "inquiry": e.inquiry, "voids": e.voids,
         "deals": e.deals, "unopened": e.unopened,
         "burnt": [f"{batch.memo}/{batch.batch}/{j}" for batch in e.batches
                   for j in range(batch.copies) if is_burnt(e, batch.memo, batch.batch, j)]}
        for e in Log(x["entries"]).readings.values()]}

def replay_reading(x):
    memos = decode_cbor(x["cbor"], "reading")
    sound = fits(memos, [(16, list)]) and len(memos) == len(x["catalogues"])
    require(sound, "reading: not of as many memos as catalogues")
    marks = {memo.hex(): parse_catalogue(cbor) for (memo, _), cbor in zip(memos, x["catalogues"])}
    require(ascending([memo for memo, _ in memos]), "reading: memos are not ascending")
    parse_reading(x["cbor"], marks)
    return {"digest": H("reading", x["cbor"])}

def replay_bundle(x):
    f = verify_bundle(x["bundle"], x.get("log_key"), sampled=True)
    return {"outcome": f.finding.outcome, "grade": f.finding.grade, "copies": f.finding.copies,
            "alpha_inquiry": f.reading.alpha_inquiry, "sampled": f.was_sampled,
            "named": ["/".join(map(str, copy)) for copy in f.finding.named]}

REPLAY = {
    "word": replay_word, "catalogue": replay_catalogue, "evidence": replay_evidence,
    "copies": replay_copies, "files": replay_files, "order": replay_order, "floor": replay_floor,
    "inclusion": replay_inclusion, "reading": replay_reading, "bundle": replay_bundle,
    "chain": replay_chain,
    "tree": lambda x: replay_tree(list(map(leaf_hash, x["entries"]))),
    "key-commit": lambda x: {"commit": H("key-commit", x["key"])},
    "original": lambda x: {"original": H("original", x["salt"], x["bytes"])},
    "beacon": lambda x: {"commits": [H("reveal-commit", value) for value in x["values"]],
                         "beacon": H("beacon", x["deal"], *x["values"])},
    "sampler-value": lambda x: {"value": sampler_value(x["memos"])},
    "seed": lambda x: {"seed": sampler_seed(x["reading"], x["value"], x["memo"])},
    "certificate": lambda x: verify_certificate(x["certificate"].encode()),
    "entry": lambda x: {"kind": parse_entry(x["entry"]).kind, "leaf": leaf_hash(x["entry"])},
    "checkpoint": lambda x: dict(zip(("size", "root"),
                                     parse_checkpoint(x["note"], parse_log_key(x["log_key"])))),
    "leak": lambda x: {"leak": H("leak", u32(len(x["files"])),
                                 *(hashlib.sha256(file).digest() for file in x["files"]))},
    "alpha": lambda x: {"alpha_inquiry": float(share(x["alpha"], x["inquiry"], x["voids"]))}}
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
    if isinstance(wanted, dict):
        return all(key in found and agrees(found[key], item, key) for key, item in wanted.items())
    if isinstance(wanted, list):
        return len(found) == len(wanted) and all(agrees(*pair, name) for pair in zip(found, wanted))
    if isinstance(found, float):
        return abs(found - wanted) <= 1e-6 * (1 if name == "log_e" else abs(wanted))
    return (found.hex() if isinstance(found, bytes) else found) == wanted

def replay_all(folder):
    passed = failed = 0
    for path in sorted(Path(folder).rglob("*.json")):
        vector, complaint = json.loads(path.read_text("utf-8")), None
        try:
            found = REPLAY[vector["op"]](unhex(vector["input"]))
            if vector["expect"] == "refuse":
                complaint = "was not refused"
            elif not agrees(found, vector["output"]):
                complaint = f"gave {found}"
        except Refused as error:
            complaint = None if vector["expect"] == "refuse" else f"was refused: {error}"
        passed, failed = passed + (complaint is None), failed + (complaint is not None)
        if complaint:
            print(f"{path}: {complaint}")
    print(f"{passed} passed, {failed} failed")
    return 2 if failed or not passed else 0

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

def main():
    sys.stdout.reconfigure(encoding="utf-8")
    sys.stderr.reconfigure(encoding="utf-8")
    parser = argparse.ArgumentParser(description="Rechecks a Countermark finding or certificate.")
    parser.add_argument("file", nargs="?", help="FILE.cmk or FILE.certificate")
    parser.add_argument("--log-key", metavar="VKEY", help="refuse any other log key than this")
    parser.add_argument("--sampled", action="store_true", help="recompute sampled p too (slower)")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--vectors", metavar="DIR", help="replay the test vectors below DIR")
    options = parser.parse_args()
    if bool(options.file) == bool(options.vectors):
        parser.error("give one FILE, or --vectors DIR")
    try:
        if options.vectors:
            return replay_all(options.vectors)
        data = Path(options.file).read_bytes()
        if data.startswith(b"countermark/v1/certificate\n"):
            found = verify_certificate(data, options.log_key)
        else:
            found = report(verify_bundle(data, options.log_key, options.sampled))
        print(json.dumps(found)) if options.json else show(found)
        return 0
    except Refused as error:
        message, hint = str(error), error.hint
    except OSError as error:
        message, hint = f"cannot read `{error.filename}`: {error.strerror}", "check the path"
    print(f"{printable(message)}\nhint: {printable(hint)}", file=sys.stderr)
    return 2

if __name__ == "__main__":
    sys.exit(main())
