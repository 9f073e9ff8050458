/**
 * Variables from which the libraries of the providers take keys, hosts and headers where they are not given any
 * (facts/providers 1.0, 5.2): whoever started the app would lend theirs to every user of it.
 */
const names = new Set([
  'AI_GATEWAY_API_KEY',
  'ANTHROPIC_API_KEY',
  'ANTHROPIC_AUTH_TOKEN',
  'ANTHROPIC_BASE_URL',
  'ANTHROPIC_CUSTOM_HEADERS',
  'AWS_ACCESS_KEY_ID',
  'AWS_BEARER_TOKEN_BEDROCK',
  'AWS_DEFAULT_REGION',
  'AWS_PROFILE',
  'AWS_REGION',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AZURE_API_KEY',
  'AZURE_RESOURCE_NAME',
  'DEEPSEEK_API_KEY',
  'FRIENDLI_ENDPOINT_URL',
  'FRIENDLI_TEAM',
  'FRIENDLI_TOKEN',
  'GEMINI_API_KEY',
  'GOOGLE_API_KEY',
  'GOOGLE_GENERATIVE_AI_API_KEY',
  'LM_API_TOKEN',
  'OLLAMA_API_KEY',
  'OLLAMA_HOST',
  'OPENAI_API_KEY',
  'OPENAI_API_VERSION',
  'OPENAI_BASE_URL',
  'OPENAI_CUSTOM_HEADERS',
  'OPENAI_ORG_ID',
  'OPENAI_PROJECT_ID',
]);
const beginnings = ['AWS_ENDPOINT_URL', 'AZURE_OPENAI_'];

/**
 * The surroundings as they were at the start, for the app itself: Compose and the credential helpers of Docker need them,
 * and a person may import from them (spec 5.11). The process keeps nothing in its own that a library could take for a
 * user's. To be asked before anything else reads them.
 * @param env the process's own, which is changed
 */
export function takeEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const taken = { ...env };
  scrubEnvironment(env);
  return taken;
}

/** Takes the variables of providers out. @returns those it took, by their names in capital letters */
export function scrubEnvironment(env: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    // Windows does not tell capital letters from small ones.
    const known = name.toUpperCase();
    if (!names.has(known) && !beginnings.some((beginning) => known.startsWith(beginning))) continue;
    if (value !== undefined) found[known] = value;
    delete env[name];
  }
  return found;
}
