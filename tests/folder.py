"""A folder of ten documents of every kind that is read, as a team has them: of the ferry museum in Port Ellery."""

from pathlib import Path

from tests import pdf, word

_TEXTS = {
    "opening-hours.md": "# Opening hours\n\nThe museum is open from ten to five, and closed on Mondays. "
    "Visitors must leave bags that are larger than 40 centimetres in the lockers.\n\n"
    "## Fees\n\nA ticket costs 12 crowns. Children under 7 enter free of charge.\n",
    "house-rules.txt": "House rules of the ferry museum\n\n"
    "Visitors may not touch the brass telegraph in hall 2.\n\n"
    "Groups of more than 15 must book a guide two weeks in advance.\n\n"
    "Dogs are not allowed, except for guide dogs.\n",
    "minutes.md": "---\ntitle: Minutes of the board, June 2031\ndate: 2031-06-11\n---\n\n"
    "The board approved a budget of 2.4 million crowns on 11 June 2031.\n\n"
    "Treasurer Aino Brekke warned that the roof will not last another winter.\n\n"
    "The board rejected the sale of the tugboat Lavinia by 7 votes to 2.\n",
    "roof.html": "<html lang=en><head><title>The roof of hall 3</title></head><body><nav>Home Contact</nav><main>"
    "<h1>The roof of hall 3</h1><p>A storm tore 60 square metres of slate from the roof of hall 3 on 4 February 2031."
    "</p><p>Hall 3 stayed closed because rain damaged the wiring.</p><p>The repair took nine weeks and cost 310,000 "
    "crowns.</p></main></body></html>",
    "lavinia.html": "<!doctype html><title>The tugboat Lavinia</title><article><h1>The tugboat Lavinia</h1><p>The "
    "tugboat Lavinia was built in 1912 at the yard of Coldwater.</p><p>Her boiler weighs 18 tonnes and burns six "
    "tonnes of coal a day.</p></article>",
    "survey.txt": "In March 2031, 54% of 1,006 adults in Aldmere said they had visited the museum at least once.\n\n"
    "The survey was carried out by telephone.\n",
    "letter.eml": "From: Tuva Rask <tuva@museum.example>\nTo: board@museum.example\nSubject: The loan of the compass\n"
    "Date: Mon, 02 Jun 2031 09:30:00 +0000\nContent-Type: text/plain; charset=utf-8\n\n"
    "The Harbour Archive lends the compass of 1788 until 30 September 2032.\n\n"
    "The museum has to insure it for 85,000 crowns.\n",
    "volunteers.md": "# Volunteers\n\nIn 2030, 43 volunteers gave 5,200 hours of work to the museum.\n\n"
    "“We could not open a single hall without them,” said director Tuva Rask.\n",
}
_PAGE = (
    "Annual report of the ferry museum",
    "",
    "The museum counted 48,300 visitors in 2030, 12% more than in 2029.",
    "",
    "The shop earned 390,000 crowns in 2030.",
)
_LETTER = (
    "The school programme began on 1 September 2030 with nine classes.",
    "Each class needs two adults who stay with it for the whole visit.",
)


def write(folder: Path) -> Path:
    """Write the documents into the folder, and return it."""
    folder.mkdir()
    for name, text in _TEXTS.items():
        folder.joinpath(name).write_text(text, "utf-8")
    folder.joinpath("annual-report.pdf").write_bytes(pdf.page(_PAGE))
    folder.joinpath("schools.docx").write_bytes(word.file(*map(word.paragraph, _LETTER), title="Schools"))
    return folder
