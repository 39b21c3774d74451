"""What the situation counts: reported cases of no city named belong to the region."""

from datetime import date, timedelta

from bothhands.inputs.loading import load
from bothhands.tasks.situation import RECENT_DAYS, situation_of


def test_cases_of_no_city_count_for_the_region():
    day = date(2020, 3, 25)
    told = situation_of(load("liaoning"), day)
    by_day = dict(told.new_by_day)
    assert told.recent == sum(by_day.get(day - timedelta(days=n), 0) for n in range(RECENT_DAYS)) == 2
    assert told.confirmed == sum(by_day.values()) > sum(city.confirmed for city in told.cities)


def test_where_every_case_has_a_city_the_cities_add_up():
    day = date(2020, 3, 18)
    told = situation_of(load("two-towns"), day)
    assert told.confirmed == sum(city.confirmed for city in told.cities) > 0
