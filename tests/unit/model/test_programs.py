"""Traced programs are kept between runs, answer to their own sources and shapes, and give what they gave."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from bothhands.model import kept, programs
from bothhands.model.programs import Program


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    monkeypatch.setenv("BOTHHANDS_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(programs, "FOLDER", "programs")
    return tmp_path / "programs"


def anew(traced):
    """A program that notes when it is traced, as a new run would make it."""

    def doubled(x, y=None):
        traced.append(1)
        return {"twice": 2 * x, "other": None if y is None else y + x}

    return Program(doubled)


def test_a_later_run_traces_nothing_and_gives_the_same():
    traced = []
    one = anew(traced)(jnp.arange(3.0), y=np.ones(3))
    two = anew(traced)(jnp.arange(3.0), y=np.ones(3))
    assert len(traced) == 1
    assert list(two) == list(one)
    assert all(np.array_equal(one[name], two[name]) for name in one)


def test_other_figures_use_the_same_program_and_other_shapes_do_not():
    traced = []
    program = anew(traced)
    assert program(jnp.arange(3.0))["twice"].tolist() == [0, 2, 4]
    assert program(jnp.ones(3))["twice"].tolist() == [2, 2, 2]
    assert program._cache_size() == len(traced) == 1
    assert program(jnp.ones(2))["twice"].tolist() == [2, 2]
    assert program(jnp.ones(2, jnp.float32))["twice"].dtype == jnp.float32
    assert program._cache_size() == len(traced) == 3


def test_where_arrays_lie_makes_no_other_program(monkeypatch):
    """What another program gave lies on a device, what the host gave does not: JAX compiles and keeps one program for both."""
    made, compiled = [], Program._compiled
    monkeypatch.setattr(Program, "_compiled", lambda own, low: (made.append(low.as_text()), compiled(own, low))[1])
    host = np.arange(3.0)
    for given in (host, jnp.asarray(host), jax.device_put(host, jax.devices()[0]), anew([])(host)["twice"]):
        anew([])(given)
    assert len(made) == 5
    assert len(set(made)) == 1


def test_a_changed_source_never_runs_an_old_program(monkeypatch):
    traced = []
    anew(traced)(jnp.ones(3))
    monkeypatch.setattr(kept, "sources", lambda *folders: "another")
    anew(traced)(jnp.ones(3))
    assert len(traced) == 2


def test_every_source_counts(tmp_path, monkeypatch):
    (tmp_path / "model").mkdir()
    source = tmp_path / "model" / "step.py"
    monkeypatch.setattr(kept.bothhands, "__file__", str(tmp_path / "__init__.py"))
    hashes = []
    for text in ("rate = 1.0", "rate = 1.1", "rate = 1.0"):
        source.write_text(text)
        hashes.append(kept.sources.__wrapped__("model"))
    assert hashes[0] == hashes[2] != hashes[1]


def test_a_broken_file_or_none_is_traced_again(place):
    traced = []
    anew(traced)(jnp.ones(3))
    (file,) = place.iterdir()
    file.write_bytes(file.read_bytes()[:-1])
    assert anew(traced)(jnp.ones(3))["twice"].tolist() == [2, 2, 2]
    assert len(traced) == 2


def test_a_folder_that_cannot_be_written_only_costs_the_tracing(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("BOTHHANDS_CACHE_DIR", str(tmp_path / "file"))
    assert anew([])(jnp.ones(1))["twice"].tolist() == [2]


def test_inside_another_program_it_is_traced():
    gradient = jax.grad(lambda x: anew([])(x)["twice"].sum())(jnp.ones(2))
    assert gradient.tolist() == [2, 2]


def test_random_keys_pass():
    drawn = Program(jax.random.uniform)
    assert drawn(jax.random.key(1)) == jax.random.uniform(jax.random.key(1))


def test_without_a_folder_nothing_is_read_or_kept(place, monkeypatch):
    traced = []
    anew(traced)(jnp.ones(3))
    monkeypatch.setattr(programs, "FOLDER", None)
    anew(traced)(jnp.ones(3))
    anew(traced)(jnp.ones(2))
    assert len(traced) == 3
    assert len(list(place.iterdir())) == 1


def test_preparing_runs_nothing(place):
    traced = []
    program = anew(traced)
    program.prepare(jnp.ones(3))
    assert program._cache_size() == len(traced) == 1
    program(jnp.zeros(3))
    assert len(traced) == 1


def test_a_setting_that_jax_does_not_know_is_left_out_and_other_trouble_is_not_hidden():
    def thrice(x):
        return 3 * x

    def square(x):
        return (x**2).sum()

    def wrong(x):
        return x @ "no array"

    nowhere = {"xla_no_such_setting": True}
    assert Program(thrice, nowhere)(jnp.arange(3.0)).tolist() == [0, 3, 6]
    assert programs.backward(jax.grad(square))(jnp.arange(3.0)).tolist() == [0, 2, 4]
    with pytest.raises(TypeError):
        Program(wrong, nowhere)(jnp.ones(3))
