"""Tables of vaccines, doses and variants: what they make of a region, every fault at once, and nothing where there are none."""

from datetime import date

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
import pytest

from bothhands.errors import InputError
from bothhands.inputs.overlay import with_files
from bothhands.inputs.tables.pathogen import AgeRisk
from bothhands.inputs.tables.vaccination import Doses
from bothhands.inputs.tables.vaccines import Vaccine
from bothhands.inputs.tables.variant_imports import VariantShare
from bothhands.inputs.tables.variants import Variant
from bothhands.model.epidemic.checks import persons_conserved
from bothhands.model.epidemic.disease import RESPIRATORY, Transition, extended
from bothhands.model.epidemic.params import with_disease
from bothhands.model.epidemic.state import initial
from bothhands.model.epidemic.step import EpidemicLevers, EpidemicSignals, step
from bothhands.model.simulate import model_of
from bothhands.observe.fitted import fit_region
from bothhands.observe.spread import uninfected_copies, whole_persons
from bothhands.outcome.health import outbreak_odds, reproduction_numbers

STORED = {
    "infections": (0.0009326529165073148, 0.03594818208831505, 0.022196069182028655, 0.0077485215901516675, 0.006099909252331988, 0.06315151984975015, 0.2331947273768033, 0.5325972989845438, 1.0049911738171018, 1.662170484723991, 2.474820633165773, 3.3939942924597464, 4.3828950485653095),
    "deaths": 0.08863152430779757,
    "susceptible": 159786.641608503,
    "infected_of_a_member": (0, 0, 0, 0, 0, 0, 5, 8, 0, 0, 4, 6, 21),
}  # fmt: skip
"""Two towns under its history, every fourteenth day, and a member of key 3, as the program gave them before there were layers and strains;
stored anew when the economy changed, which moves contacts at work, when infected arrivals of closed sectors came
to stand at home, and when sums over delays became finer."""
VACCINES = (
    Vaccine(layer="dose", efficacy_infection=0.5, efficacy_onward=0.2, efficacy_hospital=0.8, efficacy_death=0.9, onset_days=14, waning_days=180),
    Vaccine(layer="dose", variant="quick", efficacy_infection=0.2, efficacy_hospital=0.7),
    Vaccine(layer="booster", after="dose", efficacy_infection=0.8, efficacy_hospital=0.95, onset_days=7),
)  # fmt: skip
DOSES = (
    Doses(layer="dose", age_from=20, date_from=date(2020, 1, 10), date_to=date(2020, 3, 31), doses_per_day=1000),
    Doses(layer="booster", place="Northport", age_from=65, date_from=date(2020, 3, 1), date_to=date(2020, 3, 31), doses_per_day=200),
)  # fmt: skip
VARIANTS = (
    Variant(variant="quick", transmission_factor=1.5, latent_days=2.0, reinfection_share=0.3, seed_day=date(2020, 2, 1), seed_infections=20),
    Variant(variant="mild", hospital_factor=0.5),
)  # fmt: skip
CARRIED = (VariantShare(variant="mild", date_from=date(2020, 3, 1), date_to=date(2020, 6, 30), imported_share=0.4),)


@pytest.fixture(scope="module")
def asked(two_towns):
    region, axes, _, _ = two_towns
    region = region.replace(vaccines=VACCINES, vaccination=DOSES, variants=VARIANTS, variant_imports=CARRIED)
    return region, axes, model_of(region, axes)


@pytest.fixture(scope="module")
def recorded(asked, two_towns, compiled):
    return compiled(asked[2], two_towns[3])


def test_a_region_without_the_tables_runs_as_before(two_towns, compiled):
    """The same figures as a stored run; to twelve digits, because other processors round the last one otherwise.

    It was stored when a band had the severity of its youngest age and nobody of 5 to 19 came from elsewhere: so here.
    """
    region, axes, _, past = two_towns
    youngest = [row for row in region.rows(AgeRisk) if row.age_from in axes.ages]
    model = model_of(region.replace(pathogen=youngest), axes)
    came = model.epidemic.strata * jnp.asarray([0.0, 0.0, 1.0, 0.0, *[1.0] * len(axes.sectors)])
    came = came / came.sum(1, keepdims=True)
    model = eqx.tree_at(lambda m: m.epidemic.stratum_of_traveller, model, came)
    assert model.epidemic.disease is RESPIRATORY
    assert model.epidemic.dated is None
    assert model.epidemic.added == {}
    record = compiled(model, past).epidemic
    assert record.parts is None
    np.testing.assert_allclose(np.asarray(record.infections).sum((1, 2))[::14], STORED["infections"], rtol=1e-12)
    assert float(record.deaths.sum()) == pytest.approx(STORED["deaths"], rel=1e-12)
    assert float(record.susceptible[-1].sum()) == pytest.approx(STORED["susceptible"], rel=1e-12)
    drawn = compiled(model, past, jax.random.key(3)).epidemic
    assert tuple(np.asarray(drawn.infected).sum(1)[::14]) == STORED["infected_of_a_member"]


