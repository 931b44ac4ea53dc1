import { Group, Text } from '@mantine/core'
import { send, api } from '../../api/client.ts'
import { useAct } from '../../api/use-act.ts'
import { CanButton } from '../../parts/can-button.tsx'
import { sayCount, sayNumber } from '../../parts/numbers.ts'
import { isUnderWay, type CustomerList } from './queries.ts'

const mostCounted = 100
const changes = (n: number, to: string) => (n === 0 ? [] : [n >= mostCounted ? `${sayNumber(mostCounted)} changes or more to ${to}` : `${sayCount(n, 'change')} to ${to}`])

/** What came since it was matched, in words; nothing where nothing did. */
export function sayOutdated({ outdated }: CustomerList): string | null {
  return outdated && `Since it was matched: ${[...changes(outdated.companies, 'companies'), ...changes(outdated.opportunities, 'opportunities'), ...(outdated.profile ? ['a new version of the ideal customer profile'] : [])].join(', ')}.`
}

/** That the figures may come out differently today, and how to see it. */
export function Outdated({ list }: { list: CustomerList }) {
  const again = useMatchAgain(list)
  const words = sayOutdated(list)
  if (!words || isUnderWay(list)) return null
  return (
    <Group gap="sm" mb="md" role="status">
      <Text size="sm" c="dimmed" maw="40rem">{words} {list.sharing === 'counts' ? 'Only figures were kept, so they stay as they were that day; a newer list would say how it is now.' : 'These figures do not know of it yet.'}</Text>
      {list.sharing !== 'counts' && <CanButton can={list.can.matchAgain} size="compact-sm" loading={again.busy} aria-label="Match again, with what came since" onClick={() => again.run()}>Match again</CanButton>}
    </Group>
  )
}

export const useMatchAgain = (list: CustomerList) => useAct(() => send(api.POST('/api/v1/customer-lists/{id}/matchings', { params: { path: { id: list.id } } })), { done: 'It is held against what we know today.' })
