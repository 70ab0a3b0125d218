"""How a key of the user's choosing is bound: under its id, with the keys that it has by itself."""

from textual.binding import Binding

from sso_tui.keys import KEYS


def bound(
    name: str,
    action: str,
    label: str = "",
    *,
    tooltip: str = "",
    show: bool = False,
    priority: bool = False,
) -> Binding:
    """The binding of what `sso_tui.keys` has under that id.

    Args:
        name: the id.
        action: what it does, as Textual has it.
        label: a word or two, for the footer; else what the key does.
        tooltip: a sentence, for the help.
        show: whether the footer has it.
        priority: whether it comes before what the focus does with the key.
    """
    key = KEYS[name]
    does = key.does[0].upper() + key.does[1:]
    return Binding(
        key.keys,
        action,
        label or does,
        show=show,
        priority=priority,
        tooltip=tooltip or (does if label else ""),
        id=name,
    )
