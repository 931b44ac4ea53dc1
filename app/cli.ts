import { parseArgs } from 'node:util'
import { commands } from './commands/index.ts'
import { CliProblem, type Command } from './commands/command.ts'

const usage = (): string => [
  'alongside: run a B2B partner program', '', 'Usage: alongside COMMAND [options]', '', 'Commands:',
  ...commands.map((command) => `  ${command.name.padEnd(10)} ${command.summary}`), '',
  'Options of every command:', '  --json         print machine-readable results', '  --help         say how a command is used', '',
  'Settings come from the environment (DATABASE_URL, ALONGSIDE_DATA, …); docs/guides/operating.md lists them.',
  'Exit codes: 0 done, 1 it could not be done, 2 it was called wrongly.',
].join('\n')

const helpOf = (command: Command): string => [
  `Usage: alongside ${command.name} ${command.usage}`, '', command.summary, '',
  ...Object.entries(command.options).map(([name, option]) => `  --${name}${option.type === 'string' ? ' VALUE' : ''}`.padEnd(24) + option.says),
  '  --json'.padEnd(24) + 'print machine-readable results', ...(command.examples ? ['', 'Examples:', ...command.examples.map((example) => `  ${example}`)] : []),
].join('\n')

/** Numbers hold on to their signs where a page may break a line; in a terminal and in a file one looks for "15 %" as one types it. */
const typed = (line: string): string => line.replace(/(?<=\d)\u00a0|\u00a0(?=\d)/g, ' ')

/** Runs one command line. Returns the exit code. */
export async function runCli(args: string[], { out, err }: { out(line: string): void; err(line: string): void }): Promise<number> {
  const io = { out: (line: string) => out(typed(line)), err: (line: string) => err(typed(line)) }
  const [name, ...rest] = args
  if (!name || name === '--help' || name === '-h' || name === 'help') {
    io.out(usage())
    return name ? 0 : 2
  }
  const command = commands.find((candidate) => candidate.name === name)
  if (!command) {
    io.err(`There is no command “${name}”. alongside --help lists them.`)
    return 2
  }
  const options = Object.fromEntries(Object.entries(command.options).map(([key, option]) => [key, { type: option.type }]))
  let parsed: ReturnType<typeof parseArgs>
  try {
    parsed = parseArgs({ args: rest, allowPositionals: true, options: { ...options, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } })
  } catch (error) {
    const message = (error as Error).message.split('. To specify')[0]
    if (rest.includes('--json')) io.out(JSON.stringify({ error: { code: 'wrong_use', message } }))
    else io.err(`${message}\n\n${helpOf(command)}`)
    return 2
  }
  if (parsed.values['help']) {
    io.out(helpOf(command))
    return 0
  }
  const json = parsed.values['json'] === true
  try {
    const result = await command.run({ words: parsed.positionals, options: parsed.values as Record<string, string | boolean | undefined>, say: (line) => void (json || io.out(line)), isJson: json })
    if (json) io.out(JSON.stringify(result.json))
    return result.ok === false ? 1 : 0
  } catch (error) {
    const problem = error as Error & { code?: string }
    if (json) io.out(JSON.stringify({ error: { code: problem.code ?? 'failed', message: problem.message } }))
    else io.err(problem.message)
    if (error instanceof CliProblem && error.wrongUse && !json) io.err(`\n${helpOf(command)}`)
    return error instanceof CliProblem && error.wrongUse ? 2 : 1
  }
}

/** Who reads only the beginning, as `| head` does, has it: what was asked for is carried out to its end. */
const heardNoMore = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'EPIPE') throw error
}

if (process.argv[1] && import.meta.filename === process.argv[1]) {
  process.stdout.on('error', heardNoMore)
  process.stderr.on('error', heardNoMore)
  process.exitCode = await runCli(process.argv.slice(2), { out: (line) => process.stdout.write(`${line}\n`), err: (line) => process.stderr.write(`${line}\n`) })
}
