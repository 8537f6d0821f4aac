"""What an API server tells of itself: which it is, whether it is well, what it serves."""

from typing import Any

KINDS = {"endpoints": "Endpoints", "namespaces": "Namespace", "pods": "Pod"}
SHORT = {"endpoints": "ep", "namespaces": "ns", "pods": "po"}
VERBS = ["get", "list", "watch"]
# Of /version: clients want each to be there; this program was not built by Go.
OF_GO = ("gitCommit", "gitTreeState", "buildDate", "goVersion", "compiler", "platform")
HEALTH = ("/healthz", "/livez", "/readyz")
PATHS = ["/api", "/api/v1", "/apis", "/debug/pprof/goroutine", *HEALTH, "/metrics", "/version"]


def told(path: str, version: str) -> dict[str, Any] | str | None:
    """The answer at a path, JSON or a line of text; None where there is none."""
    if path in HEALTH:
        return "ok"
    if path == "/":
        return {"paths": PATHS}
    if path == "/version":
        major, minor, _ = version.split(".", 2)
        which = {"major": major, "minor": minor, "gitVersion": f"v{version}+leaklab"}
        return {**which, **dict.fromkeys(OF_GO, "")}
    if path == "/api":
        return {"kind": "APIVersions", "versions": ["v1"], "serverAddressByClientCIDRs": []}
    if path == "/apis":
        return {"kind": "APIGroupList", "apiVersion": "v1", "groups": []}
    if path == "/api/v1":
        resources = [_resource(name, kind) for name, kind in KINDS.items()]
        return {"kind": "APIResourceList", "groupVersion": "v1", "resources": resources}
    return None


def _resource(name: str, kind: str) -> dict[str, Any]:
    return {
        "name": name,
        "singularName": "",
        "namespaced": name != "namespaces",
        "kind": kind,
        "verbs": VERBS,
        "shortNames": [SHORT[name]],
    }
