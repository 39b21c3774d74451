"""Sentences written in English and told in Chinese: faults, progress of jobs, reasons, meanings of columns; none of them may be missing."""

import ast
import re
from pathlib import Path

import pytest

import bothhands
from bothhands.errors import Fault, InputError
from bothhands.inputs.cells import columns
from bothhands.inputs.loading import load
from bothhands.inputs.registry import tables
from bothhands.plan.question import question_of
from bothhands.report.phrases import PHRASES
from bothhands.report.sentences import fault_in, fault_told, known_sentences, names_of, told_in

SOURCE = Path(bothhands.__file__).parent
FAULTS = ("Fault", "wrong_value")
"""What makes a fault; code or key, what, expected, remedy."""
ENGLISH = re.compile(r"[A-Za-z]{2,}(?: [A-Za-z]{2,}){2,}")
"""Three words in a row."""


def texts_of(node):
    """What an expression may say, its blanks as braces; nothing of what another function says."""
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    if isinstance(node, ast.JoinedStr):
        return ["".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)]
    if isinstance(node, ast.IfExp):
        return texts_of(node.body) + texts_of(node.orelse)
    return []


def calls():
    """Every call of the program."""
    for path in SOURCE.rglob("*.py"):
        yield from (
            node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)
        )


def sentences_of_faults():
    for node in calls():
        if isinstance(node.func, ast.Name) and node.func.id in FAULTS:
            own = [one.value for one in node.keywords if one.arg in ("what", "expected", "remedy")]
            yield from (text for given in (*node.args[1:4], *own) for text in texts_of(given))


def progress_lines():
    for node in calls():
        if getattr(node.func, "attr", getattr(node.func, "id", "")) in ("progress", "tell"):
            yield from (text for given in node.args[:1] for text in texts_of(given))


def test_every_table_and_column_has_a_chinese_meaning():
    meanings = {one.description for table in tables().values() for one in columns(table).values()}
    missing = ({table.about for table in tables().values()} | meanings) - set(known_sentences())
    assert missing == set()


@pytest.mark.parametrize("said", [sentences_of_faults, progress_lines])
def test_every_sentence_of_faults_and_progress_is_told_in_chinese(said):
    found = {text for text in said() if ENGLISH.search(text.replace("{}", "3"))}
    assert len(found) > 10
    untold = {text for text in found if ENGLISH.search(re.sub(r"`[^`]*`", "", told_in(text.replace("{}", "3"), "zh")))}
    assert untold == set()


def test_blanks_are_the_same_in_both_languages():
    for english, chinese in known_sentences().items():
        blanks = english.count("{}")
        assert not ("{}" in chinese and re.search(r"\{\d\}", chinese)), english
        numbered = {int(one) for one in re.findall(r"\{(\d)\}", chinese)}
        assert numbered <= set(range(blanks))
        told = len(numbered) or chinese.count("{}")
        assert told == blanks or (told < blanks and english.startswith("Input should be")), english


def test_reasons_are_told_with_amounts_places_and_goods_in_chinese():
    names = names_of(load("liaoning"))
    english = PHRASES["why_capped"][0].format(limit="ward beds", place="Shenyang", use="95 %")
    assert told_in(english, "zh", names) == f"以{PHRASES['ward beds'][1]}为限：沈阳已用95%"
    support = "Loan guaranteed + Public purchase order; keeps 11,246,764 that would be lost without"
    assert told_in(support, "zh", names) == "融资担保、政府采购订单；保住原本会失去的1,120万元"
    assert told_in("12.3 million yuan of schooling", "zh", names) == "就学损失1,230万元"
    assert told_in("−12.3 million yuan", "zh", names) == told_in("-12.3 million yuan", "zh", names) == "−1,230万元"
    assert told_in(english, "en", names) == english


def test_a_fault_says_the_same_in_both_languages_and_keeps_its_place():
    fault = Fault("BH-INP-013", "'x' is not a number", "a whole number in persons, digits and a point only", "write the number, or leave the cell blank if unknown", "people.csv", 7, "persons", "x")  # fmt: skip
    assert fault_told(fault, "en") == fault.sentence()
    assert fault_told(fault, "zh") == "BH-INP-013 people.csv，第7行，“persons”栏：“x”不是数字；应为：以人计的整数，只含数字和小数点；请填写数字；未知则留空。"  # fmt: skip
    own = fault_in(fault, "zh")
    assert (own.code, own.file, own.row, own.column, own.value) == ("BH-INP-013", "people.csv", 7, "persons", "x")


def test_a_fault_without_a_file_begins_with_its_column_and_ends_with_one_stop():
    fault = Fault("BH-TSK-002", "no firm 'x'", "a firm of the register", "Look it up among the firms.", column="firm")
    assert fault.sentence() == "BH-TSK-002 column firm: no firm 'x'; expected a firm of the register; Look it up among the firms."  # fmt: skip
    assert fault_told(fault, "zh").count("。") == 1
    assert not fault_told(fault, "zh").endswith(".。")


def test_a_key_that_is_none_and_a_value_that_cannot_be_are_told_once():
    with pytest.raises(InputError) as told:
        question_of("objective = 'x'\nfoo = 1")
    value, key = (fault_told(fault, "zh") for fault in told.value.faults)
    assert "应为：“welfare”" in value
    assert "已知的有：chance、goals、levers" in key


def test_the_key_of_a_question_is_told_once_and_as_it_is_typed():
    fault = Fault("BH-ASK-005", "limits.epidemic budget: '5 million' has no currency", "", "write yuan behind it", "question", column="limits.epidemic budget")  # fmt: skip
    assert fault_told(fault, "en") == "BH-ASK-005 question: limits.epidemic budget: '5 million' has no currency; write yuan behind it."  # fmt: skip
    assert fault_told(fault, "zh") == "BH-ASK-005 question：limits.epidemic budget：“5 million”没有货币；请在其后写元。"
    assert fault_told(fault, "en").count(fault.column) == fault_told(fault, "zh").count(fault.column) == 1


def test_what_people_wrote_stays_as_they_wrote_it():
    assert (
        told_in("Ask the mayor of Anshan about <b>masks</b> {0}", "zh")
        == "Ask the mayor of Anshan about <b>masks</b> {0}"
    )
    assert told_in("no firm {0}", "zh") == "没有企业{0}"


def test_a_reason_that_names_the_hub_is_told_in_chinese_with_its_share():
    told = told_in("keeps infected travellers to Beijing a day within what is allowed: whole region, 98.5 % used", "zh", names_of(load("liaoning")))  # fmt: skip
    assert not re.search(r"[A-Za-z]", told)
    assert "每日输往" in told
    assert "98.5%" in told
