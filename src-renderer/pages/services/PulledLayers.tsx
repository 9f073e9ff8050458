import type { PulledLayer } from '../../../src-shared/images.ts';
import { formatBytes, formatCount } from '../../lib/format.ts';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { bytesOf, layerWords } from './image-words.ts';

/** How far each layer is that has to be fetched, and how far all of them are. */
export function PulledLayers({ layers }: { readonly layers: readonly PulledLayer[] }) {
  const fetched = layers.filter(({ state }) => state !== 'exists');
  const there = layers.length - fetched.length;
  const { done, total } = bytesOf(fetched);
  if (layers.length === 0) return <p className="images-quiet">Asking the registry</p>;
  return (
    <div className="layers">
      <div className="layers-all">
        <ProgressBar label="All layers" done={done} total={total} />
        <span>{total === 0 ? 'not known yet' : `${formatBytes(done)} of ${formatBytes(total)}`}</span>
      </div>
      <ul aria-label="Layers">
        {fetched.map((layer) => (
          <li key={layer.id} className="layer">
            <code>{layer.id.slice(0, 12)}</code>
            <ProgressBar label={`Layer ${layer.id.slice(0, 12)}`} {...barOf(layer)} />
            <span>{layerWords(layer)}</span>
          </li>
        ))}
      </ul>
      {there > 0 && <p className="images-quiet">{formatCount(there, 'layer')} here already</p>}
    </div>
  );
}

/** A bar of what is fetched; where nothing is known yet it stands still instead of moving, as a dozen bars may. */
function barOf({ state, current, total }: PulledLayer): { readonly done: number; readonly total: number } {
  if (state === 'done') return { done: 1, total: 1 };
  return total === null ? { done: 0, total: 1 } : { done: current, total };
}
