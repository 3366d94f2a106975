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
        try:
            return (text if major == 2 else text.decode("utf-8")), at
        except UnicodeDecodeError:
            raise Refused(f"{what}: CBOR text is not UTF-8") from None
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
    """Shapes: a type, a number of bytes, "u32", [shape of every item], (shape of each item, …)."""
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

# ======== ChaCha20 (RFC 8439), many blocks at once, each in a 64-bit lane of a long integer ========

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
    require(sound, "a checkpoint is not a signed note")
    signed = False
    for line in lines[:-1].split("\n"):
        parts = re.fullmatch(r"— ([^\s+]+) (\S+)", line)
        require(parts, "a checkpoint has a line that is no signature")
        signature = from_base64(parts[2], "signature of a checkpoint")
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
    return entry

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
        check(e.batch < 1 << 32 and 1 <= e.copies < 1 << 32, "batch or copies out of range")
        check(len(e.nonces) in (range(1) if e.batch else range(2, 7)), "wrong number of nonces")
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
        check(e.memos and e.memos == sorted(set(e.memos)), "memos are not ascending")
        check(e.id not in self.readings, "it repeats an earlier READING")
        issued = [[batch for batch in self.batches.get(memo, []) if batch.issue] for memo in e.memos]
        check(all(issued), "it names a memo that was not issued")
        e.batches, e.firsts = sum(issued, []), [batches[0] for batches in issued]
        check(e.copies == sum(batch.copies for batch in e.batches), "`copies` is not N")
        check(e.inquiry == self.inquiries(e.memos), "`inquiry` is not 1 + the OPENs before")
        check(max(e.inquiry) <= 1023, "the nonce chain of a memo is used up")
        # V: deals that are unissued now, from the window's start to the memo's last ISSUE
        e.voids = [bisect.bisect(self.unissued, batches[-1].issue.at)
                   - bisect.bisect(self.unissued, self.window[memo])
                   for memo, batches in zip(e.memos, issued)]
        waiting = [self.unopened.setdefault(memo, set()) for memo in e.memos]
        e.deals, e.unopened, e.audits = self.deals, len(set().union(*waiting)), self.audits[:]
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
        check((e.outcome == "named") == bool(e.named), "the outcome is not that of `named`")
        check(len(e.named) == len(e.log10_evidence) == len(e.p_upper), "lists differ in length")
        e.named = [(memo, int(batch), int(j)) for memo, batch, j in (c.split("/") for c in e.named)]
        check(e.named == sorted(set(e.named)), "`named` is not ascending")
        reading.finding = e
        self.findings.add(e.id)

    def audit(self, e, check):
        check(e.finding in self.findings, "it names no FINDING before it")
        check("all" not in e.copies or e.copies == ["all"], "`all` beside others")
        self.audits.append(e)

def share(alpha, inquiry, voids):
    """α·ω_V/(i(i+1)), exactly."""
    omega = Fraction(1, 10 * voids * (voids + 1)) if voids else Fraction(9, 10)
    return Fraction(alpha) * omega / (inquiry * (inquiry + 1))

def is_burnt(reading, memo, batch, j):
    return any(audit.memo == memo and (audit.copies == ["all"] or f"{batch}/{j}" in audit.copies)
               for audit in reading.audits)

def near(a, b):
    return abs(a - b) <= 1e-6 * abs(b)

# ======== codeword.md and reading.md ========

