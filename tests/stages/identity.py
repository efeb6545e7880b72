"""The identity on the stage: said by the administrator of the province, with arms where an act needs them."""

from __future__ import annotations

import base64

from stages import Kind, Stage
from thangdo.records.acts.frame import do
from thangdo.records.identity import actions
from thangdo.records.identity.actions import HOUSE
from thangdo.records.identity.replaying import differences
from world import World

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 0h4v4z" fill="#c00"/></svg>'


def play(world: World, name: str) -> Stage:
    """Nobody has said anything; of the acts on arms: it is said, and for taking them off they are there."""
    said = actions.Description(world.ref("province"), "Tỉnh Mẫu", "Sample Province", accent="#0f4c8a")
    arms = actions.Arms(base64.b64encode(SVG).decode())
    if name == "describe":
        return Stage("administrator", (), said)
    seen = do(HOUSE, actions.describe, world.actor("administrator"), (), said, seen=0)["sequence"]
    if name == "put_arms":
        return Stage("administrator", (), arms)
    do(HOUSE, actions.put_arms, world.actor("administrator"), (), arms, seen=seen)
    return Stage("administrator", ())


KIND = Kind(HOUSE, play, differences)
