import { Button, Group, Menu, SegmentedControl, Text } from '@mantine/core'
import '@mantine/core/styles/FloatingIndicator.layer.css'
import '@mantine/core/styles/SegmentedControl.layer.css'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { problemOf } from '../../api/problem.ts'
import { useCan } from '../../api/session.ts'
import { useAct } from '../../api/use-act.ts'
import { currencyChoices } from '../../parts/currency-choices.ts'
import { FormError } from '../../parts/form-error.tsx'
import { Columns, Section } from '../../parts/page.tsx'
import { useKept } from '../../parts/use-kept.ts'
import { BackTest } from './back-test.tsx'
import classes from './builder.module.css'
import { ComponentCard } from './component-card.tsx'
import { componentsOf, freeId, put, textAt, type Document, type Json } from './document.ts'
import { DraftContext } from './draft-context.ts'
import { PlaceMonth, PlaceSelect, PlaceText } from './draft-fields.tsx'
import { JsonView } from './json-view.tsx'
import { PayoutFields } from './payout-fields.tsx'
import { PlanDraft } from './plan-draft.tsx'
import { fitting, planRules } from './plan-rules.tsx'
import { draftQuery } from './queries.ts'
import { AddRule, Kept, keptBeside, RuleRows } from './rule-row.tsx'

type Props = {
  start: Document
  /** Under which name what was written survives a reload. */
  draft: string
  verb: string
  /** A new plan is named here; a version has the name of its plan. */
  isNew: boolean
  /** The plan that it is to be a version of. */
  planId?: string
  publish: (document: Document) => Promise<unknown>
  /** What else stands beside the button. */
  beside?: React.ReactNode
}

/** A plan in language 2: as a form or as JSON, both of one document, with the sentences it reads as beside it. */
export function Builder({ start, draft, verb, isNew, planId, publish, beside }: Props) {
  const [document, setDocument] = useKept<Document>(draft, start)
  const [unread, setUnread] = useKept<string | null>(`${draft}.json`, null)
  const [view, setView] = useState<'form' | 'json'>(unread === null ? 'form' : 'json')
  const [tried, setTried] = useState(false)
  const [settled] = useDebouncedValue(document, 200)
  const isUnnamed = isNew && textAt(document, 'name').trim() === ''
  const tested = useMemo(() => (isUnnamed ? { ...settled, name: 'Plan' } : settled), [settled, isUnnamed])
  const query = useQuery(draftQuery(tested))
  const mayTest = useCan('ledger:read').allowed
  const act = useAct(() => publish(document), { quiet: true })
  const findings = query.data?.findings ?? []
  const errors = findings.filter((one) => one.level === 'error')
  // Leaving one field and changing the next come in one breath, before anything is drawn.
  const latest = useRef(document)
  useEffect(() => {
    latest.current = document
  }, [document])
  const set = (place: string, value: Json | undefined) => {
    latest.current = put(latest.current, place, value)
    setDocument(latest.current)
  }
  const errorAt = (place: string) => (place === 'name' && isUnnamed ? (tried ? 'Give the plan a name.' : undefined) : tried || textAt(document, place) !== '' ? errors.find((one) => one.place === place)?.problem : undefined)
  const goTo = (place: string) => {
    if (view === 'form') return focusAt(place)
    setView('form')
    requestAnimationFrame(() => focusAt(place))
  }
  const submit = () => {
    setTried(true)
    const [first] = errors
    if (unread !== null) setView('json')
    else if (isUnnamed) goTo('name')
    else if (first && settled === document) goTo(first.place)
    else act.run()
  }
  return (
    <DraftContext value={{ document, set, errorAt, findings }}>
      <Columns
        main={(
          <>
            <form onSubmit={(event) => { event.preventDefault(); submit() }} noValidate>
              <Group justify="space-between" mb="md">
                <SegmentedControl aria-label="How it is written" size="xs" value={view} onChange={(next) => setView(next as 'form' | 'json')} data={[{ value: 'form', label: 'Form' }, { value: 'json', label: 'JSON' }]} disabled={unread !== null} />
                {unread !== null && <Text size="sm" c="dimmed">The form is back once the JSON can be read.</Text>}
              </Group>
              {view === 'json' ? <JsonView document={document} unread={unread} onRead={(next) => { setDocument(next); setUnread(null) }} onUnread={setUnread} /> : <Form isNew={isNew} document={document} set={set} />}
              <FormError problem={act.problem} orphans={Object.values(act.problem?.fields ?? {}).slice(0, 3)} />
              <Group gap="xs" mt="md" mb="xl"><Button type="submit" variant="filled" loading={act.busy}>{verb}</Button>{beside}</Group>
            </form>
            {mayTest && <BackTest draft={draft} planId={planId} document={tested} isUsable={errors.length === 0 && unread === null} />}
          </>
        )}
        side={<div className={classes.side}>{query.error ? <Text size="sm" c="dimmed">{problemOf(query.error).message}</Text> : query.data ? <PlanDraft document={settled} {...query.data} goTo={goTo} /> : null}</div>}
      />
    </DraftContext>
  )
}

