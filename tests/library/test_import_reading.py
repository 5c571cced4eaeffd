"""Outside files are read as a reader would see them, and refused in plain words when bad."""

from __future__ import annotations

import contextlib
import io
import zipfile
from pathlib import Path

import pytest

from tests.library.outside_files import locked_pdf, pdf_of, write_word, zip_bomb
from zhihuan.library.importing.assertions import assertions_of
from zhihuan.library.importing.block import UnreadableDocument
from zhihuan.library.importing.document import MAX_BYTES, read_document


def blocks(path: Path) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in read_document(path).blocks]


def put(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


PLAIN = "逾期以后怎么办\n\n一、先看账单\n逾期会进黑名单。还清就好。\n- 打电话问一问。\n白条 图1\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_plain_text_is_read_in_any_usual_encoding(tmp_path: Path, encoding: str) -> None:
    assert blocks(put(tmp_path, "a.txt", PLAIN.encode(encoding))) == [
        ("heading", "逾期以后怎么办"),
        ("heading", "一、先看账单"),
        ("paragraph", "逾期会进黑名单。还清就好。"),
        ("item", "打电话问一问。"),
    ]


def test_markdown_is_read_with_its_lists_and_tables(tmp_path: Path) -> None:
    text = (
        "---\ntitle: 外面的\n---\n# 逾期以后\n\n会**进**黑名单。[^1]\n\n1. 先看[账单](x)。\n"
        "\n| 天数 | 标记 |\n|---|---|\n| 1–30天 | 1 |\n| 31–60天 | 2 |\n"
    )
    assert blocks(put(tmp_path, "a.md", text)) == [
        ("heading", "逾期以后"),
        ("paragraph", "会进黑名单。"),
        ("item", "先看账单。"),
        ("row", "1–30天，标记：1"),
        ("row", "31–60天，标记：2"),
    ]


PAGE = """<html><head><meta charset="gbk"><title>题</title><script>var a = 1</script></head><body>
<nav>首页 登录</nav><h1>逾期以后</h1><p>逾期会进<b>黑名单</b>。</p>
<div style="display: none">看不见的话。</div><p hidden>也看不见。</p><!-- 注释里的话 -->
<ul><li>先看账单。</li><li><p>再打电话。</p></li></ul>
<table><tr><th>天数</th><th>标记</th></tr><tr><td>1–30天</td><td>1</td></tr></table>
<div>散在外面的话。<br>第二行。</div><footer>版权</footer></body></html>"""


def test_a_web_page_is_read_as_it_is_seen(tmp_path: Path) -> None:
    expected = [
        ("heading", "逾期以后"),
        ("paragraph", "逾期会进黑名单。"),
        ("item", "先看账单。"),
        ("item", "再打电话。"),
        ("row", "1–30天，标记：1"),
        ("paragraph", "散在外面的话。"),
        ("paragraph", "第二行。"),
    ]
    assert blocks(put(tmp_path, "a.html", PAGE.encode("gb18030"))) == expected
    assert blocks(put(tmp_path, "b.htm", PAGE.replace("gbk", "utf-8"))) == expected


def test_a_word_file_is_read_with_its_tables(tmp_path: Path) -> None:
    path = write_word(tmp_path / "a.docx", [["天数", "标记"], ["1–30天", "1"]])
    assert blocks(path) == [
        ("heading", "逾期以后"),
        ("paragraph", "逾期会进黑名单。还清之后记录保存5年。"),
        ("item", "先看账单。"),
        ("row", "1–30天，标记：1"),
    ]


def test_the_broken_lines_of_a_pdf_are_joined_and_pages_are_named(tmp_path: Path) -> None:
    first = [
        "一、逾期以后",
        "按照公开转载的说法，逾期以后会产生服务费和违约金，具体金额要",
        "看自己的账单。",
    ]
    document = read_document(put(tmp_path, "a.pdf", pdf_of([first, ["打电话问一问。"]])))
    assert [(b.kind, b.text, b.place) for b in document.blocks] == [
        ("heading", "一、逾期以后", "第1页"),
        (
            "paragraph",
            "按照公开转载的说法，逾期以后会产生服务费和违约金，具体金额要看自己的账单。",
            "第1页",
        ),
        ("paragraph", "打电话问一问。", "第2页"),
    ]


def truncated(data: bytes) -> bytes:
    return data[: len(data) // 2]


def workbook() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("a.exe", b"MZ", "只认"),
        ("a.pdf", b"not a pdf", "不是 .pdf 文件"),
        ("a.docx", b"not a zip", "不是 .docx 文件"),
        ("a.pdf", truncated(pdf_of([["逾期以后"]])), "损坏"),
        ("a.pdf", locked_pdf("secret"), "密码"),
        ("a.pdf", pdf_of([[]]), "没有文字"),
        ("a.pdf", pdf_of([[]] * 301), "超过 300 页"),
        ("a.docx", b"PK\x03\x04" + bytes(200), "Word"),
        ("a.docx", zip_bomb(), "展开后超过"),
        ("a.docx", workbook(), "不是 Word 文件"),
        ("a.txt", b"", "没有文字"),
        ("a.txt", bytes(range(256)) * 4, "编码"),
        ("a.txt", b"x" * (MAX_BYTES + 1), "超过 20 MB"),
        ("a.txt", "长句。" * 150_000, "万字"),
        ("a.html", "<p>" + "&nbsp;" * 9, "没有文字"),
    ],
)
def test_a_bad_file_is_refused_in_plain_words(
    tmp_path: Path, name: str, content: str | bytes, complaint: str
) -> None:
    path = put(tmp_path, name, content)
    with pytest.raises(UnreadableDocument) as refused:
        read_document(path)
    assert complaint in str(refused.value)
    assert name in str(refused.value)
    assert str(tmp_path) not in str(refused.value)


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    for path in (tmp_path / "a.txt", tmp_path / "b.txt"):
        with pytest.raises(UnreadableDocument, match="没有这个文件"):
            read_document(path)


def test_a_deeply_nested_page_is_read_or_refused_but_never_crashes(tmp_path: Path) -> None:
    path = put(tmp_path, "a.html", "<div>" * 30_000 + "深处的话。" + "</div>" * 30_000)
    with contextlib.suppress(UnreadableDocument):
        read_document(path)


def assertions(folder: Path, text: str) -> list[tuple[str, str]]:
    document = read_document(put(folder, "a.txt", text))
    return [(a.text, a.heading) for a in assertions_of(document.blocks) if not a.is_heading]


def test_a_document_is_taken_apart_into_sentences_under_their_headings(tmp_path: Path) -> None:
    text = "一、先看账单\n逾期会进黑名单,很难出来.还清之后,记录保存5年。真的吗？\n\n二、再打电话\n- 打客服问一问。\n"
    assert assertions(tmp_path, text) == [
        ("逾期会进黑名单，很难出来.还清之后，记录保存5年。", "一、先看账单"),
        ("打客服问一问。", "二、再打电话"),
    ]


def test_what_cannot_be_seen_is_taken_out(tmp_path: Path) -> None:
    ((text, _),) = assertions(tmp_path, "逾期会进黑\u200b名单\u202e，很难出来。")
    assert text == "逾期会进黑名单，很难出来。"


def test_too_many_sentences_are_refused(tmp_path: Path) -> None:
    document = read_document(put(tmp_path, "a.txt", "这是其中的一句话。" * 2_001))
    with pytest.raises(UnreadableDocument, match="一次最多"):
        assertions_of(document.blocks)
