"""What a training leaves behind: model.json, metrics.json, data_card.json; or one line that says why it failed."""

import hashlib
import json
import platform
from pathlib import Path

import numpy as np

FAILURE_FILE = Path("/opt/ml/output/failure")


def model_json(model):
    return {
        "schema_version": 1,
        "model": "bid_optimizer",
        "kind": "bid_response",
        "features": ["bid"],
        "libraries": {"python": platform.python_version(), "numpy": np.__version__},
        "pooled": model["pooled"],
        "campaigns": model["campaigns"],
    }


def card_of(folder, data):
    """What training really saw: the snapshot's own card tells the rest."""
    return {
        split: {
            "sha256": hashlib.sha256((Path(folder) / f"{split}.csv").read_bytes()).hexdigest(),
            "days": sum(len(days) for days in campaigns.values()),
            "campaigns": len(campaigns),
        }
        for split, campaigns in data.items()
    }


def save(artifacts, model_dir, output_dir):
    """All of them for the model's archive; the metrics also where a job's output is looked for."""
    for folder, names in [(Path(model_dir), list(artifacts)), (Path(output_dir), ["metrics.json"])]:
        folder.mkdir(parents=True, exist_ok=True)
        for name in names:
            (folder / name).write_text(json.dumps(artifacts[name], allow_nan=False), encoding="utf-8")


def failed(error):
    """One line for people, and for SageMaker where it runs us."""
    reason = f"training failed: {str(error).splitlines()[0] if str(error) else type(error).__name__}"
    if FAILURE_FILE.parent.is_dir():
        FAILURE_FILE.write_text(reason, encoding="utf-8")
    return reason
