import { resolve } from 'node:path'
import { z } from 'zod'

const flag = (fallback: '0' | '1') => z.enum(['0', '1', 'true', 'false']).default(fallback).transform((v) => v === '1' || v === 'true')

const shape = z.object({
  PORT: z.coerce.number({ error: 'PORT must be a number.' }).int().min(0).max(65535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'DATABASE_URL must look like postgresql://user:password@host/database.').optional(),
  ALONGSIDE_DATA: z.string().min(1).default('.alongside').transform((path) => resolve(path)),
  ALONGSIDE_SECRET: z.string().min(32, 'ALONGSIDE_SECRET needs at least 32 characters; `openssl rand -base64 32` makes one.').optional(),
  ALONGSIDE_DEMO: flag('1').optional(),
  ALONGSIDE_ROLES: z.string().default('web,worker').transform((text, ctx) => {
    const roles = text.split(',').map((role) => role.trim())
    if (roles.some((role) => role !== 'web' && role !== 'worker')) ctx.addIssue({ code: 'custom', message: 'ALONGSIDE_ROLES is web, worker or web,worker.' })
    return { web: roles.includes('web'), worker: roles.includes('worker') }
  }),
  ALONGSIDE_URL: z.string().regex(/^https?:\/\/[^/]+\/?$/, 'ALONGSIDE_URL is where people reach it, such as https://partners.example.com, without a path.').optional(),
  ALONGSIDE_SMTP_URL: z.string().regex(/^smtps?:\/\//, 'ALONGSIDE_SMTP_URL must look like smtps://user:password@mail.example.com.').optional(),
  ALONGSIDE_MAIL_FROM: z.string().min(3).default('alongside@localhost'),
  ALONGSIDE_TRUST_PROXY: flag('0'),
  ALONGSIDE_LOG: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  ALONGSIDE_POOL: z.coerce.number().int().min(2).max(200).default(16),
})

export type Config = {
  port: number; host: string; databaseUrl: string | undefined; dataDir: string; secret: string | undefined; demo: boolean; roles: { web: boolean; worker: boolean }; url: string | undefined
  smtpUrl: string | undefined; mailFrom: string; trustProxy: boolean; logLevel: string; poolSize: number
}

/** Thrown with one line per setting that cannot be used. */
export class ConfigProblem extends Error {}

/** The configuration, parsed once; everything wrong is said at once. The demo world is for the embedded database unless asked for. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = shape.safeParse(given)
  if (!parsed.success) throw new ConfigProblem(parsed.error.issues.map((issue) => issue.message.startsWith(String(issue.path[0])) ? issue.message : `${issue.path.join('.')}: ${issue.message}`).join('\n'))
  const c = parsed.data
  return {
    port: c.PORT, host: c.HOST, databaseUrl: c.DATABASE_URL, dataDir: c.ALONGSIDE_DATA, secret: c.ALONGSIDE_SECRET, demo: given['ALONGSIDE_DEMO'] === undefined ? !c.DATABASE_URL : (c.ALONGSIDE_DEMO ?? true), roles: c.ALONGSIDE_ROLES, url: c.ALONGSIDE_URL, smtpUrl: c.ALONGSIDE_SMTP_URL,
    mailFrom: c.ALONGSIDE_MAIL_FROM, trustProxy: c.ALONGSIDE_TRUST_PROXY, logLevel: c.ALONGSIDE_LOG, poolSize: c.ALONGSIDE_POOL,
  }
}
