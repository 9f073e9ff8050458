import './skeleton.css';

/** A bar where text will be; `width` in characters of the text it stands for. */
export function Skeleton({ width, height = 12 }: { readonly width: number; readonly height?: number }) {
  return <span className="skeleton" style={{ width: `${width}ch`, height }} aria-hidden="true" />;
}
