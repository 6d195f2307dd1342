"""The duties that a report says the heads did, at the sentence that says it best."""

import pytest

from pipelines.extract import ReportReader


@pytest.mark.parametrize(
    ("text", "duties"),
    [
        ("党政主要负责人对重要工作亲自部署、重要任务亲自督办。", {"deploy", "supervise"}),
        ("街道党工委定期听取法治建设工作汇报。", {"hear_reports"}),
        ("党政主要负责人年终专题述法。", {"give_account"}),
        ("全年听取居民意见12次。", set()),
        ("全年部署消防演练3次。", set()),
        ("二、存在问题\n（一）述法工作不够深入。", set()),
    ],
)
def test_a_report_states_the_duties_that_its_sentences_name(reader: ReportReader, text: str, duties: set[str]) -> None:
    assert {each.duty_id for each in reader.read(text, year=2023).duties} == duties


def test_the_sentence_that_says_it_best_is_taken(reader: ReportReader) -> None:
    found = reader.read("党工委研究部署法治建设任务。主要负责人亲自部署。", year=2023).duties
    assert [each.evidence.sentence for each in found] == ["主要负责人亲自部署。"]
