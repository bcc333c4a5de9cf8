"""Reading 2D-Doc codes: the examples of the specification, any bytes, signatures that hold or not."""

from __future__ import annotations

import importlib.resources
from datetime import date, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from dematassist.papers.two_d_doc.identifiers import FIXED
from dematassist.papers.two_d_doc.meaning import meaning
from dematassist.papers.two_d_doc.model import Code, Datum, Doubt, Refused, Unverified, Verified
from dematassist.papers.two_d_doc.reading import (
    Fault,
    UnreadableCode,
    day_of,
    day_of_figures,
    day_of_hex,
    read_code,
)
from dematassist.papers.two_d_doc.trust import NotTrust, read_trust, verify

from . import authority
from .authority import FACTURE, GS, RS, US, certificate, der, pem, signed, trust_list, withdrawals

# The examples of annex 15 of the specification, written as it writes them.
DOMICILE = "DC03FR000001123F1636000126FR245700010MLLE/SAMPLE/ANGELA<GS>20<GS>21BAT 2 ETG 3<GS>227 PLACE DES SPECIMENS<GS>23<GS>25METZ<GS><US>3HJIYP3OAJ4LIZNQXCTZMNQPTT5C2XICTEF4UGJ3NDE2CWM7HJOEEK4ACIY4CZOO5ZOFG35APDZMZQFEAEBWRZTW4CBPG35JE2FJ4EY"  # fmt: skip  # noqa: E501
BILL = "DC03FR000001123F1636010126FR247500010MME/SPECIMEN/NATACHA<GS>22145 AVENUE DES SPECIMENS<GS><US>FEDMPW5SO5BNZFYP7FIQUYZFV5H3OF6QERDMOBN7BZ4CC4KVJ4XWUH6EW3CSWILAGLN4XQE6AKHX6RNOI3OXVW6X3IKJASZGL62FBUQ"  # fmt: skip  # noqa: E501
OLD_BILL = "DC02FR000001125E125B0126FR247500010MME/SPECIMEN/NATACHA<GS>22145 AVENUE DES SPECIMENS<GS><US>54LDD5F7JD4JEFPR6WZYVZVB2JZXPZB73SP7WUTN5N44P3GESXW75JZUZD5FM3G4URAJ6IKDSSUB66Y3OWQIEH22G46QOAGWH7YHJWQ"  # fmt: skip  # noqa: E501
PAY = "DC03FR00000112511636060110M/EXEMPLE/HENRY<GS>5000000000000000510157,55200934,553123154124F5515032012581319,24<GS>599894,3<GS><US>FCJYSMOD7KDZON5QGBKV355SCX2MDFOFU743UBYK2F3PR6D7EL6WRUUIRU5SQKYAY6OOO5NTPIDWJXSCV4X7VXBUHSUH2HVKY5GVXII"  # fmt: skip  # noqa: E501
TAXES = "DC04FR000001FFFF23DC2801FR432,75<GS>44227801234567845202146RETI PATRICK<GS>4A310720224Y145 RUE JULLIARD/ZASPECIMEN/78320/LEVIS STNOM<GS>4163198<GS>47300112345678948RETISOPHIE<GS>4907019877654324V3542<GS>4W182<GS>4X3724<GS><US>6W76EBC3I2LWHBVGNNYTL34SC6V32S2GDCIQQZLZNMTKCHNVEUISJYUQH5WE3AJJICBNG3YMQ2NXXHP5ZHVOQE332R6TUJDHNOHQ6BI"  # fmt: skip  # noqa: E501
IDENTITY = "DC03FR000001092D1636070160NATACHA<GS>62SPECIMEN<GS>65P 6607CD12304<GS>67FR68F6CFR<US>EYLJXYH5R3HYO5YWTMELK7P277KKOK5TTNB26S6UAPDH2KJGT37YXNDEZTGEK2LX3OSRNAXOP4UHFWHNTOU6LTOSBMX2EBCQ36UZ4FA"  # fmt: skip  # noqa: E501


def raw(written: str) -> bytes:
    return written.replace("<GS>", GS).replace("<RS>", RS).replace("<US>", US).encode("latin-1")


def data(code: Code) -> dict[str, str]:
    return {datum.id: datum.value for datum in code.data}


def test_the_proof_of_address_of_the_specification():
    code = read_code(raw(DOMICILE))
    assert code.header[:6] == (3, "FR00", "0001", date(2012, 10, 15), date(2015, 7, 27), "00")
    assert data(code) == {
        "26": "FR", "24": "57000", "10": "MLLE/SAMPLE/ANGELA", "20": "", "21": "BAT 2 ETG 3",
        "22": "7 PLACE DES SPECIMENS", "23": "", "25": "METZ",
    }  # fmt: skip
    assert code.signature.hex().startswith("d9d28c3f6e0278b465b0b8a796360f9c")
    assert len(code.signature) == 64
    assert code.signed == raw(DOMICILE).partition(b"\x1f")[0]


