import { useRef, useState } from 'react'
import { problemOf, type Problem } from '../api/problem.ts'
import { uploadFile, type Uploaded } from '../api/upload-file.ts'

export type Chosen = Uploaded & { name: string }

/** Sends a chosen file at once and says how far it is, from 0 to 1; it can be stopped. */
export function useUpload(onSent: (file: Chosen) => void, to?: Parameters<typeof uploadFile>[3]) {
  const [sending, setSending] = useState<{ file: File; share: number } | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const stop = useRef<AbortController | null>(null)
  const take = async (file: File | null | undefined) => {
    if (!file) return
    stop.current = new AbortController()
    setProblem(null)
    setSending({ file, share: 0 })
    try {
      onSent({ ...(await uploadFile(file, (share) => setSending({ file, share }), stop.current.signal, to)), name: file.name })
    } catch (error) {
      if (!(error instanceof DOMException && error.name === 'AbortError')) setProblem(problemOf(error))
    } finally {
      setSending(null)
    }
  }
  return { sending, problem, setProblem, stop: () => stop.current?.abort(), take: (file: File | null | undefined) => void take(file) }
}
