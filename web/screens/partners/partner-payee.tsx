import { NativeSelect, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, send, take } from '../../api/client.ts'
import { useMe } from '../../api/session.ts'
import { say } from '../../api/use-act.ts'
import { CanButton } from '../../parts/can-button.tsx'
import { ConfirmWhy } from '../../parts/confirm-why.tsx'
import { FormDialog } from '../../parts/dialog.tsx'
import { Section } from '../../parts/page.tsx'
import classes from '../../parts/rows.module.css'
import { State } from '../../parts/state.tsx'
import { useForm } from '../../parts/use-form.ts'
import { Day, When } from '../../parts/when.tsx'
import { payeeQuery, type Partner, type Payee } from './queries.ts'

type Detail = Payee['waiting'][number]
const names: Record<Detail['kind'], string> = { bank: 'Bank', tax: 'Tax form', vat: 'VAT' }

/** How the partner is paid, numbers masked: what they confirmed, what waits, and what holds payments. */
export function PartnerPayee({ partner }: { partner: Partner }) {
  const { may } = useMe()
  const payee = useQuery({ ...payeeQuery(partner.id), enabled: may('payouts:read') }).data
  const [doing, setDoing] = useState<'ask' | 'release' | null>(null)
  if (!payee) return null
  const own = [payee.bank, payee.tax, payee.vat].filter((detail) => detail !== null)
  const missing = [...(payee.bank ? [] : ['bank details']), ...(payee.needsTaxForm && !payee.tax ? ['a tax form'] : [])]
  return (
    <Section title="How they are paid" action={<CanButton can={payee.can.ask} onClick={() => setDoing('ask')}>{own.length === 0 ? 'Ask for details' : 'Mail a link to change'}</CanButton>}>
      {missing.length > 0 && <Text size="sm" c="dimmed">Without {missing.join(' and ')} nothing is paid.{payee.askedAt && <> Asked <When at={payee.askedAt} />.</>}</Text>}
      <ul className={classes.rows}>
        {own.map((detail) => (
          <li key={detail.id}>
            <div>
              <p dir="auto">{detail.said}</p>
              <p className={classes.quiet}>{names[detail.kind]}, confirmed by <bdi>{detail.givenBy.name}</bdi>{detail.confirmedAt && <> <When at={detail.confirmedAt} day /></>}{detail.heldUntil && <>, no payment before <Day date={detail.heldUntil} /></>}</p>
            </div>
            {detail.heldUntil ? <CanButton can={payee.can.releaseHold} onClick={() => setDoing('release')}>Release hold</CanButton> : <State word="Confirmed" tone="good" />}
          </li>
        ))}
        {payee.waiting.map((detail) => (
          <li key={detail.id}>
            <div>
              <p dir="auto">{detail.said}</p>
              <p className={classes.quiet}>{names[detail.kind]}, given <When at={detail.givenAt} day /> by <bdi>{detail.givenBy.name}</bdi>; they confirm it by mail</p>
            </div>
            <State word="Not confirmed" tone="waiting" />
          </li>
        ))}
      </ul>
      {payee.withholding && <Text size="sm" mt="xs">{payee.withholding}</Text>}
      {doing === 'ask' && <Ask partner={partner} onClose={() => setDoing(null)} />}
      {doing === 'release' && (
        <ConfirmWhy
          title={`Let payments go to the new account of ${partner.name}`} verb="Release hold" label="Whom you asked, and how" description="Call a number that you knew before the change, never one from the mail." onClose={() => setDoing(null)}
          act={(why) => take(api.DELETE('/api/v1/partners/{id}/payee/hold', { params: { path: { id: partner.id } }, body: { why } }))}
        >An account that was changed is held because thieves change accounts.</ConfirmWhy>
      )}
    </Section>
  )
}

function Ask({ partner, onClose }: { partner: Partner; onClose: () => void }) {
  const form = useForm({
    initial: { contactId: partner.contacts[0]?.id ?? '' },
    submit: async ({ contactId }) => {
      await send(api.POST('/api/v1/partners/{id}/payee/requests', { params: { path: { id: partner.id } }, body: { contactId } }))
      onClose()
      say('The link is on its way to them.')
    },
  })
  return (
    <FormDialog title={`Ask ${partner.name} how they are paid`} verb="Mail link" onClose={onClose} form={form}>
      <Text size="sm" c="dimmed">They get a link that opens this one page, and confirm what they say by a second mail. You never type an account for them.</Text>
      <NativeSelect label="To" data={partner.contacts.map((c) => ({ value: c.id, label: `${c.name}, ${c.email}` }))} data-autofocus {...form.field('contactId')} />
    </FormDialog>
  )
}
