import { Button, CloseButton, Menu, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { sayComponent } from '../commissions/queries.ts'
import classes from './builder.module.css'
import { RuleRow, rules } from './component-rules.tsx'
import { at, componentsOf, put, saysNothing, textAt, type Document } from './document.ts'
import { useDraft } from './draft-context.ts'
import { PlaceSelect, PlaceText } from './draft-fields.tsx'
import { PayFields } from './pay-fields.tsx'
import { ShareFields } from './share-fields.tsx'

const triggers = [
  { value: 'qualified', label: 'a qualified introduction', from: 'From your introductions, by itself.' }, { value: 'sale', label: 'a sale', from: 'Each opportunity won here, with its first year; and sales that are told.' },
  { value: 'invoice', label: 'an invoice', from: 'Invoices and payments are told by your billing, over the API.' }, { value: 'invoice_line', label: 'a line of an invoice', from: 'Invoices and payments are told by your billing, over the API.' },
  { value: 'renewal', label: 'a renewal', from: 'Renewals are told, over the API.' }, { value: 'expansion', label: 'an expansion', from: 'Expansions are told, over the API.' },
  { value: 'milestone', label: 'a milestone', from: 'Milestones are told, over the API.' },
]

/** One thing that the plan pays for: what for, how much, and whatever else is said of it. */
export function ComponentCard({ index }: { index: number }) {
  const { document, set } = useDraft()
  const place = `components.${index}`
  const component = componentsOf(document)[index] ?? {}
  const title = sayComponent(textAt(component, 'id')) || `Component ${index + 1}`
  const isShare = 'share' in component
  const trigger = triggers.find((one) => one.value === textAt(component, 'on'))
  const kept = keptOf(component)
  const [renaming, setRenaming] = useState(false)
  return (
    <fieldset className={classes.component} aria-label={title}>
      <div className={classes.head}>
        <Title order={3}>{title}</Title>
        <Button variant="subtle" color="gray" aria-label={`Remove ${title}`} onClick={() => set(place, undefined)}>Remove</Button>
      </div>
      {isShare ? <ShareFields index={index} /> : (
        <>
          <div className={classes.fields}>
            <PlaceSelect label="For" place={`${place}.on`} width="l" choices={triggers} />
            <PayFields index={index} />
          </div>
          {trigger && <Text size="xs" c="dimmed" mt={4}>{trigger.from}</Text>}
        </>
      )}
      {shownRules(component).map((rule) => <RuleRow key={rule.key} rule={rule} index={index} />)}
      {kept.length > 0 && <Text size="sm" c="dimmed" mt="xs">Kept as written in the JSON: {kept.join(', ')}.</Text>}
      {renaming && (
        <div className={classes.rule} role="group" aria-label="Name">
          <Text size="sm" c="dimmed">Name</Text>
          <PlaceText label="Small letters, digits and _" place={`${place}.id`} width="l" />
          <CloseButton size="sm" aria-label="Leave the name" onClick={() => setRenaming(false)} />
        </div>
      )}
      <AddRule index={index} rename={() => setRenaming(true)} />
    </fieldset>
  )
}

const isShared = (component: Document) => 'share' in component
const shownRules = (component: Document) => rules.filter((rule) => !saysNothing(rule.key, at(component, rule.key)) && (!isShared(component) || rule.key === 'clause'))

function AddRule({ index, rename }: { index: number; rename: () => void }) {
  const { document, set } = useDraft()
  const component = componentsOf(document)[index] ?? {}
  const open = rules.filter((rule) => saysNothing(rule.key, at(component, rule.key)) && (!isShared(component) || rule.key === 'clause'))
  return (
    <Menu position="bottom-start" withinPortal>
      <Menu.Target><Button mt="sm" aria-label={`Add rule to ${sayComponent(textAt(component, 'id'))}`}>Add rule</Button></Menu.Target>
      <Menu.Dropdown>
        {open.map((rule) => <Menu.Item key={rule.key} onClick={() => set(`components.${index}.${rule.key}`, rule.start(document, index))}>{rule.add ?? rule.label}</Menu.Item>)}
        <Menu.Divider />
        <Menu.Item onClick={rename}>Rename</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

/** What is said of it that no field here shows. */
function keptOf(component: Document): string[] {
  const shown = isShared(component) ? ['share', 'clause'] : ['on', 'pay', ...rules.flatMap((rule) => (rule.parts ? rule.parts.map((part) => `${rule.key}.${part}`) : [rule.key]))]
  const rest = [...shown, 'id'].reduce((left, key) => put(left, key, undefined), component)
  const others = isShared(component) ? rest : rules.reduce((left, rule) => (at(left, rule.key) !== undefined && rule.parts && rule.knows?.(at(component, rule.key)) === false ? put(left, rule.key, undefined) : left), rest)
  return Object.entries(others).filter(([key, value]) => !saysNothing(key, value)).flatMap(([key, value]) => (typeof value === 'object' && value !== null && !Array.isArray(value) && ['limits', 'window', 'clawback', 'hold', 'basis', 'needs'].includes(key) ? Object.keys(value).map((inner) => `${key}.${inner}`) : [key]))
}
