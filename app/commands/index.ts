import type { Command } from './command.ts'
import { doctor } from './doctor.ts'
import { facts } from './facts.ts'
import { importCommand } from './import.ts'
import { key } from './key.ts'
import { ledger } from './ledger.ts'
import { link } from './link.ts'
import { member } from './member.ts'
import { migrateCommand } from './migrate.ts'
import { plan } from './plan.ts'
import { seed } from './seed.ts'
import { start } from './start.ts'

export const commands: Command[] = [start, migrateCommand, seed, importCommand, member, key, link, plan, facts, ledger, doctor]
