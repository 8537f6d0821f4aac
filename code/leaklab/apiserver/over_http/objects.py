"""The pods and the namespaces that this server lists, in Kubernetes' JSON. All are chosen."""

import functools
import hashlib
import json
from typing import Any

NAMESPACES = ("default", "kube-system")
RESOURCE_VERSION = "1000"  # of everything: nothing changes here
MADE = "2019-12-10T09:00:00Z"
Object = dict[str, Any]


def encode(value: object) -> bytes:
    """JSON as the API server writes it: no spaces, a line."""
    return json.dumps(value, separators=(",", ":")).encode() + b"\n"


def pod_name(number: int) -> str:
    """The names of pods; in their order as text too."""
    return f"pod-{number:06}"


def _meta(name: str, kind: str) -> Object:
    uid = hashlib.sha256(f"{kind}/{name}".encode()).hexdigest()
    return {
        "name": name,
        "uid": f"{uid[:8]}-{uid[8:12]}-{uid[12:16]}-{uid[16:20]}-{uid[20:32]}",
        "resourceVersion": RESOURCE_VERSION,
        "creationTimestamp": MADE,
    }


def pod(number: int) -> Object:
    """One pod, running."""
    name = pod_name(number)
    return {
        "metadata": {**_meta(name, "pod"), "namespace": "default", "labels": {"app": "demo"}},
        "spec": {
            "containers": [{"name": "main", "image": "example.invalid/demo:1", "resources": {}}],
            "nodeName": f"node-{number % 7}",
            "restartPolicy": "Always",
        },
        "status": {
            "phase": "Running",
            "podIP": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}",
            "containerStatuses": [
                {
                    "name": "main",
                    "ready": True,
                    "restartCount": 0,
                    "image": "example.invalid/demo:1",
                    "imageID": "",
                    "state": {"running": {"startedAt": MADE}},
                }
            ],
        },
    }


def namespace(name: str) -> Object:
    """One namespace."""
    return {
        "metadata": _meta(name, "namespace"),
        "spec": {"finalizers": ["kubernetes"]},
        "status": {"phase": "Active"},
    }


@functools.lru_cache(maxsize=4)
def pods_encoded(count: int) -> tuple[bytes, ...]:
    """Each pod's JSON: lists are put together from them."""
    return tuple(encode(pod(number)).rstrip() for number in range(count))


def listed(kind: str, items: list[bytes], rest: int = 0, go_on: str = "") -> bytes:
    """A list of encoded objects; `rest` are not in it, and `go_on` says where to begin again."""
    meta: Object = {"resourceVersion": RESOURCE_VERSION}
    if go_on:
        meta |= {"continue": go_on, "remainingItemCount": rest}
    begin = encode({"kind": kind, "apiVersion": "v1", "metadata": meta}).rstrip()[:-1]
    return b'%s,"items":[%s]}\n' % (begin, b",".join(items))


def table(objects: list[Object], rest: int = 0, go_on: str = "", version: str = "v1") -> bytes:
    """Pods as kubectl asks for them: a table whose columns the server knows."""
    meta: Object = {"resourceVersion": RESOURCE_VERSION}
    if go_on:
        meta |= {"continue": go_on, "remainingItemCount": rest}
    columns = [
        {"name": name, "type": kind, "format": "", "description": "", "priority": 0}
        for name, kind in (
            ("Name", "string"),
            ("Ready", "string"),
            ("Status", "string"),
            ("Restarts", "integer"),
            ("Age", "string"),
        )
    ]
    columns[0]["format"] = "name"
    rows = [
        {
            "cells": [each["metadata"]["name"], "1/1", each["status"]["phase"], 0, age()],
            "object": {
                "kind": "PartialObjectMetadata",
                "apiVersion": f"meta.k8s.io/{version}",
                "metadata": each["metadata"],
            },
        }
        for each in objects
    ]
    head = {"kind": "Table", "apiVersion": f"meta.k8s.io/{version}", "metadata": meta}
    return encode({**head, "columnDefinitions": columns, "rows": rows})


def age() -> str:
    """Days since these pods were made, as kubectl prints them."""
    import datetime

    made = datetime.datetime.fromisoformat(MADE)
    return f"{(datetime.datetime.now(datetime.UTC) - made).days}d"


def status(code: int, reason: str, message: str, details: Object | None = None) -> bytes:
    """An error as Kubernetes says it: a Status object."""
    return encode(
        {
            "kind": "Status",
            "apiVersion": "v1",
            "metadata": {},
            "status": "Failure",
            "message": message,
            "reason": reason,
            "details": details or {},
            "code": code,
        }
    )