def parse_catalogue(data):
    marks = decode_cbor(data, "catalogue")
    require(fits(marks, [(int, int, int, bytes)]), "catalogue: not an array of marks")
    sound = all(0 <= carrier <= 2 and 2 <= arity <= 16 and bias in ((64, 27, 101) if arity == 2 else (0,))
                for carrier, arity, bias, _ in marks)
    require(sound and len(marks) <= 1_000_000, "catalogue: a mark out of range, or too many marks")
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
    """P_k(seen | x) where x = 1 (arity 2) or x = seen (others), the same where it is not, P_k(seen)."""
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
    """What the reading of one memo says of any word of that memo."""
    def __init__(self, marks, reading):
        classes, self.catalogue, self.marks = {}, marks, []  # marks: place in the word, class, the symbol that is a hit
        for i, ((carrier, arity, bias), seen) in enumerate(zip(marks, reading)):
            if seen is not None:
                key = (carrier, 2, bias / 128, str(seen)) if arity == 2 else (carrier, arity, 1/arity)
                size, number, _ = classes.get(key, (0, len(classes), None))
                classes[key] = (size + 1, number, seen)
                self.marks.append((i, number, 1 if arity == 2 else seen))
        self.sizes = [size for size, _, _ in classes.values()]
        self.arities, self.chances = [key[1] for key in classes], [key[2] for key in classes]
        self.is_exact = math.prod(size + 1 for size in self.sizes) <= EXACT
        carriers = sorted({key[0] for key in classes})
        self.rows, logs = [], []  # a row: for each class, the likelihoods under one component
        for c, prior, models in MODELS:
            for theta, misreads in product(models, product(*(MISREADS[c] for c in carriers))):
                rate = dict(zip(carriers, misreads))
                self.rows.append([likelihoods(key[1], key[2], seen, theta, rate[key[0]])
                                  for key, (_, _, seen) in classes.items()])
                logs.append(math.log(prior / len(models)) + sum(
                    size * math.log(row[2]) for size, row in zip(self.sizes, self.rows[-1])))
        total = log_sum(logs)
        self.weights = [math.exp(value - total) for value in logs]
        # log E = log Σ exp(start + Σ slope·n); components that no word can tell apart are merged.
        merged = {}
        for value, row in zip(logs, self.rows):
            slopes = tuple(math.log(hit / miss) for hit, miss, _ in row)
            start = sum(size * math.log(miss / every) for size, (_, miss, every) in zip(self.sizes, row))
            merged.setdefault((slopes, start), []).append(value - total)
        self.starts = [log_sum(values) + start for (_, start), values in merged.items()]
        self.slopes = list(zip(*(slopes for slopes, _ in merged)))

    def counts(self, word):
        counts = [0] * len(self.sizes)
        for i, number, hit in self.marks:
            counts[number] += word[i] == hit
        return counts

    def log_e(self, counts):
        logs = self.starts
        for n, slopes in zip(counts, self.slopes):
            logs = [value + n * slope for value, slope in zip(logs, slopes)]
        return log_sum(logs)

    def exact_p(self, log_e):
        """P₀(log E ≥ log_e) over all counts, one class inside another, the largest innermost."""
        limit, spread = log_e - TIE, math.log(len(self.starts))
        levels, rise, fall = [], [0.0] * len(self.starts), [0.0] * len(self.starts)
        for size, chance, slopes in sorted(zip(self.sizes, self.chances, self.slopes), reverse=True):
            rise = [most + max(0.0, size * slope) for most, slope in zip(rise, slopes)]
            fall = [least + min(0.0, size * slope) for least, slope in zip(fall, slopes)]
            law = [math.exp(math.lgamma(size + 1) - math.lgamma(n + 1) - math.lgamma(size - n + 1)
                            + n * math.log(chance) + (size - n) * math.log(1 - chance))
                   for n in range(size + 1)]
            levels.insert(0, (slopes, law, rise, fall))

        def walk(depth, logs):
            if depth == len(levels):
                return float(log_sum(logs) >= limit)
            slopes, law, rise, fall = levels[depth]
            if max(map(add, logs, rise)) + spread < limit:
                return 0.0  # whatever the counts to come are
            if max(map(add, logs, fall)) >= limit:
                return 1.0
            at = lambda n: walk(depth + 1, [value + n * slope for value, slope in zip(logs, slopes)])
            if depth < len(levels) - 1:
                return sum([chance * at(n) for n, chance in enumerate(law)])
            # log E is convex in n: what reaches the limit is a run from 0 and a run up to the size.
            low, high = 0, len(law) - 1
            while low <= high and at(low):
                low += 1
            while low <= high and at(high):
                high -= 1
            return sum(law[:low]) + sum(law[high + 1 :])
        return max(min(walk(0, self.starts), 1.0), LEAST_P)

    def least_p(self):
        """p_min: no word of any copy has a smaller p (a bound where counts cannot be listed)."""
        if not self.is_exact:
            logs = [size * math.log(min(chance, 1 - chance) if arity == 2 else chance)
                    for size, chance, arity in zip(self.sizes, self.chances, self.arities)]
            return math.exp(max(sum(logs), math.log(LEAST_P)))

        def highest(depth, logs):  # log E is convex in each count, so it is largest in a corner
            if depth == len(self.sizes):
                return log_sum(logs)
            steps = [self.sizes[depth] * slope for slope in self.slopes[depth]]
            return max(highest(depth + 1, logs), highest(depth + 1, list(map(add, logs, steps))))
        return self.exact_p(highest(0, self.starts))

    def mean_of_draws(self, log_e, seed):
        """Mean of V over the draws."""
        edges = [[self.edges(number, hit, row) for _, number, hit in self.marks] for row in self.rows]
        edges = [tuple(zip(*pairs)) for pairs in edges]
        uniforms = (value >> 11 for page in keystream(seed)
                    for value in struct.unpack(f">{8 * LANES}Q", page))
        upto, last, known, total = list(accumulate(self.weights)), len(self.weights) - 1, {}, 0.0
        numbers = [number for _, number, _ in self.marks]
        for _ in range(DRAWS):
            k = min(bisect.bisect(upto, next(uniforms) / 2**53), last)
            counts = [0] * len(self.sizes)
            for number, low, high, u in zip(numbers, *edges[k], islice(uniforms, len(numbers))):
                if low <= u < high:
                    counts[number] += 1
            counts = tuple(counts)
            if counts not in known:
                drawn = self.log_e(counts)
                known[counts] = min(1.0, math.exp(log_e - drawn)) if drawn >= log_e - TIE else 0.0
            total += known[counts]
        return total / DRAWS

    def edges(self, number, hit, row):
        """Between which uniforms, times 2⁵³, the draw of a mark is a hit."""
        hits, misses, every = row[number]
        arity, chance = self.arities[number], self.chances[number]
        if arity == 2:
            return (1 - chance) * misses / every * 2**53, math.inf
        low = sum([chance * misses / every] * hit)
        high = low + chance * hits / every
        return low * 2**53, high * 2**53 if hit < arity - 1 else math.inf

    def sampled_p(self, log_e, seed):
        return upper_p(log_e, self.mean_of_draws(log_e, seed))

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
    names = [name for name, _ in files]
    sound = 0 < len(files) < 256 and names == sorted(set(names)) and file_leaf(place, files) == leaf
    require(sound and all(re.fullmatch(b"[!-~]+", name) for name in names),
            "step 7: a file leaf is not that of its copy")

