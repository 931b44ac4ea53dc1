import type { Ctx } from './db/context.ts'
import type { Reaction } from './events/reactions.ts'
import type { AnyRoute } from './http/route.ts'
import type { Tasks } from './jobs/worker.ts'
import type { Page } from './pages/page.ts'

/**
 * What an area (or a machine of the platform) plugs into the app: exported by its door as `part`. `everyMinute` is called once a minute
 * for each workspace by one of the workers, as the system; it finds what is due by itself and may run twice.
 */
export type Part = { name: string; routes?: AnyRoute[]; pages?: Page[]; reactions?: Reaction[]; tasks?: Tasks; everyMinute?: (ctx: Ctx) => Promise<void> }
