"""The commands that stand on a store, through the command line."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pyarrow.parquet
import pytest
from click.testing import Result
from msgspec import UNSET
from typer.testing import CliRunner

from dragoman import desk
from dragoman._version import __version__
from dragoman.cli import app
from dragoman.compare import read_coded
from dragoman.errors import ResourceError, UsageError
from dragoman.ground.gazetteer import build
from dragoman.ground.gazetteer.file import find_gazetteer
from dragoman.ground.gazetteer.packages import Packed
from dragoman.store import InputKey, Outcome, Store
from made.readers import FAKE, load_sayings, load_with_files
from made.shelling import full_record


@pytest.fixture(autouse=True)
def _fake(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(desk, "load_reader", load_sayings)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    Path("reports").mkdir()
    Path("reports/a.txt").write_text("Aske said: the road is open\nQuint said: we counted four")
    Path("reports/b.txt").write_text("Aske said: the road is closed")
    Path("reports/c.txt").write_text("Aske said: the road is closed")
    Path("reports/d.txt").write_text("refused")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def filled() -> None:
    with Store("full.db", write=True) as store:
        records = [
            full_record(),
            full_record(text=full_record().document.text + " ", origin="other.txt", publisher="Alder Press"),
        ]
        store.add(
            [Outcome(InputKey(one.document.origin, one.document.id), one) for one in records],
            producer=FAKE,
            seen="2031-07-01",
        )


def test_ingest_tells_what_became_of_every_input_and_goes_on() -> None:
    first = run("ingest", "desk.db", "reports")
    assert first.exit_code == 3
    assert first.stdout == "2 read, 1 copy, 1 failed, see dragoman failures desk.db\n"
    assert "reports/d.txt: not a report; give another" in first.stderr
    again = run("ingest", "desk.db", "reports", "--workers", "2")
    assert (again.exit_code, again.stdout) == (0, "4 done before\n")
    retried = run("ingest", "desk.db", "reports", "--retry")
    assert retried.stdout == "1 failed, 3 done before, see dragoman failures desk.db\n"
    assert "not a report" in run("failures", "desk.db").stdout


def test_files_of_the_callers_reach_the_workers_and_are_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "load_reader", load_with_files)
    Path("actors.csv").write_text("name,type\nAske,person\n")
    Path("kinds.toml").write_text(desk.example_term_kinds())
    run("ingest", "desk.db", "reports/a.txt", "reports/b.txt", "--actors", "actors.csv", "--workers", "2")
    given = ["--actors", "actors.csv", "--term-kinds", "kinds.toml"]
    assert run("ingest", "desk.db", "reports/a.txt", *given).stdout == "1 read, 1 of them read anew\n"
    assert run("ingest", "desk.db", "reports/a.txt", *given).stdout == "1 done before\n"
    actors, kinds = (
        hashlib.sha256(Path(name).read_bytes()).hexdigest() for name in ("actors.csv", "kinds.toml")
    )
    with Store("desk.db") as store:
        first, second = (record.producer for record in store.records())
    assert (first.actors, first.term_kinds) == (actors, kinds)
    assert (second.actors, second.term_kinds) == (actors, UNSET)
    (row, *_) = json.loads(run("reports", "desk.db", "--about", "a.txt", "--format", "json").stdout)
    shown = run("show", "desk.db", row["id"]).stdout
    assert f"record 1 by dragoman {__version__}, weights " in shown
    assert f", own actors {actors[:12]}, own kinds of terms {kinds[:12]} (this one counts)" in shown


def test_a_file_of_actors_that_is_not_right_is_told_before_a_desk_is_made() -> None:
    Path("actors.csv").write_text("name,type\nAske,dragon\n")
    result = run("ingest", "desk.db", "reports", "--actors", "actors.csv")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("actors.csv: line 2: ")
    assert not Path("desk.db").exists()


def test_ctrl_c_keeps_what_was_read_and_the_same_command_goes_on() -> None:
    Path("reports/b.txt").write_text("interrupted")
    result = run("ingest", "desk.db", "reports")
    assert result.exit_code == 130
    assert "the same command goes on from here" in result.stderr
    assert json.loads(run("statements", "desk.db", "--format", "json").stdout)
    Path("reports/b.txt").write_text("Aske said: the road is closed")
    assert run("ingest", "desk.db", "reports").stdout.startswith("1 read, 1 copy, 1 failed, 1 done before")


def test_a_changed_file_is_read_and_the_others_are_not() -> None:
    run("ingest", "desk.db", "reports")
    Path("reports/b.txt").write_text("Aske said: the road is open again")
    assert run("ingest", "desk.db", "reports").stdout == "1 read, 3 done before\n"


def test_what_is_said_of_reports_is_part_of_what_they_are() -> None:
    run("ingest", "desk.db", "reports/a.txt")
    told = run("ingest", "desk.db", "reports/a.txt", "--publisher", "Lake Post")
    assert told.stdout == "1 read, 1 of them read anew\n"
    assert "record 2: 2 statements changed" in told.stderr
    assert "Lake Post" in run("statements", "desk.db", "--through", "lake").stdout


def test_originals() -> None:
    run("ingest", "desk.db", "reports/a.txt", "--keep-originals")
    (row,) = json.loads(run("statements", "desk.db", "--by", "Quint", "--format", "json").stdout)
    shown = run("show", "desk.db", row["id"], "--format", "original")
    assert shown.stdout == Path("reports/a.txt").read_text()


def test_each_form_of_an_answer_holds_the_same_rows() -> None:
    run("ingest", "desk.db", "reports")
    rows = json.loads(run("statements", "desk.db", "--by", "Aske", "--format", "json").stdout)
    assert [row["content"] for row in rows] == ["the road is closed", "the road is open"]
    assert run("statements", "desk.db", "--by", "Aske", "-o", "said.parquet").exit_code == 0
    table = pyarrow.parquet.read_table("said.parquet")
    assert table.column("content").to_pylist() == [row["content"] for row in rows]
    lines = run(
        "statements", "desk.db", "--by", "Aske", "--format", "csv", "--limit", "1"
    ).stdout.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("id,day,who,")
    shown = run("statements", "desk.db", "--by", "Aske", "--limit", "1").stdout
    assert "1 of 2 statements; --limit shows more" in shown
    assert run("statements", "desk.db", "--by", "Nobody").stdout == "no statements\n"
    assert run("statements", "desk.db", "--by", "Nobody", "--format", "json").stdout == "[]\n"


@pytest.mark.parametrize("question", ["statements", "events", "figures", "terms", "entities", "sources"])
@pytest.mark.parametrize("form", ["table", "json", "csv", "parquet"])
def test_every_question_in_every_form(question: str, form: str) -> None:
    filled()
    output = ["-o", "out.parquet"] if form == "parquet" else []
    result = run(question, "full.db", "--format", form, *output)
    assert (result.exit_code, result.stderr) == (0, "")
    if form == "json":
        assert json.loads(result.stdout)


def test_breaches_of_terms_in_every_form() -> None:
    filled()
    shown = run("terms", "full.db", "--violations").stdout
    assert "violated by" in shown
    assert shown.endswith("2 violations\n")
    asked = run("terms", "full.db", "--violations", "--through", "Alder", "--format", "json")
    assert [row["violated_by"] for row in json.loads(asked.stdout)] == ["Lestrian army (the army)"]
    parquet = run("terms", "full.db", "--violations", "--format", "parquet", "-o", "breaches.parquet")
    assert (parquet.exit_code, pyarrow.parquet.read_table("breaches.parquet").num_rows) == (0, 2)
    assert run("events", "full.db", "--violations").exit_code == 2


def test_stands_on_terms_in_every_form() -> None:
    filled()
    assert run("terms", "full.db", "--stands").stdout.endswith("2 stands\n")
    asked = run("terms", "full.db", "--stands", "--by", "Hollander", "--format", "csv")
    assert asked.stdout.split("\n")[0].startswith("id,day,day_basis,who,source,stand,kind,status,clause")
    assert asked.stdout.count("reports it") == 2
    both = run("terms", "full.db", "--stands", "--violations")
    assert (both.exit_code, "ask for one of them" in both.stderr) == (2, True)


def test_show_a_document_and_each_kind_of_value() -> None:
    filled()
    sha = full_record().document.id[:12]
    whole = run("show", "full.db", sha)
    assert "record 1 by fake 1 (this one counts)" in whole.stdout
    assert (
        json.loads(run("show", "full.db", sha, "--format", "json").stdout)["document"]["origin"] == "made.txt"
    )
    for local, words in (
        ("a1", "[Mara Quint]"),
        ("v1", "shelled"),
        ("f1", "at least 12"),
        ("c1", "ceasefire"),
        ("e1", "Mara Quint"),
        ("p1", "Sill"),
    ):
        shown = run("show", "full.db", f"{sha}/{local}")
        assert shown.exit_code == 0, local
        assert words in shown.stdout


def test_reviews_on_the_command_line() -> None:
    filled()
    value = f"{full_record().document.id[:12]}/a1"
    assert run("review", "full.db", "accept", value, "--who", "mara").stdout == "review 1\n"
    assert (
        run("review", "full.db", "correct", value, "--who", "tessa", "--set", "who=M. Quint").stdout
        == "review 2\n"
    )
    assert "mara, tessa" in run("reviews", "full.db", "--view", "agreement").stdout
    assert "M. Quint" in run("reviews", "full.db", "--view", "accepted", "--format", "csv").stdout
    assert run("review", "full.db", "undo", "2", "--who", "tessa").stdout == "review 3\n"
    assert run("reviews", "full.db", "--view", "orphans").stdout == "no orphans\n"
    log = json.loads(run("reviews", "full.db", "--format", "json").stdout)
    assert [entry["action"] for entry in log] == ["undo", "correct", "accept"]


def test_incidents_are_found_shown_parted_and_joined() -> None:
    filled()
    assert "run dragoman collate" in run("incidents", "full.db").stdout
    assert run("collate", "full.db").stdout == "1 link between reports, 1 incident\n"
    (found,) = json.loads(run("incidents", "full.db", "--place", "Sill", "--format", "json").stdout)
    assert (found["documents"], found["start_day"]) == (2, "2031-05-03")
    shown = run("incident", "full.db", found["id"])
    assert "killed: every claim, the oldest first" in shown.stdout
    other = full_record(text=full_record().document.text + " ").document.id[:12]
    assert run("incident", "full.db", found["id"], "--split", other, "--who", "mara").stdout == "step 1\n"
    parts = json.loads(run("incidents", "full.db", "--format", "json").stdout)
    assert [part["documents"] for part in parts] == [1, 1]
    joined = run("incident", "full.db", parts[0]["id"], "--merge", parts[1]["id"], "--who", "mara")
    assert joined.stdout == "step 2\n"
    early = run("incident", "full.db", found["id"], "--undo", "1", "--who", "mara")
    assert (early.exit_code, "undo step 2 first" in early.stderr) == (2, True)
    for number in ("2", "1"):
        assert run("incident", "full.db", found["id"], "--undo", number, "--who", "mara").exit_code == 0
    assert json.loads(run("incidents", "full.db", "--format", "json").stdout) == [found]
    log = json.loads(run("incidents", "full.db", "--steps", "--format", "json").stdout)
    assert [(row["action"], row["undoes"]) for row in log] == [
        ("undo", 1),
        ("undo", 2),
        ("merge", None),
        ("split", None),
    ]
    assert run("incidents", "full.db", "--steps", "--place", "Sill").exit_code == 2


def test_a_split_is_made_again_after_a_new_collation() -> None:
    filled()
    run("collate", "full.db")
    (found,) = json.loads(run("incidents", "full.db", "--format", "json").stdout)
    run("incident", "full.db", found["id"], "--split", full_record().document.id[:12], "--who", "mara")
    before = run("incidents", "full.db", "--format", "json").stdout
    assert run("collate", "full.db").stdout == "1 link between reports, 2 incidents\n"
    assert run("incidents", "full.db", "--format", "json").stdout == before


def test_a_quotation_is_traced_and_positions_listed() -> None:
    run("ingest", "desk.db", "reports")
    traced = run("trace", "desk.db", "the road is open")
    assert "Aske: the road is open" in traced.stdout
    lined = run("positions", "desk.db", "Aske", "road")
    assert "the road is closed" in lined.stdout
    assert "is not reported to have named" in run("positions", "desk.db", "Aske", "harbour").stdout


ACLED = """event_id_cnty,event_date,event_type,actor1,actor2,location,admin1,country,latitude,longitude,fatalities
X1,2031-05-03,Shelling,Lestrian army,Civilians,Sill,Nimba,Liberia,6.5,-10.0,14
X2,2031-05-03,Battle,Other group,,Farplace,,Liberia,8.5,-10.0,2
"""
UCDP = """id,date_start,date_end,side_a,side_b,where_coordinates,latitude,longitude,best,low,high
7,2031-05-02 00:00:00.000,2031-05-03 00:00:00.000,Government of Lestria,Civilians,near the border,6.6,-10.1,5,5,9
"""


def test_rows_coded_by_hand_are_lined_up() -> None:
    filled()
    Path("acled.csv").write_text(ACLED)
    assert "run: dragoman collate full.db" in run("compare", "full.db", "acled.csv").stderr
    run("collate", "full.db")
    lines = json.loads(run("compare", "full.db", "acled.csv", "--format", "json").stdout)
    assert [(line["outcome"], line["coded"]) for line in lines] == [("matched", "X1"), ("missing", "X2")]
    assert (lines[0]["coded_deaths"], lines[0]["deaths"]) == (14.0, "claimed")
    assert "12-?" in lines[0]["claims"]
    Path("ucdp.csv").write_text(UCDP)
    (line,) = json.loads(run("compare", "full.db", "ucdp.csv", "--format", "json").stdout)
    assert (line["outcome"], line["days_apart"], line["deaths"]) == ("matched", 0, "not claimed")


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (None, "coded.csv: cannot be read: No such file"),
        (b"\xff\xfe\x00", "coded.csv: no CSV file in UTF-8"),
        (b"", "no column with a date"),
        (b"date,place\n2031-05-03,Sill\nsoon,Sill\n", "coded.csv, line 3: 'soon' is no date"),
        (b"date,fatalities\n2031-05-03,many\n", "coded.csv, line 2: 'many' is no number"),
        (b"date,fatalities\n2031-05-03,nan\n", "'nan' is no number"),
    ],
)
def test_a_table_that_is_not_right_is_refused_by_its_line(table: bytes | None, words: str) -> None:
    if table is not None:
        Path("coded.csv").write_bytes(table)
    with pytest.raises(UsageError, match=re.escape(words)):
        read_coded(Path("coded.csv"))


def test_borders_that_are_none_are_told_before_a_page_is_served() -> None:
    filled()
    result = run("serve", "full.db", "--no-open", "--shapes", "none.json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "none.json: No such file or directory; give a GeoJSON file with --shapes\n"


def test_a_desk_in_no_folder_is_told() -> None:
    result = run("ingest", "nowhere/desk.db", "reports")
    assert result.exit_code == 1
    assert "unable to open database file; its folder must be there" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ingest", "desk.db"], "nothing to ingest"),
        (["statements", "none.db"], "no such file"),
        (["statements", "reports"], "is a folder"),
        (["statements", "full.db", "--period", "soon"], "no period"),
        (["statements", "full.db", "--stage", "happened"], "statements have no stage"),
        (["entities", "full.db", "--stage", "x"], "entities have no stage"),
        (["statements", "full.db", "-o", "x.csv", "--format", "table"], "a table is for the screen"),
        (["show", "full.db", "zz"], "no id"),
        (["review", "full.db", "undo", "x", "--who", "mara"], "no review's number"),
        (["review", "full.db", "undo", "²", "--who", "mara"], "no review's number"),
        (["review", "full.db", "accept", "ffffffff/a1", "--who", "mara"], "no document with this id"),
        (["collate", "none.db"], "no such file"),
        (["review", "none.db", "accept", "ffffffff/a1", "--who", "mara"], "no such file"),
        (["incident", "none.db", "x", "--undo", "1", "--who", "mara"], "no such file"),
        (
            ["events", "full.db", "--stage", "done"],
            "'done': no stage of events; there are: happened, ongoing",
        ),
        (["statements", "full.db", "--zone", "top"], "'top': no zone of statements; there are: headline"),
        (["statements", "full.db", "--zone", ""], "'': no zone"),
        (["events", "full.db", "--type", "-"], "'-': no type of events; there are: AGREE, CONSULT, SUPPORT"),
        (
            ["events", "full.db", "--type", "nonsense"],
            "'nonsense': no type of events; there are: AGREE, CONSULT, SUPPORT",
        ),
        (["events", "full.db", "--stage", "in_force"], "'in_force': no stage of events; there are: happened"),
        (
            ["statements", "full.db", "--type", "loud"],
            "no type of statements; there are: direct, indirect, mixed",
        ),
        (["figures", "full.db", "--type", "civil"], "no type of figures; there are: killed, injured"),
        (["figures", "full.db", "--stage", "agreed"], "'agreed': no stage of figures; there are: happened"),
        (["terms", "full.db", "--type", "truce"], "'truce': no type of terms; there are: ceasefire"),
        (["terms", "full.db", "--stage", "happened"], "'happened': no stage of terms; there are: proposed"),
        (["terms", "full.db", "--violations", "--type", "truce"], "'truce': no type of violations"),
        (["terms", "full.db", "--stands", "--stage", "planned"], "'planned': no stage of stands"),
        (["entities", "full.db", "--type", "person"], "no type of entities; there are: PER, ORG"),
        (
            ["entities", "full.db", "--place", "Narnia"],
            "'Narnia': no country's alpha-3 code; this desk has names of: ",
        ),
        (["sources", "full.db", "--type", "loud"], "no type of statements; there are: direct"),
        (
            ["incidents", "full.db", "--type", "nonsense"],
            "no type of incidents; there are: AGREE, CONSULT, SUPPORT",
        ),
        (["statements", "full.db", "-o", "x.xlsx"], "x.xlsx: its name says no format"),
        (["reviews", "full.db", "--view", "agreement", "--format", "json"], "is for the screen"),
        (["trace", "full.db", " "], "no words to look for"),
        (["positions", "full.db", " ", "truce"], "no speaker"),
        (["positions", "full.db", "Quint", ""], "no subject"),
        (["serve", "full.db", "--review", " "], "a reviewer without a name"),
        (["incident", "full.db", "x"], "no such incident"),
        (["incident", "full.db", "x", "--undo", "9", "--who", "mara"], "9: no such step"),
        (["incident", "full.db", "x", "--undo", "1"], "by somebody"),
        (["compare", "full.db", "none.csv"], "collate"),
        (["fetch", "desk.db"], "nothing to fetch"),
        (["fetch", "desk.db", "reports/a.txt"], "neither feed nor site map"),
        (["fetch", "desk.db", "https://example.org", "--actors", "none.csv"], "none.csv"),
        (["fetch", "desk.db", "https://example.org", "--term-kinds", "none.toml"], "none.toml"),
    ],
)
def test_wrong_usage_is_told_with_a_remedy(arguments: list[str], words: str) -> None:
    filled()
    result = run(*arguments)
    assert result.exit_code == 2
    assert words in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not Path("none.db").exists()


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["setup", "--gazetteer", "full.db"], 1),
        (["read", "reports/a.txt", "-o", "full.db"], 2),
        (["read", "reports/a.txt", "--failures", "full.db"], 2),
        (["read", "reports/a.txt", "--missed-to", "full.db"], 2),
        (["events", "full.db", "--format", "json", "-o", "full.db"], 2),
    ],
)
def test_no_command_writes_over_a_desk(arguments: list[str], status: int) -> None:
    filled()
    before = Path("full.db").read_bytes()
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (status, "")
    assert "a desk of reports; it stays as it is; name a" in result.stderr
    assert Path("full.db").read_bytes() == before


@pytest.mark.parametrize(
    "command", [["ingest", "g.sqlite", "reports"], ["events", "g.sqlite"], ["collate", "g.sqlite"]]
)
def test_a_gazetteer_is_never_taken_for_a_desk(command: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "read_packages", lambda: Packed((), {}, {}, {}))
    build.build_gazetteer(Path("g.sqlite"))
    before = Path("g.sqlite").read_bytes()
    result = run(*command)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("g.sqlite: a gazetteer, not a desk; name another file")
    assert Path("g.sqlite").read_bytes() == before


def test_a_desk_is_never_taken_for_a_gazetteer(monkeypatch: pytest.MonkeyPatch) -> None:
    filled()
    monkeypatch.setenv("DRAGOMAN_GAZETTEER", "full.db")
    with pytest.raises(
        ResourceError, match="not a gazetteer but a desk of reports; let DRAGOMAN_GAZETTEER name"
    ):
        find_gazetteer()


def test_an_address_that_is_not_public_is_a_failure() -> None:
    result = run("fetch", "desk.db", "http://127.0.0.1/x")
    assert result.exit_code == 1
    assert "127.0.0.1 is no public address" in result.stderr


def test_what_is_no_address_is_told_once() -> None:
    told = run("fetch", "desk.db", "nonsense").stderr
    assert told == "nonsense: no address of the web; give one that begins with https:// or http://\n"
