import { useEffect, useEffectEvent, type RefObject } from 'react'

const place = 'alongside.keys'

/** Single-letter keys can be turned off (WCAG 2.1.4): speech input says letters too. */
export const keysAreOn = (): boolean => localStorage.getItem(place) !== 'off'
export const turnKeys = (on: boolean): void => (on ? localStorage.removeItem(place) : localStorage.setItem(place, 'off'))

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}

/** Single-letter keys while nobody is typing and no dialog is open. */
export function useKeys(keys: Record<string, () => void>): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const act = keys[event.key]
    if (!act || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target) || !keysAreOn()) return
    if ([...document.querySelectorAll('[role="dialog"], [role="menu"], [role="listbox"]')].some((layer) => layer.checkVisibility())) return
    event.preventDefault()
    act()
  })
  useEffect(() => {
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}

/** j and k move the focus through the items of a list; Enter does what the item itself does. */
export function useListKeys(list: RefObject<HTMLElement | null>, selector: string): void {
  const step = (by: 1 | -1) => {
    const items = [...(list.current?.querySelectorAll<HTMLElement>(selector) ?? [])]
    const at = items.findIndex((item) => item === document.activeElement || item.closest('[data-item]')?.contains(document.activeElement))
    const next = items[at === -1 ? (by === 1 ? 0 : items.length - 1) : Math.min(items.length - 1, Math.max(0, at + by))]
    next?.focus()
    next?.scrollIntoView({ block: 'nearest' })
  }
  useKeys({ j: () => step(1), k: () => step(-1) })
}
