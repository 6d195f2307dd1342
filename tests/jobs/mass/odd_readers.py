"""Readers of texts that do what no reader should; a batch is given one in place of its own."""

import os
import signal
import time

from pipelines.domain.documents import ReadText
from pipelines.jobs.batch.one_file import text_of

HANGING, RAISING, DYING = "会挂起", "会出错", "会崩溃"


def odd(content: bytes, name: str) -> ReadText:
    """The text of a file, unless a word in it says otherwise."""
    text = text_of(content, name)
    if HANGING in text.text:
        left, _ = signal.getitimer(signal.ITIMER_REAL)
        signal.setitimer(signal.ITIMER_REAL, min(left, 0.1))  # stays off where no time was set
        time.sleep(3600)
    if RAISING in text.text:
        raise ZeroDivisionError("a defect")
    if DYING in text.text:
        os.kill(os.getpid(), signal.SIGSEGV)
    return text


def slow(content: bytes, name: str) -> ReadText:
    """The text of a file, after a while: long enough for a test to do something in between."""
    time.sleep(0.02)
    return text_of(content, name)
