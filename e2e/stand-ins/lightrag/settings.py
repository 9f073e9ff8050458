"""What the stand-in is told from outside: LightRAG's environment, the mounted .env, and the faults it is to show."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass

ASSIGNMENT = re.compile(r"\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*$")
REFERENCE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


def load_env_file(path):
    """Adds what the file says to the environment; what is there already wins, as in newer LightRAG versions."""
    try:
        with open(path, encoding="utf-8-sig", errors="replace") as file:
            lines = file.read().splitlines()
    except OSError:
        return
    for line in lines:
        match = ASSIGNMENT.match(line)
        if match is None:
            continue
        name, raw = match.groups()
        if raw[:1] in ("'", '"'):
            value = raw[1:].split(raw[0])[0]
        else:
            value = re.sub(r"(^|\s)#.*", "", raw).strip()
        if not raw.startswith("'"):
            value = REFERENCE.sub(lambda found: os.environ.get(found[1], ""), value)
        os.environ.setdefault(name, value)


@dataclass(frozen=True)
class Settings:
    """LightRAG's settings, its own defaults where the environment says nothing."""

    host: str
    port: int
    working_dir: str
    input_dir: str

    @staticmethod
    def from_environment():
        env = os.environ.get
        return Settings(
            host=env("HOST", "0.0.0.0"),
            port=int(env("PORT", "9621")),
            working_dir=env("WORKING_DIR", "/app/data/rag_storage"),
            input_dir=env("INPUT_DIR", "/app/data/inputs"),
        )

    def health(self, version, auth_mode):
        """The part of /health that does not change while the server runs."""
        return {
            "status": "healthy",
            "webui_available": True,
            "working_directory": self.working_dir,
            "input_directory": self.input_dir,
            "configuration": configuration(),
            "auth_mode": auth_mode,
            "core_version": version,
            "api_version": "0344",
            "webui_title": os.environ.get("WEBUI_TITLE"),
            "webui_description": os.environ.get("WEBUI_DESCRIPTION"),
        }


def configuration():
    env = os.environ.get
    ollama = "http://localhost:11434"
    return {
        "llm_binding": env("LLM_BINDING", "ollama"),
        "llm_binding_host": env("LLM_BINDING_HOST", ollama),
        "llm_model": env("LLM_MODEL", "mistral-nemo:latest"),
        "embedding_binding": env("EMBEDDING_BINDING", "ollama"),
        "embedding_binding_host": env("EMBEDDING_BINDING_HOST", ollama),
        "embedding_model": env("EMBEDDING_MODEL", "bge-m3:latest"),
        "summary_max_tokens": 1200,
        "summary_context_size": 12000,
        "kv_storage": env("LIGHTRAG_KV_STORAGE", "JsonKVStorage"),
        "doc_status_storage": env("LIGHTRAG_DOC_STATUS_STORAGE", "JsonDocStatusStorage"),
        "graph_storage": env("LIGHTRAG_GRAPH_STORAGE", "NetworkXStorage"),
        "vector_storage": env("LIGHTRAG_VECTOR_STORAGE", "NanoVectorDBStorage"),
        "enable_llm_cache": env("ENABLE_LLM_CACHE", "true") == "true",
        "enable_llm_cache_for_extract": env("ENABLE_LLM_CACHE_FOR_EXTRACT", "true") == "true",
        "workspace": env("WORKSPACE", ""),
        "max_graph_nodes": 1000,
        "enable_rerank": False,
        "rerank_binding": "null",
        "rerank_model": None,
        "rerank_binding_host": None,
        "max_async": int(env("MAX_ASYNC", "4")),
        "max_parallel_insert": int(env("MAX_PARALLEL_INSERT", "2")),
    }


@dataclass(frozen=True)
class Faults:
    """What is to go wrong."""

    start_delay_seconds: float = 0
    # ok; never: /health gives 503; hang: /health gives nothing; closed: the port is never opened
    health: str = "ok"
    die_after_seconds: float | None = None
    exit_at_start: int | None = None
    ignore_sigterm: bool = False
    version: str = "1.5.7"

    @staticmethod
    def read(working_dir):
        """From stand-in.json in the working folder, whose names are camelCase; STAND_IN_START_DELAY_SECONDS and the
        like in the environment win."""
        try:
            with open(os.path.join(working_dir, "stand-in.json"), encoding="utf-8") as file:
                told = json.load(file)
        except FileNotFoundError:
            told = {}
        types = {
            "start_delay_seconds": float,
            "health": str,
            "die_after_seconds": float,
            "exit_at_start": int,
            "ignore_sigterm": lambda value: str(value).lower() in ("true", "1"),
            "version": str,
        }
        values = {}
        for name, kind in types.items():
            camel = re.sub(r"_(.)", lambda found: found[1].upper(), name)
            value = os.environ.get("STAND_IN_" + name.upper(), told.get(camel))
            if value is not None:
                values[name] = kind(value)
        return Faults(**values)
