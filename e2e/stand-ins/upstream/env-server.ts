import { keepAlive, libraryTimeouts, timeouts } from './env-timeouts.ts';
import type { UpstreamShape } from './shape.ts';

/**
 * Upstream's env.server: 70 keys, 39 of them with a comment behind the value, one of which holds an apostrophe; both
 * kinds of quotes; values made of earlier ones; LIGHTRAG_SERVER_PORT is the other service's port, as upstream has it.
 */
export function envServer({ current, knowledgePort, memoryPort, modelUrl }: UpstreamShape): string {
  return `# Settings of the knowledge service
### Server
HOST=0.0.0.0
LIGHTRAG_SERVER_PORT=${memoryPort}
WEBUI_TITLE='Personal Agent KnowledgeBase'
WEBUI_DESCRIPTION="Personal Agent Knowledge-Graph RAG"
OLLAMA_EMULATING_MODEL_TAG=latest
WORKERS=4

# Folders
ROOT_DIR=/                     # All of the disk
HOME_DIR=/Users/egs           # The author's own folder
DATA_DIR=/Users/Shared/personal_agent_data     # Where all data is

#OLLAMA_URL=http://192.0.2.10:11434
OLLAMA_URL=${modelUrl}
OLLAMA_DOCKER_URL=${modelUrl}


# Models

#LLM_MODEL=llama3.1:8b-instruct-q8_0
LLM_MODEL=granite3.1-dense:8b
EMBEDDING_MODEL=nomic-embed-text


### Cache
ENABLE_LLM_CACHE=true
ENABLE_LLM_CACHE_FOR_EXTRACT=true

### Seconds
TIMEOUT=1800
### Some models accept only 1
TEMPERATURE=0.1
### At the same time
MAX_ASYNC=4
### MAX_TOKENS: no more than the model's context
MAX_TOKENS=16384


# Storage

# Whose data
USER_ID=${current}

# "weaviate" or "agno"
STORAGE_BACKEND=agno
AGNO_HOME=\${DATA_DIR}/\${STORAGE_BACKEND}
AGNO_STORAGE_DIR=\${DATA_DIR}/\${STORAGE_BACKEND}/\${USER_ID}
#AGNO_STORAGE_DIR=\${_AGNO_STORAGE_DIR}

AGNO_KNOWLEDGE_DIR=\${DATA_DIR}/\${STORAGE_BACKEND}/\${USER_ID}/knowledge

# Context sizes: the model's name in capitals, with _ for : and .
GRANITE3_1_DENSE_2B_CTX_SIZE=32768
GRANITE3_1_DENSE_8B_CTX_SIZE=32768
QWEN3_4B_CTX_SIZE=40960

# LLAMA3_1_8B_INSTRUCT_Q8_0_CTX_SIZE=65536
DEFAULT_MODEL_CTX_SIZE=32768

# Embeddings
EMBEDDING_BINDING=ollama
EMBEDDING_BINDING_HOST=${modelUrl}
EMBEDDING_DIM=768
# EMBEDDING_BINDING_API_KEY=none

LLM_BINDING_HOST=${modelUrl}

# Pages
LIGHTRAG_SERVER=http://localhost:${knowledgePort}
LIGHTRAG_SERVER_URL=http://localhost:${knowledgePort}/webui

${timeouts}
# Ollama
OLLAMA_TIMEOUT=1800       # Seconds
OLLAMA_REQUEST_TIMEOUT=1800 # Seconds
OLLAMA_KEEP_ALIVE=1800    # Seconds in memory
OLLAMA_NUM_PREDICT=16384  # Tokens at most
OLLAMA_TEMPERATURE=0.1    # Low, for steady answers


# Processing
CHUNK_SIZE=2048              # Tokens a chunk
CHUNK_OVERLAP_SIZE=256       # Tokens in both
PDF_CHUNK_SIZE=2048          # The same for PDF
MAX_PARALLEL_INSERT=4        # Documents at a time
MAX_RETRIES=5                # For long documents
RETRY_DELAY=30               # Seconds between
BATCH_SIZE=4                 # Documents a batch
MAX_CONCURRENT_REQUESTS=4    # As many as workers
BACKOFF_FACTOR=2.0           # Doubles each time
ENABLE_CHUNKING=true         # Cut documents up
CHUNK_OVERLAP=256            # As above

${libraryTimeouts}${keepAlive}`;
}
