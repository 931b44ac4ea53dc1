import { Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { problemOf } from '../../api/problem.ts'
import { sayCount, sayNumber } from '../../parts/numbers.ts'
import type { Body } from './icp-draft.ts'
import { previewQuery } from './icp-queries.ts'
import classes from './icp.module.css'

/** How the draft would grade the companies we know now, counted by the server as the fields change. */
export function IcpPreview({ body }: { body: Body }) {
  const [settled] = useDebouncedValue(JSON.stringify(body), 350)
  const query = useQuery(previewQuery(JSON.parse(settled) as Body))
  return <div className={classes.preview} role="status" aria-label="Preview">{query.error ? <Text size="sm">The preview waits: {problemOf(query.error).message}</Text> : <Counts data={query.data} />}</div>
}

function Counts({ data }: { data: { companies: number; grades: { grade: string; companies: number }[]; unknown: number } | undefined }) {
  if (!data) return <Text size="sm" c="dimmed">Counting…</Text>
  if (data.companies === 0) return <Text size="sm">No companies are known yet. Import them, and this says how the draft grades them.</Text>
  const of = (grade: string) => sayNumber(data.grades.find((one) => one.grade === grade)?.companies ?? 0)
  return (
    <>
      <Text size="sm">Of your {sayCount(data.companies, 'company', 'companies')}: <b>A</b> {of('A')}, <b>B</b> {of('B')}, <b>C</b> {of('C')}, no fit {of('none')}.</Text>
      <Text size="sm" c="dimmed">Of {sayNumber(data.unknown)} something that is asked for is unknown.</Text>
    </>
  )
}
