"""The reduced model (see make-reduced-model.mjs) in SimPy. python3 reduced-model.py REPLICATIONS"""

import json
import math
import random
import sys
import time

import simpy

FORCES, REGIONS = 43, 10
KINDS = [(60, 1.0, 60), (20, 0.5, 38), (8, 0.3, 22)]  # stock, chance, mean
HORIZON = 90 * 24.0
RATE = 2000 / HORIZON
EVERY = range(FORCES)

weight = [0.5 + 2 * ((37 * f) % FORCES) / FORCES for f in EVERY]
east = [((17 * f) % FORCES) / FORCES + 2 * ((f % REGIONS) % 4) for f in EVERY]
north = [((29 * f) % FORCES) / FORCES + 2 * ((f % REGIONS) // 4) for f in EVERY]
stock = [[math.floor(each * weight[f] + 0.5) for f in EVERY] for each, _, _ in KINDS]
floor = [[(units + 1) // 2 for units in row] for row in stock]


def far(host, force):
    if host == force:
        return -1.0
    away = (east[host] - east[force]) ** 2 + (north[host] - north[force]) ** 2
    return away if host % REGIONS == force % REGIONS else away + 1000


order = [sorted(EVERY, key=lambda force, host=host: far(host, force)) for host in EVERY]


class Country:
    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.world = simpy.Environment()
        self.free = [row[:] for row in stock]
        self.in_region = [[sum(row[r::REGIONS]) for r in range(REGIONS)] for row in stock]
        self.least = [row[:] for row in self.in_region]
        self.waiting = [[] for _ in KINDS]
        self.unmet = [0.0 for _ in KINDS]
        self.world.process(self.source())
        self.world.run(until=HORIZON)
        for kind, incidents in enumerate(self.waiting):
            for incident in incidents:
                self.unmet[kind] += incident["missing"][kind] * (HORIZON - incident["asked"])

    def source(self):
        while True:
            yield self.world.timeout(self.chance.expovariate(RATE))
            self.world.process(self.incident())

    def incident(self):
        chance = self.chance
        host = chance.choices(EVERY, weight)[0]
        duration = chance.lognormvariate(math.log(18), 1)
        missing = [
            max(1, math.ceil(math.log(1 - chance.random()) / math.log1p(-1 / mean))) if chance.random() < often else 0
            for _, often, mean in KINDS
        ]
        incident = {"host": host, "missing": missing, "loans": [], "asked": self.world.now}
        for kind, units in enumerate(missing):
            if units > 0:
                self.take(incident, kind)
                if missing[kind] > 0:
                    self.waiting[kind].append(incident)
        yield self.world.timeout(duration)
        self.end(incident)

    def take(self, incident, kind):
        wanted = incident["missing"][kind]
        before = wanted
        for at, force in enumerate(order[incident["host"]]):
            units = min(wanted, self.free[kind][force] - (floor[kind][force] if at > 0 else 0))
            if units <= 0:
                continue
            self.free[kind][force] -= units
            region = self.in_region[kind]
            region[force % REGIONS] -= units
            self.least[kind][force % REGIONS] = min(self.least[kind][force % REGIONS], region[force % REGIONS])
            incident["loans"].append((kind, force, units))
            wanted -= units
            if wanted == 0:
                break
        incident["missing"][kind] = wanted
        return before - wanted

    def end(self, incident):
        now = self.world.now
        released = set()
        for kind, force, units in incident["loans"]:
            self.free[kind][force] += units
            self.in_region[kind][force % REGIONS] += units
            released.add(kind)
        for kind, units in enumerate(incident["missing"]):
            if units > 0:
                self.unmet[kind] += units * (now - incident["asked"])
                self.waiting[kind].remove(incident)
        for kind in sorted(released):
            still = []
            for other in self.waiting[kind]:
                self.unmet[kind] += self.take(other, kind) * (now - other["asked"])
                if other["missing"][kind] > 0:
                    still.append(other)
            self.waiting[kind] = still


replications = int(sys.argv[1]) if len(sys.argv) > 1 else 10
start = time.process_time()
unmet = sum(Country(seed).unmet[0] for seed in range(replications))
seconds = time.process_time() - start
print(json.dumps({"seconds": seconds, "replications": replications, "check": unmet / replications}))
