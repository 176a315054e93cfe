"""check.py FORMAT REPORT [XSD DRAFT]: a report as its readers take it.

What a schema cannot say: that columns point at the words, that nothing of a confidential source is in it, that findings
are there at all. GitLab, Checkstyle and GitHub's workflow commands publish no schema, so their shape is checked here too.
"""

import json
import re
import sys

from lxml import etree

# What the confidential source of the desk has, and nobody else.
SECRETS = ["Ann Vey", "off-record", "call.txt", "30 lamps"]


def lines(path):
    with open(path, encoding="utf-8", newline="") as file:
        return file.read().split("\n")


def verdict(path):
    found = json.load(open(path, encoding="utf-8-sig"))["runs"][0].get("results", [])
    # Wants the tool's page: there is none until the package says where it lives.
    away = {"SARIF2005"}
    bad = [f"{it['ruleId']}: {it['message']}" for it in found if it["ruleId"] not in away and it.get("kind", "fail") == "fail"]
    assert not bad, "\n".join(bad)


def sarif(text, draft):
    run = json.loads(text)["runs"][0]
    assert run["columnKind"] == "unicodeCodePoints"
    rules = run["tool"]["driver"]["rules"]
    words = []
    for it in run["results"]:
        assert rules[it["ruleIndex"]]["id"] == it["ruleId"]
        region = it["locations"][0]["physicalLocation"]["region"]
        if region["startLine"] == region["endLine"]:
            words.append(draft[region["startLine"] - 1][region["startColumn"] - 1 : region["endColumn"] - 1])
        for fix in it.get("fixes", []):
            assert fix["artifactChanges"][0]["replacements"]
    assert run["properties"]["accepted"] == 1
    return words


def rdjson(text, draft):
    words = []
    for it in json.loads(text)["diagnostics"]:
        start, end = it["location"]["range"]["start"], it["location"]["range"]["end"]
        if start["line"] == end["line"]:
            line = draft[start["line"] - 1].encode()
            words.append(line[start["column"] - 1 : end["column"] - 1].decode())
    return words


def gitlab(text, draft):
    words, prints = [], set()
    for it in json.loads(text):
        assert isinstance(it["description"], str) and isinstance(it["check_name"], str)
        assert it["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert not it["location"]["path"].startswith("./")
        prints.add(it["fingerprint"])
        begin, end = it["location"]["positions"]["begin"], it["location"]["positions"]["end"]
        if begin["line"] == end["line"]:
            words.append(draft[begin["line"] - 1][begin["column"] - 1 : end["column"] - 1])
    assert len(prints) == len(json.loads(text)), "a fingerprint twice"
    return words


def github(text, draft):
    """As the runner takes commands apart: properties by commas and the first `=`, then unescaped."""
    words = []
    for line in text.splitlines():
        match = re.fullmatch(r"::(\w+) (.*?)::(.*)", line)
        if not match:
            assert not line.startswith("::") and "::" not in line, line
            continue
        kind, properties, message = match.groups()
        assert kind in ("error", "warning", "notice") and message
        given = dict(it.split("=", 1) for it in properties.split(","))
        assert set(given) <= {"file", "line", "endLine", "col", "endColumn", "title"}, given
        for value in given.values():
            assert not re.search(r"%(?!25|0D|0A|3A|2C)", value), value
        assert not re.search(r"%(?!25|0D|0A)", message), message
        if "col" in given:
            line = draft[int(given["line"]) - 1]
            words.append(line[int(given["col"]) - 1 : int(given["endColumn"]) - 1])
    return words


def checkstyle(text, draft):
    root = etree.fromstring(text.encode())
    assert root.tag == "checkstyle" and root.get("version")
    words = []
    for file in root:
        if file.tag is etree.Comment:
            continue
        assert file.tag == "file" and file.get("name")
        for it in file:
            assert it.tag == "error" and it.get("severity") in ("ignore", "info", "warning", "error")
            assert it.get("message") and it.get("source")
            words.append(draft[int(it.get("line")) - 1][int(it.get("column")) - 1 :])
    return words


def junit(text, draft, xsd):
    etree.XMLSchema(etree.parse(xsd)).assertValid(root := etree.fromstring(text.encode()))
    for suite in root:
        cases = suite.findall("testcase")
        assert len(cases) == int(suite.get("tests")), suite.get("name")
        assert len(suite.findall("testcase/failure")) == int(suite.get("failures"))
    assert [it.get("failures") for it in root if it.get("name").endswith("rain.md")] == ["0"]
    places = re.findall(r"quay\.md:(\d+):(\d+): \w+\[", text)
    return [draft[int(line) - 1][int(column) - 1 :] for line, column in places]


def main():
    kind, report = sys.argv[1:3]
    if kind == "verdict":
        return verdict(report)
    xsd, draft = sys.argv[3:5]
    text = open(report, encoding="utf-8", newline="").read()
    for secret in SECRETS:
        assert secret not in text, f"{secret} is told"
    if not report.rsplit("/", 1)[-1].startswith("full"):
        assert "The quay at Orrin took 800 crates" not in text, "the source's sentence is told"
    args = (text, lines(draft)) + ((xsd,) if kind == "junit" else ())
    words = globals()[kind](*args)
    # The first stands after an emoji.
    for wanted in ("900", "Officials said", "Orin", "40"):
        assert any(it.startswith(wanted) for it in words), f"{wanted} is not among {words}"


main()
