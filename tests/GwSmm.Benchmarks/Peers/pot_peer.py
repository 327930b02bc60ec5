"""Answers benchmark requests, one JSON object a line, with Python Optimal Transport and numpy on one thread."""
import json
import sys
import time

import numpy as np
import ot
from scipy.spatial.distance import cdist

METRICS = {"Euclidean": "euclidean", "SquaredEuclidean": "sqeuclidean"}


def solve(request, first, second, weights):
    if request["solver"] == "exact":
        limit = {"numItermax": request["iterations"]} if request["iterations"] else {}
        plan, log = ot.gromov.gromov_wasserstein(first, second, *weights, "square_loss", log=True, **limit)
        if request["plan"]:
            plan.tofile(request["plan"])
    else:
        _, log = ot.gromov.entropic_gromov_wasserstein(
            first, second, *weights, "square_loss", epsilon=request["epsilon"], max_iter=1000, tol=1e-9, log=True)
    return float(log["gw_dist"])


def answer(request):
    best = float("inf")
    values = []
    if request["solver"] == "product":
        n = request["count"]
        a = np.random.default_rng(1).standard_normal((n, n))
        run = lambda: a @ a
    else:
        clouds = [np.fromfile(path).reshape(-1, request["dimension"]) for path in request["files"]]
        costs = [cdist(x, x, METRICS[request["metric"]]) / request["scale"] for x in clouds]
        weights = [np.fromfile(path) for path in request["weights"]] or [ot.unif(len(x)) for x in clouds]
        pairs = list(zip(costs[0::2], costs[1::2], zip(weights[0::2], weights[1::2])))

        def run():
            values[:] = [solve(request, *pair) for pair in pairs]

    for _ in range(request["repeats"]):
        start = time.process_time()
        run()
        best = min(best, time.process_time() - start)
    return {"seconds": best, "values": values}


print(json.dumps({"pot": ot.__version__, "numpy": np.__version__}), flush=True)
for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
