import type { Reaction } from './events/reactions.ts'
import type { AnyRoute } from './http/route.ts'
import type { Tasks } from './jobs/worker.ts'
import type { Page } from './pages/page.ts'

/** What an area (or a machine of the platform) plugs into the app: exported by its door as `part`. */
export type Part = { name: string; routes?: AnyRoute[]; pages?: Page[]; reactions?: Reaction[]; tasks?: Tasks }
