"""Answers benchmark requests, one JSON object a line, with PyTorch: an encoder as the usual implementation computes it, and its training."""
import json
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F

model = {}


def load(request):
    torch.set_num_threads(request["threads"])
    values = np.fromfile(request["weights"], dtype=np.float32)
    model.clear()
    model["config"] = request["config"]
    at = 0
    for name, shape in request["tensors"]:
        count = int(np.prod(shape))
        model[name] = torch.tensor(values[at:at + count].reshape(shape), requires_grad=request["training"])
        at += count
    if request["training"]:
        matrices = [v for k, v in model.items() if k != "config" and "LayerNorm" not in k and not k.endswith("bias")]
        others = [v for k, v in model.items() if k != "config" and ("LayerNorm" in k or k.endswith("bias"))]
        groups = [{"params": matrices, "weight_decay": request["decay"]}, {"params": others, "weight_decay": 0.0}]
        model["optimizer"] = torch.optim.AdamW(groups, lr=request["rate"], betas=(0.9, 0.999), eps=1e-8, foreach=True)
    return {"seconds": 0, "cpu": 0}


def dense(x, name):
    return F.linear(x, model[name + ".weight"], model[name + ".bias"])


def norm(x, name):
    return F.layer_norm(x, x.shape[-1:], model[name + ".weight"], model[name + ".bias"], model["config"]["epsilon"])


def features(tokens, mask, pooling):
    config = model["config"]
    batch, length = tokens.shape
    heads = config["heads"]
    x = F.embedding(tokens, model["embeddings.word_embeddings.weight"])
    x = x + model["embeddings.token_type_embeddings.weight"][0] + model["embeddings.position_embeddings.weight"][:length]
    x = norm(x, "embeddings.LayerNorm")
    bias = None if bool(mask.all()) else ((1 - mask.float()) * torch.finfo(torch.float32).min)[:, None, None, :]
    split = lambda y: y.view(batch, length, heads, -1).transpose(1, 2)
    for layer in range(config["layers"]):
        p = f"encoder.layer.{layer}."
        q, k, v = (split(dense(x, p + "attention.self." + n)) for n in ("query", "key", "value"))
        scores = torch.matmul(q, k.transpose(-1, -2)) / (q.shape[-1] ** 0.5)
        if bias is not None:
            scores = scores + bias
        context = torch.matmul(torch.softmax(scores, -1), v).transpose(1, 2).reshape(batch, length, -1)
        x = norm(dense(context, p + "attention.output.dense") + x, p + "attention.output.LayerNorm")
        x = norm(dense(F.gelu(dense(x, p + "intermediate.dense")), p + "output.dense") + x, p + "output.LayerNorm")
    return torch.matmul(pooling, x)[:, 0]


def arrays(batch):
    shape = (batch["count"], batch["length"])
    tokens = torch.from_numpy(np.fromfile(batch["tokens"], dtype=np.int32).reshape(shape)).long()
    mask = torch.from_numpy(np.fromfile(batch["mask"], dtype=np.int32).reshape(shape))
    pooling = torch.from_numpy(np.fromfile(batch["pooling"], dtype=np.float32).reshape(shape[0], 1, shape[1]))
    return tokens, mask, pooling


def run(request):
    batches = [arrays(b) for b in request["batches"]]
    wall, cpu = time.perf_counter(), time.process_time()
    if request["labels"]:
        labels = torch.tensor(request["labels"])
        outputs = []
        for _ in range(request["repeats"]):
            model["optimizer"].zero_grad(set_to_none=True)
            loss = F.cross_entropy(dense(features(*batches[0]), "head"), labels)
            loss.backward()
            model["optimizer"].step()
            outputs.append(loss.detach().reshape(1))
    else:
        with torch.inference_mode():
            for _ in range(request["repeats"]):
                outputs = [features(*b) for b in batches]
    seconds, used = time.perf_counter() - wall, time.process_time() - cpu
    torch.cat([o.flatten() for o in outputs]).numpy().tofile(request["output"])
    return {"seconds": seconds / request["repeats"], "cpu": used / request["repeats"]}


def product(request):
    m, n, k = request["shape"]
    random = np.random.default_rng(1)
    a = random.standard_normal((k, m) if request["transposeA"] else (m, k)).astype(np.float32)
    b = random.standard_normal((n, k) if request["transposeB"] else (k, n)).astype(np.float32)
    a, b = (a.T if request["transposeA"] else a), (b.T if request["transposeB"] else b)
    c = np.empty((m, n), np.float32)
    best = float("inf")
    for _ in range(request["batches"]):
        start = time.process_time()
        for _ in range(request["repeats"]):
            np.matmul(a, b, out=c)
        best = min(best, (time.process_time() - start) / request["repeats"])
    return {"seconds": best, "cpu": best}


print(json.dumps({"torch": torch.__version__, "numpy": np.__version__}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    work = {"load": load, "run": run, "product": product}[request["work"]]
    print(json.dumps(work(request)), flush=True)