def test_what_the_bills_of_the_specification_say():
    for written in (BILL, OLD_BILL):
        said = meaning(read_code(raw(written)))
        assert (said.holder, said.address, said.paper_kind) == (
            "MME SPECIMEN NATACHA",
            "145 AVENUE DES SPECIMENS, 75000",
            "justificatif-domicile",
        )
    assert meaning(read_code(raw(OLD_BILL))).issued_on == date(2012, 11, 15)


def test_the_pay_slip_of_the_specification_and_its_days():
    code = read_code(raw(PAY))
    assert data(code) == {
        "10": "M/EXEMPLE/HENRY", "50": "00000000000000", "51": "0157,5", "52": "00934,5", "53": "1231",
        "54": "124F", "55": "15032012", "58": "1319,24", "59": "9894,3",
    }  # fmt: skip
    days = {datum.id: day_of(datum) for datum in code.data}
    assert (days["53"], days["54"], days["55"]) == (date(2012, 10, 1), date(2012, 10, 31), date(2012, 3, 15))


def test_the_tax_notice_of_the_specification_has_no_day_and_two_people():
    code = read_code(raw(TAXES))
    said = meaning(code)
    assert code.header.issued_on is None
    assert (code.header.version, code.header.country) == (4, "FR")
    assert said.holder == "RETI PATRICK, RETISOPHIE"
    assert said.address == "145 RUE JULLIARD, ZASPECIMEN, 78320, LEVIS STNOM"
    assert said.paper_kind == "avis-imposition"
    assert data(code)["43"] == "2,75"
    assert data(code)["44"] == "2278012345678"
    assert data(code)["4X"] == "3724"


def test_the_identity_document_of_the_specification():
    code = read_code(raw(IDENTITY))
    assert meaning(code).holder == "NATACHA SPECIMEN"
    assert data(code)["65"] == "P"
    assert data(code)["66"] == "07CD12304"


def test_a_cut_text_is_said_to_be_cut_and_unknown_data_is_kept():
    code = read_code(raw(f"DC03FR000001123F16360001ZZbonjour{RS}24750{GS}26FR{US}AA"))
    assert code.data == (Datum("ZZ", "bonjour", is_cut=True), Datum("24", "750"), Datum("26", "FR"))


def test_what_follows_the_signature_is_not_taken_for_signed():
    code = read_code(raw(BILL) + b"\x1d10M/MENTEUR")
    assert data(code)["10"] == "MME/SPECIMEN/NATACHA"
    assert len(code.signature) == 64


def test_an_unknown_type_or_another_perimeter_has_no_name():
    assert meaning(read_code(raw(f"DC03FR000001123F1636ZZ01{US}AA"))).type_name == ""
    assert meaning(read_code(raw(f"DC03FR000001123F16360002{US}AA"))).type_name == ""


def test_letters_that_command_a_terminal_are_not_shown():
    code = read_code(raw(f"DC03FR000001123F1636000110a\x1b[2Jb{GS}{US}AA"))
    assert code.value("10") == "a [2Jb"
    assert b"\x1b" in code.signed


@pytest.mark.parametrize(
    ("bytes_read", "fault"),
    [
        (b"", Fault.NOT_2D_DOC),
        (b"https://example.org", Fault.NOT_2D_DOC),
        (b"DCxx", Fault.MALFORMED),
        (b"DCxx\x1f", Fault.NOT_2D_DOC),
        (b"DC99FR000001123F1636000126FR\x1fAA", Fault.VERSION_UNKNOWN),
        (b"DC03FR000001\x1fAA", Fault.MALFORMED),
        (b"DC03FR000001GGGG16360001\x1fAA", Fault.MALFORMED),
        (b"DC03FR000001123F16360001\x1f!!!!", Fault.MALFORMED),
        (b"DC" + b"A" * 5000, Fault.NOT_2D_DOC),
    ],
)
def test_what_is_no_code_is_told(bytes_read, fault):
    with pytest.raises(UnreadableCode) as caught:
        read_code(bytes_read)
    assert caught.value.fault is fault


@given(st.binary(max_size=200) | st.binary(max_size=200).map(lambda b: b"DC03FR000001123F16360001" + b))
def test_no_bytes_do_worse_than_be_refused(given_bytes):
    try:
        code = read_code(given_bytes)
    except UnreadableCode:
        return
    meaning(code)
    for datum in code.data:
        day_of(datum)
        assert len(datum.value) <= FIXED.get(datum.id, 4096)


VALUES = st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=20)


@given(st.lists(st.tuples(st.sampled_from(["10", "22", "ZZ", "24", "26", "69", "53"]), VALUES), max_size=12))
def test_data_that_is_written_is_read_back(pieces):
    written, expected = "", []
    for datum_id, value in pieces:
        value = "".join(letter for letter in value if letter.isprintable())  # noqa: PLW2901
        if datum_id in FIXED:
            value = value[: FIXED[datum_id]].ljust(FIXED[datum_id], "0")  # noqa: PLW2901
            written += datum_id + value
        else:
            written += datum_id + value + GS
        expected.append((datum_id, value.strip()))
    code = read_code(raw(f"DC03FR000001123F16360001{written}{US}AA"))
    assert [(datum.id, datum.value) for datum in code.data] == expected


