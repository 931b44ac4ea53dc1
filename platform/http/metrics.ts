import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'

export const registry = new Registry()
collectDefaultMetrics({ register: registry })

const requests = new Histogram({
  name: 'alongside_http_request_seconds', help: 'Time to answer by route pattern and status.', labelNames: ['method', 'route', 'status'],
  buckets: [0.005, 0.01, 0.02, 0.04, 0.08, 0.15, 0.3, 0.6, 1.2, 5], registers: [registry],
})
export const mailsSent = new Counter({ name: 'alongside_mail_total', help: 'Mails by outcome.', labelNames: ['outcome'], registers: [registry] })
export const jobsWaiting = new Gauge({ name: 'alongside_jobs_waiting', help: 'Jobs ready to run now.', registers: [registry] })

export function observeRequest(method: string, route: string, status: number, ms: number): void {
  requests.observe({ method, route, status: String(status) }, ms / 1000)
}
