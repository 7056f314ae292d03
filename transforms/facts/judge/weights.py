"""The judge's weights: linear models over named features, in one file that holds numbers and names only.

Learning them does not belong here (data/model/train.py).
"""

import hashlib
import zlib
from collections.abc import Iterable, Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from tokenize import TokenError
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile

import numpy as np
import numpy.typing as npt

from transforms.facts.judge.features import ROLES
from transforms.reference import REFERENCE_DIR, keys

FILE = REFERENCE_DIR.parent / "model" / "judge.npz"
REMEDY = "restore the file as it was checked out, or learn it anew from labels: make train"
Vector = npt.NDArray[np.float32]
# The arrays of a model as they are stored.
KINDS: Mapping[str, type[np.generic]] = {
    "features": np.uint8,
    "classes": np.uint8,
    "weights": np.int8,
    "scale": np.float32,
    "bias": np.float32,
}
# The one class of a model that answers yes or no.
MEANT = "meant"
# What each model tells apart.
CLASSES: Mapping[str, frozenset[str]] = {
    "types": frozenset(keys("milestone_types")),
    "roles": frozenset(ROLES),
    "candidates": frozenset(["none", *ROLES]),
    "products": frozenset([MEANT]),
    "diseases": frozenset([MEANT]),
}


class WeightsError(ValueError):
    """The file of weights cannot be used; the message is one line that says where, why, and what to do."""


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
        # In the order of their places: the last digits of a sum hang on the order.
        places = sorted(map(self.features.__getitem__, self.features.keys() & names))
        total: Vector = np.add.reduce(self.weights[places], axis=0)
        return total

    def score_of(self, total: Vector, count: int) -> Vector:
        """Return the score of each class for the sum of `count` features that are there, bias included.

        A long sentence has many features; by the root of their count it weighs no more than a short one.
        """
        score: Vector = self.bias + total / np.float32(np.sqrt(max(1, count)))
        return score

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
    products: LinearModel
    diseases: LinearModel
    version: str


def softmax(scores: Vector) -> Vector:
    """Return probabilities for scores."""
    raised: Vector = np.exp(scores - scores.max())
    shares: Vector = raised / raised.sum()
    return shares


def write_models(models: Mapping[str, LinearModel], path: Path = FILE) -> None:
    """Write the models of CLASSES: weights as whole numbers of one byte with a scale for each class, names as text."""
    arrays: dict[str, npt.NDArray[np.generic]] = {}
    for name in CLASSES:
        model = models[name]
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
        WeightsError: the file is absent, cut or changed, or holds something else than such models.
    """
    try:
        content = path.read_bytes()
        _check_sums(content)
        with np.load(BytesIO(content), allow_pickle=False) as arrays:
            models = {name: _read_model(arrays, name) for name in CLASSES}
    except OSError as error:
        raise WeightsError(f"{path}: {error.strerror}: {REMEDY}") from error
    except KeyError as error:
        raise WeightsError(f"{path}: an array is missing: {error.args[0]}: {REMEDY}") from error
    # What a damaged archive raises depends on where it is damaged.
    except (ValueError, EOFError, BadZipFile, zlib.error, RuntimeError, TypeError, TokenError) as error:
        raise WeightsError(f"{path}: no weights of the judge, or damaged: {error}: {REMEDY}") from error
    return Models(**models, version=hashlib.sha256(content).hexdigest()[:12])


def _check_sums(content: bytes) -> None:
    """Refuse an archive in which something has changed: numpy reads headers before it comes to their checksums.

    Raises:
        ValueError: a checksum is wrong.
        BadZipFile: it is no archive, or a cut one.
    """
    with ZipFile(BytesIO(content)) as archive:
        if damaged := archive.testzip():
            raise ValueError(f"the checksum of {damaged} is wrong")


def _read_model(arrays: Mapping[str, npt.NDArray[np.generic]], name: str) -> LinearModel:
    """Return one of the models.

    Raises:
        KeyError: one of its arrays is not there.
        ValueError: they are of other kinds or shapes, or of other classes than this judge's.
    """
    told = {part: arrays[f"{name}.{part}"] for part in KINDS}
    for part, kind in KINDS.items():
        if told[part].dtype != kind or not np.isfinite(told[part]).all():
            raise ValueError(f"{name}.{part} must be finite numbers of type {np.dtype(kind)}, not {told[part].dtype}")
    classes = _as_names(told["classes"])
    if not set(classes) <= CLASSES[name]:
        raise ValueError(f"{name}.classes are none of this version: {', '.join(sorted({*classes} - CLASSES[name]))}")
    if told["scale"].shape != (len(classes),):
        raise ValueError(f"{name}.scale has the shape {told['scale'].shape} for {len(classes)} classes")
    weights = told["weights"].astype(np.float32) * told["scale"].astype(np.float32)
    return LinearModel(_as_names(told["features"]), classes, weights, told["bias"].astype(np.float32))


def _as_bytes(names: list[str]) -> npt.NDArray[np.uint8]:
    return np.frombuffer("\n".join(names).encode(), dtype=np.uint8)


def _as_names(data: npt.NDArray[np.generic]) -> list[str]:
    return data.tobytes().decode().split("\n")
