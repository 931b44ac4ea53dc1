import { areas } from '../../app/areas.ts'
import { part as auth } from '../../platform/auth/index.ts'
import { part as events } from '../../platform/events/index.ts'
import { part as files } from '../../platform/files/index.ts'
import { part as imports } from '../../platform/imports/index.ts'
import { capturingTransport, mailPart } from '../../platform/mail/index.ts'
import type { Part } from '../../platform/part.ts'
import { part as workspaces } from '../../platform/workspaces/index.ts'
import { testServer, type TestServer } from './server.ts'

/** Everything that app/app.ts plugs together. */
export const allParts: Part[] = [events, auth, workspaces, mailPart(capturingTransport, 'alongside@localhost'), files, imports, ...areas]

/** The whole app on a database of its own. */
export const wholeApp = (): Promise<TestServer> => testServer(allParts)
