"""The log with its cursor, and the files of failed requests (management-api.md 12)."""

from __future__ import annotations

import re

from starlette.responses import Response

from cpam_desktop.demo.logbook import Tail
from cpam_desktop.demo.routing import Call, Table, answer, refuse

ROUTES = Table()


@ROUTES.get("logs")
def logs(call: Call) -> Response:
    """Lines by `cursor`, else after a second (`after`), else the newest; a bad `after` is ignored."""
    book = call.state.log
    if not call.state.config["logging-to-file"]:
        return refuse(400, "logging to file disabled")
    limit_text = call.query.get("limit", "")
    if limit_text and re.fullmatch(r"-?[0-9]+", limit_text) is None:
        return refuse(400, "invalid limit: must be a positive integer")
    limit = int(limit_text) if limit_text else None
    if limit is not None and limit <= 0:
        return refuse(400, "invalid limit: must be greater than zero")
    after_text = call.query.get("after", "")
    after = int(after_text) if re.fullmatch(r"[0-9]+", after_text) else 0
    if cursor := call.query.get("cursor"):
        tail = book.following(cursor, limit)
        return _lines(tail, len(tail.lines), book.latest)
    if after:
        return _lines(book.after(after, limit), len(book), max(book.latest, after))
    tail = book.newest(limit)
    return _lines(tail, len(book) if limit is None else len(tail.lines), book.latest)


def _lines(tail: Tail, count: int, latest: int) -> Response:
    body: dict[str, object] = {
        "latest-timestamp": latest,
        "line-count": count,
        "lines": tail.lines,
        "next-cursor": tail.cursor,
    }
    return answer({"cursor-reset": True, **body} if tail.reset else body)


@ROUTES.get("request-error-logs")
def request_error_logs(call: Call) -> Response:
    """The files, newest first."""
    return answer({"files": [log.wire() for log in call.state.error_logs]})


@ROUTES.get("request-error-logs/*")
def request_error_log(call: Call) -> Response:
    """One file as an attachment."""
    for log in call.state.error_logs:
        if log.name == call.param:
            headers = {"Content-Disposition": f'attachment; filename="{log.name}"'}
            return Response(log.text, media_type="text/x-log; charset=utf-8", headers=headers)
    return refuse(404, "log file not found")
