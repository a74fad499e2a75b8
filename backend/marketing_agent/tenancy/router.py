"""REST of sign-in, workspaces, members and API keys."""

from fastapi import APIRouter, Depends, Request, Response

from marketing_agent.kernel.errors import NotFound
from marketing_agent.tenancy import invitations, service, sign_in
from marketing_agent.tenancy.errors import WrongPassword
from marketing_agent.tenancy.http import (
    COOKIE,
    AppDatabase,
    AppSettings,
    Cookie,
    CurrentCaller,
    SignedInUser,
    SystemSession,
    TenantSession,
    require,
)
from marketing_agent.tenancy.schemas import (
    ApiKeyCreate,
    ApiKeyCreated,
    ApiKeys,
    Invitation,
    Join,
    Login,
    Member,
    MemberCreate,
    MemberInvited,
    Members,
    MemberUpdate,
    SessionInfo,
    Setup,
    SetupState,
    SignedIn,
    SignInLink,
    Workspace,
    WorkspaceCreate,
    Workspaces,
    WorkspaceUpdate,
)

router = APIRouter(tags=["workspace"])
_admins = Depends(require("owner", "admin"))


def _give_cookie(
    request: Request, response: Response, settings: AppSettings, signed: SignedIn
) -> SessionInfo:
    response.set_cookie(
        COOKIE,
        signed.token,
        max_age=settings.session_days * 86_400,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
        path="/",
    )
    return signed.info


@router.get("/setup", operation_id="get_setup")
def get_setup(session: SystemSession) -> SetupState:
    """Whether this installation still waits for its first owner."""
    return SetupState(needed=sign_in.setup_needed(session))


@router.post("/setup", operation_id="set_up")
def set_up(
    body: Setup,
    request: Request,
    response: Response,
    settings: AppSettings,
    session: SystemSession,
) -> SessionInfo:
    """Makes the first owner by the single-use set-up link."""
    signed = sign_in.set_up(session, body, settings.session_days)
    return _give_cookie(request, response, settings, signed)


@router.post("/login", operation_id="login")
def login(
    body: Login,
    request: Request,
    response: Response,
    settings: AppSettings,
    database: AppDatabase,
) -> SessionInfo:
    """Signs in by e-mail and password."""
    address = request.client.host if request.client else ""
    with database.system() as session:
        sign_in.check_attempts(session, body, address)
    try:
        with database.system() as session:
            signed = sign_in.sign_in_by_password(session, body, address, settings.session_days)
    except WrongPassword:
        # In a transaction of its own: the failed one is rolled back, the count must stay.
        with database.system() as session:
            sign_in.note_failure(session, body, address)
        raise
    return _give_cookie(request, response, settings, signed)


@router.post("/sign-in-link", operation_id="use_sign_in_link")
def use_sign_in_link(
    body: SignInLink,
    request: Request,
    response: Response,
    settings: AppSettings,
    session: SystemSession,
) -> SessionInfo:
    """Signs in by a one-time link."""
    signed = sign_in.sign_in_by_link(session, body.token, settings.session_days)
    return _give_cookie(request, response, settings, signed)


@router.post("/join", operation_id="join")
def join(
    body: Join,
    request: Request,
    response: Response,
    settings: AppSettings,
    session: SystemSession,
) -> SessionInfo:
    """Sets an invited person's password by their one-time link, and signs them in."""
    signed = invitations.join(session, body, settings.session_days)
    return _give_cookie(request, response, settings, signed)


@router.post("/logout", operation_id="logout", status_code=204)
def logout(_user: SignedInUser, response: Response, cookie: Cookie, session: SystemSession) -> None:
    """Ends the session on the server and in the browser."""
    sign_in.sign_out(session, cookie or "")
    response.delete_cookie(COOKIE, path="/")


@router.get("/session", operation_id="get_session")
def get_session(user: SignedInUser) -> SessionInfo:
    """The signed-in person, their workspaces and the CSRF token."""
    return user


