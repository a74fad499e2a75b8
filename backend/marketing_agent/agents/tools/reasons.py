"""REST operations that no tool stands for, each with why not. A test holds this list to be exact.

“Settings” are acts of administration: a person does them in the app, so that no text that an
agent has read can lead it to change who may do what.
"""

_SIGN_IN = "Signing in is a person's act; agents come with an API key."
_SETTINGS = "Settings: who may enter and what the store is called is decided by people in the app."
_PROBES = "For operators: answers nothing about a store."
_CHANGES = "Changing or deleting what a person made is done in the app, where it can be undone."
_MEANINGS = (
    "Settings: what questions mean is confirmed by people, or agents could teach themselves."
)
_UPLOAD = "Takes files: an agent that starts an import does so as an A2A task, with file parts."
_FILES = "Takes a file: agents bring files as parts of an A2A message, and people add documents."
_RUNS = "The agent itself, which calls tools: each protocol has its own form of a run."
_AGENTS = "Settings: which agents of others may be asked is decided by people who read their cards."
_SERVERS = "Settings: which tools of others may be called is decided by people who read them."
_RESOURCES = "A person picks what a message is about; a run then reads it with read_document."
_VIEWS = "A view's own page and calls, for people's eyes: agents use read_server_tool."
_PROMPTS = "Settings: what the agent is told is written by people, never by what it reads."
_WEBHOOKS = (
    "Settings: where events leave to is decided by people, or an agent could open a way out."
)
_JOBS = "For operators: work of the product itself, which no question about a store is about."
_AUTOMATIONS = (
    "Only a person looks at a trial and decides that something happens without them from now on."
)
_ALERTS = "Whether an alert is looked after, put off or done with is for a person to say."
_TELLING = "Settings: where alerts leave to is decided by people, or an agent could open a way out."
_STOCK = "Settings: how a store orders its stock is for people to say; get_insight tells by what."
_COSTS = "Settings: what a store's costs are is for people to say; get_insight tells their sums."
_LAYOUT = "Where things lie on the page is arranged by the person who looks at it."

