"""The judge's weights: linear models over named features, in one file that holds numbers and names only.

Learning them does not belong here (data/model/train.py).
"""

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from transforms.reference import REFERENCE_DIR

FILE = REFERENCE_DIR.parent / "model" / "judge.npz"
Vector = npt.NDArray[np.float32]


class LinearModel:
    """A weight for each feature and class; features that it does not know weigh nothing."""

    def __init__(self, features: list[str], classes: list[str], weights: Vector, bias: Vector) -> None:
        """Take a model.

        Args:
            features: Names, one for each row of `weights`.
            classes: Names, one for each column.
            weights: The weights.
            bias: What each class has beforehand.

        Raises:
            ValueError: the shapes do not fit each other.
        """
        if weights.shape != (len(features), len(classes)) or bias.shape != (len(classes),):
            raise ValueError(
                f"weights of shape {weights.shape} for {len(features)} features and {len(classes)} classes"
            )
        self.features = {name: place for place, name in enumerate(features)}
        self.classes = classes
        self.weights = weights
        self.bias = bias

    def sum_of(self, names: Iterable[str]) -> Vector:
        """Return the summed weights of features that are there, one value for each class, without bias."""
        places = [place for name in names if (place := self.features.get(name)) is not None]
        total: Vector = self.weights[places].sum(axis=0, dtype=np.float32)
        return total

    def weighted(self, features: Mapping[str, float]) -> Vector:
        """Return the score of each class for features with a value each, bias included."""
        known = [(place, value) for name, value in features.items() if (place := self.features.get(name)) is not None]
        if not known:
            return self.bias
        places, values = zip(*known, strict=True)
        total: Vector = np.asarray(values, np.float32) @ self.weights[list(places)] + self.bias
        return total


class Models(NamedTuple):
    """What the judge knows, and the version of it: a hash over the file."""

    types: LinearModel
    roles: LinearModel
    candidates: LinearModel
    version: str


def softmax(scores: Vector) -> Vector:
    """Return probabilities for scores."""
    raised: Vector = np.exp(scores - scores.max())
    shares: Vector = raised / raised.sum()
    return shares


def write_models(types: LinearModel, roles: LinearModel, candidates: LinearModel, path: Path = FILE) -> None:
    """Write the models: weights as whole numbers of one byte with a scale for each class, names as text."""
    arrays: dict[str, npt.NDArray[np.generic]] = {}
    for name, model in (("types", types), ("roles", roles), ("candidates", candidates)):
        scale = np.maximum(np.abs(model.weights).max(axis=0), 1e-9) / 127
        arrays[f"{name}.weights"] = np.round(model.weights / scale).astype(np.int8)
        arrays[f"{name}.scale"] = scale.astype(np.float32)
        arrays[f"{name}.bias"] = model.bias.astype(np.float32)
        arrays[f"{name}.features"] = _as_bytes(list(model.features))
        arrays[f"{name}.classes"] = _as_bytes(model.classes)
    with path.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)


@cache
def load_models(path: Path = FILE) -> Models:
    """Return the judge's models.

    Raises:
        ValueError: the file holds something else than numbers, or shapes that do not fit.
    """
    with np.load(path, allow_pickle=False) as arrays:
        types, roles, candidates = (
            LinearModel(
                _as_names(arrays[f"{name}.features"]),
                _as_names(arrays[f"{name}.classes"]),
                arrays[f"{name}.weights"].astype(np.float32) * arrays[f"{name}.scale"],
                arrays[f"{name}.bias"],
            )
            for name in ("types", "roles", "candidates")
        )
    version = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    return Models(types, roles, candidates, version)


def _as_bytes(names: list[str]) -> npt.NDArray[np.uint8]:
    return np.frombuffer("\n".join(names).encode(), dtype=np.uint8)


def _as_names(data: npt.NDArray[np.uint8]) -> list[str]:
    return data.tobytes().decode().split("\n")
