import { Button, CloseButton, Group, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { sayDate } from '../../parts/time.ts'
import classes from './settings.module.css'

/** Days on which nobody works, as "2026-12-25,2026-12-26". */
export function Holidays({ value, onChange, isDisabled }: { value: string; onChange: (value: string) => void; isDisabled: boolean }) {
  const [day, setDay] = useState('')
  const days = value.split(',').filter(Boolean)
  const add = () => {
    if (day) onChange([...new Set([...days, day])].toSorted().join(','))
    setDay('')
  }
  return (
    <fieldset className={classes.set} style={{ marginTop: '1rem' }}>
      <legend>Holidays</legend>
      {days.length > 0 && (
        <ul className={classes.holidays}>
          {days.map((d) => <li key={d}>{sayDate(d)}{!isDisabled && <CloseButton size="sm" aria-label={`Remove ${sayDate(d)}`} onClick={() => onChange(days.filter((other) => other !== d).join(','))} />}</li>)}
        </ul>
      )}
      {!isDisabled && <Group gap="xs">
        <TextInput
          type="date" aria-label="Day to add" size="sm" value={day} onChange={(event) => setDay(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return
            event.preventDefault()
            add()
          }}
        />
        <Button size="sm" onClick={add} disabled={!day}>Add holiday</Button>
      </Group>}
      {isDisabled && days.length === 0 && <Text size="sm" c="dimmed">None.</Text>}
    </fieldset>
  )
}
