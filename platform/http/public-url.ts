let current = 'http://localhost:3000'

/** Where people reach us, without a trailing slash. Set once at start from the configuration; links in mails need it in jobs too. */
export function publicUrl(): string {
  return current
}
export function setPublicUrl(url: string): void {
  current = url.replace(/\/+$/, '')
}
