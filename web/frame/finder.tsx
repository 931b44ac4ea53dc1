import '@mantine/spotlight/styles.layer.css'
import { createSpotlight, Spotlight, type SpotlightActionData } from '@mantine/spotlight'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState, type KeyboardEvent } from 'react'
import { signOut, useMe } from '../api/session.ts'
import { useFocusBack } from '../parts/use-focus-back.ts'
import { paths } from '../paths.ts'
import { findThings } from './find-things.ts'
import { railGroups } from './rail-items.ts'

const [store, finder] = createSpotlight()

/** Finds things by name and goes or does: Ctrl-K. */
export function Finder({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('')
  const [words] = useDebouncedValue(text.trim().slice(0, 100), 150)
  const { may } = useMe()
  useFocusBack()
  const navigate = useNavigate()
  useEffect(() => void finder.open(), [])
  const found = useQuery({ queryKey: ['find', words], queryFn: () => findThings(words, may), enabled: words.length > 1, placeholderData: (before) => before }).data ?? []

  const go = (to: string) => () => void navigate({ to })
  const verbs: SpotlightActionData[] = [
    ...(may('referrals:write') ? [{ id: 'introduce', label: 'New introduction', description: 'on behalf of a partner', onClick: go(paths.newReferral()) }] : []),
    ...(may('partners:write') ? [{ id: 'add-partner', label: 'Add a partner', onClick: go(paths.newPartner()) }] : []),
    ...(may('partners:write') ? [{ id: 'add-candidate', label: 'Add a candidate', description: 'to recruiting', onClick: go(paths.newCandidate()) }, { id: 'new-hypothesis', label: 'New hypothesis', onClick: go(paths.newHypothesis()) }] : []),
    ...(may('companies:write') ? [{ id: 'add-company', label: 'Add a company', onClick: go(paths.newCompany()) }] : []),
    ...(may('opportunities:write') ? [{ id: 'new-opportunity', label: 'New opportunity', onClick: go(paths.newOpportunity()) }] : []),
    ...(may('plans:write') ? [{ id: 'new-plan', label: 'New plan', onClick: go(paths.newPlan()) }] : []),
    ...(may('payouts:write') ? [{ id: 'new-payout', label: 'New payout', onClick: go(paths.newPayout()) }] : []),
    ...(may('imports:write') ? [{ id: 'import', label: 'Import a file', onClick: go(paths.newImport()) }] : []),
    { id: 'sign-out', label: 'Sign out', onClick: () => void signOut() },
  ]
  const pages = railGroups.flatMap((g) => g.items).filter((item) => !item.needs || may(item.needs)).map((item) => ({ id: item.to, label: `Go to ${item.label}`, onClick: go(item.to) }))
  const matches = (action: SpotlightActionData) => `${action.label} ${action.description ?? ''}`.toLowerCase().includes(text.trim().toLowerCase())
  const things = words.length > 1 ? found.map((thing) => ({ id: thing.to, label: thing.name, description: thing.what, onClick: go(thing.to) })) : []
  const groups = [
    { group: 'Found', actions: things },
    { group: 'Do', actions: verbs.filter(matches) },
    { group: 'Go', actions: pages.filter(matches) },
  ].filter((g) => g.actions.length > 0)

  return (
    <Spotlight.Root store={store} query={text} onQueryChange={setText} onSpotlightClose={onClose} shortcut={null} attributes={{ content: { 'aria-label': 'Find or do anything' } }} clearQueryOnClose scrollable maxHeight="60vh" transitionProps={{ duration: 80 }} overlayProps={{ backgroundOpacity: 0.3 }}>
      <Spotlight.Search placeholder="A partner, company, introduction, plan, or what to do" aria-label="Find or do anything" onKeyDown={takeFirst} />
      <Spotlight.ActionsList>
        {groups.map((g) => (
          <Spotlight.ActionsGroup key={g.group} label={g.group}>
            {g.actions.map(({ id, ...action }) => <Spotlight.Action key={id} {...action} />)}
          </Spotlight.ActionsGroup>
        ))}
        {groups.length === 0 && <Spotlight.Empty>Nothing has “{text}” in its name.</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}

/** Enter without having chosen takes the first. */
function takeFirst(event: KeyboardEvent): void {
  const list = document.querySelector('.mantine-Spotlight-root, .mantine-Spotlight-actionsList')
  if (event.key === 'Enter' && list && !list.querySelector('[data-selected]')) list.querySelector<HTMLElement>('[data-action]')?.click()
}
