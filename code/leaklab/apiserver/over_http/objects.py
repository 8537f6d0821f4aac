"""The pods and the namespaces that this server lists, in Kubernetes' JSON. All are chosen."""

import datetime
import functools
import hashlib
import json
from collections.abc import Callable
from typing import Any, NamedTuple

NAMESPACES = ("default", "kube-system")
ENDPOINTS = ("kubernetes",)
RESOURCE_VERSION = "1000"  # of everything: nothing changes here
MADE = "2019-12-10T09:00:00Z"
MADE_AT = datetime.datetime.fromisoformat(MADE)
Object = dict[str, Any]


def encode(value: object) -> bytes:
    """JSON as the API server writes it: no spaces, a line."""
    return json.dumps(value, separators=(",", ":")).encode() + b"\n"


def pod_name(number: int) -> str:
    """The names of pods; in their order as text too."""
    return f"pod-{number:06}"


def pod_number(name: str) -> int | None:
    """Which pod has this name; None if none can."""
    digits = name.removeprefix("pod-")
    if not (digits.isdecimal() and digits.isascii()) or pod_name(int(digits)) != name:
        return None
    return int(digits)


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


def endpoints(host: str, port: int) -> Object:
    """Where the API servers are, as the `kubernetes` service has it: this one alone."""
    ports = [{"name": "https", "port": port, "protocol": "TCP"}]
    subset = {"addresses": [{"ip": host}], "ports": ports}
    meta = {**_meta(ENDPOINTS[0], "endpoints"), "namespace": "default"}
    return {"metadata": meta, "subsets": [subset]}


@functools.lru_cache(maxsize=4)
def pods_encoded(count: int) -> tuple[bytes, ...]:
    """Each pod's JSON: lists are put together from them."""
    return tuple(encode(pod(number)).rstrip() for number in range(count))


def listed(kind: str, items: list[bytes], rest: int = 0, go_on: str = "") -> bytes:
    """A list of encoded objects."""
    meta = list_meta(rest, go_on)
    begin = encode({"kind": kind, "apiVersion": "v1", "metadata": meta}).rstrip()[:-1]
    return b'%s,"items":[%s]}\n' % (begin, b",".join(items))


def _where(subset: Object) -> str:
    host = subset["addresses"][0]["ip"]
    name = f"[{host}]" if ":" in host else host
    return f"{name}:{subset['ports'][0]['port']}"


class Column(NamedTuple):
    """One column of a table; `wide`: for `-o wide` alone."""

    name: str
    cell: Callable[[Object], Any]
    wide: bool = False


# As in pkg/printers/internalversion/printers.go of 1.15.5; descriptions are left out.
COLUMNS = {
    "pods": (
        Column("Name", lambda pod: pod["metadata"]["name"]),
        Column("Ready", lambda pod: "1/1"),
        Column("Status", lambda pod: pod["status"]["phase"]),
        Column("Restarts", lambda pod: 0),
        Column("Age", lambda pod: age()),
        Column("IP", lambda pod: pod["status"]["podIP"], wide=True),
        Column("Node", lambda pod: pod["spec"]["nodeName"], wide=True),
        Column("Nominated Node", lambda pod: "<none>", wide=True),
        Column("Readiness Gates", lambda pod: "<none>", wide=True),
    ),
    "endpoints": (
        Column("Name", lambda each: each["metadata"]["name"]),
        Column("Endpoints", lambda each: _where(each["subsets"][0])),
        Column("Age", lambda each: age()),
    ),
    "namespaces": (
        Column("Name", lambda space: space["metadata"]["name"]),
        Column("Status", lambda space: space["status"]["phase"]),
        Column("Age", lambda space: age()),
    ),
}


def table(
    resource: str, objects: list[Object], rest: int = 0, go_on: str = "", version: str = "v1"
) -> bytes:
    """Objects as kubectl asks for them: a table whose columns the server knows."""
    columns = COLUMNS[resource]
    definitions = [
        {
            "name": column.name,
            "type": "integer" if column.name == "Restarts" else "string",
            "format": "name" if column.name == "Name" else "",
            "description": "",
            "priority": int(column.wide),
        }
        for column in columns
    ]
    rows = [
        {
            "cells": [column.cell(each) for column in columns],
            "object": {
                "kind": "PartialObjectMetadata",
                "apiVersion": f"meta.k8s.io/{version}",
                "metadata": each["metadata"],
            },
        }
        for each in objects
    ]
    head = {"kind": "Table", "apiVersion": f"meta.k8s.io/{version}"}
    meta = list_meta(rest, go_on)
    return encode({**head, "metadata": meta, "columnDefinitions": definitions, "rows": rows})


def list_meta(rest: int, go_on: str) -> Object:
    """What a list says of itself; `rest` are not in it, and `go_on` says where to begin again."""
    meta: Object = {"resourceVersion": RESOURCE_VERSION}
    if go_on:
        meta |= {"continue": go_on, "remainingItemCount": rest}
    return meta


def age(now: datetime.datetime | None = None) -> str:
    """How old these objects are, as HumanDuration of apimachinery's duration.go has it from 8 days.

    Days up to two years, then years and days up to eight, then years.
    """
    days = ((now or datetime.datetime.now(datetime.UTC)) - MADE_AT).days
    years, more = divmod(days, 365)
    if years < 2:
        return f"{days}d"
    return f"{years}y{more}d" if more and years < 8 else f"{years}y"


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
