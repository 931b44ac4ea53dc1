import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useRef } from 'react'
import { WordsInput } from '../../parts/words-input.tsx'
import { at, textAt, wholeOrText, wordsAt } from './document.ts'
import { useDraft } from './draft-context.ts'

type Width = 's' | 'm' | 'l'
const widths: Record<Width, string> = { s: '7rem', m: '9rem', l: '12.5rem' }
export type FieldProps = { label: string; place: string; width?: Width; description?: string; placeholder?: string; isOptional?: boolean | 'unsaid'; hideLabel?: boolean }

/** A text at a place of the plan; `read` brings what was typed to how the language writes it, on leaving the field. What nobody typed in stays as it is. */
export function PlaceInput({ label, place, width = 'm', isOptional, hideLabel, read, write = (text) => text, ...rest }: FieldProps & { read?: (text: string) => string; write?: (text: string) => string | number; inputMode?: 'decimal' | 'numeric'; type?: string; rightSection?: string }) {
  const { document, set, errorAt } = useDraft()
  const value = textAt(document, place)
  const found = useRef(value)
  return (
    <TextInput
      {...(hideLabel ? { 'aria-label': label } : { label: isOptional === true ? `${label} (optional)` : label })} name={place} value={value} error={errorAt(place)} w={widths[width]} maw="100%" {...rest}
      onFocus={() => { found.current = value }}
      onChange={(event) => set(place, isOptional && event.currentTarget.value === '' ? undefined : write(event.currentTarget.value))}
      onBlur={() => read && value !== '' && value !== found.current && read(value) !== value && set(place, read(value))}
    />
  )
}

export const PlaceText = (props: FieldProps) => <PlaceInput {...props} />
export const PlaceDay = (props: FieldProps) => <PlaceInput {...props} type="date" />
export const PlaceWhole = (props: FieldProps) => <PlaceInput width="s" {...props} inputMode="numeric" write={(text) => wholeOrText(text) as string | number} />
/** A number that the language has as text: a bound of how many. */
export const PlaceNumber = (props: FieldProps) => <PlaceInput {...props} inputMode="decimal" read={(text) => text.replace(/[\s,]/g, '')} />
export const PlacePercent = (props: FieldProps) => <PlaceInput width="s" {...props} inputMode="decimal" rightSection="%" read={(text) => text.replace(/[\s%]/g, '').replace(',', '.')} />

/** So many months and days; either may be left out. */
export const PlaceLength = ({ place, months = 'Months', days = 'Days' }: { place: string; months?: string; days?: string }) => (
  <>
    <PlaceWhole label={months} place={`${place}.months`} width="m" isOptional="unsaid" />
    <PlaceWhole label={days} place={`${place}.days`} width="m" isOptional="unsaid" />
  </>
)

export type Choice = { value: string; label: string }
/** One of a few words at a place. One that is not among them is kept and said. */
export function PlaceSelect({ label, place, choices, width = 'm', otherwise, write = (value) => value }: { label: string; place: string; choices: Choice[]; width?: Width; otherwise?: string; write?: (value: string) => string | number }) {
  const { document, set, errorAt } = useDraft()
  const value = textAt(document, place) || otherwise || ''
  const isKnown = choices.some((choice) => choice.value === value)
  const data = isKnown ? choices : [{ value, label: value.replaceAll('_', ' ') || 'As in the JSON' }, ...choices]
  return (
    <NativeSelect
      label={label} name={place} value={value} data={data} error={errorAt(place)} w={widths[width]} maw="100%"
      onChange={(event) => set(place, event.currentTarget.value === otherwise ? undefined : write(event.currentTarget.value))}
    />
  )
}

const months = Array.from({ length: 12 }, (_, i) => ({ value: String(i + 1), label: new Intl.DateTimeFormat('en-US', { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2026, i)) }))
/** A month of the year by its number; January goes without saying. */
export const PlaceMonth = ({ label, place }: { label: string; place: string }) => <PlaceSelect label={label} place={place} choices={months} otherwise="1" write={Number} />

/** Yes where it is ticked, and where it is not, what goes without saying. */
export function PlaceTick({ label, place, otherwise = false }: { label: string; place: string; otherwise?: boolean }) {
  const { document, set } = useDraft()
  const value = at(document, place)
  return <Checkbox label={label} mt={30} name={place} checked={typeof value === 'boolean' ? value : otherwise} onChange={(event) => set(place, event.currentTarget.checked === otherwise ? undefined : event.currentTarget.checked)} />
}

/** Several words at a place, as a list. */
export function PlaceWords({ label, place, placeholder, description, data }: { label: string; place: string; placeholder?: string; description?: string; data?: string[] }) {
  const { document, set, errorAt } = useDraft()
  return (
    <div style={{ flex: '1 1 16rem' }}>
      <WordsInput label={label} name={place} value={wordsAt(document, place).join('\n')} error={errorAt(place)} onChange={(text) => set(place, text.split('\n').filter(Boolean))} {...(placeholder ? { placeholder } : {})} {...(description ? { description } : {})} {...(data ? { data } : {})} />
    </div>
  )
}

/** Several of a few words at a place, in their order. */
export function PlaceTicks({ label, place, choices }: { label: string; place: string; choices: Choice[] }) {
  const { document, set, errorAt } = useDraft()
  const chosen = wordsAt(document, place)
  return (
    <Checkbox.Group label={label} error={errorAt(place)} value={chosen} onChange={(next) => set(place, choices.flatMap((one) => (next.includes(one.value) ? [one.value] : [])))}>
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: '0.3rem 1rem', marginTop: '0.3rem' }}>{choices.map((one) => <Checkbox key={one.value} size="xs" name={place} value={one.value} label={one.label} />)}</div>
    </Checkbox.Group>
  )
}

/** A small button in a row of fields. */
export const RowButton = ({ children, onClick }: { children: string; onClick: () => void }) => <div><Button variant="subtle" color="gray" onClick={onClick}>{children}</Button></div>
