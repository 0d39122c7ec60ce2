"""OFX and CAMT.053: the same movements as a CSV, and what a hostile or damaged file is told."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from ledger.bank_files import BankRow, Columns, kind_of, read
from record.rules import Refused

OFX_1 = """OFXHEADER:100
DATA:OFXSGML
VERSION:102
ENCODING:USASCII
CHARSET:1252

<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>ARS
<BANKACCTFROM><BANKID>0097<ACCTID>123<ACCTTYPE>CHECKING</BANKACCTFROM>
<BANKTRANLIST><DTSTART>20260301<DTEND>20260331
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260305120000[-3:ART]<TRNAMT>-1250000.50<FITID>A1<NAME>GAS
</STMTTRN>
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260313<TRNAMT>300,00<FITID>A2<NAME>LOZA &amp; Ñandú</STMTTRN>
<STMTTRN><TRNTYPE>OTHER<DTPOSTED>20260313<TRNAMT>0.00<FITID>A3<NAME>Nada</STMTTRN>
</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
"""
OFX_2 = re.sub(
    r"<(CURDEF|BANKID|ACCTID|ACCTTYPE|DTSTART|DTEND|TRNTYPE|DTPOSTED|TRNAMT|FITID|NAME)>([^<\n]*)(</\1>)?",
    r"<\1>\2</\1>",
    OFX_1[OFX_1.index("<OFX>") :],
)
OFX_2 = f'<?xml version="1.0" encoding="UTF-8"?>\n<?OFX OFXHEADER="200" VERSION="211"?>\n{OFX_2}'


def entry(cents: str, side: str, day: str, words: str, reference: str, state: str = "<Cd>BOOK</Cd>") -> str:
    return f"""<Ntry><Amt Ccy="ARS">{cents}</Amt><CdtDbtInd>{side}</CdtDbtInd><Sts>{state}</Sts>
      <BookgDt><Dt>{day}</Dt></BookgDt><AcctSvcrRef>{reference}</AcctSvcrRef>
      <NtryDtls><TxDtls><RmtInf><Ustrd>{words}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"""


def camt(*entries: str, after: str = "-1249600.50", version: str = "08", head: str = "") -> str:
    after_side, after_amount = ("DBIT", after[1:]) if after.startswith("-") else ("CRDT", after)
    return f"""<?xml version="1.0" encoding="UTF-8"?>{head}
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"><BkToCstmrStmt><Stmt>
<Acct><Id><IBAN>ES9121000418450200051332</IBAN></Id><Ccy>ARS</Ccy></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="ARS">100.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="ARS">{after_amount}</Amt>
<CdtDbtInd>{after_side}</CdtDbtInd></Bal>
{"".join(entries)}</Stmt></BkToCstmrStmt></Document>"""


BOTH = (
    entry("1250000.50", "DBIT", "2026-03-05", "GAS", "A1"),
    entry("300.00", "CRDT", "2026-03-13", "LOZA &amp; Ñandú", "A2"),
)
ANNOUNCED = entry("7.00", "CRDT", "2026-03-14", "Later", "A3", state="<Cd>PDNG</Cd>")
ROWS = (
    BankRow(on=date(2026, 3, 5), text="GAS", cents=-1_250_000_50, reference="A1"),
    BankRow(on=date(2026, 3, 13), text="LOZA & Ñandú", cents=300_00, reference="A2"),
)
SAME = {
    "OFX 1 in the letters of Windows": OFX_1.encode("cp1252"),
    "OFX 1 in UTF-8": OFX_1.encode(),
    "OFX 2": OFX_2.encode(),
    "CAMT.053.001.08": camt(*BOTH).encode(),
    "CAMT.053.001.02": camt(*BOTH, version="02").replace("<Cd>BOOK</Cd>", "BOOK").encode(),
    "CAMT.053 in UTF-16": camt(*BOTH).replace("UTF-8", "UTF-16").encode("utf-16"),
    "CAMT.053 in the letters of Windows": camt(*BOTH).replace("UTF-8", "windows-1252").encode("cp1252"),
    "CAMT.053 with what is only announced": camt(*BOTH, ANNOUNCED).encode(),
}


@pytest.fixture(autouse=True)
def _in_english() -> object:
    with translation.override("en"):
        yield


@pytest.mark.parametrize("way", SAME)
def test_the_same_movements_in_every_format(way: str) -> None:
    assert read(SAME[way], currency="ARS").rows == ROWS


def test_what_a_file_is_its_content_says() -> None:
    assert [
        kind_of(data) for data in (OFX_1.encode(), OFX_2.encode(), camt().encode(), b"Fecha;Importe")
    ] == [
        "ofx",
        "ofx",
        "camt",
        "csv",
    ]


BOMB = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (camt(*BOTH, head=BOMB).encode(), "declarations"),
        (camt(*BOTH, head=OUTSIDE).encode(), "declarations"),
        (OFX_2.replace("<OFX>", f"{OUTSIDE}<OFX>").encode(), "declarations"),
        (camt(*BOTH, after="1.00").encode(), "does not add up"),
        (camt(*BOTH).encode()[:-40], "cut short or damaged"),
        (camt(*BOTH).encode("cp1252"), "cut short or damaged"),
        (camt(*BOTH).replace("UTF-8", "klingon").encode(), "damaged|letters"),
        (OFX_1.partition("</STMTTRN>")[0].encode(), "cut short"),
        (OFX_1.replace("-1250000.50", "much").encode(), "Movement 1: “much” is no amount"),
        (OFX_1.replace("-1250000.50", "1.005").encode(), "Movement 1: “1.005” is no amount"),
        (OFX_1.replace("20260305", "20261305").encode(), "Movement 1: .* is no day"),
        (OFX_1.replace("<CURDEF>ARS", "<CURDEF>USD").encode(), "in USD and the books are in ARS"),
        (camt(*BOTH).replace('Amt Ccy="ARS">300', 'Amt Ccy="EUR">300').encode(), "in EUR"),
        (camt(BOTH[0].replace("DBIT", "BOTH")).encode(), "Movement 1"),
        (camt(BOTH[0].replace("2026-03-05", "soon")).encode(), "Movement 1 has no day"),
        (OFX_1.replace("</OFX>", "<ACCTID>456</OFX>").encode(), "several accounts"),
        (b"<html><body>Sign in</body></html>", "no bank statement"),
        (b"<" + b"a><" * 60 + b"a>", "too many parts"),
        (camt().encode(), "no movement|add up"),
        (b"OFXHEADER:100\n<OFX></OFX>", "no movement"),
    ],
)
def test_a_file_that_cannot_be_read_whole_is_refused_in_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        read(data, currency="ARS")


@given(st.text(alphabet='<>/ACDSTMRNOFX.-0129&;!"= \n', max_size=200))
def test_no_text_breaks_the_readers(text: str) -> None:
    for before in ("<OFX><STMTTRN>", '<?xml version="1.0"?><Document>'):
        with suppress(Refused):
            read((before + text).encode())


def test_a_csv_without_headings_is_read_as_somebody_said() -> None:
    data = b"Barda Clara;;\n1;03/05/2026;GAS;1.250.000,50;\n2;03/13/2026;LOZA;;300\n"
    with pytest.raises(Refused, match="headings"):
        read(data)
    columns = Columns(on=1, text=(2,), out=3, in_=4, skip=1, is_day_first=False)
    rows = read(data, columns=columns).rows
    assert [(row.on, row.text, row.cents) for row in rows] == [
        (date(2026, 3, 5), "GAS", -1_250_000_50),
        (date(2026, 3, 13), "LOZA", 300_00),
    ]
