"""The program's speed: every figure beside its floor, measured in the same run."""
