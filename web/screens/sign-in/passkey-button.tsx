import { Button } from '@mantine/core'
import { browserSupportsWebAuthn, startAuthentication } from '@simplewebauthn/browser'
import { api, take } from '../../api/client.ts'
import { enter } from '../../api/enter.ts'
import { Problem } from '../../api/problem.ts'
import { useAct, type Act } from '../../api/use-act.ts'

type RequestOptions = Parameters<typeof startAuthentication>[0]['optionsJSON']
type CredentialBody = { id: string; rawId: string; type: 'public-key'; clientExtensionResults: Record<string, unknown>; response: { clientDataJSON: string; authenticatorData: string; signature: string } }

async function signIn() {
  const optionsJSON = (await take(api.POST('/api/v1/sign-in/passkey-options'))) as unknown as RequestOptions
  const credential = await startAuthentication({ optionsJSON }).catch(() => {
    throw new Problem('No passkey was used. Try again, or have a link mailed to you.', { code: 'passkey_cancelled' })
  })
  return take(api.POST('/api/v1/sign-in/passkey', { body: { credential: credential as unknown as CredentialBody } }))
}

/** Signs in with a passkey of this device; what went wrong is said where there is room for it. */
export const usePasskey = (next: string | undefined): Act<void> => useAct(signIn, { quiet: true, onDone: (session) => enter(session, next) })

/** Only where the browser can. */
export function PasskeyButton({ act }: { act: Act<void> }) {
  if (!browserSupportsWebAuthn()) return null
  return <Button fullWidth loading={act.busy} onClick={() => act.run()}>Use a passkey</Button>
}
