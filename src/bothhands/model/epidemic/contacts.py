"""Who meets whom: contacts by age and setting, at the workplace, with customers and on the way to work; and the force of infection.

Strata of a place are its age bands, the working ages without their workers, then one group of workers a sector. A worker meets
others as the age they are of, and colleagues and customers on top. Pure functions; what opens or closes a setting is given.
"""

from __future__ import annotations

from typing import NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float


class Contacts(NamedTuple):
    """Contacts a day, as they are on a day.

    `setting` counts settings whose contacts go by age (home, school, community …).
    """

    by_age: Float[Array, "setting age age"]
    """Contacts of one person of the row's age with all persons of the column's age."""
    strength: Float[Array, "setting place"]
    """What the day leaves of each setting; protection by masks included."""
    worker_age: Float[Array, "place age"]
    """Share of the workers of a place who are of an age; rows add up to 1."""
    colleagues: Float[Array, "place sector"]
    """Contacts of a worker with workers of the same sector."""
    customers: Float[Array, "place sector"]
    """Contacts of a worker with customers, met in proportion to who lives there."""
    commuters: Float[Array, "place sector"]
    """Contacts of a worker with other workers on the way, before `commuting_share`."""
    commuting_share: Float[Array, "place sector"]
    """Share of a sector's workers who are on the way and meet others."""
    customer_mix: Float[Array, "sector stratum"] | None = None
    """Contacts of a worker with persons of each stratum at full opening, where customers are not met in proportion; `customers` scales it."""


def by_age(persons: Float[Array, "place stratum"], worker_age: Float[Array, "place age"]) -> Float[Array, "place age"]:
    """Persons by age, workers spread over the ages they are of."""
    n_ages = worker_age.shape[-1]
    return persons[..., :n_ages] + persons[..., n_ages:].sum(-1, keepdims=True) * worker_age


def force_of_infection(
    contacts: Contacts,
    infectious: Float[Array, "place stratum"],
    size: Float[Array, "place stratum"],
    travel: Float[Array, "place place"] | None = None,
) -> Float[Array, "place stratum"]:
    """Contacts a day with infectious persons, of a resident of each stratum: times the chance of transmission, the hazard.

    Parameters
    ----------
    contacts
        Contacts of the day.
    infectious
        Infectious residents, weighed by their infectiousness.
    size
        Residents who can be met.
    travel
        Share of a resident's day spent at each place; None: everyone stays.

    Notes
    -----
    λ_p = Σ_q M_pq Σ_j K_q,ij I_q,j / N_q,j with presence M, I and N those present at q (Keeling & Rohani 2008, ch. 7). K is the
    age matrix of each setting, colleagues on the diagonal of the workers, customers and fellow travellers in proportion to their
    numbers; the form of Haw et al. 2022, doi 10.1038/s43588-022-00233-0.
    """
    n_ages = contacts.worker_age.shape[-1]
    present = size if travel is None else travel.T @ size
    ill = infectious if travel is None else travel.T @ infectious
    prevalence = ill / jnp.maximum(present, 1e-9)
    of_age = by_age(ill, contacts.worker_age) / jnp.maximum(by_age(present, contacts.worker_age), 1e-9)
    everyone = jnp.maximum(present.sum(-1, keepdims=True), 1e-9)
    met = jnp.einsum("kp,kab,pb->pa", contacts.strength, contacts.by_age, of_age)
    as_of_age = (met * contacts.worker_age).sum(-1, keepdims=True)
    if contacts.customer_mix is None:
        served = contacts.customers * (ill.sum(-1, keepdims=True) / everyone)
    else:
        served = contacts.customers * (prevalence @ contacts.customer_mix.T)
    on_the_way = (contacts.commuting_share * ill[:, n_ages:]).sum(-1, keepdims=True) / everyone
    at_work = contacts.colleagues * prevalence[:, n_ages:] + served + contacts.commuters * on_the_way
    met = jnp.concatenate([met, as_of_age + at_work], axis=-1)
    return met if travel is None else travel @ met


def contact_matrix(contacts: Contacts, size: Float[Array, "1 stratum"]) -> Float[Array, "stratum stratum"]:
    """Contacts a day of a person of the row's stratum with persons of the column's, in one place."""
    each = jax.vmap(lambda infected: force_of_infection(contacts, infected[None], size)[0])(jnp.diag(size[0]))
    return each.T
