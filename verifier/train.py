"""Trains the verifier: does this sentence answer this question?

    python -m verifier.train PAIRS.jsonl.gz BASE OUT [--without FILE] [--epochs 2 --rate 1e-4 --batch 32 --length 80]

A cross-encoder over a MiniLM: question and text in one input, the first token and the mean of all through one linear
layer to one logit; binary cross-entropy in which either half of the pairs counts the same. BASE is a folder with
config.json, tokenizer.json and model.safetensors. Needs torch, transformers and tokenizers, which the program does not.
"""

import argparse
import math
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AutoModel

from verifier.chat import in_chat
from verifier.negatives import hard_pairs
from verifier.pairs import Pair, pairs_of

# How often a question is put into chat form, whether it is answered or not.
CHAT = 0.4


class CrossEncoder(nn.Module):
    def __init__(self, base: str) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(
            base,
            dtype=torch.float32,
            add_pooling_layer=False,
            # On two cores the plain attention is the faster, and dropout between the layers costs more than it earns.
            attn_implementation="eager",
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
        )
        self.dropout = nn.Dropout(0.1)
        self.head = nn.Linear(2 * self.encoder.config.hidden_size, 1)

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        states = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        mask = attention_mask[..., None].to(states.dtype)
        mean = (states * mask).sum(1) / mask.sum(1)
        return self.head(self.dropout(torch.cat([states[:, 0], mean], -1)))[:, 0]


def tokenizer_of(base: str, length: int) -> Tokenizer:
    tokenizer = Tokenizer.from_file(f"{base}/tokenizer.json")
    tokenizer.enable_truncation(length, strategy="longest_first")
    # Few lengths: for each the processor gets code of its own.
    tokenizer.enable_padding(pad_to_multiple_of=8)
    return tokenizer


def encoded(tokenizer: Tokenizer, pairs: Sequence[Pair]) -> dict[str, Tensor]:
    encodings = tokenizer.encode_batch([(pair.question, pair.text) for pair in pairs])
    return {
        "input_ids": torch.tensor([encoding.ids for encoding in encodings]),
        "attention_mask": torch.tensor([encoding.attention_mask for encoding in encodings]),
        "token_type_ids": torch.tensor([encoding.type_ids for encoding in encodings]),
    }


def batches(pairs: Sequence[Pair], size: int, random: Random) -> Iterator[list[Pair]]:
    """Pairs of like length together, which spares padding, in a chance order."""
    chatty = [
        Pair(in_chat(pair.question, random), pair.text, pair.answers) if random.random() < CHAT else pair
        for pair in pairs
    ]
    chatty.sort(key=lambda pair: len(pair.question) + len(pair.text) + random.random() * 40)
    starts = list(range(0, len(chatty), size))
    random.shuffle(starts)
    for start in starts:
        yield chatty[start : start + size]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("base")
    parser.add_argument("out", type=Path)
    parser.add_argument("--without", type=Path, help="a file of questions and titles to leave out, one a line")
    parser.add_argument("--start", type=Path, help="weights to go on from, instead of BASE's")
    parser.add_argument("--epochs", type=int, default=2)
    # Chance negatives are many and easy: an epoch has every second of them, the next epoch the others.
    parser.add_argument("--parts", type=int, default=2, help="how many epochs share the chance negatives")
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--length", type=int, default=80)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    options = parser.parse_args()

    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    random = Random(0)  # noqa: S311 - the same weights for the same seed
    pairs = pairs_of(options.pairs, options.without)
    always = [pair for pair in pairs if pair.answers] + hard_pairs(pairs)
    easy = [pair for pair in pairs if not pair.answers]
    random.shuffle(easy)
    epochs = [always + easy[epoch % options.parts :: options.parts] for epoch in range(options.epochs)]
    share = sum(pair.answers for pair in epochs[0]) / len(epochs[0])
    print(f"{len(always)} + {len(easy)} pairs, {share:.3f} of an epoch answer", flush=True)

    tokenizer = tokenizer_of(options.base, options.length)
    model = CrossEncoder(options.base)
    if options.start:
        model.load_state_dict(torch.load(options.start, weights_only=True))
    # The embeddings stay: words that no pair has keep their place among those that pairs have.
    model.encoder.embeddings.requires_grad_(False)
    trained = [weight for weight in model.encoder.parameters() if weight.requires_grad]
    optimizer = torch.optim.AdamW(
        [{"params": trained, "scale": 1.0}, {"params": list(model.head.parameters()), "scale": 10.0}],
        lr=options.rate,
        weight_decay=0.01,
        fused=True,
    )
    steps, step, begin, losses = sum(math.ceil(len(pairs) / options.batch) for pairs in epochs), 0, time.time(), []
    options.out.mkdir(parents=True, exist_ok=True)
    model.train()
    for epoch, pairs in enumerate(epochs):
        for batch in batches(pairs, options.batch, random):
            step += 1
            rate = options.rate * min(1.0, step / (0.06 * steps)) * (1 - step / (steps + 1))
            for group in optimizer.param_groups:
                group["lr"] = rate * group["scale"]
            with torch.autocast("cpu", dtype=torch.bfloat16):
                logits = model(**encoded(tokenizer, batch)).float()
            target = torch.tensor([float(pair.answers) for pair in batch])
            weight = torch.where(target > 0, 0.5 / share, 0.5 / (1 - share))
            loss = (nn.functional.binary_cross_entropy_with_logits(logits, target, reduction="none") * weight).mean()
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            losses.append(loss.item())
            if step % 50 == 0:
                mean = sum(losses[-50:]) / 50
                print(f"step {step} of {steps}, loss {mean:.3f}, {time.time() - begin:.0f} s", flush=True)
            if step % 400 == 0 or step == steps:
                torch.save(model.state_dict(), options.out / "verifier.pt")
        torch.save(model.state_dict(), options.out / f"epoch-{epoch + 1}.pt")


if __name__ == "__main__":
    main()
