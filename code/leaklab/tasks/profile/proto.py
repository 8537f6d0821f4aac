"""A task profile as gzipped profile.proto, which `go tool pprof` reads.

The message is described below by its field numbers (github google/pprof, proto/profile.proto:
only the fields written or read here), and encoded by the protobuf library.
"""

import functools
import gzip
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from leaklab.tasks.profile.frames import Frame
from leaklab.tasks.profile.stacks import TaskStack

# message -> field -> (number, type); a list means repeated
FIELDS: dict[str, dict[str, tuple[int, str | list[str]]]] = {
    "ValueType": {"type": (1, "int64"), "unit": (2, "int64")},
    "Label": {"key": (1, "int64"), "str": (2, "int64"), "num": (3, "int64")},
    "Sample": {"location_id": (1, ["uint64"]), "value": (2, ["int64"]), "label": (3, ["Label"])},
    "Line": {"function_id": (1, "uint64"), "line": (2, "int64")},
    "Location": {
        "id": (1, "uint64"),
        "mapping_id": (2, "uint64"),
        "address": (3, "uint64"),
        "line": (4, ["Line"]),
    },
    "Mapping": {
        "id": (1, "uint64"),
        "filename": (5, "int64"),
        "has_functions": (7, "bool"),
        "has_filenames": (8, "bool"),
        "has_line_numbers": (9, "bool"),
    },
    "Function": {
        "id": (1, "uint64"),
        "name": (2, "int64"),
        "system_name": (3, "int64"),
        "filename": (4, "int64"),
        "start_line": (5, "int64"),
    },
    "Profile": {
        "sample_type": (1, ["ValueType"]),
        "sample": (2, ["Sample"]),
        "mapping": (3, ["Mapping"]),
        "location": (4, ["Location"]),
        "function": (5, ["Function"]),
        "string_table": (6, ["string"]),
        "time_nanos": (9, "int64"),
        "period_type": (11, "ValueType"),
        "period": (12, "int64"),
    },
}


@functools.cache
def profile_class() -> Any:
    """The protobuf class of a Profile, built from `FIELDS`."""
    from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

    kinds = descriptor_pb2.FieldDescriptorProto
    scalars = {
        "int64": kinds.TYPE_INT64,
        "uint64": kinds.TYPE_UINT64,
        "string": kinds.TYPE_STRING,
        "bool": kinds.TYPE_BOOL,
    }
    file = descriptor_pb2.FileDescriptorProto(name="pprof.proto", package="pprof", syntax="proto3")
    for message_name, fields in FIELDS.items():
        message = file.message_type.add(name=message_name)
        for name, (number, kind) in fields.items():
            repeated = isinstance(kind, list)
            type_name = kind[0] if isinstance(kind, list) else kind
            field = message.field.add(name=name, number=number)
            field.label = kinds.LABEL_REPEATED if repeated else kinds.LABEL_OPTIONAL
            field.type = scalars.get(type_name, kinds.TYPE_MESSAGE)
            if type_name not in scalars:
                field.type_name = f".pprof.{type_name}"
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName("pprof.Profile"))


def proto(stacks: Sequence[TaskStack]) -> bytes:
    """The gzipped profile, one sample for equal stacks and states. Same tasks, same bytes."""
    return gzipped(proto_message(stacks))


def gzipped(message: bytes) -> bytes:
    """A message packed as pprof wants it. Same message, same bytes."""
    packed = io.BytesIO()
    with gzip.GzipFile("", "wb", fileobj=packed, mtime=0) as file:  # same header on every Python
        file.write(message)
    return packed.getvalue()


def proto_message(stacks: Sequence[TaskStack]) -> bytes:
    """The profile before it is packed: a message of pprof's `profile.proto`."""
    libraries = sorted({stack.library for stack in stacks})
    counts = Counter((stack.frames, stack.state) for stack in stacks)
    return message_of(" and ".join(libraries) or "trio", counts)


def message_of(program: str, counts: Mapping[tuple[tuple[Frame, ...], str], int]) -> bytes:
    """The message for so many tasks on each stack, in each state; "" is no state."""
    builder = _Builder(program)
    for (frames, state), count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        builder.add(frames, state, count)
    return bytes(builder.profile.SerializeToString(deterministic=True))


class _Builder:
    """Numbers strings, functions and locations as the format wants them."""

    def __init__(self, program: str) -> None:
        self.profile = profile_class()()
        self._strings: dict[str, int] = {}
        self._functions: dict[tuple[str, str], int] = {}
        self._locations: dict[Frame, int] = {}
        self._string("")
        kind, unit = self._string("goroutine"), self._string("count")
        self.profile.sample_type.add(type=kind, unit=unit)
        self.profile.period_type.type, self.profile.period_type.unit = kind, unit
        self.profile.period = 1
        self.profile.mapping.add(  # tells pprof that no symbols are missing
            id=1,
            filename=self._string(program),
            has_functions=True,
            has_filenames=True,
            has_line_numbers=True,
        )

    def add(self, frames: tuple[Frame, ...], state: str, count: int) -> None:
        sample = self.profile.sample.add(value=[count])
        sample.location_id.extend(self._location(frame) for frame in frames)
        sample.label.add(key=self._string("state"), str=self._string(state))

    def _string(self, text: str) -> int:
        if text not in self._strings:
            self._strings[text] = len(self._strings)
            self.profile.string_table.append(text)
        return self._strings[text]

    def _function(self, frame: Frame) -> int:
        key = (frame.function, frame.file)
        if key not in self._functions:
            self._functions[key] = len(self._functions) + 1
            name = self._string(frame.function)
            self.profile.function.add(
                id=self._functions[key],
                name=name,
                system_name=name,
                filename=self._string(frame.file),
                start_line=frame.first_line,
            )
        return self._functions[key]

    def _location(self, frame: Frame) -> int:
        if frame not in self._locations:
            self._locations[frame] = len(self._locations) + 1
            location = self.profile.location.add(id=self._locations[frame], mapping_id=1)
            location.line.add(function_id=self._function(frame), line=frame.line)
        return self._locations[frame]
