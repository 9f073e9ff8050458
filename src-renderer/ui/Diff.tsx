import './diff.css';

const kinds = { '+': 'added', '-': 'removed', '@': 'place', '\\': 'note' } as const;

/** A change in the unified form: what goes, what comes, and a few lines around. The signs stay, so colour is not alone. */
export function Diff({ text, label }: { readonly text: string; readonly label: string }) {
  const lines = text.replace(/\n$/, '').split('\n');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard.
    <section className="diff" aria-label={label} tabIndex={0}>
      <pre>
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one text have no other identity.
          <span key={index} className={`diff-line diff-${kindOf(line)}`}>
            {line === '' ? ' ' : line}
          </span>
        ))}
      </pre>
    </section>
  );
}

function kindOf(line: string): string {
  return Object.entries(kinds).find(([sign]) => line.startsWith(sign))?.[1] ?? 'same';
}
