// @ts-check
/** What can be done to a conversation of the list, in a small menu beside it. */

import { button, element } from './dom.js'

const GAP = 4

/**
 * @typedef {{ rename: () => void, pin: () => void, remove: () => void }} Deeds
 * @typedef {import('./api.js').Listed} Listed
 */

/**
 * Open it beside the button that was pressed; that has the focus again when it closes without a deed.
 * @param {HTMLButtonElement} pressed
 * @param {Listed} conversation
 * @param {Deeds} deeds
 */
export function openMenu(pressed, { id, pinned }, { rename, pin, remove }) {
  const save = element('a', '', 'Export Markdown')
  save.href = `/api/conversations/${id}/markdown`
  save.download = ''
  save.addEventListener('click', () => close())
  /**
   * @param {string} label
   * @param {() => void} deed
   */
  const item = (label, deed) => button(label, '', () => {
    close()
    deed()
  })
  const items = [item('Rename', rename), item(pinned ? 'Unpin' : 'Pin', pin), save, item('Delete', remove)]
  const menu = element('div', 'menu', ...items)
  menu.popover = 'auto'
  menu.setAttribute('role', 'group')
  menu.setAttribute('aria-label', pressed.getAttribute('aria-label') ?? '')
  menu.addEventListener('keydown', (event) => press(event, items))
  const close = () => {
    pressed.setAttribute('aria-expanded', 'false')
    menu.hidePopover() // which gives the focus back
    menu.remove()
  }
  menu.addEventListener('toggle', (event) => {
    if (event instanceof ToggleEvent && event.newState === 'closed' && menu.isConnected) close()
  })
  pressed.setAttribute('aria-expanded', 'true')
  pressed.after(menu)
  menu.showPopover()
  place(menu, pressed.getBoundingClientRect())
  items[0].focus()
}

/**
 * @param {KeyboardEvent} event
 * @param {HTMLElement[]} items
 */
function press(event, items) {
  if (event.key === 'Escape') event.stopPropagation() // else it would stop an answer, or close the sidebar
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (!step) return
  event.preventDefault()
  const at = items.findIndex((item) => item === document.activeElement)
  items[(at + step + items.length) % items.length].focus()
}

/**
 * Put it below the button, above where there is no room.
 * @param {HTMLElement} menu
 * @param {DOMRect} beside
 */
function place(menu, beside) {
  const { width, height } = menu.getBoundingClientRect()
  const below = beside.bottom + GAP
  const top = below + height > innerHeight ? Math.max(GAP, beside.top - GAP - height) : below
  menu.style.top = `${top}px`
  menu.style.left = `${Math.max(GAP, Math.min(beside.left, innerWidth - width - GAP))}px`
}
