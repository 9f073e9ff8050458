import type { BackupDiffFile } from '../../../src-shared/backups.ts';
import { Diff } from '../../ui/Diff.tsx';
import { effectOn } from './backup-words.ts';

/** One file of a backup that restoring would touch, its change to unfold. */
export function BackupFile(props: {
  readonly file: BackupDiffFile;
  readonly chosen: boolean;
  readonly toggle: () => void;
}) {
  const { file, chosen, toggle } = props;
  return (
    <li className="backup-file">
      <label className="backup-file-choice">
        <input type="checkbox" checked={chosen} onChange={toggle} />
        <code>{file.path}</code> <span>{effectOn(file)}</span>
      </label>
      {file.diff === null ? (
        <p className="backup-file-note">Too long, or no text: its change is not shown.</p>
      ) : (
        <details className="backup-file-details">
          <summary aria-label={`Change of ${file.path}`}>Change</summary>
          <Diff text={file.diff} label={`What restoring does to ${file.path}`} />
        </details>
      )}
    </li>
  );
}
