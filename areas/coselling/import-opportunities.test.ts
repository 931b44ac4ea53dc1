import { describe, expect, test } from 'vitest'
import { guessMapping } from '../../platform/imports/mapping.ts'
import type { Settings } from '../../platform/imports/index.ts'
import { opportunityImport, parseOpportunity } from './import-opportunities.ts'
import { guessStage } from './stages.ts'

test.each([
  ['Won', 'won'], ['Closed Won', 'won'], ['closedwon', 'won'], ['ClosedWon', 'won'], ['closed_lost', 'lost'], ['Closed-Lost', 'lost'], ['Lost', 'lost'], ['Gewonnen', 'won'],
  ['Engaging', 'open'], ['Prospecting', 'open'], ['Qualification', 'open'], ['Needs Analysis', 'open'], ['Id. Decision Makers', 'open'], ['Proposal/Price Quote', 'open'],
  ['Negotiation/Review', 'open'], ['appointmentscheduled', 'open'], ['decisionmakerboughtin', 'open'], ['contractsent', 'open'], ["Won't buy", 'lost'], ['Appointment Scheduled', 'open'], ['Contract Sent', 'open'], ['Decision Maker Bought-In', 'open'], ['Lead In', 'open'],
  ['Geschlossen und gewonnen', 'won'], ['Abgeschlossen, verloren', 'lost'], ['In Verhandlung', 'open'], ['Angebotserstellung', 'open'], ['Gagné', 'won'], ['Fermée gagnée', 'won'], ['Perdue', 'lost'], ['Qualifié', 'open'], ['Négociation', 'open'],
  ['Cerrada ganada', 'won'], ['Perdida', 'lost'], ['Propuesta enviada', 'open'], ['Chiusa vinta', 'won'], ['Chiusa persa', 'lost'], ['Trattativa', 'open'], ['Offerte verstuurd', 'open'], ['Personal', undefined], ['Neuf', undefined],
  ['Disqualified', 'lost'], ['Closed', undefined], ['4 - Phase', undefined], ['Wonderful', undefined], ['', undefined],
])('the stage %j is taken as %s', (stage, state) => {
  expect(guessStage(stage)).toBe(state)
})

describe('columns of usual exports', () => {
  const columns = (...names: string[]) => names.map((name) => ({ name, samples: /stage|status/i.test(name) ? ['Open', 'Won', 'Lost'] : /currency/i.test(name) ? ['USD', 'EUR'] : ['something'] }))
  const map = (...names: string[]) => guessMapping(opportunityImport.fields, columns(...names))
  test('Maven', () => {
    expect(map('opportunity_id', 'sales_agent', 'product', 'account', 'deal_stage', 'engage_date', 'close_date', 'close_value')).toEqual({
      crmId: 'opportunity_id', repName: 'sales_agent', product: 'product', companyName: 'account', stage: 'deal_stage', openedOn: 'engage_date', closedOn: 'close_date', amount: 'close_value',
    })
  })
  test('Salesforce', () => {
    expect(map('Opportunity Owner', 'Account Name', 'Opportunity Name', 'Stage', 'Fiscal Period', 'Amount Currency', 'Amount', 'Probability (%)', 'Age', 'Close Date', 'Created Date', 'Opportunity ID', 'Account ID')).toEqual({
      repName: 'Opportunity Owner', companyName: 'Account Name', name: 'Opportunity Name', stage: 'Stage', currency: 'Amount Currency', amount: 'Amount', closedOn: 'Close Date', openedOn: 'Created Date', crmId: 'Opportunity ID', companyCrmId: 'Account ID',
    })
  })
  test('HubSpot', () => {
    expect(map('Record ID', 'Deal Name', 'Deal Stage', 'Close Date', 'Deal owner', 'Amount', 'Create Date', 'Associated Company', 'Associated Company IDs', 'Pipeline')).toEqual({
      crmId: 'Record ID', name: 'Deal Name', stage: 'Deal Stage', closedOn: 'Close Date', repName: 'Deal owner', amount: 'Amount', openedOn: 'Create Date', companyName: 'Associated Company', companyCrmId: 'Associated Company IDs',
    })
  })
  test('Pipedrive, whose status says more than its stage', () => {
    expect(map('Deal - ID', 'Deal - Title', 'Deal - Organization', 'Deal - Value', 'Deal - Currency of Value', 'Deal - Stage', 'Deal - Status', 'Deal - Won time', 'Deal - Owner')).toMatchObject({
      crmId: 'Deal - ID', name: 'Deal - Title', companyName: 'Deal - Organization', amount: 'Deal - Value', currency: 'Deal - Currency of Value', stage: 'Deal - Status', closedOn: 'Deal - Won time', repName: 'Deal - Owner',
    })
  })
  test('Salesforce with where the account is, and whose telephone it is says nobody', () => {
    expect(map('Opportunity ID', 'Account Name', 'Stage', 'Billing Street', 'Billing City', 'Billing Zip/Postal Code', 'Billing Country', 'Phone')).toEqual({
      crmId: 'Opportunity ID', companyName: 'Account Name', stage: 'Stage', companyStreet: 'Billing Street', companyCity: 'Billing City', companyZip: 'Billing Zip/Postal Code', companyCountry: 'Billing Country',
    })
  })
  test.each([
    ['German', ['Opportunity-ID', 'Opportunityname', 'Accountname', 'Verkaufsphase', 'Umsatz', 'Währung', 'Erstellt am', 'Schlusstermin', 'Verantwortlicher']],
    ['French', ["ID de l'opportunité", "Nom de l'opportunité", 'Nom du compte', 'Étape', 'Montant', 'Devise', 'Date de création', 'Date de clôture', 'Propriétaire']],
    ['Spanish', ['ID de la oportunidad', 'Nombre de la oportunidad', 'Nombre de la cuenta', 'Etapa', 'Importe', 'Moneda', 'Fecha de creación', 'Fecha de cierre', 'Propietario']],
  ])('a CRM in %s', (_language, [crmId, name, companyName, stage, amount, currency, openedOn, closedOn, repName]) => {
    const all = { crmId: crmId!, name: name!, companyName: companyName!, stage: stage!, amount: amount!, currency: currency!, openedOn: openedOn!, closedOn: closedOn!, repName: repName! }
    const samples: Record<string, string[]> = { [all.stage]: ['Gewonnen', 'Perdida', 'Négociation'], [all.currency]: ['EUR'] }
    expect(guessMapping(opportunityImport.fields, Object.values(all).map((column) => ({ name: column, samples: samples[column] ?? ['something'] })))).toEqual(all)
  })
  test('a stage column is known by what stands in it', () => {
    expect(guessMapping(opportunityImport.fields, [{ name: 'Ref', samples: ['1'] }, { name: 'Fortschritt', samples: ['Closed Won', 'Closed Lost', 'Prospecting'] }])).toMatchObject({ stage: 'Fortschritt' })
  })
})

