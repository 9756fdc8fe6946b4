"""TinyDB's own tests, from its source distribution, against the durable table and storage."""

import os
import subprocess
import sys
import tarfile
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.support.places import ROOT

HERE = Path(__file__).parent

CACHE_OFF = "looks into the query cache, which is off: another desk may have written since"
OWN_FILE = "tests JSONStorage's own file: its text, encoding, mode or folders"
NO_TABLES = "hands the storage something that is not tables of documents, to see it come back"
CLASS_NAME = "names TinyDB's classes in a repr"

#: Tests that can't apply, and why; every other one has to pass, and these have to fail.
CANT_APPLY = {
    "test_middlewares.test_caching_write_many": NO_TABLES,
    "test_middlewares.test_caching_flush": NO_TABLES,
    "test_middlewares.test_caching_flush_manually": NO_TABLES,
    "test_middlewares.test_caching_write": NO_TABLES,
    "test_middlewares.test_caching_json_write": OWN_FILE,
    "test_storages.test_json": NO_TABLES,
    "test_storages.test_json_kwargs": OWN_FILE,
    "test_storages.test_json_read": OWN_FILE,
    "test_storages.test_create_dirs": OWN_FILE,
    "test_storages.test_json_invalid_directory": OWN_FILE,
    "test_storages.test_encoding": OWN_FILE,
    "test_storages.test_json_invalid_mode_warning": OWN_FILE,
    "test_storages.test_in_memory": NO_TABLES,
    "test_tables.test_query_cache": CACHE_OFF,
    "test_tables.test_query_cache_size": CACHE_OFF,
    "test_tables.test_lru_cache": CACHE_OFF,
    "test_tables.test_table_repr": CLASS_NAME,
    "test_tinydb.test_search": CACHE_OFF,
    "test_tinydb.test_search_path": CACHE_OFF,
}


@pytest.fixture(scope="module")
def suite() -> Path:
    """The unpacked source distribution of the TinyDB that is installed."""
    name = f"tinydb-{version('tinydb')}"
    cache = ROOT / ".cache" / "tinydb"
    if not (cache / name / "tests").is_dir():
        cache.mkdir(parents=True, exist_ok=True)
        wanted = ["--no-deps", "--no-binary", "tinydb", "--dest", str(cache), name.replace("-", "==")]
        fetched = subprocess.run(
            [sys.executable, "-m", "pip", "download", "--quiet", *wanted],
            capture_output=True,
            text=True,
            check=False,
        )
        archive = cache / f"{name}.tar.gz"
        if not archive.exists():
            reason = f"TinyDB's source distribution could not be fetched: {fetched.stderr.strip()[-300:]}"
            (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
        with tarfile.open(archive) as unpacked:
            unpacked.extractall(cache, filter="data")
    return cache / name


def test_tinydbs_own_tests_pass_or_cannot_apply(suite: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(HERE)])}
    alone = ["-c", os.devnull, "--rootdir", str(suite), "-p", "tinydb_plugin", "-p", "no:cacheprovider"]
    written = [f"--junitxml={report}", f"--basetemp={tmp_path / 'temp'}"]
    subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *alone, *written, "tests"],
        cwd=suite,
        env=environment,
        capture_output=True,
        check=False,
    )
    cases = list(ElementTree.parse(report).iter("testcase"))
    failed = {
        f"{case.get('classname', '').rpartition('.')[2]}.{case.get('name', '').partition('[')[0]}"
        for case in cases
        if case.find("failure") is not None or case.find("error") is not None
    }
    assert failed == set(CANT_APPLY)
    assert len(cases) > 200
