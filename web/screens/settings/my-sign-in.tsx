import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api, send } from '../../api/client.ts'
import { useAct } from '../../api/use-act.ts'
import { Section } from '../../parts/page.tsx'
import { SmallTable } from '../../parts/small-table.tsx'
import { ErrorState, Loading } from '../../parts/states.tsx'
import { When } from '../../parts/when.tsx'
import { Passkeys } from './passkeys.tsx'
import { PasswordSection } from './password-section.tsx'
import { sessionsQuery } from './queries.ts'
import { SettingsPage } from './settings-page.tsx'

/** How I sign in, and where I am signed in. */
export function MySignIn() {
  return (
    <SettingsPage title="My sign-in" sub="A link by mail always works. A passkey is quicker and cannot be phished.">
      <Passkeys />
      <PasswordSection />
      <Sessions />
    </SettingsPage>
  )
}

const methods: Record<string, string> = { link: 'mailed link', password: 'password', passkey: 'passkey', setup: 'set-up', oidc: 'single sign-on' }

function Sessions() {
  const query = useQuery(sessionsQuery)
  const end = useAct((id: string) => send(api.DELETE('/api/v1/sessions/{id}', { params: { path: { id } } })), { done: 'Signed out there.' })
  return (
    <Section title="Where I am signed in" count={query.data?.length}>
      {query.error ? <ErrorState error={query.error} retry={() => void query.refetch()} what="The list" /> : !query.data ? <Loading lines={2} /> : (
        <SmallTable
          caption="Where I am signed in" rows={query.data} keyOf={(s) => s.id}
          columns={[
            { key: 'device', header: 'Device', cell: (s) => <>{sayDevice(s.device)}{s.isCurrent && ' (here)'}</> },
            { key: 'how', header: 'By', minor: true, cell: (s) => methods[s.method] ?? s.method },
            { key: 'address', header: 'Address', minor: true, cell: (s) => s.address || '–' },
            { key: 'since', header: 'Since', minor: true, cell: (s) => <When at={s.createdAt} /> },
            { key: 'seen', header: 'Last seen', cell: (s) => <When at={s.seenAt} /> },
            { key: 'actions', header: '', numeric: true, cell: (s) => !s.isCurrent && <Button loading={end.busy} onClick={() => end.run(s.id)}>Sign out</Button> },
          ]}
        />
      )}
    </Section>
  )
}

/** "Firefox on Windows" of what the browser says of itself. */
function sayDevice(agent: string): string {
  const browser = /Edg\//.test(agent) ? 'Edge' : /Firefox\//.test(agent) ? 'Firefox' : /Chrome\//.test(agent) ? 'Chrome' : /Safari\//.test(agent) ? 'Safari' : undefined
  const system = /iPhone|iPad/.test(agent) ? 'iOS' : /Android/.test(agent) ? 'Android' : /Mac OS X/.test(agent) ? 'macOS' : /Windows/.test(agent) ? 'Windows' : /Linux/.test(agent) ? 'Linux' : undefined
  return browser ? `${browser}${system ? ` on ${system}` : ''}` : agent.slice(0, 60) || 'Unknown device'
}
