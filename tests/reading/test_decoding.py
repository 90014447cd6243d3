import pytest

from pactgraph.errors import ReadingError
from pactgraph.reading.decoding import decoded, read_bytes, sound

from .conftest import compressed

TEXT = "Señor Müller signed the pact in São Paulo – “at last”, he said. " * 20


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_encodings_are_read_without_a_word(encoding):
    assert decoded(TEXT.encode(encoding), "a") == (TEXT, ())


def test_windows_text_is_read_and_reported():
    text, (warning,) = decoded(TEXT.encode("cp1252"), "a")
    assert text == TEXT
    assert "not UTF-8, read as CP1252" in warning


def test_cyrillic_windows_text_is_guessed():
    russian = "Стороны подписали соглашение о сотрудничестве в области охраны рек и озёр. " * 20
    assert decoded(russian.encode("cp1251"), "a")[0] == russian


def test_a_few_bad_bytes_in_utf8_are_replaced():
    text, (warning,) = decoded(TEXT.encode() + b"\xff end", "a")
    assert text == TEXT + "\ufffd end"
    assert warning.startswith("1 byte sequences are not UTF-8")


def test_a_page_tells_its_encoding():
    page = '<html><head><meta charset="koi8-r"></head><body>Договор</body></html>'
    assert "Договор" in decoded(page.encode("koi8-r"), "a", html=True)[0]
    latin = '<html><head><meta charset="iso-8859-1"></head><body>“Vertrag”</body></html>'
    assert "“Vertrag”" in decoded(latin.encode("cp1252"), "a", html=True)[0]


def test_stray_nul_characters_are_kept_and_reported():
    text, (warning,) = decoded(b"The parties\0 met and agreed.\0", "a")
    assert text.count("\0") == 2
    assert warning == "2 NUL characters left out"


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n"])
def test_empty_is_refused(data):
    with pytest.raises(ReadingError, match="empty"):
        decoded(data, "a")


@pytest.mark.parametrize("data", [b"\x7fELF\0\0\0\0\x01\x02\0\0" * 50, bytes(range(256)) * 20])
def test_binary_is_refused(data):
    with pytest.raises(ReadingError, match="binary"):
        decoded(data, "a")


@pytest.mark.parametrize("suffix", [".gz", ".xz", ".zst"])
def test_compressed_files(tmp_path, suffix):
    path = tmp_path / f"a.txt{suffix}"
    path.write_bytes(compressed(b"x" * 5000, suffix))
    assert read_bytes(path, 5000) == b"x" * 5000
    with pytest.raises(ReadingError, match="more than 4,999 bytes") as caught:
        read_bytes(path, 4999)
    assert "max_bytes" in caught.value.hint


@pytest.mark.parametrize("suffix", [".gz", ".xz", ".zst"])
@pytest.mark.parametrize("damage", ["cut", "other"])
def test_damaged_compressed_files(tmp_path, suffix, damage):
    path = tmp_path / f"a.txt{suffix}"
    whole = compressed(bytes(range(256)) * 500, suffix)
    path.write_bytes(whole[: len(whole) // 2] if damage == "cut" else b"no such data at all")
    with pytest.raises(ReadingError) as caught:
        read_bytes(path, 10**9)
    assert suffix[1:] in caught.value.what
    assert caught.value.where == str(path)


def test_what_cannot_be_opened(tmp_path):
    with pytest.raises(ReadingError, match="cannot be read"):
        read_bytes(tmp_path / "none.txt", 10)


def test_lone_surrogates_are_replaced():
    assert sound("a\ud800b") == "a\ufffdb"
