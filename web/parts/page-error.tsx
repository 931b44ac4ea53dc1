import { Stack } from '@mantine/core'
import { paths } from '../paths.ts'
import { A } from './link.tsx'
import { Page } from './page.tsx'
import { Failure, sayFailure } from './states.tsx'

/** A whole page that cannot be shown: its own title, why, and the way on. `what` begins the title: "The partner could not be loaded". */
export function PageError({ error, retry, what }: { error: unknown; retry?: () => void; what?: string }) {
  const { title, isGone } = sayFailure(error, what)
  return (
    <Page title={title}>
      <Stack gap="xs" maw="36rem" align="flex-start" role="alert">
        <Failure error={error} {...(retry ? { retry } : {})} />
        {isGone && <A to={paths.today()}>Go to Today</A>}
      </Stack>
    </Page>
  )
}
