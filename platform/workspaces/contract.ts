import { z } from 'zod'
import { permissions, roles } from '../../kernel/actor.ts'
import { can, currencyIn, dateIn, emailIn, idOut, instantOut, lineIn, named, timeZoneIn } from '../http/shapes.ts'
import { grades } from './policy.ts'
import { memberStates } from './rules.ts'

const clockIn = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'A time of day looks like 09:00.', abort: true })
const weekdayIn = z.number().int().min(1).max(7)
const days = (max: number) => z.number().int('Whole days only.').min(0, 'At least 0 days.').max(max, `At most ${max} days.`)

export const calendarShape = z.object({ days: z.array(z.number().int()), opens: z.string(), closes: z.string(), holidays: z.array(z.string()) }).meta({ id: 'Calendar' })
export const policyShape = z.object({
  answerBusinessDays: z.number().int(), contactBusinessDays: z.number().int(), applicationBusinessDays: z.number().int(), protectionDays: z.number().int(),
  recentContactDays: z.number().int(), qualifyingGrades: z.array(z.enum(grades)),
}).meta({ id: 'Policy' })

export const workspaceShape = z.object({
  id: idOut('workspace'), slug: z.string(), name: z.string(), accent: z.string(), currency: z.string(), timeZone: z.string(), calendar: calendarShape,
  policy: policyShape, isDemo: z.boolean(), can: z.object({ update: can, inviteMembers: can, mintKeys: can }),
}).meta({ id: 'Workspace' })

export const calendarIn = z.object({
  days: z.array(weekdayIn).min(1, 'At least one working day is needed.').transform((all) => [...new Set(all)].sort((a, b) => a - b)),
  opens: clockIn, closes: clockIn,
  holidays: z.array(dateIn).max(400, 'At most 400 holidays.').transform((all) => [...new Set(all)].sort()),
}).refine((c) => c.opens < c.closes, { path: ['closes'], message: 'Closing time comes after opening time.' })

export const settingsIn = z.object({
  name: lineIn(80, 'The workspace needs a name.'),
  accent: z.string().toLowerCase().regex(/^#[0-9a-f]{6}$/, 'A colour looks like #0b6b4f.'),
  currency: currencyIn, timeZone: timeZoneIn, calendar: calendarIn,
  policy: z.object({
    answerBusinessDays: days(30), contactBusinessDays: days(30), applicationBusinessDays: days(30), protectionDays: days(730), recentContactDays: days(730),
    qualifyingGrades: z.array(z.enum(grades)).min(1, 'Choose at least one grade.'),
  }).partial(),
}).partial()

export const roleIn = z.enum(roles, { error: 'A role is one of admin, manager, rep, finance, viewer.' })
export const invitationIn = z.object({ email: emailIn, name: lineIn(120, 'A name is needed.'), role: roleIn })
export const memberShape = z.object({
  id: idOut('member'), name: z.string(), email: z.string(), role: z.enum(roles), state: z.enum(memberStates), invitedBy: named('member').nullable(),
  createdAt: instantOut, isYou: z.boolean(), can: z.object({ changeRole: can, remove: can, sendInvitation: can }),
}).meta({ id: 'Member' })
export const memberList = z.object({
  items: z.array(memberShape), roles: z.array(z.object({ role: z.enum(roles), permissions: z.array(z.enum(permissions)) })),
})

export const keyIn = z.object({ name: lineIn(80, 'Say what the key is for.'), role: roleIn })
export const keyShape = z.object({
  id: idOut('key'), name: z.string(), role: z.enum(roles), createdBy: named('member').nullable(), createdAt: instantOut, revokedAt: instantOut.nullable(),
}).meta({ id: 'Key' })
export const keyList = z.object({ items: z.array(keyShape) })
export const mintedKey = z.object({ id: idOut('key'), token: z.string().meta({ description: 'Shown this once; only its hash is kept.' }) })
