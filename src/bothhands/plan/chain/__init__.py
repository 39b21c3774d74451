"""The chain layer of the plan: which lines to order and what to buy, so that those who need it are served."""

from bothhands.plan.chain.layer import ChainLayer, Decided, decide

__all__ = ["ChainLayer", "Decided", "decide"]
