import { askPayee, approvePayout, confirmPayeeDetail, givePayeeDetail, importResults, makePayout, payeePersonOf, paymentViews, savePaySettings, sendPayout, type ShownBank } from '../../areas/payouts/index.ts'
import { read, transact } from '../../platform/db/transact.ts'
import type { PartnerKey } from './cast.ts'
import type { World } from './index.ts'

type Bank = { shown: ShownBank; iban: string }
const bank = (holder: string, iban: string): Bank => ({ iban, shown: { kind: 'iban', holder, isBusiness: true, country: iban.slice(0, 2), ibanCountry: iban.slice(0, 2), lastFour: iban.slice(-4) } })

/** The examples of the IBAN registry: valid in form, nobody's. */
const accounts: Partial<Record<PartnerKey, Bank>> = {
  brightline: bank('Brightline Consulting GmbH', 'DE89370400440532013000'), norte: bank('Studio Norte SL', 'ES9121000418450200051332'), kestrel: bank('Kestrel Systems Ltd', 'GB29NWBK60161331926819'),
  mercato: bank('Mercato Digitale Srl', 'IT60X0542811101000000123456'), atlas: bank('Atlas Freight Software', 'PL61109010140000071219812874'), fjord: bank('Fjord & Partner AS', 'NO9386011117947'),
}

/** Most partners said how they are paid; one payout was made, approved, sent and answered by the bank, one payment of it came back. */
export async function tellPayouts(world: World): Promise<void> {
  const { ctxOf, clock, partnerId } = world
  await savePaySettings(ctxOf('ana', clock.daysAgo(70)), {
    country: 'DE', holdDays: 7, requiresTaxForm: false, withholding: [], sepa: { holder: 'Harbourlight GmbH', iban: 'DE02120300000000202051', bic: 'BYLADEM1001', town: 'Hamburg', country: 'DE' },
  })
  for (const [key, account] of Object.entries(accounts)) await say(world, key as PartnerKey, account, clock.daysAgo(60))
  const at = clock.daysAgo(21, '15:10')
  const { id } = await makePayout(ctxOf('ana', at), { upTo: clock.day(at), leaveOut: [], include: [], note: 'Everything that became payable up to now.' })
  await approvePayout(ctxOf('nora', at.add({ minutes: 50 })), id, null)
  await sendPayout(ctxOf('ana', at.add({ minutes: 65 })), id)
  const payments = await read(ctxOf('ana', clock.now), (r) => paymentViews(r, { payoutId: id, limit: 100 }))
  const csv = (rows: string[]) => ({ name: 'bank.csv', bytes: Buffer.from(`reference,outcome,on,reason\n${rows.join('\n')}\n`) })
  const paid = clock.daysAgo(18)
  await importResults(ctxOf('ana', paid), csv(payments.map((payment) => `${payment.reference},paid,${clock.day(paid)},`)))
  const back = payments.find((payment) => payment.partnerId === partnerId.norte)
  const returned = clock.daysAgo(14)
  if (back) await importResults(ctxOf('ana', returned), csv([`${back.reference},returned,${clock.day(returned)},AC04 account closed`]))
  await say(world, 'norte', bank('Studio Norte SL', 'ES7921000813610123456789'), clock.businessDaysAgo(2, '10:20'))
}

async function say({ ctxOf, partnerId }: World, partner: PartnerKey, account: Bank, at: Temporal.Instant): Promise<void> {
  const id = partnerId[partner]
  await askPayee(ctxOf('ana', at), id, null)
  const given = await transact(ctxOf('ana', at.add({ minutes: 40 })), async (tx) => {
    const who = await payeePersonOf(tx, id)
    return givePayeeDetail({ ...tx, actor: actorOf(who) }, who, { kind: 'bank', shown: account.shown, secret: JSON.stringify({ kind: 'iban', iban: account.iban, bic: null }), formKey: `demo ${at.epochMilliseconds}` })
  })
  await transact(ctxOf('ana', at.add({ minutes: 44 })), async (tx) => {
    const who = await payeePersonOf(tx, id)
    await confirmPayeeDetail({ ...tx, actor: actorOf(who) }, who, given.id)
  })
}

const actorOf = ({ partner, contact }: Awaited<ReturnType<typeof payeePersonOf>>) => ({ kind: 'partner' as const, id: contact.id, name: contact.name, partnerId: partner.id, contactId: contact.id })
