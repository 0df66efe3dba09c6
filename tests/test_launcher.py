"""The launcher: what it starts, what it says, and what the wheel that it builds on holds."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import sysconfig
import time
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
RUN = ROOT / "run"

posix_only = pytest.mark.skipif(os.name == "nt", reason="stands in for programs by shell scripts")
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="only Linux can lack the screen")
pytestmark = posix_only

TELL = '#!/bin/sh\necho "$(basename "$0")|$*|$(pwd)"\n'


def script(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def stamp(root: Path) -> None:
    """Mark the environment as up to date."""
    digests = {
        name: sha256((root / file).read_bytes()).hexdigest()
        for name, file in (("lock", "requirements.lock"), ("project", "pyproject.toml"))
    }
    told = json.dumps({**digests, "root": str(root)})
    (root / ".venv" / "clinic-desktop.json").write_text(told, encoding="utf-8")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with a launcher and an environment whose programs only tell how they ran."""
    root = tmp_path / "checkout"
    root.mkdir()
    shutil.copy(RUN, root)
    for name in ("requirements.lock", "pyproject.toml"):
        (root / name).write_text("# nothing\n", encoding="utf-8")
    for program in ("python", "clinic", "ruff", "mypy", "lint-imports", "deptry"):
        script(root / ".venv/bin" / program, TELL)
    stamp(root)
    return root


def environment(tmp_path: Path, **more: str) -> dict[str, str]:
    """No screen, no uv, no home: only what a test asks for."""
    return {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path / "none"), "LC_ALL": "C.UTF-8", **more}


def run(
    root: Path, *arguments: str, cwd: Path | None = None, **more: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(root / "run"), *arguments],
        cwd=cwd or root,
        env=environment(root.parent, **more),
        check=False,
        capture_output=True,
        text=True,
        timeout=240,
    )


# --- what it starts ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "started"),
    [
        ((), "python|-P -m clinic_desktop"),
        (("--demo",), "python|-P -m clinic_desktop --demo"),
        (("clinic", "doctor", "list"), "clinic|doctor list"),
        (("test",), "python|-m pytest -m not soak -n 2"),
        (("test", "-k", "origin"), "python|-m pytest -m not soak -k origin"),
        (("soak",), "python|-m pytest -m soak --timeout=0 -o faulthandler_timeout=0"),
        (("bench", "book", "--json"), "python|-m benchmarks book --json"),
        (("screenshots", "out"), "python|-m tests.screenshots out"),
    ],
)
def test_each_command_starts_its_program(
    checkout: Path, arguments: tuple[str, ...], started: str
) -> None:
    done = run(checkout, *arguments, QT_QPA_PLATFORM="offscreen")
    assert done.stdout == f"{started}|{checkout}\n"
    assert (done.returncode, done.stderr) == (0, "")


