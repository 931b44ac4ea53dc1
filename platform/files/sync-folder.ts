import { closeSync, fsyncSync, openSync } from 'node:fs'

/** Which files a folder holds survives a power cut once this returns. On Windows there is nothing to do. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
