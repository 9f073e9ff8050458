import type { ReactNode } from 'react';
import './page-head.css';
import { type Mood, Shape } from './Shape.tsx';
import { Skeleton } from './Skeleton.tsx';

/** The top of a page: its question answered in words, with how that is, and what belongs at its right. */
export function PageHead(props: { readonly mood: Mood; readonly text: string; readonly children?: ReactNode }) {
  return (
    <header className="page-head">
      <Shape mood={props.mood} size={16} />
      <h1>{props.text}</h1>
      {props.children}
    </header>
  );
}

/** The same while the answer is not known; `title` names the page meanwhile. */
export function PageHeadSkeleton({ title }: { readonly title: string }) {
  return (
    <div className="page-head page-head-coming">
      <h1 className="visually-hidden">{title}</h1>
      <Skeleton width={52} height={20} />
    </div>
  );
}
