// The part of the story about recruiting: a candidate two people judged, and somebody who applied by the public page and confirmed their address.
import { showId } from '../../kernel/ids.ts'
import type { TestServer, TestWorkspace } from './server.ts'
import { good, type Words } from './story.ts'
import { newestToken } from './story-payouts.ts'

/** The public page, the receipt of what was sent by it, and the link of the mail that asks for the address to be confirmed. */
export type ApplyTokens = { page: string; receipt: string; confirmation: string }

export async function tellRecruiting(app: TestServer, ws: TestWorkspace, words: Words): Promise<ApplyTokens> {
  const call = async (method: string, path: string, body?: unknown, session = ws.session) => good(await ws.call(method, path, { session, ...(body === undefined ? {} : { body }) })).json
  const manager = await ws.member('manager', words('colleague'))
  const { criteria } = await call('GET', '/scorecards/referral')
  await call('PUT', '/scorecards/referral', { expected: 0, why: words('why'), criteria: criteria.map((c: { weight: number; name: string }, i: number) => (i === 0 ? { ...c, name: words('criterion'), weight: 4 } : c)) })
  const { id } = await call('POST', '/candidates', { name: words('candidate'), type: 'referral', website: `${words('domain')}.com`, contact: { name: words('contact'), email: `${words('mailbox')}@candidate.example` }, sourceNote: words('source'), hypothesisNote: words('hypothesis') })
  await call('PATCH', `/candidates/${id}`, { nextStep: { text: words('step'), on: '2026-12-01', by: showId('member', manager.memberId) } })
  for (const session of [ws.session, manager.session]) await call('POST', `/candidates/${id}/assessments`, { version: 1, note: words('note'), answers: [{ criterionId: 'trust', step: 1, evidence: words('evidence') }] }, session)
  await call('PUT', `/candidates/${id}/stage`, { expected: 'identified', to: 'in_conversation', why: words('why') })
  await call('PUT', '/application-page', { isOpen: true, ownerId: showId('member', ws.admin.memberId) })
  const page = new URL((await call('GET', '/application-page')).address).pathname.split('/')[2]!
  const { now } = app.clock
  app.clock.now = app.now().subtract({ seconds: 20 })
  const form = await app.page(`/apply/${page}?as=referral`)
  app.clock.now = now
  const sent = await app.page(`/apply/${page}`, {
    type: 'referral', token: /name="token" value="([^"]+)"/.exec(form.text)![1]!, company: words('candidate'), website: '', person: words('person'), email: `${words('mailbox')}@applicant.example`, words: words('message'), consent: 'yes', q_closeness: '2',
  })
  if (sent.status !== 303) throw new Error(`${sent.status}: ${sent.text.slice(-2000)}`)
  const confirmation = await newestToken(ws, 'application:')
  await app.page(`/p/${confirmation}/application`, {})
  return { page, receipt: String(sent.headers.location).split('/').at(-1)!, confirmation }
}
