"""A real terminal with a real shell in it, and a user who types and looks."""

import os
import re
import subprocess
from collections.abc import Callable
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from needs import need
from seeing import Screen, until

PROMPT = "READY>"
PROMPTS = {
    "bash": rf"\[\e]2;$EPOCHREALTIME\a\]{PROMPT} ",
    "zsh": f"%{{\x1b]2;%D{{%s%6.}}\a%}}{PROMPT} ",
}
"""The prompts that stand in `PS1`: each one's own title, by the time (xterm's ctlseqs), and `PROMPT`."""

SHELLS = {
    "bash": ("bash", "--norc", "--noprofile"),
    "zsh": ("zsh", "-f"),
    "fish": (
        *("fish", "--no-config", "-C"),
        "function fish_title; end; "
        rf"function fish_prompt; printf '\e]2;%s\a{PROMPT} ' (date +%s%N); end",
    ),
    "nu": (
        *("nu", "-n", "-e"),
        "$env.config.show_banner = false; $env.config.shell_integration.osc2 = false; "
        rf'$env.PROMPT_COMMAND = {{|| $"\e]2;(date now | into int)\a{PROMPT} " }}; '
        "$env.PROMPT_COMMAND_RIGHT = ''; $env.PROMPT_INDICATOR = ''",
    ),
}
"""Each shell without anybody's settings, and with the same prompt."""

MODES = (
    "#{alternate_on} #{cursor_flag} #{insert_flag} #{keypad_cursor_flag} #{keypad_flag} "
    "#{mouse_any_flag} #{mouse_button_flag} #{mouse_standard_flag} #{mouse_sgr_flag} #{wrap_flag}"
)
"""What a program can leave behind in a terminal without writing a letter."""

TITLE = ("display-message", "-p", "#{pane_title}")
"""What asks for the window's title, which every prompt changes."""


class Terminal(Screen):
    """A terminal of its own, on a tmux server of its own."""

    def __init__(
        self,
        shell: str,
        environ: dict[str, str],
        folder: Path,
        size: tuple[int, int] = (120, 36),
    ) -> None:
        """
        Args:
            shell: which of `SHELLS`.
            environ: the shell's environment.
            folder: where it stands, and where the answers of `ask` go.
            size: columns and rows.
        """
        self.folder = folder
        self.raw = folder / "terminal.raw"
        """Every byte that reached the terminal."""
        self._environ = environ | {"PS1": PROMPTS.get(shell, "")}
        self._title = ""
        self._server = TemporaryDirectory(prefix="tmux-")  # a socket's path has to be short
        self._program = (need("tmux"), "-S", f"{self._server.name}/socket", "-f", "/dev/null")
        self._answers = count()
        need(shell)
        width, height = map(str, size)
        window = ("new-session", "-d", "-c", str(folder), "-x", width, "-y", height)
        self.tmux(*window, *SHELLS[shell], ";", "pipe-pane", f"exec cat >>'{self.raw}'")
        self.until(PROMPT)

    def close(self) -> None:
        """Take the terminal away, with all that runs in it."""
        subprocess.run([*self._program, "kill-server"], check=False, capture_output=True)
        self._server.cleanup()

    def tmux(self, *words: str) -> str:
        """What a command of tmux prints."""
        done = subprocess.run(
            [*self._program, *words], env=self._environ, check=True, capture_output=True, text=True
        )
        return done.stdout

    # The user's fingers

    def type(self, text: str) -> None:
        """Type a text, as it stands."""
        self.tmux("send-keys", "-l", "--", text)

    def press(self, *keys: str) -> None:
        """Press keys, by tmux's names: `Enter`, `Escape`, `C-s`."""
        self.tmux("send-keys", *keys)

    def enter(self, text: str) -> None:
        """Type a line."""
        typed = ("send-keys", "-l", "--", text, ";", "send-keys", "Enter")
        self._title = self.tmux(*TITLE, ";", *typed)

    def clear(self) -> None:
        """Clear the screen, and wait for that: what is typed before would be echoed twice."""
        self.enter("clear")
        until(lambda: self.screen().split() == [PROMPT], self.screen)

    def resize(self, width: int, height: int) -> None:
        """Drag the window's corner."""
        self.tmux("resize-window", "-x", str(width), "-y", str(height))

    # The user's eyes

    def screen(self) -> str:
        """What is to be seen now."""
        return self.tmux("capture-pane", "-p")

    def everything(self) -> str:
        """What is to be seen, and what scrolled away; wrapped lines in one piece."""
        return self.tmux("capture-pane", "-p", "-J", "-S", "-")

    def modes(self) -> str:
        """The state that the terminal is in."""
        return self.tmux("display-message", "-p", MODES)

    def until_prompt(self) -> str:
        """The screen, once the shell waits for another line than the last that was entered."""
        seen = ""

        def waiting() -> bool:
            nonlocal seen
            look = self.tmux(*TITLE, ";", "display-message", "-p", MODES, ";", "capture-pane", "-p")
            title, modes, seen = look.split("\n", 2)
            prompted = f"{title}\n" != self._title
            return prompted and seen.rstrip().endswith(PROMPT) and modes.startswith("0")

        until(waiting, lambda: f"no prompt in:\n{seen}")
        return seen

    def device_code(self) -> str:
        """The code that the page of a sign-in is asked for, from the address on the screen."""
        shown = re.search(r"user_code=([A-Z]{4}-[A-Z]{4})\b", self.until("user_code="))
        assert shown, self.screen()
        return shown[1]

    # The shell

    def ask(self, command: str) -> str:
        """What a command prints in this very shell, on whichever stream."""
        name = f"answer{next(self._answers)}"
        answer = self.folder / name
        self.enter(f"{command} >{name}.part 2>&1; mv {name}.part {name}")
        until(answer.exists, lambda: f"{command}: no answer in:\n{self.screen()}")
        self.until_prompt()
        return answer.read_text()

    def variables(self) -> dict[str, str]:
        """What a child of the shell finds in its environment."""
        pairs = (entry.partition("=") for entry in self.ask("env -0").split("\0") if entry)
        return {name: value for name, _, value in pairs}

    def process(self, name: str) -> int:
        """The process of that name under the shell, once there is one."""
        root = int(self.tmux("display-message", "-p", "#{pane_pid}"))
        until(lambda: _named(root, name), lambda: f"no {name} runs")
        return _named(root, name)[0]


def _named(root: int, name: str) -> list[int]:
    """Processes of that name among the descendants of `root`."""
    found = []
    for child in _children(root):
        found += [child] if _name(child) == name else _named(child, name)
    return found


def _children(process: int) -> list[int]:
    try:
        return [
            int(one) for one in Path(f"/proc/{process}/task/{process}/children").read_text().split()
        ]
    except OSError:
        return []


def _name(process: int) -> str:
    try:
        return Path(f"/proc/{process}/comm").read_text().strip()
    except OSError:
        return ""


def processes_of(home: Path) -> dict[int, str]:
    """The processes whose home this is, and the words that they were started with."""
    found = {}
    for process in filter(str.isdigit, os.listdir("/proc")):
        try:
            environ = Path(f"/proc/{process}/environ").read_bytes().split(b"\0")
            words = os.fsdecode(Path(f"/proc/{process}/cmdline").read_bytes()).replace("\0", " ")
        except OSError:
            continue
        if f"HOME={home}".encode() in environ and words:
            found[int(process)] = words.strip()
    return found


NewTerminal = Callable[..., Terminal]
"""What the fixture `terminal` gives: makes a terminal of the test's own."""
