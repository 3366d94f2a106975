"""What verify.py builds on and nobody invented here, with nothing but Python's standard library.

Follows README.md (tagged hashes, strict CBOR) and the last section of log.md (the Merkle tree of
RFC 6962, signed notes); ChaCha20 is that of RFC 8439, Ed25519 that of RFC 8032. Nothing in this
file knows of findings; whoever trusts these primitives from elsewhere can go on to verify.py.
"""
import base64
import hashlib
import re
import struct
from types import SimpleNamespace

# Text of identifiers, hashes and integers, wherever they stand in entries, notes and certificates.
ID, HASH, INT = "[0-9a-f]{32}", "[0-9a-f]{64}", "(0|[1-9][0-9]{0,15})"

class Refused(Exception):
    """The file is not what it says it is: the message of the first step that fails, and a hint."""
    def __init__(self, message, hint="ask whoever sent the file for an untouched copy"):
        super().__init__(message)
        self.hint = hint

def require(condition, message, *hint):
    if not condition:
        raise Refused(message, *hint)

# ======== README.md: hashes and texts ========

def H(tag, *parts):
    """SHA-256 behind a tag: every hash of the formats but those of the Merkle tree."""
    return hashlib.sha256(b"countermark/v1/" + tag.encode() + b"\0" + b"".join(parts)).digest()

def u32(number):
    return struct.pack(">I", number)

def decode_text(data):
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("text that is not UTF-8") from None

