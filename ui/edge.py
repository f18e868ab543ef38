"""What every request passes first and every response last: identity, size, origin, headers, one line of log."""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.measures import Measures
from ui.problems import ProblemError, problem_response
from ui.settings import ServerSettings

LARGEST_BODY = 16 * 1024
"""Bytes of a request's body."""
_log = logging.getLogger("ses")


@dataclass(slots=True)
class Visit:
    """What is known of a request beside its content; routes reach it as ``request.state.visit``."""

    request_id: str
    client: str
    scheme: str
    host: str
    origin: str | None
    outcome: str = ""


class Edge:
    """The outermost layer. Problems raised before a response has begun become problem details here."""

    def __init__(
        self, app: ASGIApp, settings: ServerSettings, measures: Measures, release: Callable[[], str | None]
    ) -> None:
        """Wrap ``app``; ``release`` tells which release answers."""
        self._app, self._settings, self._measures, self._release = app, settings, measures, release
        self._fixed = _fixed_headers(settings.origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        since, headers = time.perf_counter(), Headers(scope=scope)
        visit = self._visit(scope, headers)
        scope.setdefault("state", {})["visit"] = visit
        code = 0

        async def sending(message: Message) -> None:
            nonlocal code
            if message["type"] == "http.response.start":
                code = message["status"]
                self._dress(MutableHeaders(scope=message), visit)
            await send(message)

        try:
            preflight = self._admit(scope, headers, visit)
            await (preflight or self._app)(scope, _bounded(receive, headers), sending)
        except ProblemError as problem:
            if code == 0:
                await problem_response(problem, visit.request_id)(scope, receive, sending)
        except Exception:
            _log.exception("unexpected", extra={"told": {"request_id": visit.request_id}})
            if code == 0:
                broken = ProblemError(500, "unexpected", "Something broke here; the log names it by the request id.")
                await problem_response(broken, visit.request_id)(scope, receive, sending)
            else:
                raise ConnectionError("a response broke off") from None
        finally:
            self._tell(scope, visit, code, time.perf_counter() - since)

    def _visit(self, scope: Scope, headers: Headers) -> Visit:
        sent = headers.get("x-request-id", "")
        request_id = sent if re.fullmatch(r"[A-Za-z0-9._-]{8,64}", sent) else secrets.token_hex(8)
        peer = scope["client"][0] if scope.get("client") else "local"
        trusted = self._is_proxy(peer)
        host = (headers.get("x-forwarded-host") if trusted else None) or headers.get("host", "")
        client = self._behind(peer, headers.get("x-forwarded-for", "")) if trusted else peer
        scheme = (headers.get("x-forwarded-proto") if trusted else None) or scope.get("scheme", "http")
        secure = "https" if scheme == "https" else "http"
        return Visit(request_id, client, secure, host.lower(), headers.get("origin"))

    def _is_proxy(self, address: str) -> bool:
        try:
            found = ip_address(address)
        except ValueError:
            return False
        return any(found in network for network in self._settings.proxies)

    def _behind(self, peer: str, forwarded: str) -> str:
        """Return the last address of ``X-Forwarded-For`` that is no proxy of ours; those before it may be made up."""
        addresses = [word.strip() for word in forwarded.split(",") if word.strip()]
        return next((address for address in reversed(addresses) if not self._is_proxy(address)), peer)

    def _admit(self, scope: Scope, headers: Headers, visit: Visit) -> Response | None:
        """Refuse pages of origins that are not listed and bodies that are too large; answer a preflight."""
        if visit.origin is not None and not self._is_welcome(visit):
            raise ProblemError(403, "origin", "Pages of this origin may not use the API: add it to SES_ORIGINS.")
        if headers.get("content-length", "0").isdigit() and int(headers.get("content-length", "0")) > LARGEST_BODY:
            raise _too_large()
        if scope["method"] == "OPTIONS" and visit.origin and "access-control-request-method" in headers:
            return Response(
                status_code=204,
                headers={
                    "Access-Control-Allow-Methods": "GET, POST",
                    "Access-Control-Allow-Headers": "Content-Type",
                    "Access-Control-Max-Age": "600",
                },
            )
        return None

    def _is_welcome(self, visit: Visit) -> bool:
        return visit.origin in self._settings.origins or visit.origin in (
            f"http://{visit.host}",
            f"https://{visit.host}",
        )

    def _dress(self, headers: MutableHeaders, visit: Visit) -> None:
        for name, value in self._fixed.items():
            headers.setdefault(name, value)
        headers["X-Request-ID"] = visit.request_id
        headers.setdefault("SES-Release", self._release() or "none")
        headers.add_vary_header("Origin")
        if visit.origin in self._settings.origins:
            headers["Access-Control-Allow-Origin"] = str(visit.origin)
            headers["Access-Control-Expose-Headers"] = "ETag, Retry-After, SES-Release, X-Request-ID"

    def _tell(self, scope: Scope, visit: Visit, code: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path_format", None) or getattr(scope.get("route"), "path", None) or "other"
        self._measures.requested(route, code, seconds)
        told = {"request_id": visit.request_id, "method": scope["method"], "route": route, "status": code}
        told |= {"milliseconds": round(seconds * 1000, 1), "release": self._release(), "outcome": visit.outcome}
        _log.info("request", extra={"told": told})


def _fixed_headers(origins: tuple[str, ...]) -> dict[str, str]:
    """Return what every response says to browsers; only listed origins may frame a page."""
    found = {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors "
        + (" ".join(("'self'", *origins)) if origins else "'none'"),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    return found if origins else found | {"X-Frame-Options": "DENY"}


def _bounded(receive: Receive, headers: Headers) -> Receive:
    """Return ``receive`` that refuses a body once it grows too large, whatever its headers said."""
    read = 0

    async def receiving() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > LARGEST_BODY:
            raise _too_large()
        return message

    return receiving


def _too_large() -> ProblemError:
    return ProblemError(413, "too-large", f"The body is larger than {LARGEST_BODY:,} bytes: send less history.")
