import { ConfigProblem } from './config.ts'
import { serve } from './serve.ts'

serve(process.env).catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error)
  process.stderr.write(error instanceof ConfigProblem ? `This configuration cannot be used:\n${message}\n` : `Alongside could not start: ${message}\n`)
  process.exit(1)
})
