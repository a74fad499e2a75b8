"""Who we are to other agents: the card of the host that was asked, signed with our own key."""

import hashlib
import json
from functools import lru_cache

from a2a.types import (
    AgentCapabilities,
    AgentCard,
    AgentInterface,
    AgentSkill,
    AuthorizationCodeOAuthFlow,
    HTTPAuthSecurityScheme,
    OAuth2SecurityScheme,
    OAuthFlows,
    SecurityRequirement,
    SecurityScheme,
    StringList,
)
from a2a.utils.signing import create_agent_card_signer
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from google.protobuf.json_format import MessageToDict
from jwt import PyJWK
from jwt.algorithms import ECAlgorithm

from marketing_agent import __version__
from marketing_agent.agents.tools import service as tools
from marketing_agent.agents.tools.schemas import Tool
from marketing_agent.ingestion import service as imports
from marketing_agent.protocols.a2a.actions import FOLLOW, IMPORT
from marketing_agent.tenancy.apps.schemas import READ, WRITE
from marketing_agent.tenancy.schemas import Caller

ALGORITHM = "ES256"
OUTPUT_MODES = ("text/plain", "application/json")
KEYS = "/.well-known/jwks.json"
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_SCHEME, _OAUTH = "api_key", "oauth2"
_DESCRIPTION = (
    "Numbers of one Shopify store with the SQL and the files behind them, why they changed, and "
    "messages to its team. Ask in plain English, or name a skill in a data part. Whatever is sent "
    "waits for a person."
)


IMPORTING = AgentSkill(
    id=IMPORT,
    name="Import files",
    description=(
        "Imports the files that the message carries as parts with their bytes (CSV, gzip, zip; 12 "
        "MB in all), like an upload. The task tells that they were accepted, each file, the "
        "version that was published, how it ended, and when it is reverted."
    ),
    tags=["draft", "import"],
    examples=[json.dumps({"action": IMPORT})],
    input_modes=["text/csv", "application/gzip", "application/zip", "application/json"],
    output_modes=OUTPUT_MODES,
)
FOLLOWING = AgentSkill(
    id=FOLLOW,
    name="Follow events",
    description=(
        "A task without an end: each event of the workspace is a message of it, in a stream or to "
        "a push config. `kinds` are topics (import.completed) or their first words (approval); "
        "none stand for all. `after` is the id of the last event that was seen. Cancel ends it."
    ),
    tags=["read", "events"],
    examples=[json.dumps({"action": FOLLOW, "args": {"kinds": ["import"], "after": 0}})],
    input_modes=OUTPUT_MODES,
    output_modes=OUTPUT_MODES,
)


class Signer:
    """The installation's key: the same in each of its processes, made from its own secret."""

    def __init__(self, secret: bytes) -> None:
        # 48 bytes, so that taking the remainder favours no key.
        made = HKDF(hashes.SHA256(), 48, None, b"marketing-agent a2a card").derive(secret)
        private = ec.derive_private_key(int.from_bytes(made) % (_ORDER - 1) + 1, ec.SECP256R1())
        self._private = PyJWK({**_jwk(private), "alg": ALGORITHM})
        self.public = {**_jwk(private.public_key()), "use": "sig", "alg": ALGORITHM}
        self.public["kid"] = _thumbprint(self.public)

    def sign(self, card: AgentCard, base: str) -> AgentCard:
        """The card with a signature (RFC 7515) whose key stands at `/.well-known/jwks.json`."""
        kid, where = self.public["kid"], f"{base}{KEYS}"
        header = {"kid": kid, "alg": ALGORITHM, "jku": where, "typ": "JOSE"}
        return create_agent_card_signer(self._private, header)(card)  # type: ignore[arg-type]


@lru_cache(maxsize=64)
def public_card(signer: Signer, base: str) -> bytes:
    """The signed card for one address, as JSON; made once for each."""
    card = signer.sign(card_of(base, tools.all_tools(), (IMPORTING, FOLLOWING)), base)
    return json.dumps(MessageToDict(card), ensure_ascii=False).encode()


def extended_card(base: str, caller: Caller) -> AgentCard:
    """What the caller's role may do."""
    beside = (IMPORTING, FOLLOWING) if caller.role in imports.WRITERS else (FOLLOWING,)
    return card_of(base, tools.tools_for(caller), beside)


def card_of(base: str, offered: tuple[Tool, ...], beside: tuple[AgentSkill, ...] = ()) -> AgentCard:
    """The card of one address with some of our tools and other skills, not signed."""
    return AgentCard(
        name="Marketing Agent",
        description=_DESCRIPTION,
        version=__version__,
        supported_interfaces=[
            AgentInterface(url=f"{base}{path}", protocol_binding=binding, protocol_version="1.0")
            for path, binding in (("/a2a/", "JSONRPC"), ("/a2a/rest", "HTTP+JSON"))
        ],
        capabilities=AgentCapabilities(
            streaming=True, push_notifications=True, extended_agent_card=True
        ),
        security_schemes={
            _SCHEME: SecurityScheme(
                http_auth_security_scheme=HTTPAuthSecurityScheme(
                    scheme="bearer", description="An API key of the workspace"
                )
            ),
            _OAUTH: _oauth(base),
        },
        security_requirements=[
            SecurityRequirement(schemes={_SCHEME: StringList()}),
            SecurityRequirement(schemes={_OAUTH: StringList(list=[READ])}),
        ],
        default_input_modes=OUTPUT_MODES,
        default_output_modes=OUTPUT_MODES,
        skills=[*map(_skill, offered), *beside],
    )


def _oauth(base: str) -> SecurityScheme:
    """Tokens that a person gives an app for this door, with this address as their resource."""
    token = f"{base}/oauth/token"
    code = AuthorizationCodeOAuthFlow(
        authorization_url=f"{base}/connect/",
        token_url=token,
        refresh_url=token,
        scopes={READ: "Read figures and ask", WRITE: "What the person's own role may do"},
        pkce_required=True,
    )
    return SecurityScheme(
        oauth2_security_scheme=OAuth2SecurityScheme(
            description=f"A person connects the app; the resource is {base}/a2a",
            flows=OAuthFlows(authorization_code=code),
            oauth2_metadata_url=f"{base}/.well-known/oauth-authorization-server",
        )
    )


def _skill(tool: Tool) -> AgentSkill:
    """A skill is a tool: a data part with its name runs exactly that."""
    return AgentSkill(
        id=tool.name,
        name=tool.title,
        description=tool.description,
        tags=[tool.effect, tool.view],
        examples=[json.dumps({"action": tool.name, "args": dict(tool.example)})],
        input_modes=OUTPUT_MODES,
        output_modes=OUTPUT_MODES,
    )


def _jwk(key: ec.EllipticCurvePrivateKey | ec.EllipticCurvePublicKey) -> dict[str, str]:
    return dict(ECAlgorithm.to_jwk(key, as_dict=True))


def _thumbprint(key: dict[str, str]) -> str:
    """RFC 7638."""
    required = {name: key[name] for name in ("crv", "kty", "x", "y")}
    canonical = json.dumps(required, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:32]
