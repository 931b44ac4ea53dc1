import type { operations } from './schema.ts'
import { problemFrom } from './problem.ts'
import { currentWorkspace } from './workspace-choice.ts'

export type Uploaded = operations['postFiles']['responses'][201]['content']['application/json']

/** Sends a file as it is, with its share done from 0 to 1. Only this request can say how far it is, so it is not made by the client. */
export function uploadFile(file: File, onProgress: (share: number) => void, signal: AbortSignal, to: '/files' | '/back-tests/files' | '/customer-lists/files' = '/files'): Promise<Uploaded> {
  return upload<Uploaded>(file, to, onProgress, signal)
}

/** Sends a document to what it belongs to. */
export const uploadDocument = (file: File, to: `/${'disputes' | 'invoices'}/${string}/files`): Promise<{ added: number }> => upload(file, to, () => {}, new AbortController().signal)

function upload<Answer>(file: File, to: string, onProgress: (share: number) => void, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `/api/v1${to}?name=${encodeURIComponent(file.name)}`)
    request.setRequestHeader('content-type', /\.csv$/i.test(file.name) ? 'text/csv' : 'application/octet-stream')
    const workspace = currentWorkspace()
    if (workspace) request.setRequestHeader('alongside-workspace', workspace)
    request.responseType = 'json'
    request.upload.onprogress = (event) => onProgress(event.lengthComputable && event.total > 0 ? event.loaded / event.total : 0)
    request.onload = () => (request.status === 201 ? resolve(request.response as Answer) : reject(problemFrom(request.status, request.response)))
    request.onerror = () => reject(new TypeError('The upload was interrupted.'))
    request.onabort = () => reject(new DOMException('The upload was stopped.', 'AbortError'))
    signal.addEventListener('abort', () => request.abort())
    request.send(file)
  })
}
