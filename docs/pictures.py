"""Makes the pictures of the README from what the bot answers.

    python docs/pictures.py

The chart is the picture that the bot attaches. The card is the bot's own embed and buttons, laid out by a page of HTML
in Discord's colours and photographed by a headless Chromium, since Discord itself cannot be asked for a picture.
"""

import asyncio
import html
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import fontpkg

from bot import app
from bot.briefing.answer import Answer
from bot.discord.components.action_row import row
from bot.render.card import card
from bot.render.chart import draw
from bot.render.pages import pages
from bot.render.panels import panels, read_out
from bot.settings import Settings

HERE = Path(__file__).parent
QUESTION = "!poll party"
_PAGE = """<!doctype html><meta charset="utf-8"><style>
@font-face {{ font-family: Inter; src: url("{font}"); }}
body {{ margin: 0; background: #313338; color: #dbdee1; font: 15px/1.4 Inter, sans-serif; width: 640px; }}
.asked {{ padding: 16px 20px 4px; color: #949ba4; }} .asked b {{ color: #f2f3f5; }}
.card {{ margin: 8px 20px; padding: 12px 16px; background: #2b2d31; border-left: 4px solid {colour};
  border-radius: 4px; max-width: 560px; }}
.card h1 {{ font-size: 15px; margin: 0 0 8px; color: #f2f3f5; }} .card p {{ margin: 2px 0; }}
.card .item {{ padding-left: 16px; text-indent: -12px; }} .card .sub {{ color: #949ba4; font-size: 12px; }}
.card a {{ color: #00a8fc; text-decoration: none; }} .card img {{ width: 100%; margin-top: 10px; border-radius: 4px; }}
code {{ background: #1e1f22; padding: 1px 4px; border-radius: 3px; }}
.foot {{ margin-top: 8px; font-size: 12px; color: #949ba4; }}
.row {{ margin: 8px 20px 18px; }} .row span {{ display: inline-block; background: #4e5058; color: #fff;
  border-radius: 4px; padding: 6px 14px; margin-right: 8px; font-size: 14px; }}
</style><div class="asked"><b>Ana</b> {question}</div>
<div class="card"><h1>{title}</h1>{text}<img src="{picture}"><div class="foot">{foot}</div></div>
<div class="row">{buttons}</div>"""


def _line(line: str) -> str:
    """Return a line of the card's Markdown, as far as cards use it, as HTML."""
    kind, words = "", re.sub(r"\\([\\*_~`|#>()\[\]-])", r"\1", line)
    stripped = words.strip()
    if stripped.startswith("-# "):
        kind, words = "sub", stripped[3:]
    elif stripped.startswith(("- ", "• ")):
        kind, words = "item", f"• {stripped[2:]}"
    words = html.escape(words)
    words = re.sub(r"\[(.*?)\]\(&lt;(.*?)&gt;\)", r'<a href="\2">\1</a>', words)
    words = re.sub(r"\*\*(.*?)\*\*", r"<b>\1</b>", words)
    words = re.sub(r"`(.*?)`", r"<code>\1</code>", words)
    return f'<p class="{kind}">{words}</p>'


def _laid_out(answer: Answer, picture: Path) -> str:
    made = pages(answer)
    (page,) = made
    embed = card(page, answer, picture.name)
    view = row(answer, "0" * 16, made, 1, private=False, charted=True)
    labels = [getattr(getattr(item, "item", item), "label", "") for item in view.children] if view else []
    return _PAGE.format(
        font=fontpkg.path("Inter").as_uri(),
        question=html.escape(QUESTION),
        colour=str(embed.colour),
        title=html.escape(embed.title or ""),
        text="".join(_line(line) for line in (embed.description or "").splitlines()),
        picture=picture.as_uri(),
        foot=html.escape(embed.footer.text or ""),
        buttons="".join(f"<span>{html.escape(label or '')}</span>" for label in labels),
    )


def _photograph(page: str, picture: Path) -> None:
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        sys.exit("The card needs Chromium: install it, or keep docs/card.png as it is.")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "card.html"
        source.write_text(page, "utf-8")
        options = ["--headless", "--no-sandbox", "--hide-scrollbars", "--force-device-scale-factor=1.5"]
        command = [browser, *options, "--window-size=640,440", f"--screenshot={picture}", source.as_uri()]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)  # noqa: S603 - the page is our own


async def main() -> None:
    """Ask the bot with the shipped seed and keep what it shows."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'footnote.db'}"
        settings = Settings(_env_file=None, database_url=url)
        async with (
            app.opened(settings) as opened,
            opened.console() as terminal,
        ):
            answer = await terminal.say(QUESTION)
    charted = panels(answer.statements)
    chart = HERE / "chart.png"
    chart.write_bytes(draw(charted))
    print(f"{chart.name}: {read_out(charted)}")
    _photograph(_laid_out(answer, chart), HERE / "card.png")


if __name__ == "__main__":
    asyncio.run(main())