def from_base64(text, what):
    """The bytes of base64 in its one proper form; others could say the same in two ways."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        data = b""
    require(data and base64.b64encode(data).decode() == text, f"{what}: not proper base64")
    return data

# ======== README.md: deterministic CBOR (RFC 8949, section 4.2.1) ========

UINT, NEGATIVE, BYTES, TEXT, ARRAY, MAP, _, SIMPLE = range(8)
NULL = 22
DEPTH = 8  # the deepest of the formats, a bundle, nests five levels

def decode_cbor(data, what):
    """The one item of deterministic CBOR that `data` is: int, bytes, str, list, dict or None."""
    value, end = cbor_item(data, 0, DEPTH, what)
    require(end == len(data), f"{what}: bytes after the end of the CBOR item")
    return value

def cbor_item(data, at, depth, what):
    """The item that starts at `at`, and where it ends."""
    require(at < len(data) and depth, f"{what}: CBOR is cut short or nested too deep")
    major, size = data[at] >> 5, data[at] & 31
    if major > MAP:
        require((major, size) == (SIMPLE, NULL), f"{what}: CBOR tag, float or other value of no use here")
        return None, at + 1
    number, at = cbor_number(data, at + 1, size, what)
    if major == UINT:
        return number, at
    if major == NEGATIVE:
        return -1 - number, at
    # Every item takes a byte at least, so this also bounds what a false length can cost.
    require(number <= len(data) - at, f"{what}: CBOR is cut short")
    if major in (BYTES, TEXT):
        end = at + number
        return (data[at:end] if major == BYTES else decode_text(data[at:end])), end
    return (cbor_array if major == ARRAY else cbor_map)(data, at, number, depth - 1, what)

def cbor_number(data, at, size, what):
    """The number that a head of `size` states, and where what follows it starts."""
    if size < 24:
        return size, at
    width = 1 << size - 24
    require(size < 28 and at + width <= len(data), f"{what}: CBOR length is cut short or open")
    number = int.from_bytes(data[at : at + width], "big")
    shortest = 24 if width == 1 else 1 << 4 * width
    require(number >= shortest, f"{what}: CBOR number is not in its shortest form")
    return number, at + width

def cbor_array(data, at, length, depth, what):
    items = []
    for _ in range(length):
        item, at = cbor_item(data, at, depth, what)
        items.append(item)
    return items, at

def cbor_map(data, at, length, depth, what):
    table, before = {}, b""
    for _ in range(length):
        key, end = cbor_item(data, at, depth, what)
        require(type(key) in (int, str, bytes), f"{what}: CBOR map key of a wrong type")
        # Encoded keys that ascend are also never repeated; no encoding is empty.
        require(data[at:end] > before, f"{what}: CBOR map keys out of order")
        before = data[at:end]
        table[key], at = cbor_item(data, end, depth, what)
    return table, at

def fits(value, shape):
    """Shapes: a type, a number of bytes, "u32", [shape of every item], (shape of each, …)."""
    if isinstance(shape, list):
        return isinstance(value, list) and all(fits(item, shape[0]) for item in value)
    if isinstance(shape, tuple):
        return isinstance(value, list) and len(value) == len(shape) and all(map(fits, value, shape))
    if shape == "u32":
        return isinstance(value, int) and 0 <= value < 1 << 32
    if isinstance(shape, int):
        return isinstance(value, bytes) and len(value) == shape
    return isinstance(value, shape)

def decode_fields(data, shapes, what):
    """The values of a CBOR map with the keys 0, 1, 2, … and nothing else."""
    table = decode_cbor(data, what)
    whole = isinstance(table, dict) and list(table) == list(range(len(shapes)))
    require(whole and all(map(fits, table.values(), shapes)), f"{what}: unknown or misshapen parts")
    return list(table.values())

# ======== ChaCha20 (RFC 8439) ========
#
# Word w of many blocks stands in one long integer, each block in a lane of 64 bits: an addition
# then carries into the upper half of its own lane only, and Python works on all blocks at once.

LANES = 4096
COLUMNS = ((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15))
DIAGONALS = ((0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14))

def chacha20(key, first_block, blocks, nonce=bytes(12)):
    """So many blocks of 64 bytes of keystream, from the counter `first_block` on."""
    ones = int.from_bytes(b"\1\0\0\0\0\0\0\0" * blocks, "little")
    counters = struct.pack(f"<{blocks}Q", *range(first_block, first_block + blocks))
    start = [word * ones for word in struct.unpack("<12I", b"expand 32-byte k" + key)]
    start.append(int.from_bytes(counters, "little"))
    start += [word * ones for word in struct.unpack("<3I", nonce)]
    mask = ones * 0xFFFFFFFF
    state = start[:]
    for _ in range(10):
        for quarter in COLUMNS + DIAGONALS:
            quarter_round(state, quarter, mask)
    stream = bytearray(64 * blocks)
    for word in range(16):
        lanes = (state[word] + start[word] & mask).to_bytes(8 * blocks, "little")
        for byte in range(4):
            stream[4 * word + byte :: 64] = lanes[byte::8]
    return bytes(stream)

def quarter_round(state, quarter, mask):
    a, b, c, d = quarter
    for into, other, turned, left in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
        state[into] = (state[into] + state[other]) & mask
        mixed = state[turned] ^ state[into]
        state[turned] = (mixed << left & mask) | (mixed >> 32 - left & mask)

def keystream(key):
    """The whole keystream with nonce zero, in pages of LANES blocks."""
    for first in range(0, 1 << 32, LANES):
        yield chacha20(key, first, LANES)

# ======== Ed25519 (RFC 8032), strict: canonical encodings, no point of small order ========

P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
NEUTRAL = (0, 1, 1, 0)  # points are (X, Y, Z, T): x = X/Z, y = Y/Z, xy = T/Z

def add_points(left, right):
    a = (left[1] - left[0]) * (right[1] - right[0]) % P
    b = (left[1] + left[0]) * (right[1] + right[0]) % P
    c = 2 * D * left[3] * right[3] % P
    d = 2 * left[2] * right[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P

def decode_point(data):
    """The point that 32 bytes stand for; None where they are not the one encoding of a point."""
    y, sign = int.from_bytes(data, "little") & (1 << 255) - 1, data[31] >> 7
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * pow(2, (P - 1) // 4, P) % P
    if x & 1 != sign:
        x = P - x  # P itself where x = 0, which has no second sign
    is_canonical = y < P and x < P and x * x % P == square
    return (x, y, 1, x * y % P) if is_canonical else None

def same_point(left, right):
    return ((left[0] * right[2] - right[0] * left[2]) % P == 0
            and (left[1] * right[2] - right[1] * left[2]) % P == 0)

def is_small(point):
    """Whether eight times the point is neutral: such a key would fit signatures of anything."""
    for _ in range(3):
        point = add_points(point, point)
    return same_point(point, NEUTRAL)

BASE = decode_point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))

def ed25519_verifies(public, message, signature):
    """Whether [S]B = R + [k]A, with S < L."""
    if len(public) != 32 or len(signature) != 64:
        return False
    a, r = decode_point(public), decode_point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if not a or not r or s >= L or is_small(a) or is_small(r):
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    minus_a = (P - a[0], a[1], 1, P - a[3])
    table = (None, BASE, minus_a, add_points(BASE, minus_a))
    total = NEUTRAL  # becomes [S]B − [k]A, bit by bit of both factors
    for bit in range(252, -1, -1):
        total = add_points(total, total)
        pick = (s >> bit & 1) + 2 * (k >> bit & 1)
        if pick:
            total = add_points(total, table[pick])
    return same_point(total, r)

# ======== log.md: the Merkle tree (RFC 6962) ========

def leaf_hash(entry):
    return hashlib.sha256(b"\0" + entry).digest()

def node_hash(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()

def grow(stack, leaf):
    """Adds a leaf to a tree kept as its full subtrees, (size, root), the largest first."""
    stack.append((1, leaf))
    while len(stack) > 1 and stack[-1][0] == stack[-2][0]:
        size, right = stack.pop()
        _, left = stack.pop()
        stack.append((2 * size, node_hash(left, right)))

def tree_root(stack):
    roots = [root for _, root in stack] or [hashlib.sha256().digest()]
    while len(roots) > 1:
        right = roots.pop()
        roots.append(node_hash(roots.pop(), right))
    return roots[0]

def path_root(leaf, index, size, path, what):
    """The root that an audit path leads to, and the path's left-hand hashes, the highest first."""
    require(index < size, f"{what}: there is no leaf {index} in a tree of {size}")
    root, last, lefts, rest = leaf, size - 1, [], list(path)
    while last:
        is_right = index % 2 == 1
        if is_right or index < last:  # else it stands alone on its level and moves up as it is
            require(rest, f"{what}: the audit path is too short")
            sibling = rest.pop(0)
            root = node_hash(sibling, root) if is_right else node_hash(root, sibling)
            if is_right:
                lefts.insert(0, sibling)
        index, last = index // 2, last // 2
    require(not rest, f"{what}: the audit path is too long")
    return root, lefts

