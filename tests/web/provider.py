"""A provider of OpenID Connect that answers over HTTP, and can be told to answer wrongly."""

from __future__ import annotations

import base64
import hashlib
import secrets
import time
from typing import Any

from fastapi import FastAPI, Form, Header, HTTPException
from fastapi.responses import RedirectResponse
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

CLIENT, CLIENT_SECRET = "playbook", "the secret of the client"


class Provider:
    """Authorization code with PKCE; ``wrong`` replaces claims of the next tokens."""

    def __init__(self) -> None:
        self.issuer = ""
        self.person: dict[str, Any] = {}
        self.wrong: dict[str, Any] = {}
        self.key = RSAKey.generate_key(2048, {"kid": "1"})
        self.signing = self.key
        self.asked: dict[str, str] = {}
        self._codes: dict[str, dict[str, str]] = {}
        self.app = FastAPI()
        self.app.get("/.well-known/openid-configuration")(self.metadata)
        self.app.get("/jwks")(self.jwks)
        self.app.get("/authorize")(self.authorize)
        self.app.post("/token")(self.token)

    def metadata(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def jwks(self) -> Any:
        return KeySet([self.key]).as_dict(private=False)

    def authorize(
        self, client_id: str, redirect_uri: str, state: str, nonce: str, code_challenge: str, response_type: str,
        scope: str, code_challenge_method: str,
    ) -> RedirectResponse:  # fmt: skip
        assert (client_id, response_type, code_challenge_method) == (CLIENT, "code", "S256")
        assert "openid" in scope.split()
        code = secrets.token_urlsafe()
        self.asked = {"nonce": nonce, "state": state, "redirect_uri": redirect_uri, "challenge": code_challenge}
        self._codes[code] = dict(self.asked)
        return RedirectResponse(f"{redirect_uri}?code={code}&state={state}", 302)

    def token(
        self, code: str = Form(), code_verifier: str = Form(), redirect_uri: str = Form(), authorization: str = Header()
    ) -> dict[str, Any]:
        given = self._codes.pop(code, None)
        digest = base64.urlsafe_b64encode(hashlib.sha256(code_verifier.encode()).digest()).decode().rstrip("=")
        known = base64.b64encode(f"{CLIENT}:{CLIENT_SECRET}".replace(" ", "+").encode()).decode()
        plain = base64.b64encode(f"{CLIENT}:{CLIENT_SECRET}".encode()).decode()
        if authorization.removeprefix("Basic ") not in (known, plain):
            raise HTTPException(401)
        if given is None or given["challenge"] != digest or given["redirect_uri"] != redirect_uri:
            raise HTTPException(400)
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 60, "nonce": given["nonce"]}
        claims = {name: value for name, value in (claims | self.person | self.wrong).items() if value is not None}
        signed = jwt.encode({"alg": "RS256", "kid": "1"}, claims, self.signing)
        return {"access_token": secrets.token_urlsafe(), "token_type": "Bearer", "id_token": signed}
