import { Text } from '@mantine/core'
import type { Problem } from '../api/problem.ts'

/** What the server refused, above the button; problems of a field stand at the field. */
export function FormError({ problem, orphans = [] }: { problem: Problem | null; orphans?: string[] }) {
  if (!problem) return null
  const atFields = Object.keys(problem.fields).length > 0 && orphans.length === 0
  return (
    <Text size="sm" c="var(--mantine-color-error)" role="alert">
      {atFields ? 'Some of this cannot be used yet; each field says why.' : [problem.code === 'invalid' ? '' : problem.message, ...orphans].filter(Boolean).join(' ') || problem.message}
    </Text>
  )
}
