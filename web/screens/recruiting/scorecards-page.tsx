import { Button, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { CanButton } from '../../parts/can-button.tsx'
import { FilterSelect } from '../../parts/filter-bar.tsx'
import { Section } from '../../parts/page.tsx'
import { SmallTable } from '../../parts/small-table.tsx'
import { ErrorState, Loading } from '../../parts/states.tsx'
import { useFilters } from '../../parts/use-filters.ts'
import { When } from '../../parts/when.tsx'
import { partnerTypes, type PartnerType } from '../partners/queries.ts'
import { SettingsPage } from '../settings/settings-page.tsx'
import { scorecardsQuery, versionsQuery, type Criterion, type Scorecard } from './queries.ts'
import { sayKind } from './kind-words.ts'
import classes from './recruiting.module.css'
import { ScorecardEditor } from './scorecard-editor.tsx'

/** By what candidates are judged, a scorecard for each partner type. */
export function ScorecardsPage() {
  const query = useQuery(scorecardsQuery)
  const [{ type = 'referral' }, choose] = useFilters('type')
  const card = query.data?.find((one) => one.type === type) ?? query.data?.[0]
  return (
    <SettingsPage title="Scorecards" sub="By what candidates are judged: criteria with a weight, a scale in words, evidence where it is needed, and steps that knock out.">
      {query.error ? <ErrorState error={query.error} retry={() => void query.refetch()} what="The scorecards" /> : !card ? <Loading /> : (
        <>
          <FilterSelect label="Partner type" all="Referral" value={type === 'referral' ? undefined : type} choices={Object.entries(partnerTypes).filter(([value]) => value !== 'referral').map(([value, { word }]) => ({ value, label: word }))} onChange={(next) => choose({ type: next })} />
          <One key={`${card.type} ${card.version}`} card={card} />
        </>
      )}
    </SettingsPage>
  )
}

const kinds: Record<Criterion['kind'], string> = { assessed: 'Members assess it', self_stated: 'The applicant, unless a member does', computed: 'Computed from its customers' }

function One({ card }: { card: Scorecard }) {
  const [isEditing, setEditing] = useState(false)
  const total = card.criteria.reduce((sum, c) => sum + c.weight, 0)
  if (isEditing) return <ScorecardEditor card={card} onClose={() => setEditing(false)} />
  return (
    <>
      <Group justify="space-between" my="md">
        <Text size="sm" c="dimmed">{card.version === 0 ? 'The scorecard to start from. It is a starting point: what makes a good partner of yours, your own results will say.' : <>Version {card.version}{card.setAt && <>, <When at={card.setAt} day /></>}{card.setBy && ` by ${card.setBy.name}`}: “{card.why}”</>}</Text>
        <CanButton can={card.can.set} onClick={() => setEditing(true)}>Change scorecard</CanButton>
      </Group>
      <SmallTable
        caption={`Scorecard for ${card.type}`} rows={card.criteria} keyOf={(c) => c.id}
        columns={[
          { key: 'name', header: 'Criterion', cell: (c) => <><strong>{c.name}</strong><br /><span className={classes.quiet}>{c.question}</span>{c.among && <><br /><span className={classes.quiet}>Counts: {sayKind(c.among)}</span></>}</> },
          { key: 'kind', header: 'Who says it', cell: (c) => <>{kinds[c.kind]}{c.needsEvidence && ', with evidence'}</>, minor: true },
          { key: 'steps', header: 'Scale', cell: (c) => <>{c.steps.map((step) => <div key={step.words}>{step.points}: {step.words}{step.knocksOut && <span className={classes.late}> knocks out</span>}</div>)}</> },
          { key: 'weight', header: 'Weight', cell: (c) => `${c.weight} (${Math.round((100 * c.weight) / total)} %)`, numeric: true },
        ]}
      />
      {card.version > 0 && <Versions type={card.type} />}
    </>
  )
}

function Versions({ type }: { type: PartnerType }) {
  const versions = useQuery(versionsQuery(type)).data
  const [isOpen, setOpen] = useState(false)
  if (!versions) return null
  return (
    <Section title="Versions" count={versions.length} action={<Button variant="subtle" color="gray" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>{isOpen ? 'Hide' : 'Show'}</Button>}>
      {isOpen && (
        <SmallTable
          caption="Versions of this scorecard" rows={versions} keyOf={(v) => String(v.version)}
          columns={[
            { key: 'version', header: 'Version', cell: (v) => v.version, width: '5rem' }, { key: 'when', header: 'When', cell: (v) => v.setAt && <When at={v.setAt} /> }, { key: 'who', header: 'Who', cell: (v) => v.setBy?.name ?? 'A key' },
            { key: 'why', header: 'Why', cell: (v) => v.why }, { key: 'criteria', header: 'Criteria', cell: (v) => v.criteria.length, numeric: true },
          ]}
        />
      )}
    </Section>
  )
}
