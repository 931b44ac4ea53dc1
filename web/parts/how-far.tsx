import { Progress } from '@mantine/core'
import { sayDuration } from './time.ts'

/** The bar of long work. */
export const HowFar = ({ percent, label }: { percent: number; label: string }) => <Progress.Root size="sm"><Progress.Section value={percent} aria-label={label} /></Progress.Root>

/** ", about 4 min left", to follow what is done; empty while nobody can say. */
export function sayRest(secondsLeft: number | null): string {
  if (secondsLeft === null) return ''
  return secondsLeft < 60 ? `, about ${secondsLeft} s left` : `, about ${sayDuration(secondsLeft * 1000)} left`
}
