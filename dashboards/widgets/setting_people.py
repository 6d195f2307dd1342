"""People on the page 设置: what they are called, no two of them the same, and the fields that ask who is meant."""

from collections.abc import Callable, Mapping

import streamlit as st

from dashboards.i18n import t
from dashboards.widgets.labels import distinct
from dashboards.widgets.setting_fields import Choices
from pipelines.api import is_account, people_names, role_holders


def people(language: str, known: Choices) -> dict[str, str]:
    """People by id; those of one name, and those whose name was erased, told apart by what they hold or held.

    Of two of one name the one who signs in is said to, since what an account holds is what its 我的待办 follows from.
    """
    offices: dict[str, dict[str, None]] = {}
    for (organisation_id, owner_id), found in role_holders().items():
        office = f"{known.name('parent', organisation_id)} · {known.name('owner', owner_id)}"
        for holder in found.holders:
            offices.setdefault(holder.actor_id, {})[office] = None
    comma, account = t("list_comma", language), t("settings.is_account", language)
    names = people_names(language)
    held = {each: comma.join([*offices.get(each, ()), *([account] if is_account(each) else [])]) for each in names}
    return distinct(names, held, {each: each.removeprefix("person-").removeprefix("u-")[:6] for each in names})


def whom(language: str, key: str, names: Mapping[str, str]) -> Callable[[], dict[str, str]]:
    """Ask who is meant: somebody known, a new person by name, or an account that never decided; what reads them."""
    st.selectbox(
        t("settings.known_person", language),
        ["", *names],
        key=f"{key}-known",
        format_func=lambda each: names[each] if each else t("settings.new_person", language),
    )
    left, right = st.columns(2)
    left.text_input(t("settings.person_name", language), key=f"{key}-name")
    label, about = (t(f"settings.account{each}", language) for each in ("", ".help"))
    right.text_input(label, key=f"{key}-account", help=about)

    def said() -> dict[str, str]:
        chosen, name, account = (st.session_state[f"{key}-{each}"] for each in ("known", "name", "account"))
        # a known person keeps the name that they have
        return {"actor_id": chosen, "name": ""} if chosen else {"actor_id": account.strip(), "name": name}

    return said
