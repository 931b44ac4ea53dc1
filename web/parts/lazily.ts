import { lazy, type ComponentType } from 'react'

/** A part that is fetched when it is first drawn: `lazily(() => import('./finder.tsx').then((m) => m.Finder))`. Draw it inside Suspense. */
export const lazily = <P>(load: () => Promise<ComponentType<P>>) => lazy(async () => ({ default: await load() }))
