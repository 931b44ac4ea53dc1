import { NativeSelect, Text, TextInput } from '@mantine/core'
import { Section } from '../../parts/page.tsx'
import type { Draft } from './icp-draft.ts'
import classes from './icp.module.css'

type Props = { draft: Draft; set: (change: Partial<Draft>) => void; errorOf: (field: string) => string | undefined }

/** From which share of the weight a company is A, B or C, and what unknown counts. */
export function IcpThresholds({ draft, set, errorOf }: Props) {
  return (
    <Section title="How the grade comes about">
      <div className={classes.fields}>
        {(['a', 'b', 'c'] as const).map((name) => (
          <TextInput key={name} label={`${name.toUpperCase()} from`} name={`thresholds.${name}`} w="6.5rem" inputMode="numeric" rightSection="%" value={draft[name]} error={errorOf(`thresholds.${name}`)} onChange={(event) => set({ [name]: event.currentTarget.value })} />
        ))}
        <NativeSelect
          label="What is unknown counts" w="12rem" maw="100%" value={draft.unknownCounts} onChange={(event) => set({ unknownCounts: event.currentTarget.value as Draft['unknownCounts'] })}
          data={[{ value: 'half', label: 'half of its weight' }, { value: 'nothing', label: 'nothing' }]}
        />
      </div>
      <Text size="sm" c="dimmed" maw="46rem" mt="sm">
        The grade is the share of the weight that is met. What is near counts half: a number up to a fifth outside its range, or an industry that shares a word. A must-have that is missed gives no fit; one that is unknown or only near allows at most B, and the company says so. Where nothing is met there is no fit. Grades follow whenever the profile or a company changes.
      </Text>
    </Section>
  )
}
