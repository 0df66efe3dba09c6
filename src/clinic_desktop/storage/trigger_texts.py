"""How a rule is written as a trigger on either engine; its message begins with its name."""

from __future__ import annotations


def sqlite_trigger(name: str, occasion: str, condition: str) -> str:
    """Write a trigger that refuses what fulfils its condition."""
    return (
        f"CREATE TRIGGER {name} BEFORE {occasion} WHEN {condition}\n"
        f"BEGIN SELECT RAISE(ABORT, '{name}'); END"
    )


def postgresql_trigger(
    name: str, table: str, occasion: str, rules: dict[str, str], *, when: str = ""
) -> list[str]:
    """Write a function that refuses each rule's condition, and the row trigger that calls it.

    ``when`` tells of which rows it is asked at all.
    """
    checks = "\n".join(
        f" IF {condition} THEN RAISE EXCEPTION '{rule}' USING ERRCODE = '23000',"
        f" CONSTRAINT = '{rule}'; END IF;"
        for rule, condition in rules.items()
    )
    answer = "OLD" if occasion == "DELETE" else "NEW"
    return [
        (
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN\n"
            f"{checks}\n RETURN {answer};\nEND $$"
        ),
        (
            f'CREATE TRIGGER {name} BEFORE {occasion} ON "{table}"'
            f" FOR EACH ROW{f' WHEN ({when})' if when else ''} EXECUTE FUNCTION {name}()"
        ),
    ]
