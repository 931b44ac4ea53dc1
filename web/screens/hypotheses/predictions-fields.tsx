import { NativeSelect, Text, TextInput } from '@mantine/core'
import classes from './hypotheses.module.css'
import { spreadNames, type Draft, type SpreadName } from './predictions-draft.ts'
import { stopWords, type Predictions } from './queries.ts'

type Props = { draft: Draft; set: (change: Partial<Draft>) => void; errorOf: (field: string) => string | undefined; disabled?: boolean }

const labels: Record<SpreadName, { label: string; unit?: string }> = {
  activePartners: { label: 'Active partners' }, introductions: { label: 'Qualified introductions', unit: 'per active partner and quarter' }, opportunityRate: { label: 'Become opportunities, %', unit: 'of qualified introductions' },
  wonRate: { label: 'Won, %', unit: 'of closed opportunities' }, firstYearValue: { label: 'First-year value', unit: 'on average' }, monthsToFirst: { label: 'Months to the first introduction', unit: 'from a partner’s start' },
}

/** The numbers with their ranges; an empty end is 30 % away. */
export function PredictionsFields({ draft, set, errorOf, disabled }: Props) {
  const plain = (name: 'monthsToClose' | 'fixedCost' | 'feeShare', field: string, label: string) => (
    <TextInput label={label} name={field} w="11rem" maw="100%" inputMode="decimal" disabled={disabled ?? false} value={draft[name]} error={errorOf(field)} onChange={(event) => set({ [name]: event.currentTarget.value })} />
  )
  return (
    <>
      <div className={classes.spreads} role="group" aria-label="Predictions">
        <span aria-hidden className={classes.head} /><span aria-hidden className={classes.head}>Predicted</span><span aria-hidden className={classes.head}>Low</span><span aria-hidden className={classes.head}>High</span>
        {spreadNames.map((name) => {
          const { label, unit } = labels[name]
          const shown = name === 'firstYearValue' ? `${label}, ${draft.currency}` : label
          const error = errorOf(`${name}.value`) ?? errorOf(`${name}.low`) ?? errorOf(`${name}.high`)
          return (
            <div key={name} className={classes.spread}>
              <div className={classes.spreadName}>{shown}{unit && <Text size="xs" c="dimmed">{unit}</Text>}</div>
              {(['value', 'low', 'high'] as const).map((part) => (
                <TextInput
                  key={part} aria-label={part === 'value' ? shown : `${shown}, ${part}`} name={`${name}.${part}`} inputMode="decimal" disabled={disabled ?? false} value={draft[name][part]} error={Boolean(errorOf(`${name}.${part}`))}
                  placeholder={part === 'value' ? undefined : aside(draft[name].value, part)} onChange={(event) => set({ [name]: { ...draft[name], [part]: event.currentTarget.value } })}
                />
              ))}
              {error && <Text size="xs" c="var(--mantine-color-error)" className={classes.spreadError} role="alert">{error}</Text>}
            </div>
          )
        })}
      </div>
      <Text size="xs" c="dimmed" mt={6} mb="md">Low and high hold the number eight times out of ten. Left empty they are 30 % below and above.</Text>
      <div className={classes.fields}>
        {plain('fixedCost', 'fixedCostMinor', `Cost per month, ${draft.currency}`)}
        {plain('feeShare', 'feeShare', 'Fees, % of first-year value')}
        {plain('monthsToClose', 'monthsToClose', 'Months to close')}
      </div>
      <div className={classes.fields} role="group" aria-label="What makes us stop">
        <TextInput label="We stop below" name="stop.below" w="8rem" maw="100%" inputMode="decimal" disabled={disabled ?? false} value={draft.stopBelow} error={errorOf('stop.below')} onChange={(event) => set({ stopBelow: event.currentTarget.value })} />
        <NativeSelect
          label="of" name="stop.measure" w="24rem" maw="100%" disabled={disabled ?? false} value={draft.stopMeasure} data={Object.entries(stopWords).map(([value, label]) => ({ value, label: value === 'first_year_value' ? `${label}, ${draft.currency}` : label }))}
          onChange={(event) => set({ stopMeasure: event.currentTarget.value as Predictions['stop']['measure'] })}
        />
      </div>
    </>
  )
}

function aside(value: string, part: 'low' | 'high'): string {
  const number = Number(value.replaceAll(',', ''))
  return value.trim() === '' || !Number.isFinite(number) ? '' : (Math.round(number * (part === 'low' ? 0.7 : 1.3) * 100) / 100).toLocaleString('en-US')
}
