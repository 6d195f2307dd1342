"""Made-up reports (模拟数据) of made-up subdistricts, as many as one likes, about 5 KB each in UTF-8.

Every sentence is put together here, from words and numbers drawn by a seed: no report of any office is in it.
"""

import shutil
from pathlib import Path
from random import Random

import yaml

SIZE = 5_000
FIRST, LAST = 2015, 2025
_HEADS = ("加强党的领导", "依法全面履职", "规范行政执法", "化解矛盾纠纷", "公共法律服务", "强化队伍建设")
_PLACES = ("社区", "园区", "集市", "学校", "工地", "商圈", "码头", "老旧小区")
_COUNTED = (
    ("审查合同", "份"),
    ("出具书面法律意见", "份"),
    ("开展法治培训", "场次"),
    ("举办普法讲座", "场"),
    ("调解矛盾纠纷", "件"),
    ("受理法律援助申请", "件"),
    ("整治占道经营", "宗"),
    ("办理行政处罚案件", "宗"),
    ("出动执法人员", "人次"),
    ("配备法制审核人员", "名"),
    ("接受群众咨询", "人次"),
    ("发放宣传资料", "份"),
    ("排查安全隐患", "处"),
    ("走访商户", "户"),
    ("维修座椅", "张"),
    ("清运杂物", "吨"),
)
_RATES = ("学法考试合格率", "学法考试完成率", "按期答复率", "群众满意率", "调解成功率", "整改完成率")
_OPENINGS = ("一年来", "全年", "年内", "围绕中心工作", "结合本地实际", "坚持问题导向", "按照上级部署")
_DEEDS = (
    "会同有关站所逐条研究",
    "把学习教育贯穿始终",
    "完善工作台账和会商机制",
    "推动力量下沉到一线",
    "把办事流程张贴在窗口",
    "定期回访当事人",
    "组织骨干轮流值守",
    "同步公开办理结果",
    "建立首问负责和限时答复制度",
)
_QUALIFIERS = (("", ""), ("", ""), ("", ""), ("", "余"), ("超过", ""), ("近", ""), ("约", ""))
_PROBLEMS = ("宣传形式不够新颖", "个别岗位力量偏弱", "台账登记不够及时", "跨部门协同还不顺畅")
_GOALS = ("丰富宣传形式", "充实基层力量", "规范台账登记", "理顺协同机制")


def name_of(number: int) -> str:
    return f"模拟{number:05d}街道"


def report(seed: int, *, organisations: int, size: int = SIZE) -> tuple[str, str]:
    """(path, text) of the made-up report of a seed, of about `size` bytes; the same seed always gives the same."""
    draw = Random(seed)
    owner, year = draw.randrange(organisations), draw.randint(FIRST, LAST)
    text = [f"{name_of(owner)}{year}年度法治政府建设年度报告（模拟数据）", f"文号：模拟第{seed}份"]
    size = draw.randint(size // 2, size * 13 // 10)
    sections = [f"{'一二三四五六'[at]}、{head}" for at, head in enumerate(_HEADS)]
    written = 0
    for at, head in enumerate(sections):
        text.append(head)
        while written < size * (at + 1) / len(sections):
            paragraph = "".join(_sentence(draw, year) for _ in range(draw.randint(3, 6)))
            written += len(paragraph.encode())
            text.append(paragraph)
    text += ["七、存在问题", *(f"{mark}是{draw.choice(_PROBLEMS)}。" for mark in "一二")]
    text += ["八、下一步工作", *(f"（{mark}）{draw.choice(_GOALS)}。{draw.choice(_DEEDS)}。" for mark in "一二")]
    return f"{seed % 97:02d}/{seed:06d}.txt", "\n".join(text) + "\n"


def _sentence(draw: Random, year: int) -> str:
    kind = draw.random()
    opening = draw.choice((f"{year}年", *_OPENINGS))
    if kind < 0.45:
        facts = draw.sample(_COUNTED, draw.randint(1, 3))
        return f"{opening}，{'，'.join(_fact(draw, *fact) for fact in facts)}。"
    if kind < 0.55:
        return f"{opening}，{draw.choice(_RATES)}{draw.randint(800, 1000) / 10:g}%。"
    deeds = draw.sample(_DEEDS, 2)
    return f"{opening}，面向{draw.choice(_PLACES)}{deeds[0]}，{deeds[1]}。"


def _fact(draw: Random, words: str, counter: str) -> str:
    before, after = draw.choice(_QUALIFIERS)
    number = draw.choice((draw.randint(1, 99), draw.randint(100, 9_999)))
    return f"{words}{before}{number}{after}{counter}"


def write_reports(folder: Path, count: int, *, organisations: int, size: int = SIZE) -> int:
    """Write that many reports below `folder`; how many bytes they have."""
    written = 0
    for path, text in (report(seed, organisations=organisations, size=size) for seed in range(count)):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        written += file.write_bytes(text.encode())
    return written


def write_root(folder: Path, catalogue: Path, *, organisations: int) -> Path:
    """A data root with the shipped catalogue and the made-up subdistricts."""
    shutil.copytree(catalogue, folder / "catalogue")
    added = [
        {
            "id": f"made_up_{number:05d}",
            "name": {"zh": name_of(number), "en": f"Made-up Subdistrict {number:05d}"},
            "full_name": {"zh": f"{name_of(number)}办事处", "en": f"Office of Made-up Subdistrict {number:05d}"},
            "level": "subdistrict",
            "parent": "liwan",
            "code": None,
            "aliases": [],
        }
        for number in range(organisations)
    ]
    with (folder / "catalogue" / "organisations.yml").open("a", encoding="utf-8") as file:
        file.write("\n" + yaml.safe_dump(added, allow_unicode=True, sort_keys=False))
    return folder