@router.get("/workspaces", operation_id="list_workspaces")
def list_workspaces(caller: CurrentCaller, session: SystemSession) -> Workspaces:
    """The workspaces the caller may open: a key has one, a person those they belong to."""
    if caller.user_id:
        return Workspaces(items=service.workspaces_of(session, caller.user_id))
    mine = service.get_workspace(session, caller.workspace_id)
    return Workspaces.model_validate({"items": [mine.model_dump() | {"role": caller.role}]})


@router.post("/workspaces", operation_id="create_workspace", status_code=201)
def create_workspace(
    body: WorkspaceCreate, user: SignedInUser, session: SystemSession
) -> Workspace:
    """Makes a workspace for one store; whoever asks becomes its owner."""
    return service.create_workspace(session, body, owner_id=user.user.id)


@router.get("/workspaces/{workspace_id}", operation_id="get_workspace")
def get_workspace(workspace_id: str, caller: CurrentCaller, session: TenantSession) -> Workspace:
    """The caller's workspace."""
    if workspace_id != caller.workspace_id:
        raise NotFound("There is no such workspace.")
    return service.get_workspace(session, workspace_id)


@router.patch("/workspaces/{workspace_id}", operation_id="update_workspace", dependencies=[_admins])
def update_workspace(
    workspace_id: str, body: WorkspaceUpdate, caller: CurrentCaller, session: TenantSession
) -> Workspace:
    """Renames the caller's workspace, or switches whether a second key must approve."""
    if workspace_id != caller.workspace_id:
        raise NotFound("There is no such workspace.")
    return service.update_workspace(session, caller, body)


@router.get("/members", operation_id="list_members")
def list_members(caller: CurrentCaller, session: TenantSession) -> Members:
    """The people of the workspace."""
    return Members(items=service.list_members(session, caller))


@router.post("/members", operation_id="add_member", status_code=201, dependencies=[_admins])
def add_member(body: MemberCreate, caller: CurrentCaller, session: SystemSession) -> MemberInvited:
    """Adds a person and returns the link by which they set their password once."""
    return invitations.invite(session, caller, body)


@router.post(
    "/members/{user_id}/invitation", operation_id="renew_invitation", dependencies=[_admins]
)
def renew_invitation(user_id: str, caller: CurrentCaller, session: SystemSession) -> Invitation:
    """Makes a new link for somebody who has not joined yet; the one before stops working."""
    return invitations.renew(session, caller, user_id)


@router.patch("/members/{user_id}", operation_id="change_member", dependencies=[_admins])
def change_member(
    user_id: str, body: MemberUpdate, caller: CurrentCaller, session: TenantSession
) -> Member:
    """Gives a member another role."""
    return service.change_member(session, caller, user_id, body.role)


@router.delete(
    "/members/{user_id}", operation_id="remove_member", status_code=204, dependencies=[_admins]
)
def remove_member(user_id: str, caller: CurrentCaller, session: TenantSession) -> None:
    """Takes a person out of the workspace."""
    service.remove_member(session, caller, user_id)


@router.get("/api-keys", operation_id="list_api_keys", dependencies=[_admins])
def list_api_keys(caller: CurrentCaller, session: TenantSession) -> ApiKeys:
    """The API keys of the workspace, without their secrets."""
    return ApiKeys(items=service.list_api_keys(session, caller))


@router.post("/api-keys", operation_id="create_api_key", status_code=201, dependencies=[_admins])
def create_api_key(
    body: ApiKeyCreate, caller: CurrentCaller, session: TenantSession
) -> ApiKeyCreated:
    """Makes an API key and shows it this once."""
    return service.create_api_key(session, caller, body)


@router.delete(
    "/api-keys/{key_id}", operation_id="revoke_api_key", status_code=204, dependencies=[_admins]
)
def revoke_api_key(key_id: str, caller: CurrentCaller, session: TenantSession) -> None:
    """Ends an API key at once."""
    service.revoke_api_key(session, caller, key_id)
