/** Numbers in a vector, as the makers of the models give them; a name stands for all tags of the model. */
const known: Readonly<Record<string, number>> = {
  'nomic-embed-text': 768,
  'nomic-embed-text-v1.5': 768,
  'bge-m3': 1024,
  'bge-large': 1024,
  'bge-base-en-v1.5': 768,
  'mxbai-embed-large': 1024,
  'mxbai-embed-large-v1': 1024,
  'snowflake-arctic-embed': 1024,
  'snowflake-arctic-embed2': 1024,
  'all-minilm': 384,
  'all-minilm-l6-v2': 384,
  embeddinggemma: 768,
  'text-embedding-3-small': 1536,
  'text-embedding-3-large': 3072,
  'text-embedding-ada-002': 1536,
  'gemini-embedding-001': 3072,
  'text-embedding-004': 768,
  'amazon.titan-embed-text-v1': 1536,
  'amazon.titan-embed-text-v2': 1024,
  'cohere.embed-english-v3': 1024,
  'cohere.embed-multilingual-v3': 1024,
};

/** How many numbers a vector of an embedding model has; null where that is not known. */
export function knownDimension(model: string): number | null {
  const name = model.toLowerCase();
  // As servers write it: a publisher before it, a kind of file behind it, a tag.
  const plain = (name.split('/').at(-1) ?? name).replace(/^text-embedding-(?=nomic|bge|mxbai|snowflake)/, '');
  for (const form of [name, plain, plain.replace(/:[^:]*$/, ''), plain.replace(/[-@](gguf|q\d.*|f16|f32)$/, '')]) {
    if (Object.hasOwn(known, form)) return known[form] ?? null;
  }
  return null;
}
