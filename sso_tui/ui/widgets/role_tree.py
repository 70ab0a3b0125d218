"""The accounts and their roles; only the lines that can be seen are drawn.

The highlight belongs to what it stands on, an account or a role, never to a line number: rows that
arrive, vanish or change places leave it there.
"""

from dataclasses import dataclass
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.strip import Strip

from sso_tui.environments import COLOURS
from sso_tui.search import Index, Result
from sso_tui.ui.bound import bound
from sso_tui.ui.folds import Extent, FoldsOfBoth
from sso_tui.ui.outline import Outline, Target
from sso_tui.ui.widgets.lines import Lines
from sso_tui.ui.widgets.role_line import ARROW, Look, draw


class RoleTree(Lines):
    """A tree of two levels that is as fast with fifty thousand roles as with fifty."""

    HELP = """\
### Accounts and roles

An account opens and closes. Under a filter it leads with the roles that fit best. Whatever you type
goes into the filter.

★ a favourite · ● credentials at hand\\
◆ the calling shell has this role

○ signed out, this is the last list · ! for emergencies
"""

    BINDINGS: ClassVar[list[BindingType]] = [
        bound("close", "fold(False)"),
        bound("open", "fold(True)"),
        bound("choose", "choose", "Use", tooltip="Use the highlighted role", show=True),
    ]

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "role-tree--account",
        "role-tree--role",
        "role-tree--muted",
        "role-tree--match",
        "role-tree--cursor",
        "role-tree--pointer",
        "role-tree--mark",
        "role-tree--active",
        "role-tree--failed",
        *(f"role-tree--{colour}" for colour in COLOURS),
    }

    DEFAULT_CSS = """
    RoleTree {
        background: $background;
        height: 1fr;
        width: 1fr;
        scrollbar-size-vertical: 1;
        overflow-x: hidden;
        overflow-y: auto;

        & > .role-tree--account { color: $foreground; text-style: bold; }
        & > .role-tree--role { color: $foreground; }
        & > .role-tree--muted { color: $foreground-muted; }
        & > .role-tree--match { color: $accent; text-style: bold underline; }
        & > .role-tree--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
        & > .role-tree--pointer { color: $primary; }
        & > .role-tree--mark { color: $warning; }
        & > .role-tree--active { color: $success; }
        & > .role-tree--failed { color: $text-error; }
        & > .role-tree--red { background: $error 20%; color: $text-error; }
        & > .role-tree--yellow { background: $warning 20%; color: $text-warning; }
        & > .role-tree--green { background: $success 20%; color: $text-success; }
        & > .role-tree--blue { background: $primary 20%; color: $text-primary; }
        & > .role-tree--purple { background: $secondary 20%; color: $text-secondary; }
        & > .role-tree--grey { background: $panel; color: $foreground-muted; }
    }
    """

    @dataclass(eq=False, repr=False)
    class Moved(Message):
        """The highlight stands on something else now; None where there is nothing."""

        target: Target | None

    @dataclass(eq=False, repr=False)
    class Chosen(Message):
        """A role was chosen, by enter or by a click on the highlighted line.

        So can be the line of a portal that has no account to show; then there is no role.
        """

        target: Target

    @dataclass(eq=False, repr=False)
    class Typed(Message):
        """Text was typed here that belongs into the filter."""

        character: str

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.outline: Outline | None = None
        """The lines; None until the first list is there."""
        self.look = Look()
        """What is drawn beside the names."""
        self._folds = FoldsOfBoth()
        self._styles: dict[str, Style] = {}

    @property
    def count(self) -> int:
        """How many lines there are."""
        return 0 if self.outline is None else len(self.outline)

    def head(self, line: int) -> int:
        """That of the account, which says whose role it is."""
        return self.outline.account_line(line) if self.outline else line

    @property
    def target(self) -> Target | None:
        """What the highlight stands on; None where there is nothing."""
        return self.outline.target(self.line) if self.outline else None

    @property
    def looked_at(self) -> tuple[str, ...]:
        """Ids of the highlighted account and of those on the screen, in this order."""
        if self.outline is None:
            return ()
        top = int(self.scroll_offset.y)
        sight = range(top, top + self.room)
        return self.outline.account_ids((self.line, *sight))

    def outlined(self, index: Index, result: Result) -> Outline:
        """The lines of a result, as far as its accounts are open here."""
        return Outline(index, result, self._folds.of(result.query), self.room)

    def show(self, outline: Outline, look: Look, go_to: Target | None = None) -> None:
        """Draw other lines; the highlight stays on its target, or goes to `go_to`.

        Args:
            outline: the lines.
            look: what is drawn beside the names.
            go_to: what to highlight instead of what is highlighted now.
        """
        before, wanted = self.target, go_to or self.target
        self.outline, self.look = outline, look
        line = outline.nearest(wanted) if wanted else 0
        last = max(len(outline) - 1, 0)
        self.put(min(self.line, last) if line is None else line, centre=go_to is not None)
        if self.target != before:
            self.post_message(self.Moved(self.target))

    def can_fold(self, opens: bool) -> bool:
        """Whether `left` (False) or `right` (True) would do something on this line."""
        if not self.outline:
            return False
        entry = self.outline.entry(self.line)
        if opens and entry.pending and not entry.known:
            return True  # it opens once its roles are there
        shown, matching = self.outline.shown_of(self.line), self.outline.matching_of(self.line)
        return shown < matching if opens else shown > 0

    def begin_again(self) -> None:
        """Forget what the user did to the list that was shown for another filter."""
        self._folds.begin_again()
        self.touched = False

    # What happens to it

    def render_line(self, y: int) -> Strip:
        """Draw one line of the screen."""
        line = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        if self.outline is None or line >= len(self.outline):
            return Strip.blank(width, self.rich_style)
        return draw(self.outline, line, width, self.look, self._style, cursor=line == self.line)

    def _style(self, part: str) -> Style:
        style = self._styles.get(part)
        if style is None:
            style = self._styles[part] = (
                self.rich_style
                if part == "plain"
                else self.get_component_rich_style(f"role-tree--{part}")
            )
        return style

    def notify_style_update(self) -> None:
        """Forget the colours of the theme before."""
        self._styles.clear()
        super().notify_style_update()

    def moved(self) -> None:
        """Say where the highlight stands now."""
        self.post_message(self.Moved(self.target))

    def opens(self, line: int, column: int) -> bool:
        """Whether it is the arrow of an account."""
        return self.outline is not None and self.outline.is_account(line) and column < ARROW

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Have a sentence ready for a mouse that rests where it is."""
        from sso_tui.ui.widgets.hints import hint

        line, said = event.y + int(self.scroll_offset.y), ""
        if self.outline is not None and line < self.count:
            width = self.scrollable_content_region.width
            said = hint(self.outline, line, event.x, width, self.look)
        told = Content(said) if said else None
        if told != self.tooltip:
            self.tooltip = told

    async def _on_key(self, event: events.Key) -> None:
        if event.is_printable and event.character:
            event.stop()
            event.prevent_default()
            self.post_message(self.Typed(event.character))

    # What one can do with it

    def action_fold(self, opens: bool) -> None:
        """Open or close the account of the highlighted line."""
        if self.outline is None or not self.can_fold(opens):
            return
        line = self.outline.account_line(self.line)
        target = self.outline.target(line)
        self._folds.put(target.account_key, Extent.ALL if opens else Extent.NOTHING)
        self._rebuild()
        self.go(line)

    def action_choose(self) -> None:
        """Open or close the highlighted account, or choose the highlighted role."""
        target = self.target
        if target is None or self.outline is None:
            return
        if target.role is None and target.account_id:
            self.action_fold(self.can_fold(True))
        else:
            self.post_message(self.Chosen(target))

    def fold_all(self, opens: bool) -> None:
        """Open or close every account."""
        if self.outline is not None:
            extent = Extent.ALL if opens else Extent.NOTHING
            self._folds.of(self.outline.result.query).put_all(extent)
            self._rebuild()

    def reveal(self, target: Target) -> None:
        """Open the account of `target`, so that its line is there to be highlighted."""
        self._folds.reveal(target.account_key)

    def _rebuild(self) -> None:
        if self.outline is not None:
            old = self.outline
            self.show(self.outlined(old.index, old.result), self.look)
