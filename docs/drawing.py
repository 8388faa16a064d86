"""Drawings of messages as Discord's apps show them: HTML in its colours and sizes, photographed by headless Chromium.

Discord itself cannot be asked for a picture. What is drawn is the message as it was sent: its JSON and its files.
"""

import base64
import html
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

import fontpkg
from PIL import Image, ImageChops

Json: TypeAlias = dict[str, Any]
Theme: TypeAlias = Literal["dark", "light"]
PHONE, DESKTOP = 390, 700  # pixels

_COLOURS: Final[dict[Theme, dict[str, str]]] = {
    "dark": {
        **{"page": "#313338", "text": "#dbdee1", "strong": "#f2f3f5", "muted": "#949ba4", "card": "#2b2d31"},
        **{"line": "#3f4147", "link": "#00a8fc", "code": "#1e1f22", "button": "#4e5058", "label": "#ffffff"},
    },
    "light": {
        **{"page": "#ffffff", "text": "#313338", "strong": "#060607", "muted": "#5c5e66", "card": "#f2f3f5"},
        **{"line": "#e1e2e4", "link": "#006ce7", "code": "#e3e5e8", "button": "#d7d9dc", "label": "#313338"},
    },
}
_STYLES: Final = {1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "secondary"}
_PAGE = """<!doctype html><meta charset="utf-8"><style>
@font-face {{ font-family: Inter; src: url("{font}"); }}
* {{ box-sizing: border-box; }}
body {{ margin: 0; padding: 4px 0 14px; background: {page}; color: {text}; font: 16px/22px Inter, sans-serif;
  width: {width}px; overflow-wrap: anywhere; }}
.message {{ padding: 12px 16px 0 {indent}px; position: relative; }}
.avatar {{ position: absolute; left: 12px; top: 14px; width: 36px; height: 36px; border-radius: 50%; color: #fff;
  text-align: center; line-height: 36px; font-weight: 600; }}
.name {{ font-weight: 600; color: {strong}; }}
.tag {{ background: #5865f2; color: #fff; border-radius: 4px; font-size: 10px; padding: 1px 4px; margin-left: 4px; }}
.only {{ color: {muted}; font-size: 12px; line-height: 18px; }}
.embed {{ max-width: 520px; background: {card}; border-left: 4px solid; border-radius: 4px; margin-top: 4px;
  padding: 8px 16px 16px 12px; font-size: 14px; line-height: 18px; }}
.embed .title {{ font-size: 16px; line-height: 22px; font-weight: 600; color: {strong}; margin: 6px 0 4px; }}
.embed .foot {{ font-size: 12px; margin-top: 8px; }}
.container {{ max-width: 600px; background: {card}; border: 1px solid {line}; border-left: 4px solid; margin-top: 6px;
  border-radius: 8px; padding: 14px 16px; display: flex; flex-direction: column; gap: 8px; }}
.container.bare {{ border-left: 1px solid {line}; }}
h3 {{ font-size: 16px; line-height: 22px; font-weight: 700; color: {strong}; margin: 0; }}
h2 {{ font-size: 20px; line-height: 26px; font-weight: 700; color: {strong}; margin: 0; }}
p {{ margin: 0; min-height: 4px; white-space: pre-wrap; }} b {{ font-weight: 650; }}
.item {{ padding-left: 18px; text-indent: -14px; }} .inner {{ padding-left: 18px; }}
.sub {{ color: {muted}; font-size: 13px; line-height: 18px; }}
blockquote {{ margin: 0; padding-left: 12px; border-left: 4px solid {line}; }}
a {{ color: {link}; text-decoration: none; }}
code {{ font: 85% "DejaVu Sans Mono", monospace; background: {code}; padding: 1px 4px; border-radius: 4px; }}
pre {{ font: 12px/16px "DejaVu Sans Mono", monospace; background: {code}; border: 1px solid {line}; border-radius: 4px;
  padding: 8px; margin: 2px 0; white-space: pre-wrap; }}
.mention {{ background: #5865f255; color: {strong}; border-radius: 3px; padding: 0 2px; }}
.time {{ background: {code}; border-radius: 3px; padding: 0 2px; }}
hr {{ border: 0; border-top: 1px solid {line}; margin: 2px 0; width: 100%; }}
img {{ width: 100%; max-width: 560px; border-radius: 6px; display: block; }} .embed img {{ margin-top: 14px; }}
.file {{ border: 1px solid {line}; background: {card}; border-radius: 8px; padding: 10px 14px; color: {link};
  max-width: 420px; margin-top: 4px; }}
.section {{ display: flex; gap: 12px; justify-content: space-between; align-items: flex-start; }}
.row {{ display: flex; flex-wrap: wrap; gap: 8px; margin-top: 4px; }}
.button {{ background: {button}; color: {label}; border-radius: 8px; font-size: 14px; font-weight: 500;
  padding: 5px 14px; white-space: nowrap; }}
.primary {{ background: #5865f2; color: #fff; }} .success {{ background: #248046; color: #fff; }}
.danger {{ background: #da373c; color: #fff; }} .off {{ opacity: .45; }}
.select {{ background: {code}; border: 1px solid {line}; border-radius: 8px; color: {muted}; padding: 6px 12px;
  width: 100%; max-width: 400px; display: flex; justify-content: space-between; font-size: 14px; }}
</style>{body}"""
_SPANS = re.compile(
    r"\\(?P<escaped>[^\w\s])|``?(?P<code>[^`]+)``?|\*\*(?P<bold>.+?)\*\*|__(?P<under>.+?)__|~~(?P<struck>.+?)~~"
    r"|\[(?P<label>(?:\\.|[^\[\]]|\[[^\[\]]*\])*)\]\(<?(?P<url>[^)>]+)>?\)|<(?P<mention>@&?|\#)\d+>"
    r"|</(?P<command>[^:>]+):\d+>|<t:(?P<time>\d+)(?::(?P<form>\w))?>|(?P<address>https?://\S+)"
)


