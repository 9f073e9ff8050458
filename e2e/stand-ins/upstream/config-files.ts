/** Upstream's config.ini, which nothing has mounted since 2025-10-11; its dimension contradicts the env files. */
export function configIni(port: number, maxTokens: number, pdfChunkSize: number, maxRetries: number): string {
  return `[server]
host = 0.0.0.0
port = ${port}
workers = 4

[llm]
type = ollama
model = \${LLM_MODEL}
binding_host = \${OLLAMA_DOCKER_URL}
max_tokens = ${maxTokens}
timeout = 7200  # two hours

[embedding]
type = ollama
model = \${EMBEDDING_MODEL}
binding_host = \${OLLAMA_DOCKER_URL}
dim = 2560

[storage]
vector_store = lancedb://data/rag_storage/lancedb
graph_store = sqlite://data/rag_storage/lightrag_graph.db

[processing]
pdf_chunk_size = ${pdfChunkSize}
max_retries = ${maxRetries}

[logging]
level = INFO
`;
}
