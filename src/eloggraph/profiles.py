"""For whom an output is: for working with in the network, or for anybody to see."""

from __future__ import annotations

from typing import Literal, get_args

from eloggraph.errors import OptionError

Profile = Literal["working", "public"]
PROFILES: tuple[Profile, ...] = get_args(Profile)


def is_public(profile: str) -> bool:
    """Tell whether what is written is for the public.

    Raises
    ------
    OptionError
        When there is no such profile.

    Examples
    --------
    >>> is_public("public"), is_public("working")
    (True, False)
    """
    if profile not in PROFILES:
        raise OptionError.about("cli.wrong.profile", value=profile, profiles=", ".join(PROFILES))
    return profile == "public"
