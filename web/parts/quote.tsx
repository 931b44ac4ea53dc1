import type { ReactNode } from 'react'
import classes from './text.module.css'

/** What somebody wrote, in their words, with who and when below. */
export function Quote({ children, source }: { children: string; source?: ReactNode }) {
  return (
    <figure style={{ margin: 0 }} className={classes.quote}>
      <blockquote dir="auto">“{children}”</blockquote>
      {source && <figcaption className={classes.source}>{source}</figcaption>}
    </figure>
  )
}
