import { keepAlive, libraryTimeouts, timeouts } from './env-timeouts.ts';
import type { UpstreamShape } from './shape.ts';

/**
 * Upstream's env.memory_server: 58 keys, 28 of them with a comment behind the value, one of which holds an
 * apostrophe; neither HOST nor PORT, so that the server listens at LightRAG's own 9621 inside the container.
 */
export function envMemory({ current, memoryPort, modelUrl }: UpstreamShape): string {
  return `# Settings of the memory service

### Server
LIGHTRAG_MEMORY_PORT=${memoryPort}
WEBUI_TITLE="Personal Agent Memory Base"
WEBUI_DESCRIPTION="P.Agent Knowledge-Graph RAG"

# Folders
ROOT_DIR=/                     # All of the disk
HOME_DIR=/Users/egs           # The author's own folder  
DATA_DIR=/Users/Shared/personal_agent_data     # Where all data is
# Whose data
USER_ID=${current}

#OLLAMA_URL=http://192.0.2.10:11434
OLLAMA_URL=${modelUrl}
OLLAMA_DOCKER_URL=${modelUrl}

# Models
#LLM_MODEL=llama3.1:8b-instruct-q8_0
LLM_MODEL=granite3.1-dense:2b
EMBEDDING_MODEL=nomic-embed-text

# "weaviate" or "agno"
STORAGE_BACKEND=agno
AGNO_STORAGE_DIR=\${DATA_DIR}/\${STORAGE_BACKEND}/\${USER_ID}

AGNO_KNOWLEDGE_DIR=\${DATA_DIR}/\${STORAGE_BACKEND}/\${USER_ID}/knowledge


# Context sizes
GRANITE3_1_DENSE_2B_CTX_SIZE=32768
GRANITE3_1_DENSE_8B_CTX_SIZE=32768
GRANITE3_1_MOE_1B_CTX_SIZE=4096
QWEN3_4B_CTX_SIZE=40960

DEFAULT_MODEL_CTX_SIZE=32768

# Embeddings
EMBEDDING_BINDING=ollama
EMBEDDING_BINDING_HOST=${modelUrl}
EMBEDDING_DIM=768

LLM_BINDING_HOST=${modelUrl}
# EMBEDDING_BINDING_API_KEY=none

# Pages
LIGHTRAG_MEMORY_SERVER=http://localhost:${memoryPort}
LIGHTRAG_MEMORY_SERVER_URL=http://localhost:${memoryPort}/webui

### Seconds
TIMEOUT=1800
TEMPERATURE=0.1
MAX_ASYNC=4

${timeouts}
# Processing
CHUNK_SIZE=512
CHUNK_OVERLAP_SIZE=64
PDF_CHUNK_SIZE=512

# Workers
WORKERS=4
MAX_PARALLEL_INSERT=4

# Ollama
OLLAMA_TIMEOUT=1800       # Seconds
OLLAMA_REQUEST_TIMEOUT=1800 # Seconds
OLLAMA_KEEP_ALIVE=1800    # Seconds in memory
OLLAMA_NUM_PREDICT=4096   # Tokens at most
OLLAMA_TEMPERATURE=0.0    # Steady answers

${libraryTimeouts}${keepAlive}`;
}
