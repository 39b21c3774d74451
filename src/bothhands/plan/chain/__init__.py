"""The chain layer of the plan: which lines to order and what to buy, so that those who need it are served."""

from bothhands.plan.chain.layer import ChainLayer
from bothhands.plan.chain.whole import Decided, Effort, decide

__all__ = ["ChainLayer", "Decided", "Effort", "decide"]
