import { Fragment, type ReactNode } from 'react'
import classes from './facts.module.css'

/** Facts as name and value, in their order. A fact without a value is left out: pass null for it. */
export function Facts({ items, label, narrow }: { items: Record<string, ReactNode>; label?: string; narrow?: boolean }) {
  return (
    <dl className={classes.facts} data-narrow={narrow || undefined} aria-label={label}>
      {Object.entries(items).filter(([, value]) => value !== null && value !== undefined && value !== false && value !== '').map(([name, value]) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd dir="auto">{value}</dd>
        </Fragment>
      ))}
    </dl>
  )
}
