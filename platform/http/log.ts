import { pino, type Logger as PinoLogger } from 'pino'

export type Logger = PinoLogger

const kept = ['type', 'message', 'stack', 'code', 'severity', 'schema', 'table', 'column', 'constraint', 'routine', 'statusCode', 'cause', 'aggregateErrors'] as const

/** An error without the values it was about: a database says in detail what was in the row, and quotes what it could not read. */
function errorWithoutValues(error: Error): object {
  const full = pino.stdSerializers.err(error) as unknown as Record<string, unknown>
  return Object.fromEntries(kept.flatMap((key) => {
    const value = full[key]
    return value === undefined ? [] : [[key, typeof value === 'string' ? value.replace(/: "[^\n]*"/g, ': "…"') : value]]
  }))
}

/**
 * Structured lines with request ids. Nothing personal is logged: no bodies, no addresses of people, and paths of partner links are
 * shown by their pattern, since the path is the credential.
 */
export function createLog(level: string, destination?: { write(line: string): void }): Logger {
  const options = {
    serializers: { err: errorWithoutValues }, level, base: null, messageKey: 'message', timestamp: () => `,"time":"${new Date().toISOString()}"`, formatters: { level: (label: string) => ({ level: label }) },
  }
  return destination ? pino(options, destination) : pino(options, pino.destination({ dest: 2, sync: false }))
}
