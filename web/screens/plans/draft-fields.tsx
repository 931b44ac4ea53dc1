import { NativeSelect, TextInput } from '@mantine/core'
import { decimal, parseMoney } from '../../parts/money.tsx'
import { textAt, wholeOrText } from './document.ts'
import { useDraft } from './draft-context.ts'

type Width = 's' | 'm' | 'l'
const widths: Record<Width, string> = { s: '7rem', m: '9rem', l: '12.5rem' }
type Props = { label: string; place: string; width?: Width; description?: string; placeholder?: string; isOptional?: boolean | 'unsaid'; hideLabel?: boolean }

/** A text at a place of the plan; `read` brings what was typed to how the language writes it, on leaving the field. */
function PlaceInput({ label, place, width = 'm', isOptional, hideLabel, read, write = (text) => text, ...rest }: Props & { read?: (text: string) => string; write?: (text: string) => string | number; inputMode?: 'decimal' | 'numeric'; type?: string; rightSection?: string }) {
  const { document, set, errorAt } = useDraft()
  const value = textAt(document, place)
  return (
    <TextInput
      {...(hideLabel ? { 'aria-label': label } : { label: isOptional === true ? `${label} (optional)` : label })} name={place} value={value} error={errorAt(place)} w={widths[width]} maw="100%" {...rest}
      onChange={(event) => set(place, isOptional && event.currentTarget.value === '' ? undefined : write(event.currentTarget.value))}
      onBlur={() => read && value !== '' && read(value) !== value && set(place, read(value))}
    />
  )
}

export const PlaceText = (props: Props) => <PlaceInput {...props} />
export const PlaceDay = (props: Props) => <PlaceInput {...props} type="date" />
export const PlaceWhole = (props: Props) => <PlaceInput width="s" {...props} inputMode="numeric" write={(text) => wholeOrText(text) as string | number} />
export const PlacePercent = (props: Props) => <PlaceInput width="s" {...props} inputMode="decimal" rightSection="%" read={(text) => text.replace(/[\s%]/g, '').replace(',', '.')} />

/** An amount in the plan's currency: "1,500" is read as 1500.00. */
export function PlaceAmount({ label, ...props }: Props) {
  const currency = textAt(useDraft().document, 'currency')
  const read = (text: string) => {
    try {
      const amountMinor = parseMoney(text, currency)
      return amountMinor === undefined ? text : decimal({ amountMinor, currency })
    } catch {
      return text
    }
  }
  return <PlaceInput label={`${label}, ${currency}`} inputMode="decimal" {...props} read={read} />
}

type Choice = { value: string; label: string }
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
