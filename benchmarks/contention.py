"""Many clients booking at once on PostgreSQL: the program's offices, and bare connections."""

from __future__ import annotations

import contextlib
import multiprocessing
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median

from benchmarks.bench import NOW, SMALL, Bench, done, free_blocks, rows_in
from benchmarks.booking import WRITTEN, PostgreSQLFloor, open_floor
from benchmarks.figure import Figure
from clinic_desktop.compose import open_office
from clinic_desktop.domain.booking import BookBlock
from clinic_desktop.settings import Settings

CLIENTS = (8, 32)
PROCESSES = 4
"""The clients are threads of so many programs: one interpreter alone would be what is measured."""
ROUNDS = 4
BOOKINGS = 160
"""How many bookings all clients make together in a round."""
GOAL = 2.0

Wish = tuple[int, int]
"""A block and a patient."""


def figures(bench: Bench) -> Iterator[Figure]:
    """Let both book in turns, each clinic of its own on the same server."""
    places = (bench.clinic("postgresql", SMALL), bench.clinic("postgresql", SMALL))
    with bench.office(places[0]) as office:
        blocks = [block.id for block in free_blocks(office)]
    wishes = iter([(block, number % SMALL.patients + 1) for number, block in enumerate(blocks)])
    for clients in CLIENTS:
        with Crowd(clients, places, bench.folder) as crowd:
            share = [[next(wishes) for _ in range(BOOKINGS)] for _ in range(ROUNDS + 1)]
            # The first round makes each server process plan its statements; it does not count.
            taken = [[crowd.book(way, round_) for way in (0, 1)] for round_ in share][1:]
        ours, floor = (median(times) for times in zip(*taken, strict=True))
        name = f"book, {clients} clients at once, postgresql"
        yield Figure(name, "ms", ours / BOOKINGS, floor / BOOKINGS, GOAL)
    _same_rows(places)


def _same_rows(places: tuple[str, str]) -> None:
    """Raise when the two wrote different numbers of rows anywhere."""
    counted = []
    for place in places:
        with contextlib.closing(open_floor(place)) as floor:
            counted.append(rows_in(floor.connection, WRITTEN[:2]))
    if counted[0] != counted[1]:
        message = f"the two wrote different rows: {counted}"
        raise RuntimeError(message)


class Crowd:
    """Clients in processes of their own, who book when told to, in one of the two ways."""

    def __init__(self, clients: int, places: tuple[str, str], folder: Path) -> None:
        """Start the processes; ``spawn`` gives each its own interpreter on every system."""
        self._clients = clients
        self._stack = ExitStack()
        context = multiprocessing.get_context("spawn")
        self._pipes: list[Connection] = []
        for _ in range(PROCESSES):
            here, there = context.Pipe()
            arguments = (there, clients // PROCESSES, places, str(folder))
            process = context.Process(target=serve, args=arguments)
            process.start()
            self._pipes.append(here)
            self._stack.callback(process.join)
        for pipe in self._pipes:
            pipe.recv()

    def __enter__(self) -> Crowd:  # noqa: PYI034 - it is never subclassed
        return self

    def __exit__(self, *_error: object) -> None:
        for pipe in self._pipes:
            pipe.send(None)
        self._stack.close()

    def book(self, way: int, wishes: list[Wish]) -> float:
        """Have all wishes booked, and answer the milliseconds until the last was."""
        shares = [wishes[number :: self._clients] for number in range(self._clients)]
        each = self._clients // PROCESSES
        begun = time.perf_counter()
        for number, pipe in enumerate(self._pipes):
            pipe.send((way, shares[number * each : (number + 1) * each]))
        for pipe in self._pipes:
            failed = pipe.recv()
            if failed:
                raise RuntimeError(failed)
        return (time.perf_counter() - begun) * 1000


def serve(pipe: Connection, clients: int, places: tuple[str, str], folder: str) -> None:
    """Be one process of clients: book what comes through the pipe, until None does."""
    with ExitStack() as closing:
        ways = [
            [_program(places[0], Path(folder), closing) for _ in range(clients)],
            [_bare(places[1], closing) for _ in range(clients)],
        ]
        pipe.send(None)
        while (told := pipe.recv()) is not None:
            way, shares = told
            pipe.send(_all_at_once(ways[way], shares))


Booker = Callable[[Wish], None]


def _program(place: str, folder: Path, closing: ExitStack) -> Booker:
    """Open the program's office, as another PC would."""
    settings = Settings(place, "bench", "desk", folder, folder, folder, folder)
    office = open_office(settings, clock=lambda: NOW, feed=False)
    closing.callback(office.close)

    def book(wish: Wish) -> None:
        done(office, BookBlock(block_id=wish[0], patient_id=wish[1]))

    return book


def _bare(place: str, closing: ExitStack) -> Booker:
    """Open a bare connection."""
    floor = PostgreSQLFloor(place)
    closing.callback(floor.close)
    return lambda wish: floor.book(*wish)


def _all_at_once(bookers: list[Booker], shares: list[list[Wish]]) -> str:
    """Let each client book its share in a thread of its own; answer what failed."""
    failed: list[str] = []

    def work(book: Booker, wishes: list[Wish]) -> None:
        try:
            for wish in wishes:
                book(wish)
        except Exception as error:  # noqa: BLE001 - told to the process that measures
            failed.append(repr(error))

    threads = [
        threading.Thread(target=work, args=pair) for pair in zip(bookers, shares, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return "; ".join(failed)