def committed_root(tag, leaf, j, copies, path):
    """`copies-root` or `files-root` as the leaf of copy j and its audit path give it."""
    return H(tag, u32(copies), path_root(leaf_hash(leaf), j, copies, path, tag)[0]).hex()

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

def verify_bundle(data, wanted_key=None, sampled=False):
    """Steps 1 to 9; gives what the bundle says once all of it holds."""
    sound = data.startswith(MAGIC) and hashlib.sha256(data[:-32]).digest() == data[-32:]
    require(sound, "step 1: not a bundle, or one that was changed or cut short")
    body, finding, path, last, names = decode_fields(
        data[len(MAGIC):-32], (bytes, bytes, [32], str, [(16, "u32", "u32", 32, str)]), "bundle")
    log_key, entries, notes, memos, frozen, level, opened = decode_fields(
        body, (str, [bytes], [str], [(16, 32, bytes)], bytes, int,
               [(16, "u32", "u32", 32, 32, [32], bytes, [32])]), "body")
    entry = parse_entry(finding)
    sound = level in (0, 1) and entry.kind == "finding" and entry.body == H("body", body).hex()
    require(sound, "step 1: FINDING is not one of this body")
    log = Log(entries)
    finding = log.add(finding)
    reading = log.readings[finding.reading]
    require(wanted_key in (None, log_key), "step 3: signed by another log key than the one required",
            f"the file's key is `{printable(log_key)}`")
    check_tree(log, finding, reading, notes, path, last, parse_log_key(log_key))
    f = SimpleNamespace(finding=finding, reading=reading, level=level, log_key=log_key,
                        sampled=sampled, unchecked=[])
    f.beacons, f.nonces = check_values(reading)
    f.evidence = check_reading(reading, memos, frozen)
    f.places = {(batch.memo, batch.batch): batch for batch in reading.batches}
    for memo, batch, j in finding.named:
        dealt = f.places.get((memo, batch))
        require(dealt and j < dealt.copies, "step 7: a named copy is not among the N copies")
        require(not is_burnt(reading, memo, batch, j),
                "step 7: the key of a named copy was disclosed before the reading")
    found = [(memo.hex(), batch, j) for memo, batch, j, *_ in opened]
    require(found == finding.named * level, "step 7: the opened copies are not the named ones")
    for copy, log10_e, p in zip(opened, finding.log10_evidence, finding.p_upper):
        check_copy(f, copy, float(log10_e), float(p))
    identities = {tuple(copy[:3]): copy[4] for copy in opened}
    places = [tuple(name[:3]) for name in names]
    sound = all(identities.get(tuple(place)) == H("recipient", salt, office.encode())
                for *place, salt, office in names)
    require(sound and places == sorted(set(places)), "step 9: a name is not that of an opened copy")
    f.offices = {(memo.hex(), batch, j): office for memo, batch, j, _, office in names}
    return f

