"""The filter and the tree together: from what is typed to what is highlighted.

Its state is an index of rows and a search text; the result, the lines and the count follow from
those. Where the highlight stands is told to whoever asks for `Moved`.

A letter is drawn before it is searched for, and there is one search for all letters that came
within a frame: however fast somebody types, no letter waits for the search of the one before.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.getters import query_one
from textual.message import Message
from textual.reactive import var
from textual.widgets import Input, Static

from sso_tui.catalogue import Progress
from sso_tui.keys import shown
from sso_tui.model import Role
from sso_tui.search import Index, Marks, Result, parse
from sso_tui.ui.outline import Target
from sso_tui.ui.widgets.filter_input import FilterInput
from sso_tui.ui.widgets.progress_line import ProgressLine
from sso_tui.ui.widgets.role_line import Look
from sso_tui.ui.widgets.role_tree import RoleTree

MOST_WANTED = 100
"""Accounts that match a filter and are wanted before others; a filter may match them all."""

COUNT = "Roles that match, of all there are"

NOTHING_MATCHES = "Nothing matches. {back} clears the filter; {help} says what it understands."
ALL_HIDDEN = "Every account here is hidden; is:hidden in the filter shows them."
HIDDEN_APART = "\n\nHidden accounts ({count:,}) are not searched; is:hidden shows them."
NOTHING_YET = "Nothing matches yet; the roles of {count:,} accounts are still to be read."


class Finder(Vertical):
    """Finds a role among all that are there."""

    DEFAULT_CSS = """
    Finder {
        width: 1fr;
        & #filter-bar { height: 1; background: $surface; padding: 0 1; margin: 0 0 1 0; }
        & #prompt { width: 2; color: $accent; text-style: bold; }
        & #count { width: 14; color: $foreground-muted; text-align: right; }
        & #empty { display: none; padding: 1 3; color: $foreground-muted; height: 1fr; }
        &.-empty #empty { display: block; }
        &.-empty #roles { display: none; }
    }
    """

    @dataclass(eq=False, repr=False)
    class Moved(Message):
        """The highlight stands on something else now; None where there is nothing."""

        target: Target | None

    @dataclass(eq=False, repr=False)
    class Chosen(Message):
        """A role was chosen."""

        target: Target

    search_text: var[str] = var("")

    role_tree = query_one("#roles", RoleTree)
    filter_input = query_one("#filter", FilterInput)

    def __init__(self, search_text: str, keys: Mapping[str, str]) -> None:
        """
        Args:
            search_text: what the filter begins with.
            keys: the user's own keys, by their ids.
        """
        super().__init__()
        self._keys = keys
        self.index = Index.of((), Marks())
        """The rows that are searched."""
        self.last_used: Role | None = None
        """Where the highlight begins while there is no filter."""
        self._why_empty = ""
        self._result: Result | None = None
        self._begun = False
        self._due = False
        self.set_reactive(Finder.search_text, search_text)

    def compose(self) -> ComposeResult:
        """From top to bottom."""
        with Horizontal(id="filter-bar"):
            yield Static("❯", id="prompt")
            yield FilterInput(self.search_text, can_fold=self._can_fold, id="filter")
            yield Static(id="count", markup=False).with_tooltip(COUNT)
        yield RoleTree(id="roles")
        yield Static(id="empty", markup=False)
        yield ProgressLine()

    @property
    def target(self) -> Target | None:
        """What the highlight stands on."""
        return self.role_tree.target

    @property
    def looked_at(self) -> tuple[str, ...]:
        """Ids of the accounts that are wanted before others.

        Those in sight first, then those that match, and those that might once their roles are read.
        """
        result = self._result
        found = result.groups[:MOST_WANTED] if result and result.query else ()
        matching = [self.index.entry(rows[0]).account.id for rows in found]
        if result and len(matching) < MOST_WANTED:
            might = self.index.promising(result.query, MOST_WANTED - len(matching))
            matching += [entry.account.id for entry in might]
        return tuple(dict.fromkeys((*self.role_tree.looked_at, *matching)))

    def clear(self) -> None:
        """Forget the rows, before those of another portal come."""
        self._begun = False
        if len(self.index):
            self.show(Index.of((), Marks()), Look(), None, "")

    def show(self, index: Index, look: Look, progress: Progress | None, why_empty: str) -> None:
        """Show other rows; the highlight stays where it is, once it was put somewhere.

        Args:
            index: the rows.
            look: what is drawn beside the names.
            progress: how far the listing has come; None where none is under way.
            why_empty: what to say where there are no rows at all.
        """
        self.index, self._why_empty = index, why_empty
        self.query_one(ProgressLine).progress = progress
        begin = not self._begun and len(index) > 0
        self._begun = self._begun or begin
        self._search(look, begin=begin or self._due)

    def watch_search_text(self) -> None:
        """Show what matches, once the text is drawn; the best match is highlighted."""
        if self.is_mounted and not self._due:
            self._due = True
            self.call_after_refresh(self.catch_up)

    def catch_up(self) -> None:
        """Show what matches the text in the filter, if that was typed meanwhile."""
        self.search_text = self.filter_input.value
        if self._due:
            self._search(self.role_tree.look, begin=True)

    @on(Input.Changed, "#filter")
    def filtered(self, event: Input.Changed) -> None:
        """Search for another text."""
        event.stop()
        self.search_text = event.value

    @on(Input.Submitted, "#filter")
    def submitted(self, event: Input.Submitted) -> None:
        """Enter acts on the highlighted line, wherever the focus is."""
        event.stop()
        self.catch_up()
        self.role_tree.action_choose()

    @on(FilterInput.Fold)
    def fold(self, event: FilterInput.Fold) -> None:
        """Open or close the highlighted account."""
        self.catch_up()
        self.role_tree.action_fold(event.opens)

    @on(RoleTree.Moved)
    def moved(self, event: RoleTree.Moved) -> None:
        """Pass on where the highlight stands."""
        event.stop()
        self.post_message(self.Moved(event.target))

    @on(RoleTree.Chosen)
    def chosen(self, event: RoleTree.Chosen) -> None:
        """Pass on what was chosen."""
        event.stop()
        self.post_message(self.Chosen(event.target))

    @on(RoleTree.Typed)
    def typed(self, event: RoleTree.Typed) -> None:
        """Put into the filter what was typed in the tree."""
        event.stop()
        if not self.filter_input.value and event.character in (":", "?"):
            self.post_message(FilterInput.Asked(event.character))
            return
        self.filter_input.insert_text_at_cursor(event.character)
        self.filter_input.focus()

    def after_typing(self, act: Callable[[Target | None], object]) -> None:
        """Call `act` with the highlight, once all that was typed before has had its effect.

        A control key overtakes the letters before it: the screen hears of it while the filter
        still has them to read.
        """

        def caught_up() -> None:
            self.catch_up()
            act(self.target)

        self.filter_input.call_later(caught_up)

    def switch_focus(self) -> None:
        """From the filter to the tree, or back."""
        (self.filter_input if self.role_tree.has_focus else self.role_tree).focus()

    def _can_fold(self, opens: bool) -> bool:
        return self.role_tree.can_fold(opens)

    def _search(self, look: Look, *, begin: bool) -> None:
        result = self._result = self.index.search(parse(self.search_text), self._result)
        tree = self.role_tree
        if self._due:
            tree.begin_again()
            self._due = False
        unplaced = not tree.touched and not (tree.target and tree.target.role)
        go_to = self._beginning(result) if begin or unplaced else None
        if go_to is not None and not result.query:
            tree.reveal(go_to)
        outline = tree.outlined(self.index, result)
        if unplaced and go_to is None and len(outline):
            go_to = outline.target(0)
        tree.show(outline, look, go_to)
        self.query_one("#count", Static).update(f"{result.shown}/{result.total}", layout=False)
        self.set_class(not result.groups, "-empty")
        if not result.groups:
            self.query_one("#empty", Static).update(self._nothing())

    def _nothing(self) -> str:
        """Why there is not a single line."""
        if not len(self.index):
            return self._why_empty
        unread = len(self.index.unread)
        if unread:
            return NOTHING_YET.format(count=unread)
        if not parse(self.search_text):
            return ALL_HIDDEN
        back, help_key = shown("back", self._keys), shown("help", self._keys)
        hidden = len(self.index.hidden)
        apart = "" if parse(self.search_text).of_hidden or not hidden else HIDDEN_APART
        return NOTHING_MATCHES.format(back=back, help=help_key) + apart.format(count=hidden)

    def _beginning(self, result: Result) -> Target | None:
        """Where the highlight goes: to the best match; without a filter to the role used last."""
        last = None if result.query else self.last_used
        row = self.index.row_of(last) if last else None
        row = result.best if row is None or self.index.is_hidden(row) else row
        role = self.index.role(row) if row is not None else None
        return Target(role.portal, role.account_id, role) if role else None
