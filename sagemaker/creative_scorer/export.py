"""`model.json`: heads as plain numbers (docs/models.md). Trees become arrays in which the children of a node are neighbours."""

import numpy as np


def head_json(head):
    trees, scale, extra = trees_of(head)
    return {
        "kind": head.kind,
        "log_rate": head.pooled.log_rate + head.shift + extra,
        "linear": linear_json(head),
        "campaigns": head.pooled.campaigns,
        "input": "float32" if head.kind == "forest" else "float64",
        "scale": scale,
        "trees": trees,
        # the standard deviation of a logarithm that goes with a relative variance
        "residual_sd": float(np.sqrt(np.log1p(head.residual_spread))),
        "campaign_sd": float(np.sqrt(np.log1p(head.pooled.campaign_spread))),
    }


def linear_json(head):
    """Terms of effect x (value held between low and high - centre): formats, and what features do by themselves."""
    features = head.features
    terms = [
        {"feature": name, "effect": effect, "centre": 0.0, "low": 0.0, "high": 1.0}
        for name, effect in head.pooled.formats.items()
    ]
    if head.linear is not None:
        columns = zip(features, head.linear.effects, head.linear.centres, head.linear.lows, head.linear.highs, strict=True)
        terms += [
            {
                "feature": name,
                "effect": float(head.stretch * effect),
                "centre": float(centre),
                "low": float(low),
                "high": float(high),
            }
            for name, effect, centre, low, high in columns
            if effect != 0
        ]
    return terms


def trees_of(head):
    """Trees, the factor of their sum, and what is added to the log rate beside them."""
    if head.kind == "forest":
        trees = [forest_tree(each.tree_) for each in head.trees.estimators_]
        return trees, head.stretch / len(trees), 0.0
    if head.kind == "boosted":
        trees = [boosted_tree(stage[0].nodes) for stage in head.trees._predictors]
        return trees, head.stretch, head.stretch * float(np.ravel(head.trees._baseline_prediction)[0])
    return [], 1.0, 0.0


def forest_tree(tree):
    is_leaf = tree.children_left < 0
    return tree_json(
        is_leaf, tree.feature, tree.threshold, tree.children_left, tree.children_right,
        tree.value.ravel(), tree.weighted_n_node_samples,
    )


def boosted_tree(nodes):
    return tree_json(
        nodes["is_leaf"].astype(bool), nodes["feature_idx"], nodes["num_threshold"], nodes["left"], nodes["right"],
        nodes["value"], nodes["count"],
    )


def tree_json(is_leaf, feature, threshold, left, right, value, weight):
    """Breadth first, so that a right child stands behind its left one and `left` alone says where both are."""
    order, place = [0], 0
    new_left = []
    while place < len(order):
        node = order[place]
        if is_leaf[node]:
            new_left.append(0)
        else:
            new_left.append(len(order))
            order += [int(left[node]), int(right[node])]
        place += 1
    order = np.array(order)
    inner = ~np.asarray(is_leaf)[order]
    return {
        "feature": np.where(inner, np.asarray(feature)[order], 0).astype(int).tolist(),
        "threshold": np.where(inner, np.asarray(threshold)[order], 0.0).tolist(),
        "left": new_left,
        "value": mean_values(np.asarray(value, dtype=float)[order], np.asarray(weight, dtype=float)[order], new_left).tolist(),
    }


def mean_values(values, weights, left):
    """A node's value is the weighted mean of its children's: the expectation on the way down."""
    values = values.copy()
    for node in range(len(left) - 1, -1, -1):
        if left[node]:
            pair = slice(left[node], left[node] + 2)
            values[node] = np.average(values[pair], weights=weights[pair])
    return values