def check_tree(log, finding, reading, notes, path, last, key):
    points = [parse_checkpoint(note, key) for note in notes]
    sizes, roots, tree = [size for size, _ in points], dict(points), []
    sound = sizes == sorted(roots) and max(sizes, default=0) <= finding.at
    require(sound, "step 3: the checkpoints are not ascending, or beyond the entries")
    for size in range(finding.at + 1):
        require(roots.get(size, tree_root(tree)) == tree_root(tree), "step 3: a checkpoint is of other entries")
        if size < finding.at:
            grow(tree, log.leaves[size])
    size, root = parse_checkpoint(last, key)
    top, lefts = path_root(finding.leaf, finding.at, size, path, "step 3: FINDING")
    require(top == root, "step 3: FINDING is not in the tree of the last checkpoint")
    require(lefts == [root for _, root in tree], "step 3: the last checkpoint is of other entries")
    pairs = [(batch, batch.reveal) for batch in reading.batches]
    for first, second in pairs + ([(reading, reading.open)] if reading.open else []):
        between = any(first.at < size <= second.at for size in sizes)
        require(between, f"step 3: no checkpoint between entries {first.at} and {second.at}")

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
    require([memo.hex() for memo, *_ in memos] == reading.memos, "step 5: catalogues of other memos")
    for first, (_, salt, catalogue) in zip(reading.firsts, memos):
        sound = H("catalogue", salt, catalogue).hex() == first.catalogue
        require(sound, "step 5: a catalogue is not the one committed in DEAL")
    require(H("reading", frozen).hex() == reading.reading, "step 5: not the reading that was logged")
    catalogues = {memo.hex(): parse_catalogue(catalogue) for memo, _, catalogue in memos}
    seen = parse_reading(frozen, catalogues)
    evidence = dict(zip(catalogues, map(Evidence, catalogues.values(), seen)))
    least = min(each.least_p() for each in evidence.values())
    below = is_below(reading.copies, least, reading.alpha_inquiry)
    require(below == (reading.floor == "below"), "step 6: the floor is not what READING says")
    return evidence

def is_below(copies, least_p, alpha):
    return copies * least_p * MARGIN > SINGLES * alpha

