import { Agent, request } from 'node:http'

export type Shot = { method: 'GET' | 'POST'; path: string; headers?: Record<string, string>; body?: string; expect: number }
export type Timings = { count: number; failed: number; p50: number; p95: number; p99: number; max: number; perSecond: number; bytes: number }

/** One request over kept-alive connections; resolves with milliseconds, status and size. */
function fire(base: URL, agent: Agent, shot: Shot): Promise<{ ms: number; status: number; bytes: number }> {
  return new Promise((resolve) => {
    const started = performance.now()
    const call = request({ agent, host: base.hostname, port: base.port, method: shot.method, path: shot.path, headers: { ...shot.headers, ...(shot.body ? { 'content-length': Buffer.byteLength(shot.body) } : {}) } }, (response) => {
      let bytes = 0
      response.on('data', (chunk: Buffer) => (bytes += chunk.length))
      response.on('end', () => resolve({ ms: performance.now() - started, status: response.statusCode ?? 0, bytes }))
    })
    call.on('error', () => resolve({ ms: performance.now() - started, status: 0, bytes: 0 }))
    call.end(shot.body)
  })
}

function summarise(results: { ms: number; status: number; bytes: number; expect: number }[], seconds: number): Timings {
  const times = results.map((r) => r.ms).sort((a, b) => a - b)
  const at = (q: number) => times[Math.min(times.length - 1, Math.floor(times.length * q))] ?? 0
  return {
    count: results.length, failed: results.filter((r) => r.status !== r.expect).length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: times.at(-1) ?? 0,
    perSecond: results.length / seconds, bytes: Math.max(0, ...results.map((r) => r.bytes)),
  }
}

/** An open-loop load: a request every 1/rate s whether or not earlier ones came back, timed from when it was due (no coordinated omission). */
export async function steady(base: string, rate: number, seconds: number, next: (n: number) => Shot): Promise<Timings> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  const total = rate * seconds
  const started = performance.now()
  const pending: Promise<{ ms: number; status: number; bytes: number; expect: number }>[] = []
  for (let n = 0; n < total; n++) {
    const due = started + (n * 1000) / rate
    const wait = due - performance.now()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    const shot = next(n)
    const late = Math.max(0, performance.now() - due - 1.5) // timers of the load generator are no finer than about a millisecond
    pending.push(fire(new URL(base), agent, shot).then((r) => ({ ...r, ms: r.ms + late, expect: shot.expect })))
  }
  const results = await Promise.all(pending)
  agent.destroy()
  return summarise(results, (performance.now() - started) / 1000)
}

/** A closed loop: so many connections, each sending its next request when the last one came back. */
export async function saturate(base: string, connections: number, seconds: number, next: (n: number) => Shot): Promise<Timings> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const started = performance.now()
  const results: { ms: number; status: number; bytes: number; expect: number }[] = []
  let n = 0
  await Promise.all(Array.from({ length: connections }, async () => {
    while (performance.now() - started < seconds * 1000) {
      const shot = next(n++)
      results.push({ ...(await fire(new URL(base), agent, shot)), expect: shot.expect })
    }
  }))
  agent.destroy()
  return summarise(results, (performance.now() - started) / 1000)
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

/** "31 (28–40)" from several runs. */
export function spread(values: number[], digits = 0): string {
  const f = (n: number) => n.toFixed(digits)
  return `${f(median(values))} (${f(Math.min(...values))}–${f(Math.max(...values))})`
}
