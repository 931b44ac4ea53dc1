import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Section } from '../../parts/page.tsx'
import { ErrorState, Loading } from '../../parts/states.tsx'
import { When } from '../../parts/when.tsx'
import { versionsQuery } from './icp-queries.ts'
import classes from './icp.module.css'

/** What the profile was before: who wrote each version, when, why, and what it changed. */
export function IcpVersions() {
  const query = useQuery(versionsQuery)
  return (
    <Section title="Versions" count={query.data?.items.length}>
      {query.error ? <ErrorState error={query.error} retry={() => void query.refetch()} what="The versions" /> : !query.data ? <Loading lines={3} /> : (
        <ol className={classes.versions}>
          {query.data.items.map((one) => (
            <li key={one.version}>
              <Text size="sm"><b>Version {one.version}</b>, <When at={one.setAt} day />, {one.by ?? 'by a key or an import'}{one.why ? <>: <span dir="auto">{one.why}</span></> : one.version === 1 ? ', the first' : ', no reason given'}</Text>
              <ul>{one.changes.map((change) => <li key={change}><Text size="sm" component="span">{change}</Text></li>)}</ul>
            </li>
          ))}
        </ol>
      )}
    </Section>
  )
}
