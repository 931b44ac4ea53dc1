import { readFileSync } from 'node:fs'
import Papa from 'papaparse'
import { describe, expect, test } from 'vitest'
import { sharedData } from '../../test/setup/shared-data.ts'
import { kaplanMeier, logRank, quantile, type DayCount } from './survival.ts'

const counted = (subjects: { time: number; event: boolean }[]): DayCount[] =>
  [...Map.groupBy(subjects, (s) => s.time)].map(([days, own]) => ({ days, events: own.filter((s) => s.event).length, censored: own.filter((s) => !s.event).length }))

describe('by hand', () => {
  test('without censoring it is the share that is left', () => {
    expect(kaplanMeier([1, 2, 3, 4].map((days) => ({ days, events: 1, censored: 0 }))).map((s) => s.share)).toEqual([0.75, 0.5, 0.25, 0])
  })
  test('exactly half for a while: the middle of that while', () => expect(quantile(kaplanMeier([1, 2, 3, 4].map((days) => ({ days, events: 1, censored: 0 })))).days).toBe(2.5))
  test('those still open are not ignored', () => {
    const steps = kaplanMeier([{ days: 10, events: 1, censored: 0 }, { days: 20, events: 0, censored: 2 }, { days: 30, events: 1, censored: 0 }])
    expect(steps.map((s) => [s.days, s.atRisk, s.share])).toEqual([[10, 4, 0.75], [20, 3, 0.75], [30, 1, 0]])
    expect(quantile(steps).days).toBe(30)
  })
  test('fewer than half had it: no median', () => expect(quantile(kaplanMeier([{ days: 5, events: 1, censored: 0 }, { days: 90, events: 0, censored: 9 }]))).toMatchObject({ days: null }))
  test('nothing seen', () => {
    expect(kaplanMeier([])).toEqual([])
    expect(quantile([])).toEqual({ days: null, low: null, high: null })
    expect(logRank([], [{ days: 1, events: 1, censored: 0 }])).toBeNull()
  })
  test('two groups alike do not differ', () => {
    const group = [1, 2, 3].map((days) => ({ days, events: 2, censored: 1 }))
    expect(logRank(group, group)).toMatchObject({ statistic: 0, p: 1 })
  })
})

const folder = sharedData('survival-reference/README.md')?.replace(/README\.md$/, '')
const why = 'the reference answers from R are not beside the checkout (../shared/data/survival-reference)'
const table = (name: string): Record<string, string>[] => Papa.parse<Record<string, string>>(readFileSync(`${folder}${name}.csv`, 'utf8'), { header: true, skipEmptyLines: true }).data
const subjects = (rows: Record<string, string>[]) => rows.map((row) => ({ time: Number(row['time']), event: row['event'] === '1' }))
const some = (text: string | undefined) => (text === undefined || text === '' || text === 'NA' ? null : Number(text))

describe.skipIf(!folder)(`against R's survival package${folder ? '' : ` (skipped: ${why})`}`, () => {
  const data = new Map<string, Record<string, string>[]>()
  const rowsOf = (name: string, by: string, group: string) => {
    if (!data.has(name)) data.set(name, table(name))
    const blank = group === '(blank)' ? '' : group
    return data.get(name)!.filter((row) => by === '' || row[by] === group || row[by] === blank)
  }

  test('every quantile and its limits', () => {
    const answers = table('answers_quantiles').filter((a) => a['conf_type'] === 'log')
    expect(answers.length).toBeGreaterThan(100)
    for (const a of answers) {
      const own = rowsOf(a['dataset']!, a['group_by']!, a['group']!)
      expect(own.length, `${a['dataset']} ${a['group']}`).toBe(Number(a['n']))
      const found = quantile(kaplanMeier(counted(subjects(own))), Number(a['quantile']))
      expect({ ...a, found }).toEqual({ ...a, found: { days: some(a['estimate']), low: some(a['lower95']), high: some(a['upper95']) } })
    }
  })

  test('the curve and its band on given days', () => {
    const answers = table('answers_survival_at_times').filter((a) => a['conf_type'] === 'log')
    expect(answers.length).toBeGreaterThan(50)
    for (const a of answers) {
      const steps = kaplanMeier(counted(subjects(rowsOf(a['dataset']!, a['group_by']!, a['group']!))))
      const at = steps.findLast((step) => step.days <= Number(a['time'])) ?? { share: 1, low: 1, high: 1 }
      expect(at.share).toBeCloseTo(Number(a['surv']), 8)
      if (some(a['lower95']) !== null) expect(at.low).toBeCloseTo(some(a['lower95'])!, 8)
      if (some(a['upper95']) !== null) expect(at.high).toBeCloseTo(some(a['upper95'])!, 8)
    }
  })

  test('the log-rank test of every two groups', () => {
    const answers = table('answers_logrank').filter((a) => a['test'] === 'log-rank' && a['df'] === '1')
    expect(answers.length).toBeGreaterThan(5)
    for (const a of answers) {
      const [one, two] = a['groups']!.split(';')
      const isRest = a['subset']!.includes('everything else')
      const all = rowsOf(a['dataset']!, '', '')
      const pick = (group: string) => all.filter((row) => (isRest ? (row['origin'] === 'referral') === (group === 'referral') : row[a['group_by']!] === group))
      const found = logRank(counted(subjects(pick(one!))), counted(subjects(pick(two!))))!
      expect(found.statistic / Number(a['chisq']), `${a['dataset']} ${a['groups']}`).toBeCloseTo(1, 7)
      expect(found.p / Number(a['p'])).toBeCloseTo(1, 6)
      const wanted = a['expected']!.split(';').map(Number)
      expect(found.expected[0]).toBeCloseTo(wanted[0]!, 5)
      expect(found.expected[1]).toBeCloseTo(wanted[1]!, 5)
    }
  })
})
