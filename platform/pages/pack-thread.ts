import { answerQuestions } from '../jobs/kept-thread.ts'
import { packNow } from './pack-now.ts'

// A copy of its own: what is told to another thread takes all of the memory along that it is a part of.
answerQuestions((page: string) => new Uint8Array(packNow(page)))
