import { CloseButton, TextInput } from '@mantine/core'
import classes from './builder.module.css'
import { at, type Document, type Json } from './document.ts'
import { useDraft } from './draft-context.ts'
import { PlacePercent, RowButton } from './draft-fields.tsx'

/** A rate for each tier, by its name; and one for partners of no tier named here. */
export function TierFields({ place }: { place: string }) {
  const { document, set, errorAt } = useDraft()
  const tiers = Object.entries((at(document, `${place}.percentByTier`) ?? {}) as Document)
  const write = (next: [string, Json][]) => set(`${place}.percentByTier`, Object.fromEntries(next))
  return (
    <div className={classes.stack}>
      <ol className={classes.bands}>
        {tiers.map(([tier, percent], i) => (
          <li key={`${i} of ${tiers.length}`}>
            <TextInput {...(i === 0 ? { label: 'Tier' } : { 'aria-label': 'Tier' })} w="10rem" name={`${place}.percentByTier.${i}.name`} value={tier} onChange={(event) => tiers.some(([other]) => other === event.currentTarget.value) || write(tiers.map((one, n) => (n === i ? [event.currentTarget.value, percent] : one)))} />
            <TextInput {...(i === 0 ? { label: 'Percent' } : { 'aria-label': `Percent of ${tier}` })} w="7rem" inputMode="decimal" rightSection="%" name={`${place}.percentByTier.${tier}`} value={typeof percent === 'string' ? percent : ''} error={errorAt(`${place}.percentByTier.${tier}`)} onChange={(event) => write(tiers.map((one, n) => (n === i ? [tier, event.currentTarget.value] : one)))} />
            {tiers.length > 1 && <CloseButton size="sm" mb={6} aria-label={`Take out: tier ${tier}`} onClick={() => write(tiers.filter((_, n) => n !== i))} />}
          </li>
        ))}
      </ol>
      <RowButton onClick={() => write([...tiers, [freeName(tiers.map(([tier]) => tier)), '']])}>Add tier</RowButton>
      <PlacePercent label="Otherwise" place={`${place}.otherwise`} isOptional width="m" />
    </div>
  )
}

function freeName(taken: string[]): string {
  for (let n = taken.length + 1; ; n += 1) if (!taken.includes(`tier ${n}`)) return `tier ${n}`
}
