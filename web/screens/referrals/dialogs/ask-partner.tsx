import { Textarea } from '@mantine/core'
import { say } from '../../../api/use-act.ts'
import { FormDialog } from '../../../parts/dialog.tsx'
import { required, useForm } from '../../../parts/use-form.ts'
import type { Referral } from '../queries.ts'
import { referralVerbs } from '../verbs.ts'

/** Ask: an answer too; our clock stops and the turn is the partner's. */
export function AskPartner({ referral, onClose }: { referral: Referral; onClose: () => void }) {
  const name = referral.contact?.name ?? referral.partner.name
  const form = useForm({
    initial: { question: '' }, checks: { question: required('Write the question.') }, draft: `ask.${referral.id}`,
    submit: async ({ question }) => {
      await referralVerbs(referral.id).ask(question)
      onClose()
      say(`Sent to ${name}. It is their turn now.`)
    },
  })
  return (
    <FormDialog title={`Ask ${name}`} onClose={onClose} verb="Send question" form={form}>
      <Textarea label="Question" description={`About ${referral.company.name}. ${name} gets it by mail and can answer from their page.`} data-autofocus {...form.field('question')} />
    </FormDialog>
  )
}
