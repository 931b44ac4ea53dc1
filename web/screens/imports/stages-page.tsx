import { NativeSelect, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api, send } from '../../api/client.ts'
import { useCan } from '../../api/session.ts'
import { useAct } from '../../api/use-act.ts'
import { CanLink } from '../../parts/can-link.tsx'
import { sayNumber } from '../../parts/numbers.ts'
import { Page } from '../../parts/page.tsx'
import { SmallTable } from '../../parts/small-table.tsx'
import { EmptyState, ErrorState, Loading } from '../../parts/states.tsx'
import { paths } from '../../paths.ts'
import { stagesQuery, stateChoices } from '../opportunities/queries.ts'
import classes from './imports.module.css'

type State = 'open' | 'won' | 'lost'

/** What the stages of the CRM mean: open, won or lost. Asked once, used by every import. */
export function StagesPage() {
  const query = useQuery(stagesQuery)
  const can = useCan('imports:write')
  const decide = useAct((stage: { stage: string; state: State }) => send(api.PUT('/api/v1/stages', { body: { stages: [stage] } })), { done: 'Remembered. Imports from now on follow.' })
  return (
    <Page title="Stages" parent={{ title: 'Imports', to: paths.imports() }} sub="What the stages of your CRM mean. Opportunities that are here follow with their next import.">
      {!can.allowed && <Text size="sm" mb="md">{can.why} You can read what stages mean.</Text>}
      {query.error ? <ErrorState error={query.error} retry={() => void query.refetch()} what="The list of stages" /> : !query.data ? <Loading /> : query.data.length === 0
        ? <EmptyState title="No stages yet" action={<CanLink can={can} to={paths.newImport()} search={{ kind: 'opportunities' }} isPrimary>Import opportunities</CanLink>}>Stages appear with the first import of opportunities.</EmptyState>
        : (
          <SmallTable
            caption="Stages of the CRM" rows={query.data} keyOf={(s) => s.stage}
            columns={[
              { key: 'stage', header: 'Stage', width: '40%', cell: (s) => <label htmlFor={`stage-${s.stage}`}>{s.stage}</label> },
              { key: 'count', header: 'Opportunities', numeric: true, width: '20%', cell: (s) => sayNumber(s.opportunities) },
              {
                key: 'state', header: 'Means', cell: (s) => (
                  <NativeSelect
                    id={`stage-${s.stage}`} size="xs" className={classes.select} disabled={!can.allowed || decide.busy} value={s.state ?? ''} data={[...(s.state ? [] : [{ value: '', label: s.guess ? `not decided, perhaps ${s.guess}` : 'not decided' }]), ...stateChoices]}
                    onChange={(event) => event.currentTarget.value && decide.run({ stage: s.stage, state: event.currentTarget.value as State })}
                  />
                ),
              },
            ]}
          />
        )}
    </Page>
  )
}
