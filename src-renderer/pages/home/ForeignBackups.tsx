import type { ForeignBackup } from '../../../src-shared/backups.ts';
import { formatBytes, formatCount, formatMoment } from '../../lib/format.ts';
import { useNow } from '../../lib/use-now.ts';

/** Copies that other programs made; they carry no hashes, so they are shown and left alone. */
export function ForeignBackups({ foreign }: { readonly foreign: readonly ForeignBackup[] }) {
  const now = useNow(60_000);
  if (foreign.length === 0) return null;
  return (
    <details className="foreign-backups">
      <summary>{formatCount(foreign.length, 'copy', 'copies')} made by other programs</summary>
      <p className="home-quiet">
        They have no hashes to check and are left alone. Copy one back by hand if you need it.
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard. */}
      <section className="foreign-backups-scroll" aria-label="Copies made by other programs" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">Made</th>
              <th scope="col">Copy of</th>
              <th scope="col">File</th>
              <th scope="col" className="foreign-backups-size">
                Size
              </th>
            </tr>
          </thead>
          <tbody>
            {foreign.map(({ path, subject, kind, madeAt, size }) => (
              <tr key={path}>
                <td>{formatMoment(madeAt, now) ?? madeAt}</td>
                <td>{kind === 'user data' ? `the data of ${subject}` : subject}</td>
                <td>
                  <code>{path}</code>
                </td>
                <td className="foreign-backups-size">{size === null ? 'folder' : formatBytes(size)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