@given(st.text(max_size=8))
def test_a_day_is_a_day_or_nothing(text):
    for day in (day_of_hex(text), day_of_figures(text)):
        assert day is None or isinstance(day, date)


# Whether it is genuine


@pytest.fixture(scope="module")
def trust():
    return read_trust([trust_list(), pem(certificate("TS01", "ELECTRICITE DE TEST"))])


def test_a_signature_that_holds_is_verified_and_says_by_whom(trust):
    assert verify(read_code(signed(FACTURE)), trust) == Verified(
        "ELECTRICITE DE TEST", "AUTORITE DE TEST", authority.LIST_DAY
    )


@pytest.mark.parametrize("curve", [ec.SECP384R1, ec.SECP521R1])
def test_larger_keys_are_verified_too(curve):
    name = f"T{curve.key_size}"
    trusted = read_trust([trust_list(), der(certificate(name, "GRAND", curve=curve))])
    message = FACTURE.replace("TS01", name)
    assert isinstance(verify(read_code(signed(message, name, curve)), trusted), Verified)


@given(st.integers(22, len(FACTURE) - 1))
def test_a_letter_changed_anywhere_is_refused(at):
    trusted = read_trust([trust_list(), pem(certificate("TS01", "ELECTRICITE DE TEST"))])
    good = bytearray(signed(FACTURE))
    good[at] = ord("B") if good[at] == ord("A") else ord("A")
    try:
        code = read_code(bytes(good))
    except UnreadableCode:
        return
    assert verify(code, trusted) == Refused("ELECTRICITE DE TEST")


def test_a_code_signed_with_another_key_is_refused(trust):
    forged = signed(FACTURE, "XX01")
    assert verify(read_code(forged), trust) == Refused("ELECTRICITE DE TEST")


def test_a_signer_that_the_authority_did_not_certify_is_not_verified():
    impostor = certificate("TS01", "ELECTRICITE DE TEST", by="FAUX")
    trusted = read_trust([trust_list(), pem(impostor)])
    assert verify(read_code(signed(FACTURE)), trusted) == Unverified(Doubt.CERTIFICATE_MISSING)


@pytest.mark.parametrize(
    ("files", "doubt"),
    [
        ([], Doubt.NO_LIST),
        ([trust_list("FR98")], Doubt.AUTHORITY_UNKNOWN),
        ([trust_list(status="withdrawn")], Doubt.NO_LIST),
        ([trust_list()], Doubt.CERTIFICATE_MISSING),
        (
            [trust_list(), pem(certificate("TS01", "ELECTRICITE DE TEST", year=2010))],
            Doubt.CERTIFICATE_OUT_OF_DATE,
        ),
    ],
)
def test_what_cannot_be_looked_at_is_never_said_verified(files, doubt):
    assert verify(read_code(signed(FACTURE)), read_trust(files)) == Unverified(doubt)


SIGNED_ON = read_code(signed(FACTURE)).header.signed_on


@pytest.mark.parametrize(
    ("days_after", "reason", "is_believed"),
    [
        (-1, x509.ReasonFlags.superseded, False),
        (0, x509.ReasonFlags.superseded, False),
        (1, x509.ReasonFlags.superseded, True),
        (1, x509.ReasonFlags.key_compromise, False),
        (1, None, False),
    ],
)
def test_a_withdrawn_certificate_vouches_for_nothing_signed_since_and_a_stolen_key_for_nothing(
    days_after, reason, is_believed
):
    signer = certificate("TS01", "ELECTRICITE DE TEST")
    day = SIGNED_ON + timedelta(days=days_after)
    listed = withdrawals(signer, on=day, reason=reason)
    verdict = verify(read_code(signed(FACTURE)), read_trust([trust_list(), pem(signer), listed]))
    if is_believed:
        assert isinstance(verdict, Verified)
        assert verdict.withdrawals_known_on == day
    else:
        assert verdict == Unverified(Doubt.CERTIFICATE_WITHDRAWN)


def test_a_list_of_withdrawn_certificates_counts_only_when_its_authority_signed_it():
    signer = certificate("TS01", "ELECTRICITE DE TEST")
    forged = withdrawals(signer, by="FAUX")
    verdict = verify(read_code(signed(FACTURE)), read_trust([trust_list(), pem(signer), forged]))
    assert isinstance(verdict, Verified)
    assert verdict.withdrawals_known_on is None


def test_without_any_list_nothing_is_verified():
    assert verify(read_code(raw(BILL)), None) == Unverified(Doubt.NO_LIST)


def test_the_list_of_the_state_is_read_and_does_not_know_the_authority_of_the_examples():
    official = (importlib.resources.files("py2ddoc") / "tsl_signed.xml").read_bytes()
    trusted = read_trust([official])
    assert "FR03" in trusted.authorities
    assert trusted.list_issued_on
    assert verify(read_code(raw(BILL)), trusted) == Unverified(Doubt.AUTHORITY_UNKNOWN)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"bonjour",
        b"<html/>",
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        trust_list().replace(b"MII", b"!!!"),
        b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
    ],
)
def test_what_is_no_list_is_refused(content):
    with pytest.raises(NotTrust):
        read_trust([content])
