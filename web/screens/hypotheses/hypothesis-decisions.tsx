import { Text } from '@mantine/core'
import { Section } from '../../parts/page.tsx'
import classes from '../../parts/rows.module.css'
import { When } from '../../parts/when.tsx'
import { stateWords, stopWords, type Hypothesis, type Predictions } from './queries.ts'
import { sayShort } from './scale.ts'

/** Who decided what, when and why, and what was predicted before. */
export function HypothesisDecisions({ hypothesis }: { hypothesis: Hypothesis }) {
  const { decisions, versions } = hypothesis
  return (
    <>
      <Section title="Decisions" count={decisions.length}>
        {decisions.length === 0 && <Text size="sm" c="dimmed">None yet. It is a draft until somebody begins the test.</Text>}
        <ul className={classes.rows}>
          {decisions.map((one) => (
            <li key={one.id}>
              <div>
                <p><b>{stateWords[one.to].word}</b>, <span dir="auto">“{one.why}”</span></p>
                {one.focusWhy && <p>A third partner type at once: <span dir="auto">“{one.focusWhy}”</span></p>}
                <p className={classes.quiet}>{one.by?.name ?? 'a key or the system'}, <When at={one.at} day />, by predictions version {one.version}</p>
              </div>
            </li>
          ))}
        </ul>
      </Section>
      {versions.length > 1 && (
        <Section title="Predictions before" count={versions.length - 1}>
          <ul className={classes.rows}>
            {versions.slice(1).map((one, i) => (
              <li key={one.version}>
                <div>
                  <p>Version {one.version}: {sayPredictions(one.predictions)}</p>
                  <p className={classes.quiet}>{one.by?.name ?? 'a key or the system'}, <When at={one.at} day />{versions[i]?.why && <>; replaced: <span dir="auto">“{versions[i].why}”</span></>}</p>
                </div>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  )
}

const percent = (share: number) => `${Math.round(share * 1000) / 10} %`
function sayPredictions(p: Predictions): string {
  const stop = p.stop.measure === 'first_year_value' ? `${sayShort(p.stop.below, p.currency)} ${stopWords[p.stop.measure]}` : p.stop.measure.endsWith('rate') ? `${Math.round(p.stop.below * 1000) / 10} ${stopWords[p.stop.measure]}` : `${p.stop.below} ${stopWords[p.stop.measure]}`
  return `${p.activePartners.value} active partners, ${p.introductions.value} qualified introductions each per quarter, ${percent(p.opportunityRate.value)} to opportunities, ${percent(p.wonRate.value)} won, ${sayShort(Number(p.firstYearValue.valueMinor), p.currency)} in the first year, ${p.monthsToFirst.value} months to the first; stop below ${stop}.`
}
