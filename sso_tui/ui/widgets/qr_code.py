"""An address as a QR code, for the phone that lies beside the keyboard."""

from textual.content import Content

QUIET = 2
"""Light modules around the code. The standard (ISO/IEC 18004) asks for four; readers manage with
two, and a terminal is short of room."""


def qr_code(text: str) -> Content:
    """`text` as a QR code of half-block characters, dark on light whatever the theme."""
    import segno

    matrix = [
        [bool(cell) for cell in row]
        for row in segno.make(text, micro=False, error="l").matrix_iter(border=QUIET)
    ]
    if len(matrix) % 2:
        matrix.append([False] * len(matrix[0]))
    lines = [
        "".join(_cell(above, below) for above, below in zip(upper, lower, strict=True))
        for upper, lower in zip(matrix[::2], matrix[1::2], strict=True)
    ]
    return Content.styled("\n".join(lines), "black on white")


def fits(drawn: Content, width: int, height: int, *, beside: int) -> bool:
    """Whether the code can be shown whole in a window of that many cells.

    Args:
        drawn: the code.
        width: columns of the window.
        height: its lines.
        beside: lines that the frame, the texts and the footer take.
    """
    lines = drawn.plain.splitlines()
    return len(lines[0]) + 4 <= width and len(lines) + beside <= height


def _cell(above: bool, below: bool) -> str:
    return {(True, True): "█", (True, False): "▀", (False, True): "▄"}.get((above, below), " ")
