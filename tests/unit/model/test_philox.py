"""The generator of random words against its published vectors, and as even as chance."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy import stats

from bothhands.model.philox import enciphered, key_words, words


@pytest.mark.parametrize(
    ("counter", "key", "expected"),
    [
        ((0, 0), 0, (0xFF1DAE59, 0x6CD10DF2)),
        ((0xFFFFFFFF, 0xFFFFFFFF), 0xFFFFFFFF, (0x2C3F628B, 0xAB4FD7AD)),
        ((0x243F6A88, 0x85A308D3), 0x13198A2E, (0xDD7CE038, 0xF62A4C12)),
    ],
)
def test_known_answers_of_the_authors(counter, key, expected):
    """Philox-2×32-10 in `kat_vectors` of Random123, the library of Salmon et al. 2011."""
    left, right = (jnp.array([part], jnp.uint32) for part in counter)
    given = enciphered(left, right, jnp.array([key], jnp.uint32))
    assert tuple(int(part[0]) for part in given) == expected


def test_words_are_even_and_unrelated_between_positions_numbers_and_keys():
    size = 1 << 18
    keys = jnp.stack([key_words(jax.random.key(seed)) for seed in (1, 1, 2)])
    drawn = np.asarray(words(keys, jnp.array([0, 1, 0], jnp.uint32), size)) / 2.0**64
    for own in drawn:
        counts = np.histogram(own, 256, (0, 1))[0]
        assert stats.chisquare(counts).pvalue > 1e-4
        assert abs(np.corrcoef(own[1:], own[:-1])[0, 1]) < 5 / np.sqrt(size)
    assert np.abs(np.corrcoef(drawn) - np.eye(3)).max() < 5 / np.sqrt(size)


def test_low_bits_are_random_too():
    low = np.asarray(words(key_words(jax.random.key(3))[None], jnp.zeros(1, jnp.uint32), 1 << 16))[0] & 0xFF
    assert stats.chisquare(np.bincount(low.astype(int), minlength=256)).pvalue > 1e-4
