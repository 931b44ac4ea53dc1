import { pino, type Logger as PinoLogger } from 'pino'

export type Logger = PinoLogger

/**
 * Structured lines with request ids. Nothing personal is logged: no bodies, no addresses of people, and paths of partner links are
 * shown by their pattern, since the path is the credential.
 */
export function createLog(level: string, destination?: { write(line: string): void }): Logger {
  const options = { level, base: null, messageKey: 'message', timestamp: () => `,"time":"${new Date().toISOString()}"`, formatters: { level: (label: string) => ({ level: label }) } }
  return destination ? pino(options, destination) : pino(options, pino.destination({ dest: 2, sync: false }))
}
