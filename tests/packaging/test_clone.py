"""A fresh clone: one command makes its environment, and it works."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.packaging.conftest import PLAIN, ROOT, Checkout, common_python

DONE = (0, "")


def works(checkout: Checkout, home: Path) -> None:
    """See the clone's own program make a clinic and find it sound."""
    database = str(home / "clinic.db")
    for words in (("init", "--zone", "UTC"), ("verify",)):
        done = subprocess.run(
            checkout.command("clinic", "--database", database, *words),
            cwd=home,
            env={**PLAIN, "HOME": str(home)},
            check=False,
            capture_output=True,
            text=True,
            timeout=240,
        )
        assert (done.returncode, done.stderr) == DONE


@pytest.mark.slow
def test_a_clone_sets_itself_up_and_works(clone: Checkout, tmp_path: Path) -> None:
    works(clone, tmp_path)
    again = subprocess.run(
        clone.command("setup"),
        env={**PLAIN, "HOME": str(tmp_path)},
        check=False,
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert (again.returncode, again.stderr) == DONE
    status = ["git", "-C", str(clone.folder), "status", "--short"]
    told = subprocess.run(status, check=True, capture_output=True, text=True)
    assert told.stdout == ""


@pytest.mark.soak
def test_a_clone_sets_itself_up_by_pip_from_the_index(tmp_path: Path) -> None:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("there is no git checkout to clone")
    folder, home = tmp_path / "clone", tmp_path / "home"
    home.mkdir()
    subprocess.run([git, "clone", "--quiet", str(ROOT), str(folder)], check=True, timeout=240)
    made = Checkout(folder, common_python())
    # The person's own settings for the index stay; uv is out of the way.
    environ = {**os.environ, **PLAIN, "HOME": str(home)}
    done = subprocess.run(made.command("setup"), env=environ, check=False, timeout=1200)
    assert done.returncode == 0
    works(made, tmp_path)