describe('a row', () => {
  const settings: Settings = {
    currency: 'USD', fields: opportunityImport.fields.map((f) => f.name), dateOrder: undefined, decimalSign: '.', choices: { stage: { Done: 'won', Talking: 'open' } }, createCompanies: true,
  }
  const parse = (values: Record<string, string>, more: Partial<Settings> = {}) => parseOpportunity({ crmId: '1', stage: 'Done', closedOn: '2017-03-01', ...values }, { ...settings, ...more })
  const reasons = (values: Record<string, string>, more?: Partial<Settings>) => {
    const said = parse(values, more)
    return 'faults' in said ? said.faults.map((f) => `${f.field}: ${f.reason}`) : []
  }

  test('is read', () => {
    expect(parse({ amount: '1,054.50', companyName: 'Cancity', product: 'GTXPro', openedOn: '2016-10-20' })).toEqual({
      row: {
        crmId: '1', state: 'won', crmStage: 'Done', company: { name: 'Cancity' }, openedOn: '2016-10-20', closedOn: '2017-03-01', product: 'GTXPro', repName: null, amountMinor: 105450n, currency: 'USD',
      },
    })
  })
  test('an amount that names its currency is in that one', () => {
    expect(parse({ amount: '84 000,00 €' }, { decimalSign: ',' })).toMatchObject({ row: { amountMinor: 8_400_000n, currency: 'EUR' } })
    expect(parse({ amount: 'CHF 100' })).toMatchObject({ row: { amountMinor: 10_000n, currency: 'CHF' } })
    expect(parse({ amount: '$100' })).toMatchObject({ row: { amountMinor: 10_000n, currency: 'USD' } })
  })
  test('without a company, an amount or a day it is read too, while open', () => {
    expect(parse({ stage: 'Talking', closedOn: undefined as never })).toMatchObject({ row: { company: null, amountMinor: null, closedOn: null, state: 'open' } })
  })
  test('what the file does not have is left as it is', () => {
    expect(parse({}, { fields: ['crmId', 'stage', 'closedOn'] })).toMatchObject({ row: { amountMinor: undefined, product: undefined, openedOn: undefined } })
  })

  test.each<[Record<string, string>, string[]]>([
    [{ amount: '-5' }, ['amount: The amount “-5” is negative.']],
    [{ amount: '5.125' }, ['amount: The amount “5.125” has more decimals than USD has.']],
    [{ amount: '5.5', currency: 'JPY' }, ['amount: The amount “5.5” has more decimals than JPY has.']],
    [{ amount: '5.0', currency: 'jpy' }, []],
    [{ amount: '5.125', currency: 'KWD' }, []],
    [{ amount: '5', currency: 'BTC' }, ['currency: “BTC” is not an ISO 4217 currency such as EUR.']],
    [{ amount: '100 €', currency: 'USD' }, ['amount: The amount is in EUR, the currency says USD.']],
    [{ amount: 'EUR 100' }, []],
    [{ amount: 'a lot' }, ['amount: “a lot” is not an amount.']],
    [{ closedOn: '2017-02-30' }, ['closedOn: There is no day “2017-02-30”.']],
    [{ closedOn: 'soon', openedOn: '3/4/2017' }, ['openedOn: “3/4/2017” could be day/month or month/day.', 'closedOn: “soon” is not a date.']],
    [{ stage: 'Whatever' }, ['stage: Nobody said what the stage “Whatever” means: open, won or lost.']],
    [{ stage: 'Closed Won' }, []],
    [{ name: 'x'.repeat(301) }, ['name: Name has more than 300 characters.']],
  ])('%j is refused for %j', (values, expected) => {
    expect(reasons(values)).toEqual(expected)
  })
  test('won without a day is refused', () => {
    expect(parseOpportunity({ crmId: '1', stage: 'Done' }, settings)).toEqual({ faults: [{ field: 'closedOn', reason: 'The close date is missing; an opportunity that was won needs the day.' }] })
  })
})
