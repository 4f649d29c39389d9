"""Serves the creative scorer's model.json in SageMaker's container of scikit-learn, of which it needs nothing: what
core/learn/models/rate-scorer.ts says, in plain Python.

Asked is {"rows": [[…]], "campaigns": […] or null}, a row holding the model's features in order; answered is {"version", "sha256",
"predictions": [{"ctr": {"expected", "low", "high"}, "result_rate": the same or null}]}.
"""

import json
import math
import os
import struct
from pathlib import Path

TARGETS = ["ctr", "result_rate"]
# Four of five: the normal quantile of 0.9.
INTERVAL_DEVIATIONS = 1.2815515655446004


def model_fn(model_dir):
    model = json.loads((Path(model_dir) / "model.json").read_text(encoding="utf-8"))
    if model["schema_version"] != 1 or model["model"] != "creative_scorer":
        raise ValueError(f"cannot serve {model['model']} of schema {model['schema_version']}")
    return model


def input_fn(body, content_type):
    if content_type.split(";")[0].strip() != "application/json":
        raise ValueError(f"send application/json, not {content_type}")
    data = json.loads(body)
    rows, campaigns = data["rows"], data.get("campaigns")
    if campaigns is not None and len(campaigns) != len(rows):
        raise ValueError(f"{len(rows)} rows, but {len(campaigns)} campaigns")
    return rows, campaigns


def predict_fn(data, model):
    rows, campaigns = data
    for row in rows:
        check(row, len(model["features"]))
    named = campaigns if campaigns is not None else [None] * len(rows)
    heads = {target: model["heads"][target] for target in TARGETS}
    places = {name: at for at, name in enumerate(model["features"])}
    return [
        {target: head and estimate(head, row, campaign, places) for target, head in heads.items()}
        for row, campaign in zip(rows, named, strict=True)
    ]


def output_fn(predictions, _accept):
    """Which version answered comes with it: after a promotion, an endpoint serves the one before for some minutes."""
    about = {"version": os.environ.get("MODEL_VERSION"), "sha256": os.environ.get("MODEL_SHA256")}
    return json.dumps(about | {"predictions": predictions}, allow_nan=False), "application/json"


def check(row, width):
    if len(row) != width:
        raise ValueError(f"a row has {len(row)} numbers, but the model has {width} features")
    if not all(isinstance(value, (int, float)) and math.isfinite(value) for value in row):
        raise ValueError("a row holds a value that is not a finite number")


def estimate(head, row, campaign, places):
    """A rate is at most one; the interval is log-normal, wider where the campaign is new."""
    log = log_rate(head, row, campaign, places)
    unknown = 0.0 if campaign in head["campaigns"] else head["campaign_sd"]
    deviation = math.hypot(head["residual_sd"], unknown) * INTERVAL_DEVIATIONS
    exponents = {"expected": log, "low": log - deviation, "high": log + deviation}
    return {name: math.exp(min(0.0, exponent)) for name, exponent in exponents.items()}


def log_rate(head, row, campaign, places):
    seen = [single(value) for value in row] if head["input"] == "float32" else row
    log = head["log_rate"] + head["scale"] * sum(leaf_value(tree, seen) for tree in head["trees"])
    for term in head["linear"]:
        held = min(term["high"], max(term["low"], row[places[term["feature"]]]))
        log += term["effect"] * (held - term["centre"])
    return log + head["campaigns"].get(campaign, 0.0)


def single(value):
    """Rounded to 32 bits, as the library that grew the trees compares it."""
    try:
        return struct.unpack("f", struct.pack("f", value))[0]
    except OverflowError:
        return math.copysign(math.inf, value)


def leaf_value(tree, row):
    feature, threshold, left = tree["feature"], tree["threshold"], tree["left"]
    node = 0
    while left[node]:
        node = left[node] + (row[feature[node]] > threshold[node])
    return tree["value"][node]
