// The only place that says what a figure means. What is counted how in SQL is in populations.ts, nowhere else.
import { fewestPartners, fixedStrength, strengthBounds } from './shrink.ts'

export const measureKeys = ['referrals_submitted', 'met_icp', 'became_opportunity', 'won', 'revenue', 'promises_kept', 'commissions'] as const
export type MeasureKey = (typeof measureKeys)[number]
/** count: how many. rate: counted of cases. money: an amount per currency, never mixed. */
export type Unit = 'count' | 'rate' | 'money'
export type Definition = {
  key: MeasureKey; name: string; unit: Unit
  definition: string
  /** What makes a case count towards the figure. */
  counted: string
  /** What n is, and which date puts a case into a period. */
  cases: string
}

export const definitions: Record<MeasureKey, Definition> = {
  referrals_submitted: {
    key: 'referrals_submitted', name: 'Referrals submitted', unit: 'count',
    definition: 'How many buyers were introduced. The same buyer introduced again by the same partner while the first introduction is under way counts once.',
    counted: 'Every case counts.', cases: 'Introductions that reached us in the period.',
  },
  met_icp: {
    key: 'met_icp', name: 'Met ICP criteria', unit: 'rate',
    definition: 'The share of decided introductions whose buyer fits our ideal customer profile: grade A or B.',
    counted: 'The grade is A or B. It is the grade at qualification where there is one, else the grade the company has now, so a correction of what we know of a company can still change it.',
    cases: 'Introductions that we accepted or declined in the period. Those not answered yet are no cases.',
  },
  became_opportunity: {
    key: 'became_opportunity', name: 'Became opportunities', unit: 'rate',
    definition: 'Conversion: opportunities that came of introductions, divided by introductions decided.',
    counted: 'An opportunity was created or linked, up to now. The share of a recent period can still rise.',
    cases: 'Introductions that we accepted or declined in the period.',
  },
  won: {
    key: 'won', name: 'Won, of those closed', unit: 'rate',
    definition: 'Win rate: won divided by won and lost together, over opportunities that a partner sourced.',
    counted: 'The opportunity was won.', cases: 'Partner-sourced opportunities whose closing date lies in the period. Open ones are no cases.',
  },
  revenue: {
    key: 'revenue', name: 'Revenue closed, partner-sourced', unit: 'money',
    definition: 'The amounts of won opportunities that a partner sourced, by closing date. There are no exchange rates yet, so each currency stands by itself and nothing is added across currencies.',
    counted: 'Every case counts with its amount; one without an amount adds nothing.', cases: 'Partner-sourced opportunities won with a closing date in the period.',
  },
  promises_kept: {
    key: 'promises_kept', name: 'Our promises to them kept', unit: 'rate',
    definition: 'The share of our promises to partners, such as to answer an introduction, that we kept in time.',
    counted: 'It was settled by the moment it was due. One settled later, or still open past that moment, was not kept.',
    cases: 'Promises due in the period that were settled, or are past due. Those withdrawn in time because they no longer applied, and those still running, are no cases.',
  },
  commissions: {
    key: 'commissions', name: 'Commissions earned', unit: 'money',
    definition: 'What partners earned by the ledger, which is our cost, less what was reversed. Each currency stands by itself.',
    counted: 'Every line counts with its amount, a reversal with a negative one.', cases: 'Commission lines booked in the period, reversals among them.',
  },
}

export const timeToCloseDefinition =
  'Days from the day an opportunity was opened to the day it was won: Kaplan-Meier estimate with 95 % interval. Opportunities still open count up to today; lost ones count as not won up to the day they were lost, so the figure says how long winning takes where nothing is lost before. ' +
  'Opportunities sourced by partners are compared with direct ones by the log-rank test; influenced ones belong to neither. Those without an opening date, or closed before it, are left out and counted.'

export const likelyDefinition =
  `The range in which the true rate lies with 95 %. The partner's own cases are weighed together with the program's rate, which counts like so many more cases: as many as the differences between partners suggest (${strengthBounds.join(' to ')}), or ${fixedStrength} while fewer than ${fewestPartners} partners have cases. Few cases therefore stay close to the program and have a wide range.`

export const rankingDefinition =
  'By a rate, partners rank by what can be said safely: the lower end of the likely range, and never more than their own cases alone support. So 1 of 1 does not rank before 18 of 20. Partners with the same cases share a rank. By a count or an amount, they rank by it. Partners without cases are not ranked.'

export const programDefinition =
  'For the whole program: a rate over all partners together; a count or amount divided by the partners counted, which are those active or paused that had started by the end of the period, and any other with a case in it.'
