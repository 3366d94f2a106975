"""What a reading says of a word: log E, and the probability p that an uninvolved copy reaches it.

Follows the sections "Evidence of a single copy" and "p-values" of finding.md. Used by verify.py;
knows nothing of bundles, entries or keys, only of a catalogue, the observations and a seed.
"""
import bisect
import math
import struct
from itertools import accumulate, islice, product
from operator import add
from types import SimpleNamespace

from primitives import LANES, keystream, require

# ======== evidence of a single copy ========

MODELS = [(.50, [[0, 1]]), (.25, [[0, 1/2, 1], [0, 1, 1], [0, 0, 1]]),  # prior and θs of c = 1, 2, …
          (.15, [[0, 1/3, 2/3, 1], [0, 0, 1, 1], [0, 1, 0, 1], [0, 1/2, 1/2, 1], [0, 1, 1, 1], [0, 0, 0, 1]]),
          (.07, [[0, 1/4, 1/2, 3/4, 1], [0, 0, 1/2, 1, 1], [0, 1, 1/2, 0, 1], [0, 1/2, 1/2, 1/2, 1]]),
          (.03, [[0, 1/5, 2/5, 3/5, 4/5, 1], [0, 1, 1, 0, 0, 1], [0, 0, 0, 1, 1, 1]])]
THETAS = [(theta, math.log(prior / len(models))) for prior, models in MODELS for theta in models]
SPACING = [.001, .01, .05, .15, .30, .45]
MISREADS = [[.01, .05, .15], SPACING, SPACING]  # ε by carrier
EXACT, DRAWS, TIE, LN_DELTA, LEAST_P = 1_000_000, 100_000, 1e-9, 40 * math.log(2), 1e-300
REMEMBERED = 4096  # sums that a carrier keeps, since many draws have the same counts

def log_sum(logs):
    top = max(logs)
    return top + math.log(sum([math.exp(value - top) for value in logs]))

def fold(logs, width):
    """Sums over the ε of a carrier, one for each θ."""
    return [log_sum(logs[at : at + width]) for at in range(0, len(logs), width)]

def likelihoods(kind, theta, misread):
    """P_k(seen | hit), P_k(seen | no hit), P_k(seen); a hit is x = 1, or x = seen if arity ≥ 3."""
    sources, chance = len(theta) - 1, kind.chance
    if kind.arity > 2:
        rest = (1 - 1/sources) / kind.arity
        return ((1 - misread) / sources + rest, misread / (kind.arity - 1) / sources + rest, 1/kind.arity)
    given = []
    for x in (1, 0):
        q = sum(math.comb(sources - 1, r) * chance**r * (1 - chance) ** (sources - 1 - r) * theta[r + x]
                for r in range(sources))
        q = (1 - misread) * q + misread * (1 - q)
        if isinstance(kind.seen, list):
            given.append(q * math.exp(kind.seen[0] / 1024) + 1 - q)
        else:
            given.append(q if kind.seen else 1 - q)
    return *given, chance * given[0] + (1 - chance) * given[1]

def classify(catalogue, reading):
    """The classes, and of each unerased mark: its place in a word, its class, the symbol that is a hit."""
    classes, marks = {}, []
    for place, ((carrier, arity, bias), seen) in enumerate(zip(catalogue, reading)):
        if seen is not None:
            key = (carrier, arity, bias, str(seen) if arity == 2 else "")
            chance = bias / 128 if arity == 2 else 1/arity
            if key not in classes:
                classes[key] = SimpleNamespace(number=len(classes), carrier=carrier, arity=arity,
                                               chance=chance, seen=seen, size=0)
            kind = classes[key]
            kind.size += 1
            marks.append((place, kind.number, 1 if arity == 2 else seen))
    return list(classes.values()), marks

