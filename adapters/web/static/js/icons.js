// @ts-check
/** Buttons that show a picture in place of words; the pictures stand in icons.css. */

import { button } from './dom.js'

/**
 * @param {string} name
 * @param {string} label what it does, for who can't see the picture, and on hovering
 * @param {(pressed: HTMLButtonElement) => void} press
 */
export function iconButton(name, label, press) {
  const made = button('', `icon ${name}`, press)
  made.title = label
  made.setAttribute('aria-label', label)
  return made
}