@dataclass(frozen=True)
class Drawn:
    """A message to be drawn: who it is from, its JSON and its files."""

    author: str
    body: Json
    files: dict[str, bytes] = field(default_factory=dict)
    ephemeral: bool = False


def draw(messages: Sequence[Drawn], picture: Path, *, theme: Theme, width: int, scale: float = 1.0) -> None:
    """Photograph the messages below each other."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        sys.exit("Drawing needs Chromium: install it, or keep the pictures as they are.")
    page = _PAGE.format(
        **_COLOURS[theme],
        font=fontpkg.path("Inter").as_uri(),
        width=width,
        indent=60 if width > PHONE else 56,
        body="".join(map(_message, messages)),
    )
    with tempfile.TemporaryDirectory() as folder:
        source, whole = Path(folder) / "message.html", Path(folder) / "message.png"
        source.write_text(page, "utf-8")
        options = ["--headless", "--no-sandbox", "--hide-scrollbars", f"--force-device-scale-factor={scale}"]
        # Chromium lets no window be narrower than a phone's, so that the margin is cut off afterwards.
        command = [browser, *options, f"--window-size={max(width, 600)},4000", f"--screenshot={whole}", source.as_uri()]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)  # noqa: S603 - the page is our own
        with Image.open(whole) as taken:
            seen = taken.convert("RGB").crop((0, 0, round(width * scale), taken.height))
    empty = Image.new("RGB", seen.size, _COLOURS[theme]["page"])
    _, _, _, bottom = ImageChops.difference(seen, empty).getbbox() or (0, 0, 0, seen.height)
    cropped = seen.crop((0, 0, seen.width, min(bottom + round(14 * scale), seen.height)))
    cropped.quantize(64).save(picture, optimize=True)


def _message(message: Drawn) -> str:
    mine = message.author == "Footnote"
    tag = '<span class="tag">APP</span>' if mine else ""
    colour = "#0072b2" if mine else "#7a8288"
    body = message.body
    parts = [_markdown(body["content"])] if body.get("content") else []
    shown = _named(body)
    parts += [_embed(embed, message.files) for embed in body.get("embeds") or ()]
    parts += [_file(name, message.files) for name in message.files if f"attachment://{name}" not in shown]
    parts += [_component(one, message.files) for one in body.get("components") or ()]
    if message.ephemeral:
        parts.append('<div class="only">Only you can see this</div>')
    return (
        f'<div class="message"><div class="avatar" style="background:{colour}">{message.author[0]}</div>'
        f'<div class="name">{html.escape(message.author)}{tag}</div>{"".join(parts)}</div>'
    )


def _named(body: Json) -> str:
    return repr([body.get("embeds"), body.get("components")])


def _embed(embed: Json, files: dict[str, bytes]) -> str:
    title = f'<div class="title">{_spans(embed["title"])}</div>' if embed.get("title") else ""
    foot = f'<div class="foot">{html.escape(embed["footer"]["text"])}</div>' if embed.get("footer") else ""
    image = _image(embed["image"]["url"], files) if embed.get("image") else ""
    text = _markdown(embed.get("description") or "")
    return f'<div class="embed" style="border-left-color:#{embed["color"]:06x}">{title}{text}{image}{foot}</div>'


def _component(one: Json, files: dict[str, bytes]) -> str:
    inside = "".join(_component(inner, files) for inner in one.get("components") or ())
    match one["type"]:
        case 1:
            return f'<div class="row">{inside}</div>'
        case 2:
            off = " off" if one.get("disabled") else ""
            label = f"{one.get('label') or ''}{' ↗' if one['style'] == 5 else ''}"
            return f'<span class="button {_STYLES[one["style"]]}{off}">{html.escape(label)}</span>'
        case 3:
            return f'<div class="select"><span>{html.escape(one.get("placeholder") or "")}</span><span>⌄</span></div>'
        case 9:
            return f'<div class="section"><div>{inside}</div>{_component(one["accessory"], files)}</div>'
        case 10:
            return f"<div>{_markdown(one['content'])}</div>"
        case 12:
            return "".join(_image(item["media"]["url"], files) for item in one["items"])
        case 13:
            return _file(one["file"]["url"].removeprefix("attachment://"), files)
        case 14:
            return "<hr>" if one.get("divider", True) else '<div style="height:2px"></div>'
        case 17:
            colour = one.get("accent_color")
            style = f'class="container" style="border-left-color:#{colour:06x}"' if colour else 'class="container bare"'
            return f"<div {style}>{inside}</div>"
    raise ValueError(f"no drawing for a component of type {one['type']}")


def _image(url: str, files: dict[str, bytes]) -> str:
    encoded = base64.b64encode(files[url.removeprefix("attachment://")]).decode()
    return f'<img src="data:image/png;base64,{encoded}">'


def _file(name: str, files: dict[str, bytes]) -> str:
    if name.endswith(".png"):
        return _image(name, files)
    return f'<div class="file">{html.escape(name)} · {len(files[name]):,} bytes</div>'


def _markdown(text: str) -> str:
    """Return text in Discord's Markdown, as far as replies use it, as HTML."""
    made: list[str] = []
    for number, part in enumerate(re.split(r"```(?:\w*\n)?(.*?)\n?```\n?", text, flags=re.DOTALL)):
        if number % 2:
            made.append(f"<pre>{html.escape(part)}</pre>")
        else:
            made += map(_line, part.removesuffix("\n").split("\n") if part.strip() else [])
    return "".join(made)


