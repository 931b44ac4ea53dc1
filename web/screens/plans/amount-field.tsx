import { Button } from '@mantine/core'
import { decimal, parseMoney } from '../../parts/money.tsx'
import { at, isObject, textAt, wordsAt, type Document } from './document.ts'
import { useDraft } from './draft-context.ts'
import { PlaceInput, type FieldProps } from './draft-fields.tsx'

/** The currencies that items are worked out in, the plan's own first. */
export const currenciesOf = (document: Document): string[] => [...new Set([textAt(document, 'currency'), ...wordsAt(document, 'currencies')])]

/** The unit that a component pays in, such as points; none where it is money, or a credit, which is counted in money. */
export const unitAt = (document: Document, place: string): string => {
  const [list, index] = place.split('.')
  return list === 'components' ? textAt(document, `components.${index}.unit`) : ''
}

/**
 * An amount: "1,500" is read as 1500.00. In the plan's currency, or in the unit of its component where it is what is paid (`isPaid`);
 * where the plan is worked out in several currencies, one for all of them or one for each.
 */
export function PlaceAmount({ isPaid = false, ...props }: FieldProps & { isPaid?: boolean }) {
  const { document, set } = useDraft()
  const { place, label } = props
  const unit = isPaid ? unitAt(document, place) : ''
  if (unit) return <PlaceInput inputMode="decimal" {...props} label={`${label}, ${unit}`} read={(text) => text.replace(/[\s,]/g, '')} />
  const value = at(document, place)
  const [own = '', ...others] = currenciesOf(document)
  if (isObject(value)) return <>{[...new Set([own, ...others, ...Object.keys(value)])].map((currency) => <AmountIn key={currency} {...props} place={`${place}.${currency}`} currency={currency} />)}</>
  return (
    <>
      <AmountIn {...props} label={others.length > 0 ? `${label}, ${others.join(' or ')} or` : label} currency={own} />
      {others.length > 0 && typeof value === 'string' && <Button variant="subtle" color="gray" mt={props.hideLabel ? 0 : 26} aria-label={`One for each currency: ${label}`} onClick={() => set(place, Object.fromEntries([own, ...others].map((currency) => [currency, value])))}>One for each currency</Button>}
    </>
  )
}

function AmountIn({ label, currency, ...props }: FieldProps & { currency: string }) {
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
