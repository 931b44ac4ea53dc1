import type { Can } from '../../api/client.ts'
import { useMe } from '../../api/session.ts'

/** Whether my role writes reviews, in the server's words. */
export const useCanWrite = (): Can => (useMe().may('partners:write') ? { allowed: true } : { allowed: false, why: 'An admin or a manager can write reviews.' })