def _line(line: str) -> str:
    match re.match(r"(\s*)(###? |-# |- |> |)(.*)", line):
        case re.Match() as found:
            space, mark, words = found.groups()
            inner = ' class="inner"' if space else ""
            match mark:
                case "## " | "### ":
                    return f"<h{len(mark) - 1}>{_spans(words)}</h{len(mark) - 1}>"
                case "-# ":
                    return f'<div{inner}><p class="sub">{_spans(words)}</p></div>'
                case "- ":
                    return f'<p class="item">• {_spans(words)}</p>'
                case "> ":
                    return f"<blockquote>{_line(words)}</blockquote>"
    return f"<p>{_spans(line)}</p>"


def _spans(words: str) -> str:
    return "".join(_marked(words))


def _marked(words: str) -> Iterable[str]:
    end = 0
    for found in _SPANS.finditer(words):
        yield html.escape(words[end : found.start()])
        end = found.end()
        kind, value = found.lastgroup, found[found.lastgroup or 0]
        match kind:
            case "escaped":
                yield html.escape(value)
            case "code":
                yield f"<code>{html.escape(value)}</code>"
            case "bold" | "under" | "struck":
                tag = {"bold": "b", "under": "u", "struck": "s"}[kind]
                yield f"<{tag}>{_spans(value)}</{tag}>"
            case "url":
                yield f"<a>{_spans(found['label'])}</a>"
            case "mention":
                yield f'<span class="mention">{"#general" if value == "#" else "@Ana"}</span>'
            case "command":
                yield f'<span class="mention">/{html.escape(value)}</span>'
            case "time" | "form":
                when = {"R": "2 minutes ago", "t": "18:20", "D": "28 November 2026"}.get(found["form"] or "")
                when = when or "28 November 2026 18:20"
                yield f'<span class="time">{when}</span>'
            case "address":
                yield f"<a>{html.escape(value)}</a>"
    yield html.escape(words[end:])


def beside(pictures: Sequence[Path], picture: Path) -> None:
    """Put pictures beside each other into one."""
    images = [Image.open(each).convert("RGB") for each in pictures]
    sheet = Image.new("RGB", (sum(image.width for image in images), max(image.height for image in images)), "#313338")
    left = 0
    for image in images:
        sheet.paste(image, (left, 0))
        left += image.width
    sheet.quantize(64).save(picture, optimize=True)


def sized(picture: Path) -> str:
    """Return the size of a picture in words."""
    with Image.open(BytesIO(picture.read_bytes())) as image:
        return f"{picture.name}: {image.width}×{image.height}, {picture.stat().st_size // 1000} kB"
