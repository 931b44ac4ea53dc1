// A table has one owner, who alone writes it. Others ask through the owner's door; the exceptions are listed here with their reason.
import { at, isTest, roomOf, walk, type Fault, type Node, type Source } from './source.ts'

/** Whose table it is. A new table is entered here when it is made. */
export const owners: Record<string, string> = {
  member: 'platform', api_key: 'platform', link: 'platform', event: 'platform', idempotency: 'platform', mail: 'platform', file: 'platform', file_chunk: 'platform', import: 'platform', import_problem: 'platform',
  partner: 'areas/partners', contact: 'areas/partners',
  company: 'areas/companies', company_name: 'areas/companies', company_domain: 'areas/companies', company_key: 'areas/companies', company_merge: 'areas/companies', company_merge_row: 'areas/companies', company_pair: 'areas/companies', company_pair_search: 'areas/companies', icp: 'areas/companies',
  promise: 'areas/promises',
  plan: 'areas/program', plan_version: 'areas/program', plan_holder: 'areas/program', partner_plan: 'areas/program',
  ledger_account: 'areas/ledger', journal: 'areas/ledger', commission_item: 'areas/ledger', commission_line: 'areas/ledger', entry: 'areas/ledger', account_code: 'areas/ledger', commission_correction: 'areas/ledger', back_test: 'areas/ledger', back_test_share: 'areas/ledger', back_test_fact: 'areas/ledger', back_test_problem: 'areas/ledger', payment: 'areas/ledger', payment_line: 'areas/ledger', held_line: 'areas/ledger', reward_line: 'areas/ledger', reward_lapse: 'areas/ledger',
  plan_fact: 'areas/ledger', plan_fact_topic: 'areas/ledger', plan_fact_beside: 'areas/ledger', plan_fact_gate: 'areas/ledger', fact_tray: 'areas/ledger', unsettled: 'areas/ledger', ledger_block: 'areas/ledger', ledger_sealed: 'areas/ledger',
  payout_setting: 'areas/payouts', paying_account: 'areas/payouts', payee_request: 'areas/payouts', payee_detail: 'areas/payouts', payout: 'areas/payouts', payout_payment: 'areas/payouts', payout_line: 'areas/payouts',
  payment_file: 'areas/payouts', invoice_setting: 'areas/payouts', invoicing: 'areas/payouts', invoice_sequence: 'areas/payouts', invoice: 'areas/payouts', invoice_credit: 'areas/payouts', invoice_file: 'areas/payouts', payout_vat: 'areas/payouts', result_file: 'areas/payouts', payment_result: 'areas/payouts',
  statement_period: 'areas/ledger', statement: 'areas/ledger', statement_line: 'areas/ledger', statement_payment: 'areas/ledger', dispute: 'areas/ledger', dispute_file: 'areas/ledger', invoice_line: 'areas/ledger', invoice_vat: 'areas/ledger', payment_vat: 'areas/ledger',
  opportunity: 'areas/coselling', stage_map: 'areas/coselling', claim: 'areas/coselling', conflict: 'areas/coselling',
  customer_list: 'areas/mapping', customer_list_row: 'areas/mapping', customer_list_mix: 'areas/mapping', customer_list_problem: 'areas/mapping', list_request: 'areas/mapping', introduction_ask: 'areas/mapping', private_mapping: 'areas/mapping', private_mapping_item: 'areas/mapping', private_mapping_piece: 'areas/mapping',
  hypothesis: 'areas/hypotheses', hypothesis_prediction: 'areas/hypotheses', hypothesis_decision: 'areas/hypotheses', hypothesis_partner: 'areas/hypotheses',
  scorecard: 'areas/recruiting', candidacy: 'areas/recruiting', candidacy_move: 'areas/recruiting', assessment: 'areas/recruiting', application: 'areas/recruiting', application_page: 'areas/recruiting', erasure: 'areas/recruiting',
  review: 'areas/reviews', review_note: 'areas/reviews', review_action: 'areas/reviews',
  referral: 'areas/referrals', referral_message: 'areas/referrals', referral_decision: 'areas/referrals',
}