class Evidence:
    """What the reading of one memo says of any word of that memo.

    Given θ, carriers are independent, so that E = Σ_θ π_θ Π_carriers mean_ε(…) over the same of all
    words. Tables of a carrier are flat lists over θ and, within θ, over its ε.
    """
    def __init__(self, catalogue, reading):
        self.catalogue, self.samples = catalogue, {}
        self.classes, self.marks = classify(catalogue, reading)
        self.odd = sum(kind.size for kind in self.classes if kind.arity not in (2, 4))
        self.is_exact = math.prod(kind.size + 1 for kind in self.classes) <= EXACT
        present = sorted({kind.carrier for kind in self.classes})
        components = len(THETAS) * math.prod(len(MISREADS[carrier]) for carrier in present)
        sound = len(self.classes) * components <= 4_000_000
        require(sound, "reading: too many classes and components")
        self.carriers = [self.tabulate(carrier) for carrier in present]
        self.components = [  # the logarithm of w_k, not yet normed, and a row for each carrier
            (prior + sum(each.every[row] for each, row in zip(self.carriers, rows)), rows)
            for t, (_, prior) in enumerate(THETAS)
            for rows in product(*(range(t * each.width, (t + 1) * each.width) for each in self.carriers))]
        total = log_sum([weight for weight, _ in self.components])
        self.weights = [math.exp(weight - total) for weight, _ in self.components]
        self.priors = [prior - total for _, prior in THETAS]

    def tabulate(self, carrier):
        own, misreads = [kind for kind in self.classes if kind.carrier == carrier], MISREADS[carrier]
        table = [[likelihoods(kind, theta, misread) for kind in own]
                 for theta, _ in THETAS for misread in misreads]

        def likelihood(row, which):
            logs = sum(kind.size * math.log(values[which]) for kind, values in zip(own, row))
            return logs - math.log(len(misreads))
        return SimpleNamespace(
            width=len(misreads), own=own, table=table, known={},
            none=[likelihood(row, 1) for row in table], every=[likelihood(row, 2) for row in table],
            slopes=[[math.log(hit / miss) for hit, miss, _ in column] for column in zip(*table)])

    def counts(self, word):
        counts = [0] * len(self.classes)
        for place, number, hit in self.marks:
            counts[number] += word[place] == hit
        return counts

    def log_e(self, counts):
        logs = self.priors
        for carrier in self.carriers:
            own = tuple([counts[kind.number] for kind in carrier.own])
            if own not in carrier.known:
                if len(carrier.known) > REMEMBERED:
                    carrier.known.clear()
                flat = carrier.none
                for n, slopes in zip(own, carrier.slopes):
                    flat = [value + n * slope for value, slope in zip(flat, slopes)] if n else flat
                carrier.known[own] = fold(flat, carrier.width)
            logs = list(map(add, logs, carrier.known[own]))
        return log_sum(logs)

    def least_p(self):
        """p_min: no word of any copy has a smaller p (a bound where counts cannot be listed)."""
        if self.is_exact:  # log E is convex in each count, so it is largest in a corner
            corners = product(*((0, kind.size) for kind in self.classes))
            return exact_p(self, max(map(self.log_e, corners)))
        logs = [kind.size * math.log(min(kind.chance, 1 - kind.chance) if kind.arity == 2 else kind.chance)
                for kind in self.classes]
        return math.exp(max(sum(logs), math.log(LEAST_P)))

    def p(self, log_e, seed):
        """p of a copy outside: exact where counts can be listed; else sampled, or 1/E without a seed."""
        if self.is_exact:
            return exact_p(self, log_e)
        if not seed:
            return upper_p(log_e, 1)
        if seed not in self.samples:
            self.samples[seed] = draw_sample(self, seed)
        hits = [drawn for drawn in self.samples[seed] if drawn >= log_e - TIE]
        return upper_p(log_e, sum([min(1.0, math.exp(log_e - drawn)) for drawn in hits]) / DRAWS)

# ======== exact p-values ========

def exact_p(evidence, log_e):
    """P₀(log E ≥ log_e) over all counts: carrier by carrier, class inside class."""
    levels = nest(evidence)
    if not levels:
        return float(log_e <= TIE)
    return max(min(enter(levels, 0, evidence.priors, log_e - TIE), 1.0), LEAST_P)

def nest(evidence):
    """The levels of the walk: each class, then its carrier's sum over ε; `law` is None at such sums.

    `rise` and `fall` bound what the levels that follow within the carrier, and then the carriers
    that follow it, can add, for each row. The largest class comes last, where a run is found fast.
    """
    levels, most, least = [], [0.0] * len(THETAS), [0.0] * len(THETAS)
    by_largest = sorted(evidence.carriers, key=lambda carrier: max(kind.size for kind in carrier.own),
                        reverse=True)
    for carrier in by_largest:
        rise = [value for value in most for _ in range(carrier.width)]
        fall = [value for value in least for _ in range(carrier.width)]
        levels.insert(0, SimpleNamespace(carrier=carrier, law=None, rise=rise, fall=fall))
        pairs = zip(carrier.own, carrier.slopes)
        for kind, slopes in sorted(pairs, key=lambda pair: (pair[0].size, pair[0].number), reverse=True):
            rise = [value + max(0.0, kind.size * slope) for value, slope in zip(rise, slopes)]
            fall = [value + min(0.0, kind.size * slope) for value, slope in zip(fall, slopes)]
            levels.insert(0, SimpleNamespace(carrier=carrier, slopes=slopes, rise=rise, fall=fall,
                                             law=binomial(kind.size, kind.chance)))
        most = fold(list(map(add, carrier.none, rise)), carrier.width)
        least = fold(list(map(add, carrier.none, fall)), carrier.width)
    return levels

