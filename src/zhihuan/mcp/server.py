"""The MCP server: stdio for a host that starts it, streamable HTTP for one on the same machine.

Opening the library takes seconds; the protocol answers at once, and the first call waits.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp_types import ToolAnnotations

from zhihuan import __version__
from zhihuan.conversation.danger import Likeness
from zhihuan.conversation.prompts import Prompt
from zhihuan.conversation.toolbox import Toolbox
from zhihuan.errors import ZhihuanError
from zhihuan.mcp.look_up import LookUps
from zhihuan.mcp.papers import Papers
from zhihuan.mcp.sums import Sums
from zhihuan.settings import Settings

log = logging.getLogger(__name__)

HOST = "127.0.0.1"
MAX_BODY = 256 * 1024
_AT_ONE_TIME = 32
_READS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)


def server_of(
    instructions: str, opened: Callable[[], Toolbox], likeness: Callable[[], Likeness]
) -> MCPServer[Any]:
    """The server with all its tools; what `opened` and `likeness` give may take its time."""
    server = MCPServer(
        "zhihuan",
        title="知还",
        instructions=instructions,
        version=__version__,
        log_level="ERROR",
        subscriptions=False,
    )
    look, sums, papers = LookUps(opened, likeness), Sums(opened), Papers(opened)
    for tool in (
        look.search, look.read_notice,
        sums.overdue_cost, sums.what_if_paid, sums.plan_installments, sums.compare_plans,
        sums.afford, sums.add_up_debts, sums.pay_off_debts, sums.minimum_payment,
        sums.early_settlement, sums.interest_for_time, sums.instalments_left, sums.credit_record,
        sums.deadline,
        papers.list_letters, papers.write_letter, papers.timeline,
    ):  # fmt: skip
        server.add_tool(_foreseen(tool), annotations=_READS)
    # It names in its log what was sent; ours below say what failed, and nobody's words.
    logging.getLogger("mcp").setLevel(logging.CRITICAL)
    return server


def serve(
    settings: Settings, report: Callable[[str], None], *, http: bool = False, port: int = 8100
) -> None:
    """Serve until the host goes away. On stdio nothing else may write to standard output."""
    with ThreadPoolExecutor(1, "opening") as worker:
        opening = worker.submit(_open, settings, report)
        server = server_of(
            Prompt(settings.prompts / "mcp.md", frozenset()).text,
            lambda: opening.result()[0],
            lambda: opening.result()[1],
        )
        try:
            if http:
                report(f"MCP 在 http://{HOST}:{port}/mcp （只有本机能用）")
                _serve_http(server, port)
            else:
                server.run("stdio")
        finally:
            if not opening.cancel():
                opening.result()[0].library.close()


def _open(settings: Settings, report: Callable[[str], None]) -> tuple[Toolbox, Likeness]:
    # Half of the wait is for what this imports; a host is greeted meanwhile.
    from zhihuan.composition import embedder_of, library_of, likeness_of

    embedder = embedder_of(settings, report)
    toolbox = Toolbox(library_of(settings, report, embedder))
    return toolbox, likeness_of(settings, embedder, toolbox.library)


def _serve_http(server: MCPServer[Any], port: int) -> None:
    """Stateless: what one call says, the next one knows nothing of."""
    import uvicorn

    names = [f"{name}:{port}" for name in (HOST, "localhost")]
    app = server.streamable_http_app(
        json_response=True,
        stateless_http=True,
        max_request_body_size=MAX_BODY,
        # A page whose name was made to lead here (DNS rebinding) is refused, as every page is.
        transport_security=TransportSecuritySettings(allowed_hosts=names, allowed_origins=[]),
    )
    uvicorn.run(
        app,
        host=HOST,
        port=port,
        access_log=False,
        log_level="error",
        limit_concurrency=_AT_ONE_TIME,
        timeout_graceful_shutdown=5,
    )


def _foreseen(tool: Callable[..., Any]) -> Callable[..., Any]:
    """What can be foreseen to go wrong comes back as advice; a bug is logged without a word."""

    @functools.wraps(tool)
    def called(**arguments: Any) -> Any:
        try:
            return tool(**arguments)
        except ZhihuanError as error:
            raise ToolError(str(error)) from None
        except Exception as error:
            log.error("the tool %s failed: %s", tool.__name__, type(error).__name__)
            raise ToolError("我们这边出了错，请过一会儿再试") from None

    return called
