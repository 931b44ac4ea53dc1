/**
 * Files: what people upload, kept in the database in chunks of 1 MB, so that backup and isolation cover it like every other row.
 * Invariant: a file is there only when all of it is there; leftovers of broken uploads are removed. A document is a small file from outside
 * that people open: its kind follows from its bytes, and it leaves under a name that says the same.
 */
import type { Part } from '../part.ts'
import { fileRoutes } from './api.ts'
import { purgeFile } from './store-file.ts'

export { documentDownload, readDocument, sayBytes, sentFile, type Document, type DocumentRules, type SentFile } from './documents.ts'
export { fileById, readFile, type FileRow } from './read-file.ts'
export { sentColumns, sentDocumentOut, showSentDocument, toSentDocument, type SentDocument } from './sent-documents.ts'
export { removeFile, storeFile, type StoredFile } from './store-file.ts'

export const part: Part = { name: 'files', routes: fileRoutes, tasks: { 'files.purge': purgeFile } }
