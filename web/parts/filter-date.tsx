import { TextInput } from '@mantine/core'
import classes from './filter-bar.module.css'

/** A filter by day, "2026-11-30"; its label stands inside for the eye and beside for readers. */
export function FilterDate({ label, value, onChange }: { label: string; value: string | undefined; onChange: (day: string | undefined) => void }) {
  return <TextInput type="date" aria-label={label} size="xs" leftSection={<span style={{ fontSize: 'var(--mantine-font-size-xs)' }}>{label}</span>} leftSectionWidth={44} w="10.5rem" value={value ?? ''} onChange={(event) => onChange(event.currentTarget.value || undefined)} />
}

/** The first and the last day of a list, side by side. */
export function FilterDates({ from, to, onChange }: { from: string | undefined; to: string | undefined; onChange: (days: { from?: string | undefined; to?: string | undefined }) => void }) {
  return (
    <div className={classes.dates}>
      <FilterDate label="From" value={from} onChange={(day) => onChange({ from: day })} />
      <FilterDate label="To" value={to} onChange={(day) => onChange({ to: day })} />
    </div>
  )
}
