/** Parts of a record in LightRAG's extraction format, and the word that ends it (lightrag-hku 1.5, prompt.py). */
const delimiter = '<|#|>';
const complete = '<|COMPLETE|>';

/**
 * The graph of the text in an extraction prompt: every name in it (words with capitals that do not merely begin a
 * sentence) is an entity, and neighbours in one sentence are related.
 */
export function extractGraph(prompt: string): string {
  const text = /---Input Text---\s*```\n?([\s\S]*?)\n?```/.exec(prompt)?.[1] ?? '';
  const entities = new Map<string, string>();
  const relations = new Map<string, string>();
  for (const sentence of sentencesOf(text)) {
    const names = namesIn(sentence);
    for (const name of names) entities.set(name, entities.get(name) ?? sentence);
    for (const [index, name] of names.slice(1).entries()) {
      const before = names[index];
      if (before !== undefined && before !== name) relations.set(`${before}${delimiter}${name}`, sentence);
    }
  }
  const rows = [
    ...[...entities].map(([name, sentence]) => ['entity', name, 'Concept', sentence].join(delimiter)),
    ...[...relations].map(([pair, sentence]) => ['relation', pair, 'named together', sentence].join(delimiter)),
  ];
  return [...rows, complete].join('\n');
}

/** The keywords of the question in a keyword prompt, as the JSON that it asks for. */
export function findKeywords(prompt: string): string {
  const query = /User Query:\s*(.*)/.exec(prompt)?.[1] ?? '';
  const words = [...new Set(query.match(/\p{L}{4,}/gu) ?? [])];
  return JSON.stringify({ high_level_keywords: words.slice(0, 4), low_level_keywords: words });
}

/** The sentence of the context that shares most words with the question; says so where none shares any. */
export function answerQuestion(context: string, question: string): string {
  const asked = wordsOf(question);
  let best = { score: 0, sentence: '' };
  for (const text of contentsOf(context)) {
    for (const sentence of sentencesOf(text)) {
      const score = [...wordsOf(sentence)].filter((word) => asked.has(word)).length;
      if (score > best.score) best = { score, sentence };
    }
  }
  return best.score > 0 ? best.sentence : 'Nothing in the documents answers this.';
}

/** The texts of the chunks in a context: a JSON object a line. */
function contentsOf(context: string): string[] {
  return context.split('\n').flatMap((line) => {
    if (!line.startsWith('{')) return [];
    try {
      const { content } = JSON.parse(line) as { content?: unknown };
      return typeof content === 'string' ? [content] : [];
    } catch {
      return [];
    }
  });
}

function sentencesOf(text: string): string[] {
  return text
    .split(/(?<=[.!?])\s+|\n+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
}

function namesIn(sentence: string): string[] {
  const found = sentence.match(/\p{Lu}\p{Ll}{2,}(?: \p{Lu}\p{Ll}{2,})*/gu) ?? [];
  return [...new Set(found.filter((name) => !/^(The|This|That|What|When|Where)$/.test(name)))];
}

function wordsOf(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/\p{L}{4,}|\d+/gu) ?? []);
}
