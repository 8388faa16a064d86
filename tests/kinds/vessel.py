"""Vessels: a further kind of fact, all that it takes, which the program itself does not have."""

from typing import Annotated, Literal

from pydantic import Field

from db.dates.field import Edtf
from db.kinds import Argument, Description, Payload
from db.values import Line


class Vessel(Payload):
    """A ship or a boat, with what is known of it."""

    DESCRIPTION = Description(
        plural="vessels",
        colour=0x123456,
        aliases=("ships",),
        example="topics: ferry name: Måren builder: Coldwater Yard text: The Måren was built in Coldwater.",
        dated=True,
    )
    kind: Literal["vessel"] = "vessel"
    name: Annotated[Line, Argument("what it is called")] = Field(description="as it is painted on the bow")
    builder: Annotated[Line | None, Argument(searched=True, shown="always")] = Field(
        default=None, description="whose yard built it"
    )
    launched: Annotated[Edtf | None, Argument(shown="always")] = Field(default=None, description="when it first swam")
    berths: Annotated[int | None, Argument(shown="stated")] = Field(default=None, ge=1, description="for how many")
    drive: Annotated[Literal["sail", "steam", "electric"], Argument(searched=True, shown="stated")] = Field(
        default="steam", description="sail, steam or electric"
    )
    ports: Annotated[tuple[Line, ...], Argument(searched=True, shown="stated")] = Field(
        default=(), description="where it calls"
    )
