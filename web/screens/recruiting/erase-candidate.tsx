import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api, take } from '../../api/client.ts'
import { say } from '../../api/use-act.ts'
import { ConfirmWhy } from '../../parts/confirm-why.tsx'
import { sayCount } from '../../parts/numbers.ts'
import { paths } from '../../paths.ts'
import { erasureQuery, type Candidate } from './queries.ts'

/** Says exactly what goes and what stays before a candidate is erased. */
export function EraseCandidate({ candidate: c, onClose }: { candidate: Candidate; onClose: () => void }) {
  const { data } = useQuery(erasureQuery(c.id))
  const navigate = useNavigate()
  const act = async (why: string) => {
    await take(api.PUT('/api/v1/candidates/{id}/erasure', { params: { path: { id: c.id } }, body: { why } }))
    say(`${c.name} is erased.`)
    await navigate({ to: paths.recruiting() })
  }
  return (
    <ConfirmWhy title={`Erase ${c.name}`} verb="Erase it for good" isDangerous onClose={onClose} act={act} description="It is kept, so name nobody: “Asked for it by mail of 3 March.”">
      <Text size="sm" mb="xs">This cannot be taken back. What goes:</Text>
      <ul style={{ margin: '0 0 0.75rem', paddingInlineStart: '1.25rem', listStyle: 'disc' }} aria-busy={!data}>
        <li>Its name and website, next step and notes</li>
        {data?.there.map((one) => <li key={one.what}>{sayCount(one.count, one.what)}</li>)}
      </ul>
      <Text size="sm" mb={4}>What stays: that a candidate was here, where it stood, and how much of what was erased, when, by whom and why; the event log without the reasons that people wrote; and whether we kept our promises. Its links answer as if they had never been.</Text>
      {data?.fromFile && <Text size="sm">It came by an import. The imported file stays as it was, with what it says of it.</Text>}
    </ConfirmWhy>
  )
}
