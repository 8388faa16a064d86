"""The cross-encoder: a question and a text in, one logit out, by onnxruntime on the processor."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from onnxruntime import InferenceSession, SessionOptions
from tokenizers import Tokenizer

# As in training.
PAIR_TOKENS = 80


class CrossEncoder:
    """The weights and the vocabulary of a folder, in memory."""

    def __init__(self, folder: Path, threads: int) -> None:
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        # The longer of the two is cut, so that a pasted page does not crowd out the text.
        self._tokenizer.enable_truncation(PAIR_TOKENS, strategy="longest_first")
        options = SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        self._session = InferenceSession(str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"])

    def logits(self, question: str, texts: Sequence[str]) -> Iterator[float]:
        """One text after another: the 8-bit scales of a batch come from all that is in it.

        A text would score differently beside others, by up to half a logit; and the padding that one after another
        spares makes up for what a batch gains.
        """
        pairs = [(_encodable(question), _encodable(text)) for text in texts]
        for encoding in self._tokenizer.encode_batch(pairs):
            inputs = {
                "input_ids": encoding.ids,
                "attention_mask": encoding.attention_mask,
                "token_type_ids": encoding.type_ids,
            }
            (logits,) = self._session.run(None, {name: np.array([ids]) for name, ids in inputs.items()})
            yield float(logits[0])


def _encodable(text: str) -> str:
    """The text without halves of surrogate pairs, which the tokenizer refuses."""
    return text.encode("utf8", "replace").decode("utf8")
