import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { api, send, type Can, type Schemas } from '../../api/client.ts'
import { useCan } from '../../api/session.ts'
import { useAct } from '../../api/use-act.ts'
import { CanButton } from '../../parts/can-button.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Section } from '../../parts/page.tsx'
import { PageError } from '../../parts/page-error.tsx'
import { Loading } from '../../parts/states.tsx'
import { When } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import { MailState } from './mail-state.tsx'
import { mailQuery } from './queries.ts'
import { SettingsPage } from './settings-page.tsx'
import classes from './settings.module.css'

type Mail = Schemas['Mail']

/** One mail as it was written, and what became of it. */
export function MailPage() {
  const { id = '' } = useParams({ strict: false })
  const query = useQuery(mailQuery(id))
  if (query.isPending) return <Loading />
  if (query.error) return <PageError error={query.error} retry={() => void query.refetch()} what="The mail" />
  return <Opened mail={query.data} />
}

function Opened({ mail }: { mail: Mail }) {
  const settings = useCan('settings:write')
  const again = useAct(() => send(api.POST('/api/v1/mails/{id}/delivery', { params: { path: { id: mail.id } } })), { done: 'It is on its way again.' })
  const can: Can = settings.allowed ? maySendAgain(mail) : settings
  return (
    <SettingsPage title={mail.subject} parent={{ title: 'Mailbox', to: paths.mails() }} actions={<CanButton can={can} loading={again.busy} onClick={() => again.run()}>Send again</CanButton>}>
      <Section title="Delivery">
        <Facts
          label="Delivery"
          items={{
            State: <MailState state={mail.state} />, Problem: mail.problem, To: `${mail.toName} <${mail.to}>`, 'Answers go to': mail.replyTo, Written: <When at={mail.createdAt} />, Sent: mail.state === 'sent' && mail.sentAt && <When at={mail.sentAt} />, 'Why it was sent': mail.why,
          }}
        />
        {mail.state === 'captured' && <Text size="sm" c="dimmed" mt="sm">This installation keeps mail instead of sending it, because no mail server is set.{mail.text.includes('://') && ' Take the link from the text below.'}</Text>}
        {mail.state === 'unsure' && <Text size="sm" c="dimmed" mt="sm">The connection broke while it was handed over, so it may or may not have arrived.</Text>}
      </Section>
      <Section title="Text"><pre className={classes.mail} dir="auto" tabIndex={0}>{mail.text}</pre></Section>
    </SettingsPage>
  )
}

const maySendAgain = ({ state }: Mail): Can =>
  state === 'failed' || state === 'unsure' ? { allowed: true } : { allowed: false, why: state === 'sent' ? 'It was sent.' : state === 'captured' ? 'This installation keeps mail instead of sending it.' : 'It is on its way.' }