# ======== log.md: log keys and checkpoints (C2SP signed notes) ========

def parse_log_key(text):
    parts = re.fullmatch(r"([^\s+]+)\+([0-9a-f]{8})\+(\S+)", text)
    require(parts, "the log key is not of the form `name+id+base64`")
    name, key_id = parts[1], parts[2]
    key = from_base64(parts[3], "log key")
    digest = hashlib.sha256(name.encode() + b"\n" + key).hexdigest()
    sound = len(key) == 33 and key[0] == 1 and digest.startswith(key_id)
    require(sound, "the log key is no Ed25519 key with the id that it states")
    return SimpleNamespace(name=name, id=bytes.fromhex(key_id), public=key[1:])

def parse_checkpoint(note, key):
    """Size and root of a checkpoint that the log key signed."""
    text, blank, signatures = note.rpartition("\n\n")
    sound = blank and signatures.endswith("\n") and not re.search(r"[\0-\x09\x0b-\x1f]", note)
    require(sound and signatures.count("\n") <= 64, "a checkpoint is not a signed note")
    check_signatures(f"{text}\n".encode(), signatures[:-1].split("\n"), key)
    lines = text.split("\n")
    sound = len(lines) == 3 and lines[0] == key.name and re.fullmatch(INT, lines[1])
    require(sound, "a checkpoint is not origin, size and root of this log")
    root = from_base64(lines[2], "root of a checkpoint")
    require(len(root) == 32, "the root of a checkpoint is no hash")
    return int(lines[1]), root

def check_signatures(signed, lines, key):
    """Refuses lines without a signature of `key`, or with a false one; other keys are ignored."""
    is_signed = False
    for line in lines:
        parts = re.fullmatch(r"— ([^\s+]+) (\S+)", line)
        require(parts, "a checkpoint has a line that is no signature")
        signature = from_base64(parts[2], "signature of a checkpoint")
        require(len(signature) > 4, "a checkpoint has a line that is no signature")
        if parts[1] == key.name and signature[:4] == key.id:
            is_signed = ed25519_verifies(key.public, signed, signature[4:])
            require(is_signed, "a checkpoint's signature does not verify with the log key")
    require(is_signed, "a checkpoint is not signed by the log key")
