import { inThread } from '../../../platform/jobs/thread.ts'
import { findSame, type Kind } from './find-same.ts'
import { readRecord, type RawRecord } from './records.ts'

/** So few are compared sooner than a thread is started. */
const few = 300

/** `findSame`, of many in a thread of its own: for each record the place of the first one that is the same. */
export const findSameAside = async (records: RawRecord[], kind: Kind, signal?: AbortSignal): Promise<number[]> =>
  records.length <= few ? findSame(records.map(readRecord), kind) : inThread(new URL('./find-same-worker.ts', import.meta.url), { records, kind }, { signal })
