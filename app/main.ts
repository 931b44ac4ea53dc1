import { setFlagsFromString } from 'node:v8'
import { ConfigProblem } from './config.ts'
import { serve } from './serve.ts'

// A whole collection of garbage takes the second core for a fifth of a second, and V8 begins one whenever the heap is a little above what
// is alive. Three times that before the next keeps requests that arrive meanwhile from waiting.
setFlagsFromString('--heap-growing-percent=200')

serve(process.env).catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error)
  process.stderr.write(error instanceof ConfigProblem ? `This configuration cannot be used:\n${message}\n` : `Alongside could not start: ${message}\n`)
  process.exit(1)
})
