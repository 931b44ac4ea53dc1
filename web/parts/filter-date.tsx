import { TextInput } from '@mantine/core'

/** A filter by day, "2026-11-30"; its label stands inside for the eye and beside for readers. */
export function FilterDate({ label, value, onChange }: { label: string; value: string | undefined; onChange: (day: string | undefined) => void }) {
  return <TextInput type="date" aria-label={label} size="xs" leftSection={<span style={{ fontSize: 'var(--mantine-font-size-xs)' }}>{label}</span>} leftSectionWidth={44} w="12rem" value={value ?? ''} onChange={(event) => onChange(event.currentTarget.value || undefined)} />
}
