import { z } from 'zod'
import { permissions, roles } from '../../kernel/actor.ts'
import { currencyIn, emailIn, idOut, instantOut, lineIn, timeZoneIn } from '../http/shapes.ts'

export const setupNeeded = z.object({ needed: z.boolean() })
export const setupIn = z.object({
  workspaceName: lineIn(80, 'The workspace needs a name.'), currency: currencyIn, timeZone: timeZoneIn, name: lineIn(120, 'Your name is needed.'), email: emailIn,
})

export const sessionShape = z.object({
  person: z.object({ id: idOut('person'), name: z.string(), email: z.string(), hasPassword: z.boolean() }),
  sessionId: idOut('session'),
  workspaces: z.array(z.object({
    id: idOut('workspace'), slug: z.string(), name: z.string(), accent: z.string(), isDemo: z.boolean(), memberId: idOut('member'), memberName: z.string(),
    role: z.enum(roles), permissions: z.array(z.enum(permissions)),
  })),
}).meta({ id: 'Session', description: 'Who is signed in, and what they may do in each of their workspaces.' })

const insideApp = z.string().max(500, 'This is too long.').regex(/^\/(?![/\\])/, 'Give a page of the app, such as /referrals.')
export const linkIn = z.object({ email: emailIn, next: insideApp.optional().meta({ description: 'The page of the app that was asked for, such as /referrals; the link leads there.' }) })
export const linkAsked = z.object({ message: z.string() })
export const tokenIn = z.object({ token: z.string({ error: 'The token of a sign-in link is needed.' }).min(1, 'The token of a sign-in link is needed.').max(200, 'This is not the token of a sign-in link.') })
const secretIn = (missing: string) => z.string({ error: missing }).min(1, missing).max(1000, 'This is too long.')
export const passwordSignInIn = z.object({ email: emailIn, password: secretIn('A password is needed.') })
export const passwordIn = z.object({ password: secretIn('A password is needed.'), current: z.string().max(1000, 'This is too long.').nullish() })

export const sessionList = z.object({
  items: z.array(z.object({
    id: idOut('session'), device: z.string(), address: z.string(), method: z.string(), createdAt: instantOut, seenAt: instantOut, isCurrent: z.boolean(),
  })),
})
export const passkeyList = z.object({ items: z.array(z.object({ id: idOut('passkey'), name: z.string(), createdAt: instantOut, usedAt: instantOut.nullable() })) })

/** Passed on to the browser as it is: PublicKeyCredentialCreationOptionsJSON or …RequestOptionsJSON of WebAuthn level 3. */
export const webauthnOptions = z.looseObject({ challenge: z.string() }).meta({ description: 'Options for the browser’s WebAuthn call, as WebAuthn level 3 defines them.' })

const base64url = z.string().regex(/^[A-Za-z0-9_-]+$/, 'This is not base64url.').max(20_000)
const credential = {
  id: base64url, rawId: base64url, type: z.literal('public-key'), authenticatorAttachment: z.enum(['cross-platform', 'platform']).optional(),
  clientExtensionResults: z.record(z.string(), z.unknown()).default({}),
}
export const passkeyIn = z.object({
  name: lineIn(60, 'Give the passkey a name, such as the device it is on.'),
  credential: z.object({
    ...credential,
    response: z.object({
      clientDataJSON: base64url, attestationObject: base64url, authenticatorData: base64url.optional(), transports: z.array(z.string().max(40)).max(10).optional(),
      publicKeyAlgorithm: z.number().int().min(-65_536).max(65_536).optional(), publicKey: base64url.optional(),
    }),
  }),
})
export const passkeySignInIn = z.object({
  credential: z.object({
    ...credential, response: z.object({ clientDataJSON: base64url, authenticatorData: base64url, signature: base64url, userHandle: base64url.nullish().transform((v) => v ?? undefined) }),
  }),
})
