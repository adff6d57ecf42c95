"""M/M/16 in SimPy: the work of mm16.yaml. python3 mm16.py REPLICATIONS"""

import json
import random
import sys
import time

import simpy

SERVERS, HORIZON, ARRIVALS, SERVICE = 16, 2000.0, 14.4, 1.0


def replicate(chance, waits):
    world = simpy.Environment()
    servers = simpy.Resource(world, SERVERS)

    def customer():
        asked = world.now
        with servers.request() as turn:
            yield turn
            waits.append(world.now - asked)
            yield world.timeout(chance.expovariate(1 / SERVICE))

    def source():
        while True:
            yield world.timeout(chance.expovariate(ARRIVALS))
            world.process(customer())

    world.process(source())
    world.run(until=HORIZON)


replications = int(sys.argv[1]) if len(sys.argv) > 1 else 3
waits = []
start = time.process_time()
for replication in range(replications):
    replicate(random.Random(replication), waits)
seconds = time.process_time() - start
print(json.dumps({"seconds": seconds, "replications": replications, "check": sum(waits) / len(waits)}))
