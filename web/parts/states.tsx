import { Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useEffect, useState, type ReactNode } from 'react'
import { problemOf, type Problem } from '../api/problem.ts'

/** Says what belongs here and the first thing to do. */
export function EmptyState({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <Stack gap="xs" py="xl" maw="36rem" align="flex-start">
      <Title order={2}>{title}</Title>
      {children && <Text size="sm" c="dimmed" component="div">{children}</Text>}
      {action && <Group gap="xs">{action}</Group>}
    </Stack>
  )
}

type Failed = { error: unknown; retry?: () => void; what?: string }

/** An id that can be none is told like one that is not there. */
const isGone = (problem: Problem): boolean => problem.status === 404 || (problem.status === 422 && 'id' in problem.fields)

/** What failed, as a title and a sentence. */
export function sayFailure(error: unknown, what = 'This page'): { title: string; words: string; isGone: boolean; mayRetry: boolean } {
  const problem = problemOf(error)
  if (isGone(problem)) return { title: 'There is nothing here', words: 'It may have been removed, or it belongs to another workspace.', isGone: true, mayRetry: false }
  if (problem.status === 403) return { title: 'You do not have access to this', words: problem.message, isGone: false, mayRetry: false }
  return { title: `${what} could not be loaded`, words: problem.message, isGone: false, mayRetry: true }
}

/** Says what failed and offers to try again. */
export function ErrorState({ error, retry, what }: Failed) {
  const { title } = sayFailure(error, what)
  return (
    <Stack gap="xs" py="xl" maw="36rem" align="flex-start" role="alert">
      <Title order={2}>{title}</Title>
      <Failure error={error} {...(retry ? { retry } : {})} />
    </Stack>
  )
}

/** Why it failed and what to do, without the title. */
export function Failure({ error, retry }: Omit<Failed, 'what'>) {
  const { words, mayRetry } = sayFailure(error)
  const problem = problemOf(error)
  return (
    <>
      <Text size="sm" c="dimmed">{words}</Text>
      {problem.requestId && problem.status >= 500 && <Text size="xs" c="dimmed">Request id: {problem.requestId}</Text>}
      {retry && mayRetry && <Button onClick={retry}>Try again</Button>}
    </>
  )
}

/** Grey lines, but only after 200 ms: what is quick does not flicker. */
export function Loading({ lines = 6 }: { lines?: number }) {
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 200)
    return () => clearTimeout(timer)
  }, [])
  if (!late) return <div aria-busy="true" style={{ minHeight: '8rem' }} />
  return (
    <Stack gap="md" py="md" aria-busy="true" role="status" aria-label="Loading">
      {Array.from({ length: lines }, (_, i) => <Skeleton key={i} height={18} width={`${95 - ((i * 17) % 40)}%`} radius="sm" />)}
    </Stack>
  )
}
