import { NativeSelect } from '@mantine/core'
import { endStages, stageWords, wayStages, type Candidate, type Stage } from './queries.ts'

/** Where the candidate stands, to be changed in place; what is not possible is left out. */
export function StageSelect({ candidate, move }: { candidate: Candidate; move: (to: Stage) => void }) {
  const choices = [...wayStages, ...endStages].filter((stage) => stage === candidate.stage || candidate.can.moveTo[stage]?.allowed)
  return (
    <NativeSelect
      aria-label="Stage" size="xs" maw="12rem" value={candidate.stage} data={choices.map((stage) => ({ value: stage, label: stageWords[stage] }))}
      description={candidate.days === 0 ? 'since today' : candidate.days === 1 ? 'for 1 day' : `for ${candidate.days} days`} inputWrapperOrder={['input', 'description']}
      onChange={(event) => move(event.currentTarget.value as Stage)}
    />
  )
}