def check_copy(f, copy, log10_e, p):
    memo, batch, j, copy_key, identity, copies_path, files, files_path = copy
    dealt, evidence = f.places[memo.hex(), batch], f.evidence[memo.hex()]
    place = memo + u32(batch) + u32(j)
    leaf = copy_leaf(place, H("copy-key-commit", copy_key), identity)
    root = committed_root("copies", leaf, j, dealt.copies, copies_path)
    require(root == dealt.copies_root, "step 7: a copy's key and recipient are not those dealt")
    parse_file_leaf(files, place)
    root = committed_root("files", files, j, dealt.copies, files_path)
    require(root == dealt.issue.files_root, "step 7: a copy's files are not those issued")
    word = deal_word(copy_key, f.beacons[memo.hex(), batch], place, evidence.catalogue)
    log_e = evidence.log_e(evidence.counts(word))
    sound = abs(log10_e - log_e / math.log(10)) <= 1e-6 * max(1, abs(log10_e))
    require(sound, "step 8: a copy's evidence is not what FINDING says")
    if evidence.is_exact:
        truth = evidence.exact_p(log_e)
    elif f.sampled:
        seed = sampler_seed(f.reading.leaf, sampler_value(f.nonces), memo)
        truth = evidence.sampled_p(log_e, seed)
    else:  # a sample gives no less than without one hit, and no more than Markov's bound
        truth = min(max(p, upper_p(log_e, 0)), upper_p(log_e, 1))
        f.unchecked.append(f"the p of copy {memo.hex()}/{batch}/{j}: it is sampled, use --sampled")
    require(near(p, truth), "step 8: a copy's p is not what FINDING says")
    require(not is_below(f.reading.copies, truth, f.reading.alpha_inquiry),
            "step 8: a copy is named although its p is too large")

# ======== step 10: what may be said ========

def report(f):
    """The figures and sentences of a verified bundle."""
    finding, reading = f.finding, f.reading
    unlisted = sum(not each.is_exact for each in f.evidence.values())
    odd = sum(arity not in (2, 4) for each in f.evidence.values()
              for arity, size in zip(each.arities, each.sizes) for _ in range(size))
    bound = reading.alpha_inquiry + unlisted * 2**-40 + odd * 2**-62
    named, sentences = [], []
    for copy, log10_e, p in zip(finding.named, finding.log10_evidence, finding.p_upper):
        memo, batch, j = copy
        number = 1 + j + sum(other.copies for other in reading.batches
                             if other.memo == memo and other.batch < batch)
        office = f.offices.get(copy)
        named.append({"copy": f"{memo}/{batch}/{j}", "number": number, "office": office,
                      "log10_evidence": float(log10_e), "p_upper": float(p)})
        times = f"{10 ** (float(log10_e) % 1):.3f}e{math.floor(float(log10_e))}"
        sentences.append(
            f"The reading fits the copy issued to {office or f'the recipient of copy {number} of memo {memo}'}. "
            f"Under the published source model it is {times} times more probable if that copy was "
            f"among the sources than if it was not. Over all N = {finding.copies} copies, this inquiry would "
            f"name any copy not among the sources with probability at most α_i + δ = {bound:.6e}, "
            "whatever was done to the leak. This does not say who leaked it. Anybody who held that copy, "
            "or the issuing system, could have made this leak.")
    unchecked = f.unchecked + ["that the file under a copy's leaf shows its word (`audit` does)"]
    if named and f.level == 0:
        unchecked.insert(0, "the naming itself: this file opens no copy, so word, E and p are only claimed")
    if any(first.witnesses for first in reading.firsts):
        unchecked.append("the cosignatures of witnesses")
    also = []
    if finding.grade == "L":
        also.append("One machine dealt, kept the keys and the copies, and read the leak; the bound "
                    "assumes that its operator did not use them.")
    if max(reading.inquiry) > 1:
        also.append("The bound also assumes that neither the leak nor the reading was shaped by "
                    "someone who knew the codebook, or figures from it.")
    if not all(first.witnesses for first in reading.firsts):
        also.append("Unwitnessed.")
    return {"verified": True, "outcome": finding.outcome, "grade": finding.grade, "copies": finding.copies,
            "inquiry": reading.inquiry, "voids": finding.voids, "deals": finding.deals,
            "unopened": finding.unopened, "alpha": finding.alpha, "alpha_inquiry": reading.alpha_inquiry,
            "delta": bound - reading.alpha_inquiry, "level": f.level, "log_key": f.log_key, "named": named,
            "sentences": [" ".join([sentence] + also) for sentence in sentences], "not_checked": unchecked}

