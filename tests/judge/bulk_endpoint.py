"""An endpoint on loopback that also takes requests in bulk, as the Batch API has it, over real HTTP."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.judge.client import Endpoint
from tests.judge.endpoint import PRICES, QUICK, Asked, Served

Line = dict[str, Any]


@dataclass
class BulkEndpoint:
    """Answers each line of a batch with `script`; `statuses` is what it says of the batch, one for each question.

    refuses: the status with which it takes no files. garble: what it makes of its results before it hands them out.
    """

    script: Callable[[Asked], Served]
    statuses: list[str] = field(default_factory=lambda: ["validating", "in_progress", "completed"])
    refuses: int = 0
    garble: Callable[[list[str]], list[str]] = lambda lines: lines
    files: dict[str, str] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    asked_singly: list[Asked] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    polled: asyncio.Event = field(default_factory=asyncio.Event)
    url: str = ""

    async def upload(self, request: web.Request) -> web.Response:
        if self.refuses:
            return web.json_response({"error": {"message": "no such route"}}, status=self.refuses)
        form = await request.post()
        file = form["file"]
        assert isinstance(file, web.FileField)
        self.files["in"] = file.file.read().decode()
        return web.json_response({"id": "in", "object": "file", "purpose": str(form["purpose"])})

    async def create(self, request: web.Request) -> web.Response:
        asked = await request.json()
        assert (asked["endpoint"], asked["completion_window"]) == ("/v1/chat/completions", "24h")
        self.lines = [json.loads(line) for line in self.files[asked["input_file_id"]].splitlines()]
        return web.json_response(self._batch("validating"))

    async def retrieve(self, _: web.Request) -> web.Response:
        self.polled.set()
        status = self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]
        if status == "lost":
            return web.json_response({"error": {"message": "try again"}}, status=503)
        if status == "completed":
            self.files["out"] = "\n".join(self.garble([self._result(line) for line in reversed(self.lines)]))
        return web.json_response(self._batch(status))

    async def cancel(self, request: web.Request) -> web.Response:
        self.cancelled.append(request.match_info["id"])
        return web.json_response(self._batch("cancelling"))

    async def content(self, request: web.Request) -> web.Response:
        return web.Response(text=self.files[request.match_info["id"]], content_type="application/jsonl")

    async def delete(self, request: web.Request) -> web.Response:
        del self.files[request.match_info["id"]]
        return web.json_response({"id": request.match_info["id"], "object": "file", "deleted": True})

    async def singly(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.asked_singly.append(body)
        served = self.script(body)
        return web.Response(body=served.body.encode(), status=served.status, headers=served.headers)

    def _batch(self, status: str) -> dict[str, Any]:
        done = {"output_file_id": "out"} if "out" in self.files else {}
        common = {"id": "b1", "object": "batch", "completion_window": "24h", "created_at": 1, "input_file_id": "in"}
        return {**common, "endpoint": "/v1/chat/completions", "status": status, **done}

    def _result(self, line: Line) -> str:
        served = self.script(line["body"])
        response = {"status_code": served.status, "request_id": "r", "body": json.loads(served.body)}
        return json.dumps({"id": "x", "custom_id": line["custom_id"], "response": response, "error": None})

    def endpoint(self) -> Endpoint:
        return Endpoint.at(self.url, "test-key", "scripted", PRICES, QUICK)


@asynccontextmanager
async def serving_bulk(bulk: BulkEndpoint) -> AsyncIterator[BulkEndpoint]:
    """Serve it on a free port of this machine."""
    app = web.Application(client_max_size=10_000_000)
    app.router.add_post("/v1/files", bulk.upload)
    app.router.add_get("/v1/files/{id}/content", bulk.content)
    app.router.add_delete("/v1/files/{id}", bulk.delete)
    app.router.add_post("/v1/batches", bulk.create)
    app.router.add_get("/v1/batches/{id}", bulk.retrieve)
    app.router.add_post("/v1/batches/{id}/cancel", bulk.cancel)
    app.router.add_post("/v1/chat/completions", bulk.singly)
    async with TestServer(app) as server:
        bulk.url = str(server.make_url("/v1"))
        yield bulk
