// What is so of a partner, an account or the program at a moment, as facts said it.
import type { FactOf } from './facts.ts'
import { order, type Moment } from './moments.ts'

type Said = { id: string; moment: Moment; value: string; until: Temporal.Instant | undefined; person: string | undefined }
export type Standings = {
  /** The account's, else the partner's, else the program's; the empty text where nothing is said. Of standings of persons, how many hold it. */
  standingOf: (name: string, account: string | null, partner: string, at: Temporal.Instant) => string
  /** When something of the partner or the account changed, oldest first. */
  changesOf: (account: string | null, partner: string) => Moment[]
}

const of = (who: string, id: string | null | undefined, name: string) => `${who}\n${id ?? ''}\n${name}`
const isHeld = (value: string) => value !== '' && value !== 'no' && value !== '0'

export function standingsOf(facts: FactOf<'standing'>[], momentOf: (text: string) => Moment): Standings {
  const said = facts.map((one) => ({ one, said: { id: one.id, moment: momentOf(one.at), value: one.value, until: one.until === undefined ? undefined : momentOf(one.until).instant, person: one.person } satisfies Said }))
    .sort((a, b) => order(b.said.moment, b.said.id, a.said.moment, a.said.id))
  const byName = Map.groupBy(said, ({ one }) => (one.account ? of('account', one.account, one.name) : one.partner ? of('partner', one.partner, one.name) : of('program', null, one.name)))
  const changes = (who: 'account' | 'partner', id: string | null): Moment[] => (id === null ? [] : said.filter(({ one }) => one[who] === id).flatMap(({ one, said: { moment } }) => [moment, ...(one.until === undefined ? [] : [momentOf(one.until)])]))
  const valueAt = (all: { said: Said }[] | undefined, at: Temporal.Instant): string | undefined => {
    const known = all?.map((one) => one.said).filter((one) => Temporal.Instant.compare(one.moment.instant, at) <= 0) ?? []
    const lives = (one: Said) => one.until === undefined || Temporal.Instant.compare(at, one.until) < 0
    if (known.some((one) => one.person !== undefined)) {
      const newest = [...Map.groupBy(known, (one) => one.person)].map(([, own]) => own[0])
      return String(newest.filter((one) => one !== undefined && lives(one) && isHeld(one.value)).length)
    }
    const [newest] = known
    return newest && (lives(newest) ? newest.value : '')
  }
  return {
    standingOf: (name, account, partner, at) =>
      (account === null ? undefined : valueAt(byName.get(of('account', account, name)), at)) ?? valueAt(byName.get(of('partner', partner, name)), at) ?? valueAt(byName.get(of('program', null, name)), at) ?? '',
    changesOf: (account, partner) => [...changes('account', account), ...changes('partner', partner)].sort((a, b) => order(a, '', b, '')),
  }
}
