import { Text } from '@mantine/core'
import type { Preset } from './queries.ts'

/** What partners of the type usually earn, how they ramp, what they need, and where the numbers come from. */
export function PresetNotes({ preset, source }: { preset: Preset; source: string }) {
  return (
    <div style={{ margin: '0.9rem 0 1.5rem' }}>
      <Text size="sm" mb={4}>{preset.economics}</Text>
      <Text size="sm" mb={4}><b>To succeed they need:</b> {preset.needs.map((need, i) => (i === 0 ? need : need.charAt(0).toLowerCase() + need.slice(1))).join('; ')}.</Text>
      <Text size="sm" c="dimmed">{source}</Text>
    </div>
  )
}
