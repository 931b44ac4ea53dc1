import { answers, unreachable } from '../api/problem.ts'

type PageModule = Promise<Record<string, () => React.ReactNode>>

/**
 * Fetches the code of a page. Where that fails and the server answers, a newer release has replaced it: the error goes on to the router, which
 * loads the app anew, once. Where nothing answers, that is the error, so that the app stays and says so.
 */
export async function loadPage(load: () => PageModule): PageModule {
  try {
    return await load()
  } catch (error) {
    throw (await answers()) ? error : unreachable()
  }
}