def test_doses_begin_to_protect_when_and_whom_they_should(asked, recorded):
    _, axes, model = asked
    doses = np.asarray(model.epidemic.dated.doses["dose"])
    by_day = doses.sum((1, 2))
    first = axes.day_index(date(2020, 1, 24))
    assert by_day[:first].sum() == 0
    np.testing.assert_allclose(by_day[first : first + 82], 1000)
    assert by_day.sum() == pytest.approx(82_000)
    young = [n for n, age in enumerate(axes.ages) if age < 20]
    assert doses[:, :, young].sum() == 0
    assert np.asarray(model.epidemic.dated.doses["booster"])[:, axes.places.index("Southfield")].sum() == 0
    protected = np.asarray(recorded.epidemic.parts.protected["dose"]).sum(1)
    assert protected[first - 1] == 0
    days = np.arange(1, 31)
    expected = 1000 * np.cumsum(np.exp(-days / 180))
    np.testing.assert_allclose(protected[first : first + 30], expected, rtol=2e-3)


def test_strains_enter_and_add_up(recorded):
    record = recorded.epidemic
    by_strain = {name: np.asarray(one.infections) for name, one in record.parts.strains.items()}
    assert set(by_strain) == {"first", "quick", "mild"}
    np.testing.assert_allclose(sum(by_strain.values()), np.asarray(record.infections).sum(-1), rtol=1e-9, atol=1e-12)
    assert by_strain["quick"][:31].sum() == 0 < by_strain["quick"][32:40].sum()
    assert by_strain["mild"][:60].sum() == 0 < by_strain["mild"][61:].sum()


@pytest.mark.parametrize("key", [None, 3])
def test_persons_are_conserved_day_by_day(asked, key):
    _, axes, model = asked
    params = model.epidemic
    ones, zeros, open_all = jnp.ones(2), jnp.zeros(2), jnp.ones((2, len(axes.sectors)))
    half = open_all.at[:, 0].set(0.5)
    state = first = initial(params, whole_persons=key is not None)

    @jax.jit
    def advance(state, number, openness, key):
        levers = EpidemicLevers(openness, ones, ones, ones, zeros, zeros, ones, ones, jnp.ones(1) * 0.3, zeros)
        dated = jax.tree.map(lambda x: x[number], params.dated)
        arriving = jnp.ones(1), jnp.ones(1) * 40, jnp.array([500.0, 200.0]), params.port_passes[0]
        signals = EpidemicSignals(open_all, open_all, ones, ones, ones, *arriving, dated)
        return step(params, state, levers, signals, key)

    for day in range(20, 110):
        own = None if key is None else jax.random.fold_in(jax.random.key(key), day)
        state, _flows = advance(state, day, half if day % 20 > 10 else open_all, own)
        assert float(state.persons.min()) >= (-1e-9 if key is None else 0.0)
    after = np.asarray(state.persons)
    disease = params.disease
    assert (
        persons_conserved(
            np.asarray(first.persons), after, np.asarray(state.imported), axes.places, disease.compartments
        )
        == []
    )
    for name in ("recovered|dose", "susceptible|booster", "exposed:quick|dose", "recovered:mild"):
        assert after[disease.index[name]].sum() > 0, name
    if key is not None:
        assert np.array_equal(after, np.round(after))
        assert (after.sum((0, 2)) == np.asarray(first.persons).sum((0, 2)) + np.asarray(state.imported).sum(1)).all()


