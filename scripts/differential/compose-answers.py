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
from compose.network import build_networks, get_network_defs_for_service
from compose.timeparse import timeparse
from compose.utils import parse_bytes

PROPAGATIONS = ("private", "rprivate", "shared", "rshared", "slave", "rslave")


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


def kind(volume):
    if isinstance(volume, MountSpec):
        return volume.type
    return "volume" if volume.is_named_volume else "bind"


def modes(volume):
    return [] if isinstance(volume, MountSpec) else volume.mode.split(",")


def bind(volume):
    long = isinstance(volume, MountSpec)
    words = modes(volume)
    passed = [word for word in words if word in PROPAGATIONS]
    if long and volume.options:
        passed = [volume.options["propagation"]] if "propagation" in volume.options else []
    labels = [word for word in words if word in ("z", "Z")]
    return {
        "source": volume.source if long else volume.external,
        "target": volume.target if long else volume.internal,
        "readOnly": bool(volume.read_only) if long else "ro" in words,
        **({"propagation": passed[0]} if passed else {}),
        **({"relabel": labels[0]} if labels else {}),
    }


def named(volume, defined, project):
    long = isinstance(volume, MountSpec)
    key = volume.source if long else volume.external
    about = defined[key] or {}
    external = about.get("external")
    nocopy = bool((volume.options or {}).get("nocopy")) if long else "nocopy" in modes(volume)
    return {
        "key": key,
        "name": about.get("name") or (key if external else f"{project}_{key}"),
        "target": volume.target if long else volume.internal,
        "readOnly": bool(volume.read_only) if long else "ro" in modes(volume),
        "copy": not nocopy,
        "external": bool(external),
        "driver": about.get("driver") or "",
        "options": {name: str(text) for name, text in (about.get("driver_opts") or {}).items()},
        "labels": about.get("labels") or {},
    }


def memory_folders(service, volumes):
    long = [
        {"target": volume.target, "options": f"size={volume.options['size']}" if volume.options else ""}
        for volume in volumes
        if kind(volume) == "tmpfs"
    ]
    short = service.get("tmpfs") or []
    short = [short] if isinstance(short, str) else short
    return long + [{"target": text.split(":")[0], "options": text.partition(":")[2]} for text in short]


def networks(project, config, service):
    defined = build_networks(project, config, None)
    found = []
    for key, own in get_network_defs_for_service(service).items():
        network = defined[key]
        found.append({
            "key": key,
            "name": network.full_name,
            "external": bool(network.external),
            "aliases": own.get("aliases") or [],
            "address4": own.get("ipv4_address") or "",
            "address6": own.get("ipv6_address") or "",
            "driver": network.driver or "",
            "options": {name: str(text) for name, text in (network.driver_opts or {}).items()},
            "internal": bool(network.internal),
            "ipv6": bool(network.enable_ipv6),
        })
    return sorted(found, key=lambda one: one["key"])


def texts(value):
    return [value] if isinstance(value, str) else value or []


def ulimit(name, value):
    pair = value if isinstance(value, dict) else {"soft": value, "hard": value}
    return {"name": name, "soft": pair["soft"], "hard": pair["hard"]}


def size(value):
    return None if value is None else parse_bytes(str(value))


def runtime(service, reservations):
    logging = service.get("logging")
    return {
        "platform": service.get("platform") or None,
        "logging": None if logging is None else {
            "driver": logging.get("driver") or "json-file",
            "options": {name: str(text) for name, text in (logging.get("options") or {}).items()},
        },
        "ulimits": [ulimit(name, value) for name, value in (service.get("ulimits") or {}).items()],
        "sharedMemory": size(service.get("shm_size")),
        "addedCapabilities": service.get("cap_add") or [],
        "droppedCapabilities": service.get("cap_drop") or [],
        "readOnly": bool(service.get("read_only")),
        "securityOptions": [one.value for one in service.get("security_opt") or []],
        "dns": texts(service.get("dns")),
        "dnsSearch": texts(service.get("dns_search")),
        "dnsOptions": service.get("dns_opt") or [],
        "reservedMemory": size(service.get("mem_reservation") or reservations.get("memory")),
        "processes": None if "pids_limit" not in service else int(service["pids_limit"]),
    }


def port(spec):
    any_of = isinstance(spec.published, str) and "-" in spec.published
    return {
        "address": spec.external_ip or "",
        "host": None if any_of else spec.published,
        **({"hostRange": spec.published} if any_of else {}),
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
    resources = service.get("deploy", {}).get("resources", {})
    limits = resources.get("limits", {})
    project = get_project_name(folder, None, Environment.from_env_file(folder))
    volumes = service.get("volumes", [])
    restart = service.get("restart") or {"Name": "no", "MaximumRetryCount": 0}
    grace = service.get("stop_grace_period")
    # An empty text is to the engine the same as none.
    return config, {
        "project": project,
        "service": service["name"],
        "containerName": service.get("container_name"),
        "image": service["image"],
        "environment": {name: str(text) for name, text in service.get("environment", {}).items() if text is not None},
        "ports": [port(spec) for spec in service.get("ports", [])],
        "binds": [bind(volume) for volume in volumes if kind(volume) == "bind"],
        "volumes": [named(volume, config.volumes, project) for volume in volumes if kind(volume) == "volume"],
        "tmpfs": memory_folders(service, volumes),
        "networks": networks(project, config, service),
        "runtime": runtime(service, resources.get("reservations", {})),
        "extraHosts": pairs(service.get("extra_hosts")),
        "healthcheck": healthcheck(service.get("healthcheck")),
        "restart": {"name": restart["Name"], "maximumRetryCount": restart["MaximumRetryCount"]},
        "cpus": service.get("cpus", limits.get("cpus")),
        "memory": size(service.get("mem_limit", limits.get("memory"))),
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
