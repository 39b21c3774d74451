"""stub"""
from __future__ import annotations
from collections.abc import Mapping, Sequence
from bothhands.errors import Fault
from bothhands.inputs.reading import Placed
from bothhands.inputs.settings import Settings
from bothhands.inputs.region import Region


def faults_between(settings: Settings, placed: Mapping[str, Sequence[Placed]]) -> list[Fault]:
    """stub"""
    return []

def raise_faults_of(region: Region, file: str, changed: set[str]) -> None:
    """stub"""