def test_programs_see_the_callers_folder_and_tests_the_checkout(
    checkout: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    assert run(checkout, "clinic", cwd=elsewhere).stdout == f"clinic||{elsewhere}\n"
    assert run(checkout, "bench", cwd=elsewhere).stdout.endswith(f"|{checkout}\n")


def test_what_it_starts_keeps_its_bytecode(checkout: Path) -> None:
    script(checkout / ".venv/bin/python", '#!/bin/sh\necho "${PYTHONDONTWRITEBYTECODE-unset}"\n')
    assert run(checkout, "bench", PYTHONDONTWRITEBYTECODE="1").stdout == "unset\n"


def test_check_runs_every_check_and_then_the_fast_tests(checkout: Path) -> None:
    done = run(checkout, "check", "-x")
    started = [line.rpartition("|")[0] for line in done.stdout.splitlines()]
    assert started == [
        "ruff|check --quiet .",
        "ruff|format --quiet --check .",
        "mypy|--strict src tests run",
        "lint-imports|--no-logo",
        "deptry|src",
        "python|-m pytest -m not slow and not soak -x",
    ]
    assert done.returncode == 0


def test_check_stops_at_the_first_that_fails_and_passes_its_code_on(checkout: Path) -> None:
    script(checkout / ".venv/bin/mypy", "#!/bin/sh\nexit 7\n")
    done = run(checkout, "check")
    assert done.returncode == 7
    assert "python|" not in done.stdout


def test_exit_codes_are_passed_on(checkout: Path) -> None:
    script(checkout / ".venv/bin/clinic", "#!/bin/sh\nexit 70\n")
    assert run(checkout, "clinic", "blocks").returncode == 70


@pytest.mark.parametrize(("arguments", "stream"), [(("help",), "stdout"), (("tset",), "stderr")])
def test_it_tells_its_commands(checkout: Path, arguments: tuple[str, ...], stream: str) -> None:
    done = run(checkout, *arguments)
    commands = re.findall(r"^\./run (\w+)", getattr(done, stream), re.MULTILINE)
    assert set(commands) >= {"clinic", "setup", "check", "test", "soak", "bench", "screenshots"}
    assert done.returncode == (0 if stream == "stdout" else 2)


def test_ctrl_c_is_quiet(checkout: Path) -> None:
    ready = checkout.parent / "ready"
    # In Python, as a shell may lose a signal that comes just before its `exec`.
    wait = (
        "import pathlib, signal, time\n"
        "signal.signal(signal.SIGINT, signal.SIG_DFL)\n"
        f"pathlib.Path({str(ready)!r}).touch()\n"
        "time.sleep(20)\n"
    )
    script(checkout / ".venv/bin/ruff", f"#!{sys.executable}\n{wait}")
    with subprocess.Popen(
        [sys.executable, str(checkout / "run"), "check"],
        env=environment(checkout.parent),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        until = time.monotonic() + 120
        while not ready.exists():
            assert time.monotonic() < until
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGINT)
        told, _ = process.communicate(timeout=120)
    assert "Traceback" not in told
    assert process.returncode == 130


# --- the environment --------------------------------------------------------------------------

# A stand-in for uv that makes an environment slowly and writes down what it was asked.
UV = """#!/bin/sh
echo "$1 $2" >> "{log}"
case "$1" in venv) sleep 0.3; mkdir -p "{venv}/bin"; ln -sf /bin/true "{venv}/bin/python";; esac
exit {code}
"""

VENV_WITHOUT_LUCK = """
import pathlib, sys
python = pathlib.Path(sys.argv[-1], "bin/python")
python.parent.mkdir(parents=True, exist_ok=True)
python.unlink(missing_ok=True)
python.symlink_to("/bin/false")
"""


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A checkout without an environment."""
    root = tmp_path / "bare"
    root.mkdir()
    shutil.copy(RUN, root)
    for name in ("requirements.lock", "pyproject.toml"):
        (root / name).write_text("# nothing\n", encoding="utf-8")
    return root


def with_uv(root: Path, code: int = 0) -> tuple[str, Path]:
    """A PATH that finds the stand-in first, and the file that it writes to."""
    log = root.parent / "uv.log"
    folder = root.parent / "uv"
    script(folder / "uv", UV.format(log=log, venv=root / ".venv", code=code))
    return f"{folder}:/usr/bin:/bin", log


MADE = ["venv --quiet", "pip sync", "pip install"]


def test_setup_makes_the_environment_once(bare: Path) -> None:
    path, log = with_uv(bare)
    first, second = run(bare, "setup", PATH=path), run(bare, "setup", PATH=path)
    assert log.read_text(encoding="utf-8").splitlines() == MADE
    assert (first.returncode, first.stdout) == (0, "")
    assert "Preparing" in first.stderr
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")


def test_a_changed_lock_renews_it_and_a_changed_project_only_itself(bare: Path) -> None:
    path, log = with_uv(bare)
    run(bare, "setup", PATH=path)
    (bare / "requirements.lock").write_text("# other\n", encoding="utf-8")
    run(bare, "setup", PATH=path)
    (bare / "pyproject.toml").write_text("# other\n", encoding="utf-8")
    run(bare, "setup", PATH=path)
    renewed = ["pip sync", "pip install"]
    asked = log.read_text(encoding="utf-8").splitlines()
    assert asked == [*MADE, *renewed, "pip install"]


def test_a_moved_checkout_gets_a_new_environment(bare: Path, tmp_path: Path) -> None:
    path, _ = with_uv(bare)
    run(bare, "setup", PATH=path)
    moved = bare.rename(tmp_path / "moved")
    path, log = with_uv(moved)
    log.unlink()
    assert run(moved, "setup", PATH=path).returncode == 0
    assert log.read_text(encoding="utf-8").splitlines() == MADE


def test_two_at_once_make_it_once(bare: Path) -> None:
    path, log = with_uv(bare)
    command = [sys.executable, str(bare / "run"), "setup"]
    both = [
        subprocess.Popen(command, env=environment(bare.parent, PATH=path), stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    for process in both:
        process.communicate(timeout=240)
    assert [process.returncode for process in both] == [0, 0]
    assert log.read_text(encoding="utf-8").splitlines() == MADE


def test_a_set_up_that_fails_says_so_and_is_tried_again(bare: Path, tmp_path: Path) -> None:
    path, log = with_uv(bare, code=1)
    # Stands in for Python's own module: an environment at once, whose pip always fails.
    stand_in = tmp_path / "modules/venv.py"
    stand_in.parent.mkdir()
    stand_in.write_text(VENV_WITHOUT_LUCK, encoding="utf-8")
    for _ in range(2):
        log.unlink(missing_ok=True)
        done = run(bare, "setup", PATH=path, PYTHONPATH=str(stand_in.parent))
        assert done.returncode == 3
        assert "Traceback" not in done.stderr
        assert "could not be installed" in done.stderr
        assert log.read_text(encoding="utf-8").splitlines() == ["venv --quiet"]


VENV_WITH_PIP = """
import pathlib, sys
python = pathlib.Path(sys.argv[-1], "bin/python")
python.parent.mkdir(parents=True, exist_ok=True)
python.unlink(missing_ok=True)  # the other stand-in's is a link to the system's own `true`
python.write_text('#!/bin/sh\\necho "$*" >> "{log}"\\n')
python.chmod(0o755)
"""


def test_pip_installs_the_lock_as_it_stands(bare: Path, tmp_path: Path) -> None:
    # Asked to resolve a lock, pip takes the newest of what an extra names, and refuses its hash.
    path, _ = with_uv(bare, code=1)
    log = tmp_path / "pip.log"
    script(tmp_path / "modules/venv.py", VENV_WITH_PIP.format(log=log))
    done = run(bare, "setup", PATH=path, PYTHONPATH=str(tmp_path / "modules"))
    assert done.returncode == 0, done.stderr
    lock = [line for line in log.read_text(encoding="utf-8").splitlines() if "-r " in line]
    assert len(lock) == 1
    assert {"--no-deps", "--require-hashes"} <= set(lock[0].split())


def test_a_folder_that_cannot_be_written_is_told(bare: Path) -> None:
    (bare / ".venv.lock").mkdir()  # stops root, too, from opening the file
    done = run(bare, "setup")
    assert done.returncode == 3
    assert "cannot be made" in done.stderr
    assert "Traceback" not in done.stderr


# --- the screen -------------------------------------------------------------------------------


@linux_only
@pytest.mark.parametrize("arguments", [(), ("--demo",)])
def test_without_a_screen_it_says_so(checkout: Path, arguments: tuple[str, ...]) -> None:
    done = run(checkout, *arguments)
    assert (done.returncode, done.stdout) == (3, "")
    assert "no screen" in done.stderr
    assert "./run clinic" in done.stderr


@linux_only
def test_help_needs_no_screen(checkout: Path) -> None:
    assert run(checkout, "--help").returncode == 0


@linux_only
def test_a_screen_that_does_not_answer_is_told(checkout: Path) -> None:
    if not any(Path("/usr/lib").rglob("libxcb.so.1")):
        pytest.skip("libxcb is not installed, so nothing can ask the screen")
    done = run(checkout, DISPLAY=":4711")
    assert done.returncode == 3
    assert ":4711 does not answer" in done.stderr


@linux_only
def test_missing_libraries_are_told_with_their_packages(checkout: Path, tmp_path: Path) -> None:
    plugins = checkout / ".venv/lib/python3.11/site-packages/PySide6/Qt/plugins/platforms"
    plugins.mkdir(parents=True)
    (plugins / "libqxcb.so").touch()
    lines = ["libxcb-icccm.so.4 => not found", "libxcb-keysyms.so.1 => not found", "libc.so.6 => /"]
    script(tmp_path / "tools/ldd", "#!/bin/sh\n" + "\n".join(f"echo '{line}'" for line in lines))
    path = f"{tmp_path / 'tools'}:/usr/bin:/bin"
    done = run(checkout, DISPLAY=":4711", PATH=path)
    assert done.returncode == 3
    assert "apt install libxcb-icccm4 libxcb-keysyms1\n" in done.stderr
    assert "libc" not in done.stderr


# --- older and newer Pythons ------------------------------------------------------------------


def test_an_older_python_gets_a_plain_sentence() -> None:
    pretend = f"import runpy, sys; sys.version_info = (3, 8, 10); runpy.run_path({str(RUN)!r})"
    done = subprocess.run(
        [sys.executable, "-c", pretend], check=False, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert re.fullmatch(r"Clinic Desktop needs Python 3\.11 or newer; .*\n", done.stderr)


def test_an_older_python_can_read_that_sentence() -> None:
    ast.parse(RUN.read_text(encoding="utf-8"), feature_version=(3, 7))


# --- the wheel --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that holds the wheel and the sdist."""
    out = tmp_path_factory.mktemp("dist")
    program = Path(sysconfig.get_path("scripts"), "hatchling")
    subprocess.run([str(program), "build", "-d", str(out)], cwd=ROOT, check=True, timeout=240)
    return out


@pytest.mark.slow
def test_the_wheel_holds_the_resources_and_names_no_host(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        resources = {
            f"clinic_desktop/resources/{path.relative_to(ROOT / 'resources').as_posix()}"
            for path in (ROOT / "resources").rglob("*")
            if path.is_file()
        }
        assert resources
        assert resources <= names
        metadata = next(name for name in names if name.endswith(".dist-info/METADATA"))
        head = archive.read(metadata).decode().partition("\n\n")[0]
        assert "License-Expression: MIT" in head
        assert "://" not in head
        entries = archive.read(metadata.replace("METADATA", "entry_points.txt")).decode()
        assert "clinic = clinic_desktop.cli:main" in entries
        assert "clinic-desktop = clinic_desktop.__main__:main" in entries


@pytest.mark.slow
def test_the_sdist_builds_the_same_wheel(built: Path, tmp_path: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    # Python's own ways differ between 3.11.2 and 3.11.4.
    subprocess.run(["tar", "-xf", str(sdist), "-C", str(tmp_path)], check=True)
    (source,) = (path for path in tmp_path.iterdir() if path.is_dir())
    program = Path(sysconfig.get_path("scripts"), "hatchling")
    subprocess.run(
        [str(program), "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=source,
        check=True,
        timeout=240,
    )
    (again,) = tmp_path.glob("*.whl")
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as one, zipfile.ZipFile(again) as other:
        assert sorted(one.namelist()) == sorted(other.namelist())