def test_reproduction_numbers_know_layers_and_strains(two_towns, asked, recorded, compiled):
    """Early on the quick strain is half as fast again; as the protected grow in number it loses less than the first does."""
    numbers = {
        name: np.asarray(one) for name, one in reproduction_numbers(asked[2].epidemic, recorded.epidemic).items()
    }
    np.testing.assert_allclose(numbers["quick"][:14] / numbers["first"][:14], 1.5, rtol=1e-6)
    np.testing.assert_allclose(numbers["mild"][:14], numbers["first"][:14], rtol=1e-6)
    assert (numbers["quick"][-1] / numbers["first"][-1] > 1.6).all()
    plain = compiled(two_towns[2], two_towns[3]).epidemic
    without = np.asarray(reproduction_numbers(two_towns[2].epidemic, plain)["first"])
    np.testing.assert_allclose(numbers["first"][:14], without[:14], rtol=1e-6)
    assert (numbers["first"][-1] < 0.95 * without[-1]).all()
    odds = np.asarray(outbreak_odds(asked[2].epidemic, recorded.epidemic))
    assert np.isfinite(odds).all()
    assert odds.max() > 0


def test_a_whole_run_by_chance_counts_whole_persons(asked, two_towns, compiled):
    drawn = compiled(asked[2], two_towns[3], jax.random.key(8)).epidemic
    for one in (drawn.infected, drawn.parts.protected["dose"], *(s.infections for s in drawn.parts.strains.values())):
        np.testing.assert_array_equal(np.asarray(one), np.round(np.asarray(one)))
    again = compiled(asked[2], two_towns[3], jax.random.key(8)).epidemic
    np.testing.assert_array_equal(np.asarray(drawn.infected), np.asarray(again.infected))


def test_another_disease_keeps_the_layers_and_strains_of_the_region(asked, two_towns, compiled):
    long_ill = extended(
        RESPIRATORY,
        compartments=("long_ill",),
        transitions=(
            Transition("symptomatic", "recovered", ("symptomatic_rate", "1-hospital_share", "1-long_term_share")),
            Transition("symptomatic", "long_ill", ("symptomatic_rate", "1-hospital_share", "long_term_share")),
            Transition("long_ill", "recovered", ("long_term_recovery_rate",)),
        ),
        absent=("long_ill",),
    )
    _, _, model = asked
    params = with_disease(model.epidemic, long_ill, {"long_term_share": 0.1, "long_term_recovery_rate": 0.01})
    assert {"long_ill:quick|dose", "long_ill|booster"} <= set(params.disease.compartments)
    assert params.disease.layers == model.epidemic.disease.layers
    assert set(params.added) == set(params.disease.factors) & set(params.added)
    record = compiled(eqx.tree_at(lambda m: m.epidemic, model, params), two_towns[3]).epidemic
    assert float(np.asarray(record.absent).mean()) > 0
    back = with_disease(params, RESPIRATORY, {})
    assert back.disease == model.epidemic.disease


def test_the_fit_reads_the_reports_under_a_layer_and_a_strain(two_towns):
    region = two_towns[0].replace(
        vaccines=VACCINES[:1], vaccination=DOSES[:1], variants=VARIANTS[1:], variant_imports=CARRIED
    )
    at = fit_region(region, date(2020, 3, 18))
    assert np.isfinite(at.posterior.mean).all()
    assert at.model.epidemic.dated is not None
    expected = np.asarray(at.posterior.expected)[: at.axes.day_index(date(2020, 3, 18)) + 1]
    assert 3 < expected.sum() < 200


def test_whole_persons_of_a_vaccinated_town_are_none_too_many(asked):
    params = asked[2].epidemic
    at = params.disease.index
    persons = initial(params).persons
    moved = persons.at[at["susceptible|dose"]].set(persons[0] - 3.4).at[0].set(1.2).at[at["ward|dose"]].set(2.2)
    state = initial(params)._replace(persons=moved)
    total = np.asarray(jnp.round(moved.sum(0)))
    for seed in range(20):
        whole = np.asarray(whole_persons(state, jax.random.key(seed), uninfected_copies(params.disease)).persons)
        assert whole.min() >= 0
        np.testing.assert_array_equal(whole, np.round(whole))
        np.testing.assert_array_equal(whole.sum(0), total)


def test_files_of_the_user_bring_a_vaccine(two_towns, tmp_path):
    region, axes, _, _ = two_towns
    vaccines, doses = tmp_path / "vaccines.csv", tmp_path / "vaccination.csv"
    vaccines.write_text("layer,efficacy_infection,efficacy_death,source\njab,0.5,0.9,ASSUMED\n", encoding="utf-8")
    doses.write_text("layer,date_from,date_to,doses_per_day\njab,2020-02-01,2020-02-10,500\n", encoding="utf-8")
    model = model_of(with_files(region, [vaccines, doses]), axes)
    assert [layer.name for layer in model.epidemic.disease.layers] == ["jab"]
    assert float(model.epidemic.dated.doses["jab"].sum()) == pytest.approx(5000)


