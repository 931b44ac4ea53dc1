import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ErrorState, Loading } from '../../parts/states.tsx'
import text from '../../parts/text.module.css'
import { sayCounts } from './merge-words.ts'
import { mergePreviewQuery } from './queries.ts'

/** What goes along when one company becomes part of another, or what speaks against it. */
export function MergePreview({ into, from }: { into: string; from: string }) {
  const query = useQuery(mergePreviewQuery(into, from))
  if (query.isPending) return <Loading lines={2} />
  if (query.error) return <ErrorState error={query.error} retry={() => void query.refetch()} what="What moves" />
  const { moves, can, into: survivor, from: absorbed } = query.data
  if (!can.merge.allowed) return <Text size="sm" className={text.late} role="alert">{can.merge.why}</Text>
  return (
    <Text size="sm" component="div">
      {absorbed.name} becomes part of {survivor.name}: its name{moves.length > 0 && `, ${sayCounts(moves)}`} and what {survivor.name} lacks. What was earned stays as it is booked. It can be undone.
    </Text>
  )
}
