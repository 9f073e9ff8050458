"""Who may ask: LightRAG's API key and logins, with its statuses and in its order (lightrag-hku 1.5.7)."""

import base64
import hashlib
import hmac
import json
import os
import time

from documents import Refused

# What answers without a key (WHITELIST_PATHS), beside the pages and the ways to a login.
OPEN = ("/health", "/login", "/auth-status", "/openapi.json")
# Asked all the time by pages that stay open: they would keep a login alive for ever.
NEVER_RENEWING = ("/health", "/documents/paginated", "/documents/pipeline_status")


class Auth:
    """The settings of the environment; the token is a signed name with its end."""

    def __init__(self):
        env = os.environ.get
        self.key = env("LIGHTRAG_API_KEY", "")
        pairs = (pair.split(":", 1) for pair in env("AUTH_ACCOUNTS", "").split(",") if ":" in pair)
        self.accounts = {name: password for name, password in pairs}
        self.secret = env("TOKEN_SECRET", "")
        self.lasts = float(env("TOKEN_EXPIRE_HOURS", "48")) * 3600
        self.threshold = float(env("TOKEN_RENEW_THRESHOLD", "0.5"))
        self.renewed = {}
        if self.accounts and not self.secret:
            raise SystemExit("TOKEN_SECRET must be set when AUTH_ACCOUNTS is configured.")

    def token(self, name, role="user"):
        body = json.dumps({"sub": name, "role": role, "exp": time.time() + self.lasts}).encode()
        return f"{base64.urlsafe_b64encode(body).decode()}.{self.signature(body)}"

    def login(self, form):
        if not self.accounts:
            return {"access_token": self.token("guest", "guest"), "token_type": "bearer", "auth_mode": "disabled"}
        name, password = form.get("username"), form.get("password")
        if not name or not password:
            raise Refused(422, "username and password are required")
        if not hmac.compare_digest(self.accounts.get(name, "").encode(), password.encode()):
            raise Refused(401, "Incorrect credentials")
        return {"access_token": self.token(name), "token_type": "bearer", "auth_mode": "enabled"}

    def check(self, path, headers):
        """Raises where the request may not be answered; the headers to answer with else."""
        if path in OPEN:
            return {}
        who = self.who(headers)
        if who is not None:
            if self.accounts and who["role"] != "guest":
                return self.renewal(path, who)
            if self.accounts or who["role"] != "guest":
                raise Refused(401, "Invalid token. Please login again.")
            if not self.key:
                return {}
        given = headers.get("X-API-Key")
        if not (self.key or self.accounts) or (self.key and given == self.key):
            return {}
        if self.accounts and who is None:
            raise Refused(401, "No credentials provided. Please login.")
        raise Refused(403, "Invalid API Key" if given else "API Key required")

    def accepts(self, headers):
        """True where the caller may see how the server is set up."""
        try:
            self.check("", headers)
            return True
        except Refused:
            return False

    def who(self, headers):
        scheme, _, token = (headers.get("Authorization") or "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        try:
            encoded, signature = token.split(".")
            body = base64.urlsafe_b64decode(encoded)
            if not hmac.compare_digest(signature, self.signature(body)):
                raise ValueError
            who = json.loads(body)
        except ValueError:
            raise Refused(401, "Invalid token") from None
        if who["exp"] < time.time():
            raise Refused(401, "Token expired")
        return who

    def renewal(self, path, who):
        name = who["sub"]
        late = who["exp"] - time.time() < self.lasts * self.threshold
        if not late or path in NEVER_RENEWING or time.time() - self.renewed.get(name, 0) < 60:
            return {}
        self.renewed[name] = time.time()
        return {"X-New-Token": self.token(name)}

    def signature(self, body):
        return hmac.new(self.secret.encode(), body, hashlib.sha256).hexdigest()