def verify_certificate(data, wanted_key=None):
    """What a recipient's certificate says, once both of its proofs and all of its hashes hold."""
    try:
        parts = data.decode("utf-8").split("\n\n")
    except UnicodeDecodeError:
        raise Refused("the certificate is not UTF-8") from None
    require(len(parts) == 7 and parts[6].endswith("\n"), "the certificate has not its seven paragraphs")
    head, *lines = parts[0].split("\n")
    fields = [tuple(line.partition(" ")[::2]) for line in lines]
    files = [value for name, value in fields if name == "file"]
    names = "memo batch index copies office salt key-commitment copies-path".split()
    sound = [name for name, _ in fields] == names + ["file"] * len(files) + ["files-path", "log-key"]
    require(sound and head == "countermark/v1/certificate", "the certificate's fields are not in order")
    field = dict(fields)
    kinds = zip(names, (ID, INT, INT, INT, ".+", HASH, HASH, f"-|{HASH}( {HASH})*"))
    sound = all(re.fullmatch(kind, field[name]) for name, kind in kinds)
    sound = sound and re.fullmatch(f"-|{HASH}( {HASH})*", field["files-path"])
    sound = sound and files and all(re.fullmatch(f"[!-~]+ {HASH}", file) for file in files)
    require(sound, "a field of the certificate is not of its type")
    path = {name: [] if field[name] == "-" else list(map(bytes.fromhex, field[name].split(" ")))
            for name in ("copies-path", "files-path")}
    key = parse_log_key(field["log-key"])
    require(wanted_key in (None, field["log-key"]), "signed by another log key than the one required")
    (deal_at, deal), (issue_at, issue) = (parse_proof(parts[at : at + 3], key) for at in (1, 4))
    memo, batch, j, copies = field["memo"], *(int(field[name]) for name in names[1:4])
    sound = (parse_entry(deal).kind, parse_entry(issue).kind) == ("deal", "issue") and deal_at < issue_at
    require(sound, "the certificate's proofs are not of a DEAL and a later ISSUE")
    place, leaf, deal, issue = bytes.fromhex(memo), leaf_hash(deal).hex(), parse_entry(deal), parse_entry(issue)
    sound = all((e.memo, e.batch, e.copies) == (memo, batch, copies) for e in (deal, issue))
    require(sound and issue.deal == leaf and max(batch, copies) < 1 << 32, "DEAL or ISSUE is of other copies")
    place += u32(batch) + u32(j)
    identity = H("recipient", bytes.fromhex(field["salt"]), field["office"].encode())
    leaf = copy_leaf(place, bytes.fromhex(field["key-commitment"]), identity)
    root = committed_root("copies", leaf, j, copies, path["copies-path"])
    require(root == deal.copies_root, "DEAL did not commit this copy to this recipient")
    pairs = [(name.encode(), bytes.fromhex(digest)) for name, digest in map(str.split, files)]
    leaf = file_leaf(place, pairs)
    parse_file_leaf(leaf, place)
    root = committed_root("files", leaf, j, copies, path["files-path"])
    require(root == issue.files_root, "ISSUE did not record these files for this copy")
    return {"verified": True, "memo": memo, "batch": batch, "index": j, "copies": copies,
            "office": field["office"], "files": dict(map(str.split, files)), "log_key": field["log-key"]}

def parse_proof(parts, key):
    """Index and entry of a c2sp.org/tlog-proof whose `extra` is the entry."""
    first, *lines = parts[0].split("\n")
    sound = first == "c2sp.org/tlog-proof@v1" and len(lines) > 1 and lines[0].startswith("extra ")
    sound = sound and re.fullmatch("index " + INT, lines[1])
    require(sound, "a proof of the certificate is not a tlog-proof with its entry")
    entry, index = from_base64(lines[0][6:], "entry of a proof"), int(lines[1][6:])
    path = [from_base64(line, "hash of a proof") for line in lines[2:]]
    size, root = parse_checkpoint("\n\n".join([parts[1], parts[2].removesuffix("\n") + "\n"]), key)
    top, _ = path_root(leaf_hash(entry), index, size, path, "proof of the certificate")
    require(top == root, "a proof of the certificate does not lead to its checkpoint")
    return index, entry

# ======== ../vectors ========

def audit_path(leaves, index):
    """Root of a tree and the audit path of one leaf."""
    if len(leaves) == 1:
        return leaves[0], []
    split = 1 << (len(leaves) - 1).bit_length() - 1
    (left, low), (right, high) = audit_path(leaves[:split], index), audit_path(leaves[split:], index - split)
    return node_hash(left, right), low + [right] if index < split else high + [left]

