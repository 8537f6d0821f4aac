"""Answers are dated, as net/http dates them."""

import time
from email.utils import parsedate_to_datetime

import pytest

from tests.support.served import served

pytestmark = pytest.mark.slow


def test_an_answer_has_the_date_of_its_second():
    with served("--objects", "1", "--latency", "0") as server:
        before_s = int(time.time())
        dates = [server.ask("/healthz").headers["date"] for _ in range(2)]
        time.sleep(1.1)
        later = server.ask("/api/v1/pods").headers["date"]
        times = [parsedate_to_datetime(date).timestamp() for date in (*dates, later)]
        assert before_s <= times[0] <= times[1] < times[2] <= time.time()
        assert later.endswith(" GMT")