const everything = Object.keys(owners)
export type Exception = { room: string; tables: string[]; why: string }
/** Reading only, by file or room. Writing another room's table has no exception. */
export const exceptions: Exception[] = [
  { room: 'areas/performance', tables: everything, why: 'A figure counts rows of every area in one statement, on one snapshot; performance owns no rows that others decide on.' },
  { room: 'areas/', tables: ['member'], why: 'The name of a colleague stands beside rows of every list; the platform lies below all areas, and only it writes members.' },
  { room: 'areas/referrals/queries.ts', tables: ['company', 'partner', 'contact', 'claim'], why: 'The list of introductions is filtered and paged by company, partner and standing: one statement, not four lists joined in memory.' },
  { room: 'areas/referrals/mail-partner.ts', tables: ['partner', 'contact'], why: 'Who gets the mail and whom it answers to, in one look inside the transaction of the decision.' },
  { room: 'areas/coselling/conflicts.ts', tables: ['company', 'partner'], why: 'The list of cases names company and partner beside each, sorted and limited by the database.' },
  { room: 'areas/promises/', tables: ['partner'], why: 'Today names the partner of each promise; promises lie below everything that makes one.' },
  { room: 'areas/recruiting/queries.ts', tables: ['partner', 'contact'], why: 'The board shows partner, owner and contact of each card, filtered by type and owner: one statement, not three lists joined in memory.' },
  { room: 'areas/reviews/queries.ts', tables: ['partner'], why: 'The list of reviews is sorted by the name of the partner and paged by the database.' },
  { room: 'areas/ledger/queries.ts', tables: ['event'], why: 'A journal cites the event that made it; the event is shown with the journal on one page.' },
  { room: 'platform/events/queries.ts', tables: ['contact'], why: 'The log says who acted, and a partner person acts as a contact. Payloads hold no names, so the name is looked up where it can be erased.' },
  { room: 'app/commands/', tables: ['partner', 'contact', 'mail'], why: 'The operator names a partner by its name, and doctor counts mails that wait; both only look.' },
]

export type Use = { table: string; how: 'read' | 'write'; path: string; start: number; statement: string; isInsert: boolean }

const reading = new Set(['selectFrom', 'innerJoin', 'leftJoin', 'rightJoin', 'fullJoin', 'from', 'using'])
const writing = new Set(['insertInto', 'updateTable', 'deleteFrom', 'mergeInto', 'replaceInto'])
const sqlVerb = /\b(select\b[\s\S]*\bfrom\b|insert\s+into|update\s+[\w.]+\s+(\w+\s+)?set|delete\s+from|merge\s+into)\b/i
const sqlName = /\b(from|join|using|insert\s+into|update|delete\s+from|merge\s+into|table)\s+(?:only\s+)?"?(?:public"?\."?)?([a-z_]+)\b/gi

/** Every place where a file names a table, through kysely or in SQL. */
export function usesIn(source: Source, tables: ReadonlySet<string>): Use[] {
  const uses: Use[] = []
  const add = (name: string, verb: string, node: Node, statement: string) => {
    const table = name.replace(/^public\./, '').split(' ')[0]!
    if (tables.has(table)) uses.push({ table, how: /insert|update|delete|merge/i.test(verb) ? 'write' : 'read', isInsert: /insert/i.test(verb), path: source.path, start: node.start, statement })
  }
  walk(source.program, (node, above) => {
    if (node.type === 'CallExpression') {
      const method = (node['callee'] as Node)['property'] as Node | undefined
      const name = method?.type === 'Identifier' ? String(method['name']) : ''
      if (!reading.has(name) && !writing.has(name)) return
      for (const text of stringsIn((node['arguments'] as Node[])[0])) add(text, name, node, chainText(source, node, above))
    }
    const text = node.type === 'TemplateLiteral' ? source.text.slice(node.start, node.end) : node.type === 'Literal' && typeof node['value'] === 'string' ? node['value'] : undefined
    if (text !== undefined && sqlVerb.test(text))
      for (const [, verb, name] of text.matchAll(sqlName)) add(name!.toLowerCase(), verb!, node, text)
  })
  return uses
}

