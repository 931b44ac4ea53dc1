import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from './config.ts'

const fileIn = (dataDir: string): string => join(dataDir, 'address')

/** Notes where the app is reached, for whoever makes a link at the terminal. Where nothing can be noted, nothing is lost. */
export function noteAddress(dataDir: string, address: string): void {
  try {
    mkdirSync(dataDir, { recursive: true })
    writeFileSync(fileIn(dataDir), `${address}\n`)
  } catch {}
}

/** Where people reach the app: as configured, or where it last listened with this folder, or where it would listen. */
export function addressOf(config: Config, env: Record<string, string | undefined>): string {
  if (config.url) return config.url
  if (!env['PORT']) {
    try {
      const noted = readFileSync(fileIn(config.dataDir), 'utf8').trim()
      if (/^https?:\/\/\S+$/.test(noted)) return noted
    } catch {}
  }
  return `http://localhost:${config.port}`
}
