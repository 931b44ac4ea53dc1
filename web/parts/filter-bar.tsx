import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useState, type ReactNode } from 'react'
import classes from './filter-bar.module.css'

/** The row of filters above a list. */
export function FilterBar({ children, isFiltered, clear }: { children: ReactNode; isFiltered: boolean; clear: () => void }) {
  return (
    <div className={classes.bar} role="search" aria-label="Filters">
      {children}
      {isFiltered && <Button variant="subtle" color="gray" onClick={clear}>Clear filters</Button>}
    </div>
  )
}

type Choice = { value: string; label: string }

/** A filter with a few choices; the empty one is "all". `most` is how wide it may become for long words. */
export function FilterSelect({ label, all, value, choices, onChange, most = '10rem' }: { label: string; most?: string; all: string; value: string | undefined; choices: Choice[]; onChange: (value: string | undefined) => void }) {
  return <NativeSelect aria-label={label} size="xs" maw={most} value={value ?? ''} data={[{ value: '', label: all }, ...choices]} onChange={(event) => onChange(event.currentTarget.value || undefined)} />
}

/** A filter by words, applied a moment after typing; `most` is how many letters the API takes. */
export function FilterText({ label, value, onChange, width, most = 100 }: { label: string; width?: string; most?: number; value: string | undefined; onChange: (value: string | undefined) => void }) {
  const [text, setText] = useState(value ?? '')
  const apply = useDebouncedCallback((words: string) => onChange(words.trim() || undefined), 250)
  return (
    <TextInput
      aria-label={label} placeholder={label} type="search" maxLength={most} size="xs" w={width ?? '11rem'} {...(width || !classes.words ? {} : { className: classes.words })} value={value === undefined && text === '' ? '' : text}
      onChange={(event) => {
        setText(event.currentTarget.value)
        apply(event.currentTarget.value)
      }}
    />
  )
}
