import { notFound } from '../../kernel/refusal.ts'
import type { Reading } from '../../platform/db/context.ts'
import type { Page, PageAnswer, PageRequest } from '../../platform/pages/page.ts'
import { workspaceSettings } from '../../platform/workspaces/index.ts'
import { asHolder, linkCtx, type LinkHolder } from '../partners/index.ts'
import { saidBeside } from './beside-statements.ts'
import { disputePages } from './dispute-pages.ts'
import { statementView } from './page-statement.ts'
import { statementFile } from './statement-file.ts'
import { statementsOfPartner, toldLines, toldPayments } from './statement-queries.ts'
import { periodShape } from './statement-rules.ts'

const base = (request: PageRequest) => `/p/${request.params['token']}`
const shownLines = 100

/** A partner's statements of a period, one for each currency. `after` is the position behind which lines are shown. */
async function statement(request: PageRequest): Promise<PageAnswer> {
  return asHolder(request, async (r, who) => {
    const found = await ownStatements(r, who, request)
    const after = Math.max(0, Math.trunc(Number(request.query['after'] ?? 0)) || 0)
    const told = await Promise.all(found.map(async (one) => ({ statement: one, lines: await toldLines(r, one.id, after, shownLines), payments: await toldPayments(r, one.id), after })))
    const beside = await saidBeside(r, found, { base: `${base(request)}/statements/${request.params['period']}`, query: request.query })
    return { status: 200, html: statementView({ ...who, base: base(request), settings: await workspaceSettings(r), told, beside }) }
  })
}

/** "EUR.pdf", "EUR.csv" */
async function file(request: PageRequest): Promise<PageAnswer> {
  const [, currency, as] = /^([A-Z]{3})\.(pdf|csv)$/.exec(request.params['file'] ?? '') ?? []
  const one = await asHolder(request, async (r, who) => (await ownStatements(r, who, request)).find((own) => own.currency === currency))
  const ctx = linkCtx(request.db, request.params['token'] ?? '', request.now, request.requestId)
  if (!one || !as || !ctx) throw notFound('page')
  return { download: await statementFile(ctx, one, as === 'pdf' ? 'pdf' : 'csv') }
}

async function ownStatements(r: Reading, who: LinkHolder, request: PageRequest) {
  const period = request.params['period'] ?? ''
  const found = periodShape.test(period) ? await statementsOfPartner(r, who.partner.id, period) : []
  if (found.length === 0) throw notFound('page')
  return found.sort((a, b) => (a.currency < b.currency ? -1 : 1))
}

export const ledgerPages: Page[] = [
  { method: 'GET', path: '/p/:token/statements/:period', handler: statement },
  { method: 'GET', path: '/p/:token/statements/:period/:file', handler: file },
  ...disputePages,
]
