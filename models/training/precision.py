"""Mixed precision for training."""

import torch


def mixed_precision() -> torch.autocast:
    """Use bfloat16 if the processor has instructions for it, else float32.

    Emulated bfloat16 is ten times as slow as float32.
    """
    can = torch.cpu.get_capabilities()
    is_native = can.get("avx512_bf16", False) or can.get("amx_bf16", False)
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=is_native)
