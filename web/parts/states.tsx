import { Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useEffect, useState, type ReactNode } from 'react'
import { problemOf } from '../api/problem.ts'

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

/** Says what failed and offers to try again. */
export function ErrorState({ error, retry, what }: { error: unknown; retry?: () => void; what?: string }) {
  const problem = problemOf(error)
  const noAccess = problem.status === 403
  return (
    <Stack gap="xs" py="xl" maw="36rem" align="flex-start" role="alert">
      <Title order={2}>{noAccess ? 'You do not have access to this' : problem.status === 404 ? 'There is nothing here' : `${what ?? 'This page'} could not be loaded`}</Title>
      <Text size="sm" c="dimmed">{problem.message}</Text>
      {problem.requestId && problem.status >= 500 && <Text size="xs" c="dimmed">Request id: {problem.requestId}</Text>}
      {retry && !noAccess && problem.status !== 404 && <Button onClick={retry}>Try again</Button>}
    </Stack>
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