def binomial(size, chance):
    return [math.exp(math.lgamma(size + 1) - math.lgamma(n + 1) - math.lgamma(size - n + 1)
                     + n * math.log(chance) + (size - n) * math.log(1 - chance))
            for n in range(size + 1)]

def enter(levels, depth, logs, limit):
    """`walk` on into a carrier, whose rows stand for one θ each and one of its ε."""
    carrier = levels[depth].carrier
    rows = [logs[row // carrier.width] + value for row, value in enumerate(carrier.none)]
    return walk(levels, depth, rows, limit)

def walk(levels, depth, logs, limit):
    """The probability that log E reaches the limit, given the counts of the levels before."""
    level = levels[depth]
    if max(map(add, logs, level.rise)) + math.log(len(logs)) < limit:
        return 0.0
    if max(map(add, logs, level.fall)) >= limit:
        return 1.0
    if depth == len(levels) - 1:
        return float(log_sum(logs) >= limit)
    if level.law is None:
        return enter(levels, depth + 1, fold(logs, level.carrier.width), limit)

    def at(n):
        shifted = [log + n * slope for log, slope in zip(logs, level.slopes)]
        return walk(levels, depth + 1, shifted, limit)
    if depth < len(levels) - 2:
        return sum([chance * at(n) for n, chance in enumerate(level.law)])
    # log E is convex in n: what reaches the limit is a run from 0 and a run up to the size.
    low, high = 0, len(level.law) - 1
    while low <= high and at(low):
        low += 1
    while low <= high and at(high):
        high -= 1
    return sum(level.law[:low]) + sum(level.law[high + 1 :])

# ======== sampled p-values ========

def draw_sample(evidence, seed):
    """log E of the draws, which all copies share."""
    uniforms = (value >> 11 for page in keystream(seed) for value in struct.unpack(f">{8 * LANES}Q", page))
    upto, last = list(accumulate(evidence.weights)), len(evidence.weights) - 1
    edges, drawn = {}, []
    for _ in range(DRAWS):
        k = min(bisect.bisect(upto, next(uniforms) / 2**53), last)
        if k not in edges:
            edges[k] = hit_edges(evidence, k)
        counts = [0] * len(evidence.classes)
        for (number, low, high), u in zip(edges[k], islice(uniforms, len(evidence.marks))):
            if low <= u < high:
                counts[number] += 1
        drawn.append(evidence.log_e(counts))
    return drawn

def hit_edges(evidence, k):
    """The class of each mark, and between which uniforms, times 2⁵³, component k draws a hit."""
    values = {}
    for carrier, row in zip(evidence.carriers, evidence.components[k][1]):
        values.update(zip([kind.number for kind in carrier.own], carrier.table[row]))
    edges = []
    for _, number, hit in evidence.marks:
        kind, (hits, misses, every) = evidence.classes[number], values[number]
        if kind.arity == 2:
            low, high = (1 - kind.chance) * misses / every, math.inf
        else:
            low = sum([kind.chance * misses / every] * hit)
            high = low + kind.chance * hits / every if hit < kind.arity - 1 else math.inf
        edges.append((number, low * 2**53, high * 2**53))
    return edges

def upper_p(log_e, mean):
    """(1/E)·max{x : n·KL(mean, x) ≤ ln 2⁴⁰}, at most 1."""
    low, high = mean, 1.0
    for _ in range(100):
        x = (low + high) / 2
        nats = mean * math.log(mean / x) if mean else 0
        nats += (1 - mean) * math.log((1 - mean) / (1 - x)) if mean < 1 else 0
        low, high = (x, high) if DRAWS * nats <= LN_DELTA else (low, x)
    return math.exp(min(0.0, max(math.log(low) - log_e, math.log(LEAST_P))))
