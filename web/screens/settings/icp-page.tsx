import { useQuery } from '@tanstack/react-query'
import { ErrorState, Loading } from '../../parts/states.tsx'
import { icpQuery } from '../companies/queries.ts'
import { IcpEditor } from './icp-editor.tsx'
import { attributesQuery } from './icp-queries.ts'
import { IcpVersions } from './icp-versions.tsx'
import { SettingsPage } from './settings-page.tsx'

/** The ideal customer profile: what is asked of a company, tried on what we know and on what we won and lost. */
export function IcpPage() {
  const query = useQuery(icpQuery)
  const attributes = useQuery(attributesQuery)
  const error = query.error ?? attributes.error
  const retry = () => void Promise.all([query.refetch(), attributes.refetch()])
  return (
    <SettingsPage title="Ideal customers" sub="Which companies you want. Every company gets a fit grade from it, with the reasons and what is unknown.">
      {error ? <ErrorState error={error} retry={retry} what="The profile" /> : !query.data || !attributes.data ? <Loading /> : (
        <>
          <IcpEditor key={query.data.version} icp={query.data} attributes={attributes.data.attributes} companies={attributes.data.companies} />
          {query.data.version > 0 && <IcpVersions />}
        </>
      )}
    </SettingsPage>
  )
}
