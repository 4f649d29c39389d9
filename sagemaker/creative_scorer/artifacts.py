"""What a training leaves behind: model.json, metrics.json, data_card.json; or one line that says why it failed."""

import hashlib
import json
import platform
import shutil
from pathlib import Path

import numpy as np
import sklearn

from export import head_json

HERE = Path(__file__).resolve().parent
FAILURE_FILE = Path("/opt/ml/output/failure")
TARGETS = ["ctr", "result_rate"]


def model_json(results, features):
    def heads(part):
        return {target: head_json(results[target][part]) if target in results else None for target in TARGETS}

    return {
        "schema_version": 1,
        "model": "creative_scorer",
        "kind": results["ctr"]["head"].kind,
        "features": features,
        "libraries": {"python": platform.python_version(), "scikit-learn": sklearn.__version__, "numpy": np.__version__},
        "heads": heads("head"),
        "baseline": heads("baseline"),
    }


def flat_metrics(results):
    """`train:rmse` and its like, of the chosen head of the CTR; below `heads` everything."""
    ctr = results["ctr"]["metrics"]
    chosen = ctr["candidates"][ctr["chosen"]]
    flat = {
        f"{split}:{name}": chosen[split][name]
        for split in ["train", "validation"]
        for name in ["rmse", "log_loss", "rank_correlation"]
    }
    return flat | {"heads": {target: result["metrics"] for target, result in results.items()}}


def card_of(folder, data):
    """What training really saw: the snapshot's own card tells the rest."""
    return {
        split: {
            "sha256": hashlib.sha256((Path(folder) / f"{split}.csv").read_bytes()).hexdigest(),
            "rows": len(rows["ctr"]),
            "rows_with_results": len(rows["result_rate"]),
            "creatives": len(np.unique(rows["ctr"].creatives)),
            "campaigns": len(np.unique(rows["ctr"].campaigns)),
        }
        for split, rows in data.items()
    }


def save(artifacts, model_dir, output_dir):
    """All of them for the model's archive; the metrics also where a job's output is looked for."""
    for folder, names in [(Path(model_dir), list(artifacts)), (Path(output_dir), ["metrics.json"])]:
        folder.mkdir(parents=True, exist_ok=True)
        for name in names:
            (folder / name).write_text(json.dumps(artifacts[name], allow_nan=False), encoding="utf-8")
    bring_serving_code(Path(model_dir) / "code")


def bring_serving_code(folder):
    """What serves the model in an endpoint travels with it, where the container looks: a rollback brings its own back. It lies beside
    this file in a job, and in a folder of its own in the project."""
    places = [HERE / "inference.py", HERE.parent / "serving" / "inference.py"]
    found = next((place for place in places if place.is_file()), None)
    if found:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(found, folder / found.name)


def failed(error):
    """One line for people, and for SageMaker where it runs us."""
    reason = f"training failed: {str(error).splitlines()[0] if str(error) else type(error).__name__}"
    if FAILURE_FILE.parent.is_dir():
        FAILURE_FILE.write_text(reason, encoding="utf-8")
    return reason
