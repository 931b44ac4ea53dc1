import type { Command } from './command.ts'

export const start: Command = {
  name: 'start', summary: 'serve the app and work on jobs until stopped', usage: '',
  options: {},
  examples: ['PORT=8080 alongside start', 'DATABASE_URL=postgresql://… ALONGSIDE_ROLES=worker alongside start'],
  run: async () => {
    const { serve } = await import('../serve.ts')
    await serve(process.env)
    await new Promise(() => {})
    return { json: { started: true } }
  },
}
