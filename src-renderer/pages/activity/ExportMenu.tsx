import { Download } from 'lucide-react';
import { useActivity, useStores } from '../../app-stores.ts';
import { useMay } from '../../may.ts';
import { isNarrowed } from '../../stores/activity.ts';
import { Button } from '../../ui/Button.tsx';
import { closePopover, Popover, usePopover } from '../../ui/Popover.tsx';
import { exportName } from './activity-words.ts';

/** Writes what is shown into a file, as a table or as JSON lines. */
export function ExportMenu() {
  const { activity, shell } = useStores();
  const exporting = useActivity((state) => state.exporting);
  const narrowed = useActivity(({ choice }) => isNarrowed(choice));
  const { why } = useMay('activity.export');
  const { trigger, popover } = usePopover();
  async function save(format: 'jsonl' | 'csv'): Promise<void> {
    closePopover(popover.id);
    const folder = await shell.getState().chooseFolder('Where the export goes');
    if (folder === null) return;
    await activity.getState().exportTo(format, `${folder}/${exportName(format, new Date())}`);
  }
  return (
    <>
      <span style={trigger.style}>
        <Button icon={Download} busy={exporting} disabledReason={why} popoverTarget={trigger.popoverTarget}>
          Export
        </Button>
      </span>
      <Popover tie={popover} label="Export the activity log" className="export-menu">
        <p>
          {narrowed ? 'Everything that matches the filters' : 'The whole log'}, the oldest first. It has names, ids and
          codes, no secrets.
        </p>
        <div className="export-choices">
          <Button onClick={() => void save('csv')}>Table (CSV)</Button>
          <Button onClick={() => void save('jsonl')}>JSON lines</Button>
        </div>
      </Popover>
    </>
  );
}
