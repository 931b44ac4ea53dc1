import { z } from 'zod'
import { can, dateIn, emailIn, idIn, idOut, instantOut, lineIn, named, optionalLineIn, timeZoneIn } from '../../platform/http/shapes.ts'
import { partnerStates, partnerTypes } from './rules.ts'

export const contactIn = z.object({ name: lineIn(120, 'The contact needs a name.'), email: emailIn, phone: optionalLineIn(40) })
export const partnerIn = z.object({
  name: lineIn(160, 'The partner needs a name.'), type: z.enum(partnerTypes), state: z.enum(partnerStates).default('active'), ownerId: idIn('member').optional(),
  timeZone: timeZoneIn, website: optionalLineIn(300), startedOn: dateIn.optional(), contacts: z.array(contactIn).max(50).meta({ description: 'At least one, the person who introduces buyers; a candidate may have none yet.' }),
}).refine((partner) => partner.state === 'candidate' || partner.contacts.length > 0, { path: ['contacts'], message: 'At least one contact: the person who introduces buyers.' })
export const partnerChange = z.object({
  name: lineIn(160, 'The partner needs a name.'), type: z.enum(partnerTypes), state: z.enum(partnerStates), ownerId: idIn('member'), timeZone: timeZoneIn, website: optionalLineIn(300),
}).partial()

export const contactOut = z.object({ id: idOut('contact'), name: z.string(), email: z.string(), phone: z.string().nullable(), isPrimary: z.boolean() }).meta({ id: 'Contact' })
export const linkOut = z.object({
  id: idOut('link'), contact: named('contact'), createdAt: instantOut, expiresAt: instantOut.nullable(), revokedAt: instantOut.nullable(), isLive: z.boolean(),
}).meta({ id: 'PartnerLink' })
export const partnerRow = z.object({
  id: idOut('partner'), name: z.string(), type: z.enum(partnerTypes), state: z.enum(partnerStates), owner: named('member'), timeZone: z.string(), startedOn: z.string(),
  primaryContact: z.string().nullable(), underWay: z.number().int(), referrals: z.number().int(),
}).meta({ id: 'PartnerRow' })
export const partnerOut = z.object({
  id: idOut('partner'), name: z.string(), type: z.enum(partnerTypes), state: z.enum(partnerStates), owner: named('member'), timeZone: z.string(), website: z.string().nullable(),
  startedOn: z.string(), contacts: z.array(contactOut), links: z.array(linkOut),
  can: z.object({ change: can, mintLink: can, introduce: can }),
}).meta({ id: 'Partner' })
export const linkMinted = z.object({ id: idOut('link'), url: z.string().meta({ description: 'Shown once; only a hash is kept.' }) })
