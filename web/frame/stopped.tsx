import { Button, Group } from '@mantine/core'
import { A } from '../parts/link.tsx'
import { Page } from '../parts/page.tsx'
import { ErrorState } from '../parts/states.tsx'
import { paths } from '../paths.ts'

/** Nothing is at this address. */
export function NotFound() {
  return (
    <Page title="There is nothing at this address" sub="It may have been removed, or it belongs to another workspace.">
      <A to={paths.today()}>Go to Today</A>
    </Page>
  )
}

/** The app could not start, before there was a frame to say it in. */
export function Stopped({ error, reset }: { error: unknown; reset: () => void }) {
  return (
    <main style={{ padding: '2rem' }}>
      <ErrorState error={error} retry={reset} what="Alongside" />
      <Group><Button onClick={() => location.reload()}>Reload the page</Button></Group>
    </main>
  )
}
