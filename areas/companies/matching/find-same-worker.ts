import { answerInThread } from '../../../platform/jobs/thread.ts'
import { findSame, type Kind } from './find-same.ts'
import { readRecord, type RawRecord } from './records.ts'

await answerInThread<{ records: RawRecord[]; kind: Kind }>(({ records, kind }) => findSame(records.map(readRecord), kind))
