import { TriangleAlert } from 'lucide-react';
import type { FieldsPreview } from '../../../src-shared/providers.ts';

/** Where a question would go, whole, as it is called; and what is odd about it. */
export function FinalAddress({ preview }: { readonly preview: FieldsPreview | null }) {
  if (preview === null || (preview.url === null && preview.warnings.length === 0)) return null;
  const { url, warnings } = preview;
  return (
    <section className="final-address" aria-label="Where questions go">
      {url !== null && (
        <p>
          Questions go to <code>{url}</code>
        </p>
      )}
      {warnings.map((warning) => (
        <p key={warning} className="final-address-warning">
          <TriangleAlert size={14} aria-hidden />
          {warning}
        </p>
      ))}
    </section>
  );
}
