import { sayDate } from '../../kernel/time.ts'
import { html, type Html } from '../../platform/pages/html.ts'
import type { RewardSum, RewardView } from '../ledger/index.ts'

export type Rewards = { sums: RewardSum[]; lines: RewardView[] }
const words: Record<RewardSum['kind'], string> = { points: 'Points', credit: 'Credit', gift: 'For your customers' }

/** What is no money: points, credits, and what the partner's customers get. Empty where there never was any. */
export function rewardsSection({ sums, lines }: Rewards): Html {
  if (lines.length === 0) return html``
  return html`<section id="rewards"><h2>Rewards</h2><p class="m s">Not paid out, and in none of the amounts above.</p>${sums.map((sum) => html`<div class="r"><span>${words[sum.kind]}</span><span class="n">${sum.said}</span></div>`)}
<ul class="l">${lines.map((line) => html`<li><div class="r"><span class="t" dir="auto">${line.account ?? itemOf(line)}</span><span class="n">${line.said}</span></div><div class="m s">${line.working.join(' ')}</div><div class="m s">${whenOf(line)}</div></li>`)}</ul></section>`
}

/** What lapsed is of what it was earned with. */
const itemOf = ({ item, move }: RewardView): string => (move === 'lapsed' ? item.split(':').slice(2).join(':') : item)

function whenOf(line: RewardView): string {
  if (line.move !== 'earned') return `${line.move === 'used' ? 'Used' : 'Lapsed'} ${day(line.earnedOn)}${line.amountMinor > 0n ? ', put right' : ''}`
  const earned = `Earned ${day(line.earnedOn)}`
  if (line.amountMinor < 0n) return `${earned}, taken back`
  return line.usableMinor === 0n ? `${earned}, on hold until the customer has paid` : `${earned}, yours by ${day(line.usableOn)}`
}
const day = (text: string): string => sayDate(Temporal.PlainDate.from(text))
