"""The sentences of a made-up report, section by section.  {metric} stands for that metric's figure of the year.

A tuple holds wordings that say the same; a report takes one of them.  Sentences marked as loose are left out of some
reports, so that not every year states everything.
"""

from dataclasses import dataclass

HEADS = (
    "一、加强党的领导，统筹推进法治政府建设",
    "二、依法履行管理与服务职能，接受各方面监督",
    "三、规范行政执法，深化执法改革",
    "四、存在问题",
    "五、工作目标",
)


@dataclass(frozen=True, slots=True)
class Sentence:
    wordings: tuple[str, ...]
    is_loose: bool = False


def _always(*wordings: str) -> Sentence:
    return Sentence(wordings)


def _loose(*wordings: str) -> Sentence:
    return Sentence(wordings, is_loose=True)


SECTIONS: tuple[tuple[tuple[Sentence, ...], ...], ...] = (
    (
        (
            _always(
                "街道党工委会议和理论学习中心组专题学习宪法，研究部署年度法治建设重点任务。",
                "街道党工委把法治建设摆在全局位置，理论学习中心组专题学法，听取法治建设情况汇报。",
            ),
            _always("党政主要负责人履行推进法治建设第一责任人职责，重要工作亲自部署、重大问题亲自过问。"),
            _always("全年学法考试完成率{law_exam_completion_rate}、通过率{law_exam_pass_rate}。"),
            _loose("{law_exam_participants}名国家工作人员参加学法考试。"),
        ),
        (
            _loose("重大事项按照“三重一大”集体决策制度议决。"),
            _always("街道聘有常年法律顾问，配备法制审核专项人员{legality_reviewers}名。"),
            _always(
                "一年来，累计提供法律咨询{org_legal_consultations}次，出具书面法律意见书{legal_opinions_issued}份，"
                "审查、修改合同{contracts_reviewed}份。",
                "全年法律顾问提供法律咨询{org_legal_consultations}次，出具法律意见书{legal_opinions_issued}份，"
                "审查合同{contracts_reviewed}份。",
            ),
            _always(
                "法律专题培训讲座每月举办，全街共办法律法规培训{law_trainings}场次，参训{law_training_attendance}人次。"
            ),
        ),
    ),
    (
        (
            _always("街道依法接受人大及其常委会的监督，主动接受政协的民主监督。"),
            _always("全年主动公开政务信息{info_disclosed}条。"),
            _loose("办理依申请公开{foi_requests}件。"),
            _always("受理12345热线诉求{hotline_requests}件。"),
        ),
        (
            _loose("“四上”企业的诉求每月收集，面向企业开展涉企普法活动{enterprise_events}场。"),
            _loose("全年制发规范性文件{normative_docs_issued}件，报送备案规范性文件{normative_docs_filed}件。"),
            _always("街道下辖社区{communities}个，培养“法律明白人”{law_savvy_people}名，配备网格员{grid_workers}名。"),
        ),
        (
            _always(
                "全年开展普法宣传活动{publicity_events}场，发放宣传资料{publicity_materials}份，"
                "受教育群众{publicity_audience}人次。"
            ),
            _loose("面向居民提供群众法律咨询{public_consultations}人次。"),
        ),
        (
            _always("排查矛盾纠纷{disputes_screened}件，受理矛盾纠纷{disputes_received}件。"),
            _always("成功化解矛盾纠纷{disputes_resolved}件。"),
            _loose("受理信访事项{petitions}件。"),
        ),
    ),
    (
        (
            _always("街道落实行政执法三项制度，坚持“双公示”，对违法建设保持常态化巡查和管控。"),
            _always("现有综合行政执法人员{enforcement_officers}名，其中持证执法人员{certified_officers}名。"),
            _loose("外部监督与内部监督并重，落实行政执法责任制。"),
        ),
        (
            _always("全年开展行政检查{inspections}次。"),
            _loose("开展联合执法{joint_enforcement}次，发出责令改正通知书{rectification_notices}份。"),
            _loose("出动执法人员{officers_deployed}人次。"),
            _always("作出行政处罚决定{admin_penalty_cases}宗，罚没金额{penalty_amount}。"),
            _always("办理行政许可{admin_license_cases}件。"),
            _always("在市容环境管理中，全年累计整治超占经营{street_occupation_cases}宗{look_back}。"),
        ),
        (
            _loose("行政复议案件{reconsideration_cases}件，行政诉讼案件{litigation_cases}件。"),
            _always("{losses}"),
        ),
    ),
)

PROBLEMS = (
    ("执法队伍有待继续配强", "下放的执法职权范围广、专业性强，人员素质和专业化程度需要继续提高"),
    ("法治宣传的形式不够丰富，覆盖也不完全", "面向居民的活动缺少创新，辖内写字楼的部分企业没有覆盖到"),
    ("少数机关干部和执法人员对法治政府建设重视不够", "有的对这项工作的重要性缺乏足够认识"),
    ("基层矛盾纠纷化解的力量偏弱", "物业、劳动报酬等纠纷多发，社区调解员经验不足"),
    ("台账登记不够及时", "部分科室登记滞后，数据核对费时"),
)
GOALS = (
    ("进一步提升行政执法水平", "深化街道行政执法改革，推动执法人员信息网上公开公示，让行政执法网上办理形成制度"),
    ("进一步强化街道法治力量", "组织机关工作人员和执法人员参加法治培训，请法律顾问定期授课"),
    ("进一步推动宣传提质增效", "线下活动与线上媒体相互融合，围绕民法典、安全生产法、禁毒和国家宪法日组织集中宣传"),
    ("进一步提高矛盾纠纷化解质效", "健全排查、受理、化解、回访的闭环，推动纠纷就地化解"),
    ("进一步规范台账管理", "统一登记口径，按月核对，做到有据可查"),
)
MOST_KEPT = 3
"""The first problems and goals are those that the catalogue follows; the first subdistrict states just these."""
