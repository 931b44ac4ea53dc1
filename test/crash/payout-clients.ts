// Finance at work over the network: payouts are made, approved by a second person, written as files, and what the bank says is read.
import { setTimeout as sleep } from 'node:timers/promises'
import { today } from '../setup/story.ts'
import type { Order } from './bank.ts'
import { ask, startAll, type Clients } from './network.ts'
import { issueNext, openMonth, refund, tellWanted } from './payout-invoices.ts'
import { heardOf, request, tell, type Asked, type PayOffice, type What } from './payout-office.ts'

type Item = { id: string; state: string; reference: string; againAs: string | null; files: { id: string; reference: string }[] }
const upTo = Temporal.Now.plainDateISO('UTC').add({ days: 150 }).toString()

/** Works until stopped. Each first asks again what it heard no answer to; `finish` asks all of it and gives the bank every file. `random` in [0, 1). */
export function startPayouts(base: string, office: PayOffice, random: () => number): Clients & { finish: () => Promise<void> } {
  const { maker, checker, bank } = office
  const unheard = (what: What) => office.asked.find((one) => one.what === what && one.heard === 'nothing')
  const look = async (path: string) => (await ask(base, 'GET', `/api/v1${path}`, maker)).json as unknown as Item & { items: Item[]; next: string | null }
  const pick = <T>(some: T[]): T | undefined => some[Math.floor(random() * some.length)]
  const step = async (what: What, next: () => Promise<Asked | undefined> | Asked | undefined) => {
    const one = unheard(what) ?? (await next())
    if (one) return tell(base, one)
    await sleep(10)
    return undefined
  }

  const earn = async () => {
    await step('facts', () => (random() < 0.3 ? refund(office, random) : undefined) ?? facts(office, random))
    await sleep(random() * 40)
  }
  const issue = async () => {
    await sleep(300 + random() * 900)
    await step('issue', () => issueNext(office))
  }
  const invoice = async () => {
    await step('invoice', () => tellWanted(office, look, random))
    await sleep(random() * 60)
  }
  const make = async () => {
    await step('make', () => request(office, 'make', '', { who: maker, method: 'POST', path: '/payouts', body: { upTo } }))
    await sleep(random() * 30)
  }
  const again = async () => {
    await step('again', async () => {
      const one = pick((await look('/payments?limit=50')).items.filter((payment) => /failed|returned/.test(payment.state) && !payment.againAs))
      return one && request(office, 'again', one.id, { who: maker, method: 'POST', path: '/payouts/again', body: { paymentIds: [one.id] } })
    })
    await sleep(random() * 60)
  }
  const decide = async (what: 'approve' | 'cancel' | 'send', state: string, to: (id: string) => { who: Record<string, string>; method: string; path: string; body?: unknown }) => {
    await step(what, async () => {
      const one = (await look(`/payouts?limit=20&state=${state}`)).items.at(-1)
      return one && request(office, what, one.id, to(one.id))
    })
  }
  const approve = () => decide('approve', 'waiting', (id) => ({ who: checker, method: 'PUT', path: `/payouts/${id}/approval`, body: {} }))
  const cancel = async () => {
    await sleep(100 + random() * 200)
    if (unheard('cancel') ?? random() < 0.1) await decide('cancel', random() < 0.5 ? 'waiting' : 'approved', (id) => ({ who: maker, method: 'PUT', path: `/payouts/${id}/cancellation`, body: { why: 'Not today.' } }))
  }
  const send = () => decide('send', 'approved', (id) => ({ who: maker, method: 'POST', path: `/payouts/${id}/files` }))
  /** The bank gets the files of what was sent; of the newest payouts, or of all. */
  const deliver = async (all = false) => {
    for (let page = await look(`/payouts?limit=${all ? 100 : 10}&state=sent`); ; page = await look(`/payouts?limit=100&state=sent&after=${page.next}`)) {
      for (const { id } of page.items)
        for (const file of (await look(`/payouts/${id}`)).files.filter((one) => !bank.hasFile(one.reference) || random() < 0.05)) {
          const fetched = await ask(base, 'POST', `/api/v1/payouts/${id}/files/${file.id}/downloads`, maker)
          if (fetched.status === 200) office.faults.push(...bank.take(file.reference, fetched.text))
        }
      if (!all || !page.next) return
    }
  }
  const results = async () => {
    const one = unheard('results') ?? bankSays(office, random)
    if (!one) return void (await sleep(10))
    const answer = await tell(base, one)
    if (one.heard === 'nothing') return
    const words = office.words.get(one) ?? []
    const { applied, problems } = answer.json as unknown as { applied: number; problems: unknown[] }
    if (one.heard === 'no' || applied !== words.length || problems.length > 0) office.faults.push(`the bank's word was not taken: ${answer.text}`)
    for (const { order, became } of words) order.became = became
    const earlier = pick(heardOf(office, 'results'))
    if (earlier && random() < 0.2 && !(await earlier.send(base)).text.includes('"isRepeat":true')) office.faults.push('a file of results was read twice')
  }
  const clients = startAll([earn, issue, invoice, make, make, again, approve, approve, cancel, send, send, () => deliver().then(() => sleep(10)), results])
  return {
    stop: clients.stop,
    async finish() {
      await clients.stop()
      for (const one of office.asked.filter(({ what, heard }) => heard === 'nothing' && what !== 'results')) await tell(base, one)
      while (unheard('results')) await results()
      await deliver(true)
    },
  }
}

/** An invoice that is paid at once: the partner gets a fifth of it, without a rest. */
function facts(office: PayOffice, random: () => number): Asked {
  const n = office.asked.length
  const all = [...office.partners.values()]
  const partner = all[Math.floor(random() * all.length)]!
  const euro = 100 + (n % 50)
  // Of partners with VAT in the month that is closed next: it is paid once it is invoiced.
  const at = office.invoiced.has(partner) ? `${openMonth(office)}-15` : today()
  const told = [
    { id: `invoice-${n}`, kind: 'invoice', at, partner, account: `buyer-${n % 7}`, amount: `${euro}.00`, currency: 'EUR' },
    { id: `payment-${n}`, kind: 'payment', at, of: `invoice-${n}`, amount: `${euro}.00` },
  ]
  const one = request(office, 'facts', partner, { who: { authorization: `Bearer ${office.ws.key}` }, method: 'POST', path: '/facts', body: { facts: told } }, euro * 20)
  office.facts.push(...told.map((fact) => ({ fact, asked: one })))
  return one
}

/** Of what arrived every eighth, by its amount: however long there is to look at it, the others stay. */
const comesBack = ({ became, minor }: Order): boolean => became === 'paid' && Math.floor(minor / 20) % 8 === 0

/** What became of up to three orders; most arrive, some fail, some come back, even after they arrived. */
function bankSays(office: PayOffice, random: () => number): Asked | undefined {
  const open = [...office.bank.orders.values()].filter((order) => order.became === null || (comesBack(order) && random() < 0.01)).slice(0, 3)
  if (open.length === 0) return undefined
  const words = open.map((order) => ({ order, became: order.became === 'paid' || random() < 0.15 ? 'returned' as const : random() < 0.2 ? 'failed' as const : 'paid' as const }))
  const rows = words.map(({ order, became }) => `${order.reference},${became},${today()},${(order.minor / 100).toFixed(2)},EUR`)
  const one = request(office, 'results', '', { who: office.maker, method: 'POST', path: `/payment-results?name=bank-${office.asked.length}.csv`, type: 'text/csv', body: `reference,outcome,on,amount,currency\n${rows.join('\n')}\n` })
  office.words.set(one, words)
  return one
}
