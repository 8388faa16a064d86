"""Exports trained weights for the program: one ONNX file of 8 bits a weight, and the tokenizer beside it.

    python -m verifier.export BASE WEIGHTS.pt OUT

The embeddings have a scale for every row and the linear layers one for every channel.
"""

import argparse
import hashlib
import json
import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from verifier.pairs import Pair
from verifier.train import CrossEncoder, encoded, tokenizer_of


class RowwiseEmbedding(nn.Module):
    """An embedding of 8 bits a weight, each row with a scale of its own: the longest would set one for all."""

    def __init__(self, embedding: nn.Embedding) -> None:
        super().__init__()
        scale = embedding.weight.detach().abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("scale", scale)
        self.register_buffer("rows", (embedding.weight.detach() / scale).round().to(torch.int8))

    def forward(self, ids: Tensor) -> Tensor:
        return self.rows[ids].float() * self.scale[ids]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base")
    parser.add_argument("weights", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()

    model = CrossEncoder(options.base)
    model.load_state_dict(torch.load(options.weights, weights_only=True))
    model.eval()
    embeddings = model.encoder.embeddings
    embeddings.word_embeddings = RowwiseEmbedding(embeddings.word_embeddings)
    example = encoded(tokenizer_of(options.base, 80), [Pair("When?", "A train: It leaves at six.", True)] * 2)
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "model.onnx"
        axes = {0: "pairs", 1: "tokens"}
        torch.onnx.export(
            model,
            tuple(example[name] for name in ("input_ids", "attention_mask", "token_type_ids")),
            str(plain),
            input_names=["input_ids", "attention_mask", "token_type_ids"],
            output_names=["logits"],
            dynamic_axes=dict.fromkeys(example, axes) | {"logits": {0: "pairs"}},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(
            plain,
            options.out / "model.onnx",
            op_types_to_quantize=["MatMul", "Gemm"],
            per_channel=True,
            # A processor without VNNI adds two products in 16 bits, which 8 bits a weight overflow.
            reduce_range=True,
            weight_type=QuantType.QInt8,
        )
    onnx.checker.check_model(str(options.out / "model.onnx"))
    tokenizer = json.loads((Path(options.base) / "tokenizer.json").read_text(encoding="utf8"))
    tokenizer["truncation"] = tokenizer["padding"] = None
    (options.out / "tokenizer.json").write_text(
        json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":")), encoding="utf8"
    )
    for file in ("model.onnx", "tokenizer.json"):
        content = (options.out / file).read_bytes()
        print(f"{file}: {len(content) / 1e6:.1f} MB, SHA-256 {hashlib.sha256(content).hexdigest()}")


if __name__ == "__main__":
    main()
