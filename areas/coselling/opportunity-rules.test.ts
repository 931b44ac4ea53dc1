import { describe, expect, test } from 'vitest'
import { Refusal } from '../../kernel/refusal.ts'
import { checkClosingDay, checkStage, decideWrite, mayClose, mayReopen, movesMoney, type OpportunityContent, type OpportunityWish } from './opportunity-rules.ts'

const known: OpportunityContent = {
  name: 'GTX Pro for Cancity', companyId: 'cancity', crmStage: 'Engaging', state: 'open', amountMinor: 482100n, currency: 'USD', product: 'GTX Pro', repName: 'Moses Frase', openedOn: '2016-10-20', closedOn: null,
}
const won: OpportunityContent = { ...known, state: 'won', crmStage: 'Won', closedOn: '2017-03-01' }
const fallback = { name: 'Opportunity 1C1I7A6R', currency: 'EUR' }

describe('what a wish comes to', () => {
  test.each<[string, OpportunityContent | undefined, OpportunityWish, object]>([
    ['a new one', undefined, { state: 'open', amountMinor: 1n, currency: 'USD' }, { kind: 'create', becomes: 'created', content: { name: fallback.name, currency: 'USD', amountMinor: 1n, closedOn: null } }],
    ['a new one that was won', undefined, { state: 'won', closedOn: '2017-03-01' }, { kind: 'create', becomes: 'created', content: { state: 'won', currency: 'EUR', amountMinor: null } }],
    ['the same again', known, { ...known }, { kind: 'unchanged' }],
    ['nothing but its state', known, { state: 'open' }, { kind: 'unchanged' }],
    ['another amount', known, { state: 'open', amountMinor: 5n }, { kind: 'update', becomes: 'changed', changed: ['amountMinor'] }],
    ['an amount taken away', known, { state: 'open', amountMinor: null }, { kind: 'update', becomes: 'changed', content: { amountMinor: null, currency: 'USD' } }],
    ['won', known, { state: 'won', closedOn: '2017-03-01' }, { kind: 'update', becomes: 'won', changed: ['state', 'closedOn'] }],
    ['lost', known, { state: 'lost', closedOn: '2017-03-01' }, { kind: 'update', becomes: 'lost' }],
    ['won without a day', known, { state: 'won', closedOn: null }, { kind: 'rejected', field: 'closedOn' }],
    ['won, the file has no days', known, { state: 'won' }, { kind: 'rejected', field: 'closedOn' }],
    ['still won, the file has no days', won, { state: 'won' }, { kind: 'unchanged' }],
    ['won becomes lost', won, { state: 'lost', closedOn: '2017-04-01' }, { kind: 'update', becomes: 'lost' }],
    ['opened again', won, { state: 'open', closedOn: '2017-03-01' }, { kind: 'update', becomes: 'reopened', content: { closedOn: null } }],
    ['an expected day of an open one is not a closing', known, { state: 'open', closedOn: '2017-12-31' }, { kind: 'unchanged' }],
    ['a company left out is kept', known, { state: 'open', companyId: null }, { kind: 'unchanged' }],
    ['another company', known, { state: 'open', companyId: 'isdom' }, { kind: 'update', becomes: 'changed', changed: ['companyId'] }],
  ])('%s', (_what, before, wish, expected) => {
    expect(decideWrite(before, wish, fallback)).toMatchObject(expected)
  })

  test('money moves with state, amount, currency, day and company only', () => {
    expect(movesMoney(['name', 'product', 'crmStage', 'repName', 'openedOn'])).toBe(false)
    for (const field of ['state', 'amountMinor', 'currency', 'closedOn', 'companyId'] as const) expect(movesMoney([field])).toBe(true)
  })
})

describe('what may be done', () => {
  test('closing and opening again', () => {
    expect([mayClose('open', true), mayClose('won', true), mayClose('open', false)].map((c) => c.allowed)).toEqual([true, false, false])
    expect([mayReopen('open', true), mayReopen('lost', true), mayReopen('won', false)].map((c) => c.allowed)).toEqual([false, true, false])
  })

  test.each([
    ['2017-03-01', '2016-10-20', 'ok'],
    ['2017-03-01', null, 'ok'],
    ['2017-03-02', null, 'coselling.closed_in_future'],
    ['2016-10-19', '2016-10-20', 'coselling.closed_before_opened'],
  ])('the day %s for one opened %s: %s', (closedOn, openedOn, expected) => {
    const said = checkClosingDay(closedOn, openedOn, '2017-03-01')
    expect(said instanceof Refusal ? said.code : said).toBe(expected)
  })

  test('a stage moves within the state', () => {
    expect(checkStage('open', 'open')).toBe('ok')
    expect(checkStage('open', 'won')).toMatchObject({ code: 'coselling.stage_closes' })
    expect(checkStage('open', undefined)).toMatchObject({ code: 'coselling.stage_unknown' })
  })
})