function stringsIn(argument: Node | undefined): string[] {
  if (!argument) return []
  if (argument.type === 'Literal' && typeof argument['value'] === 'string') return [argument['value']]
  return argument.type === 'ArrayExpression' ? (argument['elements'] as Node[]).flatMap(stringsIn) : []
}

/** The whole chain of calls that a table's name begins. */
function chainText(source: Source, node: Node, above: Node[]): string {
  let outermost = node
  for (let i = above.length - 1; i >= 0; i -= 1) {
    const parent = above[i]!
    const onward = (parent.type === 'MemberExpression' && parent['object'] === outermost) || (parent.type === 'CallExpression' && parent['callee'] === outermost)
    if (!onward) break
    outermost = parent
  }
  return source.text.slice(outermost.start, outermost.end)
}

const isServed = (path: string) => /^(kernel|platform|areas|app)\//.test(path) && !isTest(path)

export function tableFaults(sources: Source[], tables: ReadonlySet<string>, allowed: Exception[] = exceptions): Fault[] {
  const faults = [...tables].filter((table) => !owners[table]).map((table) => `The table ${table} has no owner: enter it in test/walls/table-law.ts.`)
  for (const source of sources.filter((s) => isServed(s.path))) {
    const room = roomOf(source.path)
    for (const use of usesIn(source, tables)) {
      const owner = owners[use.table]
      if (owner === undefined || owner === room) continue
      const readable = use.how === 'read' && allowed.some((e) => source.path.startsWith(e.room) && e.tables.includes(use.table))
      if (!readable) faults.push(`${at(source, use.start)} ${use.how === 'write' ? 'writes' : 'reads'} ${use.table}, which belongs to ${owner}: call through its door.`)
    }
  }
  return faults
}

/** Exceptions that nobody needs any more. */
export function unusedExceptions(sources: Source[], tables: ReadonlySet<string>, allowed: Exception[] = exceptions): Fault[] {
  const uses = sources.filter((s) => isServed(s.path)).flatMap((source) => usesIn(source, tables))
  return allowed.filter((e) => e.tables !== everything).flatMap((e) => e.tables.filter((table) => !uses.some((use) => use.path.startsWith(e.room) && use.table === table)).map((table) => `${e.room} no longer reads ${table}: strike the exception.`))
}

/** Row-level security holds in any case; a query names the workspace all the same, so that it finds its index and its shard. An insert without it fails by itself. */
export function unnamedWorkspaceFaults(sources: Source[], tables: ReadonlySet<string>): Fault[] {
  return sources.filter((s) => isServed(s.path)).flatMap((source) =>
    usesIn(source, tables).filter((use) => !use.isInsert && !/workspace_id|workspace\b/.test(use.statement)).map((use) => `${at(source, use.start)} uses ${use.table} without naming the workspace.`))
}

/** Statements are prepared, and a prepared one finds a partial index only when its predicate is written in the statement: with sql.lit. */
export function conflictFaults(sources: Source[]): Fault[] {
  return sources.filter((s) => isServed(s.path)).flatMap((source) => {
    const faults: Fault[] = []
    walk(source.program, (node, above) => {
      const method = node.type === 'CallExpression' ? ((node['callee'] as Node)['property'] as Node | undefined) : undefined
      const value = method?.['name'] === 'where' ? (node['arguments'] as Node[])[2] : undefined
      if (!value || (value.type === 'Literal' && value['value'] === null) || source.text.slice(value.start, value.end).startsWith('sql')) return
      if (above.some((parent) => parent.type === 'CallExpression' && ((parent['callee'] as Node)['property'] as Node | undefined)?.['name'] === 'onConflict' && (parent['arguments'] as Node[]).some((argument) => argument.start <= node.start && node.end <= argument.end)))
        faults.push(`${at(source, node.start)} names the predicate of a partial index with a parameter: use sql.lit.`)
    })
    return faults
  })
}
