import type { ReactNode } from 'react'
import classes from './behind.module.css'

/** What not everybody wants to read at once, such as the numbers behind a picture: a line that opens it. */
export function Behind({ title, children }: { title: string; children: ReactNode }) {
  return (
    <details className={classes.behind}>
      <summary>{title}</summary>
      {children}
    </details>
  )
}
