"""stub"""
from typing import NamedTuple
class Box(NamedTuple):
    x: int
    y: int
    width: int
    height: int
