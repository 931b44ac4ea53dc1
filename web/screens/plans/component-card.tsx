import { Button, CloseButton, Menu, NativeSelect, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { sayComponent } from '../commissions/queries.ts'
import classes from './builder.module.css'
import { itemChoices, kindChoices } from './choices.ts'
import { rules, rulesOfShare } from './component-rules.tsx'
import { at, componentsOf, textAt, wordsAt } from './document.ts'
import { useDraft } from './draft-context.ts'
import { PlaceText, PlaceTicks } from './draft-fields.tsx'
import { PayFields } from './pay-fields.tsx'
import { AddRule, Kept, keptBeside, RuleRows } from './rule-row.tsx'
import { ShareFields } from './share-fields.tsx'

/** One thing that the plan pays for: what for, how much, and whatever else is said of it. */
export function ComponentCard({ index }: { index: number }) {
  const { document, set } = useDraft()
  const place = `components.${index}`
  const component = componentsOf(document)[index] ?? {}
  const title = sayComponent(textAt(component, 'id')) || `Component ${index + 1}`
  const isShare = 'share' in component
  const own = isShare ? rulesOfShare : rules
  const [renaming, setRenaming] = useState(false)
  return (
    <fieldset className={classes.component} aria-label={title}>
      <div className={classes.head}>
        <Title order={3}>{title}</Title>
        <Button variant="subtle" color="gray" aria-label={`Remove ${title}`} onClick={() => set(place, undefined)}>Remove</Button>
      </div>
      {isShare ? <ShareFields index={index} /> : (
        <>
          <div className={classes.fields}><KindField place={`${place}.on`} /><PayFields index={index} /></div>
          <Sources kinds={wordsAt(component, 'on')} />
        </>
      )}
      <RuleRows rules={own} under={place} />
      <Kept of={keptBeside(component, isShare ? ['id', 'share'] : ['id', 'on', 'pay'], own)} />
      {renaming && (
        <div className={classes.rule} role="group" aria-label="Name">
          <Text size="sm" c="dimmed">Name</Text>
          <PlaceText label="Small letters, digits and _" place={`${place}.id`} width="l" />
          <CloseButton size="sm" aria-label="Leave the name" onClick={() => setRenaming(false)} />
        </div>
      )}
      <AddRule rules={own} under={place} label="Add rule" name={`Add rule to ${title}`}>
        <Menu.Divider />
        <Menu.Item onClick={() => setRenaming(true)}>Rename</Menu.Item>
      </AddRule>
    </fieldset>
  )
}

/** What it pays for: one kind, or several together. */
function KindField({ place }: { place: string }) {
  const { document, set, errorAt } = useDraft()
  const isSeveral = Array.isArray(at(document, place))
  const [first = ''] = wordsAt(document, place)
  const known = kindChoices.map(({ value, label }) => ({ value, label }))
  return (
    <>
      <NativeSelect
        label="For" w="12.5rem" maw="100%" name={place} value={isSeveral ? 'several' : first} error={isSeveral ? undefined : errorAt(place)} data={[...(isSeveral || known.some((one) => one.value === first) ? [] : [{ value: first, label: first || 'Choose' }]), ...known, { value: 'several', label: 'several of these' }]}
        onChange={(event) => set(place, event.currentTarget.value === 'several' ? itemChoices.flatMap((one) => (one.value === first ? [first] : [])) : event.currentTarget.value)}
      />
      {isSeveral && <PlaceTicks label="Any of" place={place} choices={itemChoices} />}
    </>
  )
}

/** Where what it pays for comes from. */
function Sources({ kinds }: { kinds: string[] }) {
  const said = new Set(kindChoices.flatMap((one) => (kinds.includes(one.value) ? [one.from] : [])))
  return said.size > 0 ? <Text size="xs" c="dimmed" mt={4}>{[...said].join(' ')}</Text> : null
}
