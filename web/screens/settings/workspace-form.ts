import type { Workspace } from './queries.ts'

export const grades = ['A', 'B', 'C'] as const
export const days = [
  { name: 'day1', label: 'Monday' }, { name: 'day2', label: 'Tuesday' }, { name: 'day3', label: 'Wednesday' }, { name: 'day4', label: 'Thursday' }, { name: 'day5', label: 'Friday' },
  { name: 'day6', label: 'Saturday' }, { name: 'day7', label: 'Sunday' },
] as const

type PolicyName = Exclude<keyof Workspace['policy'], 'qualifyingGrades'>
export const policyFields: { name: PolicyName; label: string; help: string; unit: string }[] = [
  { name: 'answerBusinessDays', label: 'Answer an introduction within', help: 'Promised to the partner', unit: 'business days' },
  { name: 'contactBusinessDays', label: 'Contact the buyer within', help: 'Counted from the acceptance', unit: 'business days' },
  { name: 'applicationBusinessDays', label: 'Answer an application within', help: 'Promised to whoever applies to be a partner', unit: 'business days' },
  { name: 'protectionDays', label: 'Protect an accepted claim for', help: 'No other partner is credited in it', unit: 'days' },
  { name: 'recentContactDays', label: 'Our own contact counts for', help: 'A talk this recent makes a conflict', unit: 'days' },
]

/** The settings as the form holds them: text and ticks. */
export function valuesOf({ name, accent, currency, timeZone, calendar, policy }: Workspace) {
  const day = (n: number) => calendar.days.includes(n)
  return {
    name, accent, currency, timeZone, opens: calendar.opens, closes: calendar.closes, holidays: calendar.holidays.join(','),
    day1: day(1), day2: day(2), day3: day(3), day4: day(4), day5: day(5), day6: day(6), day7: day(7),
    gradeA: policy.qualifyingGrades.includes('A'), gradeB: policy.qualifyingGrades.includes('B'), gradeC: policy.qualifyingGrades.includes('C'),
    answerBusinessDays: String(policy.answerBusinessDays), contactBusinessDays: String(policy.contactBusinessDays), applicationBusinessDays: String(policy.applicationBusinessDays),
    protectionDays: String(policy.protectionDays), recentContactDays: String(policy.recentContactDays),
  }
}
export type WorkspaceValues = ReturnType<typeof valuesOf>

const calendarOf = (values: WorkspaceValues) => ({ days: days.flatMap((day, i) => (values[day.name] ? [i + 1] : [])), opens: values.opens, closes: values.closes, holidays: values.holidays.split(',').filter(Boolean) })
const gradesOf = (values: WorkspaceValues) => grades.filter((grade) => values[`grade${grade}`])

/** Only what was changed, so that what somebody else saved meanwhile stays. */
export function changeOf(before: WorkspaceValues, values: WorkspaceValues) {
  const isChanged = (of: (values: WorkspaceValues) => unknown) => JSON.stringify(of(before)) !== JSON.stringify(of(values))
  const own = <Name extends keyof WorkspaceValues>(name: Name) => (before[name] === values[name] ? {} : { [name]: values[name] } as Pick<WorkspaceValues, Name>)
  const numbers: Partial<Record<PolicyName, number>> = Object.fromEntries(policyFields.flatMap(({ name }) => (before[name] === values[name] ? [] : [[name, Number(values[name])]])))
  return {
    ...own('name'), ...own('accent'), ...own('currency'), ...own('timeZone'), ...(isChanged(calendarOf) ? { calendar: calendarOf(values) } : {}),
    policy: { ...numbers, ...(isChanged(gradesOf) ? { qualifyingGrades: gradesOf(values) } : {}) },
  }
}

const wholeDays = (value: string) => (/^\d{1,3}$/.test(value.trim()) ? undefined : 'Give whole days.')
export const daysChecks = Object.fromEntries(policyFields.map(({ name }) => [name, wholeDays])) as Record<PolicyName, typeof wholeDays>

/** The server's names of fields where they differ from ours. */
export const workspaceNames: Record<string, keyof WorkspaceValues> = {
  'calendar.opens': 'opens', 'calendar.closes': 'closes', 'calendar.holidays': 'holidays', 'calendar.days': 'day1', 'policy.qualifyingGrades': 'gradeA',
  ...Object.fromEntries(policyFields.map(({ name }) => [`policy.${name}`, name])),
}
