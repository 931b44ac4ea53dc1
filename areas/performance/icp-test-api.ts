import { read } from '../../platform/db/transact.ts'
import { route } from '../../platform/http/route.ts'
import { labelOf, rulesIn, sayCountry } from '../companies/index.ts'
import { backTestIcp } from './icp-back-test.ts'
import type { Choice } from './icp-suggest-rules.ts'
import { backTestIn, icpBackTestOut, icpSuggestionOut } from './icp-test-contract.ts'
import { suggestIcp } from './suggest-icp.ts'

const tag = 'Performance'
const access = 'performance:read'
/** Said wherever a back-test is shown. */
const limitation = 'Each company is graded by what is known of it now, not by what was known when its opportunities were open; what was learned by winning makes a profile look better than it was.'

export const icpTestRoutes = [
  route({
    method: 'POST', path: '/icp/back-test', tag, summary: 'How a profile would have split won from lost opportunities; writes nothing', access, body: backTestIn, response: icpBackTestOut,
    handler: (ctx, { body }) => read(ctx, async (r) => ({ ...(await backTestIcp(r, body.draft && rulesIn(body.draft))), limitation })),
  }),
  route({
    method: 'GET', path: '/icp/suggestion', tag, summary: 'A profile suggested from won and lost opportunities, as a starting point', access, response: icpSuggestionOut,
    handler: (ctx) =>
      read(ctx, async (r) => {
        const found = await suggestIcp(r)
        return { ...found, rows: found.rows.map(({ choice, ...row }) => ({ ...row, label: labelOf(row.attribute), said: row.attribute === 'country' && choice.kind === 'value' ? sayCountry(choice.value) : sayChoice(choice) })) }
      }),
  }),
]

function sayChoice(choice: Choice): string {
  if (choice.kind === 'value') return choice.value
  const n = (value: number | null) => (value ?? 0).toLocaleString('en-US')
  return choice.min === null ? `up to ${n(choice.max)}` : choice.max === null ? `from ${n(choice.min)}` : `${n(choice.min)} to ${n(choice.max)}`
}
