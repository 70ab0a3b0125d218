"""The accounts and their roles; only the lines that can be seen are drawn.

The highlight belongs to what it stands on, an account or a role, never to a line number: rows that
arrive, vanish or change places leave it there.
"""

from dataclasses import dataclass
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from sso_tui.environments import COLOURS
from sso_tui.search import Index, Result
from sso_tui.ui.folds import AccountKey, Extent, Folds
from sso_tui.ui.outline import Outline, Target
from sso_tui.ui.widgets.role_line import Look, draw


class RoleTree(ScrollView, can_focus=True):
    """A tree of two levels that is as fast with fifty thousand roles as with fifty."""

    HELP = """\
### Accounts and roles

- **up**, **down**, **page up**, **page down** move; **left** closes an account, **right** opens it.
- Under a filter an account leads with the roles that fit best; **right** shows all that match.
- **enter** opens an account, and uses a role or shows what can be done with it.
- Whatever you type goes into the filter.

★ favourite · ● credentials at hand · ◆ the calling shell has this role
"""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
        Binding("pageup", "move_page(-1)", "Page up", show=False),
        Binding("pagedown", "move_page(1)", "Page down", show=False),
        Binding("home", "move(-1000000)", "First", show=False),
        Binding("end", "move(1000000)", "Last", show=False),
        Binding("left", "fold(False)", "Close", show=False),
        Binding("right", "fold(True)", "Open", show=False),
        Binding("enter", "choose", "Use", tooltip="Use the highlighted role"),
    ]

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "role-tree--account",
        "role-tree--role",
        "role-tree--muted",
        "role-tree--match",
        "role-tree--cursor",
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
        scrollbar-background: $background;
        scrollbar-background-hover: $background;
        scrollbar-background-active: $background;
        overflow-x: hidden;
        overflow-y: auto;

        & > .role-tree--account { color: $foreground; text-style: bold; }
        & > .role-tree--role { color: $foreground; }
        & > .role-tree--muted { color: $foreground-muted; }
        & > .role-tree--match { color: $accent; text-style: bold underline; }
        & > .role-tree--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
        & > .role-tree--mark { color: $warning; }
        & > .role-tree--active { color: $success; }
        & > .role-tree--failed { color: $text-error; }
        & > .role-tree--red { color: $error; }
        & > .role-tree--yellow { color: $warning; }
        & > .role-tree--green { color: $success; }
        & > .role-tree--blue { color: $primary; }
        & > .role-tree--purple { color: $secondary; }
        & > .role-tree--grey { color: $foreground-muted; }
    }
    """

    @dataclass
    class Moved(Message):
        """The highlight stands on something else now; None where there is nothing."""

        target: Target | None

    @dataclass
    class Chosen(Message):
        """A role was chosen, by enter or by a click on the highlighted line."""

        target: Target

    @dataclass
    class Typed(Message):
        """Text was typed here that belongs into the filter."""

        character: str

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.outline: Outline | None = None
        """The lines; None until the first list is there."""
        self.look = Look()
        """What is drawn beside the names."""
        self.line = 0
        """The highlighted line."""
        self.touched = False
        """Whether the user has moved the highlight since the filter was changed."""
        self._folds = Folds(Extent.NOTHING)
        self._filtered_folds = Folds(Extent.BEST)
        self._styles: dict[str, Style] = {}

    @property
    def target(self) -> Target | None:
        """What the highlight stands on; None where there is nothing."""
        if self.outline is None or not len(self.outline):
            return None
        return self.outline.target(self.line)

    @property
    def looked_at(self) -> tuple[str, ...]:
        """Ids of the highlighted account and of those on the screen, in this order."""
        if self.outline is None:
            return ()
        top = int(self.scroll_offset.y)
        sight = range(top, top + self.scrollable_content_region.height)
        return self.outline.account_ids((self.line, *sight))

    def folds(self, result: Result) -> Folds:
        """How far the accounts of a result are open, as it was left here."""
        return self._filtered_folds if result.query else self._folds

    def outlined(self, index: Index, result: Result) -> Outline:
        """The lines of a result, as far as its accounts are open here."""
        room = self.scrollable_content_region.height
        return Outline(index, result, self.folds(result), room)

    def show(self, outline: Outline, look: Look, go_to: Target | None = None) -> None:
        """Draw other lines; the highlight stays on its target, or goes to `go_to`.

        Args:
            outline: the lines.
            look: what is drawn beside the names.
            go_to: what to highlight instead of what is highlighted now.
        """
        before, wanted = self.target, go_to or self.target
        self.outline, self.look = outline, look
        self.line = self._line_for(wanted, outline)
        self.virtual_size = Size(self.size.width, len(outline))
        self._reveal(centre=go_to is not None)
        self.refresh()
        if self.target != before:
            self.post_message(self.Moved(self.target))

    def can_fold(self, opens: bool) -> bool:
        """Whether `left` (False) or `right` (True) would do something on this line."""
        if self.outline is None or not len(self.outline):
            return False
        entry = self.outline.entry(self.line)
        if opens and entry.pending and not entry.known:
            return True  # it opens once its roles are there
        shown, matching = self.outline.shown_of(self.line), self.outline.matching_of(self.line)
        return shown < matching if opens else shown > 0

    def begin_again(self) -> None:
        """Forget what the user did to the list that was shown for another filter."""
        self._filtered_folds.begin_again()
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

    def on_resize(self, event: events.Resize) -> None:
        """Keep the highlight in sight."""
        if self.outline is not None:
            self.virtual_size = Size(event.size.width, len(self.outline))
            self._reveal()

    def on_click(self, event: events.Click) -> None:
        """Highlight what was clicked; choose it if it was highlighted already."""
        event.stop()
        line = event.y + self.scroll_offset.y
        if self.outline is None or line >= len(self.outline):
            return
        if line == self.line or (self.outline.is_account(line) and event.x < 4):
            self._go(line)
            self.action_choose()
        else:
            self._go(line)

    async def _on_key(self, event: events.Key) -> None:
        if event.is_printable and event.character:
            event.stop()
            event.prevent_default()
            self.post_message(self.Typed(event.character))

    # What one can do with it

    def action_move(self, lines: int) -> None:
        """Move the highlight by that many lines."""
        if self.outline is not None and len(self.outline):
            self._go(max(0, min(self.line + lines, len(self.outline) - 1)))

    def action_move_page(self, pages: int) -> None:
        """Move the highlight by that many screens."""
        self.action_move(pages * max(self.scrollable_content_region.height - 1, 1))

    def action_fold(self, opens: bool) -> None:
        """Open or close the account of the highlighted line."""
        if self.outline is None or not self.can_fold(opens):
            return
        line = self.outline.account_line(self.line)
        target = self.outline.target(line)
        self._fold_everywhere(target.account_key, Extent.ALL if opens else Extent.NOTHING)
        self._rebuild()
        self._go(line)

    def action_choose(self) -> None:
        """Open or close the highlighted account, or choose the highlighted role."""
        target = self.target
        if target is None or self.outline is None:
            return
        if target.role is None:
            self.action_fold(self.can_fold(True))
        else:
            self.post_message(self.Chosen(target))

    def fold_all(self, opens: bool) -> None:
        """Open or close every account."""
        if self.outline is not None:
            extent = Extent.ALL if opens else Extent.NOTHING
            self.folds(self.outline.result).put_all(extent)
            self._rebuild()

    def reveal(self, target: Target) -> None:
        """Open the account of `target`, so that its line is there to be highlighted."""
        self._folds.put(target.account_key, Extent.ALL)

    def _fold_everywhere(self, account: AccountKey, extent: Extent) -> None:
        """Open or close an account, with a filter and without."""
        self._folds.put(account, extent)
        self._filtered_folds.put(account, extent)

    def _rebuild(self) -> None:
        if self.outline is not None:
            old = self.outline
            self.show(self.outlined(old.index, old.result), self.look)

    def _line_for(self, wanted: Target | None, outline: Outline) -> int:
        if wanted is None:
            return 0
        line = outline.line_of(wanted)
        if line is None:
            line = outline.line_of(Target(*wanted.account_key))
        return min(self.line, max(len(outline) - 1, 0)) if line is None else line

    def _go(self, line: int) -> None:
        self.touched = True
        if self.outline is None or line == self.line:
            return
        self.line = line
        self._reveal()
        self.refresh()
        self.post_message(self.Moved(self.target))

    def _reveal(self, *, centre: bool = False) -> None:
        region = Region(0, self.line, 1, 1)
        self.scroll_to_region(region, animate=False, center=centre, force=True, immediate=True)
