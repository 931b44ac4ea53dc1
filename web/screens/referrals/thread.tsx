import { Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { FormError } from '../../parts/form-error.tsx'
import { required, useForm } from '../../parts/use-form.ts'
import { When } from '../../parts/when.tsx'
import { say } from '../../api/use-act.ts'
import type { Referral } from './queries.ts'
import classes from './thread.module.css'
import { referralVerbs } from './verbs.ts'

/** What was said between the partner and us, and a box to go on. */
export function Thread({ referral, isTheTask }: { referral: Referral; isTheTask?: boolean }) {
  const name = referral.contact?.name ?? referral.partner.name
  return (
    <Stack gap="md">
      {referral.messages.length > 0 && (
        <ol className={classes.thread}>
          {referral.messages.map((m) => (
            <li key={m.id} data-ours={!m.fromPartner || undefined}>
              <p className={classes.who}>{m.author}{m.kind === 'question' ? ' asked' : ''}, <When at={m.at} /></p>
              <p className={classes.body} dir="auto">{m.body}</p>
            </li>
          ))}
        </ol>
      )}
      {referral.can.write.allowed ? <Writing referral={referral} name={name} isTheTask={isTheTask ?? false} /> : <Text size="sm" c="dimmed">{referral.can.write.why}</Text>}
    </Stack>
  )
}

function Writing({ referral, name, isTheTask }: { referral: Referral; name: string; isTheTask: boolean }) {
  const form = useForm({
    initial: { body: '' }, checks: { body: required('Write something.') }, draft: `message.${referral.id}`,
    submit: async ({ body }) => {
      await referralVerbs(referral.id).write(body)
      form.reset()
      say(`Sent to ${name}.`)
    },
  })
  return (
    <form onSubmit={form.onSubmit} noValidate>
      <Stack gap="xs">
        <Textarea label={`Write to ${name}`} description="They get it by mail and on their page." minRows={2} {...form.field('body')} />
        <FormError problem={form.problem} orphans={form.orphans} />
        <Group><Button type="submit" variant={isTheTask ? 'filled' : 'default'} loading={form.busy}>{isTheTask ? 'Send answer' : 'Send'}</Button></Group>
      </Stack>
    </form>
  )
}
