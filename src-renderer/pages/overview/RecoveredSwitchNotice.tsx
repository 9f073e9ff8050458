import type { RecoveredSwitch } from '../../../src-shared/switching.ts';
import { useStores } from '../../app-stores.ts';
import { Notice } from '../../ui/Notice.tsx';
import { Words } from '../../ui/Words.tsx';
import { recoveredWords } from './recovered-words.ts';

/** What became of a switch that was cut off, by the end of its process or of the engine. */
export function RecoveredSwitchNotice(props: {
  readonly recovered: RecoveredSwitch;
  readonly nameOf: (id: string) => string;
}) {
  const { recovered, nameOf } = props;
  const store = useStores().switching;
  const { mood, title, text } = recoveredWords(recovered, nameOf);
  return (
    <Notice
      mood={mood}
      role="status"
      title={title}
      onDismiss={() => store.getState().dismissRecovered(recovered.since)}
    >
      <p>{text}</p>
      {recovered.details.map((detail) => (
        <p key={detail}>
          <Words text={detail} />
        </p>
      ))}
    </Notice>
  );
}
