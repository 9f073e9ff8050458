"""The stand-in's documents: kept as JSON in the working folder, found again by their words."""

import hashlib
import json
import os
import re
import threading
from datetime import datetime, timezone

STATUSES = ("pending", "parsing", "analyzing", "processing", "preprocessed", "processed", "failed")
NOTHING_FOUND = "Sorry, nothing in the documents answers this."


class Refused(Exception):
    """A request that is answered with an error status."""

    def __init__(self, status, detail):
        super().__init__(detail)
        self.status, self.detail = status, detail


class Documents:
    """All documents of one working folder. Unlike the real server it has processed them when it answers."""

    def __init__(self, working_dir, input_dir):
        self.path = os.path.join(working_dir, "documents.json")
        self.input_dir = input_dir
        self.lock = threading.Lock()
        self.messages = []
        os.makedirs(working_dir, exist_ok=True)
        os.makedirs(input_dir, exist_ok=True)
        try:
            with open(self.path, encoding="utf-8") as file:
                self.stored = json.load(file)
        except FileNotFoundError:
            self.stored = {}

    def insert(self, pairs, prefix):
        """Takes (text, source) pairs, all or none; answers like every insertion of LightRAG."""
        with self.lock:
            sources = {document["file_path"] for document in self.stored.values()}
            for text, source in pairs:
                if not isinstance(text, str) or not text.strip():
                    raise Refused(422, "text must not be empty")
                if source is not None and not isinstance(source, str):
                    raise Refused(422, "file_source must be a string")
                if source is None or not source.strip():
                    raise Refused(400, "A valid file_source is required for text insertion")
                if source in sources:
                    raise Refused(409, f"Document storage already contains '{source}'")
                sources.add(source)
            track = f"{prefix}_{now():%Y%m%d_%H%M%S}_{os.urandom(4).hex()}"
            for text, source in pairs:
                self.add(text.strip(), source, track)
            self.save()
        return {"status": "success", "message": "Received. Processing goes on in the background.", "track_id": track}

    def upload(self, file):
        name, data = file
        if os.path.basename(name) != name or name in (".", ".."):
            raise Refused(400, "Unsafe filename detected")
        answer = self.insert([(data.decode("utf-8", "replace"), name)], "upload")
        with open(os.path.join(self.input_dir, name), "wb") as target:
            target.write(data)
        return answer

    def add(self, text, source, track):
        # The id is the source's, so that the same text from two sources is two documents.
        key = "doc-" + hashlib.md5(source.encode()).hexdigest()
        stamp = now().isoformat()
        self.stored[key] = {
            "id": key,
            "content": text,
            "content_summary": text[:100],
            "content_length": len(text),
            "status": "processed",
            "created_at": stamp,
            "updated_at": stamp,
            "track_id": track,
            "chunks_count": 1 + len(text) // 4000,
            "error_msg": None,
            "metadata": {},
            "file_path": source,
        }
        self.messages.append(f"Completed processing {source}")

    def delete(self, ids, delete_file):
        if not ids or len(set(ids)) != len(ids):
            raise Refused(422, "doc_ids must name each document once")
        with self.lock:
            for key in ids:
                document = self.stored.pop(key, None)
                path = os.path.join(self.input_dir, os.path.basename(document["file_path"])) if document else None
                if delete_file and path and os.path.isfile(path):
                    os.remove(path)
                self.messages.append(f"Deleted {key}" if document else f"Not found: {key}")
            self.save()
        message = f"Deletion of {len(ids)} documents goes on in the background."
        return {"status": "deletion_started", "message": message, "doc_id": ", ".join(ids)}

    def page(self, asked):
        number, size = asked.get("page", 1), asked.get("page_size", 50)
        field, direction = asked.get("sort_field", "updated_at"), asked.get("sort_direction", "desc")
        if number < 1 or not 10 <= size <= 200:
            raise Refused(422, "page is 1 or more, page_size 10 to 200")
        if field not in ("created_at", "updated_at", "id", "file_path") or direction not in ("asc", "desc"):
            raise Refused(422, "sort_field or sort_direction is not known")
        wanted = [one for one in self.all() if asked.get("status_filter") in (None, one["status"])]
        wanted.sort(key=lambda document: (document[field], document["id"]), reverse=direction == "desc")
        pages = -(-len(wanted) // size)
        return {
            "documents": wanted[(number - 1) * size : number * size],
            "pagination": {
                "page": number,
                "page_size": size,
                "total_count": len(wanted),
                "total_pages": pages,
                "has_next": number < pages,
                "has_prev": number > 1,
            },
            "status_counts": self.counts(),
        }

    def track(self, track):
        documents = [document for document in self.all() if document["track_id"] == track]
        summary = {"processed": len(documents)} if documents else {}
        return {
            "track_id": track,
            "documents": documents,
            "total_count": len(documents),
            "status_summary": summary,
        }

    def by_status(self):
        documents = self.all()
        return {"processed": documents} if documents else {}

    def counts(self):
        documents = self.all()
        counts = {status: sum(one["status"] == status for one in documents) for status in STATUSES}
        return {**counts, "all": len(documents)}

    def pipeline(self):
        with self.lock:
            messages = self.messages[-1000:]
        return {
            "autoscanned": True,
            "busy": False,
            "job_name": "Default Job",
            "job_start": None,
            "docs": 0,
            "batchs": 0,
            "cur_batch": 0,
            "request_pending": False,
            "latest_message": messages[-1] if messages else "",
            "history_messages": messages,
            "update_status": {},
        }

    def query(self, query, include_references):
        """Answers with the sentence of each document that shares most words with the question, best first."""
        if not isinstance(query, str) or len(query.strip()) < 3:
            raise Refused(422, "query must have 3 characters or more")
        asked = words(query)
        found = []
        with self.lock:
            for document in self.stored.values():
                sentences = re.split(r"(?<=[.!?])\s+|\n+", document["content"])
                best = max(sentences, key=lambda sentence: len(asked & words(sentence)))
                score = len(asked & words(best))
                if score > 0:
                    found.append((-score, document["file_path"], best.strip()))
        found = sorted(found)[:5]
        references = [{"reference_id": str(1 + n), "file_path": path} for n, (_, path, _) in enumerate(found)]
        return {
            "response": " ".join(sentence for _, _, sentence in found) or NOTHING_FOUND,
            "references": references if include_references else None,
        }

    def all(self):
        """Every document as the API shows it: without its content."""
        with self.lock:
            documents = list(self.stored.values())
        return [{name: value for name, value in one.items() if name != "content"} for one in documents]

    def save(self):
        temporary = self.path + ".new"
        with open(temporary, "w", encoding="utf-8") as file:
            json.dump(self.stored, file, ensure_ascii=False)
        os.replace(temporary, self.path)


def words(text):
    return {word for word in re.findall(r"\w+", text.lower()) if len(word) > 2}


def now():
    return datetime.now(timezone.utc)