/** All of a plan as fields. */
export function Form({ isNew, document, set }: { isNew: boolean; document: Document; set: (place: string, value: Json | undefined) => void }) {
  const components = componentsOf(document)
  const add = (component: Document) => set('components', [...components, component])
  const own = fitting(planRules, document)
  const firstEarned = textAt(components.find((one) => !('share' in one)) ?? {}, 'id')
  return (
    <>
      <Group gap="md" align="flex-start" mb="lg">
        {isNew && <PlaceText label="Name" place="name" width="l" placeholder="Introduction partner" />}
        <PlaceSelect label="Currency" place="currency" choices={currencyChoices(textAt(document, 'currency')).map((value) => ({ value, label: value }))} />
        <PlaceMonth label="Years begin in" place="yearBegins" />
      </Group>
      <Section title="What it pays for" count={components.length}>
        {/* A component is known by its place: its name can be edited. */}
        {components.map((_, i) => <ComponentCard key={`${i} of ${components.length}`} index={i} />)}
        <Menu position="bottom-start" withinPortal>
          <Menu.Target><Button mt="md">Add component</Button></Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => add({ id: freeId(document, 'introduction'), on: 'qualified', pay: { flat: '' } })}>An amount for an introduction</Menu.Item>
            <Menu.Item onClick={() => add({ id: freeId(document, 'share'), on: 'sale', pay: { percent: '' } })}>A share of a sale</Menu.Item>
            <Menu.Item onClick={() => add({ id: freeId(document, 'recurring'), on: 'invoice', pay: { percent: '' }, window: { months: 12 }, payable: 'as_collected' })}>A share of what is invoiced</Menu.Item>
            {firstEarned && <Menu.Item onClick={() => add({ id: freeId(document, 'above'), share: { of: firstEarned, percent: '', to: { above: 1 } } })}>A share for another partner</Menu.Item>}
          </Menu.Dropdown>
        </Menu>
      </Section>
      <PayoutFields />
      <Section title="For all of it">
        <div className={classes.rules}><RuleRows rules={own} under="" /></div>
        <Kept of={keptBeside(document, ['language', 'name', 'currency', 'yearBegins', 'components', 'payout'], own)} />
        <AddRule rules={own} under="" label="Add to the plan" />
      </Section>
    </>
  )
}

/** The field of a place, or of what it is a part of. */
function focusAt(place: string): void {
  for (let keys = place.split('.'); keys.length > 0; keys = keys.slice(0, -1)) {
    const name = CSS.escape(keys.join('.'))
    const field = document.querySelector<HTMLElement>(`[name="${name}"], [name^="${name}."]`)
    if (field) return field.focus()
  }
}