def place_of(x, j):
    return x["memo"] + u32(x["batch"]) + u32(j)

def replay_word(x):
    place = place_of(x, x["j"])
    key = hmac.digest(x["key"], b"countermark/v1/copy-key\0" + place, "sha256")
    word = deal_word(key, x["beacon"], place, parse_catalogue(x["catalogue"]))
    return {"copy_key": key, "word": "".join(f"{symbol:x}" for symbol in word)}

def evidence_of(x):
    memo, marks = decode_cbor(x["reading"], "reading")[0][0].hex(), parse_catalogue(x["catalogue"])
    return Evidence(marks, parse_reading(x["reading"], {memo: marks})[0])

def replay_evidence(x):
    e = evidence_of(x)
    logs = [e.log_e(e.counts([int(symbol, 16) for symbol in word])) for word in x["words"]]
    ps = [e.exact_p(log) if e.is_exact else e.sampled_p(log, x["seed"]) for log in logs]
    return {"method": "exact" if e.is_exact else "sampled", "log_e": logs, "p": ps, "p_min": e.least_p()}

def replay_floor(x):
    alpha = min(share(memo["alpha"], memo["inquiry"], memo["voids"]) for memo in x["memos"])
    least = min(evidence_of(memo).least_p() for memo in x["memos"])
    floor = "below" if is_below(x["copies"], least, alpha) else "above"
    return {"alpha_inquiry": float(alpha), "p_min": least, "floor": floor}

def replay_leaves(tag, leaves):
    paths = [audit_path(list(map(leaf_hash, leaves)), j) for j in range(len(leaves))]
    return {"leaves": leaves, "root": H(tag, u32(len(leaves)), paths[0][0]), "paths": [path for _, path in paths]}

def replay_tree(leaves):
    tree = []
    for leaf in leaves:
        grow(tree, leaf)
    return {"root": tree_root(tree), "paths": [audit_path(leaves, i)[1] for i in range(len(leaves))]}

def replay_inclusion(x):
    root, _ = path_root(x["leaf"], x["index"], x["size"], x["path"], "inclusion")
    require(root == x["root"], "inclusion: another root")
    return {}

def replay_order(x):
    return {"readings": [
        {"index": e.at, "copies": e.copies, "inquiry": e.inquiry, "voids": e.voids, "deals": e.deals,
         "unopened": e.unopened, "burnt": [f"{batch.memo}/{batch.batch}/{j}" for batch in e.batches
                                           for j in range(batch.copies) if is_burnt(e, batch.memo, batch.batch, j)]}
        for e in Log(x["entries"]).readings.values()]}

def replay_reading(x):
    memos = decode_cbor(x["cbor"], "reading")
    require(fits(memos, [(16, list)]) and len(memos) == len(x["catalogues"]), "reading: other memos")
    marks = {memo.hex(): parse_catalogue(cbor) for (memo, _), cbor in zip(memos, x["catalogues"])}
    require(list(marks) == sorted(marks), "reading: memos are not ascending")
    parse_reading(x["cbor"], marks)
    return {"digest": H("reading", x["cbor"])}

def replay_bundle(x):
    f = verify_bundle(x["bundle"], x.get("log_key"), sampled=True)
    return {"outcome": f.finding.outcome, "grade": f.finding.grade, "copies": f.finding.copies,
            "alpha_inquiry": f.reading.alpha_inquiry, "named": ["/".join(map(str, copy)) for copy in f.finding.named],
            "sampled": bool(f.was_sampled)}