_CONNECTING = "Letting an app in, or out, is a person's act: no app does it for itself or others."
_FRAMES = "Settings: what other sites may show is decided by people, or an agent could publish it."
REASONS: dict[str, str] = {
    "get_setup": _SIGN_IN,
    "set_up": _SIGN_IN,
    "login": _SIGN_IN,
    "logout": _SIGN_IN,
    "join": _SIGN_IN,
    "use_sign_in_link": _SIGN_IN,
    "get_session": _SIGN_IN,
    "list_frames": _FRAMES,
    "create_frame": _FRAMES,
    "end_frame": _FRAMES,
    "get_app_request": _CONNECTING,
    "decide_app_request": _CONNECTING,
    "list_connected_apps": _CONNECTING,
    "disconnect_app": _CONNECTING,
    "create_workspace": _SETTINGS,
    "update_workspace": _SETTINGS,
    "add_member": _SETTINGS,
    "change_member": _SETTINGS,
    "remove_member": _SETTINGS,
    "renew_invitation": _SETTINGS,
    "list_api_keys": _SETTINGS,
    "create_api_key": _SETTINGS,
    "revoke_api_key": _SETTINGS,
    "get_health": _PROBES,
    "get_readiness": _PROBES,
    "get_metrics": _PROBES,
    "stream_events": "The live stream of a browser tab; agents follow a run or an A2A task.",
    "list_protocols": "The list of doors: whoever reads it through one has found it.",
    "list_tools": "The list of tools itself: every protocol has its own form of it.",
    "start_run": _RUNS,
    "list_runs": _RUNS,
    "get_run": _RUNS,
    "stream_run_events": _RUNS,
    "change_plan": _RUNS,
    "answer_call": _RUNS,
    "cancel_run": _RUNS,
    "list_threads": _RUNS,
    "create_thread": _RUNS,
    "get_thread": _RUNS,
    "acknowledge_alert": _ALERTS,
    "snooze_alert": _ALERTS,
    "resolve_alert": _ALERTS,
    "reopen_alert": _ALERTS,
    "get_alert_settings": _TELLING,
    "set_alert_settings": _TELLING,
    "test_alert_channel": _TELLING,
    "list_alert_deliveries": _TELLING,
    "get_inventory_settings": _STOCK,
    "set_inventory_settings": _STOCK,
    "get_cost_settings": _COSTS,
    "set_cost_settings": _COSTS,
    "list_webhooks": _WEBHOOKS,
    "create_webhook": _WEBHOOKS,
    "update_webhook": _WEBHOOKS,
    "delete_webhook": _WEBHOOKS,
    "rotate_webhook": _WEBHOOKS,
    "ping_webhook": _WEBHOOKS,
    "list_webhook_deliveries": _WEBHOOKS,
    "retry_webhook_delivery": _WEBHOOKS,
    "list_jobs": _JOBS,
    "get_job": _JOBS,
    "retry_job": _JOBS,
    "cancel_job": _JOBS,
    "list_pushes": "For operators: whether an outside agent's webhooks were told of its tasks.",
    "retry_push": "For operators: an outside agent that missed something reads its task.",
    "add_remote_agent": _AGENTS,
    "check_remote_agent": _AGENTS,
    "approve_remote_agent": _AGENTS,
    "remove_remote_agent": _AGENTS,
    "add_tool_server": _SERVERS,
    "refresh_tool_server": _SERVERS,
    "approve_server_tool": _SERVERS,
    "switch_off_server_tool": _SERVERS,
    "remove_tool_server": _SERVERS,
    "list_server_resources": _RESOURCES,
    "attach_server_resource": _RESOURCES,
    "get_server_view": _VIEWS,
    "call_from_server_view": _VIEWS,
    "stop_server_view": _VIEWS,
    "list_prompts": _PROMPTS,
    "get_prompt": _PROMPTS,
    "change_prompt": _PROMPTS,
    "call_tool": "The door to every tool: each protocol has its own form of it.",
    "decide_approval": "Approving is a person's act: no tool may do it, or an agent could.",
    "add_document": _FILES,
    "add_attachment": _FILES,
    "list_attachments": "A run is told of its attachments; each is read with read_document.",
    "download_document": "The bytes as they came, for people: agents read the text of them.",
    "remove_document": _CHANGES,
    "remove_attachment": _CHANGES,
    "create_import": _UPLOAD,
    "split_import": _UPLOAD,
    "revert_import": _CHANGES,
    "update_saved_question": _CHANGES,
    "delete_saved_question": _CHANGES,
    "restore_saved_question": _CHANGES,
    "delete_report": _CHANGES,
    "restore_report": _CHANGES,
    "repeat_report": "The same page kept anew: save_report does that, with the days it is given.",
    "update_widget": _CHANGES,
    "delete_widget": _CHANGES,
    "restore_widget": _CHANGES,
    "update_segment": _CHANGES,
    "delete_segment": _CHANGES,
    "restore_segment": _CHANGES,
    "arrange_widgets": _LAYOUT,
    "set_pins": _LAYOUT,
    "update_automation": _CHANGES,
    "delete_automation": _CHANGES,
    "restore_automation": _CHANGES,
    "list_automation_versions": _CHANGES,
    "try_automation": _AUTOMATIONS,
    "check_automation": _AUTOMATIONS,
    "switch_automation": _AUTOMATIONS,
    "ask_feedback": _MEANINGS,
    "list_prompt_cache": _MEANINGS,
    "download_prompt_cache": _MEANINGS,
    "list_prompt_lifetimes": _MEANINGS,
    "update_prompt_lifetime": _MEANINGS,
    "update_prompt_entry": _MEANINGS,
    "delete_prompt_entry": _MEANINGS,
    "rebuild_prompt_cache": _MEANINGS,
    "list_sql_templates": "Stored SQL is read under each number with get_kpi_lineage.",
    "download_sql_templates": "Stored SQL is read under each number with get_kpi_lineage.",
}
