/** The part about waiting for models that both of upstream's env files have. */
export const timeouts = `# How long to wait
LLM_TIMEOUT=1800          # Seconds, half an hour
EMBEDDING_TIMEOUT=900     # Seconds
HTTP_TIMEOUT=1800         # Seconds
CONNECTION_TIMEOUT=300    # Seconds
READ_TIMEOUT=1800         # Seconds
WRITE_TIMEOUT=300         # Seconds
POOL_TIMEOUT=300          # Seconds

# The same for httpx
HTTPX_TIMEOUT=1800        # Seconds
HTTPX_CONNECT_TIMEOUT=300 # Seconds
HTTPX_READ_TIMEOUT=1800   # Seconds
HTTPX_WRITE_TIMEOUT=300   # Seconds
HTTPX_POOL_TIMEOUT=300    # Seconds
`;

/** The part about other HTTP libraries. */
export const libraryTimeouts = `# Other libraries
REQUESTS_TIMEOUT=1800        # Seconds
URLLIB3_TIMEOUT=1800         # Seconds
AIOHTTP_TIMEOUT=1800         # Seconds

`;

/** The part about sockets. */
export const keepAlive = `# Sockets
SOCKET_TIMEOUT=1800          # Seconds
TCP_KEEPALIVE=true           # On
TCP_KEEPALIVE_IDLE=600       # Seconds before the first probe
TCP_KEEPALIVE_INTERVAL=60    # Seconds between probes
TCP_KEEPALIVE_COUNT=9        # Probes without an answer
`;
