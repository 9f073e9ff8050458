"""A stand-in for a LightRAG server: the same HTTP contract, no model, standard library only (Python 3.11).

Documents are kept in WORKING_DIR, so whoever's folder is mounted there has their own. Faults come from
stand-in.json in WORKING_DIR (so each user can have others) or from the environment; see `Faults` in settings.py.
"""

import json
import os
import re
import signal
import sys
import threading
from email import message_from_bytes
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from urllib.parse import parse_qs, unquote, urlsplit

from auth import Auth
from documents import Documents, Refused
from settings import Faults, Settings, load_env_file

WEBUI = "<!doctype html><title>{title}</title><h1>{title}</h1><p>{description}</p><p>{count} documents.</p>"
LIVENESS = (
    "status auth_mode core_version api_version webui_available webui_title webui_description pipeline_busy pipeline_active"
).split()
API_DOCS = '<!doctype html><title>{title} - Swagger UI</title><div id="swagger-ui">{routes}</div>'


class App:
    """What the routes need: the settings, the documents, the faults. A route takes (body, *path parts)."""

    def __init__(self, settings: Settings, faults: Faults):
        self.settings, self.faults = settings, faults
        self.auth = Auth()
        self.about = settings.health(faults.version, "enabled" if self.auth.accounts else "disabled")
        self.documents = Documents(settings.working_dir, settings.input_dir)
        self.routes = [
            ("GET", "/health", self.health),
            ("GET", "/auth-status", self.auth_status),
            ("GET", "/auth/verify", lambda _: {"status": "ok"}),
            ("POST", "/login", self.login),
            ("GET", "/openapi.json", self.openapi),
            ("POST", "/documents/text", self.insert_text),
            ("POST", "/documents/texts", self.insert_texts),
            ("POST", "/documents/upload", self.upload),
            ("POST", "/documents/paginated", lambda body: self.documents.page(body)),
            ("GET", "/documents", lambda _: {"statuses": self.documents.by_status()}),
            ("GET", "/documents/pipeline_status", lambda _: self.documents.pipeline()),
            ("GET", "/documents/status_counts", lambda _: {"status_counts": self.documents.counts()}),
            ("GET", "/documents/track_status/{}", lambda _, track: self.documents.track(track)),
            ("DELETE", "/documents/delete_document", self.delete),
            ("POST", "/query", self.query),
        ]

    def health(self, _):
        if self.faults.health == "never":
            raise Refused(503, "The stand-in was told never to be healthy.")
        if self.faults.health == "hang":
            threading.Event().wait()
        return {**self.about, "pipeline_busy": False, "pipeline_active": False, "keyed_locks": {}}

    def seen_by(self, headers, health):
        """Strangers learn that it lives and nothing of how it is set up."""
        return health if self.auth.accepts(headers) else {k: v for k, v in health.items() if k in LIVENESS}

    def auth_status(self, _):
        names = ("core_version", "api_version", "webui_title", "webui_description", "auth_mode")
        about = {"auth_configured": bool(self.auth.accounts), **{name: self.about[name] for name in names}}
        return about if self.auth.accounts else {**about, **self.auth.login({}), "message": "Anyone may use this server."}

    def login(self, body):
        return self.auth.login(body)

    def openapi(self, _):
        paths = {}
        for method, path, _route in self.routes:
            paths.setdefault(path.replace("{}", "{track_id}"), {})[method.lower()] = {"responses": {"200": {}}}
        info = {"title": "LightRAG Server API", "version": self.faults.version}
        return {"openapi": "3.1.0", "info": info, "paths": paths}

    def insert_text(self, body):
        return self.documents.insert([(body.get("text"), body.get("file_source"))], "insert")

    def insert_texts(self, body):
        texts, sources = body.get("texts") or [], body.get("file_sources") or []
        if not texts:
            raise Refused(422, "texts must not be empty")
        if len(texts) != len(sources):
            raise Refused(400, "A valid file_source is required for each text")
        return self.documents.insert(list(zip(texts, sources)), "insert")

    def upload(self, body):
        return self.documents.upload(body["file"])

    def delete(self, body):
        return self.documents.delete(body.get("doc_ids") or [], bool(body.get("delete_file")))

    def query(self, body):
        if body.get("mode", "mix") not in ("local", "global", "hybrid", "naive", "mix", "bypass"):
            raise Refused(422, "mode must be local, global, hybrid, naive, mix or bypass")
        return self.documents.query(body.get("query"), body.get("include_references", True))

    def page(self, path):
        """The pages for people, or None."""
        if path == "/webui/":
            title, description = (escape(self.about[name] or "LightRAG") for name in ("webui_title", "webui_description"))
            return WEBUI.format(title=title, description=description, count=self.documents.counts()["all"])
        if path == "/docs":
            routes = "".join(f"<p>{method} {path}</p>" for method, path, _ in self.routes)
            return API_DOCS.format(title="LightRAG Server API", routes=routes)
        return None


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "uvicorn"
    # Buffered, so that head and body leave in one packet: two small ones would wait for the other side's ACK.
    wbufsize = 65536
    app: App

    def do_GET(self):
        path = unquote(urlsplit(self.path).path)
        redirect = {"/": "/webui/", "/webui": "/webui/"}.get(path)
        if redirect is not None:
            return self.reply(307, b"", "text/plain", {"Location": redirect})
        page = self.app.page(path)
        if page is not None:
            return self.reply(200, page.encode(), "text/html; charset=utf-8")
        return self.dispatch(path)

    def do_POST(self):
        self.dispatch(unquote(urlsplit(self.path).path))

    do_DELETE = do_POST

    def dispatch(self, path):
        data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        try:
            headers = self.app.auth.check(path, self.headers)
            route, parts = self.find(path)
            answer = route(self.parse(data), *parts)
            self.reply_json(200, self.app.seen_by(self.headers, answer) if path == "/health" else answer, headers)
        except Refused as refused:
            self.reply_json(refused.status, {"detail": refused.detail})

    def find(self, path):
        seen = False
        for method, pattern, route in self.app.routes:
            match = re.fullmatch(pattern.replace("{}", "([^/]+)"), path)
            seen = seen or match is not None
            if match is not None and method == self.command:
                return route, match.groups()
        raise Refused(405, "Method Not Allowed") if seen else Refused(404, "Not Found")

    def parse(self, data):
        kind = self.headers.get("Content-Type", "")
        if self.command == "GET":
            return None
        if kind.startswith("multipart/form-data"):
            return self.parse_form(kind, data)
        if kind.startswith("application/x-www-form-urlencoded"):
            return {name: values[-1] for name, values in parse_qs(data.decode("utf-8", "replace")).items()}
        try:
            body = json.loads(data or b"null")
        except ValueError:
            body = None
        if not isinstance(body, dict):
            raise Refused(422, "The body must be a JSON object")
        return body

    @staticmethod
    def parse_form(kind, data):
        message = message_from_bytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + data)
        for part in message.get_payload() if message.is_multipart() else []:
            if part.get_param("name", header="content-disposition") == "file" and part.get_filename():
                return {"file": (part.get_filename(), part.get_payload(decode=True))}
        raise Refused(422, "The form needs a file")

    def reply_json(self, status, value, headers=None):
        self.reply(status, json.dumps(value, ensure_ascii=False).encode(), "application/json", headers)

    def reply(self, status, data, kind, headers=None):
        self.send_response(status)
        for name, value in {**(headers or {}), "Content-Type": kind, "Content-Length": str(len(data))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_request(self, code="-", size="-"):
        reason = self.responses.get(code, ("",))[0]
        address = "%s:%d" % self.client_address[:2]
        print(f'INFO:     {address} - "{self.requestline}" {int(code)} {reason}', flush=True)


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def server_bind(self):
        # HTTPServer would look up its own name here, which waits for DNS where there is none.
        TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]

    def handle_error(self, request, client_address):
        # A client that goes away is no error of ours.
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def say(text):
    print(f"INFO:     {text}", flush=True)