REPLAY = {  # the operations of vectors/README.md
    "word": replay_word, "evidence": replay_evidence, "floor": replay_floor, "order": replay_order,
    "inclusion": replay_inclusion, "reading": replay_reading, "bundle": replay_bundle,
    "catalogue": lambda x: {"marks": [list(mark) for mark in parse_catalogue(x["cbor"]) and decode_cbor(x["cbor"], "")],
                            "digest": H("catalogue", x["salt"], x["cbor"])},
    "key-commit": lambda x: {"commit": H("key-commit", x["key"])},
    "copies": lambda x: replay_leaves("copies", [
        copy_leaf(place_of(x, j), H("copy-key-commit", copy["copy_key"]), H("recipient", copy["salt"], copy["office"].encode()))
        for j, copy in enumerate(x["copies"])]),
    "files": lambda x: replay_leaves("files", [
        file_leaf(place_of(x, j), [(name.encode(), digest) for name, digest in copy]) for j, copy in enumerate(x["copies"])]),
    "original": lambda x: {"original": H("original", x["salt"], x["bytes"])},
    "beacon": lambda x: {"commits": [H("reveal-commit", value) for value in x["values"]],
                         "beacon": H("beacon", x["deal"], *x["values"])},
    "chain": lambda x: {"end": chain(x["nonce"], 1024), "value": chain(x["nonce"], 1024 - x["inquiry"])},
    "sampler-value": lambda x: {"value": sampler_value(x["memos"])},
    "seed": lambda x: {"seed": sampler_seed(x["reading"], x["value"], x["memo"])},
    "certificate": lambda x: verify_certificate(x["certificate"].encode()),
    "entry": lambda x: {"kind": parse_entry(x["entry"]).kind, "leaf": leaf_hash(x["entry"])},
    "tree": lambda x: replay_tree(list(map(leaf_hash, x["entries"]))),
    "checkpoint": lambda x: dict(zip(("size", "root"), parse_checkpoint(x["note"], parse_log_key(x["log_key"])))),
    "leak": lambda x: {"leak": H("leak", u32(len(x["files"])), *(hashlib.sha256(file).digest() for file in x["files"]))},
    "alpha": lambda x: {"alpha_inquiry": float(share(x["alpha"], x["inquiry"], x["voids"]))},
}
TEXTS = {"office", "certificate", "note", "log_key", "alpha", "words", "format"}

def unhex(value, name=""):
    """A vector's input with its hexadecimal strings as bytes, its texts as they are."""
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
        return len(found) == len(wanted) and all(agrees(a, b, name) for a, b in zip(found, wanted))
    if isinstance(found, float):
        return abs(found - wanted) <= 1e-6 * (1 if name == "log_e" else abs(wanted))
    return (found.hex() if isinstance(found, bytes) else found) == wanted

def replay_all(folder):
    passed = failed = 0
    for path in sorted(Path(folder).rglob("*.json")):
        vector = json.loads(path.read_text("utf-8"))
        try:
            found, refused = REPLAY[vector["op"]](unhex(vector["input"])), None
        except Refused as error:
            found, refused = None, str(error)
        if vector["expect"] == "refuse":
            complaint = not refused and "was not refused"
        else:
            complaint = refused or not agrees(found, vector["output"]) and f"gave {found}"
        passed, failed = passed + (not complaint), failed + bool(complaint)
        if complaint:
            print(f"{path}: {complaint}")
    print(f"{passed} passed, {failed} failed")
    return 2 if failed or not passed else 0

# ======== the command line ========

def printable(text):
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)

def show(found):
    for sentence in found.get("sentences", []):
        print(printable(sentence) + "\n")
    for name, value in found.items():
        if name not in ("sentences", "named", "not_checked", "verified"):
            print(f"{name.replace('_', ' '):<16}{printable(str(value))}")
    for item in found.get("not_checked", []):
        print(f"not checked     {item}")
    print("verified")

def main():
    sys.stdout.reconfigure(encoding="utf-8")
    parser = argparse.ArgumentParser(description="Rechecks a Countermark finding or certificate.")
    parser.add_argument("file", nargs="?", help="FILE.cmk or FILE.certificate")
    parser.add_argument("--log-key", metavar="VKEY", help="refuse any other log key than this")
    parser.add_argument("--sampled", action="store_true", help="recompute sampled p too (slower)")
    parser.add_argument("--json", action="store_true", help="one JSON document")
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
        message, hint = f"cannot read `{options.file}`: {error.strerror}", "check the path"
    print(f"{printable(message)}\nhint: {printable(hint)}", file=sys.stderr)
    return 2

if __name__ == "__main__":
    sys.exit(main())
