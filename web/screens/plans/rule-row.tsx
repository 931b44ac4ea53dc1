import { Button, CloseButton, Menu, Text } from '@mantine/core'
import { Fragment, type ReactNode } from 'react'
import classes from './builder.module.css'
import { at, isObject, keptOf, saysNothing, type Document, type Json } from './document.ts'
import { useDraft } from './draft-context.ts'

/** Something that can be said beside what always is; shown once it is said. */
export type Rule = { key: string; label: string; /** In the menu, where it says it in other words. */ add?: string; group?: string; start: (document: Document, index: number) => Json; fields: (props: { place: string }) => ReactNode; knows?: (value: Json | undefined) => boolean; /** The keys of an object that the fields show; others in it are kept. */ parts?: string[] }

export const isText = (value: Json | undefined): boolean => typeof value === 'string' || typeof value === 'number'
export const isThing = (value: Json | undefined): boolean => isObject(value)

/** What the form has no fields for stays as it is, and is named. */
export const Kept = ({ of }: { of: string[] }) => (of.length === 0 ? null : <Text size="sm" c="dimmed" mt="xs">Kept as written in the JSON: {of.join(', ')}.</Text>)

const placeOf = (under: string, key: string) => (under ? `${under}.${key}` : key)
const isSaid = (rule: Rule, value: Document) => !saysNothing(rule.key, at(value, rule.key))
const isKnown = (rule: Rule, value: Json | undefined) => rule.knows?.(value) ?? true

/** The places of a value that neither `always` nor its rules show. */
export function keptBeside(value: Document, always: string[], rules: Rule[]): string[] {
  const shown = rules.flatMap((rule) => {
    const own = at(value, rule.key)
    return rule.parts && isObject(own) && isKnown(rule, own) ? rule.parts.map((part) => `${rule.key}.${part}`) : [rule.key]
  })
  return keptOf(value, [...always, ...shown])
}

/** The rules that are said under a place, each with its fields; what they cannot show is named, and stays. */
export function RuleRows({ rules, under }: { rules: Rule[]; under: string }) {
  const { document, set } = useDraft()
  const value = (under ? at(document, under) : document) ?? {}
  if (!isObject(value)) return null
  return rules.filter((rule) => isSaid(rule, value)).map((rule) => {
    const place = placeOf(under, rule.key)
    return (
      <div key={rule.key} className={classes.rule} role="group" aria-label={rule.label}>
        <Text size="sm" c="dimmed">{rule.label}</Text>
        <div className={classes.fields}>{isKnown(rule, at(document, place)) ? <rule.fields place={place} /> : <Kept of={[rule.key]} />}</div>
        <CloseButton size="sm" aria-label={`Take out: ${rule.label.toLowerCase()}`} onClick={() => set(place, undefined)} />
      </div>
    )
  })
}

/** Those that are not said yet, in their groups. */
export function AddRule({ rules, under, label, name, children }: { rules: Rule[]; under: string; label: string; name?: string; children?: ReactNode }) {
  const { document, set } = useDraft()
  const value = (under ? at(document, under) : document) ?? {}
  const open = isObject(value) ? rules.filter((rule) => !isSaid(rule, value)) : []
  const index = Number(under.split('.')[1] ?? 0)
  if (open.length === 0 && !children) return null
  return (
    <Menu position="bottom-start" withinPortal>
      <Menu.Target><Button mt="sm" {...(name ? { 'aria-label': name } : {})}>{label}</Button></Menu.Target>
      <Menu.Dropdown mah="22rem" style={{ overflowY: 'auto' }}>
        {[...Map.groupBy(open, (rule) => rule.group ?? '')].map(([group, own]) => (
          <Fragment key={group}>
            {group && <Menu.Label>{group}</Menu.Label>}
            {own.map((rule) => <Menu.Item key={rule.key} onClick={() => set(placeOf(under, rule.key), rule.start(document, index))}>{rule.add ?? rule.label}</Menu.Item>)}
          </Fragment>
        ))}
        {children}
      </Menu.Dropdown>
    </Menu>
  )
}