def main():
    load_env_file(".env")
    settings = Settings.from_environment()
    faults = Faults.read(settings.working_dir)

    def end(_signal, _frame):
        say("Ignoring SIGTERM, as told" if faults.ignore_sigterm else "Shutting down")
        if not faults.ignore_sigterm:
            os._exit(0)

    # As process 1 of a container nothing is ended by a signal without a handler.
    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    say(f"Started server process [{os.getpid()}]")
    say(f"LightRAG {faults.version} (stand-in), data in {settings.working_dir}")
    if faults.exit_at_start is not None:
        print(f"ERROR:    Told to exit at start with code {faults.exit_at_start}", file=sys.stderr, flush=True)
        sys.exit(faults.exit_at_start)
    if faults.die_after_seconds is not None:
        threading.Timer(faults.die_after_seconds, die).start()
    if faults.start_delay_seconds > 0:
        say(f"Waiting for application startup ({faults.start_delay_seconds:g} s)")
        threading.Event().wait(faults.start_delay_seconds)
    if faults.health == "closed":
        say("Told not to listen")
        while True:
            threading.Event().wait(3600)
    Handler.app = App(settings, faults)
    server = Server((settings.host, settings.port), Handler)
    say("Application startup complete.")
    say(f"Uvicorn running on http://{settings.host}:{server.server_port} (Press CTRL+C to quit)")
    server.serve_forever()


def die():
    print("ERROR:    Told to die now", file=sys.stderr, flush=True)
    os._exit(1)


if __name__ == "__main__":
    main()
