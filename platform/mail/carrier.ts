import type { Transport } from './transport.ts'

let kind: Transport['kind'] = 'captured'

/** What becomes of mails in this process: set once at start, for web and worker alike. */
export function carrierKind(): Transport['kind'] {
  return kind
}
export function setCarrierKind(next: Transport['kind']): void {
  kind = next
}
