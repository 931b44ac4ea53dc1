import { useEffect, useState } from 'react'

/** Whoever closes what was drawn over the page goes on where they were; where that is gone, at the content. */
export function useFocusBack(): void {
  const [opener] = useState(whatOpens)
  // The library gives the focus back only where a dialog is drawn before it opens, and after it closed.
  useEffect(() => {
    return () => {
      setTimeout(giveBack, 0, opener)
    }
  }, [opener])
}

/** Of a dialog that takes the place of another it is what opened the first; of an item in a menu, the button of the menu. */
let opener: HTMLElement | null = null

function whatOpens(): HTMLElement | null {
  if (document.querySelector('[role="dialog"]')) return opener
  const at = document.activeElement
  const menu = at?.closest('[role="menu"]')?.getAttribute('aria-labelledby')
  const found = menu ? document.getElementById(menu) : at
  opener = found instanceof HTMLElement && found !== document.body ? found : null
  return opener
}

const isNowhere = () => document.activeElement === null || document.activeElement === document.body
const toContent = () => document.getElementById('main')?.focus({ preventScroll: true })

function giveBack(to: HTMLElement | null): void {
  if (!to || !isNowhere()) return
  if (!to.isConnected) return toContent()
  to.focus({ preventScroll: true })
  // What was done in the dialog may take its button away a moment later.
  const watch = new MutationObserver(() => {
    if (to.isConnected) return
    watch.disconnect()
    if (isNowhere()) toContent()
  })
  watch.observe(document.body, { childList: true, subtree: true })
  document.addEventListener('focusin', () => watch.disconnect(), { once: true })
}

/** A button that waits cannot hold the focus, and the page takes it. What is returned gives it back once the waiting is over. */
export function holdFocus(): () => void {
  const at = document.activeElement
  let frames = 10
  const again = () => {
    if (!isNowhere() || !(at instanceof HTMLElement) || frames-- === 0) return
    if (at.isConnected && !at.matches(':disabled')) at.focus({ preventScroll: true })
    else requestAnimationFrame(again)
  }
  return () => void requestAnimationFrame(again)
}