def test_every_fault_is_told_at_once(two_towns, tmp_path):
    region, _, _, _ = two_towns
    rows = {
        "vaccines": "layer,variant,after,efficacy_infection,efficacy_hospital,waning_days\n"
        "dose,,,0.5,0.3,\n"
        "booster,,dos,0.5,,\n"
        "turn,,turn,0.5,,\n"
        "dose,gone,,0.5,,\n",
        "vaccination": "layer,place,age_from,age_to,date_from,date_to,doses_per_day\n"
        "dose,,0,120,2020-02-01,2020-02-28,100000\n"
        "jab,,0,120,2020-02-01,2020-02-28,10\n"
        "dose,Northport,18,64,2020-02-01,2020-02-28,10\n"
        "dose,Twoland,0,120,2020-02-01,2020-02-28,10\n"
        "dose,Nowhere,0,120,2020-02-01,2020-02-28,10\n",
        "variants": "variant,seed_day,seed_infections,seed_place\nnever,,,\nlate,2031-01-01,5,\nseeded,2020-02-01,5,Norport\nbad|name,2020-02-01,5,\n",
        "variant_imports": "variant,date_from,date_to,imported_share\n"
        "seeded,2020-02-01,2020-03-01,0.7\nbad|name,2020-02-01,2020-03-01,0.7\nother,2020-02-01,2020-03-01,0.1\n",
    }
    files = []
    for name, text in rows.items():
        files.append(tmp_path / f"{name}.csv")
        files[-1].write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as told:
        with_files(region, files)
    said = str(told.value)
    for code in ("022", "030", "049", "050", "051", "052", "053"):
        assert f"BH-INP-{code}" in said, code
    for part in ("'jab'", "'dos'", "'gone'", "'never'", "'late'", "'Norport'", "'Nowhere'", "'Twoland'", "begins at 18", "'bad|name'",
                 "comes after itself", "2,800,000 doses", "'other'", "variants have 1.5"):  # fmt: skip
        assert part in said, part


def test_an_efficacy_above_one_is_out_of_range(two_towns, tmp_path):
    path = tmp_path / "vaccines.csv"
    path.write_text("layer,efficacy_infection,efficacy_onward\ndose,1.5,-0.2\n", encoding="utf-8")
    with pytest.raises(InputError) as told:
        with_files(two_towns[0], [path])
    assert [(fault.code, fault.column) for fault in told.value.faults] == [
        ("BH-INP-019", "efficacy_infection"),
        ("BH-INP-019", "efficacy_onward"),
    ]


def test_what_is_not_known_yet_is_left_out(two_towns):
    region, axes, _, _ = two_towns
    later = tuple(row.model_copy(update={"known_from": date(2020, 4, 1)}) for row in VARIANTS)
    doses = (DOSES[0], DOSES[1].model_copy(update={"known_from": date(2020, 4, 1)}))
    whole = region.replace(vaccines=VACCINES, vaccination=doses, variants=later, variant_imports=CARRIED)
    model = model_of(whole.standing_on(date(2020, 3, 18)), axes)
    assert model.epidemic.disease.strains == ()
    assert float(model.epidemic.dated.doses["booster"].sum()) == 0
    assert float(model.epidemic.dated.doses["dose"].sum()) > 0


def test_doses_before_the_first_day_protect_on_it_and_boosters_find_them(two_towns, compiled):
    region, axes, _, past = two_towns
    days = {"date_from": date(2019, 11, 1), "date_to": date(2019, 11, 30)}
    given = (Doses(layer="booster", doses_per_day=300, **days), Doses(layer="dose", doses_per_day=1000, **days))
    booster_first = VACCINES[::-1]  # with strains, to run in the program of the others
    tables = {"vaccines": booster_first, "vaccination": given, "variants": VARIANTS, "variant_imports": CARRIED}
    model = model_of(region.replace(**tables), axes)
    assert [layer.name for layer in model.epidemic.disease.layers] == ["dose", "booster"]
    first = np.asarray(model.epidemic.dated.doses["dose"])
    waited = np.arange(18, 48)
    assert first[0].sum() == pytest.approx(1000 * np.exp(-waited / 180).sum(), rel=1e-9)
    assert first[1:].sum() == 0
    protected = compiled(model, past).epidemic.parts.protected
    assert float(protected["booster"][0].sum()) == pytest.approx(9000, rel=1e-6)
