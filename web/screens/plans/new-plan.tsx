import { Button, Text, UnstyledButton } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { api, take } from '../../api/client.ts'
import { useCan, useWorkspace } from '../../api/session.ts'
import { say } from '../../api/use-act.ts'
import { digitsOf } from '../../parts/money.tsx'
import { Page, Section } from '../../parts/page.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { forgetKept, useKept } from '../../parts/use-kept.ts'
import { paths } from '../../paths.ts'
import { Builder } from './builder.tsx'
import classes from './builder.module.css'
import { textAt, type Document } from './document.ts'
import { documentOf, presets, type Preset } from './presets.ts'
import type { AnyTerms } from './queries.ts'

const draft = 'plan.new.2'

/** A plan with its first version, from something that programs usually agree on. */
export function NewPlan() {
  const can = useCan('plans:write')
  return (
    <Page title="New plan" parent={{ title: 'Plans', to: paths.plans() }} sub="What partners earn, for what, and when it is paid.">
      {can.allowed ? <Write /> : <EmptyState title="You cannot change plans">{can.why}</EmptyState>}
    </Page>
  )
}

function Write() {
  const navigate = useNavigate()
  const { currency, timeZone } = useWorkspace()
  const [start, setStart] = useKept<Document | null>(`${draft}.start`, null)
  const forget = () => [draft, `${draft}.json`, `${draft}.start`, `${draft}.back-test`].forEach(forgetKept)
  const choose = (preset: Preset) => {
    forget()
    setStart(documentOf(preset, { name: '', currency, timeZone, digits: digitsOf(currency) }))
  }
  if (!start) return <Presets choose={choose} />
  const publish = async (document: Document) => {
    const name = textAt(document, 'name')
    const { id } = await take(api.POST('/api/v1/plans', { body: { name, terms: document as AnyTerms } }))
    forget()
    say(`${name} is published as version 1.`)
    await navigate({ to: paths.plan(id) })
  }
  const restart = () => {
    forget()
    setStart(null)
  }
  return <Builder start={start} draft={draft} verb="Publish plan" isNew publish={publish} beside={<Button variant="subtle" color="gray" onClick={restart}>Start from something else</Button>} />
}

function Presets({ choose }: { choose: (preset: Preset) => void }) {
  return (
    <Section title="Start from">
      <ul className={classes.presets}>
        {presets.map((preset) => (
          <li key={preset.name}>
            <UnstyledButton className={classes.preset} onClick={() => choose(preset)}>
              <Text fw={500}>{preset.name}</Text>
              <Text size="sm">{preset.for}</Text>
              <Text size="sm" c="dimmed">{preset.needs}</Text>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </Section>
  )
}
