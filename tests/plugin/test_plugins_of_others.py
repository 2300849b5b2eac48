"""Plugins of other people: what they do to items, reports and warnings leaves the evidence as it is.

`.ci/plugins` tries the plugins themselves. Here small ones do the same things.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]

OTHERS = {
    "shuffles": """
        import pytest

        @pytest.hookimpl(trylast=True)
        def pytest_collection_modifyitems(items):
            items.reverse()

        @pytest.hookimpl(wrapper=True)
        def pytest_collection_finish(session):
            session.items.sort(key=lambda item: item.name[::-1])
            return (yield)
    """,
    "tries_again": """
        import pytest

        @pytest.hookimpl(wrapper=True, tryfirst=True)
        def pytest_runtest_makereport(item, call):
            report = yield
            if call.when == "call" and call.excinfo is not None:
                report.outcome = "retried"
                item.ihook.pytest_runtest_logreport(report=report)
                item._initrequest()
                again = pytest.CallInfo.from_call(lambda: item.ihook.pytest_runtest_call(item=item), when="call")
                second = pytest.TestReport.from_item_and_call(item, again)
                report.outcome, report.longrepr = second.outcome, second.longrepr
            return report
    """,
    "runs_again": """
        import pytest
        from _pytest.runner import runtestprotocol

        def pytest_runtest_protocol(item, nextitem):
            item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
            for last in (False, True):
                reports = runtestprotocol(item, nextitem=nextitem, log=False)
                failed = any(report.failed for report in reports)
                for report in reports:
                    if report.failed and not last:
                        report.outcome = "rerun"
                    item.ihook.pytest_runtest_logreport(report=report)
                if not failed:
                    break
            item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
            return True
    """,
    "doubles": """
        import copy, pytest

        @pytest.hookimpl(tryfirst=True)
        def pytest_collection_modifyitems(items):
            for item in list(items):
                if item.function.__name__:
                    double = copy.copy(item)
                    double._initrequest()
                    items.append(double)
    """,
}


def timeless(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: timeless(item) for name, item in value.items() if name != "seconds"}
    return [timeless(item) for item in value] if isinstance(value, list) else value


@pytest.fixture
def wrong(toys: Any) -> Any:
    """A form with another verdict than the claim expects, and one whose check crashes."""
    toys.change("return n * (n - 1) // 2", "return n * (n + 1) // 2")
    toys.change("return 2 * n", "return 2 * n / (n - n)")
    return toys


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("more", [(), ("-v",), ("-p", "no:cacheprovider")], ids=["", "-v", "no cache"])
def test_the_evidence_is_that_of_a_run_without_them(name: str, more: tuple[str, ...], wrong: Any) -> None:
    wrong.pytester.makepyfile(**{name: OTHERS[name]})
    plain, alone = wrong.record(*more)
    result, found = wrong.record("-p", name, *more)
    assert timeless(found) == timeless(alone)
    assert result.ret == plain.ret == pytest.ExitCode.TESTS_FAILED
    table, its = ([line for line in run.outlines if line.endswith("!      exact")] for run in (plain, result))
    assert its == table and len(table) == 2


def test_a_verdict_is_judged_once_however_often_a_plugin_tries(toys: Any) -> None:
    toys.change(
        "return n * (n - 1) // 2",
        "with open('asked', 'a') as file:\n        file.write('.')\n    return n * (n + 1) // 2",
    )
    toys.record("-k", "one_less")
    once = (toys.path / "asked").stat().st_size
    toys.pytester.makepyfile(tries_again=OTHERS["tries_again"])
    (toys.path / "asked").unlink()
    result, _ = toys.record("-k", "one_less", "-p", "tries_again")
    result.stdout.fnmatch_lines(["expected * refuted", "got * holds, after 10 cases"])
    assert (toys.path / "asked").stat().st_size == once


def test_collecting_alone_is_as_ever_beside_them(toys: Any) -> None:
    alone = [line for line in toys.run("--co", "-q").outlines if "::" in line]
    toys.pytester.makepyfile(**OTHERS)
    result = toys.run("--co", "-q", "-p", "shuffles", "-p", "tries_again", "-p", "runs_again")
    assert result.ret == pytest.ExitCode.OK
    assert sorted(line for line in result.outlines if "::" in line) == sorted(alone)


WARNS = """
    import warnings, pytest

    def pytest_configure():
        warnings.warn(pytest.PytestDeprecationWarning("an option is unset"))
"""


@pytest.mark.parametrize(("name", "code"), [("pytest_warns.plugin", 0), ("warns", 3)])
def test_in_this_repository_a_plugin_may_warn_where_it_starts(name: str, code: int, toys: Any) -> None:
    filters = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["pytest"]["ini_options"][
        "filterwarnings"
    ]
    toys.pytester.makeini("[pytest]\nfilterwarnings =\n" + "".join(f"    {line}\n" for line in filters))
    file = toys.path / f"{name.replace('.', '/')}.py"
    file.parent.mkdir(exist_ok=True)
    toys.pytester.makepyfile(**{str(file.relative_to(toys.path).with_suffix("")): WARNS})
    assert toys.pytester.runpytest_subprocess("--co", "-q", "-p", name).ret == code
