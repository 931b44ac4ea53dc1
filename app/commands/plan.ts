import { isUtf8 } from 'node:buffer'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { z } from 'zod'
import { checkPlan, fact, planDocument, readFacts, readPlan, runPlan, sayPlan, type Plan, type PlanRun } from '../../areas/program/index.ts'
import { CliProblem, workspaceOption, type Call, type Command } from './command.ts'
import { backTestFile } from './plan-back-test.ts'

const wrongUse = 'Say check, explain, run or backtest and the plan’s file, or schema, or schema facts.'

export const plan: Command = {
  name: 'plan', summary: 'check, explain or try out a commission plan in a JSON or YAML file; only backtest needs a database', usage: 'check|explain|run|backtest FILE, or schema [facts]',
  options: {
    facts: { type: 'string', says: 'with run: a file of facts, one JSON object a line' },
    ...workspaceOption, from: { type: 'string', says: 'with backtest: the first day on which something was earned' }, to: { type: 'string', says: 'with backtest: the last such day' }, past: { type: 'string', says: 'with backtest: a file instead of what happened here, CSV of opportunities or JSON lines of facts' },
    on: { type: 'string', says: 'with run: the day that is looked at for what lapses; that of the newest fact when left out' },
    history: { type: 'boolean', says: 'with run: tell the facts one by one, with postings, statements and payouts' },
  },
  examples: ['alongside plan check plan.json', 'alongside plan check plan.yaml', 'alongside plan explain plan.json', 'alongside plan run plan.json --facts facts.jsonl --history --json', 'alongside plan backtest plan.json --from 2026-01-01', 'alongside plan schema facts > fact.schema.json'],
  run: async (call) => {
    const [what, file] = call.words
    if (what === 'schema' && (file === undefined || file === 'facts')) return schema(call, file === 'facts' ? fact : planDocument)
    if (!file || (what !== 'check' && what !== 'explain' && what !== 'run' && what !== 'backtest')) throw new CliProblem(wrongUse, true)
    const { plan: found, findings } = checkPlan(readDocument(file))
    if (what === 'check' || !found) {
      for (const one of findings) call.say(`${one.level === 'error' ? 'WRONG' : 'note '} ${one.place}: ${one.problem} ${one.remedy}`)
      if (what === 'check' && findings.length === 0) call.say('The plan can be used.')
      return { json: { usable: Boolean(found), findings }, ok: Boolean(found) }
    }
    if (what === 'backtest') return backTestFile(call, found)
    return what === 'explain' ? explain(call, found) : run(call, found)
  },
}

function schema(call: Call, of: typeof fact | typeof planDocument) {
  const json = z.toJSONSchema(of, { io: 'input' })
  call.say(JSON.stringify(json, null, 2))
  return { json }
}

function explain(call: Call, found: Plan) {
  const sentences = sayPlan(found)
  for (const sentence of sentences) call.say(sentence)
  return { json: { name: found.name, sentences } }
}

function run(call: Call, found: Plan) {
  const path = call.options['facts']
  if (typeof path !== 'string') throw new CliProblem('Name the facts with --facts FILE.', true)
  const { facts, tray } = readFacts(readText(path))
  const on = call.options['on']
  if (typeof on === 'string' && !z.iso.date().safeParse(on).success) throw new CliProblem('Say the day as 2026-04-01.', true)
  const result = runPlan(found, facts, tray, { history: call.options['history'] === true, on: typeof on === 'string' ? on : undefined })
  sayRun(call, result)
  return { json: result, ok: result.tray.length === 0 }
}

const nameOf = (told: unknown): string => (typeof told === 'object' && told !== null && 'id' in told ? ` “${String(told.id)}”` : '')

const mostTrayed = 50
function sayRun(call: Call, result: PlanRun): void {
  for (const line of result.lines) call.say(`${line.partner}  ${line.item}  ${line.component}  ${line.amount} ${line.currency}  earned ${line.earnedOn}\n    ${line.working.join(' ')}`)
  for (const line of result.rewards) call.say(`${line.to === 'customer' ? 'customer ' : ''}${line.partner}  ${line.item}  ${line.component}  ${line.amount} ${countedIn(line)}  ${line.move} ${line.earnedOn}\n    ${line.working.join(' ')}`)
  for (const price of result.prices) call.say(`${price.partner}  ${price.item}  ${price.component}  pays ${price.price} of ${price.list} ${price.currency}\n    ${price.working.join(' ')}`)
  for (const payout of result.payouts ?? []) call.say(`${payout.partner}  payout ${payout.payout} on ${payout.day}${payout.group ? ` for ${payout.group}` : ''}: sent ${payout.sent} ${payout.currency}, withheld ${payout.withheld}, fee ${payout.fee}, carried ${payout.carried}${payout.forfeited === '0.00' || payout.forfeited === '0' ? '' : `, lost ${payout.forfeited}`}${payout.failed ? ', failed' : ''}${payout.why ? `. ${payout.why}` : ''}`)
  for (const balance of result.balances) call.say(`${balance.partner}  earned ${balance.earned} ${balance.currency}, of which payable ${balance.payable}${result.payouts ? `, paid ${balance.paid}` : ''}`)
  for (const balance of result.rewardBalances) if (balance.lapsesNext || balance.left !== balance.earned) call.say(sayRewardBalance(balance))
  if (result.lines.length + result.rewards.length + result.prices.length === 0) call.say('Nothing is earned.')
  for (const one of result.tray.slice(0, mostTrayed)) call.say(`NOT USED${one.line ? ` (line ${one.line})` : nameOf(one.fact)}: ${one.why}`)
  if (result.tray.length > mostTrayed) call.say(`and ${result.tray.length - mostTrayed} more that were not used; --json has them all`)
}

const countedIn = ({ unit, currency }: { unit: string; currency: string }): string => (currency === unit || unit === 'money' ? currency : `${currency} as ${unit}`)
function sayRewardBalance({ partner, account, unit, currency, earned, used, lapsed, left, lapsesNext }: PlanRun['rewardBalances'][number]): string {
  return `${account === null ? partner : `customer ${account}`}  has ${left} ${countedIn({ unit, currency })} left of ${earned} earned: ${used} used, ${lapsed} lapsed${lapsesNext ? `; ${lapsesNext.amount} lapses on ${lapsesNext.on}` : ''}`
}

function readText(path: string): string {
  if (!existsSync(path)) throw new CliProblem(`There is no file ${path}.`)
  if (!statSync(path).isFile()) throw new CliProblem(`${path} is no file.`)
  const bytes = readFileSync(path)
  if (!isUtf8(bytes)) throw new CliProblem(`${path} is not in UTF-8. Save it as UTF-8.`)
  return bytes.toString('utf8')
}

function readDocument(path: string): unknown {
  const form = /\.ya?ml$/i.test(path) ? 'yaml' : 'json'
  const read = readPlan(readText(path), form)
  if ('problem' in read) throw new CliProblem(`${path} is no ${form.toUpperCase()}: ${read.problem}.`)
  return read.document
}
