"""Programs kept between runs: a function of arrays is traced once a shape, and a later run reads what was traced.

Why this file exists: JAX keeps what it compiled, but a new process must trace and lower a program before it can ask for it,
and for the gradient of the coupled run that takes longer than a step of the search. Here the traced form (StableHLO, by
`jax.export`) lies in the user's cache folder; JAX compiles it, or loads it where it has compiled the same before. The name of
a kept file holds a hash of our sources, of the shapes of all arguments and of JAX's version: a changed source never runs an
old program. Figures are arguments and are never kept.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Mapping
from functools import update_wrapper
from pathlib import Path
from threading import Lock
from types import MappingProxyType
from typing import Any, Generic, NamedTuple, ParamSpec, TypeAlias, TypeVar

import jax
from jax import export
from jax.tree_util import PyTreeDef

from bothhands.model import kept

Given = ParamSpec("Given")
Made = TypeVar("Made")

FOLDERS = ("inputs", "levers", "model", "observe", "outcome", "plan")
"""Folders of the program whose functions are kept here, and those they call."""
FOLDER: str | None = "programs"
"""Name of the folder in the cache that holds kept files; None where nothing is read or kept. Tests have one of their own: what lies in
it was traced with shapes checked."""
DIGEST = hashlib.sha256().digest_size

Settings: TypeAlias = Mapping[str, bool | str]
OLDER = {"xla_cpu_use_fusion_emitters": False}
"""Kernels by the older way: for bodies as large as a day of the coupled run, half the time to compile."""
FORWARD: Settings = {**OLDER, "xla_backend_optimization_level": "1"}
"""Settings of XLA for one run without chance: fewer passes as well, and as long to run (measured with jaxlib 0.10.2)."""
BACKWARD: Settings = {**FORWARD, "xla_cpu_experimental_ynn_fusion_type": "LIBRARY_FUSION_TYPE_DOT"}
"""Settings for a gradient of a run: likewise, and sums by XLA itself, not by a library that takes twice as long."""
CHANCE: Settings = {"xla_cpu_use_fusion_emitters": True, "xla_backend_optimization_level": "1"}
"""Settings for members: without the newer kernels they take 1.7 times as long."""
BRIEF: Settings = {**OLDER, "xla_backend_optimization_level": "0"}
"""Settings for what runs for milliseconds, or once: a quarter of the time to compile, several times as long to run."""


class _Ready(NamedTuple):
    """A compiled program of flat arguments, and the tree of what it makes."""

    run: Callable[..., Any]
    tree: PyTreeDef


class Program(Generic[Given, Made]):
    """A function compiled once for each shape of its arguments, kept between runs; inside another program it is traced.

    Parameters
    ----------
    function
        Of arrays and trees of arrays; gives the same. It must depend on nothing else but its sources.
    settings
        Of XLA, for this program alone; a JAX that no longer knows them compiles without.
    """

    def __init__(self, function: Callable[Given, Made], settings: Settings = MappingProxyType({})) -> None:
        self._settings = dict(settings)
        self._traced = jax.jit(function)
        self._function = function
        self._name = getattr(function, "__name__", "function")
        self._whose = f"{getattr(function, '__module__', '')}.{getattr(function, '__qualname__', '')}"
        self._ready: dict[tuple[object, ...], _Ready] = {}
        self._making = Lock()
        update_wrapper(self, function)

    def __call__(self, *given: Given.args, **named: Given.kwargs) -> Made:
        """What the function gives."""
        leaves, tree = jax.tree.flatten((given, named))
        if any(isinstance(leaf, jax.core.Tracer) for leaf in leaves):
            inside: Made = self._traced(*given, **named)
            return inside
        program = self._of_shape(leaves, tree)
        made: Made = jax.tree.unflatten(program.tree, program.run(*leaves))
        return made

    def prepare(self, *given: Given.args, **named: Given.kwargs) -> None:
        """Make or load the program for arguments of these shapes, without running it."""
        self._of_shape(*jax.tree.flatten((given, named)))

    def _cache_size(self) -> int:
        """How many shapes are ready; the name is that of a function of `jax.jit`."""
        return len(self._ready)

    def _of_shape(self, leaves: list[Any], tree: PyTreeDef) -> _Ready:
        shapes = [jax.typeof(leaf) for leaf in leaves]
        signature = (tree, *((one.shape, str(one.dtype), one.weak_type) for one in shapes))
        with self._making:
            if signature not in self._ready:
                given = [jax.ShapeDtypeStruct(one.shape, one.dtype, weak_type=one.weak_type) for one in shapes]
                self._ready[signature] = self._made(given, tree, _path(self._name, self._whose, signature))
            return self._ready[signature]

    def _made(self, given: list[jax.ShapeDtypeStruct], tree: PyTreeDef, path: Path | None) -> _Ready:
        """Of shapes alone: where the arrays lie would make another key of the same program in JAX's own cache."""
        found = None if path is None else _read(path)
        if found is None:
            found = self._exported(given, tree)
            if path is not None:
                body = pickle.dumps((found[1], bytes(found[0].serialize())))
                kept.write(path, hashlib.sha256(body).digest() + body)
        return _Ready(self._compiled(jax.jit(found[0].call).lower(*given)), found[1])

    def _compiled(self, lowered: jax.stages.Lowered) -> Callable[..., Any]:
        try:
            return lowered.compile(compiler_options=dict(self._settings))
        except jax.errors.JaxRuntimeError as problem:
            if not any(name in str(problem) for name in self._settings):
                raise
            return lowered.compile()

    def _exported(self, shapes: list[jax.ShapeDtypeStruct], tree: PyTreeDef) -> tuple[export.Exported, PyTreeDef]:
        """The traced function of flat arguments, and the tree of what it makes."""
        trees: list[PyTreeDef] = []

        def flat(*flat_leaves: Any) -> list[Any]:
            given, named = jax.tree.unflatten(tree, flat_leaves)
            made, made_tree = jax.tree.flatten(self._function(*given, **named))
            trees.append(made_tree)
            return list(made)

        flat.__name__ = self._name
        return export.export(jax.jit(flat))(*shapes), trees[0]


def forward(function: Callable[Given, Made]) -> Program[Given, Made]:
    """A `Program` that is one run without chance."""
    return Program(function, FORWARD)


def backward(function: Callable[Given, Made]) -> Program[Given, Made]:
    """A `Program` that takes the gradient of a run."""
    return Program(function, BACKWARD)


def by_chance(function: Callable[Given, Made]) -> Program[Given, Made]:
    """A `Program` that runs members."""
    return Program(function, CHANCE)


def brief(function: Callable[Given, Made]) -> Program[Given, Made]:
    """A `Program` that runs for milliseconds, or once."""
    return Program(function, BRIEF)


def _path(name: str, whose: str, signature: tuple[object, ...]) -> Path | None:
    """Where the traced form of a function for arguments of a shape is kept; None where nothing is."""
    if FOLDER is None:
        return None
    about = (whose, str(signature), jax.__version__, jax.default_backend(), kept.sources(*FOLDERS))
    return kept.folder(FOLDER) / f"{name}-{hashlib.sha256(repr(about).encode()).hexdigest()[:32]}"


def _read(path: Path) -> tuple[export.Exported, PyTreeDef] | None:
    """What is kept, or None where there is nothing whole."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    digest, body = data[:DIGEST], data[DIGEST:]
    if hashlib.sha256(body).digest() != digest:
        return None
    tree, program = pickle.loads(body)
    return export.deserialize(bytearray(program)), tree
