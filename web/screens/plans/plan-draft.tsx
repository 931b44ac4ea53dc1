import { Anchor, Text } from '@mantine/core'
import { Money } from '../../parts/money.tsx'
import { Section } from '../../parts/page.tsx'
import { SmallTable } from '../../parts/small-table.tsx'
import text from '../../parts/text.module.css'
import { Day } from '../../parts/when.tsx'
import { sayComponent } from '../commissions/queries.ts'
import classes from './builder.module.css'
import type { Document } from './document.ts'
import { sayPlace } from './place-words.ts'
import type { Example, Finding } from './queries.ts'
import { Sentences } from './sentences.tsx'

type Props = { document: Document; sentences: string[]; findings: Finding[]; example: Example | null; goTo: (place: string) => void }

/** The draft in words, as the server will say it on every page, mail and agreement; what is wrong with it; and what it pays on one customer. */
export function PlanDraft({ document, sentences, findings, example, goTo }: Props) {
  const errors = findings.filter((one) => one.level === 'error')
  const warnings = findings.filter((one) => one.level === 'warning')
  return (
    <div aria-live="polite">
      <Section title="How it reads">
        {sentences.length > 0 ? <Sentences of={sentences} /> : <Text size="sm" c="dimmed">It reads here as soon as what is said below is put right.</Text>}
      </Section>
      {errors.length > 0 && <Section title="To put right" count={errors.length}><Findings of={errors} document={document} goTo={goTo} /></Section>}
      {warnings.length > 0 && <Section title="Worth a look" count={warnings.length}><Findings of={warnings} document={document} goTo={goTo} /></Section>}
      {example && <Section title="For example"><Worked example={example} /></Section>}
    </div>
  )
}

function Findings({ of, document, goTo }: { of: Finding[]; document: Document; goTo: (place: string) => void }) {
  return (
    <ul className={classes.findings}>
      {of.map((one) => (
        <li key={`${one.place} ${one.problem}`}>
          <Anchor component="button" type="button" size="sm" onClick={() => goTo(one.place)}>{sayPlace(document, one.place)}</Anchor>
          <p className={one.level === 'error' ? text.late : undefined}>{one.problem}</p>
          {!/plan schema/.test(one.remedy) && <p className={text.quiet}>{one.remedy}</p>}
        </li>
      ))}
    </ul>
  )
}

function Worked({ example }: { example: Example }) {
  return (
    <>
      <Text size="sm" mb="xs">{example.facts.join(' ')}</Text>
      {example.lines.length + example.rewards.length === 0 ? <Text size="sm" c="dimmed">That pays nothing. A condition of the plan may ask for more than is made up here.</Text> : (
        <SmallTable
          caption="What the plan pays on it" rows={[...example.lines, ...example.rewards]} keyOf={(_line, i) => `${i}`} {...(example.lines.length > 1 ? { foot: ['In all', <Money key="total" amount={example.total} />] } : {})}
          columns={[
            { key: 'component', header: 'Pays', cell: (line) => <>{sayComponent(line.component)}{line.partner !== 'The partner' && `, ${line.partner.toLowerCase()}`}<span className={text.source}>{line.working.join(' ')}{'payableOn' in line && <> By <Day date={line.payableOn} />.</>}</span></> },
            { key: 'amount', header: 'Amount', numeric: true, width: '8rem', cell: (line) => ('said' in line ? line.said : <Money amount={line.amount} />) },
          ]}
        />
      )}
      {example.ifTheyLeave && <Text size="sm" c="dimmed" mt="xs">{example.ifTheyLeave}</Text>}
    </>
  )
}
