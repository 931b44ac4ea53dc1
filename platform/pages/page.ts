import type { Html } from './html.ts'
import type { Database } from '../db/pool.ts'

/** A server-rendered page without client script. GET changes nothing; forms POST and are answered with a redirect or the page again. */
export type Page = {
  method: 'GET' | 'POST'
  /** `/p/:token/…`; never logged but as this pattern. */
  path: string
  /** Requests a minute from one address; 60 for POST and 600 for GET unless said otherwise. */
  perMinute?: number
  handler: (request: PageRequest) => Promise<PageAnswer>
  /** For a form with files: the most bytes that it may send. */
  mostBytes?: number
  /** Where more was sent, the page is asked all the same, with `isCut`, so that it can give back what was written. Its files come last in the form. */
  takesCut?: boolean
}
export type PageFile = { name: string; contentType: string; bytes: Uint8Array }
export type PageRequest = {
  db: Database; now: Temporal.Instant; requestId: string; publicUrl: string
  params: Record<string, string>; query: Record<string, string>; form: Record<string, string>
  /** By field; a field left empty has none. */
  files: Record<string, PageFile>
  /** The same where a field takes several. */
  fileLists: Record<string, PageFile[]>
  /** More was sent than the page takes: there are no files, and of the fields those that came before them. */
  isCut: boolean
}
export type PageAnswer =
  | { status: number; html: Html; /** A script of ours from /app/partner, which may work in a thread and compile WebAssembly. */ script?: boolean }
  | { redirect: string }
  | { download: { fileName: string; contentType: string; content: string | Buffer | NodeJS.ReadableStream } }
