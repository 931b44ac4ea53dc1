import { Button, Stack } from '@mantine/core'
import { api, take } from '../../api/client.ts'
import { enter } from '../../api/enter.ts'
import { useAct } from '../../api/use-act.ts'
import { FormError } from '../../parts/form-error.tsx'
import { A } from '../../parts/link.tsx'
import { paths } from '../../paths.ts'
import { Outside } from './outside.tsx'

/** The page behind a mailed link: opening it changes nothing, since scanners of mail open links too; the button signs in. */
export function FollowLink({ token, next }: { token: string; next: string | undefined }) {
  const signIn = useAct(() => take(api.POST('/api/v1/sign-in', { body: { token } })), { quiet: true, onDone: (session) => enter(session, next) })
  return (
    <Outside title="Sign in" sub={signIn.problem ? undefined : 'Your link is here. It works once.'}>
      <Stack gap="md">
        <FormError problem={signIn.problem} />
        {signIn.problem ? <A to={paths.signIn()} search={next === undefined ? {} : { next }}>Ask for a new link</A> : <Button variant="filled" size="sm" autoFocus loading={signIn.busy} onClick={() => signIn.run()}>Sign in</Button>}
      </Stack>
    </Outside>
  )
}
