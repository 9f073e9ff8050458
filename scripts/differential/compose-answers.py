"""Answers, line by line, what Compose 1.29 makes of compose and env files.

Each line on standard input is a JSON object: "folder", "files" (name to text) and "environment" (of the shell). The
files are written to the folder and read by the function behind `docker-compose config`; the answer, one line of JSON, has
the service as Compose hands it to the engine, and with "text" also what the command would print.
"""

import json
import os
import sys

import docker.utils
from compose.cli.command import get_config_from_options, get_project_name
from compose.config.environment import Environment
from compose.config.errors import ConfigurationError
from compose.config.serialize import serialize_config
from compose.config.types import MountSpec
from compose.timeparse import timeparse
from compose.utils import parse_bytes


def write(folder, files):
    os.makedirs(folder, exist_ok=True)
    for name in os.listdir(folder):
        if name not in files:
            os.remove(os.path.join(folder, name))
    for name, text in files.items():
        with open(os.path.join(folder, name), "w", encoding="utf-8", newline="") as file:
            file.write(text)


def words(value):
    return docker.utils.split_command(value) if isinstance(value, str) else value


def pairs(value):
    if isinstance(value, dict):
        return sorted(f"{name}:{address}" for name, address in value.items())
    return sorted(value or [])


def bind(volume):
    read_only = bool(volume.read_only) if isinstance(volume, MountSpec) else volume.mode == "ro"
    target = volume.target if isinstance(volume, MountSpec) else volume.internal
    return {"source": volume.external, "target": target, "readOnly": read_only}


def port(spec):
    return {
        "address": spec.external_ip or "",
        "host": spec.published,
        "container": spec.target,
        "protocol": spec.protocol or "tcp",
    }


def healthcheck(value):
    if value is None:
        return None
    test = value.get("test", [])
    return {
        "test": ["CMD-SHELL", test] if isinstance(test, str) else test,
        "interval": value.get("interval"),
        "timeout": value.get("timeout"),
        "startPeriod": value.get("start_period"),
        "retries": value.get("retries"),
    }


def answer(folder):
    config = get_config_from_options(folder, {})
    # Before the answer: the text is made of the same objects and changes durations in place when it is made.
    service = dict(config.services[0])
    limits = service.get("deploy", {}).get("resources", {}).get("limits", {})
    restart = service.get("restart") or {"Name": "no", "MaximumRetryCount": 0}
    grace = service.get("stop_grace_period")
    # An empty text is to the engine the same as none.
    return config, {
        "project": get_project_name(folder, None, Environment.from_env_file(folder)),
        "service": service["name"],
        "containerName": service.get("container_name"),
        "image": service["image"],
        "environment": {name: str(text) for name, text in service.get("environment", {}).items() if text is not None},
        "ports": [port(spec) for spec in service.get("ports", [])],
        "binds": [bind(volume) for volume in service.get("volumes", [])],
        "extraHosts": pairs(service.get("extra_hosts")),
        "healthcheck": healthcheck(service.get("healthcheck")),
        "restart": {"name": restart["Name"], "maximumRetryCount": restart["MaximumRetryCount"]},
        "cpus": limits.get("cpus"),
        "memory": None if "memory" not in limits else parse_bytes(limits["memory"]),
        "labels": service.get("labels", {}),
        "command": words(service.get("command")),
        "entrypoint": words(service.get("entrypoint")),
        "user": service.get("user") or None,
        "init": service.get("init"),
        "stopSignal": service.get("stop_signal") or None,
        "stopGraceSeconds": None if grace is None else timeparse(str(grace)),
        "workingDir": service.get("working_dir") or None,
        "hostname": service.get("hostname") or None,
    }


def main():
    for line in sys.stdin:
        case = json.loads(line)
        write(case["folder"], case["files"])
        os.environ.clear()
        os.environ.update(case["environment"])
        try:
            config, service = answer(case["folder"])
            result = {"service": service}
            encoded = json.dumps(result)
            if case.get("text"):
                encoded = json.dumps({**result, "text": serialize_config(config)})
        except ConfigurationError as error:
            encoded = json.dumps({"refused": str(error)})
        print(encoded, flush=True)


main()
