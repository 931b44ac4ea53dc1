import { Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { problemOf } from '../../api/problem.ts'
import { Quote } from '../../parts/quote.tsx'
import { draftQuery, type Terms } from './queries.ts'
import { Sentences } from './sentences.tsx'

/** The draft in words, as the server will say it on every page, mail and agreement. */
export function PlanDraft({ terms }: { terms: Terms | undefined }) {
  const [settled] = useDebouncedValue(terms, 200)
  const query = useQuery({ ...draftQuery(settled ?? nothing), enabled: settled !== undefined })
  if (!settled) return <Text size="sm" c="dimmed">Fill in the amounts to see how the plan reads.</Text>
  if (query.error) return <Text size="sm" c="dimmed">{problemOf(query.error).message}</Text>
  if (!query.data) return null
  if (query.data.problems.length > 0) return <>{query.data.problems.map((p) => <Text key={p.field + p.code} size="sm" c="var(--mantine-color-error)">{p.message}</Text>)}</>
  return (
    <div aria-live="polite">
      <Sentences of={query.data.sentences} />
      <Text size="sm" c="dimmed" mt="lg" mb="xs">On the partner’s page it stands in one line:</Text>
      <Quote>{query.data.inOneLine}</Quote>
    </div>
  )
}

const nothing: Terms = { language: 1, currency: 'EUR', components: [], payment: { rule: 'after_quarter_end', days: 0 }, rounding: 'half_away_per_line' }
