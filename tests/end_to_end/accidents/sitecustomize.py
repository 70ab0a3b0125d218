"""Accidents that a test has happen in a program: in the place that the variable ACCIDENT names.

`package.module:Name.of.it HOW` has that function, once it is called, `raise` a failure, or go on while
a `thread`, a `task` or a destructor (`drop`) fails; `package.module import` has the import fail. The
failure holds a secret in its text, and where it is raised one is at hand in a variable.
"""

import importlib.abc
import importlib.util
import os
import sys

SECRET = "CANARY-of-the-accident"


def fail(*_: object, **__: object) -> None:
    secret = SECRET
    raise RuntimeError(f"the secret is {secret}")


class Dropped:
    def __del__(self) -> None:
        fail()


async def failing() -> None:
    fail()


def beside(how: str) -> None:
    """Have something fail that nobody waits for."""
    if how == "thread":
        import threading

        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
    elif how == "task":
        import asyncio

        asyncio.get_running_loop().create_task(failing())
    else:
        Dropped()


def after(how: str, original):
    """The function, after the accident."""

    def accident(*arguments, **named):
        beside(how)
        return original(*arguments, **named)

    return accident


def spoil(module, path: str, how: str) -> None:
    *owners, name = path.split(".")
    for owner in owners:
        module = getattr(module, owner)
    setattr(module, name, fail if how == "raise" else after(how, getattr(module, name)))


class Finder(importlib.abc.MetaPathFinder):
    """Finds one module as others do, and spoils it once it is there."""

    def __init__(self, place: str, how: str) -> None:
        self.name, _, self.path = place.partition(":")
        self.how = how

    def find_spec(self, name, path=None, target=None):
        if name != self.name:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        original = spec.loader.exec_module

        def exec_module(module) -> None:
            if self.how == "import":
                fail()
            original(module)
            spoil(module, self.path, self.how)

        spec.loader.exec_module = exec_module
        return spec


if os.environ.get("ACCIDENT"):
    sys.meta_path.insert(0, Finder(*os.environ["ACCIDENT"].split()))
