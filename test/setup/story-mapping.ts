// The part of the story in which partners say who their customers are.
import type { TestServer, TestWorkspace } from './server.ts'
import { good, today, type StoryPartner, type Words } from './story.ts'

/** Two lists in use, one of which names companies of ours; a question for a third; one introduction that was asked for. */
export async function tellMapping(app: TestServer, ws: TestWorkspace, words: Words, partners: StoryPartner[], companies: string[]): Promise<void> {
  const call = async (method: string, path: string, body?: unknown) => good(await ws.call(method, path, { session: ws.session, ...(body === undefined ? {} : { body }) })).json
  const give = async (partner: StoryPartner, sharing: string) => {
    const rows = [`${words('customer')},${companies[3]}`, `${words('customer')},${companies[4]}`, `${words('customer')},${words('domain')}.com`, 'n/a,']
    const file = good(await ws.call('POST', '/customer-lists/files', { session: ws.session, headers: { 'content-type': 'text/csv' }, query: { name: `${words('file')}.csv` }, body: `Name,Website\n${rows.join('\n')}\n` })).json
    return call('POST', `/partners/${partner.id}/customer-lists`, { fileId: file.id, sharing, consentBy: words('consent'), consentHow: words('how'), expiresOn: Temporal.PlainDate.from(today()).add({ days: 90 }).toString() })
  }
  const list = await give(partners[2]!, 'all')
  await give(partners[1]!, 'hidden')
  await app.runJobs()
  const { items } = await call('GET', `/customer-lists/${list.id}/customers?relation=prospect`)
  await call('POST', `/customer-lists/${list.id}/customers/${items[0].n}/introduction-asks`, { message: words('message') })
  await call('POST', `/partners/${partners[0]!.id}/private-mappings`, { wish: 'overlap', note: words('note') })
  await call('POST', `/partners/${partners[0]!.id}/list-requests`, { note: words('note') })
}
