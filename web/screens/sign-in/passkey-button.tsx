import { Button, Text } from '@mantine/core'
import { browserSupportsWebAuthn, startAuthentication } from '@simplewebauthn/browser'
import { api, take } from '../../api/client.ts'
import { enter } from '../../api/enter.ts'
import { Problem } from '../../api/problem.ts'
import { useAct } from '../../api/use-act.ts'

type RequestOptions = Parameters<typeof startAuthentication>[0]['optionsJSON']
type CredentialBody = { id: string; rawId: string; type: 'public-key'; clientExtensionResults: Record<string, unknown>; response: { clientDataJSON: string; authenticatorData: string; signature: string } }

async function signIn() {
  const optionsJSON = (await take(api.POST('/api/v1/sign-in/passkey-options'))) as unknown as RequestOptions
  const credential = await startAuthentication({ optionsJSON }).catch(() => {
    throw new Problem('No passkey was used. Try again, or have a link mailed to you.', { code: 'passkey_cancelled' })
  })
  return take(api.POST('/api/v1/sign-in/passkey', { body: { credential: credential as unknown as CredentialBody } }))
}

/** Signs in with a passkey of this device, where the browser can. */
export function PasskeyButton({ next }: { next: string | undefined }) {
  const act = useAct(signIn, { quiet: true, onDone: (session) => enter(session, next) })
  if (!browserSupportsWebAuthn()) return null
  return (
    <div>
      <Button fullWidth loading={act.busy} onClick={() => act.run()}>Use a passkey</Button>
      {act.problem && <Text size="sm" c="var(--mantine-color-error)" role="alert" mt={4}>{act.problem.message}</Text>}
    </div>
  )
}
