"""The making of the verifier's weights: development only, and no part of the wheel. README.md is the model card."""
