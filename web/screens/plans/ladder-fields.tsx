import { CloseButton } from '@mantine/core'
import classes from './builder.module.css'
import { ConditionFields, isSimpleCondition } from './condition-fields.tsx'
import { at, type Json } from './document.ts'
import { useDraft } from './draft-context.ts'
import { PlaceDay, PlaceSelect, PlaceText, RowButton } from './draft-fields.tsx'
import { Kept } from './rule-row.tsx'

export const startOfLadder = (): Json => ({ review: 'quarter', rows: [{ name: 'silver', where: { field: '', atLeast: '' } }] })

/** The tiers from the lowest to the highest, and what each needs. */
export function LadderFields({ place }: { place: string }) {
  const { document, set } = useDraft()
  const value = at(document, `${place}.rows`)
  const rows: Json[] = Array.isArray(value) ? value : []
  return (
    <div className={classes.stack}>
      <div className={classes.fields}>
        <PlaceSelect label="Lost" place={`${place}.review`} otherwise="at_once" width="l" choices={[{ value: 'at_once', label: 'at once' }, { value: 'month', label: 'at the end of a month' }, { value: 'quarter', label: 'at the end of a quarter' }, { value: 'half_year', label: 'at the end of a half year' }, { value: 'year', label: 'at the end of a year' }, { value: 'contract_quarter', label: 'at the end of a contract quarter' }, { value: 'contract_half_year', label: 'at the end of a contract half year' }, { value: 'contract_year', label: 'at the end of a contract year' }]} />
        <PlaceSelect label="Reached" place={`${place}.up`} otherwise="at_once" choices={[{ value: 'at_once', label: 'at once' }, { value: 'review', label: 'then too' }]} />
      </div>
      {rows.map((row, i) => {
        const own = `${place}.rows.${i}`
        const where = at(row, 'where')
        return (
          <div key={`${i} of ${rows.length}`} className={classes.stack} role="group" aria-label={`Tier ${i + 1}`}>
            <div className={classes.fields}>
              <PlaceText label={i === 0 ? 'Tier, the lowest first' : 'Next tier'} place={`${own}.name`} width="l" />
              <PlaceDay label="From" place={`${own}.from`} isOptional="unsaid" />
              <PlaceDay label="Before" place={`${own}.until`} isOptional="unsaid" />
              {rows.length > 1 && <CloseButton size="sm" mt={30} aria-label={`Take out: tier ${i + 1}`} onClick={() => set(own, undefined)} />}
            </div>
            {where === undefined || isSimpleCondition(where) ? <ConditionFields place={`${own}.where`} /> : <Kept of={[`rows.${i}.where`]} />}
          </div>
        )
      })}
      <RowButton onClick={() => set(`${place}.rows`, [...rows, { name: '', where: { field: '', atLeast: '' } }])}>Add a higher tier</RowButton>
    </div>
  )
}
